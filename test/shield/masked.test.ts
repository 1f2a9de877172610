/** Masked values must not be sent to Alloy, where they would take the place of the real ones. */
import { describe, expect, it } from 'vitest';
import { findMasked, isMasked } from '../../src/shield/mask.ts';
import { everything, makeShield } from './shield-maker.ts';

describe('masked values', () => {
  it.each([
    '***6789',
    '***',
    '*********',
    '***-**-6789',
    '•••6789',
    'XXX-XX-6789',
    'xxxxx6789',
    '***1991',
    '**** **** **** 1111',
    '###-##-6789',
  ])('%s is one, and refused in any argument', (value) => {
    expect(isMasked(value)).toBe(true);
    for (const [args, path] of [
      [{ document_ssn: value }, 'document_ssn'],
      [{ entities: [{ data: { custom: value } }] }, 'entities.0.data.custom'],
      [{ data: JSON.stringify({ list: [value] }) }, 'data.list.0'],
      [{ map: { [value]: 1 } }, `map.${value}`],
    ] as const) {
      expect(findMasked(args)).toBe(path);
      expect(() => makeShield('off', { keys: [] }).open(args, '')).toThrow(`${path} is a masked value`);
    }
  });

  it.each([
    { document_ssn: '666120417', birth_date: '1991-04-17', name_first: 'Xxavier', name_last: 'X' },
    { note: 'We saw SSN ***6789 and *** in the file', id: 'P-CEdqgYGCfbdJsikYGkL4', pattern: '^x{3}' },
    { note: '** important **', amount: 1234, list: [], nothing: null, data: '[not json', flag: true },
    { product: 'XXX', size: 'XXL', address_line_1: 'Star * Lane 5' },
  ])('%j holds none', async (args) => {
    expect(findMasked(args)).toBeUndefined();
    expect((await makeShield(everything).open(args, '')).args).toBe(args);
  });

  it('a part is enough in a field of personal data', () => {
    expect(findMasked({ email_address: 'm***@example.com' })).toBe('email_address');
    expect(findMasked({ birth_date: 'XXXX-04-17' })).toBe('birth_date');
    expect(findMasked({ entities: [{ document_ssn: { value: '666**0417' } }] })).toBe(
      'entities.0.document_ssn.value',
    );
  });

  it('whatever a shield shows is refused when it comes back', () => {
    const shield = makeShield(everything);
    const shown = shield.protect(
      {
        document_ssn: '666120417',
        birth_date: '1991-04-17',
        account_number: '4400019213',
        iban: 'DE89370400440532013000',
        document_passport: 'X12345678',
        email_address: 'a@example.com',
        name_first: 'Maya',
        address_line_1: '18 Juniper Row',
      },
      '',
    );
    for (const [name, value] of Object.entries(Object(shown)))
      expect(() => shield.open({ [name]: value }, '')).toThrow(`${name} is a masked value`);
  });
});
