/** Decides what waits for a review. Sources: the two review operations of https://developer.alloy.com/public/reference/journeys */
import { fieldError, formatChoices } from '../errors.ts';
import type { ReviewOutcome } from '../records/journey.ts';
import type { EntityApplication, ManualReview } from '../records/journeys.ts';
import { followOutcome } from './engine.ts';
import { addEntityEvent, addJourneyEvent, getNode, type JourneyRun } from './run.ts';
import { completeApplication, settleApplication } from './settle.ts';

export interface ReviewDecision {
  /** In any case. */
  readonly outcome: string;
  readonly reasons: readonly string[];
  readonly note?: string | undefined;
  readonly reviewerEmail?: string | null | undefined;
}

/** The entity's application goes on from its review node. */
export function decideCase(
  run: JourneyRun,
  review: ManualReview,
  entityApplication: EntityApplication,
  decision: ReviewDecision,
): void {
  const outcome = checkDecision(findReviewOutcomes(run, review), decision);
  close(run, review, outcome, decision);
  addEntityEvent(run, 'completed_review', entityApplication, {
    outcome,
    reasons: [...decision.reasons],
    caseToken: review.caseToken,
    manualReviewToken: review.token,
  });
  followOutcome(run, entityApplication, outcome);
  settleApplication(run);
}

/** The outcome becomes the application's. */
export function decideApplication(run: JourneyRun, review: ManualReview, decision: ReviewDecision): void {
  const outcome = checkDecision(run.version.reviewOutcomes, decision);
  close(run, review, outcome, decision);
  addJourneyEvent(run, 'completed_review_journey_application', {
    entityToken: run.application.groupToken,
    outcome,
    reasons: [...decision.reasons],
    manualReviewToken: review.token,
  });
  completeApplication(run, outcome);
}

export function findReviewOutcomes(run: JourneyRun, review: ManualReview): readonly ReviewOutcome[] {
  if (review.nodeId === null) return run.version.reviewOutcomes;
  return getNode(run, review.nodeId).outcomes ?? [];
}

export function addReviewNote(run: JourneyRun, review: ManualReview, note: string): void {
  review.notes.push({ note, created_at: run.account.now() });
  run.application.updatedAt = run.account.now();
}

/** The outcome as it is set up. Reasons have to be linked to it; both lists are named in the refusal. */
function checkDecision(outcomes: readonly ReviewOutcome[], decision: ReviewDecision): string {
  const outcome = outcomes.find(({ name }) => name.toLowerCase() === decision.outcome.toLowerCase());
  if (outcome === undefined)
    throw refuse(
      'outcome',
      'any.only',
      outcomes.map(({ name }) => name),
    );
  if (decision.reasons.length === 0) throw refuse('reason', 'any.required', outcome.reasons);
  const stranger = decision.reasons.find((reason) => !outcome.reasons.includes(reason));
  if (stranger !== undefined) throw refuse('reason', 'any.only', outcome.reasons);
  return outcome.name;
}

function refuse(path: string, type: string, allowed: readonly string[]) {
  return fieldError(path, type, formatChoices(allowed));
}

function close(run: JourneyRun, review: ManualReview, outcome: string, decision: ReviewDecision): void {
  review.completedAt = run.account.now();
  review.outcome = outcome;
  review.reasons = [...decision.reasons];
  review.reviewerEmail = decision.reviewerEmail ?? null;
  if (decision.note !== undefined) addReviewNote(run, review, decision.note);
}
