/**
 * Transactions by the caller's own id, made by events or by evaluations that carry one.
 * Source: https://developer.alloy.com/public/reference/transactions
 */

import * as z from 'zod';
import type { TokenSource } from '../state/tokens.ts';
import type { Json } from '../values.ts';
import { createRecords, type Records } from './records.ts';

export const transactionStatus = z.enum([
  'Acknowledged',
  'Accepted',
  'Rejected',
  'Paused',
  'Pending',
  'Completed',
  'Declined',
  'Cancelled',
]);

export const interactionPoint = z.enum([
  'Android',
  'ATM',
  'Card Swipe Terminal',
  'iOS',
  'Mobile',
  'Online Form',
  'Point of Sale',
  'Teller',
  '3rd Party App',
]);

/** RTP stands in the text beside the list, not in the list. */
export const processMethod = z.enum(['Card', 'Internal', 'Check', 'P2P', 'ACH', 'Cash', 'Wire', 'RTP']);

export const transactionCategory = z.enum([
  'Adjustment',
  'ATM Rebate',
  'Bill Pay',
  'Chargeback',
  'Deposit',
  'Direct Deposit Bonus',
  'Interest',
  'Overdraft Fee',
  'Payment',
  'Promo',
  'Purchase',
  'Purchase Return',
  'Return',
  'Service Charge',
  'Withdrawal',
]);

export interface Transaction {
  readonly token: string;
  /** `external_transaction_id` of an event, `transaction_id` of an evaluation. */
  readonly externalId: string;
  /**
   * Which of Alloy's two forms the record was made in: an event's has counterparty and transaction_created_date, an
   * evaluation's has source, destination and transaction_date.
   */
  readonly form: 'event' | 'evaluation';
  readonly createdAt: number;
  updatedAt: number;
  /** Members as sent, in the record's form. */
  attributes: Record<string, unknown>;
  entityToken: string | null;
  bankAccountToken: string | null;
}

interface TransactionChange {
  readonly attributes: Json;
  readonly entityToken?: string | null;
  readonly bankAccountToken?: string | null;
}

/** Found by the caller's id, or by the token an event's answer carries. */
export interface TransactionStore extends Records<Transaction> {
  create(externalId: string, form: Transaction['form'], change: TransactionChange): Transaction;
  update(transaction: Transaction, change: TransactionChange): void;
}

/** The prefix T- is our choice: no public sample shows a transaction token. */
export function createTransactionStore(now: () => number, newToken: TokenSource): TransactionStore {
  const { find, all, restore } = createRecords<Transaction>(({ externalId }) => [externalId]);

  const apply = (transaction: Transaction, change: TransactionChange) => {
    transaction.attributes = { ...transaction.attributes, ...change.attributes };
    if (change.entityToken !== undefined) transaction.entityToken = change.entityToken;
    if (change.bankAccountToken !== undefined) transaction.bankAccountToken = change.bankAccountToken;
    transaction.updatedAt = now();
  };

  return {
    find,
    all,
    restore,
    create(externalId, form, change) {
      const transaction: Transaction = {
        token: newToken('T-'),
        externalId,
        form,
        createdAt: now(),
        updatedAt: now(),
        attributes: {},
        entityToken: null,
        bankAccountToken: null,
      };
      restore(transaction);
      apply(transaction, change);
      return transaction;
    },
    update: apply,
  };
}
