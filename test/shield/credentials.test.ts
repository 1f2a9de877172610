/** Vendors' credentials pass in no mode; what merely sounds like one stays. */
import { describe, expect, it } from 'vitest';
import { everything, makeShield } from './shield-maker.ts';

const secret = 'q7Lw-93xKpV0aZ2m';
const names = [
  'api_key',
  'apiKey',
  'ApiKey',
  'X-API-Key',
  'password',
  'userPassword',
  'passwd',
  'client_secret',
  'clientSecret',
  'access_token',
  'accessToken',
  'refresh_token',
  'Authorization',
  'authorization',
  'auth_token',
  'session_token',
  'secret_key',
  'private_key',
  'processor_token',
  'credentials',
  'Ocp-Apim-Subscription-Key',
  'set-cookie',
];

const placements = (name: string): readonly unknown[] => [
  { raw_responses: { 'Vendor One': [{ request: { [name]: secret } }] } },
  { entity: { request: { [name]: [secret] } } },
  { headers: [{ name, value: secret }] },
  { parameters: [{ name, value: `Basic ${secret}` }] },
  { headers: [[name, secret]] },
  { rawHeaders: ['Accept', 'text/html', name, secret] },
  { request: { [name]: { value: secret } } },
  { raw: JSON.stringify({ deep: JSON.stringify({ [name]: secret }) }) },
  { raw: `{"${name}": "${secret}", "cut` },
  { url: `https://vendor.example/v1/check?a=1&${name}=${secret}&b=2` },
  { log: `sent with ${name}: ${secret}; then waited` },
  { raw: `<Request><v:${name}>${secret}</v:${name}></Request>` },
];

describe.each(['off', 'mask', everything])('with modes "%s"', (modes) => {
  const shield = makeShield(modes);

  it.each(names)('%s never passes', (name) => {
    const leaks = placements(name).filter((answer) =>
      JSON.stringify(shield.protect(answer, '')).includes(secret),
    );
    expect(leaks).toEqual([]);
  });

  it.each([
    `curl -H "Authorization: Bearer ${secret}"`,
    `tried Basic ${Buffer.from(`user:${secret}`).toString('base64')}`,
    `https://user:${secret}@vendor.example/v1`,
    `Authorization: Basic ${secret}`,
  ])('nor does a text that shows it: %s', (text) => {
    const shown = JSON.stringify(shield.protect({ note: text }, ''));
    expect(shown).not.toContain(secret);
    expect(shown).not.toContain(Buffer.from(`user:${secret}`).toString('base64'));
    expect(shown).toContain('[removed]');
  });

  it.each([
    { entity_token: 'P-CEdqgYGCfbdJsikYGkL4', journey_application_token: 'JA-CEdqgYGCfbdJsikYGkL4' },
    { page_token: 'eyJwYWdlIjoy', next: '/v1/cases?page_token=abc123def', cursor: 'c3Vt' },
    { access_token: 'issued-to-the-caller', token_type: 'bearer', expires_in: 3600 },
    { has_credentials: true, credentials_description: 'Credentials of the vendor', login_method: 'password' },
    { message: 'Basic checks passed; the token expired; password reset was asked for' },
    { error: { message: 'Authorization: missing', type: 'auth' } },
    { key: 'risk_level', value: 'high-1', public_key: 'pk-1234567890', sort_key: 'created_at' },
    { attributes: [{ key: 'auth_level', value: 'strong-customer-1' }] },
    { external_entity_token: 'P-CEdqgYGCfbdJsikYGkL4', document_token: 'D-AE4g9XsmIO3irB6OvRJD' },
    { note: 'Author: Dana, keyboard: qwerty-1, passenger: 12A, passport office: open' },
  ])('%j stays', (answer) => {
    expect(shield.protect(answer, '')).toBe(answer);
  });
});
