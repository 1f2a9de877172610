/**
 * PATCH /evaluations/{evaluation_token}/auditaccess and GET /batches/{batch_token}: who may audit an evaluation, and how far
 * a batch is. Source: https://developer.alloy.com/public/reference/evaluations
 */

import type { Hono } from 'hono';
import * as z from 'zod';
import type { Account } from '../account.ts';
import { unknownObject } from '../errors.ts';
import { parseAuditAccountSlugs } from '../http/audit-access.ts';
import { parseBody } from '../http/body.ts';
import type { Env } from '../http/env.ts';
import type { EvaluationBatch } from '../records/evaluation-batches.ts';
import type { Json } from '../values.ts';
import { findEvaluation } from './routes.ts';

export function registerEvaluationRecordRoutes(app: Hono<Env>, account: Account): void {
  app.patch('/evaluations/:evaluation_token/auditaccess', async (context) => {
    const evaluation = findEvaluation(account, context.req.param('evaluation_token'));
    const slugs = parseAuditAccountSlugs(context);
    await parseBody(context, z.strictObject({}));
    evaluation.auditAccountSlugs = slugs;
    // Alloy shows no body for it; this one says what holds now, which nothing else would tell.
    return context.json({ evaluation_token: evaluation.token, audit_account_slugs: slugs });
  });

  // Alloy documents no error for an unknown one: it is refused as unknown evaluations are.
  app.get('/batches/:batch_token', (context) => {
    const token = context.req.param('batch_token');
    const batch = account.evaluationBatches.find(token);
    if (batch === undefined) throw unknownObject('batch_token', token);
    return context.json(buildEvaluationBatch(batch, account.now()));
  });
}

/** The clock alone moves a batch on. Of its states only complete is seen; pending is that of Alloy's other batches. */
function buildEvaluationBatch(batch: EvaluationBatch, now: number): Json {
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
