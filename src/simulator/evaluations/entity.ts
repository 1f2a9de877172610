/**
 * Which entity an evaluation is about, and what the evaluation adds to it.
 * Source: https://developer.alloy.com/public/docs/entities-evaluations
 */

import { type Account, getEntity } from '../account.ts';
import { formatSupplied } from '../entities/body.ts';
import { badRequest, conflict, fieldError } from '../errors.ts';
import type { Entity, EntityChange } from '../records/entities.ts';
import type { Workflow } from '../settings/workflows.ts';
import type { Json } from '../values.ts';
import type { EvaluationHeaders } from './headers.ts';

/** The header counts before the body's identifiers (our choice). */
export function readExternalEntityId(headers: EvaluationHeaders, supplied: Json): string | undefined {
  const identifiers = supplied['identifiers'] ?? {};
  const path = 'identifiers';
  if (typeof identifiers !== 'object' || Array.isArray(identifiers))
    throw fieldError(path, 'object.base', 'must be an object');
  const inBody: unknown = 'external_entity_id' in identifiers ? identifiers.external_entity_id : undefined;
  if (inBody !== undefined && inBody !== null && typeof inBody !== 'string')
    throw fieldError(`${path}.external_entity_id`, 'string.base', 'must be a string');
  return headers.externalEntityId ?? (inBody || undefined);
}

/** An external id works wherever a token does, and belongs to one entity only. */
export function findOrCreateEntity(
  account: Account,
  workflow: Workflow,
  headers: EvaluationHeaders,
  externalEntityId: string | undefined,
  fallback?: Entity,
): Entity {
  const { entities } = account;
  const owner = externalEntityId === undefined ? undefined : entities.find(externalEntityId);
  const added = externalEntityId === undefined ? {} : { externalIds: [buildExternalId(externalEntityId)] };
  if (headers.entityToken !== undefined) {
    const named = getEntity(account, headers.entityToken);
    if (owner !== undefined && owner !== named)
      throw conflict('The external entity id belongs to another entity', {
        external_entity_id: externalEntityId,
      });
    checkType(workflow, named);
    if (owner === undefined) entities.update(named, added);
    return named;
  }
  const known = owner ?? (externalEntityId === undefined ? fallback : undefined);
  if (known !== undefined) {
    checkType(workflow, known);
    return known;
  }
  return entities.create(workflow.kind === 'transaction' ? headers.entityType : typeOf(workflow), added);
}

/** What a person's or a business's evaluation says of its entity. */
export function buildEvaluatedChange(supplied: Json, evaluationToken: string): EntityChange {
  const data = formatSupplied(supplied);
  const text = (key: string) => {
    const value = data[key];
    return typeof value === 'string' && value !== '' ? value : undefined;
  };
  const attributes: Record<string, string> = {};
  for (const name of attributeNames) {
    const value = text(name);
    if (value !== undefined) attributes[name] = value;
  }
  const [email, phone, ssn, birthDate, line1] = [
    text('email_address'),
    text('phone_number'),
    text('document_ssn'),
    text('birth_date'),
    text('address_line_1'),
  ];
  const { meta } = data;
  return {
    attributes,
    evaluationToken,
    ...(email === undefined ? {} : { emails: [email] }),
    ...(phone === undefined ? {} : { phones: [{ phone_number: phone, type: 'home' }] }),
    ...(ssn === undefined ? {} : { ssn }),
    ...(birthDate === undefined ? {} : { birthDate }),
    ...(line1 === undefined
      ? {}
      : {
          addresses: [
            {
              line_1: line1,
              line_2: text('address_line_2') ?? null,
              city: text('address_city') ?? null,
              state: text('address_state') ?? null,
              postal_code: text('address_postal_code') ?? null,
              country_code: text('address_country_code') ?? null,
              type: attributes['business_name'] === undefined ? 'primary' : 'business_primary',
            },
          ],
        }),
    ...(typeof meta === 'object' && meta !== null ? { meta: { ...meta } } : {}),
  };
}

const attributeNames = [
  'name_first',
  'name_middle',
  'name_last',
  'gender',
  'document_license',
  'document_passport',
  'document_id_card',
  'business_name',
  'business_alternate_name',
  'business_registry_id',
  'business_federal_ein',
];

function buildExternalId(external_entity_id: string) {
  return { external_entity_id, external_entity_id_type: null };
}

function typeOf(workflow: Workflow): Entity['type'] {
  return workflow.kind === 'business' ? 'business' : 'person';
}

function checkType(workflow: Workflow, entity: Entity): void {
  if (workflow.kind === 'transaction' || entity.type === typeOf(workflow)) return;
  throw badRequest(`The workflow evaluates a ${typeOf(workflow)}, the entity is a ${entity.type}`, {
    entity_token: entity.token,
  });
}
