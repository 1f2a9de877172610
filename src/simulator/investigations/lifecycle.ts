/**
 * What may be done with an investigation in which state, and its tags. Known from Alloy: alert_review is promoted to
 * case_review, and a review closes either. Ours, as Alloy is silent: `open` goes the ways of alert_review, only what is
 * closed can be archived, and what is archived changes no more until it is unarchived. What is refused answers 409 / 4091.
 * Sources: https://help.alloy.com/hc/en-us/articles/43442661365787-Investigation-Structure and
 * https://developer.alloy.com/public/reference/post_investigations
 */

import type { Account } from '../account.ts';
import { type AlloyError, conflict } from '../errors.ts';
import {
  type Investigation,
  type InvestigationReview,
  type InvestigationState,
  isClosed,
} from '../records/investigations.ts';

export function promote(account: Account, investigation: Investigation): void {
  checkChangeable(investigation);
  if (investigation.state !== 'alert_review' && investigation.state !== 'open')
    throw refuse(investigation, 'Only an investigation in alert review can be promoted');
  investigation.state = 'case_review';
  account.investigations.record(investigation, 'promoted_to_case');
}

/** Closes it; its alerts stay as they are, decided or not. */
export function review(
  account: Account,
  investigation: Investigation,
  decision: Pick<InvestigationReview, 'outcome' | 'reason' | 'note'>,
): void {
  checkChangeable(investigation);
  const newState = closedStates[investigation.state];
  if (newState === undefined) throw refuse(investigation, 'The investigation has been closed');
  const at = account.now();
  investigation.reviews.push({
    previousState: investigation.state,
    newState,
    ...decision,
    reviewedAt: at,
    agentToken: null,
  });
  investigation.state = newState;
  investigation.outcome = decision.outcome;
  investigation.closedAt = at;
  account.investigations.record(investigation, 'closed', {
    note: decision.note,
    meta: { outcome: decision.outcome, reason: decision.reason },
  });
}

const closedStates: Readonly<Partial<Record<InvestigationState, InvestigationState>>> = {
  alert_review: 'alert_review_closed',
  open: 'alert_review_closed',
  case_review: 'case_review_closed',
};

/** All of them or none. */
export function archive(account: Account, investigations: readonly Investigation[]): void {
  for (const investigation of investigations) {
    if (investigation.archivedAt !== null) throw refuse(investigation, 'The investigation has been archived');
    if (!isClosed(investigation))
      throw refuse(investigation, 'Only a closed investigation can be archived: review it first');
  }
  for (const investigation of investigations) {
    investigation.archivedAt = account.now();
    account.investigations.record(investigation, 'archived');
  }
}

export function unarchive(account: Account, investigations: readonly Investigation[]): void {
  for (const investigation of investigations) {
    if (investigation.archivedAt === null) throw refuse(investigation, 'The investigation is not archived');
  }
  for (const investigation of investigations) {
    investigation.archivedAt = null;
    account.investigations.record(investigation, 'unarchived');
  }
}

/** Null unassigns. What is so already leaves no trace. */
export function assign(
  account: Account,
  investigations: readonly Investigation[],
  agentToken: string | null,
): void {
  for (const investigation of investigations) checkChangeable(investigation);
  for (const investigation of investigations) {
    if (investigation.assigneeToken === agentToken) continue;
    investigation.assigneeToken = agentToken;
    const event = agentToken === null ? 'unassigned' : 'assigned';
    account.investigations.record(investigation, event, { assignedAgentToken: agentToken });
  }
}

export function checkChangeable(investigation: Investigation): void {
  if (investigation.archivedAt !== null)
    throw refuse(investigation, 'The investigation is archived: unarchive it first');
}

/** Notes and tags may come late; alerts may not. */
export function checkOpen(investigation: Investigation): void {
  checkChangeable(investigation);
  if (isClosed(investigation)) throw refuse(investigation, 'The investigation has been closed');
}

function refuse({ token, state }: Investigation, message: string): AlloyError {
  return conflict(message, { investigation_token: token, state });
}

interface SaidTag {
  readonly tag_name: string;
  readonly is_outcome_reason?: boolean | null | undefined;
}

/** RRGGBB without a #, as in Alloy's example. Who picks the color is not public: here it follows from the name. */
const colors = ['FB923C', '2DD4BF', '60A5FA', 'F472B6', 'A3E635', 'FACC15', 'C084FC', 'F87171'];

/** A tag that is on it already stays as it is. */
export function addTags(investigation: Investigation, tags: readonly SaidTag[]): void {
  for (const { tag_name: name, is_outcome_reason } of tags) {
    if (investigation.tags.some((tag) => tag.name === name)) continue;
    investigation.tags.push({
      name,
      color: pickColor(name),
      isOutcomeReason: is_outcome_reason ?? false,
      agentToken: null,
    });
  }
}

function pickColor(name: string): string {
  let sum = 0;
  for (const character of name) sum += character.codePointAt(0) ?? 0;
  return colors[sum % colors.length] ?? '';
}
