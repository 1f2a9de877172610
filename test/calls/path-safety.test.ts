/** No value of a path argument leaves its segment, on any tool: what might is refused before anything is sent. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ToolResult } from '../../src/calls/result.ts';
import { createToolCaller, pathPrefix, type ToolCaller } from '../helpers/clients/tool-caller.ts';
import { buildFullCalls } from '../helpers/contract/contract-calls.ts';
import { readToolFacts } from '../helpers/contract/operation-facts.ts';
import { expectNone } from '../helpers/expect-none.ts';
import { readFailure } from '../helpers/tool-results.ts';
import { tools } from '../helpers/tools.ts';

const dangerous: readonly (readonly [string, unknown])[] = [
  ['a step up', '..'],
  ['a step nowhere', '.'],
  ['a step up with a space', ' ..'],
  ['a way to another operation', '../../oauth/bearer'],
  ['an encoded step up', '%2e%2e'],
  ['an encoded step up in mixed case', '%2E%2e'],
  ['a step up, half encoded', '.%2e'],
  ['a step up, encoded twice', '%252e%252e'],
  ['a step up, encoded thrice', '%25252e%25252e'],
  ['an encoded way to another operation', '..%2f..%2foauth%2fbearer'],
  ['a slash', 'a/b'],
  ['a slash alone', '/'],
  ['an encoded slash', 'a%2Fb'],
  ['a slash, encoded twice', 'a%252Fb'],
  ['an encoded slash beside a malformed sequence', '%zz%2f'],
  ['a query and a fragment', '?x=1#y'],
  ['an encoded query', 'a%3Fx=1'],
  ['a fragment', 'a#b'],
  ['a backslash', 'a\\b'],
  ['an encoded backslash', 'a%5cb'],
  ['NUL', 'a\0b'],
  ['encoded NUL', '%00'],
  ['a newline', 'a\nb'],
  ['a carriage return with a header', 'a\r\nx-injected: 1'],
  ['an encoded newline', 'a%0ab'],
  ['a tab', 'a\tb'],
  ['300 characters', 'x'.repeat(300)],
  ['fullwidth dots', '\uff0e\uff0e'],
  ['a fullwidth slash', 'a\uff0fb'],
  ['a fullwidth backslash', 'a\uff3cb'],
  ['dot leaders', '\u2024\u2024'],
  ['a two-dot leader', '\u2025'],
  ['a division of two', 'a\u2100'],
  ['a character that turns the text round', 'a\u202eb'],
  ['a zero-width space', 'a\u200bb'],
  ['a filler that no font draws', 'a\u3164b'],
  ['a variation selector', 'a\ufe0fb'],
  ['a line separator', 'a\u2028b'],
  ['a lone surrogate', '\ud800'],
  ['nothing', ''],
  ['a space', ' '],
  ['a trailing newline', 'J-1\n'],
  ['null', null],
  ['a number', 7],
  ['an array of two segments', ['a', 'b']],
  ['an object', { toString: '..' }],
];

const harmless: readonly string[] = [
  'P-2WU9staJ5pVCQ6xgn3KV',
  'Zoë Ångström 日本',
  '...',
  'a..b',
  'a.b',
  'x'.repeat(256),
  '100%',
  'mail+tag@example.com',
  'a:b;c,d=e&f',
  "it's (7)!*~",
];

const facts = readToolFacts();
let caller: ToolCaller;
beforeAll(async () => {
  caller = await createToolCaller();
});
afterAll(() => caller.close());

const withPath = tools.flatMap((tool) => {
  const { operation, places = {} } = facts.get(tool.name) ?? {};
  const names = Object.entries(places).flatMap(([argument, place]) =>
    place.startsWith('path.') ? [argument] : [],
  );
  return operation === undefined || names.length === 0
    ? []
    : [[tool.name, { tool, operation, places, names }] as const];
});

test('the tools with a path argument are those whose path has a placeholder', () => {
  expect(withPath.map(([name]) => name)).toEqual(
    tools.filter(({ path }) => path.includes('{')).map(({ name }) => name),
  );
  expect(withPath.length).toBeGreaterThan(90);
});

describe.each(withPath)('%s', (_name, { tool, operation, places, names }) => {
  const [args = {}] = buildFullCalls(tool);

  test('refuses what could leave its segment, names the argument and sends nothing', async () => {
    const faults = [];
    for (const name of names) {
      for (const [what, value] of dangerous) {
        const { result, text, requests } = await caller.call(tool, { ...args, [name]: value });
        if (requests.length > 0) faults.push(`${name}: ${what} was sent as ${requests[0]?.path}`);
        else if (result.isError !== true) faults.push(`${name}: ${what} is no error`);
        else if (!namesArgument(result, name)) faults.push(`${name}: ${what} does not name it: ${text}`);
      }
    }
    expectNone(faults);
  });

  test('sends what is unusual but harmless, encoded, in its segment', async () => {
    const faults = [];
    for (const name of names) {
      for (const value of harmless) {
        const { text, requests } = await caller.call(tool, { ...args, [name]: value });
        const path = Object.entries({ ...args, [name]: value }).reduce(
          (built, [argument, each]) =>
            built.replace(`{${places[argument]?.slice('path.'.length)}}`, () =>
              encodeURIComponent(String(each)),
            ),
          pathPrefix + operation.path,
        );
        const sent = requests[0]?.path.split('?')[0];
        if (requests.length !== 1 || sent !== path) faults.push(`${name} = ${value}: ${sent ?? text}`);
      }
    }
    expectNone(faults);
  });
});

function namesArgument(result: ToolResult, name: string): boolean {
  const { kind, message } = readFailure(result);
  return kind === 'invalid_arguments' && new RegExp(`^${name}\\b`).test(message);
}
