/** The shield's time grows as the text does, whatever the text says, and not with how many values begin alike. */
import { describe, expect, it } from 'vitest';
import { findNearest } from '../../src/base/nearest.ts';
import { stripInvisible } from '../../src/base/visible-text.ts';
import { openArguments } from '../../src/shield/stand-ins/open-arguments.ts';
import { createStandIns } from '../../src/shield/stand-ins/stand-ins.ts';
import { looksPersonal } from '../../src/shield/texts/forms.ts';
import { KnownValues } from '../../src/shield/texts/known-values.ts';
import { replaceKnown } from '../../src/shield/texts/replace-known.ts';
import { inFull } from '../helpers/extent.ts';
import { listSteep, measureGrowth, mostGrowth } from '../helpers/growth.ts';
import { everything, firstKey, makeShield } from './shield-maker.ts';

const every = [
  ...[
    '1234"{}\\',
    '1234 {}dl-',
    '1234 {}license-',
    '1234 {}dl-dl-1',
    '1234 {}A ',
    '1',
    '1 ',
    '12-',
    '1-',
    '1.',
    '1,',
  ],
  ...[
    '1234 {}"',
    '1234 {}`',
    '1234 {}":',
    '1234 {}=',
    '1234 {}a=',
    '1234 {}ssn=',
    '1234 {}ssn ',
    '1234 {}ssn:1 ',
  ],
  ...[
    '1234 {}<a>',
    '1234 {}<a ',
    '1234 {}<',
    '1234 {}</',
    '1234 {}<ssn>1',
    '1234 {}&',
    '1234 {}&amp;',
    '1234 {}%25',
  ],
  ...[
    '1234 {}%',
    '1234 {}\\u',
    '1234 {}a_',
    '1234 {}aB',
    '1234 {}A',
    '1234 {}_',
    '1234 {}[',
    '1234 {}(a)=(',
    '1234 {})=(',
  ],
  ...[
    '1234 {}account number ',
    '1234 {}passport ',
    '1234 {}born ',
    '1234 {}dob 1 ',
    '1234 {}jan 1 ',
    '1234 {}1 jan ',
  ],
  ...[
    '1234 {}a@',
    '1234 {}@a.',
    '1234 {}@',
    '1234 {}a.',
    '1234 {}GB82',
    '1234 {}GB82 ',
    '1234 {}+1 ',
    '1234 {}(1) ',
  ],
  ...[
    '666-12-',
    '666-12-0417',
    '4111 ',
    '4111111111111111',
    '98-1234567 ',
    'order 98-1234567 ',
    '1985-01-',
    '1985-01-23 ',
  ],
  ...[
    '1234 {}ssn,dob\n',
    '1234 {}|',
    '1234 {},\n',
    '1234 {}a,b\n1,2\n',
    '1234 {}\n',
    '1234 {}a: \n',
    '1234 {}"a": {',
  ],
  ...[
    '1234 {}pii:',
    '1234 {}pii:ssn:',
    'pii:a_',
    '1234 {}\u0660',
    '1234 {}\u00e9',
    '1234 {}\u0301',
    '1234 {}\u200d',
  ],
  ...[
    '1234 {}ssn and dob and ',
    '1234 {}is the ',
    '1 is the ',
    '1 (',
    '1234 {}<<',
    'P<<',
    'A1<',
    '$1',
    '1 usd ',
    'http://',
  ],
  ...[
    "1234 {}d'",
    '1234 {}of ',
    '1234 {}the 1 ',
    "1234 {}'",
    '1234 {} ',
    '1234 {}\t',
    '1234 {}-',
    '1234 {}.',
    '1234 {}{',
    'x',
  ],
];
/** The quick suite has every fourth. */
const pieces = inFull(every, (_, index) => index % 4 === 0);
const size = 4000;

describe.each([
  ['by default', ''],
  ['with everything on', everything],
])('a text %s', (_, modes) => {
  const shield = makeShield(modes);
  it('in a note', () => {
    expect(listSteep(pieces, (text) => shield.protect({ note: text }, ''), size)).toEqual([]);
  });
  it('in a field that is personal, in an id, in a name, in raw answers', () => {
    const protect = (text: string) =>
      shield.protect(
        { document_ssn: text, external_id: text, [text]: 1, raw_responses: { vendor: [{ x: text }] } },
        '',
      );
    expect(listSteep(pieces, protect, size / 4)).toEqual([]);
  });
});

it('forms, opening and invisible characters', () => {
  const standIns = createStandIns({ keys: [firstKey], place: [] });
  const run = (text: string) => {
    looksPersonal(text);
    stripInvisible(text);
    try {
      openArguments({ note: text, [text]: 1 }, { standIns, principal: '' });
    } catch {}
  };
  expect(listSteep(pieces, run, size)).toEqual([]);
});

describe.each([false, true])('known values, strict: %s', (strict) => {
  /** Values that begin alike, or are parts of one another, and a text that is full of how they begin. */
  const families: readonly (readonly [string, (index: number) => string, string])[] = [
    ['one first word', (index) => `A ${100_000 + index}`, 'A '],
    ['one first word, whole', (index) => `A ${100_000 + index}`, 'A 100000 '],
    ['digits', (index) => `1234567${index}`, '1234567'],
    ['zeros', (index) => `1${'0'.repeat(index % 150)}${index}`, '0'],
    ['ones', (index) => '1'.repeat(6 + (index % 150)), '1'],
    ['ones apart', (index) => '1'.repeat(6 + (index % 150)), '1 '],
    ['names', (index) => `John ${index.toString(36)}`, 'John '],
    ['escapes', (index) => `a@b${index}.example`, 'a%40b'],
    ['dates', (index) => `19${String(index % 100).padStart(2, '0')}-01-23`, '1985-01-'],
  ];
  it.each(families)('%s', (name, build, piece) => {
    const kind = name === 'names' ? 'name' : name === 'dates' ? 'birth_date' : 'account';
    const growth = measureGrowth((length) => {
      const values = Array.from({ length: length / 10 }, (_, index) => build(index));
      const text = `1234 of them ${piece.repeat(length / piece.length)}`;
      return () => {
        const known = new KnownValues({ strict });
        for (const each of values) known.add(kind, each);
        return replaceKnown({ note: text }, known, () => '***');
      };
    }, size);
    expect(growth).toBeLessThan(mostGrowth);
  });
  it('that are forgotten again', () => {
    const growth = measureGrowth(
      (length) => () => {
        const known = new KnownValues({ strict, limit: length / 20 });
        for (let index = 0; index < length; index += 1)
          known.add('birth_date', `19${10 + (index % 90)}-01-2${index % 9} ${index}`);
        return known.findIn('1985-01-23');
      },
      size,
    );
    expect(growth).toBeLessThan(mostGrowth);
  });
});

it('names that are near to what was given', () => {
  const names = Array.from({ length: 50 }, (_, index) => `create_a_alloy_thing_${index}`);
  expect(listSteep(['a', 'create_a_alloy_'], (text) => findNearest(text, names), size)).toEqual([]);
});
