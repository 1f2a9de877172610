/**
 * Groups of entities: Entity Groups (EG-), whose relationships events change, and the legacy groups (G-) that
 * evaluations form. Sources: https://developer.alloy.com/public/docs/onboarding-with-entity-groups and
 * https://help.alloy.com/hc/en-us/articles/4405993438363
 */

import type { TokenSource } from '../state/tokens.ts';
import { formatDate } from '../values.ts';
import { buildNote, type Entity, type Note } from './entities.ts';
import { createRecords, type Records } from './records.ts';

export const groupRoles = [
  'primary',
  'shareholder',
  'secondary',
  'beneficiary',
  'beneficial_owner',
  'control_prong',
  'director',
  'authorized_signer',
  'principal_owner',
  'coborrower',
  'joint',
  'guarantor',
] as const;
type GroupRole = (typeof groupRoles)[number];

export const groupTypes = ['business', 'joint_account', 'membership', 'merchant'] as const;

interface GroupBankAccount {
  readonly bankAccountToken: string;
  readonly accountHolderType: string | null;
}

/** What a member is to the group. Absent members were never said; null ones were left empty by a person's event. */
export interface Relationship {
  readonly entityToken: string;
  readonly roles: readonly GroupRole[];
  readonly title?: string | null;
  readonly ownershipPercentage?: number | null;
  /** ISO 8601; stays when the relationship changes. */
  readonly createdAt: string;
  readonly bankAccounts: readonly GroupBankAccount[];
}

/** Relationships are versioned: every change, removals too, keeps what stood before. */
interface RelationshipVersion {
  readonly version: number;
  readonly changedAt: string;
  readonly change: 'added' | 'updated' | 'removed';
  readonly relationship: Relationship;
}

export interface EntityGroup {
  readonly token: string;
  name: string | null;
  type: string | null;
  externalIds: string[];
  /** ISO 8601, as Alloy dates groups. */
  readonly createdAt: string;
  archivedAt: string | null;
  /** Current members in the order they joined. */
  relationships: Relationship[];
  versions: RelationshipVersion[];
}

export interface EntityGroupChange {
  readonly name?: string;
  readonly type?: string;
  readonly externalIds?: readonly string[];
  readonly archivedAt?: string | null;
}

export interface RelationshipChange {
  readonly roles?: readonly GroupRole[];
  readonly title?: string | null;
  readonly ownershipPercentage?: number | null;
  readonly addBankAccounts?: readonly GroupBankAccount[];
  /** Tokens of bank accounts. */
  readonly removeBankAccounts?: readonly string[];
}

export interface LegacyGroup {
  readonly token: string;
  readonly externalId: string;
  readonly createdAt: number;
  /** Entity tokens in the order they joined. */
  memberTokens: string[];
  /** Evaluations of the group itself (POST /groups/{token}/evaluations), oldest first. */
  evaluationTokens: string[];
  notes: Note[];
}

/** Entity groups are found by token (EG-) or any external id. */
export interface GroupStore extends Records<EntityGroup> {
  create(
    change: EntityGroupChange,
    options?: { readonly token?: string; readonly createdAt?: string },
  ): EntityGroup;
  /** External ids are added to those on file. */
  update(group: EntityGroup, change: EntityGroupChange): void;
  /** Adds a member, or changes what is on file: roles are merged, the rest replaces. */
  relate(group: EntityGroup, entityToken: string, change: RelationshipChange, at: string): Relationship;
  /** False when the entity is no member. */
  remove(group: EntityGroup, entityToken: string, at: string): boolean;
  membershipsOf(entityToken: string): { readonly group: EntityGroup; readonly relationship: Relationship }[];
  /** By token (G-) or external id. */
  findLegacy(tokenOrExternalId: string): LegacyGroup | undefined;
  /** Makes the group when the id is new; for evaluations with the header alloy-external-group-id. */
  addToLegacyGroup(externalGroupId: string, entity: Entity): LegacyGroup;
  addLegacyEvaluation(group: LegacyGroup, evaluationToken: string): void;
  addLegacyNote(group: LegacyGroup, note: string, authorEmail: string | null): Note;
  allLegacy(): IterableIterator<LegacyGroup>;
  restoreLegacy(group: LegacyGroup): void;
}

export function createGroupStore(now: () => number, newToken: TokenSource): GroupStore {
  const { find, all, restore } = createRecords<EntityGroup>(({ externalIds }) => externalIds);
  const legacy = createRecords<LegacyGroup>(({ externalId }) => [externalId]);

  const update = (group: EntityGroup, change: EntityGroupChange) => {
    if (change.name !== undefined) group.name = change.name;
    if (change.type !== undefined) group.type = change.type;
    if (change.archivedAt !== undefined) group.archivedAt = change.archivedAt;
    group.externalIds = [...new Set([...group.externalIds, ...(change.externalIds ?? [])])];
    restore(group);
  };
  const keepVersion = (
    group: EntityGroup,
    relationship: Relationship,
    change: RelationshipVersion['change'],
    at: string,
  ) => {
    const earlier = group.versions.filter(
      (entry) => entry.relationship.entityToken === relationship.entityToken,
    );
    group.versions.push({ version: earlier.length + 1, changedAt: at, change, relationship });
  };

  return {
    find,
    all,
    restore,
    create(change, options = {}) {
      const group: EntityGroup = {
        token: options.token ?? newToken('EG-'),
        name: null,
        type: null,
        externalIds: [],
        createdAt: options.createdAt ?? formatDate(now()),
        archivedAt: null,
        relationships: [],
        versions: [],
      };
      update(group, change);
      return group;
    },
    update,
    relate(group, entityToken, change, at) {
      const current = group.relationships.find((relationship) => relationship.entityToken === entityToken);
      const relationship = buildRelationship(
        current ?? { entityToken, roles: [], createdAt: at, bankAccounts: [] },
        change,
      );
      if (current === undefined) group.relationships.push(relationship);
      else
        group.relationships = group.relationships.map((entry) => (entry === current ? relationship : entry));
      keepVersion(group, relationship, current === undefined ? 'added' : 'updated', at);
      return relationship;
    },
    remove(group, entityToken, at) {
      const current = group.relationships.find((relationship) => relationship.entityToken === entityToken);
      if (current === undefined) return false;
      group.relationships = group.relationships.filter((relationship) => relationship !== current);
      keepVersion(group, current, 'removed', at);
      return true;
    },
    membershipsOf: (entityToken) =>
      [...all()].flatMap((group) =>
        group.relationships
          .filter((relationship) => relationship.entityToken === entityToken)
          .map((relationship) => ({ group, relationship })),
      ),
    findLegacy: legacy.find,
    allLegacy: legacy.all,
    restoreLegacy: legacy.restore,
    addToLegacyGroup(externalGroupId, entity) {
      let group = legacy.findByExternalId(externalGroupId);
      if (group === undefined) {
        group = {
          token: newToken('G-'),
          externalId: externalGroupId,
          createdAt: now(),
          memberTokens: [],
          evaluationTokens: [],
          notes: [],
        };
        legacy.restore(group);
      }
      if (!group.memberTokens.includes(entity.token)) group.memberTokens.push(entity.token);
      return group;
    },
    addLegacyEvaluation(group, evaluationToken) {
      group.evaluationTokens.push(evaluationToken);
    },
    addLegacyNote(group, text, authorEmail) {
      const note = buildNote(text, authorEmail, now());
      group.notes.push(note);
      return note;
    },
  };
}

/** Roles are kept in the order in which Alloy lists them, as its answers show them. */
function buildRelationship(current: Relationship, change: RelationshipChange): Relationship {
  const roles = new Set<string>([...current.roles, ...(change.roles ?? [])]);
  const removed = new Set(change.removeBankAccounts ?? []);
  const added = change.addBankAccounts ?? [];
  for (const { bankAccountToken } of added) removed.add(bankAccountToken);
  return {
    ...current,
    roles: groupRoles.filter((role) => roles.has(role)),
    ...(change.title === undefined ? {} : { title: change.title }),
    ...(change.ownershipPercentage === undefined ? {} : { ownershipPercentage: change.ownershipPercentage }),
    bankAccounts: [
      ...current.bankAccounts.filter(({ bankAccountToken }) => !removed.has(bankAccountToken)),
      ...added,
    ],
  };
}
