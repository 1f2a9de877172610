/** Evaluations of the account: what was supplied, and the answer it got. Source: https://developer.alloy.com/public/reference/evaluations */

import { createRecords, type Records } from './records.ts';

export interface EvaluationOptions {
  readonly sandbox: boolean;
  readonly workflowVersion: number;
  readonly bypassFormatter: boolean;
  readonly refreshCache: boolean;
  readonly externalEntityId: string | null;
  readonly parentEntityToken: string | null;
  readonly groupToken: string | null;
  /** From an event, whose data has its own checks and which never waits. */
  readonly fromEvent: boolean;
  /** What is on file of the entity, or the counterparty, counts beside what was supplied. */
  readonly hydrateEntity: boolean;
  readonly hydrateCounterparty: boolean;
}

export interface Evaluation {
  /** S- when run in sandbox mode, else L-. */
  readonly token: string;
  /** A person's, a business's or, for a group's evaluation, the legacy group's token. */
  readonly entityToken: string;
  readonly workflowToken: string;
  readonly createdAt: number;
  readonly options: EvaluationOptions;
  /** All that was supplied so far; a PATCH adds to it. */
  supplied: Record<string, unknown>;
  /** Of the quiz, as sent. */
  answers: unknown;
  /** Counts from 1; each PATCH is one more. */
  attempt: number;
  /** Also the answer's `status_code`: 200 waiting for data, 201 done, 206 partial. */
  status: 200 | 201 | 206;
  /** The body that POST, PATCH and GET answer with. */
  answer: Record<string, unknown>;
  /** Null while data is awaited. */
  outcome: string | null;
  /** Parent organizations with partial audit access; absent before any was granted. */
  auditAccountSlugs?: readonly string[];
}

export interface EvaluationStore extends Records<Evaluation> {
  add(evaluation: Evaluation): void;
  /** Oldest first. */
  ofEntity(entityToken: string): readonly Evaluation[];
}

export function createEvaluationStore(): EvaluationStore {
  const { find, all, restore } = createRecords<Evaluation>();
  return {
    find,
    all,
    restore,
    add: restore,
    ofEntity: (entityToken) => [...all()].filter((each) => each.entityToken === entityToken),
  };
}
