/**
 * No value of an argument gets out of its place in the query or the headers, on any tool; paths have their own test.
 * Against a recording Alloy over real HTTP, so that what counts is what arrives.
 */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ReceivedRequest } from '../helpers/alloys/loopback-alloy.ts';
import { authorization, createToolCaller, type ToolCaller } from '../helpers/clients/tool-caller.ts';
import { buildFullCalls } from '../helpers/contract/contract-calls.ts';
import { findPlaces } from '../helpers/contract/expected-request.ts';
import { readToolFacts } from '../helpers/contract/operation-facts.ts';
import { expectNone } from '../helpers/expect-none.ts';
import { readFailure } from '../helpers/tool-results.ts';
import { tools } from '../helpers/tools.ts';

const facts = readToolFacts();
let caller: ToolCaller;
beforeAll(async () => {
  caller = await createToolCaller();
});
afterAll(() => caller.close());

/** The tools with string arguments in a place, each with those arguments. */
function listTools(place: 'query' | 'headers') {
  return tools.flatMap((tool) => {
    const toolFacts = facts.get(tool.name);
    const [args = {}] = buildFullCalls(tool);
    const names = Object.entries(args).flatMap(([name, value]) =>
      toolFacts !== undefined &&
      typeof value === 'string' &&
      findPlaces(toolFacts, name).some((each) => each.startsWith(`${place}.`))
        ? [name]
        : [],
    );
    return names.length === 0 ? [] : [[tool.name, { tool, args, names }] as const];
  });
}

const queryKeys = ({ path: target }: ReceivedRequest) => [
  ...new URLSearchParams(target.split('?').slice(1).join('?')).keys(),
];

/** URLs have no unpaired surrogates. */
const asArrived = (value: string) => new URLSearchParams({ value }).get('value');

const breakingQuery = [
  ...['a&admin=true', 'a=b&c[d]=e', '&', '?x=1', '#fragment', 'a?b#c', '%26admin%3dtrue', '%2526x', 'a;b=c'],
  ...[
    'a\r\nx-injected: 1',
    'a\nHost: evil.example',
    '\0',
    '\u2028',
    '\ud800',
    '+ +',
    "' OR 1=1 --",
    '../..',
    '//evil',
  ],
  ...['__proto__', '[]', '[__proto__]=1', '\u{1f600}', '</script>', '|', '"', '%', '%zz'],
];

const withQuery = listTools('query');
test('there are tools with texts in their query', () => expect(withQuery.length).toBeGreaterThan(10));

describe.each(withQuery)('%s', (_name, { tool, args, names }) => {
  test('a value of its query stays a value, whatever it holds', async () => {
    const faults = [];
    const [plain] = (await caller.call(tool, args)).requests;
    if (plain === undefined) throw new Error('the plain call sent nothing');
    for (const name of names) {
      for (const value of breakingQuery) {
        const { requests, result } = await caller.call(tool, { ...args, [name]: value });
        const [request, ...more] = requests;
        if (request === undefined) {
          // An enum has no such value; then it is said so.
          if (result.isError !== true) faults.push(`${name} = ${value}: neither sent nor refused`);
          continue;
        }
        const sent = new URLSearchParams(request.path.split('?').slice(1).join('?'));
        const others = queryKeys(request).filter((key) => !queryKeys(plain).includes(key));
        if (more.length > 0 || others.length > 0) faults.push(`${name} = ${value}: ${request.path}`);
        if (request.path.split('?')[0] !== plain.path.split('?')[0]) faults.push(`${value}: ${request.path}`);
        if (![...sent.values()].some((each) => each === asArrived(value)))
          faults.push(`${name} = ${value} arrives as ${request.path}`);
        if (!/^[\x21-\x7e]+$/.test(request.path) || request.path.includes('#'))
          faults.push(`${name} = ${value}: a raw character in ${request.path}`);
        if (request.headers['x-injected'] !== undefined) faults.push(`${name} = ${value}: a header`);
      }
    }
    expectNone(faults);
  });
});

const breakingHeaders = [
  ...[
    'a\r\nx-injected: 1',
    'a\nx-injected: 1',
    'a\rb',
    '\r\n\r\nGET /v1/oauth/bearer HTTP/1.1',
    'a\0b',
    '\x7f',
  ],
  ...['a\tb', ' a', 'a ', 'Zoë', '\u{1f600}', '\u010a', '\u560a', '\u2028', '\ud800', '\x1b[0m'],
];

const withHeaders = listTools('headers');
test('there are tools with texts in their headers', () => expect(withHeaders.length).toBeGreaterThan(5));

describe.each(withHeaders)('%s', (_name, { tool, args, names }) => {
  test('a value of its headers ends nothing: what could is refused by name, and nothing is sent', async () => {
    const faults = [];
    for (const name of names) {
      for (const value of breakingHeaders) {
        const { requests, result } = await caller.call(tool, { ...args, [name]: value });
        if (requests.length > 0) faults.push(`${name} = ${JSON.stringify(value)} was sent`);
        else if (!readFailure(result).message.startsWith(name))
          faults.push(`${name} = ${JSON.stringify(value)}: ${readFailure(result).message}`);
      }
    }
    expectNone(faults);
  });
});

describe.each(tools.map((tool) => [tool.name, tool] as const))('%s', (_name, tool) => {
  test('takes no argument that would set a header, credentials or a member of a prototype', async () => {
    const [args = {}] = buildFullCalls(tool);
    const extra = [
      ...[
        'authorization',
        'Authorization',
        'host',
        'cookie',
        'x-injected',
        'content-length',
        'transfer-encoding',
      ],
      ...[
        'constructor',
        'toString',
        'hasOwnProperty',
        'prototype',
        'method',
        'path',
        'url',
        'baseUrl',
        'headers',
      ],
    ].filter((name) => !Object.hasOwn(args, name));
    const faults = [];
    for (const name of extra) {
      const { requests, text } = await caller.call(tool, { ...args, [name]: 'x' });
      if (requests.length > 0 || !text.includes(`${name} is not an argument`))
        faults.push(`${name}: ${text}`);
    }
    const polluted: unknown = JSON.parse(
      `{"__proto__": {"polluted": true}, ${JSON.stringify(args).slice(1)}`.replace(/, \}$/, '}'),
    );
    const { requests } = await caller.call(tool, Object(polluted));
    if (requests.some(({ body }) => body.includes('polluted'))) faults.push('__proto__ was sent');
    if (requests.some(({ headers }) => headers.authorization !== authorization))
      faults.push('other credentials');
    if ('polluted' in {}) faults.push('the prototype of all objects has changed');
    expectNone(faults);
  });
});
