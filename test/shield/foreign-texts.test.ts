/** Texts of unknown origin: a form is enough, unless the text says that it is something else. */
import { describe, expect, it } from 'vitest';
import { isAboutContact, mapKinds } from '../../src/shield/kind.ts';
import { createWork, type Protection } from '../../src/shield/protection.ts';
import { protectPlainText } from '../../src/shield/texts/protect-text.ts';

function protect(text: string, ground: 'own' | 'foreign'): string {
  const protection = {
    active: mapKinds((kind) => !isAboutContact(kind)),
    needsLetters: false,
    showsLastDigits: () => true,
    replace: (kind) => `<${kind}>`,
    reuses: () => true,
    found: [],
    left: [],
    work: createWork(),
  } satisfies Protection;
  return protectPlainText(text, { identifier: false, ground }, protection);
}

describe('on foreign ground', () => {
  it.each([
    ['hit 666120417 on list', 'hit <ssn> on list'],
    ['found 1985-01-23 for him, Jan 23, 1985 too', 'found <birth_date> for him, <birth_date> too'],
    ['seen 1985-01-23T00:00:00Z', 'seen <birth_date>'],
    ['D1234567 and XK1234567', '<document> and <document>'],
    ['AB 12 34 56 C of 12345678', '<document> of <account>'],
    ['{"a":"12345678"}, b=12345679', '{"a":"<account>"}, b=<account>'],
    ['see https://12345678.example.com/x/666120417', 'see https://12345678.example.com/<document>'],
    ['L898902C36UTO7408122F1204159ZE184226B<<<<<10', '<document>'],
    ['١٢٣٤٥٦٧٨ stands there', '<account> stands there'],
  ])('%s -> %s', (text, shown) => {
    expect(protect(text, 'foreign')).toBe(shown);
    expect(protect(text, 'own')).toBe(text);
  });
  it.each([
    'moment 2026-01-15T10:00:00Z, 10:11:12.123456, 2026-01-15 10:11:12,123456',
    'paid $12345.67 or 12345 USD, amount 123456, 12,345,678 people, 1234567 records in 12345 ms',
    'score 12345, 0.123456789, v1.22.333456, 98.123456%',
    '12345 Main Street, Troy, NY 12207',
    'P-kINmDHkR03PREoybIfNk and 550e8400-e29b-41d4-a716-446655440000 from 203.0.113.24',
    '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08, sha256, R186 in step 12',
    'call 202-555-0143',
  ])('%s: stays', (text) => {
    expect(protect(text, 'foreign')).toBe(text);
  });
});
