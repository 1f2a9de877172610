/** On Alloy's ground names decide; on foreign ground a form does. What was found elsewhere hides nothing Alloy says. */
import { describe, expect, it } from 'vitest';
import { everything, makeShield } from './shield-maker.ts';

const shield = makeShield('mask');
const show = (answer: unknown, sent?: unknown) => shield.protect(answer, '', sent);

describe('a value of which nothing tells the kind', () => {
  const unknown = { note_b: 'X12345678', field_b: '4400019213', seen: '1985-01-23', n: 440001921 };
  const hidden = { note_b: '***5678', field_b: '***9213', seen: '1985-01-23', n: '***1921' };

  it.each([
    'raw_responses',
    'formatted_responses',
    'related_data',
    'supplemental_data',
    'meta',
    'vendor_response',
  ])('is hidden below %s', (name) => {
    expect(show({ evaluation: { [name]: { any: [unknown] } } })).toEqual({
      evaluation: { [name]: { any: [hidden] } },
    });
  });

  it('is hidden below a container that is not documented', () => {
    expect(show({ somebodysThing: unknown })).toEqual({ somebodysThing: hidden });
  });

  it.each(['supplied', 'additional_fields', 'data'])('comes back as it was sent below %s', (name) => {
    const answer = {
      [name]: { own_number: '4400019213', joined: '1985-01-23', deep: { reference: 'X12345678' } },
    };
    expect(show(answer)).toBe(answer);
  });

  it('stays among the documented fields', () => {
    const answer = { opening_date: '1985-01-23', cif_number: '4400019213', product_number: 'X12345678' };
    expect(show(answer)).toBe(answer);
  });
});

it.each([
  ['W2_666120417.pdf', 'W2_***0417.pdf'],
  ['666-12-0417_w9.pdf', '***0417_w9.pdf'],
  ['Smith_19850123.pdf', 'Smith_***1985.pdf'],
  ['scan of March.pdf', 'scan of March.pdf'],
  ['invoice_2026-03.pdf', 'invoice_2026-03.pdf'],
])('a file called %s is shown as %s', (name, shown) => {
  expect(makeShield('mask').protect({ name, file_name: name }, '')).toEqual({
    name: shown,
    file_name: shown,
  });
});

describe('below a word about a value', () => {
  it.each([
    { ssn_match: { input: '666120417', found: '999887777' } },
    { ssn_result: '666120417', ssn_code: 666120417 },
    { ssn_history: ['666120417', { number: '666-12-0418' }] },
    { dob_verified: '1985-01-23', dob_at_source: '01/24/1985' },
    { passport_check: { submitted_value: 'XK1234567' } },
    { account_number_validation: { input: '4400019213' } },
  ])('%j is hidden', (answer) => {
    const shown = JSON.stringify(show(answer));
    expect(shown).not.toMatch(/666-?12|99988|-01-2|01\/24|XK12|44000/);
  });

  it.each([
    { ssn_match: { score: 0.97, code: 'R186', matched: true }, ssn_status: 'valid', ssn_issued_year: 1991 },
    { dob_verified_at: '2026-02-15T10:00:00Z', passport_expiry: '2030-01-01', passport_type: 'P' },
    { account_number_verified_at: 1791990131020, account_status: 'open', document_license_state: 'NY' },
    { ssn_match: 'Exact', dob_match: { confidence: 93, result: 'partial' } },
  ])('%j stays', (answer) => {
    expect(show(answer)).toBe(answer);
  });
});

describe('a value that was merely found elsewhere', () => {
  it('never replaces what Alloy says', () => {
    const rest = {
      summary: { outcome: 'Approved', tags: ['Approved', '123456'], result: 'success', score: 123456 },
      external_entity_id: '123456',
      case: { id: '123456', account_balance: 123456, amount: '123456', status: 'Approved' },
      evaluation_token: 'S-kINmDHkR03PREoybIfNk',
      workflow_name: '123456',
    };
    expect(show({ supplied: { secret_answer: 'Approved', account_number: '123456' }, ...rest })).toEqual({
      supplied: { secret_answer: '***', account_number: '***456' },
      ...rest,
    });
  });

  it('is hidden in notes, messages and links', () => {
    const shown = JSON.stringify(
      show({
        supplied: { account_number: '4400019213', secret_answer: 'bluewhale' },
        note: 'gave 4400019213 and bluewhale',
        _links: { self: { href: '/v1/accounts/4400019213' } },
        message: 'bluewhale',
      }),
    );
    expect(shown).not.toMatch(/4400019213|bluewhale/);
  });

  it('agents that may be chosen stay', () => {
    const answer = {
      error: { message: '"assigned_agent_email" must be one of [dana@example.com, lee@example.com]' },
    };
    expect(makeShield(everything).protect(answer, '')).toBe(answer);
  });
});

describe('one form', () => {
  it("Alloy's stars are shown as the value that was sent", () => {
    const sent = { data: { birth_date: '1990-04-17', document_ssn: '666120417' } };
    expect(show({ birth_date: '*********', document_ssn: '*********' }, sent)).toEqual({
      birth_date: '***1990',
      document_ssn: '***0417',
    });
  });

  it('of several that were sent none is told', () => {
    const sent = [{ birth_date: '1990-04-17' }, { birth_date: '1991-04-17' }];
    expect(show({ birth_date: '*********' }, sent)).toEqual({ birth_date: '***' });
  });

  it.each([
    ['XXX-XX-6789', '***6789'],
    ['xxxxx6789', '***6789'],
    ['•••6789', '***6789'],
    ['***-**-6789', '***6789'],
  ])('%s is shown as %s', (masked, shown) => {
    expect(show({ document_ssn: masked })).toEqual({ document_ssn: shown });
  });
});
