/**
 * Arguments made from a tool's schema: the example in an error message and in the docs, and what the contract test
 * sends. Pure and always the same.
 */

import * as z from 'zod';
import { isObject, readMembers } from '../base/values.ts';
import { argumentSchemas, type JsonSchema, serverArguments } from './schema.ts';
import type { Arguments, Tool } from './tool.ts';

/** `required`: the least that makes a valid call. `all`: every argument, nested ones too. */
export type Extent = 'required' | 'all';

export function buildExample(tool: Tool, extent: Extent): Arguments {
  if (extent === 'required' && tool.example !== undefined) return tool.example;
  const example: Record<string, unknown> = {};
  const chosen = new Set(tool.anyOf?.[0] ?? []);
  for (const [name, schema] of argumentSchemas(tool)) {
    if (extent === 'required' && schema.safeParse(undefined).success && !chosen.has(name)) continue;
    const isAlternative = name === 'additional_fields' || name === 'file_path';
    if (extent === 'all' && (serverArguments.has(name) || isAlternative)) continue;
    example[name] = buildValue(name, z.toJSONSchema(schema, { io: 'input' }), extent);
  }
  return example;
}

function buildValue(name: string, schema: JsonSchema, extent: Extent): unknown {
  const options = Array.isArray(schema['anyOf']) ? schema['anyOf'] : [];
  const [option] = options;
  if (isObject(option))
    return buildValue(
      name,
      { ...option, description: schema['description'] ?? option['description'] },
      extent,
    );
  const values = schema['enum'];
  if (Array.isArray(values)) return values[0];
  if (schema['const'] !== undefined) return schema['const'];
  const type = Array.isArray(schema['type']) ? schema['type'][0] : schema['type'];
  switch (type) {
    case 'boolean':
      return true;
    case 'integer':
    case 'number':
      return typeof schema['minimum'] === 'number' ? Math.max(1, schema['minimum']) : 1;
    case 'array':
      return [buildValue(name, readMembers(schema['items']), extent)];
    case 'object':
      return buildObject(schema, extent);
    default:
      return buildText(name, schema);
  }
}

function buildObject(schema: JsonSchema, extent: Extent): Record<string, unknown> {
  const properties = readMembers(schema['properties']);
  const required = Array.isArray(schema['required']) ? schema['required'] : [];
  const members = Object.entries(properties).filter(([name]) => extent === 'all' || required.includes(name));
  return Object.fromEntries(
    members.map(([name, member]) => [name, buildValue(name, readMembers(member), extent)]),
  );
}

const samples: readonly (readonly [RegExp, string])[] = [
  [/content_base64/, 'JVBERi0xLjQ='],
  [/email/, 'ada@example.com'],
  [/country_code|country/, 'US'],
  [/currency/, 'USD'],
  [/birth_date|_date$/, '1990-01-31'],
  [/timestamp|_at$/, '2026-01-31T12:00:00Z'],
  [/phone/, '+12025550123'],
  [/document_ssn/, '000000001'],
];

function buildText(name: string, schema: JsonSchema): string {
  const description = String(schema['description'] ?? '');
  const limit = typeof schema['maxLength'] === 'number' ? schema['maxLength'] : 60;
  const prefix = /\(([A-Z]{1,3}-)/.exec(description)?.[1];
  const sample = samples.find(([pattern]) => pattern.test(name))?.[1];
  const pattern = String(schema['pattern'] ?? '');
  const text =
    fitPattern(pattern) ?? (prefix === undefined ? (sample ?? name) : `${prefix}2WU9staJ5pVCQ6xgn3KV`);
  return text.slice(0, limit);
}

/** The two patterns that the registry has: a key of 32 alphanumerics, and a JWT. */
function fitPattern(pattern: string): string | undefined {
  if (pattern.includes('{32}')) return 'a1b2c3d4e5f6a7b8c9d0a1b2c3d4e5f6';
  return pattern.includes('\\.') ? 'aaaa.bbbb.cccc' : undefined;
}
