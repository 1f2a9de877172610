/**
 * bank_account_created, bank_account_updated, external_account_created, external_account_updated.
 * Sources: https://developer.alloy.com/public/docs/creating-entities-and-bank-accounts-events and
 * https://developer.alloy.com/public/docs/event-types-external-account-updated
 */

import type { Account } from '../account.ts';
import { buildEventAccount } from '../accounts/answer.ts';
import type { AccountHolder, BankAccount, BankAccountChange } from '../records/bank-accounts.ts';
import { formatDate, type Json } from '../values.ts';
import {
  bankAccountCreated,
  bankAccountUpdated,
  externalAccountCreated,
  externalAccountUpdated,
  type HolderData,
} from './account-schemas.ts';
import {
  alreadyExists,
  createEventHandler,
  type EventResult,
  findBankAccount,
  findEntity,
  findNamedEntity,
  findNamedGroup,
  invalidEvent,
  pickSaid,
} from './handler.ts';

interface AccountData {
  readonly [member: string]: unknown;
  readonly timestamp: string;
  readonly external_account_id?: string | null | undefined;
  readonly account_token?: string | null | undefined;
  readonly external_entity_id?: string | null | undefined;
  readonly entity_token?: string | null | undefined;
  readonly external_entity_group_id?: string | null | undefined;
  readonly entity_group_token?: string | null | undefined;
  readonly entities?: readonly HolderData[] | null | undefined;
  readonly meta?: Json | null | undefined;
}

export const bankAccountCreatedEvent = createEventHandler(bankAccountCreated, (account, data) => ({
  ...create(account, data, {}),
  short: true,
}));

/** Without link_timestamp the account was linked when the event happened. */
export const externalAccountCreatedEvent = createEventHandler(externalAccountCreated, (account, data) =>
  create(account, data, {
    is_linked_account: true,
    link_timestamp: formatDate(data.link_timestamp ?? data.timestamp),
  }),
);

export const bankAccountUpdatedEvent = createEventHandler(bankAccountUpdated, (account, data) =>
  update(account, data, {}),
);

export const externalAccountUpdatedEvent = createEventHandler(externalAccountUpdated, (account, data) => {
  const { link_timestamp, unlink_timestamp } = data;
  if (unlink_timestamp)
    return update(account, data, {
      is_linked_account: false,
      unlink_timestamp: formatDate(unlink_timestamp),
    });
  if (link_timestamp)
    return update(account, data, {
      is_linked_account: true,
      link_timestamp: formatDate(link_timestamp),
      unlink_timestamp: null,
    });
  return update(account, data, {});
});

function create(account: Account, data: AccountData, linking: Json): EventResult {
  const externalId = data.external_account_id ?? '';
  if (account.bankAccounts.find(externalId) !== undefined) throw alreadyExists('Account', externalId);
  const change = { ...buildChange(account, data, linking), externalId };
  const entity = findNamedEntity(account, data);
  const bankAccount = account.bankAccounts.create(change);
  addToGroup(account, bankAccount);
  return { data: buildEventAccount(account, bankAccount), entity, upserted: 'created' };
}

function update(account: Account, data: AccountData, linking: Json): EventResult {
  const bankAccount = findBankAccount(account, data);
  const change = buildChange(account, data, linking);
  const entity = findNamedEntity(account, data);
  const { external_account_id: id } = data;
  const owner = id ? account.bankAccounts.find(id) : undefined;
  if (id && owner !== undefined && owner !== bankAccount) throw alreadyExists('Account', id);
  account.bankAccounts.update(bankAccount, {
    ...change,
    // An id beside the token names the account from now on, as it does for entities.
    ...(id && bankAccount.externalId === null ? { externalId: id } : {}),
  });
  addToGroup(account, bankAccount);
  return { data: buildEventAccount(account, bankAccount), entity, upserted: 'updated' };
}

const attributeNames = [
  'external_entity_id',
  'entity_token',
  'account_class',
  'account_name',
  'account_number',
  'routing_number',
  'cif_number',
  'card_network',
  'country_code',
  'currency',
  'product_code',
  'product_name',
  'status',
  'status_detail',
  'credit_limit',
  'account_balance',
  'account_type_status',
  'status_fraud',
];

const dateNames = ['opening_date', 'maturity_date', 'closing_date'];

function buildChange(account: Account, data: AccountData, linking: Json): BankAccountChange {
  const group = findNamedGroup(account, data);
  if (group !== undefined && data.entities?.length === 0)
    throw invalidEvent([{ code: 'custom', path: ['entities'], message: 'Required beside an entity group' }]);
  const dates = Object.entries(pickSaid(data, dateNames)).map(([name, value]) => [
    name,
    formatDate(String(value)),
  ]);
  return {
    attributes: { ...pickSaid(data, attributeNames), ...Object.fromEntries(dates), ...linking },
    timestamp: formatDate(data.timestamp),
    meta: data.meta ?? {},
    ...(data.entities ? { holders: findHolders(account, data.entities) } : {}),
    ...(group === undefined ? {} : { entityGroupToken: group.token }),
  };
}

function findHolders(account: Account, entities: readonly HolderData[]): AccountHolder[] {
  return entities.map((holder, index) => ({
    entityToken: findEntity(account, holder, ['entities', index]).token,
    accountHolderType: holder.account_holder_type ?? null,
  }));
}

/** Holders that are members of the account's group show the account in the group's answers. */
function addToGroup(account: Account, bankAccount: BankAccount): void {
  const group = account.groups.find(bankAccount.entityGroupToken ?? '');
  if (group === undefined) return;
  for (const { entityToken, accountHolderType } of bankAccount.holders) {
    const relationship = group.relationships.find((each) => each.entityToken === entityToken);
    if (
      relationship?.bankAccounts.some(({ bankAccountToken }) => bankAccountToken === bankAccount.token) !==
      false
    )
      continue;
    account.groups.relate(
      group,
      entityToken,
      { addBankAccounts: [{ bankAccountToken: bankAccount.token, accountHolderType }] },
      formatDate(account.now()),
    );
  }
}
