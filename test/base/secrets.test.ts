/** The last step before anything leaves: what it finds, and what it leaves of the rest. */
import { describe, expect, it } from 'vitest';
import { withholdIssuedToken } from '../../src/alloy/issued-token.ts';
import { createSecrets } from '../../src/base/secrets.ts';
import { scrubResult } from '../../src/calls/result.ts';
import { findTool } from '../helpers/find-tool.ts';

const secret = 'kX9/w+2 "q\\r=é&7';
const base64 = (text: string) => Buffer.from(text).toString('base64');

function know(...values: readonly string[]) {
  const secrets = createSecrets();
  secrets.remember('test', values);
  return secrets;
}

describe('a secret is found', () => {
  const twice = JSON.stringify(JSON.stringify(secret)).slice(3, -3);
  it.each([
    ['as it is', secret],
    ['in JSON', JSON.stringify(secret).slice(1, -1)],
    ['in JSON within JSON', twice],
    ['in a URL', encodeURIComponent(secret)],
    [
      'in a URL in small letters',
      encodeURIComponent(secret).replaceAll(/%../g, (code) => code.toLowerCase()),
    ],
    ['in a form', encodeURIComponent(secret).replaceAll('%20', '+')],
    ['in base64', base64(secret)],
    ['in base64url', Buffer.from(secret).toString('base64url')],
    ['in hex', Buffer.from(secret).toString('hex')],
    ['in HEX', Buffer.from(secret).toString('hex').toUpperCase()],
  ])('%s', (_, form) => {
    const secrets = know(secret);
    for (const text of [form, `before ${form} after`, `${form}${form}`]) {
      expect(secrets.holds(text)).toBe(true);
      expect(secrets.scrubText(text)).toBe(text.replaceAll(form, '[removed]'));
    }
  });

  it('within a longer text that is in base64, wherever it begins', () => {
    const secrets = know(secret);
    for (const before of ['', 'a', 'ab', 'abc', 'user:', 'a longer name:']) {
      for (const after of ['', ':z', 'zz ', 'zzz']) {
        const text = base64(before + secret + after);
        const left = secrets.scrubText(text).replaceAll('[removed]', '');
        expect(left.length, text).toBeLessThan(text.length - (secret.length * 4) / 3 + 4);
      }
    }
  });
});

describe('what is left', () => {
  it('is the same value when there is nothing to take out', () => {
    const value = { a: ['text', 1, null, true] };
    expect(know(secret).scrub(value)).toBe(value);
  });

  it('is the rest, in texts, names, texts of JSON and numbers', () => {
    const secrets = know(secret, '12345678');
    const value = {
      text: `a ${secret} z`,
      [`name ${secret}`]: 1,
      json: JSON.stringify({ deep: [secret, 12345678, 5] }),
      number: 12345678,
      big: 912345678,
      kept: [0, null, false, 'x'],
    };
    expect(secrets.scrub(value)).toEqual({
      text: 'a [removed] z',
      'name [removed]': 1,
      json: '{"deep":["[removed]","[removed]",5]}',
      number: '[removed]',
      big: '[removed]',
      kept: [0, null, false, 'x'],
    });
  });

  it('of a text of JSON is JSON', () => {
    const secrets = know('12345678', '"a":"b"');
    expect(secrets.scrubText('{"a":"b","n":12345678}')).toBe('{"a":"b","n":"[removed]"}');
  });

  it('of __proto__ is a member like any other', () => {
    const value: unknown = JSON.parse(`{"__proto__":{"polluted":"${'secret-1'}"}}`);
    expect(JSON.stringify(know('secret-1').scrub(value))).toBe('{"__proto__":{"polluted":"[removed]"}}');
    expect(Reflect.get({}, 'polluted')).toBeUndefined();
  });

  it('is everything when a secret is too short to be told from other words', () => {
    expect(know('', 'abc', 'abcde').scrubText('abcde')).toBe('abcde');
  });

  it('of a secret that begins another is nothing', () => {
    expect(know('secret-1', 'secret-1-and-more').scrubText('secret-1-and-more')).toBe('[removed]');
  });
});

describe('what was known before', () => {
  it('stays known for some time, and is forgotten in the end', () => {
    const secrets = createSecrets();
    for (const count of [1, 2, 3, 4, 5]) secrets.remember('token', [`the-token-${count}-`]);
    const text = [1, 2, 3, 4, 5].map((count) => `the-token-${count}-`).join();
    expect(secrets.scrubText(text)).toBe('the-token-1-,[removed],[removed],[removed],[removed]');
  });

  it('is not pushed out by being remembered again', () => {
    const secrets = createSecrets();
    secrets.remember('token', ['the-token-1']);
    for (let count = 0; count < 10; count += 1) secrets.remember('token', ['the-token-2']);
    expect(secrets.holds('the-token-1')).toBe(true);
  });
});

it('a result is scrubbed in both of its forms, its links too', () => {
  const envelope = { result: { said: secret }, environment: 'sandbox' };
  const result = scrubResult(
    {
      content: [
        { type: 'text', text: JSON.stringify(envelope) },
        { type: 'resource_link', uri: `alloy://x/${encodeURIComponent(secret)}`, name: 'x' },
      ],
      structuredContent: envelope,
    },
    know(secret),
  );
  const clean = { result: { said: '[removed]' }, environment: 'sandbox' };
  expect(result).toEqual({
    content: [
      { type: 'text', text: JSON.stringify(clean) },
      { type: 'resource_link', uri: 'alloy://x/[removed]', name: 'x' },
    ],
    structuredContent: clean,
  });
});

describe('a bearer token that Alloy issues', () => {
  const tool = findTool('create_a_alloy_oauth_token');

  it.each(['access_token', 'bearer_token'])('is withheld as %s, with a notice', (name) => {
    const { result, notice } = withholdIssuedToken(tool, { [name]: 'head.body.sign', expires_in: 3600 });
    expect(result).toEqual({ [name]: '[removed]', expires_in: 3600 });
    expect(notice).toContain('withheld');
  });

  it('is looked for in that answer alone', () => {
    const answer = { access_token: 'x' };
    expect(withholdIssuedToken(findTool('list_all_alloy_lists'), answer)).toEqual({ result: answer });
    expect(withholdIssuedToken(tool, 'text')).toEqual({ result: 'text' });
  });
});
