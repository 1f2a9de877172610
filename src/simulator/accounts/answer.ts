/**
 * Bank accounts as Alloy's answers show them.
 * Sources: https://developer.alloy.com/public/reference/bank-accounts,
 * https://developer.alloy.com/public/docs/creating-entities-and-bank-accounts-events (events) and
 * https://developer.alloy.com/public/reference/accounts (the older /accounts)
 */

import type { Account } from '../account.ts';
import { type Page, takePage } from '../http/query.ts';
import type { BankAccount } from '../records/bank-accounts.ts';
import { type Entity, findExternalId } from '../records/entities.ts';
import type { EntityGroup } from '../records/groups.ts';
import { dropNulls, type Json, pick } from '../values.ts';

/** GET /bank-accounts/{token or external id}. */
export function buildBankAccount(account: Account, bankAccount: BankAccount, page: Page): Json {
  const { attributes } = bankAccount;
  const group = account.groups.find(bankAccount.entityGroupToken ?? '');
  const entity = findMainEntity(account, bankAccount);
  return {
    account_token: bankAccount.token,
    timestamp: bankAccount.history[0]?.timestamp ?? null,
    external_account_id: bankAccount.externalId,
    external_entity_id: attributes['external_entity_id'] ?? findExternalId(entity),
    entity_token: entity?.token ?? null,
    ...pick(attributes, readMembers),
    entity_group_token: group?.token ?? null,
    external_entity_group_id: group?.externalIds[0] ?? null,
    entities: buildHolders(account, bankAccount),
    history: takePage(bankAccount.history, page),
    entity_groups: findGroups(account, bankAccount).map(({ token, name, type }) => ({
      entity_group_token: token,
      entity_group_name: name,
      entity_group_type: type,
    })),
  };
}

/** `data` in the answers to events: some members always, the others when they have a value. */
export function buildEventAccount(account: Account, bankAccount: BankAccount): Json {
  const { attributes, history } = bankAccount;
  const group = account.groups.find(bankAccount.entityGroupToken ?? '');
  const day = history[0]?.timestamp.slice(0, 10);
  const whenSet = {
    ...pick(attributes, ['maturity_date', 'closing_date', 'account_type_status', 'status_fraud']),
    ...pick(attributes, ['is_linked_account', 'link_timestamp', 'unlink_timestamp', 'entity_token']),
    entity_group_token: group?.token ?? null,
    external_entity_group_id: group?.externalIds[0] ?? null,
  };
  return {
    ...pick(attributes, ['cif_number', 'product_code', 'product_name', 'opening_date']),
    meta: bankAccount.meta,
    ...pick(attributes, ['routing_number', 'card_network', 'account_name', 'account_class', 'country_code']),
    entities: buildHolders(account, bankAccount),
    ...pick(attributes, ['currency', 'account_number']),
    account_balance: formatAmount(attributes['account_balance']),
    credit_limit: formatAmount(attributes['credit_limit']),
    ...pick(attributes, ['status', 'status_detail']),
    as_of_date: day === undefined ? null : `${day}T00:00:00.000Z`,
    ...dropNulls(whenSet),
    external_account_id: bankAccount.externalId,
    external_entity_id: attributes['external_entity_id'] ?? null,
    account_token: bankAccount.token,
  };
}

/** The older form: POST answers what is set, PATCH all columns. */
export function buildLegacyAccount(account: Account, bankAccount: BankAccount, statusCode: 200 | 201): Json {
  const columns = pick(bankAccount.attributes, legacyMembers);
  const meta = Object.keys(bankAccount.meta).length === 0 ? null : bankAccount.meta;
  return {
    status_code: statusCode,
    error: null,
    external_account_id: bankAccount.externalId,
    bank_account_token: bankAccount.token,
    ...(statusCode === 200 ? columns : dropNulls(columns)),
    ...(statusCode === 200 || meta !== null ? { meta } : {}),
    entities: buildHolders(account, bankAccount),
  };
}

const readMembers = [
  'account_class',
  'account_name',
  'account_number',
  'routing_number',
  'opening_date',
  'maturity_date',
  'closing_date',
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

const legacyMembers = [
  'account_class',
  'account_number',
  'cif_number',
  'account_type',
  'product_code',
  'product_name',
  'product_number',
  'opening_date',
  'maturity_date',
  'closing_date',
  'activation_date',
  'expiration_date',
  'routing_number',
  'card_network',
  'account_name',
  'tokenization_method',
  'merchant_category_code',
  'name_on_card',
  'account_number_last4',
  'avs',
  'country_code',
  'currency',
  'description',
  'is_linked_account',
  'link_timestamp',
  'unlink_timestamp',
  'account_snapshot',
];

function buildHolders(account: Account, bankAccount: BankAccount) {
  return bankAccount.holders.map(({ entityToken, accountHolderType }) => ({
    entity_token: entityToken,
    external_entity_id: findExternalId(account.entities.find(entityToken)),
    account_holder_type: accountHolderType,
  }));
}

/** The one that was named beside the holders, else the first holder. */
function findMainEntity(account: Account, { attributes, holders }: BankAccount): Entity | undefined {
  const named = attributes['entity_token'] ?? attributes['external_entity_id'] ?? holders[0]?.entityToken;
  return typeof named === 'string' ? account.entities.find(named) : undefined;
}

/** The account's own group and those that list it with a member. */
function findGroups(account: Account, bankAccount: BankAccount): EntityGroup[] {
  return [...account.groups.all()].filter(
    (group) =>
      group.token === bankAccount.entityGroupToken ||
      group.relationships.some(({ bankAccounts }) =>
        bankAccounts.some(({ bankAccountToken }) => bankAccountToken === bankAccount.token),
      ),
  );
}

/** `500000` becomes `"500000.00"`: so in the guide's sample. */
function formatAmount(value: unknown): string | null {
  return typeof value === 'number' ? value.toFixed(2) : null;
}
