/** Stand-ins: given in answers, opened in arguments, and worth nothing to anybody else. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CallError, ConfigurationError } from '../../src/base/errors.ts';
import { parseKeys } from '../../src/shield/modes.ts';
import type { Shield } from '../../src/shield/shield.ts';
import { everyToken, firstKey, makeShield, secondKey } from './shield-maker.ts';

const ssn = '666120417';

function give(shield: Shield, value = ssn, principal = 'ada', field = 'document_ssn'): string {
  const answer = shield.protect({ [field]: value }, principal);
  return String(Object.values(Object(answer))[0]);
}

function refusal(open: () => unknown): string {
  try {
    open();
  } catch (error) {
    expect(error).toBeInstanceOf(CallError);
    if (error instanceof CallError) {
      expect(error.kind).toBe('invalid_arguments');
      return error.message;
    }
  }
  return 'not refused';
}

describe('stand-ins', () => {
  it('are opaque, name their kind, and are equal for equal values', () => {
    const shield = makeShield(everyToken);
    const given = give(shield);
    expect(given).toMatch(/^pii:ssn:[A-Za-z0-9_-]{40,}$/);
    expect(give(shield, '666-12-0417')).toBe(given);
    expect(give(makeShield('token'))).toBe(given);
    expect(shield.protect({ document_ssn: 666120417 }, 'ada')).toEqual({ document_ssn: given });
    expect(give(shield, '666120418')).not.toBe(given);
    expect(give(shield, ssn, 'bob')).not.toBe(given);
    expect(give(shield, ssn, 'ada', 'account_number')).not.toContain(given.slice(8));
  });

  it('do not show how long a value is', () => {
    const shield = makeShield(everyToken);
    expect(give(shield, 'Jo', 'ada', 'name_first').length).toBe(
      give(shield, 'Maximilian', 'ada', 'name_first').length,
    );
  });

  it('are opened wherever they stand', async () => {
    const shield = makeShield('token');
    const given = give(shield);
    const args = {
      id: given,
      entities: [{ data: { document_ssn: given } }],
      text: `{"document_ssn":"${given}"}`,
      note: `about ${given}, and (${given})`,
      map: { [given]: 1 },
      other: 5,
      none: null,
    };
    expect(await shield.open(args, 'ada')).toEqual({
      id: ssn,
      entities: [{ data: { document_ssn: ssn } }],
      text: `{"document_ssn":"${ssn}"}`,
      note: `about ${ssn}, and (${ssn})`,
      map: { [ssn]: 1 },
      other: 5,
      none: null,
    });
    const plain = { id: 'P-CEdqgYGCfbdJsikYGkL4', list: [{ note: 'pii is safe' }] };
    expect(await shield.open(plain, 'ada')).toBe(plain);
  });

  it('values with quotation marks stay whole inside of JSON texts', async () => {
    const shield = makeShield(everyToken);
    const name = 'Zoë "Zo" O\\Neil';
    const given = give(shield, name, 'ada', 'name_first');
    const { data } = await shield.open({ data: JSON.stringify({ name_first: given }) }, 'ada');
    expect(JSON.parse(String(data))).toEqual({ name_first: name });
  });

  it('any value of any kind comes back as it was', async () => {
    const shield = makeShield(everyToken);
    await fc.assert(
      fc.asyncProperty(
        fc.string({ unit: 'grapheme', minLength: 1 }),
        fc.string(),
        async (word, principal) => {
          const value = `x${word}x`;
          const given = give(shield, value, principal, 'name_first');
          expect(given).toMatch(/^pii:name:/);
          expect(await shield.open({ a: given }, principal)).toEqual({ a: value });
        },
      ),
    );
  });

  it('are refused when a single bit is altered', () => {
    const shield = makeShield('token');
    const [, , opaque = ''] = give(shield).split(':');
    const bytes = Buffer.from(opaque, 'base64url');
    for (let bit = 0; bit < bytes.length * 8; bit += 1) {
      const altered = Buffer.from(bytes);
      altered.writeUInt8(altered.readUInt8(bit >> 3) ^ (1 << (bit & 7)), bit >> 3);
      expect(refusal(() => shield.open({ a: `pii:ssn:${altered.toString('base64url')}` }, 'ada'))).toMatch(
        /^a holds pii:ssn:.*(?:was altered|no longer has)/,
      );
    }
  });

  it('are refused in any other spelling, though it decodes to the same', () => {
    const shield = makeShield('token');
    const given = give(shield);
    const decode = (text: string) => Buffer.from(text.slice('pii:ssn:'.length), 'base64url').toString('hex');
    const others = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_']
      .map((last) => given.slice(0, -1) + last)
      .filter((other) => other !== given && decode(other) === decode(given));
    expect(others.length).toBeGreaterThan(0);
    for (const other of others)
      expect(refusal(() => shield.open({ id: other }, 'ada'))).toContain('was altered');
  });

  it.each([
    ['another kind', (given: string) => given.replace('ssn', 'ein')],
    ['no kind of ours', (given: string) => given.replace('ssn', 'toString')],
    ['capitals', (given: string) => given.toUpperCase()],
    ['a shorter one', (given: string) => given.slice(0, -1)],
    ['a longer one', (given: string) => `${given}A`],
    ['nothing inside', () => 'pii:ssn:'],
    ['padding', (given: string) => `${given.slice(0, -1)}${given.endsWith('A') ? 'B' : 'A'}`],
    ['encoded', (given: string) => given.replaceAll(':', '%3A')],
    ['glued to a letter', (given: string) => `a${given}`],
  ])('%s is refused by name, however deep', (_, alter) => {
    const shield = makeShield('token');
    const altered = alter(give(shield));
    expect(refusal(() => shield.open({ list: [{ data: { x: altered } }] }, 'ada'))).toMatch(
      /^list\.0\.data\.x holds /,
    );
    expect(refusal(() => shield.open({ text: JSON.stringify({ y: altered }) }, 'ada'))).toMatch(
      /^text\.y holds /,
    );
  });

  it('are refused from somebody else', () => {
    const shield = makeShield('token');
    expect(refusal(() => shield.open({ id: give(shield) }, 'bob'))).toContain('given to somebody else');
  });

  it('outlive a rotation of keys, until the old key goes', async () => {
    const given = give(makeShield('token', { keys: [firstKey] }));
    const both = makeShield('token', { keys: [secondKey, firstKey] });
    expect(await both.open({ id: given }, 'ada')).toEqual({ id: ssn });
    const renewed = give(both);
    expect(renewed).not.toBe(given);
    const after = makeShield('token', { keys: [secondKey] });
    expect(await after.open({ id: renewed }, 'ada')).toEqual({ id: ssn });
    expect(refusal(() => after.open({ id: given }, 'ada'))).toContain('no longer has');
  });

  it('are refused by a server that gives none', async () => {
    const given = give(makeShield('token'));
    expect(refusal(() => makeShield('mask', { keys: [] }).open({ id: given }, 'ada'))).toContain(
      'gives no stand-ins',
    );
    // Back to masks, but with the key: what was given before still opens.
    expect(await makeShield('mask').open({ id: given }, 'ada')).toEqual({ id: ssn });
  });

  it('need a key that is worth one', () => {
    expect(() => makeShield('token', { keys: [] })).toThrow(ConfigurationError);
    expect(() => makeShield('token', { keys: [] })).toThrow('openssl rand');
    expect(() => makeShield('token', { keys: ['too short'] })).toThrow('too short: 9 characters');
    expect(() => makeShield('token', { keys: [firstKey, 'a'.repeat(40)] })).toThrow('Key 2 of ALLOY_PII_KEY');
    expect(() => makeShield('names=token', { keys: [] })).toThrow(ConfigurationError);
    expect(() => makeShield('mask', { keys: [] })).not.toThrow();
    expect(parseKeys(` ${firstKey}\n${secondKey} , x,`)).toEqual([firstKey, secondKey, 'x']);
  });
});

describe('what was opened', () => {
  it.each(['external_entity_id', 'note', 'created_at', 'href', 'anything'])(
    'is not read back in clear from %s',
    async (field) => {
      const shield = makeShield('token');
      const given = give(shield);
      await shield.open({ [field]: given, note: `x-${given}` }, 'ada');
      for (const answer of [
        { [field]: ssn },
        { [field]: Number(ssn) },
        { [field]: `/v1/${ssn}/x-${ssn}` },
        { [ssn]: 1 },
      ])
        expect(JSON.stringify(shield.protect(answer, 'ada'))).not.toContain(ssn);
      expect(shield.protect(`could not find ${ssn}`, 'ada')).toBe(`could not find ${given}`);
    },
  );

  it.each([
    ['name_first', 'Maya'],
    ['name_last', 'Okafor Lindqvist'],
    ['account_number', '12345'],
    ['email_address', 'a@b.co'],
    ['birth_date', '1991-04-17'],
  ])('%s: short ones and names are not read back either', async (field, value) => {
    const shield = makeShield(everyToken);
    const given = give(shield, value, 'ada', field);
    await shield.open({ external_entity_id: given }, 'ada');
    expect(shield.protect({ external_entity_id: value, outcome: 'Manual Review' }, 'ada')).toEqual({
      external_entity_id: given,
      outcome: 'Manual Review',
    });
  });

  it('is remembered for who sent it only', async () => {
    const shield = makeShield('token');
    await shield.open({ id: give(shield) }, 'ada');
    expect(shield.protect({ order: ssn }, 'bob')).toEqual({ order: ssn });
  });
});
