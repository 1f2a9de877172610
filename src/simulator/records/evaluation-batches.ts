/**
 * Batches of evaluations, which customers upload as a CSV file in the dashboard; the API only reads how far they are.
 * Source: https://developer.alloy.com/public/reference/evaluations
 */

/** What a row comes to once its turn has come. */
export interface BatchRow {
  readonly evaluationStatus: 'complete' | 'failed' | 'waiting' | 'webhook_pending' | 'other' | 'none';
  readonly evaluationResult: 'partial' | 'success' | 'none';
  readonly rowStatus: 'complete' | 'failed' | 'timed_out';
}

export interface EvaluationBatch {
  /** 20 letters and digits without a prefix. */
  readonly token: string;
  readonly createdAt: number;
  /** Rows are worked off one after the other, each in this time. */
  readonly millisecondsPerRow: number;
  readonly rows: readonly BatchRow[];
}

export interface EvaluationBatchStore {
  find(token: string): EvaluationBatch | undefined;
  add(batch: EvaluationBatch): void;
  all(): IterableIterator<EvaluationBatch>;
  /** For reading an account back from a file. */
  restore(batch: EvaluationBatch): void;
}

export function createEvaluationBatchStore(): EvaluationBatchStore {
  const batches = new Map<string, EvaluationBatch>();
  const restore = (batch: EvaluationBatch) => {
    batches.set(batch.token, batch);
  };
  return { find: (token) => batches.get(token), add: restore, all: () => batches.values(), restore };
}
