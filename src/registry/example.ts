/**
 * Arguments made from a tool's schema: the example in an error message and in the docs, and what the contract test
 * sends. Pure and always the same: of what a caller gave only names and words of enums have a say, no value is repeated.
 */

import * as z from 'zod';
import { isObject, readMembers } from '../base/values.ts';
import { argumentSchemas, type JsonSchema, serverArguments } from './schema.ts';
import { listPrefixes, tokenKinds } from './token-kinds.ts';
import type { Arguments, Tool } from './tool.ts';

/** `required`: a valid call with the least that shows what it is for. `all`: every argument, nested ones too. */
export type Extent = 'required' | 'all';

/** `given` is what a caller sent, right or wrong: the example is of the kind that was meant. */
export function buildExample(tool: Tool, extent: Extent, given: Arguments = {}): Arguments {
  const own = extent === 'required' ? readOwnExample(tool, given) : {};
  const chosen = chooseSet(tool.anyOf ?? [], { ...given, ...own });
  const example: Record<string, unknown> = {};
  for (const [name, schema] of argumentSchemas(tool)) {
    if (Object.hasOwn(own, name)) {
      example[name] = own[name];
      continue;
    }
    if (extent === 'required' && schema.safeParse(undefined).success && !chosen.has(name)) continue;
    const isAlternative = name === 'additional_fields' || name === 'file_path';
    if (extent === 'all' && (serverArguments.has(name) || isAlternative)) continue;
    const names = extent === 'required' ? [name, findField(tool, name)] : [name];
    example[name] = buildValue(names, z.toJSONSchema(schema, { io: 'input' }), extent);
  }
  return example;
}

/** A value that a schema takes, with the least members. */
export function buildSchemaExample(schema: z.ZodType): unknown {
  return buildValue([], z.toJSONSchema(schema, { io: 'input' }), 'required');
}

const readOwnExample = ({ example = {} }: Tool, given: Arguments) =>
  typeof example === 'function' ? example(given) : example;

/** Of the sets of which one has to be complete, the one that the caller has most of. */
function chooseSet(sets: readonly (readonly string[])[], given: Arguments): ReadonlySet<string> {
  const count = (set: readonly string[]) => set.filter((name) => given[name] !== undefined).length;
  const [first = []] = sets;
  return new Set(sets.reduce((best, set) => (count(set) > count(best) ? set : best), first));
}

/** What Alloy calls the field of an argument in the path, which says more than `id`. */
function findField(tool: Tool, argument: string): string {
  const [field = argument] =
    Object.entries(tool.params).find(([, source]) => !(source instanceof z.ZodType) && argument in source) ??
    [];
  return field;
}

/** `names`: what the value is called, the nearest first. */
function buildValue(names: readonly string[], schema: JsonSchema, extent: Extent): unknown {
  const options = Array.isArray(schema['anyOf']) ? schema['anyOf'] : [];
  const [option] = options;
  if (isObject(option)) {
    const description = schema['description'] ?? option['description'];
    return buildValue(names, { ...option, description }, extent);
  }
  const values = schema['enum'];
  if (Array.isArray(values)) return values[0];
  if (schema['const'] !== undefined) return schema['const'];
  const type = Array.isArray(schema['type']) ? schema['type'][0] : schema['type'];
  switch (type) {
    case 'boolean':
      return true;
    case 'integer':
    case 'number':
      return buildNumber(names, schema, extent);
    case 'array':
      return [buildValue(names, describeItem(schema), extent)];
    case 'object':
      return buildObject(schema, extent);
    default:
      return buildText(names, schema, extent);
  }
}

/** An item has no description of its own where its array has one. */
function describeItem({ items, description }: JsonSchema): JsonSchema {
  const item = readMembers(items);
  return item['description'] === undefined && description !== undefined ? { ...item, description } : item;
}

function buildObject(schema: JsonSchema, extent: Extent): Record<string, unknown> {
  const properties = readMembers(schema['properties']);
  const [set] = z.array(z.array(z.string())).catch([]).parse(schema['oneOf']);
  const required = new Set([
    ...(Array.isArray(schema['required']) ? schema['required'] : []),
    ...(set ?? []),
  ]);
  const members = Object.entries(properties).filter(([name]) => extent === 'all' || required.has(name));
  return Object.fromEntries(
    members.map(([name, member]) => [name, buildValue([name], readMembers(member), extent)]),
  );
}

const numbers: readonly Sample<number>[] = [
  [/amount|balance|limit/, 12_500],
  [/percentage/, 50],
];

function buildNumber(names: readonly string[], schema: JsonSchema, extent: Extent): number {
  const { minimum = 1, maximum = Number.MAX_SAFE_INTEGER } = schema;
  const value = (extent === 'required' ? findSample(numbers, names) : undefined) ?? 1;
  return Math.min(Math.max(value, Number(minimum)), Number(maximum));
}

type Sample<Value> = readonly [pattern: RegExp, value: Value];

/** The first pattern that fits one of the names counts. */
const findSample = <Value>(samples: readonly Sample<Value>[], names: readonly string[]): Value | undefined =>
  samples.find(([pattern]) => names.some((name) => pattern.test(name)))?.[1];

const forms: readonly Sample<string>[] = [
  [/content_base64/, 'JVBERi0xLjQ='],
  [/email/, 'ada@example.com'],
  [/country_code|country/, 'US'],
  [/currency/, 'USD'],
  [/birth_date|_date$/, '1990-01-31'],
  [/timestamp|_at$|date_last_activity/, '2026-01-31T12:00:00Z'],
  [/phone/, '+12025550123'],
  [/document_ssn/, '000000001'],
  [/federal_ein/, '000000002'],
];

/** Of made-up people and companies, in numbers that are given to nobody: RFC 2606, RFC 5737, 555-01xx, SSNs from 666. */
const meanings: readonly Sample<string>[] = [
  [/birth_date/, '1990-01-31'],
  [/document_ssn/, '666010203'],
  [/transaction_created_date/, '2026-01-31T12:00:00Z'],
  [/_date$/, '2026-01-31'],
  ...forms,
  [/name_first/, 'Ada'],
  [/name_last/, 'Okafor'],
  [/business_name/, 'Okafor Trading LLC'],
  [/account_number/, '1000200030'],
  [/line_1/, '1 Example Street'],
  [/city/, 'Albany'],
  [/(?<!investigation_)state$/, 'NY'],
  [/postal_code/, '12207'],
  [/extension/, 'pdf'],
  [/^file_path$/, 'passport.pdf'],
  [/note/, 'Spoke to the applicant; the address is confirmed.'],
  [/outcome/, 'Approved'],
  [/reason/, 'Documents verified'],
  [/audit_account_slugs/, 'parent-bank'],
  [/investigation_type/, 'Fraud'],
  [/batch/, 'batch-1'],
  [/node/, 'node-1'],
  [/transaction/, 'payment-1'],
  [/application/, 'application-1'],
  [/account/, 'account-1'],
  [/card/, 'card-1'],
  [/group/, 'group-1'],
  [/counterparty/, 'payee-1'],
  [/external/, 'customer-1'],
  [/^name$/, 'passport.pdf'],
];

/** Behind the hyphen of a token; no record has it. */
const madeUp = '2WU9staJ5pVCQ6xgn3KV';

function buildText(names: readonly string[], schema: JsonSchema, extent: Extent): string {
  const description = String(schema['description'] ?? '');
  const limit = typeof schema['maxLength'] === 'number' ? schema['maxLength'] : 60;
  const [name = 'text'] = names;
  const prefix = /\(([A-Z]{1,3})-/.exec(description)?.[1];
  const token = prefix === undefined ? undefined : `${prefix}-${madeUp}`;
  const text =
    fitPattern(String(schema['pattern'] ?? '')) ??
    token ??
    (extent === 'all' ? findSample(forms, names) : teach(names, description)) ??
    name;
  return text.slice(0, limit);
}

/** What the description names as an example, what is told of the kind, or the token that such a name stands for. */
function teach(names: readonly string[], description: string): string | undefined {
  const told =
    /\be\.g\. ([\w.-]*\w)/i.exec(description)?.[1] ?? /^([a-z_]+), [a-z_ ]+(?:,| or )/.exec(description)?.[1];
  return told ?? findToken(names) ?? findSample(meanings, names);
}

function findToken(names: readonly string[]): string | undefined {
  for (const { places } of Object.values(tokenKinds)) {
    for (const place of places) {
      const isNamed = names.some((name) => `_${name}`.replace(/s$/, '').endsWith(`_${place}`));
      const [prefix] = isNamed ? listPrefixes(place) : [];
      if (prefix !== undefined) return `${prefix}-${madeUp}`;
    }
  }
  return undefined;
}

/** The two patterns that the registry has: a key of 32 alphanumerics, and a JWT. */
function fitPattern(pattern: string): string | undefined {
  if (pattern.includes('{32}')) return 'a1b2c3d4e5f6a7b8c9d0a1b2c3d4e5f6';
  return pattern.includes('\\.') ? 'aaaa.bbbb.cccc' : undefined;
}
