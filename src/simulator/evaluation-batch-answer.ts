/** GET /batches/{batch_token}. Source: https://developer.alloy.com/public/reference/evaluations */
import type { EvaluationBatch } from './evaluation-batch-store.ts';

type Json = Record<string, unknown>;

/** The clock alone moves a batch on. Of its states only complete is seen; pending is that of Alloy's other batches. */
export function buildEvaluationBatch(batch: EvaluationBatch, now: number): Json {
  const { token, createdAt, millisecondsPerRow, rows } = batch;
  const elapsed = Math.max(0, now - createdAt);
  const done = rows.slice(0, Math.floor(elapsed / millisecondsPerRow));
  const pending = rows.length - done.length;
  const count = (pick: (row: (typeof rows)[number]) => string, names: readonly string[]) =>
    Object.fromEntries(names.map((name) => [name, done.filter((row) => pick(row) === name).length]));
  const statuses = count(({ evaluationStatus }) => evaluationStatus, evaluationStatuses);
  const results = count(({ evaluationResult }) => evaluationResult, ['partial', 'success', 'none']);
  return {
    _links: {
      self: { href: `/v1/batches/${token}` },
      evaluations: { href: `/v1/batches/${token}/evaluations` },
    },
    batch_token: token,
    batch_status: pending === 0 ? 'complete' : 'pending',
    created_at: createdAt,
    completed_at: pending === 0 ? createdAt + rows.length * millisecondsPerRow : null,
    summary: {
      total_records: rows.length,
      // A row whose turn has not come has no evaluation yet.
      evaluation_status: { ...statuses, none: (statuses['none'] ?? 0) + pending },
      evaluation_result: { ...results, none: (results['none'] ?? 0) + pending },
      row_status: { pending, ...count(({ rowStatus }) => rowStatus, ['complete', 'failed', 'timed_out']) },
    },
  };
}

const evaluationStatuses = ['complete', 'failed', 'waiting', 'webhook_pending', 'other', 'none'];
