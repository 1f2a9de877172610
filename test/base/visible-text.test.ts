import { describe, expect, it } from 'vitest';
import { mayHoldInvisible, stripInvisible, stripInvisibleIn } from '../../src/base/visible-text.ts';

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
    ['letters with marks', 'Zoë Ångström Þór O’Neil 李'],
  ])('%s stays', (_, text) => {
    expect(stripInvisible(text)).toBe(text);
  });
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
