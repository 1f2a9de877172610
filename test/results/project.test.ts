import { TreeInterpreter } from '@jmespath-community/jmespath';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { CallError } from '../../src/base/errors.ts';
import { parseFields } from '../../src/results/fields.ts';
import { project } from '../../src/results/project.ts';

const answer = {
  status: 'completed',
  summary: { outcome: 'Approved', score: 0.9, note: null },
  entities: [
    { entity_token: 'P-1', status: 'open', tags: ['a'] },
    { entity_token: 'P-2', tags: [] },
  ],
  'Vendor X': [{ a: 1 }],
};

function read(expression: string): unknown {
  return project(expression, answer).value;
}

function refusal(expression: string): string {
  try {
    parseFields(expression);
  } catch (error) {
    if (error instanceof CallError && error.kind === 'invalid_arguments') return error.message;
    throw error;
  }
  throw new Error(`${expression} was taken.`);
}

test('evaluates JMESPath', () => {
  expect(read('summary.outcome')).toBe('Approved');
  expect(read('entities[].{token: entity_token}')).toEqual([{ token: 'P-1' }, { token: 'P-2' }]);
  expect(read('length(entities)')).toBe(2);
  expect(read('"Vendor X"[0].a')).toBe(1);
  expect(read('status[3:]')).toBe('pleted');
});

test('a comma list keeps plain paths in their places and names the others by their text', () => {
  expect(read('status, summary.outcome, entities[].entity_token, entities.status,')).toEqual({
    status: 'completed',
    summary: { outcome: 'Approved' },
    entities: [{ entity_token: 'P-1', status: 'open' }, { entity_token: 'P-2' }],
  });
  expect(read('status, length(entities)')).toEqual({ status: 'completed', 'length(entities)': 2 });
  expect(project('entity_token', answer.entities).value).toBeNull();
  expect(project('entity_token, tags', answer.entities).value).toEqual(
    answer.entities.map(({ entity_token, tags }) => ({ entity_token, tags })),
  );
});

test.each([
  [
    'sumary.outcome',
    /matched nothing: the top-level members of the result are status, summary, entities, "Vendor X"/,
  ],
  ['summary.outcom', /the members of summary are outcome, score, note/],
  ['entities.status', /entities is a list; write entities\[\]\.status/],
  ['status, sumary', /matched nothing for sumary: the top-level members/],
])('says what there is where %s matches nothing', (expression, notice) => {
  expect(project(expression, answer).notice).toMatch(notice);
});

test('a null of Alloy is an answer', () => {
  expect(project('summary.note', answer).notice).toBeUndefined();
});

test.each([
  ['summary..outcome', /"\." is not expected at column 9: summary\. >>>\.outcome\. Write JMESPath/],
  ['status, summary.[', /ends too early, at column 18/],
  ['status, a b, c', /"b" is not expected at column 11: status, a {2}>>>b, c/],
  ['summary.#x', /"#" is not expected at column 9/],
  ['"open', /column 1: {2}>>>"open/],
  ['lenght(entities)', /no function lenght\(\); there are .*length/],
  ["pad_left('x', `1000000000`)", /no function pad_left/],
  ['let $a = status in $a', /let expressions/],
  ['', /is empty/],
  ['a'.repeat(1001), /1001 characters; at most 1000/],
])('refuses %s and says where and what is expected', (expression, message) => {
  expect(refusal(expression)).toMatch(message);
});

test.each(['__proto__', 'constructor', 'constructor.prototype', 'toString', 'summary.hasOwnProperty'])(
  'reads nothing of the prototype: %s',
  (expression) => {
    expect(read(expression)).toBeNull();
    expect(read(`${expression}, status`)).toEqual({
      status: 'completed',
      ...(expression.startsWith('summary') ? { summary: {} } : {}),
    });
  },
);

test('a member called __proto__ is data', () => {
  const value: unknown = JSON.parse('{"__proto__": {"a": 1}, "b": 2}');
  expect(project('__proto__.a', value).value).toBe(1);
  expect(JSON.stringify(project('__proto__, b', value).value)).toBe('{"__proto__":{"a":1},"b":2}');
});

test.each([
  ['doubling', Array.from({ length: 80 }, () => '[@,@][]').join('|')],
  ['sharing', `${Array.from({ length: 80 }, () => '[@,@]').join('|')}`],
  [
    'comparing',
    `[${Array.from({ length: 40 }, () => '[@,@]').join('|')}, ${Array.from({ length: 40 }, () => '[@,@]').join('|')}] | [0] == [1]`,
  ],
  ['text', `${Array.from({ length: 40 }, () => '[@,@]').join('|')}|to_string(@)`],
  ['joining', "join(to_string($), map(&'x', items[].items[]))"],
  ['the root for each item', 'items[*].[$]'],
])('stops an expression that makes too much: %s', (_, expression) => {
  const value = {
    items: Array.from({ length: 3000 }, (__, index) => ({
      index,
      items: [1, 2, 3, 4],
      text: 'x'.repeat(200),
    })),
  };
  expect(() => project(expression, value)).toThrow(/makes too much/);
});

test('what functions evaluate for each item counts too, and each search has a whole budget', () => {
  const items = Array.from({ length: 250_000 }, (_, index) => ({ a: { b: { c: { d: index } } } }));
  const costly = 'length(map(&a.b.c.d, items))';
  expect(project(costly, { items }).value).toBe(items.length);
  expect(project(costly, { items }).value).toBe(items.length);
  expect(() => project(`[${costly}, ${costly}]`, { items })).toThrow(/makes too much/);
});

test("the library's own interpreter stays as it is", () => {
  read('status');
  expect(Object.keys(TreeInterpreter)).not.toContain('visit');
  expect(TreeInterpreter.search({ type: 'Root' }, 'own')).toBe('own');
});

test('whatever is written, it gives JSON or is refused with a CallError', () => {
  const piece = fc.constantFrom(
    'status',
    'summary',
    '.',
    '[]',
    '[*]',
    '[0]',
    ',',
    '|',
    '@',
    '$',
    '{a:',
    '}',
    '(',
    ')',
    'length(',
    "'x'",
    '`1`',
    '`',
    '"',
    '[?',
    '==',
    '&',
    '!',
    '-',
    '*',
    ' ',
    '\u0000',
    'é',
  );
  fc.assert(
    fc.property(
      fc.oneof(
        fc.array(piece, { maxLength: 12 }).map((all) => all.join('')),
        fc.string({ unit: 'binary' }),
      ),
      (expression) => {
        try {
          const { value } = project(expression, answer);
          expect(JSON.parse(JSON.stringify(value))).toEqual(value);
        } catch (error) {
          if (!(error instanceof CallError)) throw error;
          expect(error.message).toMatch(/^fields/);
        }
      },
    ),
    { numRuns: 2000, seed: 5 },
  );
});
