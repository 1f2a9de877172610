/** Finds the records that an event names; an unknown one refuses the event. */
import type { Account } from './account.ts';
import type { BankAccount } from './bank-account-store.ts';
import type { Entity } from './entity-store.ts';
import { unknownRecord } from './event-error.ts';
import type { EntityGroup } from './group-store.ts';

type Path = readonly (string | number)[];
type Id = string | null | undefined;

interface EntityReference {
  readonly entity_token?: Id;
  readonly external_entity_id?: Id;
}

/** By token where there is one: with both, the external id may be new. */
export function findEntity(account: Account, reference: EntityReference, path: Path = []): Entity {
  const { entity_token, external_entity_id } = reference;
  const id = entity_token ?? external_entity_id ?? '';
  const entity = account.entities.find(id);
  if (entity !== undefined) return entity;
  throw unknownRecord([...path, entity_token ? 'entity_token' : 'external_entity_id'], 'Entity', id);
}

/** Undefined when the event names none. */
export function findNamedEntity(account: Account, reference: EntityReference): Entity | undefined {
  if (!reference.entity_token && !reference.external_entity_id) return undefined;
  return findEntity(account, reference);
}

interface AccountReference {
  readonly account_token?: Id;
  readonly bank_account_token?: Id;
  readonly external_account_id?: Id;
}

export function findBankAccount(account: Account, reference: AccountReference, path: Path = []): BankAccount {
  const token = reference.account_token ?? reference.bank_account_token;
  const id = token ?? reference.external_account_id ?? '';
  const bankAccount = account.bankAccounts.find(id);
  if (bankAccount !== undefined) return bankAccount;
  throw unknownRecord([...path, token ? 'account_token' : 'external_account_id'], 'Account', id);
}

interface GroupReference {
  readonly entity_group_token?: Id;
  readonly external_entity_group_id?: Id;
}

/** Undefined when the event names none. */
export function findNamedGroup(account: Account, reference: GroupReference): EntityGroup | undefined {
  const { entity_group_token, external_entity_group_id } = reference;
  const id = entity_group_token ?? external_entity_group_id;
  if (!id) return undefined;
  const group = account.groups.find(id);
  if (group !== undefined) return group;
  const member = entity_group_token ? 'entity_group_token' : 'external_entity_group_id';
  throw unknownRecord([member], 'Entity Group', id);
}

/** Members that were said: null says nothing in events. */
export function pickSaid(
  data: Readonly<Record<string, unknown>>,
  names: readonly string[],
): Record<string, unknown> {
  return Object.fromEntries(
    names.map((name) => [name, data[name]]).filter(([, value]) => value !== undefined && value !== null),
  );
}
