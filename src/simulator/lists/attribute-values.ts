/**
 * Values of published attributes as they come in: POST /published-attributes/{token}/values, and top-level keys of
 * POST and PATCH /evaluations. Sources: https://developer.alloy.com/public/docs/publishing-new-values and Alloy's
 * OpenAPI of April 2024.
 */
import * as z from 'zod';
import type { Account } from '../account.ts';
import { type BodyFault, bodyError, buildFault } from '../errors.ts';
import { parseValue } from '../http/body.ts';
import {
  type PublishedAttribute,
  type PublishedValue,
  type Scalar,
  scalar,
} from '../records/published-attributes.ts';
import { dateTime, filledText, formatDate, type Json } from '../values.ts';
import { isOfType, parseJqFilter } from './attribute-body.ts';

/** Alloy has a maximum; its number is not public. */
const maximumValues = 1000;

const entityItem = z
  .strictObject({
    external_entity_id: filledText.optional(),
    entity_token: filledText.optional(),
    value: scalar,
    timestamp: dateTime.optional(),
  })
  .superRefine((item, context) => {
    if (item.external_entity_id !== undefined || item.entity_token !== undefined) return;
    context.addIssue({
      code: 'custom',
      message: 'must contain at least one of [external_entity_id, entity_token]',
      params: { type: 'object.missing' },
    });
  });

const transactionItem = z.strictObject({
  transaction_token: filledText,
  value: scalar,
  timestamp: dateTime.optional(),
});

interface Item {
  readonly external_entity_id?: string | undefined;
  readonly entity_token?: string | undefined;
  readonly transaction_token?: string | undefined;
  readonly value: Scalar;
  readonly timestamp?: string | undefined;
}

/** What a value hangs on: an entity, or a transaction and its entity. */
interface Owner {
  readonly token: string;
  readonly entityToken: string | null;
}

interface Refusal {
  readonly error: string;
  readonly message: string;
}

export interface Publication {
  readonly status: 201 | 206;
  /** One an item, in the order of the items. */
  readonly results: Json[];
}

/**
 * 201 when every value is stored, 206 when some are. What Alloy answers when none is, is not public: 400 / 4002 with
 * one detail per item, as nothing came of the call. A body of the wrong form is refused as a whole.
 */
export function publishValues(account: Account, attribute: PublishedAttribute, body: unknown): Publication {
  const item = attribute.objectType === 'entity' ? entityItem : transactionItem;
  const items: readonly Item[] = parseValue(body, z.array(item).min(1).max(maximumValues));
  const checked = items.map((each) => ({ item: each, ...checkItem(account, attribute, each) }));
  if (checked.every(({ refusal }) => refusal !== undefined))
    throw bodyError(
      checked.map(({ refusal }, index) => ({
        path: `${index}`,
        type: `any.${refusal?.error ?? 'invalid'}`,
        message: `"${index}": ${refusal?.message ?? 'is not valid'}`,
      })),
    );
  const results = checked.map(({ item: { value, timestamp, ...sent }, owner, filtered, refusal }) => {
    const at = timestamp === undefined ? account.now() : Date.parse(timestamp);
    if (refusal === undefined && owner !== undefined && filtered !== undefined) {
      const published = account.publishedAttributes.publish(attribute, owner.token, filtered, at);
      return { ...buildValue(attribute, owner, published), status: 'inserted', error: null, message: null };
    }
    return {
      value,
      timestamp: formatDate(at),
      entity_token: owner?.entityToken ?? sent.entity_token ?? null,
      ...(sent.transaction_token === undefined ? {} : { transaction_token: sent.transaction_token }),
      created_at: formatDate(account.now()),
      expires_at: null,
      status: 'errored',
      ...refusal,
    };
  });
  return { status: checked.some(({ refusal }) => refusal !== undefined) ? 206 : 201, results };
}

interface Checked {
  readonly owner?: Owner;
  /** What the attribute's filter makes of the value. */
  readonly filtered?: Scalar;
  readonly refusal?: Refusal;
}

/** Of Alloy's codes only invalid_type is public; the others are ours. */
function checkItem(account: Account, attribute: PublishedAttribute, item: Item): Checked {
  const found = findOwner(account, item);
  if ('error' in found) return { refusal: found };
  if (attribute.archived)
    return { owner: found, refusal: { error: 'archived', message: 'The attribute is archived' } };
  const filtered = applyFilter(attribute, item.value);
  if (filtered !== undefined && isOfType(attribute.dataType, filtered)) return { owner: found, filtered };
  const message = `A value of type ${attribute.dataType} was expected, a ${typeof item.value} came`;
  return { owner: found, refusal: { error: 'invalid_type', message } };
}

function findOwner(account: Account, item: Item): Owner | Refusal {
  if (item.transaction_token !== undefined) {
    const transaction = account.transactions.find(item.transaction_token);
    return transaction ?? { error: 'unknown_transaction', message: 'There is no such transaction' };
  }
  const ids = [item.entity_token, item.external_entity_id].filter((id) => id !== undefined);
  const [entity, other = entity] = ids.map((id) => account.entities.find(id));
  if (entity === undefined || other === undefined)
    return { error: 'unknown_entity', message: 'There is no such entity' };
  if (entity !== other)
    return { error: 'unknown_entity', message: 'entity_token and external_entity_id name two entities' };
  return { token: entity.token, entityToken: entity.token };
}

function applyFilter({ jqFilter }: PublishedAttribute, value: Scalar): Scalar | undefined {
  return jqFilter === null ? value : parseJqFilter(jqFilter)?.(value);
}

export function buildValue(
  attribute: PublishedAttribute,
  owner: Owner,
  { value, timestamp, createdAt, expiresAt }: PublishedValue,
): Json {
  return {
    value,
    timestamp: formatDate(timestamp),
    created_at: formatDate(createdAt),
    expires_at: formatDate(expiresAt),
    entity_token: owner.entityToken,
    ...(attribute.objectType === 'transaction' ? { transaction_token: owner.token } : {}),
  };
}

/** Faults of an evaluation's top-level keys that name an attribute (our choice: Alloy's pages do not say). */
export function findAttributeFaults(account: Account, supplied: Json): BodyFault[] {
  return listSupplied(account, supplied).flatMap(({ attribute, filtered }): BodyFault[] => {
    const { name: path, dataType } = attribute;
    if (filtered !== undefined) return [];
    return [buildFault(path, `${dataType}.base`, `must be of type ${dataType}`)];
  });
}

/** Keeps the values of an evaluation's top-level keys that name an attribute of entities. */
export function publishSupplied(account: Account, entityToken: string, supplied: Json): void {
  for (const { attribute, filtered } of listSupplied(account, supplied)) {
    if (filtered !== undefined) account.publishedAttributes.publish(attribute, entityToken, filtered);
  }
}

/** Null says nothing, as everywhere in evaluations. */
function listSupplied(account: Account, supplied: Json) {
  const found: { readonly attribute: PublishedAttribute; readonly filtered: Scalar | undefined }[] = [];
  for (const attribute of account.publishedAttributes.all()) {
    const { name, archived, objectType } = attribute;
    if (archived || objectType !== 'entity' || !Object.hasOwn(supplied, name)) continue;
    if (supplied[name] === null || supplied[name] === undefined) continue;
    found.push({ attribute, filtered: readSupplied(attribute, supplied) });
  }
  return found;
}

/** What the attribute's filter makes of an evaluation's value for it; undefined without one of the right type. */
export function readSupplied(attribute: PublishedAttribute, supplied: Json): Scalar | undefined {
  const { name, dataType } = attribute;
  if (!Object.hasOwn(supplied, name)) return undefined;
  const parsed = scalar.safeParse(supplied[name]);
  const filtered = parsed.success ? applyFilter(attribute, parsed.data) : undefined;
  return filtered !== undefined && isOfType(dataType, filtered) ? filtered : undefined;
}
