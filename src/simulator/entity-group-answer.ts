/**
 * Entity groups as Alloy's answers show them: in full when read, without what was never said in answers to events.
 * Sources: https://developer.alloy.com/public/reference/entity-groups and
 * https://developer.alloy.com/public/docs/onboarding-with-entity-groups
 */
import type { Account } from './account.ts';
import { formatEntityName } from './entity-view.ts';
import type { EntityGroup, Relationship } from './group-store.ts';

type Json = Record<string, unknown>;

/** GET /entity-groups/{token}: shares are strings here, numbers in events. */
export function buildEntityGroup(account: Account, group: EntityGroup): Json {
  return {
    ...buildStart(group),
    entity_group_relationships: group.relationships.map((relationship) => ({
      ...buildMember(account, relationship),
      title: relationship.title ?? null,
      ownership_percentage: relationship.ownershipPercentage?.toString() ?? null,
      ...buildRest(account, relationship),
    })),
  };
}

/** `data` in the answers to entity_group_* events. */
export function buildEventGroup(account: Account, group: EntityGroup, timestamp: string): Json {
  return {
    ...buildStart(group),
    entity_group_relationships: group.relationships.map((relationship) => {
      const { title, ownershipPercentage } = relationship;
      const { entity_token, name, type } = buildMember(account, relationship);
      return {
        entity_token,
        name,
        ...(title === undefined ? {} : { title }),
        type,
        ...(ownershipPercentage === undefined ? {} : { ownership_percentage: ownershipPercentage }),
        ...buildRest(account, relationship),
      };
    }),
    timestamp,
    _links: { self: { href: `/v1/entity-groups/${group.token}` } },
  };
}

function buildStart(group: EntityGroup): Json {
  return {
    entity_group_token: group.token,
    entity_group_name: group.name,
    entity_group_type: group.type,
    created_at: group.createdAt,
    archived_at: group.archivedAt,
    entity_group_external_identifiers: group.externalIds,
  };
}

function buildMember(account: Account, { entityToken }: Relationship) {
  const entity = account.entities.find(entityToken);
  return {
    entity_token: entityToken,
    name: entity === undefined ? null : formatEntityName(entity),
    type: entity?.type ?? null,
  };
}

function buildRest(account: Account, { roles, createdAt, bankAccounts }: Relationship): Json {
  return {
    roles,
    relationship_created_at: createdAt,
    bank_accounts: bankAccounts.map(({ bankAccountToken, accountHolderType }) => ({
      bank_account_token: bankAccountToken,
      account_holder_type: accountHolderType,
      external_account_id: account.bankAccounts.find(bankAccountToken)?.externalId ?? null,
    })),
  };
}
