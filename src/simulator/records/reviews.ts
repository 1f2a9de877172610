/** Agents' decisions on evaluations in Manual Review. Source: https://developer.alloy.com/public/reference/reviews */

import type { TokenSource } from '../state/tokens.ts';
import type { Note } from './entities.ts';

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

export type NewReview = Omit<Review, 'token' | 'completedAt' | 'notes'>;

export interface ReviewStore {
  find(token: string): Review | undefined;
  /** An evaluation has one review at most. */
  findOfEvaluation(evaluationToken: string): Review | undefined;
  add(review: NewReview, options?: { readonly token?: string }): Review;
  addNote(review: Review, note: string, authorEmail: string): Note;
  /** Newest first. */
  ofEntity(entityOrGroupToken: string): Review[];
  all(): IterableIterator<Review>;
  /** For reading an account back from a file. */
  restore(review: Review): void;
}

export function createReviewStore(now: () => number, newToken: TokenSource): ReviewStore {
  const reviews = new Map<string, Review>();
  const byEvaluation = new Map<string, string>();
  const restore = (review: Review) => {
    reviews.set(review.token, review);
    byEvaluation.set(review.evaluationToken, review.token);
  };
  return {
    find: (token) => reviews.get(token),
    findOfEvaluation: (evaluationToken) => reviews.get(byEvaluation.get(evaluationToken) ?? ''),
    add(review, options = {}) {
      const added = { ...review, token: options.token ?? newToken('R-'), completedAt: now(), notes: [] };
      restore(added);
      return added;
    },
    addNote(review, note, authorEmail) {
      const added = { note, note_author_agent_email: authorEmail, created_at: now(), updated_at: now() };
      review.notes.push(added);
      return added;
    },
    ofEntity: (token) => [...reviews.values()].filter(({ entityToken }) => entityToken === token).reverse(),
    all: () => reviews.values(),
    restore,
  };
}
