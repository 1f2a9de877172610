/**
 * The event `transaction`: the same external_transaction_id again updates.
 * Sources: https://developer.alloy.com/public/docs/event-types-transaction and
 * https://developer.alloy.com/public/docs/monitoring-events-transactions
 */

import { buildEventTransaction } from '../accounts/transaction-answer.ts';
import type { Transaction } from '../records/transactions.ts';
import type { Json } from '../values.ts';
import { type TransactionData, transaction as transactionSchema } from './account-schemas.ts';
import { createEventHandler, findBankAccount, findEntity } from './handler.ts';

export const transactionEvent = createEventHandler(transactionSchema, (account, data) => {
  const entity = findEntity(account, data);
  const bankAccount = findBankAccount(account, data);
  const known = account.transactions.find(data.external_transaction_id);
  const attributes = buildAttributes(data);
  if (known === undefined) {
    const created = account.transactions.create(data.external_transaction_id, 'event', {
      attributes,
      entityToken: entity.token,
      bankAccountToken: bankAccount.token,
    });
    return { data: buildEventTransaction(account, created), entity, upserted: 'created' };
  }
  if (!isOlder(data.timestamp, known)) {
    // The account and the date of creation are fixed: other values are passed over, not refused.
    const { transaction_created_date, ...rest } = attributes;
    account.transactions.update(known, { attributes: rest, entityToken: entity.token });
  }
  return { data: buildEventTransaction(account, known), entity, upserted: 'updated' };
});

const references = [
  'entity_token',
  'external_entity_id',
  'account_token',
  'bank_account_token',
  'external_account_id',
];

function buildAttributes(data: TransactionData): Json {
  const { supplemental_data, external_transaction_id, ...said } = data;
  return Object.fromEntries(Object.entries(said).filter(([name]) => !references.includes(name)));
}

/** Events may arrive out of order; the latest timestamp wins. */
function isOlder(timestamp: string, { attributes }: Transaction): boolean {
  const known = attributes['timestamp'];
  return typeof known === 'string' && Date.parse(timestamp) < Date.parse(known);
}
