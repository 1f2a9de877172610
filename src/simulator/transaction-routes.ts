/**
 * GET and PATCH /transactions/{transaction_id}; by the caller's id.
 * Source: https://developer.alloy.com/public/reference/patch_transactions-transaction-id
 */
import type { Hono } from 'hono';
import * as z from 'zod';
import type { Account } from './account.ts';
import {
  interactionPoint,
  processMethod,
  transactionCategory,
  transactionStatus,
} from './account-event-schemas.ts';
import type { Env } from './app-env.ts';
import { notFound } from './errors.ts';
import { parseBody } from './json-body.ts';
import { buildPatchedTransaction, buildTransaction } from './transaction-answer.ts';
import type { Transaction } from './transaction-store.ts';

export function registerTransactionRoutes(app: Hono<Env>, account: Account): void {
  app.get('/transactions/:transaction_id', (context) => {
    const transaction = findTransaction(account, context.req.param('transaction_id'));
    return context.json(buildTransaction(account, transaction));
  });

  app.patch('/transactions/:transaction_id', async (context) => {
    const transaction = findTransaction(account, context.req.param('transaction_id'));
    const { transaction_id, source, destination, account_snapshot, ...patch } = await parseBody(
      context,
      transactionPatch,
    );
    account.transactions.update(transaction, { attributes: renameMembers(transaction, patch) });
    return context.json(buildPatchedTransaction(transaction));
  });
}

function findTransaction(account: Account, id: string): Transaction {
  const transaction = account.transactions.find(id);
  if (transaction === undefined) throw notFound('There is no such transaction', { transaction_id: id });
  return transaction;
}

const text = z.string().nullish();
const moment = z
  .string()
  .refine((value) => !Number.isNaN(Date.parse(value)), {
    message: 'must be an ISO 8601 date',
    params: { type: 'date.base' },
  })
  .nullish();
const flag = z.boolean().nullish();
const number = z.number().nullish();
/** Read-only here: passed over when sent. */
const readOnly = z.unknown().optional();

const transactionPatch = z.strictObject({
  transaction_id: readOnly,
  source: readOnly,
  destination: readOnly,
  account_snapshot: readOnly,
  transaction_date: moment,
  amount: z.int().optional(),
  currency: z.string().optional(),
  process_method: processMethod.nullish(),
  category: transactionCategory.nullish(),
  interaction_point: interactionPoint.nullish(),
  type_code: text,
  type_description: text,
  is_approved: flag,
  is_reversal: flag,
  is_triggered_by_user: flag,
  is_international_override: flag,
  return_code: text,
  return_code_reason: z.literal('Unauthorized').nullish(),
  entry_mode: number,
  response_code: number,
  status: transactionStatus.nullish(),
  status_detail: text,
  iso_message: number,
  settled_at: moment,
  latest_transaction_date: moment,
  description: text,
  approval_code: text,
  transaction_meta: z.record(z.string(), z.unknown()).nullish(),
});

/** An event's record has other names for some members; its date of creation is fixed. */
const eventNames: Readonly<Record<string, string>> = {
  settled_at: 'transaction_settled_at',
  transaction_meta: 'meta',
};

function renameMembers({ form }: Transaction, patch: Readonly<Record<string, unknown>>) {
  const said = Object.entries(patch).filter(([, value]) => value !== undefined);
  if (form === 'evaluation') return Object.fromEntries(said);
  return Object.fromEntries(
    said
      .filter(([name]) => name !== 'transaction_date')
      .map(([name, value]) => [eventNames[name] ?? name, value]),
  );
}
