/** Persons, businesses, their overview and notes. Source: https://developer.alloy.com/public/reference/entities */

import type { Hono } from 'hono';
import type * as z from 'zod';
import type { Account } from '../account.ts';
import { badRequest, conflict, unknownEntity } from '../errors.ts';
import { parseBody } from '../http/body.ts';
import type { Env } from '../http/env.ts';
import { type Entity, findExternalId } from '../records/entities.ts';
import { noteBody } from '../settings/agents.ts';
import { buildEntityOverview, buildTypedEntity } from './answer.ts';
import {
  buildEntityChange,
  businessCreateBody,
  businessUpdateBody,
  type EntityBody,
  personCreateBody,
  personUpdateBody,
} from './body.ts';

export function registerEntityRoutes(app: Hono<Env>, account: Account): void {
  registerTyped(app, account, '/entities/persons', 'person', personCreateBody, personUpdateBody);
  registerTyped(app, account, '/entities/businesses', 'business', businessCreateBody, businessUpdateBody);

  app.get('/entities/:entity_token', (context) => {
    const entity = findEntity(account, context.req.param('entity_token'));
    return context.json(buildEntityOverview(account, entity));
  });

  app.post('/entities/:entity_token/notes', async (context) => {
    const entity = findEntity(account, context.req.param('entity_token'));
    const body = await parseBody(context, noteBody);
    const note = account.entities.addNote(entity, body.note, body.note_author_agent_email);
    return context.json({
      entity_token: entity.token,
      external_entity_id: findExternalId(entity),
      ...note,
    });
  });
}

function registerTyped(
  app: Hono<Env>,
  account: Account,
  path: string,
  type: Entity['type'],
  createBody: z.ZodType<EntityBody>,
  updateBody: z.ZodType<EntityBody>,
): void {
  const addressType = type === 'person' ? 'primary' : 'business_primary';

  app.post(path, async (context) => {
    const change = buildEntityChange(await parseBody(context, createBody), addressType);
    checkExternalIds(account, undefined, change.externalIds ?? []);
    const entity = account.entities.create(type, change);
    return context.json(buildTypedEntity(account, entity), 201);
  });

  app.get(`${path}/:entity_token`, (context) => {
    const entity = findEntity(account, context.req.param('entity_token'), type);
    return context.json(buildTypedEntity(account, entity));
  });

  app.patch(`${path}/:entity_token`, async (context) => {
    const entity = findEntity(account, context.req.param('entity_token'), type);
    const body = await parseBody(context, updateBody);
    const change = buildEntityChange(body, addressType);
    checkAssigned(entity, body.external_entity_id);
    checkExternalIds(account, entity, change.externalIds ?? []);
    account.entities.update(entity, change);
    return context.json(buildTypedEntity(account, entity));
  });
}

/** Alloy answers 400 / 4013, not 404, for what it does not know; a person is no business, so that counts too. */
function findEntity(account: Account, tokenOrExternalId: string, type?: Entity['type']): Entity {
  const entity = account.entities.find(tokenOrExternalId);
  if (entity === undefined || (type !== undefined && entity.type !== type))
    throw unknownEntity(tokenOrExternalId);
  return entity;
}

/**
 * An id belongs to one entity. REST's answer to a second claim is not public; 409 is that of the events.
 * Source: https://developer.alloy.com/public/docs/multiple-external-entity-ids
 */
function checkExternalIds(
  account: Account,
  entity: Entity | undefined,
  ids: readonly { readonly external_entity_id: string }[],
): void {
  for (const { external_entity_id } of ids) {
    const owner = account.entities.find(external_entity_id);
    if (owner !== undefined && owner !== entity)
      throw conflict('The external entity id belongs to another entity', { external_entity_id });
  }
}

/**
 * An assigned id stays; more are added through `external_entity_ids`. The error is our choice.
 * Source: https://developer.alloy.com/public/docs/assigning-an-external-entity-id-later
 */
function checkAssigned(entity: Entity, given: string | null | undefined): void {
  const isNew = !entity.externalIds.some(({ external_entity_id }) => external_entity_id === given);
  if (given && entity.externalIds.length > 0 && isNew)
    throw badRequest(
      'external_entity_id is assigned and cannot be changed; external_entity_ids adds further ids',
      {
        external_entity_id: given,
      },
    );
}
