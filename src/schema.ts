/**
 * The JSON Schema of a tool's arguments, in two forms: whole (documentation, snapshots) and compact (`tools/list`).
 * The compact form keeps every argument, type, enum and description at the top level, and writes a long nested
 * object as a one-line signature, which costs a model a quarter of the tokens and tells it the same.
 */
import * as z from 'zod';
import { type Body, type Schema, sourceArguments, type Tool } from './tool.ts';

export interface JsonSchema {
  readonly [key: string]: unknown;
}

/** Arguments that the server adds to a tool, beside those Alloy documents. */
const cursor = z.string().optional().describe('next_cursor of the page before');
const contentBase64 = z.string().optional().describe('File content, base64; or give file_path');
const fields = z
  .string()
  .optional()
  .describe('JMESPath projection of result, e.g. {status: status, token: entity_token}')
  .meta({ plain: true });
const saveAs = z.string().optional().describe("File name to save under, in the server's files folder");
const filePath = z.string().optional().describe("File to send, below the server's files folder");

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

/** The JSON Schema that `tools/list` shows. */
export function compactSchema(schema: JsonSchema): JsonSchema {
  const { properties, required, additionalProperties } = schema;
  return {
    type: 'object',
    properties: Object.fromEntries(
      entries(properties).map(([name, property]) => [name, withoutEcho(name, compactProperty(property))]),
    ),
    ...(Array.isArray(required) && required.length > 0 ? { required } : {}),
    additionalProperties,
  };
}

/** A description that says no more than the name; the instructions tell what tokens begin with. */
function withoutEcho(name: string, property: JsonSchema): JsonSchema {
  const { description, plain, ...rest } = property;
  const known = new Set(splitWords(name.replaceAll(/([a-z])([A-Z])/g, '$1 $2')));
  const told = splitWords(String(description ?? '').replace(/ \([A-Z]+-\)$/, ''));
  return told.every((word) => known.has(word) || fillers.has(word)) || plain === true ? rest : property;
}

const fillers = new Set(['a', 'an', 'id', 'of', 'the', 'to', 'your']);

const splitWords = (text: string) =>
  text
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter(Boolean);

/** Above this many characters of JSON Schema, a nested object is written as a signature. */
const nestedLimit = 160;

function compactProperty(property: JsonSchema): JsonSchema {
  // Where a description says what null does, null stays.
  const meant = withoutNull(property);
  const nullable =
    meant !== property && /\bnull\b/.test(String(meant['description'])) && typeof meant['type'] === 'string';
  const pruned = prune(meant);
  const plain: JsonSchema = nullable ? { ...pruned, type: [meant['type'], 'null'] } : pruned;
  if (property['compact'] === true) {
    const { type, description } = plain;
    return {
      type,
      ...(type === 'array' ? { items: { type: 'object' } } : {}),
      description: property['brief'] ?? description,
    };
  }
  const { description, ...shape } = plain;
  if (!isNested(shape) || JSON.stringify(shape).length <= nestedLimit) return plain;
  const items = asSchema(shape['items']);
  // From the whole schema: hints are for signatures only, and pruning removes them.
  const whole = withoutNull(property);
  const target = asSchema(whole['items']) ?? whole;
  return {
    type: shape['type'],
    ...(items === undefined ? {} : { items: { type: 'object' } }),
    description: `${String(description ?? '')} ${formatSignature(target)}`.trim(),
  };
}

/** `{name*, amount*:integer, type:a|b, tags:[string]}`: `*` marks a required member, no type means text. */
export function formatSignature(schema: JsonSchema): string {
  const shape = withoutNull(schema);
  const values = shape['enum'];
  if (Array.isArray(values)) return values.join('|');
  if (shape['type'] === 'array') return `[${formatSignature(asSchema(shape['items']) ?? {})}]`;
  const options = shape['anyOf'];
  if (Array.isArray(options))
    return options.map((option) => formatSignature(asSchema(option) ?? {})).join('|');
  const members = entries(shape['properties']);
  if (members.length === 0) {
    const type = shape['type'];
    if (type === undefined) return 'any';
    return Array.isArray(type) ? type.join('|') : String(type);
  }
  const required = Array.isArray(shape['required']) ? shape['required'] : [];
  const parts = members.map(([name, member]) => {
    const type = formatSignature(member);
    const hint = member['hint'] === undefined ? '' : ` (${String(member['hint'])})`;
    return `${name}${required.includes(name) ? '*' : ''}${type === 'string' ? '' : `:${type}`}${hint}`;
  });
  return `{${parts.join(', ')}}`;
}

const isNested = (shape: JsonSchema) =>
  entries(shape['properties']).length > 0 || asSchema(shape['items'])?.['properties'] !== undefined;

/** `null` means the same as leaving a field out nearly everywhere, so the list does not spend tokens on it. */
export function withoutNull(schema: JsonSchema): JsonSchema {
  const { anyOf, ...rest } = schema;
  if (!Array.isArray(anyOf)) {
    const { type } = schema;
    if (!Array.isArray(type)) return schema;
    const types = type.filter((name) => name !== 'null');
    return { ...schema, type: types.length === 1 ? types[0] : types };
  }
  const options = anyOf.filter((option) => asSchema(option)?.['type'] !== 'null');
  const [only] = options;
  return options.length === 1 ? { ...asSchema(only), ...rest } : { ...rest, anyOf: options };
}

/** Bounds are told by the refusal of what breaks them, and by the whole schema. */
const untold = new Set([
  ...['propertyNames', 'hint', 'compact', 'brief', 'minLength', 'maxLength', 'minItems', 'maxItems'],
  ...['minimum', 'maximum', 'exclusiveMinimum', 'pattern'],
]);

/** Leaves out what tells a model nothing that it needs to make a call: bounds, key schemas, open members, our own hints. */
function prune(schema: JsonSchema): JsonSchema {
  const out: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(schema)) {
    if (untold.has(key)) continue;
    if (key === 'additionalProperties' && typeof value === 'object') continue;
    if (key === 'properties') {
      out[key] = Object.fromEntries(
        entries(value).map(([name, member]) => [name, prune(withoutNull(member))]),
      );
    } else if (key === 'items') {
      out[key] = prune(withoutNull(asSchema(value) ?? {}));
    } else {
      out[key] = value;
    }
  }
  return out;
}

function entries(value: unknown): readonly (readonly [string, JsonSchema])[] {
  const record = asSchema(value);
  return record === undefined
    ? []
    : Object.entries(record).map(([name, member]) => [name, asSchema(member) ?? {}]);
}

/** JSON Schema comes from `z.toJSONSchema` as open objects; this is where one is recognised. */
export const isSchema = (value: unknown): value is JsonSchema =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const asSchema = (value: unknown) => (isSchema(value) ? value : undefined);
