/**
 * Bank accounts, own and linked ones, made by events, by POST /accounts or by evaluations of transactions.
 * Source: https://developer.alloy.com/public/reference/bank-accounts
 */

import * as z from 'zod';
import type { TokenSource } from '../state/tokens.ts';
import { formatDate, type Json } from '../values.ts';
import { createRecords, type Records } from './records.ts';

export const accountHolderType = z.enum([
  'primary',
  'secondary',
  'power_of_attorney',
  'authorized_signer',
  'authorized_user',
  'beneficiary',
  'joint_owner',
  'custodian',
  'guardian',
  'trustee',
]);

export interface AccountHolder {
  readonly entityToken: string;
  readonly accountHolderType: string | null;
}

/** How an account stood at a moment; account and timestamp are the key, the same pair overwrites. */
interface AccountHistoryEntry {
  readonly timestamp: string;
  readonly status: string | null;
  readonly status_detail: string | null;
  readonly credit_limit: number | null;
  readonly account_balance: number | null;
  readonly status_fraud: string | null;
}

export interface BankAccount {
  readonly token: string;
  externalId: string | null;
  readonly createdAt: number;
  updatedAt: number;
  /** Single-valued members as sent: account_number, account_class, currency, status, account_balance, ... */
  attributes: Record<string, unknown>;
  holders: AccountHolder[];
  entityGroupToken: string | null;
  /** Newest first. */
  history: AccountHistoryEntry[];
  meta: Record<string, unknown>;
}

/** What a call says about an account; attributes are merged, holders replace those on file. */
export interface BankAccountChange {
  readonly externalId?: string;
  readonly attributes?: Json;
  readonly holders?: readonly AccountHolder[];
  readonly entityGroupToken?: string | null;
  readonly meta?: Json;
  /** ISO 8601 moment that the change describes; adds a row to the history. Now when absent. */
  readonly timestamp?: string;
}

/** Found by token (A-) or external account id. */
export interface BankAccountStore extends Records<BankAccount> {
  /** By account number, for transactions that name an account by nothing else. */
  findByNumber(accountNumber: string): BankAccount | undefined;
  create(change: BankAccountChange, options?: { readonly token?: string }): BankAccount;
  update(account: BankAccount, change: BankAccountChange): void;
  /** Accounts that an entity holds. */
  heldBy(entityToken: string): BankAccount[];
}

const historyMembers = ['status', 'status_detail', 'credit_limit', 'account_balance', 'status_fraud'];

export function createBankAccountStore(now: () => number, newToken: TokenSource): BankAccountStore {
  const { find, all, restore } = createRecords<BankAccount>(({ externalId }) =>
    externalId === null ? [] : [externalId],
  );

  const apply = (account: BankAccount, change: BankAccountChange) => {
    if (change.externalId !== undefined) account.externalId = change.externalId;
    const told = change.attributes ?? {};
    account.attributes = { ...account.attributes, ...told };
    if (change.holders !== undefined) account.holders = [...change.holders];
    if (change.entityGroupToken !== undefined) account.entityGroupToken = change.entityGroupToken;
    account.meta = { ...account.meta, ...change.meta };
    account.updatedAt = now();
    const timestamp = change.timestamp ?? formatDate(now());
    if (account.history.length === 0 || historyMembers.some((member) => member in told)) {
      account.history = [
        buildHistoryEntry(account.attributes, timestamp),
        ...account.history.filter((entry) => entry.timestamp !== timestamp),
      ].sort((left, right) => (left.timestamp < right.timestamp ? 1 : -1));
    }
    restore(account);
  };

  return {
    find,
    all,
    restore,
    findByNumber: (accountNumber) =>
      [...all()].find((account) => account.attributes.account_number === accountNumber),
    create(change, options = {}) {
      const account: BankAccount = {
        token: options.token ?? newToken('A-'),
        externalId: null,
        createdAt: now(),
        updatedAt: now(),
        attributes: {},
        holders: [],
        entityGroupToken: null,
        history: [],
        meta: {},
      };
      apply(account, change);
      return account;
    },
    update: apply,
    heldBy: (entityToken) =>
      [...all()].filter((account) => account.holders.some((holder) => holder.entityToken === entityToken)),
  };
}

function buildHistoryEntry(attributes: Json, timestamp: string): AccountHistoryEntry {
  const text = (value: unknown) => (typeof value === 'string' ? value : null);
  const number = (value: unknown) => (typeof value === 'number' ? value : null);
  return {
    timestamp,
    status: text(attributes.status),
    status_detail: text(attributes.status_detail),
    credit_limit: number(attributes.credit_limit),
    account_balance: number(attributes.account_balance),
    status_fraud: text(attributes.status_fraud),
  };
}
