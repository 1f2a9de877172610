/** What Alloy may answer that JSON allows and programs trip over: over real HTTP, through the real client. */
import { describe, expect, it } from 'vitest';
import { explainNoJson } from '../../src/base/exact-json.ts';
import { answerBytes } from '../helpers/alloys/behaviours.ts';
import { startAlloyOfTest } from '../helpers/alloys/loopback-alloy.ts';
import { createCaller } from '../helpers/assemble.ts';
import { inFull } from '../helpers/extent.ts';
import { readFailure, readSuccess } from '../helpers/tool-results.ts';

const json = { 'content-type': 'application/json' };

async function ask(body: string | Uint8Array) {
  const alloy = await startAlloyOfTest([answerBytes(200, body, json)]);
  return createCaller(alloy).call('list_all_alloy_lists', {});
}

const read = async (body: string | Uint8Array) => readSuccess(await ask(body)).result;
const nest = (levels: number) => `${'['.repeat(levels)}${']'.repeat(levels)}`;

describe('numbers', () => {
  it.each([
    '9007199254740993',
    '-9007199254740993',
    '12345678901234567890123',
    '9007199254740992',
    '1e400',
    '-1e400',
    '1e-400',
    '1E22',
    '0.1234567890123456789',
    '1234567890123.4567',
    '5.0000000000000000001',
  ])('%s, which JavaScript cannot hold, comes as text of its digits', async (number) => {
    const positions = [`{"a":${number}}`, `{"a": ${number}}`, `{"a":\n${number} }`];
    for (const body of positions) expect(await read(body)).toEqual({ a: number });
    const within = [`[1,${number}]`, `[${number},1]`, `[{"b":"x","a":[${number}]}]`, number];
    expect(await Promise.all(within.map(read))).toEqual([
      [1, number],
      [number, 1],
      [{ b: 'x', a: [number] }],
      number,
    ]);
  });

  it.each([
    '9007199254740991',
    '-9007199254740991',
    '0.30000000000000004',
    '1700000000123',
    '1.10',
    '100000.000000000000000000',
    '1e5',
    '1E-7',
    '-0.0',
    '0',
    '1234.5678',
  ])('%s stays a number', async (number) => {
    expect(await read(`{"a":${number}}`)).toEqual({ a: JSON.parse(JSON.stringify(Number(number))) });
  });

  it.each([
    '"12345678901234567890"',
    '"[12345678901234567890, 1e400]"',
    '"a \\" , 12345678901234567890"',
    '"\\\\"',
    '"\\u0022 :12345678901234567890 "',
  ])('texts that look like them stay as they are: %s', async (text) => {
    const body = `{"${'x'.repeat(3)}":12345678901234567890,"a":${text},"b":12345678901234567890}`;
    expect(await read(body)).toEqual({
      xxx: '12345678901234567890',
      a: JSON.parse(text),
      b: '12345678901234567890',
    });
  });

  it.each(['{12345678901234567890:1}', '[00000000000000000001]', '[12345678901234567890.]', '[-]'])(
    'what is no JSON does not become some by it: %s',
    async (body) => {
      expect(readFailure(await ask(body)).kind).toBe('bad_answer');
    },
  );
});

describe('names', () => {
  it('that stand twice count once, with the last value', async () => {
    expect(await read('{"a":1,"b":2,"a":3}')).toEqual({ a: 3, b: 2 });
    expect(await read('{"a":1,"a":12345678901234567890}')).toEqual({ a: '12345678901234567890' });
  });

  it.each(['', ',"n":12345678901234567890'])('that mean something to JavaScript are data%s', async (more) => {
    const names = `{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}}${more}}`;
    const result = await read(`{"lists":[${names}]}`);
    expect(JSON.stringify(result)).toBe(
      `{"lists":[${names.replace('12345678901234567890', '"12345678901234567890"')}]}`,
    );
    expect(Reflect.get({}, 'polluted')).toBeUndefined();
    expect(Reflect.get(Object, 'polluted')).toBeUndefined();
  });
});

describe('bytes', () => {
  it.each([
    ['a stray byte', [0x22, 0xff, 0x22]],
    ['half a character', [0x22, 0xc3, 0x22]],
    ['an overlong form', [0x22, 0xc0, 0xaf, 0x22]],
    ['a surrogate', [0x22, 0xed, 0xa0, 0x80, 0x22]],
  ])('that are not UTF-8 are no answer: %s', async (_, bytes) => {
    const body = Uint8Array.from(bytes);
    expect(readFailure(await ask(body))).toMatchObject({ kind: 'bad_answer', status: 200 });
    expect(explainNoJson(body)).toBe('are not UTF-8');
  });

  it('may begin with a byte order mark', async () => {
    expect(await read('\ufeff{"a":1}')).toEqual({ a: 1 });
  });
});

describe('nesting', () => {
  it('is taken to 100 levels', async () => {
    expect(JSON.stringify(await read(nest(100)))).toBe(nest(100));
  });

  it.each(inFull([101, 10_000, 200_000, 1_000_000], (levels) => levels < 1_000_000))(
    'of %i levels is a bad answer, not the end of the server',
    async (levels) => {
      expect(readFailure(await ask(nest(levels)))).toMatchObject({ kind: 'bad_answer', status: 200 });
      const objects = `${'{"a":'.repeat(levels)}1${'}'.repeat(levels)}`;
      expect(readFailure(await ask(objects))).toMatchObject({ kind: 'bad_answer', status: 200 });
      expect(explainNoJson(Buffer.from(objects))).toBe('are nested deeper than 100 levels');
    },
  );

  it('counts what is open, not what there is', async () => {
    expect(await read(`[${Array(500).fill('[{}]').join()}]`)).toHaveLength(500);
    const text = '['.repeat(500);
    expect(await read(JSON.stringify({ text }))).toEqual({ text });
  });

  it('of an error answer does no harm either', async () => {
    const alloy = await startAlloyOfTest([answerBytes(400, `{"error":${nest(10_000)}}`, json)]);
    const error = readFailure(await createCaller(alloy).call('list_all_alloy_lists', {}));
    expect(error).toMatchObject({ kind: 'invalid_request', status: 400 });
  });
});
