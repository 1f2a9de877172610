/** Known values are found in every spelling, at a cost that does not depend on how many there are. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Kind } from '../../src/shield/kind.ts';
import { Automaton } from '../../src/shield/texts/automaton.ts';
import { KnownValues } from '../../src/shield/texts/known-values.ts';
import { replaceKnown } from '../../src/shield/texts/replace-known.ts';

function replaceIn(value: unknown, strict: boolean, ...known: readonly (readonly [Kind, string])[]): unknown {
  const values = new KnownValues({ strict });
  for (const [kind, text] of known) values.add(kind, text);
  return replaceKnown(value, values, (kind) => `<${kind}>`);
}

const encode = (text: string) => [...Buffer.from(text)].map((byte) => `%${byte.toString(16)}`).join('');

describe('the search for many patterns', () => {
  it('finds what a search for each finds', () => {
    const word = fc.array(fc.constantFrom(97, 98, 0x3b1), { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(
        fc.array(word, { maxLength: 8 }),
        fc.array(fc.constantFrom(97, 98, 99, 0x3b1)),
        (words, text) => {
          const automaton = new Automaton(words);
          const found = new Set<string>();
          let node = 0;
          for (const [index, code] of text.entries()) {
            node = automaton.step(node, code);
            for (let each = automaton.findEnding(node); each >= 0; each = automaton.nextEnding(each))
              found.add(`${words[automaton.patternAt(each)]} before ${index + 1}`);
          }
          const expected = words.flatMap((each) =>
            text
              .map((_, index) => index + 1)
              .filter(
                (end) =>
                  end >= each.length && each.every((code, at) => text[end - each.length + at] === code),
              )
              .map((end) => `${each} before ${end}`),
          );
          expect([...found].sort()).toEqual([...new Set(expected)].sort());
        },
      ),
    );
  });
});

describe.each([false, true])('strict: %s', (strict) => {
  const values: readonly (readonly [Kind, string, readonly string[]])[] = [
    [
      'ssn',
      '666-12-0417',
      ['666120417', '666 12 0417', '666/12/0417', '666.12_0417', '٦٦٦١٢٠٤١٧', '６６６‐１２‐０４１７'],
    ],
    [
      'license',
      'D1234567',
      ['d1234567', 'D123-4567', 'D 123 4567', 'D123%204567', 'D123&#45;4567', 'Ｄ1234567'],
    ],
    ['account', '0012345678', ['12345678', '000012345678', '12-345-678']],
    ['account', '12345678', ['0012345678', '1234 5678']],
    [
      'email',
      'Jon.Smith@example.com',
      [
        'jon.smith%40example.com',
        'JON.SMITH%2540EXAMPLE.COM',
        'jon.smith&#64;example.com',
        'jon.smith&amp;#x40;example.com',
        'jon.smith\\u0040example.com',
        'Jon.Smith\\\\u0040example.com',
      ],
    ],
    ['phone', '+12025550143', ['%2B12025550143', '1 (202) 555-0143', '+1.202.555.0143']],
    ['secret', 'Blue Whale', ['bluewhale', 'BLUE-WHALE', 'Blue%20Whale', 'Blué Whale']],
    [
      'birth_date',
      '1985-01-23',
      [
        '01/23/1985',
        '1/23/85',
        '23.01.1985',
        'Jan 23, 1985',
        '23 January 1985',
        '19850123',
        '1985-01-23T00:00:00.000Z',
        '475286400',
        '475286400000',
        '23 de enero de 1985',
        '23. Jan. 1985',
      ],
    ],
    ['birth_date', '1/2/85', ['1985-01-02', '2 January 1985', '1985-02-01']],
    ['birth_date', '-86400', ['1969-12-31', 'Dec 31, 1969']],
  ];
  it.each(values)('%s %s', (kind, text, spellings) => {
    for (const each of [text, ...spellings, encode(text)]) {
      const shown = `<${kind}>`;
      expect(
        replaceIn([each, `We saw ${each} there, (${each}) and "${each}"`], strict, [kind, text]),
      ).toEqual([shown, `We saw ${shown} there, (${shown}) and "${shown}"`]);
    }
  });

  it('numbers', () => {
    expect(
      replaceIn(
        [12345678, 1234567, 123456789, 475286400, 19850123, 19850124],
        strict,
        ['account', '0012345678'],
        ['birth_date', '01/23/1985'],
      ),
    ).toEqual(['<account>', 1234567, 123456789, '<birth_date>', '<birth_date>', 19850124]);
  });

  it('no part of a longer number or word', () => {
    const texts = [
      'took 44000192134 twice',
      'took 14400019213 twice',
      'we are Mayan since 1985 or so',
      '1985-01-24',
      'P-44000192134400019213',
    ];
    expect(
      replaceIn(texts, strict, ['account', '4400019213'], ['name', 'Maya'], ['birth_date', '1985-01-23']),
    ).toEqual(texts);
  });

  it('what stands apart is no value', () => {
    const texts = ['4400\n019213', '4400, 019213', '4400 then 019213', '4400      019213'];
    expect(replaceIn(texts, strict, ['account', '4400019213'])).toEqual(texts);
  });

  it('the oldest are forgotten', () => {
    const values = new KnownValues({ strict, limit: 2 });
    for (const text of ['666120417', '666120418', '666120419']) values.add('ssn', text);
    expect(['666120417', '666120418', '666120419'].map((each) => values.findWhole(each)?.text)).toEqual([
      undefined,
      '666120418',
      '666120419',
    ]);
  });
});

describe('values that were opened', () => {
  it.each([
    ['name', 'Jonathan', ['x Jonathan', 'who is Jonathan', 'jonathan', 'JONATHAN!', 'a_Jonathan']],
    ['secret', '737', ['x 737', '737', '(737)']],
    [
      'ssn',
      '666120417',
      [
        'id666120417',
        '666120417x',
        'NjY2MTIwNDE3',
        'x=NjY2MTIwNDE3',
        Buffer.from('{"v":"666120417"}').toString('base64'),
        Buffer.from('v:666120417.').toString('base64'),
        '363636313230343137',
      ],
    ],
  ] as const)('%s %s', (kind, value, texts) => {
    for (const text of texts) {
      const shown = replaceIn(text, true, [kind, value]);
      expect(shown).toContain(`<${kind}>`);
      expect(shown).not.toMatch(/jonathan|737|6661|2MTIw|3636/i);
    }
    expect(replaceIn(texts, false, [kind, value])).not.toEqual(replaceIn(texts, true, [kind, value]));
  });
  it('a short one is no part of a number, a name in small letters may be a word', () => {
    const texts = ['1.737 items', '737-12', '7-3-7', '1737', 'they will go, they may stay'];
    expect(replaceIn(texts, true, ['secret', '737'], ['name', 'Will'], ['name', 'May'])).toEqual(texts);
  });
});
