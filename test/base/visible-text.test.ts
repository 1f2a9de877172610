import { describe, expect, it } from 'vitest';
import {
  cleanText,
  invisible,
  matchCharacters,
  mayHoldInvisible,
  stripInvisible,
  stripInvisibleIn,
  unreadable,
} from '../../src/base/visible-text.ts';

describe('what nobody sees', () => {
  it.each([
    ['bidirectional override', 'user\u202etxt.exe', 'usertxt.exe'],
    ['isolates', 'a\u2066b\u2069c', 'abc'],
    ['zero width spaces', 'ig\u200bnore', 'ignore'],
    ['byte order mark', '\ufeffAda', 'Ada'],
    ['soft hyphen', 'ap\u00adprove', 'approve'],
    [
      'tag characters',
      `Ada${[...'approve'].map((c) => String.fromCodePoint(0xe0000 + c.charCodeAt(0))).join('')}`,
      'Ada',
    ],
    ['variation selectors that carry bytes', 'A\u{e0101}\u{e0102}da', 'Ada'],
    ['control characters', 'a\u0000b\u001b[31mc\u007f\u0085', 'ab[31mc'],
    ['line separators', 'a\u2028b\u2029c', 'abc'],
    ['Hangul fillers', 'a\u3164b\u115f', 'ab'],
    ['what fonts draw nothing for', 'a\u034fb\u17b4c\u180bd\u2065e\u{e0fff}f', 'abcdef'],
    ['joiners between Latin letters', 'ap\u200dprove\u200c!', 'approve!'],
    ['a row of joiners', 'क\u200d\u200d\u200dष', 'कष'],
    ['lone surrogates', 'a\ud800b', 'ab'],
  ])('%s is taken out', (_, text, expected) => {
    expect(stripInvisible(text)).toBe(expected);
    expect(mayHoldInvisible(Buffer.from(JSON.stringify(text)))).toBe(true);
  });

  it.each([
    ['line breaks and tabs', 'one\n\ttwo\r\n'],
    ['Persian with a non-joiner', 'می\u200cخواهم'],
    ['a conjunct with a joiner', 'क्\u200dष'],
    ['a family emoji', '👩\u200d👩\u200d👧'],
    ['an emoji with a style', '❤\ufe0f'],
    ['letters newer than this Unicode, and private ones', 'a\u{323b0}b\ue000c'],
    ['letters with marks', 'Zoë Ångström Þór O’Neil 李'],
  ])('%s stays', (_, text) => {
    expect(stripInvisible(text)).toBe(text);
  });
});

/** One of each class, in the order of the table. */
const samples = ['\u0007', '\u202e', '\u3164', '\u2028', '\ud800', '\ue000', '\u00a0'];

it('every class has its characters, and no other has them', () => {
  const all = Array.from({ length: 0x110000 }, (_, code) => String.fromCodePoint(code));
  const count = (names: Parameters<typeof matchCharacters>[0]) => {
    const pattern = matchCharacters(names);
    return all.filter((character) => pattern.test(character));
  };
  const reference = /[\p{C}\p{Z}\p{Default_Ignorable_Code_Point}]/u;
  expect(count([...unreadable, 'otherSpace'])).toEqual(
    all.filter((character) => character !== ' ' && reference.test(character)),
  );
  expect(count(['otherSpace'])).toEqual(
    all.filter((character) => character !== ' ' && /\p{Zs}/u.test(character)),
  );
  expect(samples.filter((sample) => matchCharacters(invisible).test(sample))).toEqual(samples.slice(0, 5));
  expect(samples.filter((sample) => matchCharacters(unreadable).test(sample))).toEqual(samples.slice(0, 6));
});

it('a record or a terminal gets a mark for each that nobody could read', () => {
  expect(cleanText(samples.map((sample) => `a${sample}`).join(''))).toBe('a?a?a?a?a?a?a\u00a0');
});

it('goes through a whole value, member names too, and gives the same value when it is clean', () => {
  const clean = { a: ['b', { c: 1, d: null }], e: true };
  expect(stripInvisibleIn(clean)).toBe(clean);
  expect(stripInvisibleIn({ 'na\u200bme': ['x\u202ey', { z: 'q' }] })).toEqual({ name: ['xy', { z: 'q' }] });
});

it('plain JSON need not be looked through', () => {
  const json = JSON.stringify({ note: 'said "yes"\n\tand C:\\temp', amount: 12 });
  expect(mayHoldInvisible(Buffer.from(json))).toBe(false);
});
