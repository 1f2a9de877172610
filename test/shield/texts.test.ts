/** Personal data that no field's name gives away: in notes and messages, by form and by the words around it. */
import { describe, expect, it } from 'vitest';
import { everyToken, everything, makeShield } from './shield-maker.ts';

const cases: readonly (readonly [text: string, shown: string])[] = [
  ['SSN 123-45-6789 verified', 'SSN ***6789 verified'],
  ['it is 123 45 6789.', 'it is ***6789.'],
  ['it is 123\u201345\u20136789', 'it is ***6789'],
  ['ssn: 666120417, ok', 'ssn: ***0417, ok'],
  [
    'Social security number of the applicant is 666120417',
    'Social security number of the applicant is ***0417',
  ],
  ['666120417 is the SSN', '***0417 is the SSN'],
  ['document_ssn: expected 10 digits', 'document_ssn: expected 10 digits'],
  [
    '"document_ssn" with value "666120417" fails to match',
    '"document_ssn" with value "***0417" fails to match',
  ],
  ['SSN# 666-120-417', 'SSN# ***0417'],
  ['https://x.test/?ssn=666120417&token=abc', 'https://x.test/?ssn=***0417&token=abc'],
  ['duplicate key (document_ssn)=(666120417) exists', 'duplicate key (document_ssn)=(***0417) exists'],
  ["{'ssn': '666120417', 'dob': '17-Apr-1991'}", "{'ssn': '***0417', 'dob': '***1991'}"],
  ['EIN 981234567', 'EIN ***4567'],
  ['company 98-1234567 filed', 'company ***4567 filed'],
  ['paid with 4111 1111 1111 1111 123 exp 12/27', 'paid with ***1111 123 exp 12/27'],
  ['4111111111111111', '***1111'],
  ['4111111111111111 5555 5555 5555 4444 2027', '***1111 ***4444 2027'],
  ['12 4111-1111-1111-1111', '12 ***1111'],
  ['GB82WEST12345698765432 DE89370400440532013000', '***5432 ***3000'],
  ['amex 3782-822463-10005!', 'amex ***0005!'],
  ['to GB82 WEST 1234 5698 7654 32 today', 'to ***5432 today'],
  ['DE89370400440532013000', '***3000'],
  ['routing 011000015 account number 4400019213', 'routing ***0015 account number ***9213'],
  ['acct #4400019213', 'acct #***9213'],
  ['passport number X12345678', 'passport number ***5678'],
  ["Driver's License: D12345678", "Driver's License: ***5678"],
  ['born on 17 April 1991 in Troy', 'born on ***1991 in Troy'],
  ['DOB 04/17/1991', 'DOB ***1991'],
  ['Date of Birth: April 17, 1991', 'Date of Birth: ***1991'],
  ['birth_date=1991-04-17&next=2', 'birth_date=***1991&next=2'],
  ['log {"ssn":"666120417","dob":"1991-04-17"} end', 'log {"ssn":"***0417","dob":"***1991"} end'],
  ['log {\\"ssn\\":\\"666120417\\"} end', 'log {\\"ssn\\":\\"***0417\\"} end'],
  ['<SSN>666120417</SSN><Score>712</Score>', '<SSN>***0417</SSN><Score>712</Score>'],
];

describe('free text', () => {
  it.each(cases)('%s -> %s', (text, shown) => {
    expect(makeShield('mask').protect(text, '')).toBe(shown);
    expect(makeShield('mask').protect({ note: text }, '')).toEqual({ note: shown });
  });

  it.each([
    ['write to maya.okafor@example.com', 'write to ***'],
    ['call +1 202 555 0143 now', 'call ***0143 now'],
    ['call (202) 555-0143 now', 'call ***0143 now'],
  ])('%s -> %s, where contact is on', (text, shown) => {
    expect(makeShield('contact=mask').protect(text, '')).toBe(shown);
    expect(makeShield('mask').protect(text, '')).toBe(text);
  });

  it('names are found where a field of the same answer holds them', () => {
    const answer = {
      name_first: 'Maya',
      name_last: 'Review',
      outcome: 'Manual Review',
      notes: [{ note: 'We spoke to Maya about it twice' }],
    };
    expect(makeShield('names=mask').protect(answer, '')).toEqual({
      name_first: '***',
      name_last: '***',
      outcome: 'Manual Review',
      notes: [{ note: 'We spoke to *** about it twice' }],
    });
  });

  it('numbers are found where a field of the same answer holds them', () => {
    const answer = {
      account_number: '4400019213',
      external_account_id: '4400019213',
      _links: { self: { href: '/v1/accounts/4400019213' } },
      count: { '4400019213': 2 },
      number: 4400019213,
      note: 'took 4400019213 for 44000192134',
    };
    expect(makeShield('mask').protect(answer, '')).toEqual({
      account_number: '***9213',
      external_account_id: '4400019213',
      _links: { self: { href: '/v1/accounts/***9213' } },
      count: { '***9213': 2 },
      number: '***9213',
      note: 'took ***9213 for 44000192134',
    });
  });

  it('names of members are looked at too, and stay apart', () => {
    const shield = makeShield('mask');
    expect(shield.protect({ '123-45-6789': 1, '124-45-6789': 2 }, '')).toEqual({
      '***6789': 1,
      '***6789 (2)': 2,
    });
    expect(shield.protect({ ssns: { '666120417': { hits: 2 } } }, '')).toEqual({
      ssns: { '***0417': { hits: 2 } },
    });
  });

  it('one form everywhere, and never more than half of a short number', () => {
    const shield = makeShield(everything);
    expect(
      shield.protect(
        {
          ssn: '***-**-6789',
          document_ssn: '*********',
          passport: 'X12345',
          account_number: '12345',
          cvv: '123',
          secret_answer: 'blue',
          ssn_last_4: '6789',
          birth_date: '17.04.1991',
          dob: { day: 17, month: 4, year: 1991 },
          email: 'a@example.com',
        },
        '',
      ),
    ).toEqual({
      ssn: '***6789',
      document_ssn: '***',
      passport: '***345',
      account_number: '***45',
      cvv: '***',
      secret_answer: '***',
      ssn_last_4: '6789',
      birth_date: '***1991',
      dob: { day: '***', month: '***', year: 1991 },
      email: '***',
    });
  });

  it('protecting what is protected changes nothing', () => {
    for (const modes of [everything, everyToken]) {
      const shield = makeShield(modes);
      const answer = {
        texts: cases.map(([text]) => text),
        document_ssn: '666120417',
        name_first: 'Maya',
        note: 'Maya has SSN 666120417 and 4400019213 is her account number',
        raw: '{"SSN":666120417}',
      };
      const once = shield.protect(answer, 'p');
      expect(once).not.toEqual(answer);
      expect(shield.protect(once, 'p')).toBe(once);
    }
  });

  it('values beside a label, and parts of dates', () => {
    const shield = makeShield('mask');
    expect(
      shield.protect(
        [
          { field: 'SSN', submitted: '666120417', returned: 666120417, score: 12, at: 1791989231000 },
          { Name: 'SSN', Result: '666120417', file_size: 12345678 },
          { column_name: 'ssn', cells: ['666120417', '666120418'] },
          { path: ['entities', 0, 'document_ssn'], input: '666120417' },
          { tax: { id: '981234567' }, account: { id: '4400019213', number: '4400019213' } },
          { type: 'passport', name: 'passport', size: 12345678, number: 'X12345678' },
          { type: 'DOB', content: '19910417', checked: '2026-10-14T15:03:11Z' },
          { SSN: { $: '666120417' }, DOB: { Year: '1991', Month: '4', Day: '7' } },
          { birth_month: 'April', birth_day: 7, birth_year: 1991 },
        ],
        '',
      ),
    ).toEqual([
      { field: 'SSN', submitted: '***0417', returned: '***0417', score: 12, at: 1791989231000 },
      { Name: 'SSN', Result: '***0417', file_size: 12345678 },
      { column_name: 'ssn', cells: ['***0417', '***0418'] },
      { path: ['entities', 0, 'document_ssn'], input: '***0417' },
      { tax: { id: '***4567' }, account: { id: '4400019213', number: '***9213' } },
      { type: 'passport', name: 'passport', size: 12345678, number: '***5678' },
      { type: 'DOB', content: '***1991', checked: '2026-10-14T15:03:11Z' },
      { SSN: { $: '***0417' }, DOB: { Year: '1991', Month: '***', Day: '***' } },
      { birth_month: '***', birth_day: '***', birth_year: 1991 },
    ]);
  });

  it('stand-ins are left whole, whatever digits they have by chance', () => {
    const text = 'SSN pii:ssn:AbcdefgHijkl-123456789-mnopqrstuv and 666120417';
    const shield = makeShield('mask');
    expect(shield.protect(text, '')).toBe(text);
    expect(shield.protect({ document_ssn: '123456789', note: text }, '')).toEqual({
      document_ssn: '***6789',
      note: text,
    });
  });

  it('a member called __proto__ stays a member', () => {
    const answer: unknown = JSON.parse('{"__proto__":{"document_ssn":"666120417"},"123-45-6789":1}');
    expect(JSON.stringify(makeShield('mask').protect(answer, ''))).toBe(
      '{"__proto__":{"document_ssn":"***0417"},"***6789":1}',
    );
  });

  it('what is nested too deeply to be looked at is left out', () => {
    let answer: unknown = '123-45-6789';
    for (let depth = 0; depth < 5000; depth += 1) answer = [answer];
    expect(JSON.stringify(makeShield('mask').protect(answer, ''))).not.toContain('6789');
  });
});
