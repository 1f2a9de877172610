/**
 * Entities as Alloy's answers show them. The typed reads of REST and the events' answers differ in small ways (address
 * keys, dates on emails and phones), so each has a form of its own here.
 * Sources: https://developer.alloy.com/public/reference/entities and
 * https://developer.alloy.com/public/docs/onboarding-with-entity-groups
 */

import { type Account, findWorkflow } from '../account.ts';
import type { EntityDocument } from '../records/documents.ts';
import {
  type Address,
  buildEntityHref,
  type Entity,
  findExternalId,
  formatEntityName,
  type Note,
} from '../records/entities.ts';
import type { Evaluation } from '../records/evaluations.ts';
import type { EntityGroup, Relationship } from '../records/groups.ts';
import { findAgentName } from '../settings/agents.ts';
import { type Json, pick } from '../values.ts';
import { buildListedReview } from './review-answer.ts';

/** GET, POST and PATCH of /entities/persons and /entities/businesses. */
export function buildTypedEntity(account: Account, entity: Entity): Json {
  const memberships = account.groups.membershipsOf(entity.token).map(buildMembership);
  const addresses = entity.addresses.map(buildRestAddress);
  const emails = entity.emails.map(({ email_address }) => ({ email_address }));
  const embedded = { notes: entity.notes.map(buildEmbeddedNote), ...buildEmbedded(entity) };
  const start = buildStart(entity);
  if (entity.type === 'person')
    return {
      ...start,
      person_details_updated_at: entity.updatedAt,
      ...buildPersonDetails(entity, ['document_id_card', 'document_license', 'document_passport']),
      addresses,
      emails,
      phones: entity.phones.map(({ phone_number, type }) => ({ phone_number, type })),
      entity_groups: memberships,
      type: entity.type,
      _embedded: embedded,
      _links: { self: { href: buildEntityHref(entity) } },
    };
  return {
    ...start,
    ...pick(entity.attributes, [
      'business_name',
      'business_alternate_name',
      'business_registry_id',
      'business_federal_ein',
    ]),
    addresses,
    emails,
    // Alloy's example shows a business's phone as plain national digits.
    phones: entity.phones.map(({ phone_number }) => ({ phone_number: phone_number.replace(/^\+1?/, '') })),
    entity_groups: memberships,
    type: entity.type,
    _embedded: embedded,
    _links: { self: { href: buildEntityHref(entity) } },
  };
}

/** `data` in the answer to person_* and business_* events, but for `entity_groups`, which only some answers have. */
export function buildEventEntity(entity: Entity): Json {
  const lists = {
    addresses: entity.addresses.map(buildEventAddress),
    emails: entity.emails.map(({ email_address, created_at }) => ({ email_address, created_at })),
    phones: entity.phones.map(({ phone_number, type, created_at }) => ({ phone_number, type, created_at })),
    type: entity.type,
    _embedded: { ...buildEmbedded(entity), notes: entity.notes.map(buildEmbeddedNote) },
    _links: { self: { href: buildEntityHref(entity) } },
  };
  if (entity.type === 'person')
    return {
      ...buildStart(entity),
      person_details_updated_at: entity.updatedAt,
      ...buildPersonDetails(entity, ['document_license', 'document_passport']),
      ...lists,
    };
  return {
    ...buildStart(entity),
    ...pick(entity.attributes, [
      'business_name',
      'business_alternate_name',
      'business_federal_ein',
      'business_registry_id',
    ]),
    ...lists,
  };
}

/** GET /entities/{entity_token}: the same form for persons and businesses. */
export function buildEntityOverview(account: Account, entity: Entity): Json {
  return {
    name: formatEntityName(entity),
    type: entity.type,
    entity_token: entity.token,
    archived: false,
    created: entity.createdAt,
    external_entity_id: findExternalId(entity),
    meta: entity.meta,
    identity_details: {},
    evaluations: account.evaluations.ofEntity(entity.token).map((each) => buildEvaluationLine(account, each)),
    documents: account.documents.ofEntity(entity.token).map(buildDocumentLine),
    reviews: account.reviews.ofEntity(entity.token).map((each) => buildListedReview(account, each)),
    notes: entity.notes.map(buildEmbeddedNote),
  };
}

/** A document in the operations on documents and in investigations. */
export function buildDocument(document: EntityDocument): Json {
  return {
    document_token: document.token,
    type: document.type,
    name: document.name,
    extension: document.extension,
    uploaded: document.uploaded,
    timestamp: document.createdAt,
    // A boolean when asked for, a string when answered.
    approved: document.approved === null ? null : String(document.approved),
    approval_agent_email: document.approvalAgentEmail,
    approval_timestamp: document.approvedAt,
    notes: document.notes,
  };
}

function buildDocumentLine({ token, createdAt, type, name }: EntityDocument): Json {
  return { document_token: token, timestamp: createdAt, type, name };
}

/** One line of `evaluations[]` in overviews. Of the states, only "complete" is known from Alloy; the rest are ours. */
export function buildEvaluationLine(account: Account, evaluation: Evaluation): Json {
  const states = { 200: 'waiting', 201: 'complete', 206: 'partial' } as const;
  return {
    evaluation_token: evaluation.token,
    timestamp: evaluation.createdAt,
    status: states[evaluation.status],
    application_name: findWorkflow(account, evaluation.workflowToken)?.name ?? null,
    outcome: evaluation.outcome,
  };
}

/** One of `entity_groups[]`. */
export function buildMembership(membership: { group: EntityGroup; relationship: Relationship }): Json {
  const { group, relationship } = membership;
  return {
    external_entity_group_ids: group.externalIds,
    entity_group_token: group.token,
    entity_group_name: group.name,
    entity_group_type: group.type,
    roles: relationship.roles,
    // A string here, a number in the answers to events: so in Alloy's examples.
    ownership_percentage: relationship.ownershipPercentage?.toString() ?? null,
    title: relationship.title ?? null,
    entity_group_relationship_status: 'successful',
    relationship_created_at: relationship.createdAt,
    entity_group_created_at: group.createdAt,
  };
}

function buildStart(entity: Entity): Json {
  return {
    entity_token: entity.token,
    external_entity_id: findExternalId(entity),
    created_at: entity.createdAt,
  };
}

function buildPersonDetails(entity: Entity, documents: readonly string[]): Json {
  return {
    gender: entity.attributes['gender'] ?? null,
    birth_date: entity.birthDates.at(-1)?.birth_date ?? null,
    ...pick(entity.attributes, ['name_first', 'name_middle', 'name_last']),
    document_ssn: entity.ssns.at(-1)?.document_ssn ?? null,
    ...pick(entity.attributes, documents),
  };
}

function buildEmbedded(entity: Entity): Json {
  const external_entity_ids = entity.externalIds;
  if (entity.type === 'business') return { external_entity_ids };
  return { document_ssns: entity.ssns, external_entity_ids, birth_dates: entity.birthDates };
}

/** One of `notes[]`, also of a legacy group. */
export function buildEmbeddedNote(note: Note): Json {
  return {
    text: note.note,
    created_at: note.created_at,
    updated_at: note.updated_at,
    email: note.note_author_agent_email,
    name: findAgentName(note.note_author_agent_email),
  };
}

function buildEventAddress(address: Entity['addresses'][number]): Json {
  const { line_1, line_2, city, state, postal_code, country_code, created_at, type, evaluation_token } =
    address;
  return { line_1, line_2, city, state, postal_code, country_code, created_at, type, evaluation_token };
}

function buildRestAddress(address: Address): Json {
  const members: [string, string | null][] = [
    ['address_line_1', address.line_1],
    ['address_line_2', address.line_2],
    ['address_city', address.city],
    ['address_state', address.state],
    ['address_postal_code', address.postal_code],
    ['address_country_code', address.country_code],
  ];
  return { ...Object.fromEntries(members.filter(([, value]) => value !== null)), type: address.type };
}
