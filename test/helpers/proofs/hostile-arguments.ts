/**
 * Arguments as a confused or hostile client may send them: calls that are right but for a few places, where something
 * stands that is of another type, huge, deep, encoded, cut, or meant for other ears. They come as JSON text, which is
 * what the wire carries.
 */
import * as fc from 'fast-check';
import { isObject } from '../../../src/base/values.ts';
import { buildExample } from '../../../src/registry/example.ts';
import { fullSchema, type JsonSchema } from '../../../src/registry/schema.ts';
import type { Tool } from '../../../src/registry/tool.ts';
import { buildFullCalls } from '../contract/contract-calls.ts';

const nest = (depth: number, open: string, close: string) => open.repeat(depth) + close.repeat(depth);
const parse = (text: string): unknown => JSON.parse(text);

/** Each has a way to go wrong of its own. */
const hostileTexts: readonly string[] = [
  ...['', ' ', '.', '..', '../..', '..\\..', '/', 'a/b', 'a\\b', '/etc/passwd', '~', 'C:\\x', '\\\\host\\x'],
  ...[
    '%2e%2e',
    '%2E%2e%2F',
    '.%2e',
    '%252e%252e',
    '%25252e',
    '..%2f..%2foauth%2fbearer',
    '..%5c',
    '%2f',
    '%c0%af',
  ],
  ...[
    'a%2Fb',
    '%zz%2f',
    '%',
    '%u002f',
    '\uff0e\uff0e',
    '\uff0f',
    '\u2215',
    '\u2024\u2024',
    'a\u2100',
    '..;/',
    ';x=1',
  ],
  ...[
    '?',
    '?x=1',
    '#y',
    'a?b=c&d=e',
    '&admin=true',
    '[x]=1',
    'a=b',
    '%26x%3d1',
    '+',
    '@evil.example',
    '//evil.example',
  ],
  ...[
    '\r\n',
    'x\r\nx-injected: 1',
    'x\nx-injected: 1',
    '%0d%0ax-injected:%201',
    '\u2028',
    '\u0085',
    '\t',
    '\0',
    '%00',
  ],
  ...[
    'a\0b',
    '\x1b[31m',
    '\x7f',
    '\u202e',
    '\u200b',
    '\ufeff',
    '\ud800',
    '\udc00x',
    'a\ud83d',
    '\uffff',
    'e\u0301',
  ],
  ...[
    '__proto__',
    'constructor',
    'prototype',
    'toString',
    'hasOwnProperty',
    'valueOf',
    '__defineGetter__',
    'then',
  ],
  ...[
    '{"__proto__":{"polluted":true}}',
    '{"constructor":{"prototype":{"polluted":true}}}',
    '{"a":1,"a":2}',
    '[1,2',
    '{',
  ],
  ...[
    '[]',
    '{}',
    'null',
    'true',
    '0',
    '"text"',
    '[[["x"]]]',
    '{"toString":1}',
    '{"length":-1}',
    '{"then":1}',
    '[null]',
  ],
  ...[
    nest(50, '[', ']'),
    nest(5000, '[', ']'),
    nest(20_000, '{"a":', '').slice(0, 50_000),
    nest(200, '{"a":', '}'),
  ],
  ...[
    '9007199254740993',
    '-0',
    '1e400',
    'NaN',
    'Infinity',
    '0x10',
    '1_000',
    '٣',
    '1e-400',
    '18446744073709551616',
  ],
  ...[
    '***',
    '***6789',
    '*********',
    'XXX-XX-6789',
    '###1234',
    '•••1234',
    '***1991',
    '666-12-0417',
    '4111 1111 1111 1111',
  ],
  ...[
    'pii:ssn:',
    'pii:ssn:AAAA',
    `pii:ssn:${'A'.repeat(70)}`,
    'pii%3Assn%3AAAAA',
    'PII:SSN:AAAA',
    'pii:nokind:AAAAAAA',
  ],
  ...[
    '2026-02-30',
    '0000-00-00',
    '9999-99-99',
    "' OR 1=1 --",
    '<script>alert(1)</script>',
    '$\u007bjndi:ldap://x}',
    '{{7*7}}',
  ],
  ...[
    '@',
    '*',
    '[*][*][*]',
    "join('', keys(@))",
    'a'.repeat(257),
    'x'.repeat(20_000),
    '\u{1f600}'.repeat(300),
  ],
];

const hostileNumbers: readonly number[] = [
  ...[
    0,
    -0,
    -1,
    0.5,
    2 ** 31,
    2 ** 53 - 1,
    2 ** 53,
    2 ** 53 + 2,
    -(2 ** 53),
    1e21,
    1e300,
    5e-324,
    100_000_000,
  ],
];

const hostileValues: readonly unknown[] = [
  ...[
    null,
    true,
    false,
    [],
    {},
    [[]],
    [null],
    [{}],
    { '': '' },
    { toString: 1, valueOf: 2 },
    { length: 1e9 },
  ],
  parse('{"__proto__":{"polluted":true}}'),
  parse('{"constructor":{"prototype":{"polluted":true}},"__proto__":null}'),
  parse('{"hasOwnProperty":1,"toJSON":1,"then":"x","inspect":1}'),
  parse(nest(90, '[', ']')),
  parse(nest(120, '{"a":', '}').replace('{"a":}', '{}')),
  parse(nest(3000, '[', ']')),
  Array.from({ length: 1000 }, () => 'x'),
  Object.fromEntries(Array.from({ length: 500 }, (_, index) => [`field_${index}`, index])),
];

const text = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(...hostileTexts) },
  { weight: 1, arbitrary: fc.string({ unit: 'binary', maxLength: 20 }) },
  { weight: 1, arbitrary: fc.string({ maxLength: 12 }) },
  {
    weight: 2,
    arbitrary: fc
      .tuple(fc.constantFrom(...hostileTexts), fc.constantFrom(...hostileTexts))
      .map(([first, second]) => (first + second).slice(0, 30_000)),
  },
);

const anything: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 6, arbitrary: text },
  { weight: 2, arbitrary: fc.constantFrom(...hostileNumbers) },
  { weight: 3, arbitrary: fc.constantFrom(...hostileValues) },
  { weight: 1, arbitrary: fc.jsonValue({ maxDepth: 3 }) },
  { weight: 1, arbitrary: text.map((name) => ({ [name]: name })) },
  { weight: 1, arbitrary: fc.array(text, { maxLength: 3 }) },
);

/** What the schema asks for, with awkward contents where it leaves them open. */
function buildFitting(schema: JsonSchema, depth = 0): fc.Arbitrary<unknown> {
  const options = Array.isArray(schema['anyOf']) ? schema['anyOf'].filter(isObject) : [];
  if (options.length > 0) return fc.oneof(...options.map((option) => buildFitting(option, depth)));
  const values = schema['enum'];
  if (Array.isArray(values)) return fc.constantFrom(...values);
  const types = Array.isArray(schema['type']) ? schema['type'] : [schema['type']];
  switch (types[0]) {
    case 'boolean':
      return fc.boolean();
    case 'integer':
      return fc.oneof(fc.integer({ min: 0, max: 200 }), fc.constantFrom(...hostileNumbers));
    case 'number':
      return fc.constantFrom(...hostileNumbers);
    case 'array':
      return fc.array(
        depth > 2 || !isObject(schema['items']) ? text : buildFitting(schema['items'], depth + 1),
        {
          maxLength: 3,
        },
      );
    case 'object': {
      const properties = isObject(schema['properties']) ? Object.entries(schema['properties']) : [];
      const members = properties.flatMap(([name, member]) =>
        isObject(member) && depth < 2 ? [[name, buildFitting(member, depth + 1)] as const] : [],
      );
      if (members.length === 0) return fc.dictionary(text, anything, { maxKeys: 2 });
      return fc.record(Object.fromEntries(members), { requiredKeys: [] });
    }
    default:
      return text;
  }
}

interface Change {
  /** Which of the places of the call, top-level ones first. */
  readonly place: number;
  readonly value: unknown;
}

/** Once in so many cases. */
const seldom = <Value>(times: number, arbitrary: fc.Arbitrary<Value>): fc.Arbitrary<Value | null> =>
  fc.oneof({ weight: times - 1, arbitrary: fc.constant(null) }, { weight: 1, arbitrary });

/** The text of a call's arguments. */
export function buildHostileArguments(tool: Tool): fc.Arbitrary<string> {
  const bases = [buildExample(tool, 'required'), ...buildFullCalls(tool)];
  const properties = fullSchema(tool)['properties'];
  const schemas = isObject(properties) ? Object.entries(properties) : [];
  const fitting = schemas.map(([name, schema]) =>
    buildFitting(isObject(schema) ? schema : {}).map((value) => ({ name, value })),
  );
  const change: fc.Arbitrary<Change> = fc.record({ place: fc.nat(200), value: anything });
  return fc
    .record({
      base: fc.nat(bases.length - 1),
      fitting: fitting.length === 0 ? fc.constant([]) : fc.array(fc.oneof(...fitting), { maxLength: 2 }),
      changes: fc.oneof(fc.constant([]), fc.array(change, { maxLength: 2 })),
      extra: seldom(8, fc.tuple(text, anything)),
      twice: seldom(12, fc.tuple(fc.nat(30), anything)),
    })
    .map(({ base, fitting: fits, changes, extra, twice }) => {
      let args: unknown = structuredClone(bases[base]);
      for (const { name, value } of fits) args = { ...Object(args), [name]: value };
      for (const { place, value } of changes) args = replaceAt(args, place, value);
      if (extra !== null) args = Object.fromEntries([...Object.entries(Object(args)), extra]);
      const json = JSON.stringify(args);
      if (twice === null) return json;
      // The same name once more, in front: what reads JSON takes the one or the other.
      const names = Object.keys(Object(args));
      const name = names[twice[0] % Math.max(1, names.length)] ?? 'id';
      return `{${JSON.stringify(name)}:${JSON.stringify(twice[1])}${names.length === 0 ? '' : ','}${json.slice(1)}`;
    });
}

/** Counts through all members, and puts the value at the one of that number. */
function replaceAt(value: unknown, place: number, replacement: unknown): unknown {
  const paths = listPaths(value, []);
  const chosen = paths[place % Math.max(1, paths.length)];
  return chosen === undefined ? value : replacePath(value, chosen, replacement);
}

type Steps = readonly string[];

function listPaths(value: unknown, at: Steps): readonly Steps[] {
  if (typeof value !== 'object' || value === null || at.length > 4) return [];
  const own = Object.keys(value)
    .slice(0, 60)
    .map((name) => [...at, name]);
  return [...own, ...own.flatMap((path) => listPaths(Object(value)[path.at(-1) ?? ''], path))];
}

function replacePath(value: unknown, [step, ...rest]: Steps, replacement: unknown): unknown {
  if (step === undefined) return replacement;
  const inner = replacePath(Object(value)[step], rest, replacement);
  if (Array.isArray(value)) return value.with(Number(step), inner);
  return Object.fromEntries(
    Object.entries(Object(value)).map(([name, member]) => [name, name === step ? inner : member]),
  );
}
