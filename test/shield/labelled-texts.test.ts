/** What words and names around a number or date say of it: in whatever order, language, list or format. */
import { describe, expect, it } from 'vitest';
import { makeShield } from './shield-maker.ts';

const shield = makeShield('');

/** Values by what says so, each with a piece that must not be seen. */
const values: Readonly<Record<string, readonly string[]>> = {
  ssn: [
    '666120417',
    '666-12-0417',
    '666 12 0417',
    '666/12/0417',
    '666.12-0417',
    '666–12–0417',
    '٦٦٦١٢٠٤١٧',
    '６６６１２０４１７',
    '666·12·0417',
  ],
  birth: [
    '1985-01-23',
    '01/23/1985',
    '23.01.1985',
    '1/23/85',
    '19850123',
    'Jan 23, 1985',
    '23 January 1985',
    '23rd of January 1985',
    '23 de enero de 1985',
    '23 janvier 1985',
    '23. März 1985',
    '23 gennaio 1985',
    '1985-01-23T00:00:00Z',
    '23JAN1985',
  ],
  passport: ['XK1234567', 'X12345678', '123456789'],
  license: ['D1234567', 'D123-4567', 'MORGA657054SM9IJ', 'S123-4567-8901'],
  account: ['4400019213', '12345678', '4400-0192-13'],
  national: ['AB123456C', 'AB 12 34 56 C', '123.456.789-09', '1234 5678 9012'],
};
const labels: Readonly<Record<string, readonly string[]>> = {
  ssn: [
    'SSN',
    'ssn:',
    'SSN#',
    'S.S.N.',
    'Social Security Number',
    'social security no.',
    'SSN=',
    'document_ssn',
    'applicant.ssn:',
    'ITIN',
    'SSN of the applicant is',
    'número de seguro social',
  ],
  birth: [
    'DOB',
    'born on',
    'D.O.B.',
    'date of birth:',
    'birthdate',
    'birthday is',
    'geboren am',
    'Geburtsdatum:',
    'né le',
    'née le',
    'date de naissance',
    'nacido el',
    'fecha de nacimiento:',
    'nata il',
    'nascido em',
    'geboortedatum',
    'birth_date=',
  ],
  passport: [
    'passport',
    'Passport no.',
    'passport number was',
    'passportNumber',
    'document_passport:',
    'Reisepass',
    'pasaporte',
    'passeport n°',
    'passaporto',
    'paspoort',
  ],
  license: [
    'license',
    "driver's license number",
    'DL#',
    'licence no',
    'driving licence:',
    'Führerschein',
    'permis de conduire',
    'licencia de conducir',
    'rijbewijs',
    'document_license=',
  ],
  account: [
    'account number',
    'acct no.',
    'account #',
    'account number for the customer is',
    'account_number=',
    'Kontonummer',
    'número de cuenta:',
    'accountNumber:',
  ],
  national: [
    'national_id=',
    'national id',
    'national insurance number',
    'NINO',
    'CPF',
    'Aadhaar',
    'identity card',
    'id card no:',
    'Personalausweis',
    "carte d'identité",
    'cédula',
    'DNI',
  ],
};

/** Without the masks, and without all that is no letter or digit. */
const bare = (text: string) =>
  text
    .normalize('NFKC')
    .replace(/\*\*\*\w{0,4}/g, '')
    .replace(/[^\p{L}\p{Nd}]/gu, '')
    .replace(/\p{Nd}/gu, (digit) => String((digit.charCodeAt(0) & 15) % 10));

/** What a mask leaves out: all but the last four of a number, all of a date. */
const tell = (value: string) => (values['birth']?.includes(value) ? bare(value) : bare(value).slice(0, -4));

function expectHidden(text: string, ...hidden: readonly string[]): void {
  for (const answer of [text, { note: text }]) {
    const shown = bare(JSON.stringify(shield.protect(answer, '')));
    for (const each of hidden)
      expect({ text, shown }).not.toEqual({ text, shown: expect.stringContaining(tell(each)) });
  }
}

describe.each(Object.keys(values))('%s', (kind) => {
  const own = values[kind] ?? [];
  it.each(labels[kind] ?? [])('behind "%s"', (label) => {
    for (const value of own) {
      expectHidden(`We saw ${label} ${value} there.`, value);
      expectHidden(`(${label} ${value})`, value);
      expectHidden(`status=ok, level=info ${label} ${value}; more=1`, value);
      expectHidden(`${label}\n${value}\nnext`, value);
      expectHidden(`${label} (${value})`, value);
    }
  });
  it('several behind one label, and each behind its own', () => {
    const [label = ''] = labels[kind] ?? [];
    for (const first of own) {
      for (const second of own) {
        for (const between of [', ', ' vs ', ' and ', ' / ', ' does not match ', '; '])
          expectHidden(`${label} mismatch: ${first}${between}${second}`, first, second);
        for (const other of Object.keys(values)) {
          const [otherLabel = ''] = labels[other] ?? [];
          const [otherValue = ''] = values[other] ?? [];
          expectHidden(`${label} ${first}, ${otherLabel} ${otherValue}`, first, otherValue);
        }
      }
    }
  });
});

describe('formats inside of texts', () => {
  it.each([
    [
      'account_number=12345678, passport_number=XK1234567, document_license=D1234567',
      ['12345678', 'XK1234567', 'D1234567'],
    ],
    ['Person(name=John, passportNumber=XK1234567, dob=1985-01-23)', ['XK1234567', '1985-01-23']],
    ['https://v.example/verify?ssn=666120417&dob=1985-01-23', ['666120417', '1985-01-23']],
    ['Reason: document_passport: XK1234567', ['XK1234567']],
    [
      'name,ssn,dob\nJon,666120417,1985-01-23\nAda,999887777,1986-02-24',
      ['666120417', '1985-01-23', '999887777', '1986-02-24'],
    ],
    ['name\tpassport_number\r\nJon\tXK1234567', ['XK1234567']],
    ['"name";"account number"\n"Jon";"12345678"', ['12345678']],
    ['| Name | SSN | DOB |\n|---|---|---|\n| Jon | 666120417 | 1985-01-23 |', ['666120417', '1985-01-23']],
    ['<Passport><Number>XK1234567</Number></Passport><x>1</x>', ['XK1234567']],
    ['<DOB><Year>1985</Year><Month>11</Month><Day>23</Day></DOB> 1985', ['>11<', '>23<']],
    ['passport:\n  number: XK1234567\n  country: US', ['XK1234567']],
    ['ssns:\n  - 666120417\n  - 999887777', ['666120417', '999887777']],
    [
      'got "passport":{"number":"XK1234567"} and "ssns":["666120417","999887777"]',
      ['XK1234567', '666120417', '999887777'],
    ],
    ['Key (ssn, birth_date)=(666120417, 1985-01-23) exists', ['666120417', '1985-01-23']],
    [
      '"document_license" with value "D1234567" fails; "document_passport" with value "XK1234567"',
      ['D1234567', 'XK1234567'],
    ],
    ['SSN/DOB: 666120417 / 1985-01-23', ['666120417', '1985-01-23']],
    ['666120417 (SSN), 1985-01-23 (DOB)', ['666120417', '1985-01-23']],
    ['666120417 - SSN', ['666120417']],
    ['666120417 is his social security number', ['666120417']],
    ['SSN666120417 and SSN_999887777', ['666120417', '999887777']],
    ['/v1/persons/ssn/666120417', ['666120417']],
    ['666-12-0417_w9.pdf and W2_666-12-0417.pdf and x666-12-0417y', ['666-12-0417']],
    ['passport_XK1234567.pdf', ['XK1234567']],
    ['card number 4000-1234-5678-9999', ['4000-1234-5678-9999']],
    ['Card 4111.1111.1111.1111, 4111_1111_1111_1111 or 4111  1111  1111  1111', ['4111.1111.1111.1111']],
    ['the PIN: 4321, cvv 123', ['4321', '123']],
    ['cvv is 123', ['123']],
    ['birthday Jan 23', ['Jan 23']],
  ])('%s', (text, hidden) => {
    const shown = JSON.stringify(shield.protect({ note: text }, ''));
    for (const each of hidden) expect(shown).not.toContain(each);
  });
});

it.each([
  'license ABC-123-exp',
  'dl 100mb-files',
  'id card v2-2024-final',
  'passport photo IMG_20260115.jpg, passport file IMG-2026-0115.jpg',
  'Order 123456789, ticket 123456788, ref 40117723',
  'case numbers 12-3456789 and case 12-3456780',
  'Alloy token P-kINmDHkR03PREoybIfNk of the passport check',
  'paid $1234567.00 on account, account balance 1234567',
  'the account has 1234567 points; account review for order 40117723',
  'passport checked 2026-01-15, expires 2031-01-01, licence valid until 20310101',
  'SSN issued in 1987; birth date is missing; 14 days left',
  'call 202-555-0143, phone 2025550143',
  'Sie war nie 1234567 hier, sin 1234567 pesos',
  'model gpt-4o-2024-08-06, version 1.2.3456, ip 203.0.113.24',
])('%s: stays', (text) => {
  expect(shield.protect({ note: text }, '')).toEqual({ note: text });
});
