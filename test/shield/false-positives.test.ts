/** What must stay as it is: everything an agent works with that is nobody's number. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { collectAnswers, listChanges } from './answers.ts';
import { everything, makeShield } from './shield-maker.ts';

const personal = z
  .looseObject({ alloy: z.record(z.string(), z.array(z.string())) })
  .parse(JSON.parse(readFileSync(new URL('../fixtures/personal-fields.json', import.meta.url), 'utf8')));

describe('answers of the embedded Alloy', () => {
  it('change in fields of personal data only', async () => {
    const answers = [...(await collectAnswers('shield-1', 400)), ...(await collectAnswers('shield-2', 400))];
    expect(answers.length).toBeGreaterThan(1000);
    const shield = makeShield('mask');
    const { contact: _contact, names: _names, ...classes } = personal.alloy;
    const fields = new Set(Object.values(classes).flat());
    const changes = answers.flatMap((answer) => listChanges(answer, shield.protect(answer, '')));
    expect(changes.length).toBeGreaterThan(300);
    const surprising = changes.filter(({ path }) => !path.split('.').some((name) => fields.has(name)));
    expect(surprising).toEqual([]);
  });

  it('change nothing but personal fields and texts that repeat them when everything is on', async () => {
    const answers = await collectAnswers('shield-3', 400);
    const shield = makeShield(everything);
    const fields = new Set(Object.values(personal.alloy).flat());
    const isPersonal = (path: string) =>
      path.split('.').some((name) => fields.has(name)) ||
      /(?:entity|entities|person|owner|matches)(?:\.\d+)?\.name$/.test(path);
    const surprising = answers
      .flatMap((answer) => listChanges(answer, shield.protect(answer, '')))
      .filter(
        ({ path, before }) =>
          !isPersonal(path) && !/@|\+\d{6}|^[A-Z]\w+ [A-Z]\w+ and [A-Z]/.test(String(before)),
      );
    expect(surprising).toEqual([]);
  });

  it('are the same object where nothing changed', () => {
    const answer = { status_code: 200, summary: { outcome: 'Approved', score: 0.97, tags: ['OFAC'] } };
    expect(makeShield(everything).protect(answer, '')).toBe(answer);
  });
});

describe('numbers and texts of other kinds', () => {
  const shield = makeShield('mask');
  const harmless: readonly unknown[] = [
    { timestamp: 1791989231000, created_at: 1791990131020, updated: '1791990131020', moment: 1791990131020 },
    ...Array.from({ length: 500 }, (_, index) => ({
      when: 1_791_989_231_000 + index,
      at: `at ${1_791_989_231_000 + index} ms`,
    })),
    { microseconds: 1791989231000123, nanoseconds: '1791989231000123456' },
    { created: '2026-10-14T15:03:11.000Z', opening_date: '1991-04-17', date: '04/17/1991' },
    { evaluation_token: 'S-kINmDHkR03PREoybIfNk', token: 'P-12345678901234567890' },
    { application_token: 'eqyZpmUzrWBEL6YzKTdDwddQB7AxAcB6' },
    { external_entity_id: '550e8400-e29b-41d4-a716-446655440000', id: '123456789' },
    { external_transaction_id: '4111111111111111', document_id: 4111111111111111 },
    { amount: 400001921312, balance: '123456789.01', score: 0.123456789, ratio: '0.4111111111111111' },
    { address_postal_code: '12207-1234', zip: '122071234', zip_code: 122071234 },
    { phone_number: '+4915112345678', phones: ['202-555-0143', '(202) 555-0143', '2025550143'] },
    { note: 'Call 202-555-0143 or +1 202 555 0143 about order 123456789 of 2026-10-14, ref 40117723' },
    { ip_address_v4: '203.0.113.24', ip_address_v6: '2001:db8::8a2e:370:7334', imei: '356938035643809' },
    { hash: '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08' },
    { regex: '^\\d{9}$', description: 'Nine digits', key: 'document_ssn', type: 'string' },
    { ssn_match: 'Exact', ssn: { score: 1, match: true, code: 'R186', issued: '1991-1993' } },
    { ssn: 'matched', dob: 'not found', passport: true, license: null, account_number: '' },
    { ssn: 0.95, birth_date: 1, tax_id: '0.50', license: '100%' },
    { passport: { country: 'US', expiration_date: '2030-01-01', created_at: 1791990131020 } },
    { message: 'Birth date is missing; 14 days left', reason: 'SSN and DOB do not match' },
    {
      version: '3.14.159265358',
      sentence: 'Account opened 2026-01-31, passport seen, licence valid until 2030',
    },
    {
      documents: [
        { type: 'passport', name: 'passport', document_token: 'D-AE4g9XsmIO3irB6OvRJD', extension: 'pdf' },
      ],
    },
    {
      url: 'https://example.com/a/4111-abc/123456789?page=2',
      _links: { self: { href: '/v1/events/EV-NBtsXpNufnYabUwwQcHR' } },
    },
    { columns: ['Name', 'Count'], rows: [['x', 123456789]] },
  ];
  it.each(harmless.filter((_, index) => index === 0 || index > 500))('%j', (answer) => {
    expect(shield.protect(answer, '')).toBe(answer);
  });
  it('moments in milliseconds, whatever their checksum', () => {
    expect(harmless.filter((answer) => shield.protect(answer, '') !== answer)).toEqual([]);
  });
});
