/** Two batches of the demo account: one that is done and one that starts with the account. */
import type { Account } from './account.ts';
import type { BatchRow } from './evaluation-batch-store.ts';

export const finishedBatchToken = 'Dm1FinishedBatch0001';
export const runningBatchToken = 'Dm2RunningBatch00002';

export function addDemoEvaluationBatches({ evaluationBatches, now }: Account): void {
  evaluationBatches.add({
    token: finishedBatchToken,
    createdAt: now() - 3_600_000,
    millisecondsPerRow: 2_000,
    rows: [approved, approved, failed],
  });
  // A minute of rows.
  evaluationBatches.add({
    token: runningBatchToken,
    createdAt: now(),
    millisecondsPerRow: 2_000,
    rows: Array.from({ length: 30 }, (_, index) =>
      index % 5 === 4 ? (others[(index - 4) / 5] ?? approved) : approved,
    ),
  });
}

const approved: BatchRow = {
  evaluationStatus: 'complete',
  evaluationResult: 'success',
  rowStatus: 'complete',
};
const failed: BatchRow = { evaluationStatus: 'failed', evaluationResult: 'none', rowStatus: 'failed' };
const others: readonly BatchRow[] = [
  { evaluationStatus: 'complete', evaluationResult: 'partial', rowStatus: 'complete' },
  failed,
  { evaluationStatus: 'waiting', evaluationResult: 'none', rowStatus: 'complete' },
  { evaluationStatus: 'webhook_pending', evaluationResult: 'none', rowStatus: 'complete' },
  { evaluationStatus: 'none', evaluationResult: 'none', rowStatus: 'timed_out' },
];
