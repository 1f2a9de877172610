/**
 * person_created, person_updated, business_created, business_updated.
 * Source: https://developer.alloy.com/public/docs/event-types
 */

import type { Account } from '../account.ts';
import { buildSharedChange } from '../entities/body.ts';
import type { Entity, EntityChange, ExternalId } from '../records/entities.ts';
import type { EntityGroup } from '../records/groups.ts';
import { formatDate, type Json } from '../values.ts';
import { buildFullAnswer, buildShortAnswer } from './entity-answer.ts';
import { businessCreated, businessUpdated, personCreated, personUpdated } from './entity-schemas.ts';
import type { MembershipData } from './fields.ts';
import {
  alreadyExists,
  createEventHandler,
  type EventResult,
  findEntity,
  pickSaid,
  unknownRecord,
} from './handler.ts';

/** What the four kinds of `data` have in common. */
interface EntityData {
  readonly [member: string]: unknown;
  readonly timestamp: string;
  readonly external_entity_id?: string | null | undefined;
  readonly entity_token?: string | null | undefined;
  readonly document_ssn?: string | null | undefined;
  readonly birth_date?: string | null | undefined;
  readonly addresses?: readonly AddressData[] | null | undefined;
  readonly emails?: readonly { readonly email_address?: string | null | undefined }[] | null | undefined;
  readonly phones?: readonly PhoneData[] | null | undefined;
  readonly external_entity_ids?: readonly ExternalIdData[] | null | undefined;
  readonly entity_groups?: readonly MembershipData[] | null | undefined;
  readonly meta?: Json | null | undefined;
}

interface AddressData {
  readonly type: string;
  readonly line_1: string;
  readonly line_2?: string | null | undefined;
  readonly city: string;
  readonly state?: string | null | undefined;
  readonly postal_code: string;
  readonly country_code: string;
}

interface PhoneData {
  readonly phone_number: string;
  readonly type?: string | null | undefined;
}

interface ExternalIdData {
  readonly external_entity_id: string;
  readonly external_entity_id_type?: string | null | undefined;
  readonly designation?: 'primary' | null | undefined;
}

export const personCreatedEvent = createEventHandler(personCreated, (account, data) =>
  create(account, 'person', data),
);
export const personUpdatedEvent = createEventHandler(personUpdated, (account, data) =>
  update(account, 'person', data),
);
export const businessCreatedEvent = createEventHandler(businessCreated, (account, data) =>
  create(account, 'business', data),
);
export const businessUpdatedEvent = createEventHandler(businessUpdated, (account, data) =>
  update(account, 'business', data),
);

function create(account: Account, type: Entity['type'], data: EntityData): EventResult {
  const change = buildChange(data);
  for (const { external_entity_id } of change.externalIds ?? []) {
    if (account.entities.find(external_entity_id) !== undefined)
      throw alreadyExists('Entity', external_entity_id);
  }
  const memberships = findMemberships(account, data);
  const entity = account.entities.create(type, change);
  relate(account, entity, memberships);
  return buildResult(account, entity, data, 'created');
}

function update(account: Account, type: Entity['type'], data: EntityData): EventResult {
  const entity = findEntity(account, data);
  if (entity.type !== type) throw unknownRecord([], type === 'person' ? 'Person' : 'Business', entity.token);
  const change = buildChange(data);
  for (const { external_entity_id } of change.externalIds ?? []) {
    const owner = account.entities.find(external_entity_id);
    // An id belongs to one entity only: https://developer.alloy.com/public/docs/multiple-external-entity-ids
    if (owner !== undefined && owner !== entity) throw alreadyExists('Entity', external_entity_id);
  }
  const memberships = findMemberships(account, data);
  account.entities.update(entity, change);
  relate(account, entity, memberships);
  return buildResult(account, entity, data, 'updated');
}

const attributeNames = [
  'gender',
  'name_first',
  'name_middle',
  'name_last',
  'document_id_card',
  'document_license',
  'document_passport',
  'business_name',
  'business_alternate_name',
  'business_registry_id',
  'business_federal_ein',
  'status',
  'status_detail',
  'status_fraud',
];

function buildChange(data: EntityData): EntityChange {
  return {
    at: Date.parse(data.timestamp),
    attributes: pickSaid(data, attributeNames),
    externalIds: buildExternalIds(data),
    addresses: (data.addresses ?? []).map((address) => ({
      type: address.type,
      line_1: address.line_1,
      line_2: address.line_2 ?? null,
      city: address.city,
      state: address.state ?? null,
      postal_code: address.postal_code,
      country_code: address.country_code,
    })),
    emails: (data.emails ?? []).flatMap(({ email_address }) => email_address ?? []),
    meta: data.meta ?? {},
    ...buildSharedChange(data),
  };
}

/** `external_entity_id` beside `entity_token` assigns it: https://developer.alloy.com/public/docs/assigning-an-external-entity-id-later */
function buildExternalIds(data: EntityData): ExternalId[] {
  const listed = (data.external_entity_ids ?? []).map(({ external_entity_id, external_entity_id_type }) => ({
    external_entity_id,
    external_entity_id_type: external_entity_id_type ?? null,
  }));
  const own = data.external_entity_id;
  if (!own || listed.some(({ external_entity_id }) => external_entity_id === own)) return listed;
  return [{ external_entity_id: own, external_entity_id_type: null }, ...listed];
}

interface Membership {
  /** Undefined for an external id that names no group yet: the event makes it. */
  readonly group: EntityGroup | undefined;
  readonly data: MembershipData;
}

function findMemberships(account: Account, data: EntityData): Membership[] {
  return (data.entity_groups ?? []).map((membership, index) => {
    const { entity_group_token, external_entity_group_id, remove_entity } = membership;
    const id = entity_group_token ?? external_entity_group_id ?? '';
    const group = account.groups.find(id);
    const member = entity_group_token ? 'entity_group_token' : 'external_entity_group_id';
    if (group === undefined && (entity_group_token || remove_entity === true))
      throw unknownRecord(['entity_groups', index, member], 'Entity Group', id);
    return { group, data: membership };
  });
}

function relate(account: Account, entity: Entity, memberships: readonly Membership[]): void {
  // Relationships that come with a person's or business's event are dated by the server: so in the guide's answers.
  const at = formatDate(account.now());
  for (const { group: known, data } of memberships) {
    const { external_entity_group_id, entity_group_name, entity_group_type } = data;
    const group =
      known ??
      account.groups.create({
        externalIds: [external_entity_group_id ?? ''],
        ...(entity_group_name ? { name: entity_group_name } : {}),
        ...(entity_group_type ? { type: entity_group_type } : {}),
      });
    if (data.remove_entity === true) {
      account.groups.remove(group, entity.token, at);
      continue;
    }
    const isMember = group.relationships.some(({ entityToken }) => entityToken === entity.token);
    const { title, ownership_percentage: ownershipPercentage } = data;
    account.groups.relate(
      group,
      entity.token,
      {
        roles: data.roles ?? [],
        ...(isMember && !title ? {} : { title: title ?? null }),
        ...(isMember && typeof ownershipPercentage !== 'number'
          ? {}
          : { ownershipPercentage: ownershipPercentage ?? null }),
      },
      at,
    );
  }
}

function buildResult(
  account: Account,
  entity: Entity,
  data: EntityData,
  upserted: 'created' | 'updated',
): EventResult {
  const short =
    (data.entity_groups ?? []).length === 0 && account.groups.membershipsOf(entity.token).length === 0;
  return {
    data: short ? buildShortAnswer(entity) : buildFullAnswer(account, entity, upserted === 'created'),
    entity,
    upserted,
    short,
  };
}
