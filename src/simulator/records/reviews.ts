/** Agents' decisions on evaluations in Manual Review. Source: https://developer.alloy.com/public/reference/reviews */

import type { TokenSource } from '../state/tokens.ts';
import { buildNote, type Note } from './entities.ts';
import { createRecords, type Records } from './records.ts';

export interface Review {
  readonly token: string;
  /** A person's or a business's, or a legacy group's; a merge gives reviews to another entity. */
  entityToken: string;
  readonly isGroup: boolean;
  readonly evaluationToken: string;
  readonly workflowToken: string;
  readonly outcome: string;
  readonly reasons: readonly string[];
  readonly agentEmail: string;
  readonly startedAt: number;
  readonly completedAt: number;
  notes: Note[];
}

type NewReview = Omit<Review, 'token' | 'completedAt' | 'notes'>;

export interface ReviewStore extends Records<Review> {
  /** An evaluation has one review at most. */
  findOfEvaluation(evaluationToken: string): Review | undefined;
  add(review: NewReview, options?: { readonly token?: string }): Review;
  addNote(review: Review, note: string, authorEmail: string): Note;
  /** Newest first. */
  ofEntity(entityOrGroupToken: string): Review[];
}

export function createReviewStore(now: () => number, newToken: TokenSource): ReviewStore {
  const { find, all, restore: keep } = createRecords<Review>();
  const byEvaluation = new Map<string, string>();
  const restore = (review: Review) => {
    keep(review);
    byEvaluation.set(review.evaluationToken, review.token);
  };
  return {
    find,
    all,
    restore,
    findOfEvaluation: (evaluationToken) => find(byEvaluation.get(evaluationToken) ?? ''),
    add(review, options = {}) {
      const added = { ...review, token: options.token ?? newToken('R-'), completedAt: now(), notes: [] };
      restore(added);
      return added;
    },
    addNote(review, note, authorEmail) {
      const added = buildNote(note, authorEmail, now());
      review.notes.push(added);
      return added;
    },
    ofEntity: (token) => [...all()].filter(({ entityToken }) => entityToken === token).reverse(),
  };
}
