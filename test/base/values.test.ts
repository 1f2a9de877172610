import { describe, expect, expectTypeOf, it } from 'vitest';
import { defined, isContainer, isObject, readMember, readMembers } from '../../src/base/values.ts';

const parse = (json: string): unknown => JSON.parse(json);

describe('isObject and isContainer', () => {
  it.each([
    [{}, true, true],
    [Object.create(null), true, true],
    [[], false, true],
    [null, false, false],
    ['{}', false, false],
    [undefined, false, false],
    [() => undefined, false, false],
  ])('%o', (value, object, container) => {
    expect(isObject(value)).toBe(object);
    expect(isContainer(value)).toBe(container);
  });
});

describe('readMembers', () => {
  it('gives what an object has, and nothing of what is none', () => {
    expect(readMembers({ a: 1 })).toEqual({ a: 1 });
    for (const value of [['a'], 'text', null, undefined, 7]) expect(readMembers(value)).toEqual({});
  });
});

describe('readMember', () => {
  const value = parse('{"event": {"entities": [{"id": "P-1"}, null]}, "__proto__": {"a": 1}, "": 2}');

  it.each([
    ['event.entities.0.id', 'P-1'],
    ['event.entities.1', null],
    ['__proto__.a', 1],
    ['event.entities.1.id', undefined],
    ['event.entities.2', undefined],
    ['event.entities.0.id.length', undefined],
    ['constructor', undefined],
    ['event.toString', undefined],
  ])('%s', (path, found) => {
    expect(readMember(value, path)).toEqual(found);
  });

  it('the empty path is the value itself', () => {
    expect(readMember(value, '')).toBe(value);
    expect(readMember('text', '')).toBe('text');
  });
});

describe('defined', () => {
  it('leaves out what is undefined, and nothing else', () => {
    const given: { a: number; b: string | undefined; c?: boolean; d: null } = { a: 0, b: undefined, d: null };
    const kept = defined(given);
    expect(Object.entries(kept)).toEqual([
      ['a', 0],
      ['d', null],
    ]);
    expectTypeOf(kept.a).toEqualTypeOf<number>();
    expectTypeOf(kept).toExtend<{ a: number; b?: string; c?: boolean; d: null }>();
  });
});
