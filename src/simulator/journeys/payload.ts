/** An entity's payload in a journey: what its workflows are given, and what becomes of the entity's record. */

import { buildEvaluatedChange } from '../evaluations/entity.ts';
import type { Address, Entity, EntityChange } from '../records/entities.ts';
import { dropNulls, isObject, type Json, readObjects } from '../values.ts';

/** Under the names that POST /evaluations uses: the main address is spread out, the business's own phone stands in. */
export function buildSupplied(data: Json): Json {
  const address = findMainAddress(data);
  const spread = Object.fromEntries(
    addressMembers.flatMap(([member, key]) => {
      const value = address?.[member] ?? undefined;
      return value === undefined ? [] : [[key, value] as const];
    }),
  );
  const phone = data['phone_number'] ?? data['business_phone_number'];
  const supplied = { ...spread, ...data, ...(typeof phone === 'string' ? { phone_number: phone } : {}) };
  // Null means that there is none.
  return dropNulls(supplied);
}

/** What an application says of its entity; metadata of the application goes to every entity of it. */
export function buildPayloadChange(
  entity: Entity,
  data: Json,
  applicationMeta: Json | null,
  evaluationToken?: string,
): EntityChange {
  const { evaluationToken: _, ...change } = buildEvaluatedChange(buildSupplied(data), '');
  const fallback = entity.type === 'business' ? 'business_primary' : 'primary';
  const addresses = readObjects(data['addresses']).map((address) => ({
    ...Object.fromEntries(addressMembers.map(([member]) => [member, readText(address[member])])),
    type: readText(address['type']) ?? fallback,
  }));
  return {
    ...change,
    ...(evaluationToken === undefined ? {} : { evaluationToken }),
    ...(addresses.length > 0 ? { addresses } : {}),
    meta: { ...applicationMeta, ...change.meta },
  };
}

/** Objects are joined member by member, anything else replaces; null stays as `onNull` says. */
export function mergePayload(known: Json, patch: Json, onNull: 'ignore' | 'remove' = 'ignore'): Json {
  const merged: Record<string, unknown> = { ...known };
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) {
      if (onNull === 'remove') delete merged[key];
    } else if (isObject(value) && isObject(known[key])) {
      merged[key] = mergePayload(known[key], value, onNull);
    } else merged[key] = value;
  }
  return merged;
}

const addressMembers = [
  ['line_1', 'address_line_1'],
  ['line_2', 'address_line_2'],
  ['city', 'address_city'],
  ['state', 'address_state'],
  ['postal_code', 'address_postal_code'],
  ['country_code', 'address_country_code'],
] as const satisfies readonly (readonly [keyof Address, string])[];

function findMainAddress(data: Json): Json | undefined {
  const addresses = readObjects(data['addresses']);
  return addresses.find(({ type }) => type === 'primary' || type === 'business_primary') ?? addresses.at(0);
}

function readText(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}
