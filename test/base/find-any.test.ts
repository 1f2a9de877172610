/** The search for several texts at once finds what a search for each finds. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createFindAny } from '../../src/base/find-any.ts';

/** Few letters, so that texts share their parts. */
const letters = fc.constantFrom('a', 'b', 'ab', 'é', '𝄞');
const wanted = fc.array(fc.string({ unit: letters, minLength: 4, maxLength: 12 }), {
  minLength: 1,
  maxLength: 5,
});
const around = fc.string({ unit: letters, maxLength: 30 });

describe('any of several texts', () => {
  it('is found wherever it stands', () => {
    const planted = fc.property(wanted, around, around, fc.nat(), (texts, before, after, choice) => {
      const text = before + texts[choice % texts.length] + after;
      expect(createFindAny(texts)(text)).toBe(true);
    });
    fc.assert(planted, { numRuns: 3000 });
  });

  it('is found nowhere else', () => {
    const random = fc.property(wanted, around, (texts, text) => {
      expect(createFindAny(texts)(text)).toBe(texts.some((each) => text.includes(each)));
    });
    fc.assert(random, { numRuns: 3000 });
  });

  it('is nothing when none is looked for, and has to be long enough', () => {
    expect(createFindAny([])('text')).toBe(false);
    expect(() => createFindAny(['abc'])).toThrow('too short');
  });
});
