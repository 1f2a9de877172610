/**
 * Batches of evaluations, which customers upload as a CSV file in the dashboard; the API only reads how far they are.
 * Source: https://developer.alloy.com/public/reference/evaluations
 */

import { createRecords, type Records } from './records.ts';

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

export interface EvaluationBatchStore extends Records<EvaluationBatch> {
  add(batch: EvaluationBatch): void;
}

export function createEvaluationBatchStore(): EvaluationBatchStore {
  const { find, all, restore } = createRecords<EvaluationBatch>();
  return { find, all, restore, add: restore };
}
