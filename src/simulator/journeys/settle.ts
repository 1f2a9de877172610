/**
 * The application's own status: derived from those of its entities, and settled once they have all ended.
 * Source: https://developer.alloy.com/public/docs/statuses-and-outcomes
 */

import type { ApplicationStatus, EntityApplication } from '../records/journeys.ts';
import { findJourneyPersona } from '../settings/personas.ts';
import { addJourneyEvent, addReview, getNode, type JourneyRun } from './run.ts';

/** Alloy has a hierarchy but does not publish it; ours puts first what the caller has to act on. */
const hierarchy: readonly ApplicationStatus[] = [
  'error',
  'data_request',
  'pending_step_up',
  'pending_action',
  'waiting_review',
  'pending_workflow_service',
  'running',
];

/** After every step that moved an entity's application. */
export function settleApplication(run: JourneyRun): void {
  const { application } = run;
  if (application.completeOutcome !== null) return;
  const { entityApplications } = application;
  const status = hierarchy.find((each) => entityApplications.some((entity) => entity.status === each));
  if (status !== undefined) {
    setStatus(run, status);
    return;
  }
  if (application.additionalEntities === 'awaited') {
    setStatus(run, 'pending_additional_entities');
    return;
  }
  if (entityApplications.some((entity) => entity.status === 'expired')) {
    addJourneyEvent(run, 'application_expired', { entityToken: application.groupToken });
    setStatus(run, 'expired');
    return;
  }
  reconcile(run);
}

/** The review's outcome is final. */
export function completeApplication(run: JourneyRun, outcome: string): void {
  const { application } = run;
  const [first, ...others] = application.entityApplications;
  const single = others.length === 0 ? first : undefined;
  application.completeOutcome = outcome;
  addJourneyEvent(run, 'completed_application', {
    outcome,
    nodeId: single?.nodeId ?? null,
    entityToken: single?.entityToken ?? application.groupToken,
    entityApplicationToken: single?.token ?? null,
  });
  setStatus(run, 'completed');
}

/**
 * Entities that agree decide the application; where they do not, a person does. What several outcomes become is set up
 * per journey in Alloy's dashboard; this is how the demo journeys are set up.
 */
function reconcile(run: JourneyRun): void {
  const { application, version } = run;
  const { entityApplications } = application;
  const outcomes = [...new Set(entityApplications.map((entity) => readOutcome(run, entity)))];
  if (entityApplications.length > 1) {
    addJourneyEvent(run, 'started_reconciliation', { entityToken: application.groupToken });
    addJourneyEvent(run, 'completed_reconciliation', { entityToken: application.groupToken });
  }
  const [agreed, ...differing] = outcomes;
  const asksReview = entityApplications.some(({ data }) => findJourneyPersona(data) === 'AppReview');
  if (agreed !== undefined && differing.length === 0 && !asksReview) {
    completeApplication(run, agreed);
    return;
  }
  openApplicationReview(run, version.reviewOutcomes.length);
}

function openApplicationReview(run: JourneyRun, outcomeCount: number): void {
  if (outcomeCount === 0) throw new Error(`journey ${run.journey.token} has no review outcomes`);
  const review = addReview(run);
  addJourneyEvent(run, 'started_review', {
    entityToken: run.application.groupToken,
    manualReviewToken: review.token,
  });
  setStatus(run, 'pending_journey_application_review');
}

function readOutcome(run: JourneyRun, { nodeId }: EntityApplication): string {
  return getNode(run, nodeId).outcome ?? '';
}

function setStatus({ account, application }: JourneyRun, status: ApplicationStatus): void {
  if (application.status === status) return;
  application.status = status;
  application.updatedAt = account.now();
  const isTerminal = status === 'completed' || status === 'error' || status === 'expired';
  application.closedAt = isTerminal ? account.now() : null;
}
