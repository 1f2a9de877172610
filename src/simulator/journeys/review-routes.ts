/** Decisions that an application waits for: reviews and outcomes of action nodes. */

import type { Hono } from 'hono';
import type { Account } from '../account.ts';
import {
  badRequest,
  conflict,
  fieldError,
  formatChoices,
  notFound,
  requiredError,
  unknownObject,
} from '../errors.ts';
import { parseBody } from '../http/body.ts';
import type { Env } from '../http/env.ts';
import { findNode } from '../records/journey.ts';
import type { EntityApplication, ManualReview } from '../records/journeys.ts';
import type { Json } from '../values.ts';
import { buildShortAnswer } from './application-answer.ts';
import { nodeBody, type ReviewBody, reviewBody } from './body.ts';
import { expireIfLate, followOutcome } from './engine.ts';
import { applicationPath, findApplication, touchApplication } from './headers.ts';
import { mergePayload } from './payload.ts';
import { addReviewNote, decideApplication, decideCase, type ReviewDecision } from './review.ts';
import { addEntityEvent, type JourneyRun } from './run.ts';
import { settleApplication } from './settle.ts';

interface EntityQuery {
  readonly entityApplicationToken: string | undefined;
  readonly entityToken: string | undefined;
  readonly externalEntityId: string | undefined;
}

export function registerJourneyReviewRoutes(app: Hono<Env>, account: Account): void {
  app.post(`${applicationPath}/review`, async (context) => {
    const run = findApplication(account, context.req.param());
    const body = await parseBody(context, reviewBody);
    const { application } = run;
    touchApplication(run);
    const review = application.reviews.findLast(({ caseToken }) => caseToken === null);
    if (review === undefined || application.status !== 'pending_journey_application_review')
      throw conflict('The application is not in pending_journey_application_review', {
        ...buildTokens(run),
        status: application.status,
      });
    decideApplication(run, review, readDecision(body));
    return context.json(buildShortAnswer(application), 201);
  });

  app.get(`${applicationPath}/review/:manual_review_token`, (context) => {
    const run = findApplication(account, context.req.param());
    const { manual_review_token } = context.req.param();
    const review = run.application.reviews.find(({ token }) => token === manual_review_token);
    if (review === undefined)
      throw notFound('The manual review does not exist', { ...buildTokens(run), manual_review_token });
    return context.json(buildManualReview(run, review));
  });

  app.post(`${applicationPath}/cases/:case_token/review`, async (context) => {
    const run = findApplication(account, context.req.param());
    const { case_token } = context.req.param();
    const { application } = run;
    const review = application.reviews.find(({ caseToken }) => caseToken === case_token);
    const waiting = application.entityApplications.find(
      ({ token }) => token === review?.entityApplicationToken,
    );
    if (review === undefined || waiting === undefined)
      throw notFound('The case does not exist', { ...buildTokens(run), case_token });
    reviewCase(run, review, waiting, await parseBody(context, reviewBody));
    return context.json({}, 201);
  });

  app.put(`${applicationPath}/nodes/:node_id`, async (context) => {
    const run = findApplication(account, context.req.param());
    const { node_id } = context.req.param();
    const body = await parseBody(context, nodeBody);
    const waiting = findWaiting(run, node_id, {
      entityApplicationToken: context.req.query('entity_application_token'),
      entityToken: context.req.query('entity_token'),
      externalEntityId: context.req.query('external_entity_id'),
    });
    reportOutcome(run, waiting, body);
    // Alloy documents no body; the short answer is that of the reviews.
    return context.json(buildShortAnswer(run.application));
  });
}

function buildTokens({ application }: JourneyRun) {
  return { journey_token: application.journeyToken, journey_application_token: application.token };
}

/** The first call decides; later ones may only add a note. */
function reviewCase(
  run: JourneyRun,
  review: ManualReview,
  waiting: EntityApplication,
  body: ReviewBody,
): void {
  if (review.completedAt === null) {
    decideCase(run, review, waiting, readDecision(body));
    return;
  }
  if (body.outcome || body.reason || body.reasons)
    throw conflict('The case has been reviewed: only a note can be added', {
      ...buildTokens(run),
      case_token: review.caseToken,
    });
  if (!body.note) throw requiredError('note');
  addReviewNote(run, review, body.note);
}

function readDecision({ outcome, reason, reasons, note }: ReviewBody): ReviewDecision {
  if (!outcome) throw requiredError('outcome');
  return { outcome, reasons: reasons ?? (reason ? [reason] : []), note: note ?? undefined };
}

/** Alloy shows no schema; ours has the members of its entity reviews and of this path. */
function buildManualReview({ application }: JourneyRun, review: ManualReview): Json {
  return {
    manual_review_token: review.token,
    journey_token: application.journeyToken,
    journey_application_token: application.token,
    entity_application_token: review.entityApplicationToken,
    case_token: review.caseToken,
    status: review.completedAt === null ? 'pending' : 'completed',
    outcome: review.outcome,
    reason: review.reasons[0] ?? null,
    reasons: review.reasons,
    reviewer: review.reviewerEmail,
    notes: review.notes,
    created_at: review.openedAt,
    completed_at: review.completedAt,
  };
}

/** With several entities one has to be named; 404 for a node that the journey's version does not have. */
function findWaiting(run: JourneyRun, nodeId: string, query: EntityQuery): EntityApplication {
  const { account, application, version } = run;
  if (findNode(version, nodeId) === undefined)
    throw notFound('The node does not exist', { ...buildTokens(run), node_id: nodeId });
  const { entityApplications } = application;
  const { entityApplicationToken, entityToken, externalEntityId } = query;
  const identifier = entityApplicationToken ?? entityToken ?? externalEntityId;
  if (identifier === undefined && entityApplications.length > 1)
    throw badRequest(
      'Several entities: entity_token, entity_application_token or external_entity_id has to be sent',
      {
        journey_application_token: application.token,
      },
    );
  const named = account.entities.find(identifier ?? '')?.token;
  const waiting =
    identifier === undefined
      ? entityApplications[0]
      : entityApplications.findLast((each) => each.token === identifier || each.entityToken === named);
  if (waiting === undefined) throw unknownObject('entity_token_or_external_id', identifier ?? '');
  if (waiting.status !== 'pending_action' || waiting.nodeId !== nodeId)
    throw conflict('The entity application does not wait for this action', {
      ...buildTokens(run),
      entity_application_token: waiting.token,
      node_id: nodeId,
      status: waiting.status,
    });
  return waiting;
}

/** Too late, and the expired path is taken instead. */
function reportOutcome(
  run: JourneyRun,
  waiting: EntityApplication,
  { outcome, data }: { readonly outcome: string; readonly data?: Json | null | undefined },
): void {
  const names = (findNode(run.version, waiting.nodeId)?.outcomes ?? []).map(({ name }) => name);
  const known = names.find((name) => name.toLowerCase() === outcome.toLowerCase());
  if (known === undefined) throw fieldError('outcome', 'any.only', formatChoices(names));
  if (!expireIfLate(run, waiting)) {
    waiting.data = mergePayload(waiting.data, data ?? {});
    addEntityEvent(run, 'completed_action', waiting, { outcome: known });
    followOutcome(run, waiting, known);
  }
  settleApplication(run);
}
