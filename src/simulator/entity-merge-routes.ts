/** POST /entities/merge. Source: https://developer.alloy.com/public/reference/post_entities-merge */
import type { Hono } from 'hono';
import * as z from 'zod';
import type { Account } from './account.ts';
import type { Env } from './app-env.ts';
import { mergeEntities } from './entity-merge.ts';
import type { Entity } from './entity-store.ts';
import { badRequest, bodyError, unknownEntity } from './errors.ts';
import { parseBody } from './json-body.ts';

const id = z.string().min(1).nullish();

/** At the top, as Alloy's OpenAPI has it; a guide of Alloy's shows the same members in an event's `data`. */
const mergeBody = z.strictObject({
  primary_entity_token: id,
  primary_external_entity_id: id,
  secondary_entity_token: id,
  secondary_external_entity_id: id,
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
  const [first, ...others] = [token, externalId].flatMap((each) => {
    if (!each) return [];
    const entity = account.entities.find(each);
    if (entity === undefined) throw unknownEntity(each);
    return [entity];
  });
  const path = `${side}_entity_token`;
  if (first === undefined)
    throw bodyError([
      { path, type: 'object.missing', message: `"${path}" or "${side}_external_entity_id" is required` },
    ]);
  if (others.some((other) => other !== first))
    throw badRequest(`${path} and ${side}_external_entity_id name different entities`);
  return first;
}
