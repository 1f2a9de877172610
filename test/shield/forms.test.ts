/** What a text may be of a person, by its form alone. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readDates, readEpoch } from '../../src/shield/texts/dates.ts';
import { looksPersonal } from '../../src/shield/texts/forms.ts';

const personal: readonly (readonly [text: string, kind: string])[] = [
  ['666-12-0417', 'ssn'],
  ['666120417', 'ssn'],
  ['٦٦٦١٢٠٤١٧', 'ssn'],
  ['６６６−１２−０４１７', 'ssn'],
  ['६६६१२०४१७', 'ssn'],
  ['98-1234567', 'ein'],
  ['4111 1111 1111 1111', 'card'],
  ['GB82 WEST 1234 5698 7654 32', 'iban'],
  ['12345', 'account'],
  ['1111222233330000', 'account'],
  ['D1234567', 'document'],
  ['D123-4567', 'document'],
  ['CA D1234567', 'document'],
  ['AB 12 34 56 C', 'document'],
  ['P<USASMITH<<JOHN<<<<<<<<<<<<<<<<<<<<<<<<<<<<', 'document'],
  ['jon.smith@example.com', 'email'],
  ['+1 202 555 0143', 'phone'],
  ['1985-01-23', 'birth_date'],
  ['1985-01-23T00:00:00.000Z', 'birth_date'],
  ['1985-01-23T05:00:00+00:00', 'birth_date'],
  ['1/23/85', 'birth_date'],
  ['23.01.1985', 'birth_date'],
  ['19850123', 'birth_date'],
  ['Jan 23, 1985', 'birth_date'],
  ['23 de enero de 1985', 'birth_date'],
  ['1er février 1985', 'birth_date'],
  ['23. März 1985', 'birth_date'],
  ['23JAN1985', 'birth_date'],
  ['1985年1月23日', 'birth_date'],
];

const nobodys = [
  ...[
    '',
    '1234',
    'Approved',
    'Manual Review',
    'R186',
    'step 12345',
    'Order 123456',
    '12345 Main Street',
    '98%',
  ],
  ...['2026-10-14', '10/14/2026', '10/14/26', '2026-10-14T00:00:00Z', '1985-01-23T05:11:12Z', '2031-01-01'],
  ...['$123,456.00', '123456 USD', '€ 1.234.567', '1,234,567', '0.123456789', '12345.67', '1791989231000'],
  ...['550e8400-e29b-41d4-a716-446655440000', 'S-kINmDHkR03PREoybIfNk', 'D-AE4g9XsmIO3irB6OvRJD'],
  ...[
    '203.0.113.24',
    '203.0.113.24:8443',
    '2001:db8::8a2e:370:7334',
    'v1.22.333',
    '3.14.159265358',
    'sha256',
  ],
  ...['9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08', '12207-1234', '15 years'],
];

describe('by its form a text is', () => {
  it.each(personal)('%s: %s', (text, kind) => {
    expect(looksPersonal(text)).toBe(kind);
    expect(looksPersonal(` ${text} `)).toBe(kind);
  });
  it.each(nobodys)('"%s": nobody\'s', (text) => {
    expect(looksPersonal(text)).toBeUndefined();
  });
});

const pad = (number: number) => String(number).padStart(2, '0');

/** The spellings of a day that a program or a person may choose. */
function spell(date: Date): readonly string[] {
  const [year, month, day] = [date.getUTCFullYear(), date.getUTCMonth() + 1, date.getUTCDate()];
  const names = (locale: string, style: 'long' | 'short') =>
    new Intl.DateTimeFormat(locale, {
      year: 'numeric',
      month: style,
      day: 'numeric',
      timeZone: 'UTC',
    }).format(date);
  return [
    `${year}-${pad(month)}-${pad(day)}`,
    `${year}/${month}/${day}`,
    `${pad(month)}/${pad(day)}/${year}`,
    `${pad(day)}.${pad(month)}.${year}`,
    // Two digits of another year may be of these years, too.
    ...(year > 1945 && year < 2000 ? [`${day}-${month}-${String(year).slice(2)}`] : []),
    `${year}${pad(month)}${pad(day)}`,
    date.toISOString(),
    ...['en-US', 'en-GB', 'es', 'fr', 'de', 'pt', 'it', 'nl', 'ja'].flatMap((locale) => [
      names(locale, 'long'),
      names(locale, 'short'),
    ]),
  ];
}

const day = fc.date({ min: new Date('1930-01-01'), max: new Date('2005-12-31'), noInvalidDate: true });

describe('dates', () => {
  it('mean the same in every spelling', () => {
    fc.assert(
      fc.property(day, (moment) => {
        const date = new Date(Math.floor(moment.getTime() / 86_400_000) * 86_400_000);
        const ymd = date.getUTCFullYear() * 10_000 + (date.getUTCMonth() + 1) * 100 + date.getUTCDate();
        for (const text of spell(date)) {
          const folded = text.normalize('NFKD').replace(/\p{M}/gu, '');
          expect({ text, read: readDates(folded).map((each) => each.ymd) }).toEqual({
            text,
            read: expect.arrayContaining([ymd]),
          });
        }
        for (const text of spell(date))
          expect({ text, kind: looksPersonal(text) }).toEqual({ text, kind: 'birth_date' });
        if (date.getTime() !== 0) {
          expect(readEpoch(date.getTime())).toContain(ymd);
          expect(readEpoch(date.getTime() / 1000)).toContain(ymd);
        }
      }),
    );
  });
  it('are none with a month or day that no calendar has', () => {
    for (const text of ['1985-13-23', '1985-01-32', '00/00/1985', '13/32/1985', '23 foo 1985'])
      expect(readDates(text)).toEqual([]);
  });
});
