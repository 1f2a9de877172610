/**
 * entity_group_created and entity_group_updated.
 * Source: https://developer.alloy.com/public/docs/onboarding-with-entity-groups
 */

import type { Account } from '../account.ts';
import { buildEventGroup } from '../groups/routes.ts';
import type { Entity } from '../records/entities.ts';
import type { EntityGroup, EntityGroupChange, RelationshipChange } from '../records/groups.ts';
import { formatDate } from '../values.ts';
import { entityGroupCreated, entityGroupUpdated, type MemberData } from './entity-schemas.ts';
import {
  alreadyExists,
  createEventHandler,
  type EventResult,
  findBankAccount,
  findEntity,
  unknownRecord,
} from './handler.ts';

/** A group may lack a primary member: the guide wants one, but groups that a person's event makes start without. */
export const entityGroupCreatedEvent = createEventHandler(entityGroupCreated, (account, data) => {
  const externalIds = data.external_entity_group_ids.map(({ external_entity_id }) => external_entity_id);
  for (const id of externalIds) {
    if (account.groups.find(id) !== undefined) throw alreadyExists('Entity Group', id);
  }
  const members = findMembers(account, data.entities);
  const group = account.groups.create({ externalIds, ...buildNaming(data) });
  relateMembers(account, group, members, data.timestamp);
  return buildResult(account, group, data.timestamp, 'created');
});

/** Name and type are set only while the group has none, as the reference says; else they are passed over. */
export const entityGroupUpdatedEvent = createEventHandler(entityGroupUpdated, (account, data) => {
  const externalIds = (data.external_entity_group_ids ?? []).map(
    ({ external_entity_id }) => external_entity_id,
  );
  const group = findGroup(account, data.entity_group_token, externalIds);
  for (const id of externalIds) {
    const owner = account.groups.find(id);
    if (owner !== undefined && owner !== group) throw alreadyExists('Entity Group', id);
  }
  const members = findMembers(account, data.entities ?? []);
  const { name, type } = buildNaming(data);
  account.groups.update(group, {
    externalIds,
    ...(group.name === null && name !== undefined ? { name } : {}),
    ...(group.type === null && type !== undefined ? { type } : {}),
    ...buildArchiving(group, data.archive_entity_group, formatDate(data.timestamp)),
  });
  relateMembers(account, group, members, data.timestamp);
  return buildResult(account, group, data.timestamp, 'updated');
});

function findGroup(
  account: Account,
  token: string | null | undefined,
  externalIds: readonly string[],
): EntityGroup {
  const candidates = token ? [token] : externalIds;
  const group = candidates.map((id) => account.groups.find(id)).find((found) => found !== undefined);
  if (group !== undefined) return group;
  const path = token ? ['entity_group_token'] : ['external_entity_group_ids', 0, 'external_entity_id'];
  throw unknownRecord(path, 'Entity Group', candidates[0] ?? '');
}

function buildNaming(data: {
  readonly name?: string | null | undefined;
  readonly type?: string | null | undefined;
}): EntityGroupChange {
  return { ...(data.name ? { name: data.name } : {}), ...(data.type ? { type: data.type } : {}) };
}

function buildArchiving(
  group: EntityGroup,
  archive: boolean | null | undefined,
  timestamp: string,
): EntityGroupChange {
  if (typeof archive !== 'boolean') return {};
  return { archivedAt: archive ? (group.archivedAt ?? timestamp) : null };
}

interface Member {
  readonly entity: Entity;
  readonly removed: boolean;
  readonly change: RelationshipChange;
}

function findMembers(account: Account, entities: readonly MemberData[]): Member[] {
  return entities.map((data, index) => {
    const entity = findEntity(account, data, ['entities', index]);
    const bankAccounts = (data.bank_accounts ?? []).map((reference, at) => ({
      token: findBankAccount(account, reference, ['entities', index, 'bank_accounts', at]).token,
      role: reference.role ?? null,
      removed: reference.remove_bank_account === true,
    }));
    return {
      entity,
      removed: data.remove_entity === true,
      change: {
        roles: data.roles ?? [],
        ...(data.title ? { title: data.title } : {}),
        ...(typeof data.ownership_percentage === 'number'
          ? { ownershipPercentage: data.ownership_percentage }
          : {}),
        addBankAccounts: bankAccounts
          .filter(({ removed }) => !removed)
          .map(({ token, role }) => ({ bankAccountToken: token, accountHolderType: role })),
        removeBankAccounts: bankAccounts.filter(({ removed }) => removed).map(({ token }) => token),
      },
    };
  });
}

/** In the order in which they were sent; removing an entity that is no member changes nothing. */
function relateMembers(
  account: Account,
  group: EntityGroup,
  members: readonly Member[],
  timestamp: string,
): void {
  const at = formatDate(timestamp);
  for (const { entity, removed, change } of members) {
    if (removed) account.groups.remove(group, entity.token, at);
    else account.groups.relate(group, entity.token, change, at);
  }
}

/** Whoever is primary stands for the group, should a workflow monitor the event. */
function buildResult(
  account: Account,
  group: EntityGroup,
  timestamp: string,
  upserted: 'created' | 'updated',
): EventResult {
  const primary = group.relationships.find(({ roles }) => roles.includes('primary'));
  return {
    data: buildEventGroup(account, group, timestamp),
    entity: primary === undefined ? undefined : account.entities.find(primary.entityToken),
    upserted,
  };
}
