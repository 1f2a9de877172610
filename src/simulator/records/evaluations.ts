/** Evaluations of the account: what was supplied, and the answer it got. Source: https://developer.alloy.com/public/reference/evaluations */

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

export interface EvaluationStore {
  add(evaluation: Evaluation): void;
  find(token: string): Evaluation | undefined;
  /** Oldest first. */
  ofEntity(entityToken: string): readonly Evaluation[];
  all(): IterableIterator<Evaluation>;
  /** For reading an account back from a file. */
  restore(evaluation: Evaluation): void;
}

export function createEvaluationStore(): EvaluationStore {
  const evaluations = new Map<string, Evaluation>();
  const restore = (evaluation: Evaluation) => {
    evaluations.set(evaluation.token, evaluation);
  };
  return {
    add: restore,
    restore,
    find: (token) => evaluations.get(token),
    ofEntity: (entityToken) => [...evaluations.values()].filter((each) => each.entityToken === entityToken),
    all: () => evaluations.values(),
  };
}

// Reads back what an evaluation's answer says in `summary`.

export function readSummary(answer: Readonly<Record<string, unknown>> | undefined): Record<string, unknown> {
  const summary = answer?.['summary'];
  return typeof summary === 'object' && summary !== null ? { ...summary } : {};
}

export function readStrings(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((each) => typeof each === 'string') : [];
}
