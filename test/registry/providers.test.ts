/**
 * The list of tools, in every mode, can be sent to every provider of models as it is: one tool that one of them refuses
 * makes it refuse the whole request.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import * as z from 'zod';
import { catalog } from '../../src/catalog.ts';
import { startHttpService } from '../helpers/clients/http-service.ts';
import { parseRpcReply, postRpc } from '../helpers/clients/send-http.ts';
import { stopProcesses } from '../helpers/clients/start-process.ts';
import { findUnfit, type ListedTool, type RuleName } from '../helpers/provider-subset.ts';

let url: string;
beforeAll(async () => {
  ({ url } = await startHttpService());
});
afterAll(stopProcesses);

const listing = z.object({
  tools: z.array(
    z.looseObject({
      name: z.string(),
      description: z.string(),
      inputSchema: z.record(z.string(), z.unknown()),
    }),
  ),
});

const list = async (query: string): Promise<readonly ListedTool[]> =>
  listing.parse(parseRpcReply(await postRpc(`${url}${query}`, 'tools/list', {})).result).tools;

const toolsets = [...new Set(catalog.map(({ toolset }) => toolset))];

describe('the list', () => {
  test.each([
    ['', 138],
    ['?aliases=off', 118],
    ['?max-name-length=52', 138],
    ['?max-name-length=36&aliases=off', 118],
    ['?discovery=on', 4],
    ['?discovery=on&read-only=on', 3],
  ])('of %s has %i tools and breaks no rule of a provider', async (query, count) => {
    const tools = await list(query);
    expect(tools).toHaveLength(count);
    expect(findUnfit(tools)).toEqual([]);
  });

  test.each([
    '?read-only=on',
    '?effects=write,decide,destroy',
    ...toolsets.map((toolset) => `?toolsets=${toolset}`),
  ])('of %s breaks none either', async (query) => {
    const tools = await list(query);
    expect(tools).not.toEqual([]);
    expect(findUnfit(tools)).toEqual([]);
  });

  test('has no more tools than OpenAI takes, once the second names of operations are left out', async () => {
    expect((await list('?aliases=off')).length).toBeLessThanOrEqual(128);
  });
});

/** A tool that breaks no rule, with one argument that is this. */
const tool = (argument: object, other: Partial<ListedTool> = {}): readonly ListedTool[] => [
  {
    name: 'probe',
    description: 'A probe.',
    inputSchema: { type: 'object', properties: { a: argument }, required: [], additionalProperties: false },
    ...other,
  },
];
const root = (change: object) =>
  tool(
    {},
    {
      inputSchema: { type: 'object', properties: {}, required: [], additionalProperties: false, ...change },
    },
  );
const open = { type: 'object', required: [], additionalProperties: true };
const inside = (schema: object) => ({ ...open, properties: { b: schema } });
const words = (count: number, length = 3) =>
  Array.from({ length: count }, (_, index) => String(index).padStart(length, 'x'));
const many = (count: number, property: object = { type: 'string' }) =>
  Object.fromEntries(words(count).map((name) => [name, property]));

const broken: Readonly<Record<RuleName, readonly (readonly ListedTool[])[]>> = {
  'a tool has a name of 64 small letters, digits and underscores': [
    tool(open, { name: 'a'.repeat(65) }),
    tool(open, { name: 'getProbe' }),
    tool(open, { name: 'get-probe' }),
    tool(open, { name: '1_probe' }),
  ],
  'names are unique': [[...tool(open), ...tool(open)]],
  'a tool has a description of at most 1,024 characters': [
    tool(open, { description: 'x'.repeat(1025) }),
    tool(open, { description: '' }),
  ],
  'the root is an object with properties, closed or open in so many words': [
    root({ type: 'string' }),
    root({ properties: undefined }),
    root({ additionalProperties: undefined }),
  ],
  'each schema has one type': [
    tool({ type: ['string', 'number'] }),
    tool({ type: ['integer', 'null'] }),
    tool({ type: 'null' }),
    tool({}),
    tool({ type: 'array', items: { type: 'array', items: {} } }),
    tool(inside({ type: ['string'] })),
    tool({ ...open, additionalProperties: { type: ['string', 'null'] } }),
  ],
  'no keyword but those that all know': [
    ...['anyOf', 'oneOf', 'allOf', 'prefixItems'].map((key) =>
      tool({ type: 'string', [key]: [{ type: 'string' }] }),
    ),
    ...['not', 'if', '$defs', 'patternProperties'].map((key) => tool({ type: 'string', [key]: {} })),
    ...['$ref', 'const', 'format', 'pattern', 'default', 'title', '$schema', 'nullable'].map((key) =>
      tool(inside({ type: 'string', [key]: 'x' })),
    ),
    root({ anyOf: [{ required: ['a'] }] }),
  ],
  'a keyword stands only with the type it is about': [
    tool({ type: 'string', items: { type: 'string' } }),
    tool({ type: 'string', additionalProperties: true }),
    tool({ type: 'array', items: { type: 'string' }, properties: {} }),
  ],
  'an array says what its items are': [tool({ type: 'array' }), tool({ type: 'array', items: true })],
  'an enum is of texts, none of them empty or given twice': [
    tool({ type: 'integer', enum: [1, 2] }),
    tool({ type: 'string', enum: ['a', null] }),
    tool({ type: 'string', enum: ['a', ''] }),
    tool({ type: 'string', enum: ['a', 'a'] }),
    tool({ type: 'string', enum: [] }),
  ],
  'required is an array of names that there are': [
    root({ required: null }),
    root({ required: undefined }),
    root({ required: ['b'] }),
    tool({ ...open, required: undefined }),
    tool({ type: 'array', items: { type: 'object', additionalProperties: true } }),
  ],
  'an object without members says that it is open': [
    tool({ type: 'object', required: [] }),
    tool({ ...open, additionalProperties: false }),
    tool({ type: 'array', items: { type: 'object', required: [] } }),
  ],
  'additionalProperties is true or false': [tool({ ...open, additionalProperties: { type: 'string' } })],
  'properties have names of 64 letters, digits, points, hyphens and underscores': [
    root({ properties: { ['a'.repeat(65)]: { type: 'string' } } }),
    root({ properties: { 'a b': { type: 'string' } } }),
    root({ properties: { $a: { type: 'string' } } }),
  ],
  'a description is a text with something in it': [
    tool({ type: 'string', description: ' ' }),
    tool({ type: 'string', description: null }),
  ],
  'objects are nested at most five deep': [tool(inside(inside(inside(inside(inside(open))))))],
  'a tool has at most 100 properties in all': [
    root({ properties: many(101) }),
    root({ properties: many(11, { ...open, properties: many(9) }) }),
  ],
  'a tool has at most 500 words in enums in all, and at most 7,500 characters in one of many': [
    root({ properties: many(6, { type: 'string', enum: words(90) }) }),
    tool({ type: 'string', enum: words(251, 30) }),
  ],
  'names and words of a tool have at most 15,000 characters': [
    tool({ type: 'string', enum: words(200, 76) }),
  ],
  'a schema takes less than 4,000 bytes': [
    tool({ type: 'string', description: 'x'.repeat(4000) }),
    tool({ type: 'string', description: 'ü'.repeat(2000) }),
  ],
};

describe('a rule finds what breaks it', () => {
  test.each(Object.entries(broken).flatMap(([rule, all]) => all.map((tools) => [rule, tools] as const)))(
    '%s: %j',
    (rule, tools) => {
      expect(findUnfit(tools).map((fault) => fault.split(':')[0])).toContain(rule);
    },
  );

  test('and nothing in what breaks none', () => {
    const items = { type: 'array', items: open };
    expect(findUnfit(tool(inside(items)))).toEqual([]);
  });
});
