/**
 * /published-attributes: definitions and values. Sources: https://developer.alloy.com/public/reference/published-attributes
 * and Alloy's OpenAPI of April 2024.
 */

import type { Context, Hono } from 'hono';
import { type Account, getNamedEntity } from '../account.ts';
import { conflict, headerError, notFound } from '../errors.ts';
import { parseBody, parseJson } from '../http/body.ts';
import type { Env } from '../http/env.ts';
import { parsePage, takePage } from '../http/query.ts';
import type { Entity } from '../records/entities.ts';
import type { PublishedAttribute } from '../records/published-attributes.ts';
import type { Json } from '../values.ts';
import { attributePatch, buildDefinition, buildSettings, newAttribute } from './attribute-body.ts';
import { buildValue, publishValues } from './attribute-values.ts';

const maximumPerPage = 1000;

export function registerPublishedAttributeRoutes(app: Hono<Env>, account: Account): void {
  const { publishedAttributes } = account;

  // Archived ones too: each says so itself.
  app.get('/published-attributes', (context) =>
    context.json({ published_attributes: [...publishedAttributes.all()].map(buildAttribute) }),
  );

  app.post('/published-attributes', async (context) => {
    const definition = buildDefinition(await parseBody(context, newAttribute));
    checkName(account, definition.name);
    const { token } = publishedAttributes.create(definition);
    return context.json({ published_attribute_token: token, message: `${definition.name} is defined` }, 201);
  });

  app.get('/published-attributes/:published_attribute_token', (context) => {
    const attribute = findAttribute(account, context);
    return context.json({ published_attributes: [buildAttribute(attribute)] });
  });

  app.patch('/published-attributes/:published_attribute_token', async (context) => {
    const attribute = findAttribute(account, context);
    const settings = buildSettings(attribute, await parseBody(context, attributePatch));
    checkName(account, settings.name, attribute);
    Object.assign(attribute, settings);
    return context.json({
      published_attribute_token: attribute.token,
      message: `${attribute.name} is updated`,
    });
  });

  app.get('/published-attributes/:published_attribute_token/values', (context) => {
    const attribute = findAttribute(account, context);
    const entity = findNamedEntity(account, context);
    const page = parsePage(context, maximumPerPage, maximumPerPage);
    // The history, expired values included: the default is given out to evaluations only.
    const values = listOwners(account, attribute, entity)
      .flatMap((owner) => (attribute.values[owner.token] ?? []).map((value) => ({ owner, value })))
      .sort((left, right) => right.value.timestamp - left.value.timestamp);
    return context.json({
      values: takePage(values, page).map(({ owner, value }) => buildValue(attribute, owner, value)),
      page: page.page,
      per_page: page.perPage,
    });
  });

  app.post('/published-attributes/:published_attribute_token/values', async (context) => {
    const attribute = findAttribute(account, context);
    const { status, results } = publishValues(account, attribute, await parseJson(context));
    return context.json(results, status);
  });
}

function buildAttribute(attribute: PublishedAttribute): Json {
  return {
    published_attribute_token: attribute.token,
    published_attribute_name: attribute.name,
    data_type: attribute.dataType,
    default_value: attribute.defaultValue,
    default_value_note: attribute.defaultValueNote,
    contains_pii: attribute.containsPii,
    object_type: attribute.objectType,
    value_expires_in: attribute.valueExpiresIn,
    jq_filter: attribute.jqFilter,
    description: attribute.description,
    archived: attribute.archived,
  };
}

/** Of an attribute of transactions the values of the entity's own ones: how Alloy lists them is not public. */
function listOwners(
  account: Account,
  { objectType }: PublishedAttribute,
  entity: Entity,
): { readonly token: string; readonly entityToken: string | null }[] {
  if (objectType === 'entity') return [{ token: entity.token, entityToken: entity.token }];
  return [...account.transactions.all()].filter(({ entityToken }) => entityToken === entity.token);
}

function findAttribute(account: Account, context: Context<Env>): PublishedAttribute {
  const token = context.req.param('published_attribute_token') ?? '';
  const attribute = account.publishedAttributes.find(token);
  if (attribute === undefined)
    throw notFound('There is no such published attribute', { published_attribute_token: token });
  return attribute;
}

function checkName(account: Account, name: string, self?: PublishedAttribute): void {
  const owner = account.publishedAttributes.findByName(name);
  // Alloy says that names are unique, not what a taken one is answered; 409 is what lists answer.
  if (owner !== undefined && owner !== self)
    throw conflict('Another published attribute has this name', { published_attribute_name: name });
}

/** Two headers that name two entities are refused (our choice). */
function findNamedEntity(account: Account, context: Context<Env>): Entity {
  const ids = ['alloy-entity-token', 'alloy-external-entity-id'].map((header) =>
    context.req.header(header)?.trim(),
  );
  const entity = getNamedEntity(account, ids, () =>
    headerError('alloy-entity-token and alloy-external-entity-id name two entities'),
  );
  if (entity === undefined)
    throw headerError('One of alloy-entity-token and alloy-external-entity-id is needed');
  return entity;
}
