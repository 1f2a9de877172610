/**
 * The body that transaction workflows take, and the records that it leaves: the transaction and its two accounts.
 * Source: https://developer.alloy.com/public/reference/post_evaluations
 */

import * as z from 'zod';
import type { Account } from '../account.ts';
import { buildBankAccountChange, findFutureMoments } from '../accounts/routes.ts';
import { type BankAccountBody, newBankAccount, transactionMembers } from '../accounts/schemas.ts';
import { bodyError } from '../errors.ts';
import { parseValue } from '../http/body.ts';
import type { BankAccount, BankAccountChange } from '../records/bank-accounts.ts';
import type { Entity } from '../records/entities.ts';
import { filledText, type Json, looseDateTime } from '../values.ts';

const transactionBody = z.looseObject({
  transaction_id: filledText,
  transaction_date: looseDateTime,
  amount: z.int(),
  currency: filledText,
  source: newBankAccount,
  destination: newBankAccount,
  ...transactionMembers,
});

interface Side {
  readonly body: BankAccountBody;
  readonly change: BankAccountChange;
}

export interface EvaluatedTransaction {
  readonly transactionId: string;
  readonly attributes: Json;
  readonly source: Side;
  readonly destination: Side;
}

/** Throws 400 / 4002 (or 4013 for unknown holders); stores nothing yet. */
export function parseTransaction(account: Account, supplied: Json): EvaluatedTransaction {
  const { transaction_id: transactionId, ...attributes } = parseValue(supplied, transactionBody);
  const faults = (['source', 'destination'] as const).flatMap((side) =>
    findFutureMoments(account, attributes[side], `${side}.`),
  );
  if (faults.length > 0) throw bodyError(faults);
  return {
    transactionId,
    attributes,
    source: readSide(account, attributes.source),
    destination: readSide(account, attributes.destination),
  };
}

/** Whom a transaction is about when the call does not say: the first holder of its source account (our choice). */
export function findHolder(account: Account, { source }: EvaluatedTransaction): Entity | undefined {
  const holder = source.change.holders?.[0] ?? findOnFile(account, source)?.holders[0];
  return holder === undefined ? undefined : account.entities.find(holder.entityToken);
}

/** The same transaction_id again updates, as it does in events. */
export function saveTransaction(account: Account, transaction: EvaluatedTransaction, entity: Entity): void {
  const { transactionId, attributes } = transaction;
  const source = saveSide(account, transaction.source);
  saveSide(account, transaction.destination);
  const change = { attributes, entityToken: entity.token, bankAccountToken: source.token };
  const known = account.transactions.find(transactionId);
  if (known === undefined) account.transactions.create(transactionId, 'evaluation', change);
  else account.transactions.update(known, change);
}

function readSide(account: Account, body: BankAccountBody): Side {
  return { body, change: buildBankAccountChange(account, body) };
}

function findOnFile(account: Account, { body }: Side): BankAccount | undefined {
  const { external_account_id, account_number } = body;
  return external_account_id
    ? account.bankAccounts.find(external_account_id)
    : account.bankAccounts.findByNumber(account_number ?? '');
}

function saveSide(account: Account, side: Side): BankAccount {
  const onFile = findOnFile(account, side);
  if (onFile === undefined) return account.bankAccounts.create(side.change);
  account.bankAccounts.update(onFile, side.change);
  return onFile;
}
