/** POST /oauth/bearer and /oauth/validate. */
import { describe, expect, it } from 'vitest';
import { personOnboarding, retiredOnboarding } from '../../../src/simulator/settings/workflows.ts';
import { demoCredentials } from '../../../src/simulator/simulator.ts';
import { read } from '../helpers/account-client.ts';
import { createFrontDoor, formatBasic, testTime } from '../helpers/front-door.ts';

const jwt = /^[\w-]+\.[\w-]+\.[\w-]+$/;

describe('POST /oauth/bearer', () => {
  const door = createFrontDoor();

  it('answers a Basic header in the form of the OAuth standard', async () => {
    const { status, body } = await door.send('POST', '/oauth/bearer', {
      body: { grant_type: 'client_credentials' },
    });
    expect(status).toBe(200);
    expect(body).toEqual({
      access_token: expect.stringMatching(jwt),
      token_type: 'bearer',
      expires_in: 3600,
    });
  });

  it('answers a pair in the body in the older form, also beside a header', async () => {
    const body = {
      application_token: demoCredentials.token,
      application_secret: demoCredentials.secret,
      grant_type: 'client_credentials',
    };
    const answer = { bearer_token: expect.stringMatching(jwt), expires: testTime + 3_600_000 };
    expect((await door.send('POST', '/oauth/bearer', { body, authorization: null })).body).toEqual(answer);
    expect((await door.send('POST', '/oauth/bearer', { body })).body).toEqual(answer);
  });

  it("issues tokens that stand for a workflow's pair", async () => {
    const issued = await door.send('POST', '/oauth/bearer', {
      authorization: formatBasic(personOnboarding.token, personOnboarding.secret),
    });
    const authorization = `Bearer ${String(read(issued.body, 'access_token'))}`;
    const { status, body } = await door.send('GET', '/parameters', { authorization });
    expect(status).toBe(200);
    expect(read(body, 'required.0.key')).toBe('name_first');
  });

  it.each([
    ['no credentials', { authorization: null }, 400, 4001],
    ['a wrong pair', { authorization: formatBasic('a', 'b') }, 401, 4011],
    [
      'a disabled workflow',
      {
        authorization: null,
        body: { application_token: retiredOnboarding.token, application_secret: retiredOnboarding.secret },
      },
      401,
      4011,
    ],
    ['another grant type', { body: { grant_type: 'password' } }, 400, 4002],
    ['half a pair', { body: { application_token: demoCredentials.token } }, 400, 4002],
    ['a token of a wrong form', { body: { application_token: 'x', application_secret: 'y' } }, 400, 4002],
    ['a body that is not JSON', { body: '{' }, 400, 4002],
  ])('refuses %s with the bare error member', async (_, sending, status, minorCode) => {
    const reply = await door.send('POST', '/oauth/bearer', sending);
    expect(reply.status).toBe(status);
    expect(reply.body).toEqual({
      error: {
        minor_code: minorCode,
        type: expect.any(String),
        message: expect.any(String),
        details: minorCode === 4002 ? expect.any(Array) : null,
      },
    });
  });
});

describe('POST /oauth/validate', () => {
  it('tells until when a token is valid, and looks at the body only', async () => {
    let now = testTime;
    const door = createFrontDoor({ now: () => now });
    const issued = await door.send('POST', '/oauth/bearer');
    const bearer_token = read(issued.body, 'access_token');
    const { status, body } = await door.send('POST', '/oauth/validate', {
      body: { bearer_token },
      authorization: null,
    });
    expect(status).toBe(200);
    expect(body).toEqual({ valid: true, application_active: true, expires: testTime + 3_600_000 });
    const without = await door.send('POST', '/oauth/validate', {
      body: {},
      authorization: `Bearer ${String(bearer_token)}`,
    });
    expect(without.status).toBe(400);
    expect(read(without.body, 'error.details.0')).toMatchObject({
      path: 'bearer_token',
      type: 'any.required',
    });
    now += 3_600_000;
    const late = await door.send('POST', '/oauth/validate', { body: { bearer_token } });
    expect(late.status).toBe(401);
    expect(late.body).toMatchObject({ error: { minor_code: 4011, details: null } });
  });

  it('refuses a token that it did not sign', async () => {
    const door = createFrontDoor();
    const issued = String(read((await door.send('POST', '/oauth/bearer')).body, 'access_token'));
    const [header, , signature] = issued.split('.');
    const claims = Buffer.from(JSON.stringify({ sub: 'x', exp: 9e9, jti: 'y' })).toString('base64url');
    for (const bearer_token of [`${header}.${claims}.${signature}`, 'aGVhZGVy.cGF5bG9hZA.'])
      expect((await door.send('POST', '/oauth/validate', { body: { bearer_token } })).status).toBe(401);
  });
});
