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

/** What goes into the request. */
const open = async (shield: Shield, args: Readonly<Record<string, unknown>>, principal = 'ada') =>
  (await shield.open(args, principal)).args;

async function refusal(opening: () => unknown): Promise<string> {
  try {
    await opening();
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
  it('are opaque, name their kind, and are equal for equal numbers', () => {
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

  it('are opened in members of their own kind, however deep', async () => {
    const shield = makeShield(everyToken);
    const given = give(shield);
    const date = give(shield, '1991-04-17', 'ada', 'birth_date');
    const name = give(shield, 'Maya', 'ada', 'name_first');
    const args = {
      document_ssn: given,
      entities: [{ data: { document_ssn: ` ${given} `, birth_date: date } }],
      data: { identifiers: { document_ssn: given }, name: { name_first: name } },
      text: `{"document_ssn":"${given}","list":[{"date_of_birth":"${date}"}]}`,
      attributes: [{ key: 'document_ssn', value: given }],
      columns: ['birth_date', 'note'],
      rows: [[date, 'none']],
      tax_id: given,
      other: 5,
      none: null,
    };
    const opened = await shield.open(args, 'ada');
    expect(opened.args).toEqual({
      document_ssn: ssn,
      entities: [{ data: { document_ssn: ssn, birth_date: '1991-04-17' } }],
      data: { identifiers: { document_ssn: ssn }, name: { name_first: 'Maya' } },
      text: `{"document_ssn":"${ssn}","list":[{"date_of_birth":"1991-04-17"}]}`,
      attributes: [{ key: 'document_ssn', value: ssn }],
      columns: ['birth_date', 'note'],
      rows: [['1991-04-17', 'none']],
      tax_id: ssn,
      other: 5,
      none: null,
    });
    expect(opened.close(opened.args)).toEqual({
      ...args,
      entities: [{ data: { document_ssn: given, birth_date: date } }],
    });
    expect(opened.isStandIn('entities.0.data.birth_date')).toBe(true);
    expect(opened.isStandIn('other')).toBe(false);
    const plain = { id: 'P-CEdqgYGCfbdJsikYGkL4', list: [{ note: 'pii is safe' }] };
    expect(await open(shield, plain)).toBe(plain);
  });

  it.each<[string, (given: string) => object]>([
    ['note', (given) => ({ note: given })],
    ['note', (given) => ({ note: `about ${given}` })],
    ['document_ssn', (given) => ({ document_ssn: `x ${given}` })],
    ['id', (given) => ({ id: given })],
    ['fields', (given) => ({ fields: `'${given}'` })],
    ['fields', (given) => ({ fields: given })],
    ['save_as', (given) => ({ save_as: given })],
    ['tags.0', (given) => ({ tags: [given] })],
    ['name', (given) => ({ name: given })],
    ['external_entity_id', (given) => ({ external_entity_id: given })],
    ['birth_date', (given) => ({ birth_date: given })],
    ['name_first', (given) => ({ name_first: given })],
    ['supplemental_data.favourite', (given) => ({ supplemental_data: { favourite: given } })],
    ['meta.x', (given) => ({ meta: { x: given } })],
    ['agent.email', (given) => ({ agent: { email: given } })],
    ['ssn_match', (given) => ({ ssn_match: given })],
    ['data.note', (given) => ({ data: `{"note":"${given}"}` })],
    ['attributes.0.value', (given) => ({ attributes: [{ key: 'favourite', value: given }] })],
    ['rows.0.1', (given) => ({ columns: ['document_ssn', 'note'], rows: [['1', given]] })],
  ])('are refused in %s, and nothing is opened', async (path, build) => {
    const shield = makeShield(everyToken);
    const message = await refusal(() => shield.open({ ...build(give(shield)) }, 'ada'));
    expect(message).toMatch(new RegExp(`^${path.replaceAll('.', '\\.')} holds pii:ssn:.*\\.\\.\\., which `));
    expect(shield.hideOpened(ssn, 'ada')).toBe(ssn);
  });

  it('are refused as names', async () => {
    const shield = makeShield('token');
    const given = give(shield);
    expect(await refusal(() => shield.open({ data: { [given]: 1 } }, 'ada'))).toMatch(
      /^data\.pii_ holds pii:ssn:.*cannot be a name/,
    );
  });

  it('values with quotation marks stay whole inside of JSON texts', async () => {
    const shield = makeShield(everyToken);
    const name = 'Zoë "Zo" O\\Neil';
    const given = give(shield, name, 'ada', 'name_first');
    const { data } = await open(shield, { data: JSON.stringify({ name_first: given }) });
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
          // A name with stars in it counts as masked.
          fc.pre(!/[*•●]{2}/.test(value));
          const given = give(shield, value, principal, 'name_first');
          expect(given).toMatch(/^pii:name:/);
          expect(await open(shield, { name_last: given }, principal)).toEqual({ name_last: value });
        },
      ),
    );
  });

  it('are refused when a single bit is altered', async () => {
    const shield = makeShield('token');
    const [, , opaque = ''] = give(shield).split(':');
    const bytes = Buffer.from(opaque, 'base64url');
    for (let bit = 0; bit < bytes.length * 8; bit += 1) {
      const altered = Buffer.from(bytes);
      altered.writeUInt8(altered.readUInt8(bit >> 3) ^ (1 << (bit & 7)), bit >> 3);
      const document_ssn = `pii:ssn:${altered.toString('base64url')}`;
      expect(await refusal(() => shield.open({ document_ssn }, 'ada'))).toMatch(
        /^document_ssn holds pii:ssn:.*(?:was altered|no longer has|earlier version)/,
      );
    }
  });

  it('are refused in any other spelling, though it decodes to the same', async () => {
    const shield = makeShield('token');
    const given = give(shield);
    const decode = (text: string) => Buffer.from(text.slice('pii:ssn:'.length), 'base64url').toString('hex');
    const others = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_']
      .map((last) => given.slice(0, -1) + last)
      .filter((other) => other !== given && decode(other) === decode(given));
    expect(others.length).toBeGreaterThan(0);
    for (const other of others)
      expect(await refusal(() => shield.open({ document_ssn: other }, 'ada'))).toContain('was altered');
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
  ])('%s is refused by name, however deep', async (_, alter) => {
    const shield = makeShield('token');
    const altered = alter(give(shield));
    expect(await refusal(() => shield.open({ list: [{ data: { document_ssn: altered } }] }, 'ada'))).toMatch(
      /^list\.0\.data\.document_ssn holds /,
    );
    expect(await refusal(() => shield.open({ text: JSON.stringify({ ssn: altered }) }, 'ada'))).toMatch(
      /^text\.ssn holds /,
    );
  });

  it.each([
    ['somebody else', {}, 'bob'],
    ['another environment', { place: ['production', 'https://alloy.test/v1', ''] }, 'ada'],
    ['another Alloy', { place: ['sandbox', 'https://other.test/v1', ''] }, 'ada'],
    ['another installation', { place: ['sandbox', 'https://alloy.test/v1', 'branch'] }, 'ada'],
  ])('are refused from %s', async (_, options, principal) => {
    const shield = makeShield('token', { place: ['sandbox', 'https://alloy.test/v1', ''] });
    const document_ssn = give(shield);
    expect(await open(shield, { document_ssn })).toEqual({ document_ssn: ssn });
    const other = makeShield('token', { place: ['sandbox', 'https://alloy.test/v1', ''], ...options });
    expect(await refusal(() => other.open({ document_ssn }, principal))).toContain(
      'given to somebody else or in another environment',
    );
  });

  it('of the version before are refused with what to do', async () => {
    const shield = makeShield('token');
    const bytes = Buffer.from(give(shield).slice('pii:ssn:'.length), 'base64url');
    bytes.writeUInt8(0, 4);
    const document_ssn = `pii:ssn:${bytes.toString('base64url')}`;
    expect(await refusal(() => shield.open({ document_ssn }, 'ada'))).toMatch(
      /earlier version of this server; read the record again/,
    );
  });

  it('outlive a rotation of keys, until the old key goes', async () => {
    const given = give(makeShield('token', { keys: [firstKey] }));
    const both = makeShield('token', { keys: [secondKey, firstKey] });
    expect(await open(both, { document_ssn: given })).toEqual({ document_ssn: ssn });
    const renewed = give(both);
    expect(renewed).not.toBe(given);
    const after = makeShield('token', { keys: [secondKey] });
    expect(await open(after, { document_ssn: renewed })).toEqual({ document_ssn: ssn });
    expect(await refusal(() => after.open({ document_ssn: given }, 'ada'))).toContain('no longer has');
  });

  it('are refused by a server that gives none', async () => {
    const given = give(makeShield('token'));
    const without = makeShield('mask', { keys: [] });
    expect(await refusal(() => without.open({ document_ssn: given }, 'ada'))).toContain('gives no stand-ins');
    // Back to masks, but with the key: what was given before still opens.
    expect(await open(makeShield('mask'), { document_ssn: given })).toEqual({ document_ssn: ssn });
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

describe('stand-ins of what can be guessed', () => {
  const dates = Array.from({ length: 60 }, (_, day) =>
    new Date(Date.UTC(1985, 0, 1 + day)).toISOString().slice(0, 10),
  );
  const opaqueOf = (value: unknown) => JSON.stringify(value).match(/pii:[a-z_]+:[\w-]+/g) ?? [];

  it.each([
    ['birth_date', '1985-01-23'],
    ['name_first', 'Maya'],
    ['account_number', '12345'],
    ['security_answer', 'Rover'],
  ])('of %s are equal within a record, for each replica, and nowhere else', (field, value) => {
    const [one, other] = ['P-2WU9staJ5pVCQ6xgn3KV', 'P-3WU9staJ5pVCQ6xgn3KV'];
    const answer = {
      records: [
        { entity_token: one, [field]: value, supplied: { [field]: value } },
        { entity_token: other, [field]: value },
      ],
    };
    const [first, second, third] = opaqueOf(makeShield(everyToken).protect(answer, 'ada'));
    expect(first).toBe(second);
    expect(third).not.toBe(first);
    const again = makeShield(everyToken).protect({ entity_token: one, [field]: value }, 'ada');
    expect(opaqueOf(again)).toEqual([first]);
  });

  it('what the caller brought in clear has stand-ins that equal nothing', () => {
    const shield = makeShield(everyToken);
    const record = { entity_token: 'P-2WU9staJ5pVCQ6xgn3KV', birth_date: '1985-01-23', document_ssn: ssn };
    const known = opaqueOf(shield.protect(record, 'ada'));
    const sent = { additional_fields: { guess: dates.map((dob, i) => ({ i, dob, ssn })) } };
    const answer = { ...record, supplied: sent.additional_fields };
    const shown = opaqueOf(shield.protect(answer, 'ada', sent));
    expect(shown).toHaveLength(2 + 2 * dates.length);
    expect(new Set([...known, ...shown]).size).toBe(known.length + shown.length);
  });

  it('no guess tells by its echo that it is right', async () => {
    const guesses = { g: dates.map((d) => ({ d })), one: '1985-01-23', two: '1985-01-24' };
    for (const modes of ['mask', everyToken]) {
      const shield = makeShield(modes);
      // Beside the record, which holds the value in a field and in a note.
      const record = {
        entity_token: 'P-2WU9staJ5pVCQ6xgn3KV',
        birth_date: '1985-01-23',
        note: 'on 1985-01-23',
      };
      const shown = shield.protect({ ...record, supplied: guesses }, 'ada', { additional_fields: guesses });
      expect(shown).toMatchObject({ supplied: guesses });
      expect(JSON.stringify({ ...Object(shown), supplied: 0 })).not.toContain('1985-01-23');
    }
    // Beside the stand-in itself, and after a projection that leaves the names out.
    const shield = makeShield(everyToken);
    const birth_date = give(shield, '1985-01-23', 'ada', 'birth_date');
    await shield.open({ birth_date }, 'ada');
    const sent = { birth_date, additional_fields: guesses };
    const echo = { supplied: guesses };
    expect(shield.protect(echo, 'ada', sent)).toEqual(echo);
    expect(shield.hideOpened([dates, 'on 1985-01-23'], 'ada', sent)).toMatchObject([
      dates,
      expect.stringMatching(/^on pii:birth_date:/),
    ]);
  });

  it('and still open', async () => {
    const shield = makeShield(everyToken);
    const sent = { birth_date: '1985-01-23' };
    const birth_date = give(shield, '1985-01-23', 'ada', 'birth_date');
    const [brought] = opaqueOf(shield.protect(sent, 'ada', sent));
    expect(await open(shield, { birth_date })).toEqual(sent);
    expect(await open(shield, { birth_date: brought })).toEqual(sent);
  });
});

describe('what was opened', () => {
  it.each(['external_entity_id', 'note', 'created_at', 'href', 'anything'])(
    'is not read back in clear from %s',
    async (field) => {
      const shield = makeShield('token');
      const given = give(shield);
      await shield.open({ document_ssn: given }, 'ada');
      for (const answer of [
        { [field]: ssn },
        { [field]: Number(ssn) },
        { [field]: `/v1/${ssn}/x-${ssn}` },
        { [ssn]: 1 },
      ]) {
        expect(JSON.stringify(shield.protect(answer, 'ada'))).not.toContain(ssn);
        expect(JSON.stringify(shield.hideOpened(answer, 'ada'))).not.toContain(ssn);
      }
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
    await shield.open({ [field]: given }, 'ada');
    expect(shield.protect({ external_entity_id: value, outcome: 'Manual Review' }, 'ada')).toEqual({
      external_entity_id: given,
      outcome: 'Manual Review',
    });
  });

  it('is found however much was opened since', async () => {
    const shield = makeShield('token');
    await shield.open({ document_ssn: give(shield) }, 'ada');
    for (let call = 0; call < 12; call += 1) {
      const entries = Array.from({ length: 300 }, (_, row) => ({
        document_ssn: give(shield, String(900_000_000 + call * 300 + row)),
      }));
      await shield.open({ entries }, 'ada');
    }
    expect(shield.hideOpened({ memo: `ref ${ssn} z` }, 'ada')).toEqual({ memo: `ref ${give(shield)} z` });
    expect(shield.hideOpened({ memo: 'ref 900000000 z' }, 'ada')).not.toEqual({ memo: 'ref 900000000 z' });
  });

  it('is remembered for who sent it only', async () => {
    const shield = makeShield('token');
    await shield.open({ document_ssn: give(shield) }, 'ada');
    expect(shield.protect({ order: ssn }, 'bob')).toEqual({ order: ssn });
    expect(shield.hideOpened({ order: ssn }, 'bob')).toEqual({ order: ssn });
  });
});
