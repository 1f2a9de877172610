/**
 * Transactions as GET and PATCH /transactions/{id} show them. Records made by events and by evaluations differ; GET
 * keeps each in its own form, PATCH answers both in the older one.
 * Source: https://developer.alloy.com/public/reference/transactions
 */

import type { Account } from '../account.ts';
import { findExternalId } from '../records/entities.ts';
import type { Transaction } from '../records/transactions.ts';
import { type Json, pick } from '../values.ts';

/** Every documented member, null when unset, and keys of one's own. */
export function buildTransaction(account: Account, transaction: Transaction): Json {
  const { attributes } = transaction;
  if (transaction.form === 'evaluation')
    return { transaction_id: transaction.externalId, ...pick(attributes, legacyMembers), ...attributes };
  return {
    external_transaction_id: transaction.externalId,
    ...pick(attributes, eventMembers),
    ...attributes,
    linked_transactions: attributes['linked_transactions'] ?? [],
    ...buildOwners(account, transaction),
  };
}

/**
 * `data` in the answer to an event. Its form is not public: as for other events we answer what was saved, with the
 * tokens of what it belongs to.
 */
export function buildEventTransaction(account: Account, transaction: Transaction): Json {
  return {
    transaction_token: transaction.token,
    external_transaction_id: transaction.externalId,
    ...transaction.attributes,
    ...buildOwners(account, transaction),
  };
}

function buildOwners(account: Account, { entityToken, bankAccountToken }: Transaction): Json {
  const entity = account.entities.find(entityToken ?? '');
  return {
    entity_token: entityToken,
    external_entity_id: findExternalId(entity),
    account_token: bankAccountToken,
    external_account_id: account.bankAccounts.find(bankAccountToken ?? '')?.externalId ?? null,
  };
}

export function buildPatchedTransaction(transaction: Transaction): Json {
  const { attributes, form } = transaction;
  const isEvent = form === 'event';
  const date = attributes[isEvent ? 'transaction_created_date' : 'transaction_date'] ?? null;
  const { amount } = attributes;
  return {
    status_code: 200,
    error: null,
    transaction_id: transaction.externalId,
    transaction_date: date,
    latest_transaction_date: attributes['latest_transaction_date'] ?? date,
    settled_at: attributes[isEvent ? 'transaction_settled_at' : 'settled_at'] ?? null,
    currency_code: attributes['currency'] ?? null,
    ...pick(attributes, patchedMembers),
    meta: attributes[isEvent ? 'meta' : 'transaction_meta'] ?? null,
    // A string: so in Alloy's example.
    amount: typeof amount === 'number' ? String(amount) : null,
  };
}

const eventMembers = [
  'amount',
  'currency',
  'counterparty',
  'transaction_created_date',
  'category',
  'transaction_settled_at',
  'description',
  'type_code',
  'type_description',
  'is_approved',
  'is_reversal',
  'process_method',
  'is_triggered_by_user',
  'interaction_point',
  'return_code',
  'return_code_reason',
  'status',
  'status_detail',
  'response_code',
  'iso_message',
  'entry_mode',
  'timestamp',
];

const legacyMembers = [
  'transaction_date',
  'amount',
  'currency',
  'process_method',
  'category',
  'interaction_point',
  'type_code',
  'type_description',
  'is_approved',
  'is_reversal',
  'is_triggered_by_user',
  'is_international_override',
  'return_code',
  'return_code_reason',
  'entry_mode',
  'response_code',
  'status',
  'status_detail',
  'iso_message',
  'settled_at',
  'latest_transaction_date',
  'description',
  'approval_code',
  'transaction_meta',
  'source',
  'destination',
];

const patchedMembers = [
  'description',
  'card_process_mode',
  'device_type_code',
  'type_code',
  'type_description',
  'is_approved',
  'approval_code',
  'is_reversal',
  'category',
  'is_triggered_by_user',
  'is_international_override',
  'interaction_point',
  'status',
  'status_detail',
  'process_method',
  'return_code',
  'return_code_reason',
  'entry_mode',
  'response_code',
  'iso_message',
];
