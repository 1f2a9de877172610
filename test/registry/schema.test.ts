/** The schema that tools/list shows says in few words what the whole schema says in many. */
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { catalog } from '../../src/catalog.ts';
import { listed } from '../../src/registry/argument-listing.ts';
import {
  argumentSchemas,
  buildPublicSchema,
  compactSchema,
  formatSignature,
  fullSchema,
} from '../../src/registry/schema.ts';
import { defineTool, type Schema, type Tool } from '../../src/registry/tool.ts';
import { findTool } from '../helpers/find-tool.ts';

const about = { name: 'probe', title: 'Probe', description: 'A probe.', effect: 'read' } as const;

/** A tool whose query is these arguments. */
const probe = (query: Readonly<Record<string, Schema>>): Tool =>
  defineTool({ ...about, method: 'GET', path: '/probe', query });

/** What tools/list shows of one argument. */
function show(schema: Schema): unknown {
  const { properties } = compactSchema(fullSchema(probe({ value: schema })));
  return new Map(Object.entries(properties ?? {})).get('value');
}

const signature = (schema: Schema) => formatSignature({ ...z.toJSONSchema(schema, { io: 'input' }) });

/** An object whose members are not listed takes some all the same, and says so. */
const open = { type: 'object', required: [], additionalProperties: true };

const person = z.strictObject({
  name_first: z.string().describe('Given name'),
  name_last: z.string().optional().describe('Family name'),
  amount: listed(z.int().min(0).nullish(), { memberNote: 'cents' }),
  role: z.enum(['primary', 'secondary']),
  tags: z.array(z.string()).optional(),
  active: z.boolean().optional(),
});
const personSignature =
  '{name_first*, name_last, amount:integer (cents), role*:primary|secondary, tags:[string], active:boolean}';

describe('a signature', () => {
  it.each([
    ['text', z.string(), 'string'],
    ['words', z.enum(['a', 'b']), 'a|b'],
    ['a number that may be null', z.number().nullish(), 'number'],
    ['a list', z.array(z.int()), '[integer]'],
    ['a list of lists', z.array(z.array(z.string())), '[[string]]'],
    ['anything', z.unknown(), 'any'],
    ['a free object', z.record(z.string(), z.unknown()), 'object'],
    ['an object', person, personSignature],
    ['objects in a list', z.array(person), `[${personSignature}]`],
    [
      'objects in objects',
      z.strictObject({ owner: person.optional(), n: z.int() }),
      `{owner:${personSignature}, n*:integer}`,
    ],
    [
      'a member that may be null',
      z.strictObject({ a: z.string().nullish(), b: person.nullish() }),
      `{a, b:${personSignature}}`,
    ],
    ['words that may be null', z.strictObject({ a: z.enum(['x', 'y']).nullish() }), '{a:x|y}'],
    [
      'a required text with a note',
      z.strictObject({ at: listed(z.string(), { memberNote: 'ISO 8601' }) }),
      '{at* (ISO 8601)}',
    ],
  ])('writes %s', (_, schema, expected) => {
    expect(signature(schema)).toBe(expected);
  });
});

it('a signature names what a member may be when that is one of several', () => {
  expect(signature(z.strictObject({ v: z.union([z.string(), z.int()]) }))).toMatch(
    /^\{v\*:.*string.*integer.*\}$/,
  );
});

describe('a short argument', () => {
  it.each([
    ['text', z.string().describe('Name'), { type: 'string', description: 'Name' }],
    ['text that may be null', z.string().nullish().describe('Name'), { type: 'string', description: 'Name' }],
    ['text that may not be empty', z.string().min(1), { type: 'string' }],
    ['text with a limit, which a refusal tells', z.string().max(9), { type: 'string' }],
    ['text of a form', z.string().regex(/^a+$/), { type: 'string' }],
    ['words', z.enum(['a', 'b']), { type: 'string', enum: ['a', 'b'] }],
    ['words that may be null', z.enum(['a', 'b']).nullish(), { type: 'string', enum: ['a', 'b'] }],
    ['a whole number, without the limits of the language', z.int(), { type: 'integer' }],
    ['a whole number with limits', z.int().min(1).max(100), { type: 'integer' }],
    ['a list', z.array(z.string()).min(1), { type: 'array', items: { type: 'string' } }],
    [
      'a list of lists of free objects',
      z.array(z.array(z.looseObject({}))),
      { type: 'array', items: { type: 'array', items: open } },
    ],
    [
      'one of several types, which a text can write',
      z.union([z.int(), z.boolean(), z.string()]),
      { type: 'string' },
    ],
    [
      'a number for which null has a meaning',
      z.int().nullish().describe('null: never'),
      { type: 'integer', description: 'null: never' },
    ],
    ['a free object', z.record(z.string(), z.unknown()).describe('Any'), { ...open, description: 'Any' }],
    [
      'text with a note, which is for signatures',
      listed(z.string(), { memberNote: 'cents' }),
      { type: 'string' },
    ],
  ])('is shown without what a call does not need: %s', (_, schema, expected) => {
    expect(show(schema)).toEqual(expected);
  });
});

describe('a description', () => {
  const sayFor = (name: string, schema: Schema, toolName = 'get_probe') => {
    const { properties } = compactSchema(fullSchema(probe({ [name]: schema })), toolName);
    const said = new Map(Object.entries(properties ?? {})).get(name);
    return z.object({ description: z.string().optional() }).parse(said).description;
  };

  it.each([
    ['a word more than the name', 'name_last', 'Steers many sandbox mocks', 'Steers many sandbox mocks'],
    ['the name', 'name_last', 'Last name', undefined],
    ['the name, in another number', 'entity_tokens', 'Tokens of the entity', undefined],
    ['the name in camel case', 'journeyToken', 'Journey token', undefined],
    ['the name and what its token begins with', 'entity_token', 'Entity token (P-, B-)', undefined],
    ['more, with what its token begins with', 'id', 'Token (A-), or your own id', 'Token, or your own id'],
    ['the name of the tool', 'id', 'Probe token (PR-)', undefined],
    ['a format that the instructions give for all', 'when', 'ISO 8601', undefined],
    ['another format', 'when', 'Epoch seconds', 'Epoch seconds'],
    ['such a format and more', 'when', 'ISO 8601, past', 'ISO 8601, past'],
  ])('that says %s', (_, name, description, expected) => {
    expect(sayFor(name, z.string().describe(description))).toBe(expected);
  });

  it('is left out where the schema says so, also beside null, and given where another tool has the name', () => {
    expect(sayFor('a', listed(z.string().describe('Unlike'), { omitDescription: true }))).toBeUndefined();
    expect(
      sayFor('a', listed(z.string().describe('Unlike'), { omitDescription: true }).nullish()),
    ).toBeUndefined();
    expect(sayFor('id', z.string().describe('Probe token'), 'get_other')).toBe('Probe token');
  });

  it('gives way to a shorter one, which may be an echo too', () => {
    const long = z.string().describe('A long text').nullish();
    expect(sayFor('a', listed(long, { description: 'Short' }))).toBe('Short');
    expect(sayFor('a', listed(long, { description: 'A' }))).toBeUndefined();
  });

  it('stands before the signature of an object, unless it is an echo', () => {
    expect(sayFor('a', person.describe('The person'))).toBe(`The person ${personSignature}`);
    expect(sayFor('people', z.array(person).describe('People'))).toBe(personSignature);
  });

  it('of an item is left out where it says so', () => {
    const rows = z.array(
      listed(z.record(z.string(), z.unknown()).describe('Row'), { omitDescription: true }),
    );
    expect(show(rows)).toEqual({ type: 'array', items: open });
  });
});

describe('an argument with members', () => {
  it('that is an object keeps its type and description, and its members as a signature', () => {
    expect(show(person.describe('The person'))).toEqual({
      ...open,
      description: `The person ${personSignature}`,
    });
  });

  it('that is a list of objects says so', () => {
    expect(show(z.array(person).describe('All of them').nullish())).toEqual({
      type: 'array',
      items: open,
      description: `All of them ${personSignature}`,
    });
  });

  it('is written so even if it is short', () => {
    expect(show(z.strictObject({ email: z.string() }).describe('Agent'))).toEqual({
      ...open,
      description: 'Agent {email*}',
    });
  });

  it('without a description is described by its signature alone', () => {
    expect(show(person)).toEqual({ ...open, description: personSignature });
  });

  it('that is described in words leaves out its members where it says so', () => {
    const words = { omitMembers: true } as const;
    expect(show(listed(person.describe('As in the other tool'), words))).toEqual({
      ...open,
      description: 'As in the other tool',
    });
    expect(show(listed(z.array(person).nullish().describe('As there'), words))).toEqual({
      type: 'array',
      items: open,
      description: 'As there',
    });
  });
});

describe('the whole', () => {
  const fields = { type: 'string' };

  it('names required arguments, also that there are none, and refuses others', () => {
    expect(compactSchema(fullSchema(probe({ a: z.string(), b: z.string().optional() })))).toEqual({
      type: 'object',
      properties: { a: { type: 'string' }, b: { type: 'string' }, fields },
      required: ['a'],
      additionalProperties: false,
    });
    expect(compactSchema(fullSchema(probe({})))).toEqual({
      type: 'object',
      properties: { fields },
      required: [],
      additionalProperties: false,
    });
  });

  it('lists arguments as path, body, query, headers, then those of the server', () => {
    const tool = defineTool({
      ...about,
      method: 'POST',
      path: '/a/{b-c}/{d}',
      params: { 'b-c': z.string(), d: { id: z.string() } },
      headers: { 'x-head': z.string() },
      query: { offset: z.int(), records: z.int() },
      body: {
        kind: 'json',
        fields: { field: z.string() },
        rest: { more: z.record(z.string(), z.unknown()) },
      },
      paging: {
        style: 'offset',
        offset: 'offset',
        size: 'records',
        defaultSize: 20,
        items: '',
        totalItems: 'n',
      },
      answer: 'file',
    });
    expect([...argumentSchemas(tool).keys()]).toEqual([
      'b_c',
      'id',
      'field',
      'more',
      'offset',
      'records',
      'x_head',
      'cursor',
      'save_as',
    ]);
  });

  it('is shown without how it is listed, but with an argument of that name', () => {
    const note = listed(z.string(), { memberNote: 'cents' });
    const whole = fullSchema(probe({ listing: z.array(z.strictObject({ listing: note })) }));
    const member = { type: 'object', properties: { listing: { type: 'string' } } };
    expect(buildPublicSchema(whole)).toMatchObject({
      properties: { listing: { items: { ...member, required: ['listing'] } } },
    });
    expect(JSON.stringify(buildPublicSchema(whole))).not.toContain('cents');
    expect(JSON.stringify(whole)).toContain('cents');
  });

  it('an argument that feeds two places is listed once', () => {
    const id = z.string();
    const tool = defineTool({
      ...about,
      method: 'PUT',
      path: '/a/{id}',
      params: { id },
      body: { kind: 'json', fields: { token: { id } } },
    });
    expect([...argumentSchemas(tool).keys()]).toEqual(['id', 'fields']);
  });
});

describe('every tool', () => {
  const pairs = catalog.map(({ listing }) => [listing.name, listing.inputSchema] as const);

  it.each(pairs)('%s: nothing at the top level is lost on the way to tools/list', (name, shown) => {
    const whole = fullSchema(findTool(name));
    expect(Object.keys(shown['properties'] ?? {})).toEqual(Object.keys(whole['properties'] ?? {}));
    expect(shown['required'] ?? []).toEqual(whole['required'] ?? []);
    for (const [argument, schema] of Object.entries<Readonly<Record<string, unknown>>>(
      z.record(z.string(), z.record(z.string(), z.unknown())).parse(shown['properties']),
    )) {
      expect(JSON.stringify(schema), argument).not.toMatch(/"(listing|\$ref|\$defs|propertyNames)":/);
    }
  });

  it.each(pairs)('%s: nothing of how arguments are listed is in the schema that is shown', (name) => {
    const whole = fullSchema(findTool(name));
    expect(JSON.stringify(buildPublicSchema(whole))).toBe(
      JSON.stringify(whole, (key, value: unknown) => (key === 'listing' ? undefined : value)),
    );
  });

  it.each(pairs)('%s: members of nested objects are named, here or where it refers to', (name) => {
    const text = gatherText(name);
    for (const [argument, schema] of argumentSchemas(findTool(name))) {
      for (const member of findMembers(z.toJSONSchema(schema, { io: 'input' }))) {
        expect(text, `${argument} of ${name}`).toMatch(new RegExp(`[{ "|]${member}[*:,}|" ]`));
      }
    }
  });
});

/** What is listed of a tool and, if an argument is `as in` another tool, of that one, and so on. */
function gatherText(name: string, seen: ReadonlySet<string> = new Set()): string {
  const shown = catalog.find(({ listing }) => listing.name === name)?.listing.inputSchema;
  if (shown === undefined) throw new TypeError(`${name} is no tool, but an argument refers to it`);
  const own = JSON.stringify(shown).replaceAll(/(\w+_)\{([^{}]*)\}/g, (_, prefix: string, rest: string) =>
    rest.replaceAll(/(^|, )/g, `$1${prefix}`),
  );
  const others = [...own.matchAll(/\b(?:as in|arguments of) (\w+_alloy_\w+)/gi)].map(([, other]) =>
    String(other),
  );
  const known = new Set([...seen, name]);
  return [own, ...others.filter((other) => !known.has(other)).map((other) => gatherText(other, known))].join(
    ' ',
  );
}

/** The names of all members at any depth. */
function findMembers(schema: unknown): readonly string[] {
  if (typeof schema !== 'object' || schema === null) return [];
  return Object.entries(schema).flatMap(([key, value]) => [
    ...(key === 'properties' ? Object.keys(value) : []),
    ...findMembers(value),
  ]);
}
