/** The front door itself: who may enter, what every operation answers, and that nothing a caller sends breaks it. */
import { describe, expect, it } from 'vitest';
import { operations } from '../../src/simulator/http/operations.ts';
import { personOnboarding, retiredOnboarding } from '../../src/simulator/settings/workflows.ts';
import { read } from './helpers/account-client.ts';
import { createFrontDoor, formatBasic, testTime } from './helpers/front-door.ts';

const customer = { name_first: 'Maya', name_last: 'Okafor', document_ssn: '666120417' };

describe('authentication', () => {
  it.each([
    ['none', null],
    ['a wrong secret', formatBasic('Kt0DemoAccountKeyOfEmbeddedAlloy', 'wrong')],
    ['an unknown token', formatBasic('nobody', 'Ks0DemoAccountKeyOfEmbeddedAlloy')],
    ['no colon', `Basic ${Buffer.from('token').toString('base64')}`],
    ['another scheme', 'Digest abc'],
    ['an invented bearer token', 'Bearer aGVhZGVy.cGF5bG9hZA.c2lnbmF0dXJl'],
    ["a workflow's token with a wrong secret", formatBasic(personOnboarding.token, retiredOnboarding.secret)],
    ['a disabled workflow', formatBasic(retiredOnboarding.token, retiredOnboarding.secret)],
  ])('refuses %s with 401 / 4011', async (_, authorization) => {
    const { status, body } = await createFrontDoor().send('GET', '/parameters', { authorization });
    expect(status).toBe(401);
    expect(body).toEqual({
      status_code: 401,
      error: {
        minor_code: 4011,
        type: 'Unauthorized',
        message: expect.any(String),
        details: null,
        error_token: expect.stringMatching(/^\w{10}$/),
      },
      timestamp: testTime,
      evaluation_token: null,
      entity_token: null,
      application_token: null,
      application_version_id: null,
    });
  });

  it('takes credentials of its own and then not the demo ones', async () => {
    const door = createFrontDoor({ credentials: { token: 'mine', secret: 'hidden' } });
    expect((await door.send('GET', '/entities/bag')).status).toBe(400);
    const authorization = formatBasic('Kt0DemoAccountKeyOfEmbeddedAlloy', 'Ks0DemoAccountKeyOfEmbeddedAlloy');
    expect((await door.send('GET', '/entities/bag', { authorization })).status).toBe(401);
  });

  it("takes a workflow's pair, which implies the workflow", async () => {
    const { status, body } = await createFrontDoor().send('POST', '/evaluations', {
      body: customer,
      authorization: formatBasic(personOnboarding.token, personOnboarding.secret),
    });
    expect(status).toBe(201);
    expect(read(body, 'application_token')).toBe(personOnboarding.token);
  });

  it('takes a bearer token for one hour by its own clock', async () => {
    let now = testTime;
    const door = createFrontDoor({ now: () => now });
    const issued = await door.send('POST', '/oauth/bearer', { body: { grant_type: 'client_credentials' } });
    const bearer = String(read(issued.body, 'access_token'));
    const authorization = `Bearer ${bearer}`;
    now += 3_599_000;
    expect((await door.send('GET', '/groups/none', { authorization })).status).toBe(400);
    now += 1_000;
    const { status, body } = await door.send('GET', '/groups/none', { authorization });
    expect(status).toBe(401);
    expect(read(body, 'error')).toMatchObject({ minor_code: 4012, details: { bearer_token: bearer } });
  });

  it("refuses another account's bearer token", async () => {
    const other = createFrontDoor({ credentials: { token: 'mine', secret: 'hidden' } });
    const issued = await other.send('POST', '/oauth/bearer');
    const authorization = `Bearer ${String(read(issued.body, 'access_token'))}`;
    const { body } = await createFrontDoor().send('GET', '/parameters', { authorization });
    expect(read(body, 'error.minor_code')).toBe(4011);
  });
});

describe('operations', () => {
  const door = createFrontDoor();
  const fill = (path: string) => path.replaceAll(/:[a-z_]+/g, 'X-none');

  it('knows the 118 that Alloy documents', () => {
    expect(new Set(operations.map(({ method, path }) => `${method} ${path}`)).size).toBe(118);
  });

  it.each(operations)('answers $method $path', async ({ method, path }) => {
    const { status, body } = await door.send(method, fill(path));
    expect(status).not.toBe(500);
    expect(read(body, 'error.message')).not.toBe('There is no such operation');
  });

  it.each([
    ['GET', '/nothing'],
    ['GET', '/evaluations'],
    ['DELETE', '/entities/persons'],
    ['PUT', '/evaluations/S-1'],
    ['GET', '/entities'],
    ['POST', '/entities/persons/'],
  ])('answers 404 / 4041 to %s %s', async (method, path) => {
    const { status, body } = await door.send(method, path);
    expect(status).toBe(404);
    expect(read(body, 'error.minor_code')).toBe(4041);
  });

  it.each(operations.map(({ method, path }) => [method, path]))(
    'has %s %s',
    async (method = '', path = '') => {
      const { status } = await door.send(method, path.replaceAll(/:\w+/g, 'unknown'));
      expect(status).toBeLessThan(500);
    },
  );

  const bodies = [
    '{',
    '[]',
    'null',
    '"text"',
    '7',
    '{"data":null}',
    '{"__proto__":{"a":1},"meta":[],"emails":{}}',
  ];
  const writing = operations.filter(({ method }) => method !== 'GET');

  it.each(writing)('does not break on odd bodies: $method $path', async ({ method, path }) => {
    const headers = { 'alloy-workflow-token': personOnboarding.token };
    for (const body of bodies) {
      const { status } = await door.send(method, fill(path), { body, headers });
      expect(status, body).not.toBe(500);
    }
  });

  it('calls a body that is not JSON the fault of the caller', async () => {
    const { status, body } = await door.send('POST', '/entities/persons', { body: '{"name_first": "A",}' });
    expect(status).toBe(400);
    expect(read(body, 'error.minor_code')).toBe(4002);
  });
});

describe('determinism', () => {
  const tokenOf = async (seed: string) => {
    const { body } = await createFrontDoor({ seed }).evaluate(personOnboarding.token, customer);
    return read(body, 'evaluation_token');
  };

  it('gives the same tokens for the same seed, others for another', async () => {
    const first = await tokenOf('one');
    expect(first).toMatch(/^S-[A-Za-z0-9]{20}$/);
    expect(await tokenOf('one')).toBe(first);
    expect(await tokenOf('two')).not.toBe(first);
  });
});
