/**
 * Alerts: applications of an alert-type journey, which begin where an event's evaluation ended.
 * Source: https://developer.alloy.com/public/docs/ongoing-terminology
 */
import type { Account } from '../account.ts';
import { conflict } from '../errors.ts';
import type { Entity } from '../records/entities.ts';
import type { Evaluation } from '../records/evaluations.ts';
import {
  findVersion,
  type Journey,
  type JourneyBranch,
  type JourneyVersion,
  type ReviewOutcome,
} from '../records/journey.ts';
import type { JourneyApplication, ManualReview } from '../records/journeys.ts';
import { followOutcome } from './engine.ts';
import { decideCase, findReviewOutcomes, type ReviewDecision } from './review.ts';
import { addEntityEvent, openRun } from './run.ts';
import { settleApplication } from './settle.ts';
import { addEntity, createApplication } from './start.ts';

export interface AlertSource {
  /** Of type alert. */
  readonly journey: Journey;
  readonly entity: Entity;
  readonly evaluation: Evaluation;
  /** The event's request token. */
  readonly event?: string | undefined;
}

/** The alert waits for its review: status waiting_review, with one open manual review. */
export function openAlert(account: Account, source: AlertSource): JourneyApplication {
  const { journey, entity, evaluation, event } = source;
  const version = findVersion(journey, journey.activeVersion);
  const branch = version && findAlertBranch(version, entity, evaluation);
  if (version === undefined || branch === undefined)
    throw new Error(`journey ${journey.token} has no branch for alerts`);
  const run = createApplication(account, {
    journey,
    version,
    sandbox: evaluation.options.sandbox,
    sourceEventToken: event ?? null,
  });
  const entityApplication = addEntity(run, entity, branch, { ...evaluation.supplied });
  entityApplication.evaluationTokens.push(evaluation.token);
  const node = branch.nodes.find(({ type }) => type === 'workflow');
  if (node === undefined) throw new Error(`journey ${journey.token} has no workflow for alerts`);
  entityApplication.nodeId = node.id;
  addEntityEvent(run, 'completed_evaluation', entityApplication, {
    outcome: evaluation.outcome,
    evaluationToken: evaluation.token,
  });
  followOutcome(run, entityApplication, evaluation.outcome ?? '*');
  settleApplication(run);
  return run.application;
}

/** The alert's review, open or done. */
export function findAlertReview(application: JourneyApplication): ManualReview | undefined {
  return application.reviews.at(-1);
}

/** What the alert's review may end with. */
export function findAlertOutcomes(
  account: Account,
  application: JourneyApplication,
): readonly ReviewOutcome[] {
  const review = findAlertReview(application);
  return review === undefined ? [] : findReviewOutcomes(openRun(account, application), review);
}

/** Completes the alert. 409 / 4091 when it was reviewed before, 400 / 4002 for what is not set up. */
export function reviewAlert(
  account: Account,
  application: JourneyApplication,
  decision: ReviewDecision,
): void {
  const review = findAlertReview(application);
  const entityApplication = application.entityApplications.find(
    ({ token }) => token === review?.entityApplicationToken,
  );
  if (review === undefined || entityApplication === undefined || review.completedAt !== null)
    throw conflict('The alert has been reviewed', { journey_application_token: application.token });
  decideCase(openRun(account, application), review, entityApplication, decision);
}

/** The branch of the evaluation's workflow; else any for entities of that kind. */
function findAlertBranch(
  { branches }: JourneyVersion,
  entity: Entity,
  evaluation: Evaluation,
): JourneyBranch | undefined {
  const ofType = branches.filter(({ entityType }) => entityType === entity.type);
  const ofWorkflow = ofType.find(({ nodes }) =>
    nodes.some(({ workflowToken }) => workflowToken === evaluation.workflowToken),
  );
  return ofWorkflow ?? ofType[0] ?? branches[0];
}
