/**
 * Published (custom) attributes: values of the account's own that hang on entities or transactions and that workflows
 * read. Sources: https://developer.alloy.com/public/reference/published-attributes,
 * https://developer.alloy.com/public/docs/published-attributes and Alloy's OpenAPI of April 2024.
 */
import * as z from 'zod';
import { listed } from '../src/registry/argument-listing.ts';
import { takesBlank } from '../src/registry/blank-values.ts';
import { type Arguments, defineAlias, defineTool, type Issue } from '../src/registry/tool.ts';
import { given, tokenOf } from './references.ts';
import { attributeToken, flag, omitDescription, oneOf, page, segment, text } from './schemas.ts';

const scalar = z.union([z.string(), z.number(), z.boolean()]);
const name = text('Unique key in payloads, e.g. meta.risk_tier');
const defaultValue = (types: string) =>
  listed(scalar.describe('When there is no value or it has expired'), {
    description: `When there is none or it expired; ${types}`,
  });
/** An attribute of texts may be empty by default. */
const mayBeEmpty = <Given extends z.ZodType>(schema: Given) => takesBlank(schema, '');

/** What create and update share. */
const options = {
  default_value_note: omitDescription(z.string().nullish().describe('What the default stands for')),
  value_expires_in: takesBlank(z.int().nullish().describe('Seconds; null: never'), null),
  jq_filter: listed(z.string().nullish().describe('jq program run on incoming values'), {
    description: 'Run on incoming values',
  }),
  description: z.string().nullish().describe('What the attribute is for'),
};

/** How JSON writes numbers and booleans, and texts that would be taken for one of these. */
const written = /^(?:-?(?:0|[1-9]\d*)(?:\.\d+)?|true|false|"[^"\\]*")$/;

/**
 * `default_value` is listed as a text, because some models' providers take no other than single types: what a text
 * writes of another type becomes that. Whole numbers beyond 2^53 stay text, since they would be rounded.
 */
function readDefault(args: Arguments, isMeant: (value: unknown) => boolean): Arguments {
  const { default_value: given } = args;
  if (typeof given !== 'string' || !written.test(given)) return args;
  const value: unknown = JSON.parse(given);
  const isRounded = typeof value === 'number' && Number.isInteger(value) && !Number.isSafeInteger(value);
  return isRounded || !isMeant(value) ? args : { ...args, default_value: value };
}

/** The types that JSON has for some of Alloy's; all others are texts. */
const jsonTypes = new Map<unknown, string>([
  ['integer', 'number'],
  ['decimal', 'number'],
  ['boolean', 'boolean'],
]);

const publishedValue = z.strictObject({
  entity_token: text('Entity token (P-, B-); or external_entity_id').optional(),
  external_entity_id: text('Your external entity id').optional(),
  transaction_token: text('For attributes of object_type transaction').optional(),
  value: scalar.describe("Of the attribute's data type"),
  timestamp: listed(text('ISO 8601; when the value was valid, default now'), {
    memberNote: 'ISO 8601',
  }).optional(),
});

/** The object type of the attribute is not known here, so either kind of owner will do. */
function checkOwners(args: Arguments): readonly Issue[] {
  const values = z.array(z.record(z.string(), z.unknown())).safeParse(args['values']);
  if (!values.success) return [];
  return values.data.flatMap((item, index) => {
    if (item['entity_token'] || item['external_entity_id'] || item['transaction_token']) return [];
    return [
      {
        argument: `values.${index}`,
        message:
          'Nobody to hang the value on; give entity_token or external_entity_id, or transaction_token for a transaction attribute.',
      },
    ];
  });
}

export const list_all_alloy_published_attributes = defineTool({
  name: 'list_all_alloy_published_attributes',
  title: 'List published attributes',
  description: 'Definitions of all published (custom) attributes: token, name, data type, default, archived.',
  method: 'GET',
  path: '/published-attributes',
  effect: 'read',
  asked: 'which custom attributes, fields or variables have we defined, show all',
});

// Alloy's 2024 OpenAPI knows object_type entity only; transaction is on its current pages.
export const create_a_alloy_published_attribute = defineTool({
  name: 'create_a_alloy_published_attribute',
  title: 'Define published attribute',
  description:
    'Defines an attribute of your own that workflows can read; needed before values are published. data_type, contains_pii and object_type are final, and it can be archived but not deleted. Returns its token.',
  method: 'POST',
  path: '/published-attributes',
  body: {
    kind: 'json',
    fields: {
      published_attribute_name: name,
      data_type: omitDescription(
        oneOf(['integer', 'decimal', 'string', 'boolean', 'date', 'timestamp'], 'Type of all values'),
      ),
      default_value: mayBeEmpty(defaultValue('text, number or boolean by data_type')),
      contains_pii: listed(flag('Values are personal data: hashed and encrypted'), {
        description: 'Then hashed and encrypted',
      }),
      object_type: omitDescription(oneOf(['entity', 'transaction'], 'What values hang on')),
      ...options,
    },
  },
  settle: (args) => readDefault(args, (value) => typeof value === jsonTypes.get(args['data_type'])),
  example: { data_type: 'string', default_value: 'standard', contains_pii: false },
  effect: 'write',
  asked:
    'new custom attribute, field, variable or property of our own, such as income, tier or internal score, for workflows and rules',
  nextSteps: [
    {
      tool: 'create_a_alloy_published_attribute_value',
      arguments: {
        published_attribute_token: tokenOf('published_attribute_token', 'result.published_attribute_token'),
      },
      needs: ['values'],
      why: 'Defined, without values yet.',
    },
  ],
});

export const get_single_alloy_published_attribute_by_id = defineTool({
  name: 'get_single_alloy_published_attribute_by_id',
  title: 'Get published attribute',
  description: 'Definition of an attribute; values: list_all_alloy_published_attribute_values.',
  method: 'GET',
  path: '/published-attributes/{published-attribute-token}',
  params: { 'published-attribute-token': { id: attributeToken } },
  effect: 'read',
  asked: 'how is one custom attribute or field defined, its data type, default and expiry',
});

export const alloy_published_attributes_list_2 = defineAlias(get_single_alloy_published_attribute_by_id, {
  name: 'alloy_published_attributes_list_2',
  title: 'Get published attribute (by published_attribute_token)',
  description: 'Definition of one published attribute.',
  params: { 'published-attribute-token': attributeToken },
});

/*
 * Alloy's current page lists data_type, contains_pii and object_type here too; its OpenAPI marks them read-only, so
 * they are not sent. `decide`, because archiving, renaming and another default change what live workflows read.
 */
export const update_a_alloy_published_attribute_by_id = defineTool({
  name: 'update_a_alloy_published_attribute_by_id',
  title: 'Update published attribute',
  description:
    'Changes or archives a published attribute. Renaming it breaks payloads and workflows that name it; a new default reaches live workflows.',
  method: 'PATCH',
  path: '/published-attributes/{published-attribute-token}',
  params: { 'published-attribute-token': { id: attributeToken } },
  body: {
    kind: 'json',
    fields: {
      published_attribute_name: name.optional(),
      archived: flag('Retires it; there is no delete').optional(),
      default_value: mayBeEmpty(
        defaultValue('5 and true are number and boolean, "5" in quotes text').optional(),
      ),
      ...options,
    },
  },
  // The attribute's data type is not known here.
  settle: (args) => readDefault(args, () => true),
  example: { description: 'Risk tier from the core, 0 to 5' },
  effect: 'decide',
  idempotent: true,
  asked:
    'rename, retire, archive, stop using a custom attribute or field, change its default value or expiry',
});

/*
 * The seed requires the token only; Alloy answers 400 without one of the two headers. Its answer tells no total, and
 * its default page size is not documented: 1000 is what its example echoes.
 */
export const list_all_alloy_published_attribute_values = defineTool({
  name: 'list_all_alloy_published_attribute_values',
  title: 'List published attribute values',
  description:
    'Values of one attribute for ONE entity, newest first. Give alloy_entity_token or alloy_external_entity_id.',
  method: 'GET',
  path: '/published-attributes/{published-attribute-token}/values',
  params: { 'published-attribute-token': attributeToken },
  query: {
    page,
    per_page: omitDescription(z.int().min(1).optional().describe('Values per page')),
  },
  headers: {
    'alloy-entity-token': segment('Entity token (P-, B-)').optional(),
    'alloy-external-entity-id': segment('Your external entity id').optional(),
  },
  effect: 'read',
  anyOf: [['alloy_entity_token'], ['alloy_external_entity_id']],
  paging: { style: 'page', page: 'page', size: 'per_page', defaultSize: 1000, items: 'values' },
  asked:
    'what value has a customer for a custom attribute, values over time, history of income, tier or internal score',
});

export const create_a_alloy_published_attribute_value = defineTool({
  name: 'create_a_alloy_published_attribute_value',
  title: 'Publish attribute values',
  description:
    'Adds values to the history of one attribute; the newest timestamp counts in evaluations. Each needs an entity (entity_token or external_entity_id) or, for transaction attributes, transaction_token. Returns a status per value, inserted or errored: send only the errored ones again.',
  method: 'POST',
  path: '/published-attributes/{published-attribute-token}/values',
  params: { 'published-attribute-token': attributeToken },
  body: { kind: 'array', items: { values: z.array(publishedValue).min(1).describe('Values') } },
  example: { values: [{ entity_token: 'P-2WU9staJ5pVCQ6xgn3KV', value: 1 }] },
  effect: 'write',
  check: checkOwners,
  asked:
    'push, set, send, load, backfill or update a value of a custom attribute for a customer: internal score, income, tier',
  nextSteps: [
    {
      status: [206],
      tool: 'create_a_alloy_published_attribute_value',
      arguments: { published_attribute_token: given('published_attribute_token') },
      needs: ['values'],
      why: 'Some values were not taken: correct those with status errored and send only them.',
    },
  ],
});
