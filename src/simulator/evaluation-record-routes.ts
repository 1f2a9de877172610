/** Who may audit an evaluation, and how far a batch is. Source: https://developer.alloy.com/public/reference/evaluations */
import type { Hono } from 'hono';
import * as z from 'zod';
import type { Account } from './account.ts';
import type { Env } from './app-env.ts';
import { parseAuditAccountSlugs } from './audit-access.ts';
import { unknownObject } from './errors.ts';
import { buildEvaluationBatch } from './evaluation-batch-answer.ts';
import { parseBody } from './json-body.ts';

export function registerEvaluationRecordRoutes(app: Hono<Env>, account: Account): void {
  app.patch('/evaluations/:evaluation_token/auditaccess', async (context) => {
    const token = context.req.param('evaluation_token');
    const evaluation = account.evaluations.find(token);
    if (evaluation === undefined) throw unknownObject('evaluation_token', token);
    const slugs = parseAuditAccountSlugs(context);
    await parseBody(context, z.strictObject({}));
    evaluation.auditAccountSlugs = slugs;
    // Alloy shows no body for it; this one says what holds now, which nothing else would tell.
    return context.json({ evaluation_token: token, audit_account_slugs: slugs });
  });

  // Alloy documents no error for an unknown one: it is refused as unknown evaluations are.
  app.get('/batches/:batch_token', (context) => {
    const token = context.req.param('batch_token');
    const batch = account.evaluationBatches.find(token);
    if (batch === undefined) throw unknownObject('batch_token', token);
    return context.json(buildEvaluationBatch(batch, account.now()));
  });
}
