import fc from 'fast-check';
import { countTokens } from 'gpt-tokenizer/encoding/o200k_base';
import { expect, test } from 'vitest';
import { weigh } from '../../src/results/weigh.ts';

/** Text of random characters between two code points, the worst that a class of characters can hold. */
function randomText(...ranges: readonly (readonly [number, number])[]): string {
  const unit = fc
    .oneof(...ranges.map(([min, max]) => fc.integer({ min, max })))
    .map((code) => String.fromCodePoint(code));
  const [text = ''] = fc
    .sample(fc.array(unit, { minLength: 6000, maxLength: 6000, size: 'max' }), { seed: 7, numRuns: 1 })
    .map((units) => units.join(''));
  return text;
}

const lower = [0x61, 0x7a] as const;
const upper = [0x41, 0x5a] as const;
const digits = [0x30, 0x39] as const;

const texts: Readonly<Record<string, string>> = {
  digits: randomText(digits),
  'numbers of one digit': randomText(digits).split('').join(','),
  'lower case': randomText(lower),
  'upper case': randomText(upper),
  'hexadecimal, as ids are': Buffer.from(randomText([0, 255]), 'latin1').toString('hex'),
  base64: Buffer.from(randomText([0, 255]), 'latin1').toString('base64'),
  'letters and digits, as tokens are': randomText(lower, upper, digits),
  ASCII: JSON.stringify(randomText([0x20, 0x7e])),
  controls: JSON.stringify(randomText([0, 31])),
  'Latin with accents': randomText([0xc0, 0x17f]),
  Greek: randomText([0x391, 0x3c9]),
  Cyrillic: randomText([0x410, 0x44f]),
  Arabic: randomText([0x621, 0x64a]),
  Chinese: randomText([0x4e00, 0x9fff]),
  Korean: randomText([0xac00, 0xd7a3]),
  Japanese: randomText([0x3041, 0x3096]),
  emoji: randomText([0x1f300, 0x1f5ff]),
  'rare characters': randomText([0x13000, 0x1342f]),
  'any plane': randomText([0x800, 0xd7ff], [0xe000, 0xffff], [0x10000, 0x1ffff]),
  'a JSON list of ids': JSON.stringify(randomText(lower, digits).match(/.{20}/gsu)),
};

test.each(Object.entries(texts))('never weighs less than its tokens: %s', (_, text) => {
  expect(weigh(text) / 4).toBeGreaterThanOrEqual(countTokens(text, { disallowedSpecial: new Set() }));
});

test('weighs an English sentence less than twice its characters, and never less than them', () => {
  const sentence = 'The applicant was approved because every document could be verified.';
  expect(weigh(sentence)).toBeLessThan(2 * sentence.length);
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 300 }), (text) => {
      expect(weigh(JSON.stringify(text))).toBeGreaterThanOrEqual(JSON.stringify(text).length);
    }),
  );
});
