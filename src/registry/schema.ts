/**
 * The JSON Schema of a tool's arguments, in two forms: whole (documentation, snapshots) and compact (`tools/list`).
 * The compact form keeps every argument, type and enum at the top level, and writes nested objects as a one-line
 * signature, which costs a model a quarter of the tokens and tells it the same. Of descriptions it keeps what the
 * names and the server's instructions do not say. What steers it beside the schema itself: argument-listing.ts.
 * Outside, the whole form is shown without that: `buildPublicSchema`.
 */
import * as z from 'zod';
import { isObject, readMember, readMembers } from '../base/values.ts';
import { listed, listingKey, readListing } from './argument-listing.ts';
import {
  type Body,
  longestWaitSeconds,
  patienceSeconds,
  type Schema,
  sourceArguments,
  type Tool,
} from './tool.ts';

export interface JsonSchema {
  readonly [key: string]: unknown;
}

/** Arguments that the server adds to a tool, beside those Alloy documents. */
const cursor = listed(z.string().optional().describe('next_cursor of the page before'), {
  omitDescription: true,
});
const contentBase64 = listed(z.string().optional().describe('File content, base64; or give file_path'), {
  description: 'Or give file_path',
});
const fields = listed(
  z.string().optional().describe('JMESPath projection of result, e.g. {status: status, token: entity_token}'),
  { omitDescription: true },
);
const waitSeconds = listed(
  z
    .int()
    .min(0)
    .max(longestWaitSeconds)
    .optional()
    .describe(
      `Poll until settled, at most so many seconds; a client that shows no progress token has its answer after ${patienceSeconds} s`,
    ),
  { omitDescription: true },
);
const includeRawResponses = listed(z.boolean().optional().describe("Vendors' raw responses too"), {
  omitDescription: true,
});
const saveAs = z.string().optional().describe("File name in the server's files folder");
const filePath = z.string().optional().describe("In the server's files folder");

/** Arguments that Alloy never gets; all other ones go into the request. */
export const serverArguments: ReadonlySet<string> = new Set([
  ...['cursor', 'fields', 'wait_seconds', 'include_raw_responses', 'save_as'],
]);

/** All arguments of a tool, in the order they are listed: path, body, query, headers. */
export function argumentSchemas(tool: Tool): ReadonlyMap<string, Schema> {
  const schemas = new Map<string, Schema>();
  const places = [tool.params, bodySources(tool.body), tool.query, tool.headers];
  for (const [field, source] of places.flatMap((sources) => Object.entries(sources))) {
    for (const [name, schema] of sourceArguments(field, source)) {
      if (!schemas.has(name)) schemas.set(name, schema);
    }
  }
  if (tool.paging !== undefined) schemas.set('cursor', cursor);
  if (tool.wait !== undefined) schemas.set('wait_seconds', waitSeconds);
  if (tool.rawResponses !== undefined) schemas.set('include_raw_responses', includeRawResponses);
  if (tool.answer === 'file') schemas.set('save_as', saveAs);
  else schemas.set('fields', fields);
  return schemas;
}

function bodySources(
  body: Body | undefined,
): Readonly<Record<string, Schema | Readonly<Record<string, Schema>>>> {
  switch (body?.kind) {
    case 'json':
      return { ...body.fields, ...body.rest };
    case 'array':
      return body.items;
    case 'bytes':
      return { content_base64: contentBase64, file_path: filePath };
    default:
      return {};
  }
}

/** The validator for a tool's arguments; unknown arguments are refused by name. */
export function argumentsSchema(tool: Tool): z.ZodObject {
  return z.strictObject(Object.fromEntries(argumentSchemas(tool)));
}

/** The whole JSON Schema of a tool's arguments. */
export function fullSchema(tool: Tool): JsonSchema {
  const { $schema: _, ...schema } = z.toJSONSchema(argumentsSchema(tool), { io: 'input' });
  return schema;
}

/** The JSON Schema that `tools/list` shows of a tool of this name. */
export function compactSchema(schema: JsonSchema, toolName = ''): JsonSchema {
  const { properties, required, additionalProperties } = schema;
  return {
    type: 'object',
    properties: Object.fromEntries(
      entries(properties).map(([name, property]) => [name, compactProperty(property, [name, toolName])]),
    ),
    // Said where there is none as well: some clients send null in place of what is missing.
    required: Array.isArray(required) ? required : [],
    additionalProperties,
  };
}

function compactProperty(property: JsonSchema, names: readonly string[]): JsonSchema {
  const meant = withoutNull(property);
  const { description: _, ...shape } = prune(meant);
  const { omitMembers = false } = readListing(meant);
  const isSigned = !omitMembers && isNested(shape);
  const text = [
    tellMore(meant, names),
    // From the whole schema: what is listed beside members is for signatures only, and pruning removes it.
    ...(isSigned ? [formatSignature(isObject(meant['items']) ? meant['items'] : meant)] : []),
  ]
    .filter(Boolean)
    .join(' ');
  return {
    // Description first takes the fewest tokens.
    ...(text === '' ? {} : { description: text }),
    ...simplify(omitMembers || isSigned ? withoutMembers(shape) : shape),
  };
}

const withoutMembers = ({ type }: JsonSchema) => ({
  type,
  ...(type === 'array' ? { items: { type: 'object' } } : {}),
});

/**
 * What every model's provider takes: of several types the one that all values can be written as, which the description
 * has to tell; and of an object without members that it is open, which a converter would take for one that takes nothing.
 */
function simplify(shape: JsonSchema): JsonSchema {
  const { type, anyOf, properties, items, ...rest } = shape;
  if (Array.isArray(type ?? anyOf)) return { ...rest, type: 'string' };
  if (type === 'object' && entries(properties).length === 0) {
    return { type, ...rest, required: [], additionalProperties: true };
  }
  return items === undefined ? shape : { ...shape, items: simplify(readMembers(items)) };
}

/** What a description says beyond the names of the argument and its tool and what the instructions say of all. */
function tellMore(schema: JsonSchema, names: readonly string[]): string | undefined {
  const { omitDescription, description = schema['description'] } = readListing(schema);
  if (omitDescription === true) return undefined;
  const text = String(description ?? '').replaceAll(tokenPrefixes, '');
  const known = new Set([...fillers, ...names].flatMap(splitWords));
  const isEcho = splitWords(text).every((word) => known.has(word));
  return isEcho || formats.has(text) ? undefined : text;
}

/** ` (P-, B-)`: the instructions tell what tokens begin with. */
const tokenPrefixes = / ?\((?:[A-Z]+-(?:, )?)+\)/g;
/** The instructions name them as what dates, times, currencies and countries are written in. */
const formats = new Set(['YYYY-MM-DD', 'ISO 8601', 'ISO 4217', 'ISO alpha-2']);
const fillers = 'a an for id is its new of on the this to token what your'.split(' ');

/** Lower case, singular. */
const splitWords = (text: string) =>
  text
    .replaceAll(/([a-z])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter(Boolean)
    .map((word) => word.replace(/ies$/, 'y').replace(/(?<=..)s$/, ''));

/** `{name*, amount*:integer, type:a|b, tags:[string]}`: `*` marks a required member, no type means text. */
export function formatSignature(schema: JsonSchema): string {
  const shape = withoutNull(schema);
  const { signature } = readListing(shape);
  if (signature !== undefined) return signature;
  const values = shape['enum'];
  if (Array.isArray(values)) return values.join('|');
  if (shape['type'] === 'array') return `[${formatSignature(readMembers(shape['items']))}]`;
  const options = shape['anyOf'];
  if (Array.isArray(options)) return options.map((option) => formatSignature(readMembers(option))).join('|');
  const members = entries(shape['properties']);
  if (members.length === 0) {
    const type = shape['type'];
    if (type === undefined) return 'any';
    return Array.isArray(type) ? type.join('|') : String(type);
  }
  const required = Array.isArray(shape['required']) ? shape['required'] : [];
  const parts = members.map(([name, member]) => {
    const type = formatSignature(member);
    const { memberNote } = readListing(member);
    const note = memberNote === undefined ? '' : ` (${memberNote})`;
    return `${name}${required.includes(name) ? '*' : ''}${type === 'string' ? '' : `:${type}`}${note}`;
  });
  return `{${parts.join(', ')}}`;
}

const isNested = (shape: JsonSchema) =>
  entries(shape['properties']).length > 0 || readMember(shape, 'items.properties') !== undefined;

/** `null` means the same as leaving a field out nearly everywhere, so the list does not spend tokens on it. */
export function withoutNull(schema: JsonSchema): JsonSchema {
  const { anyOf, ...rest } = schema;
  if (!Array.isArray(anyOf)) {
    const { type } = schema;
    if (!Array.isArray(type)) return schema;
    const types = type.filter((name) => name !== 'null');
    return { ...schema, type: types.length === 1 ? types[0] : types };
  }
  const options = anyOf.filter((option) => readMember(option, 'type') !== 'null');
  const [only] = options;
  return options.length === 1 ? { ...readMembers(only), ...rest } : { ...rest, anyOf: options };
}

/** Bounds are told by the refusal of what breaks them, and by the whole schema. */
const untold: ReadonlySet<string> = new Set([
  ...['propertyNames', listingKey],
  ...['minLength', 'maxLength', 'minItems', 'maxItems', 'minimum', 'maximum', 'exclusiveMinimum', 'pattern'],
]);

/** Leaves out what tells a model nothing that it needs to make a call: bounds, key schemas, open members, our own key. */
function prune(schema: JsonSchema): JsonSchema {
  const out: Record<string, unknown> = {};
  const { omitDescription } = readListing(schema);
  for (const [key, value] of Object.entries(schema)) {
    if (untold.has(key) || (key === 'description' && omitDescription === true)) continue;
    if (key === 'additionalProperties' && typeof value === 'object') continue;
    if (key === 'properties') {
      out[key] = Object.fromEntries(
        entries(value).map(([name, member]) => [name, prune(withoutNull(member))]),
      );
    } else if (key === 'items') {
      out[key] = prune(withoutNull(readMembers(value)));
    } else {
      out[key] = value;
    }
  }
  return out;
}

function entries(value: unknown): readonly (readonly [string, JsonSchema])[] {
  return Object.entries(readMembers(value)).map(([name, member]) => [name, readMembers(member)]);
}

/** A JSON Schema as anybody outside may see it: without the key that is this program's own. */
export function buildPublicSchema(schema: JsonSchema): JsonSchema {
  return Object.fromEntries(
    Object.entries(schema)
      .filter(([key]) => key !== listingKey)
      .map(([key, value]) => [key, key === 'properties' ? mapMembers(value) : withoutListing(value)]),
  );
}

/** The names of members are not ours: one of them may be the word that our key is. */
const mapMembers = (properties: unknown) =>
  Object.fromEntries(entries(properties).map(([name, member]) => [name, buildPublicSchema(member)]));

function withoutListing(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutListing);
  return isObject(value) ? buildPublicSchema(value) : value;
}
