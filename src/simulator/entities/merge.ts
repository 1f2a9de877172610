/**
 * POST /entities/merge folds one entity into another. Sources: https://developer.alloy.com/public/docs/entity-merging and
 * https://developer.alloy.com/public/reference/post_entities-merge
 */

import type { Hono } from 'hono';
import * as z from 'zod';
import { type Account, getNamedEntity } from '../account.ts';
import { badRequest, fieldError } from '../errors.ts';
import { parseBody } from '../http/body.ts';
import type { Env } from '../http/env.ts';
import type { Entity } from '../records/entities.ts';
import { type Json, optionalFilledText } from '../values.ts';
import { moveActivity } from './merge-activity.ts';

/** At the top, as Alloy's OpenAPI has it; a guide of Alloy's shows the same members in an event's `data`. */
const mergeBody = z.strictObject({
  primary_entity_token: optionalFilledText,
  primary_external_entity_id: optionalFilledText,
  secondary_entity_token: optionalFilledText,
  secondary_external_entity_id: optionalFilledText,
});

export function registerEntityMergeRoutes(app: Hono<Env>, account: Account): void {
  app.post('/entities/merge', async (context) => {
    const body = await parseBody(context, mergeBody);
    const primary = findSide(account, 'primary', body.primary_entity_token, body.primary_external_entity_id);
    const secondary = findSide(
      account,
      'secondary',
      body.secondary_entity_token,
      body.secondary_external_entity_id,
    );
    if (primary === secondary)
      throw badRequest('An entity cannot be merged with itself', { entity_token: primary.token });
    // What Alloy makes of a person and a business is not public; no entity could be both.
    if (primary.type !== secondary.type)
      throw badRequest('Only entities of the same type can be merged', {
        primary: primary.type,
        secondary: secondary.type,
      });
    mergeEntities(account, primary, secondary);
    // Alloy shows no body.
    return context.body(null, 201);
  });
}

/** By token, external id or both, which then have to agree. */
function findSide(
  account: Account,
  side: 'primary' | 'secondary',
  token: string | null | undefined,
  externalId: string | null | undefined,
): Entity {
  const path = `${side}_entity_token`;
  const entity = getNamedEntity(account, [token, externalId], () =>
    badRequest(`${path} and ${side}_external_entity_id name different entities`),
  );
  if (entity === undefined)
    throw fieldError(path, 'object.missing', `or "${side}_external_entity_id" is required`);
  return entity;
}

/**
 * The primary keeps its token and its primary external id; ids, lists of values and all activity of the secondary come to
 * it; where only one value can stay, the primary's does.
 */
function mergeEntities(account: Account, primary: Entity, secondary: Entity): void {
  account.entities.remove(secondary);
  const { attributes, meta } = primary;
  account.entities.update(primary, { externalIds: secondary.externalIds });
  primary.attributes = { ...secondary.attributes, ...dropUnset(attributes) };
  primary.meta = { ...secondary.meta, ...dropUnset(meta) };
  // The latest counts where one value is asked for, so the primary's stay the latest, whatever their dates.
  primary.addresses = joinUnique(
    primary.addresses,
    secondary.addresses,
    ({ created_at, evaluation_token, ...address }) => Object.values(address).join('\n'),
  );
  primary.emails = joinBefore(primary.emails, secondary.emails, ({ email_address }) => email_address);
  primary.phones = joinBefore(
    primary.phones,
    secondary.phones,
    ({ phone_number, type }) => `${phone_number} ${type}`,
  );
  primary.ssns = joinBefore(primary.ssns, secondary.ssns, ({ document_ssn }) => document_ssn);
  primary.birthDates = joinBefore(primary.birthDates, secondary.birthDates, ({ birth_date }) => birth_date);
  primary.notes = [...primary.notes, ...secondary.notes].sort(
    (left, right) => left.created_at - right.created_at,
  );
  moveActivity(account, secondary.token, primary.token);
}

/** The first list as it is, then what only the second has. */
function joinUnique<Item>(
  kept: readonly Item[],
  added: readonly Item[],
  keyOf: (item: Item) => string,
): Item[] {
  const keys = new Set(kept.map(keyOf));
  return [...kept, ...added.filter((item) => !keys.has(keyOf(item)))];
}

/** For lists with the newest last. */
function joinBefore<Item>(
  kept: readonly Item[],
  added: readonly Item[],
  keyOf: (item: Item) => string,
): Item[] {
  const keys = new Set(kept.map(keyOf));
  return [...added.filter((item) => !keys.has(keyOf(item))), ...kept];
}

function dropUnset(values: Json): Json {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null && value !== ''));
}
