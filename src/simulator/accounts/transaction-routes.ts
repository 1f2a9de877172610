/**
 * GET and PATCH /transactions/{transaction_id}; by the caller's id.
 * Source: https://developer.alloy.com/public/reference/patch_transactions-transaction-id
 */

import type { Hono } from 'hono';
import * as z from 'zod';
import type { Account } from '../account.ts';
import { notFound } from '../errors.ts';
import { parseBody } from '../http/body.ts';
import type { Env } from '../http/env.ts';
import type { Transaction } from '../records/transactions.ts';
import { type Json, looseDateTime } from '../values.ts';
import { transactionMembers } from './schemas.ts';
import { buildPatchedTransaction, buildTransaction } from './transaction-answer.ts';

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

/** Read-only here: passed over when sent. */
const readOnly = z.unknown().optional();

const transactionPatch = z.strictObject({
  transaction_id: readOnly,
  source: readOnly,
  destination: readOnly,
  account_snapshot: readOnly,
  transaction_date: looseDateTime.nullish(),
  amount: z.int().optional(),
  currency: z.string().optional(),
  ...transactionMembers,
});

/** An event's record has other names for some members; its date of creation is fixed. */
const eventNames: Readonly<Record<string, string>> = {
  settled_at: 'transaction_settled_at',
  transaction_meta: 'meta',
};

function renameMembers({ form }: Transaction, patch: Json) {
  const said = Object.entries(patch).filter(([, value]) => value !== undefined);
  if (form === 'evaluation') return Object.fromEntries(said);
  return Object.fromEntries(
    said
      .filter(([name]) => name !== 'transaction_date')
      .map(([name, value]) => [eventNames[name] ?? name, value]),
  );
}
