/** Credentials: who gets them, in which form, and how bearer tokens are fetched, shared and renewed. */

import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { type Auth, createOAuth } from '../../src/alloy/auth.ts';
import { createNetworkSend } from '../../src/alloy/network.ts';
import { hints } from '../../src/base/errors.ts';
import { createFixedSource } from '../../src/base/secret-source.ts';
import { createSecrets } from '../../src/base/secrets.ts';
import { localCall } from '../../src/calls/call-context.ts';
import {
  answerBytes,
  answerDrip,
  answerJson,
  answerNothing,
  answerRaw,
  answerReset,
} from '../helpers/alloys/behaviours.ts';
import { type Behaviour, findClosedPort, startAlloyOfTest } from '../helpers/alloys/loopback-alloy.ts';
import { formatToken, refuseToken, startOAuthAlloy } from '../helpers/alloys/oauth-alloy.ts';
import { configureApp, createCaller, credentials } from '../helpers/assemble.ts';
import { readFailure, readSuccess } from '../helpers/tool-results.ts';

type Call = readonly [tool: string, args: object];
const read: Call = ['list_all_alloy_lists', {}];
const write: Call = ['create_a_alloy_list', { listName: 'Watch' }];
/** base64 of `token-of-the-test:secret-of-the-test`. */
const basic = 'Basic dG9rZW4tb2YtdGhlLXRlc3Q6c2VjcmV0LW9mLXRoZS10ZXN0';
/** The OAuth form of an error: nothing around it. */
const refusedPair = answerJson(401, {
  error: { minor_code: 4011, type: 'Unauthorized', message: 'Pair not accepted.', details: null },
});

/** Bearer tokens by a clock of the test. */
function createAuthOf(origin: string, now: () => number): Auth {
  const upstream = createNetworkSend(origin);
  return createOAuth(
    createFixedSource(credentials),
    (authorization) =>
      upstream({
        origin,
        path: '/v1/oauth/bearer',
        method: 'POST',
        headers: { authorization },
        signal: AbortSignal.timeout(10_000),
      }),
    createSecrets(),
    now,
  );
}

describe('bearer token', () => {
  it('is fetched with the key pair by the client credentials grant, then sent with the call', async () => {
    const alloy = await startOAuthAlloy();
    readSuccess(await (await configureApp(alloy)).execute(...write));
    const [asked] = alloy.tokenRequests;
    expect(asked?.headers).toMatchObject({ authorization: basic, 'content-type': 'application/json' });
    expect(JSON.parse(String(asked?.body))).toEqual({ grant_type: 'client_credentials' });
    expect(alloy.calls.map(({ headers }) => headers.authorization)).toEqual([`Bearer ${formatToken(1)}`]);
  });

  it('is one for many calls at the same time, and for those after', async () => {
    const alloy = await startOAuthAlloy();
    const { execute } = await configureApp(alloy);
    const results = await Promise.all(Array.from({ length: 20 }, () => execute(...read)));
    for (const result of results) readSuccess(result);
    readSuccess(await execute(...write));
    expect(alloy.tokenRequests).toHaveLength(1);
    expect(alloy.calls).toHaveLength(21);
  });

  it.each([
    ['access_token and expires_in', { access_token: formatToken(1), token_type: 'bearer', expires_in: 3600 }],
    ['bearer_token and expires', { bearer_token: formatToken(1), expires: Date.now() + 3_600_000 }],
    [
      'both, where bearer_token counts',
      { access_token: 'a.b.c', bearer_token: formatToken(1), expires_in: 3600 },
    ],
    ['no time of expiry', { bearer_token: formatToken(1) }],
  ])('is understood in the form %s', async (_, body) => {
    const alloy = await startOAuthAlloy({ tokenAnswers: [answerJson(200, body)] });
    const { execute } = await configureApp(alloy);
    readSuccess(await execute(...read));
    readSuccess(await execute(...read));
    expect(alloy.tokenRequests).toHaveLength(1);
  });

  const start = 1_800_000_000_000;
  it.each([
    ['expires_in', { expires_in: 3600 }, 3_539_000, 3_541_000],
    ['expires', { expires: start + 3_600_000 }, 3_539_000, 3_541_000],
    ['an hour, where Alloy names no time', {}, 3_539_000, 3_541_000],
    ['half its life when that is short', { expires_in: 60 }, 29_000, 31_000],
  ])('is renewed a minute before it ends: %s', async (_, life, before, after) => {
    const issue = (count: number) => answerJson(200, { access_token: formatToken(count), ...life });
    const alloy = await startOAuthAlloy({ tokenAnswers: [issue(1), issue(2)] });
    let now = start;
    const client = createCaller({ ...alloy, auth: createAuthOf(alloy.origin, () => now) });
    readSuccess(await client.call(...read));
    now = start + before;
    readSuccess(await client.call(...read));
    expect(alloy.tokenRequests).toHaveLength(1);
    now = start + after;
    readSuccess(await client.call(...read));
    expect(alloy.calls.map(({ headers }) => headers.authorization)).toEqual(
      [1, 1, 2].map((count) => `Bearer ${formatToken(count)}`),
    );
  });

  const hour = 3_600_000;
  it.each<[string, object, Record<string, string>]>([
    ['a moment that has passed', { expires: Date.now() - 2 * hour }, {}],
    ['a moment that has passed, by a server without a clock', { expires: Date.now() - hour }, { date: '' }],
    ['a moment in seconds', { expires: Math.floor(Date.now() / 1000) + 3600 }, {}],
    ['a moment as text', { expires: String(Date.now() + hour) }, {}],
    ['no life at all', { expires_in: 0 }, {}],
    ['a negative life', { expires_in: -3600 }, {}],
    ['a life as text', { expires_in: '3600' }, {}],
    ['words', { expires: 'soon', expires_in: null }, {}],
  ])('is not fetched before each call, whatever is told of its life: %s', async (_, life, headers) => {
    const alloy = await startOAuthAlloy({
      tokenAnswers: [answerJson(200, { bearer_token: formatToken(1), ...life }, headers)],
    });
    const { execute } = await configureApp(alloy);
    for (let calls = 0; calls < 5; calls += 1) readSuccess(await execute(...read));
    expect(alloy.tokenRequests).toHaveLength(1);
  });

  it.each([
    ['an hour ahead', hour],
    ['an hour behind', -hour],
  ])('is renewed by the clock of the answer where ours is %s', async (_, off) => {
    // A life of ten minutes by Alloy's clock.
    const issue = (count: number) =>
      answerJson(
        200,
        { bearer_token: formatToken(count), expires: start + 600_000 },
        { date: new Date(start).toUTCString() },
      );
    const alloy = await startOAuthAlloy({ tokenAnswers: [issue(1), issue(2)] });
    let now = start + off;
    const client = createCaller({ ...alloy, auth: createAuthOf(alloy.origin, () => now) });
    for (const after of [0, 539_000, 541_000]) {
      now = start + off + after;
      readSuccess(await client.call(...read));
    }
    expect(alloy.calls.map(({ headers }) => headers.authorization)).toEqual(
      [1, 1, 2].map((count) => `Bearer ${formatToken(count)}`),
    );
  });

  it('is not used for the token endpoints, which take the key pair', async () => {
    const alloy = await startAlloyOfTest([
      answerJson(200, { access_token: 'head.body.sign', token_type: 'bearer', expires_in: 3600 }),
      answerJson(200, { valid: true, application_active: true, expires: start }),
    ]);
    const { execute } = await configureApp(alloy);
    const issued = await execute('create_a_alloy_oauth_token', { grant_type: 'client_credentials' });
    // It is a live secret, and nobody here needs it.
    expect(readSuccess(issued).result).toMatchObject({ access_token: '[removed]', token_type: 'bearer' });
    readSuccess(await execute('create_a_alloy_oauth_validation', { bearer_token: 'head.body.sign' }));
    expect(alloy.requests.map(({ path, headers }) => [path, headers.authorization])).toEqual([
      ['/v1/oauth/bearer', basic],
      ['/v1/oauth/validate', basic],
    ]);
  });

  it('is waited for by others when the call that asked for it is cancelled', async () => {
    const controller = new AbortController();
    const alloy = await startOAuthAlloy({
      tokenAnswers: [
        () => {
          controller.abort();
          return { body: { bearer_token: formatToken(1) } };
        },
      ],
    });
    const { execute } = await configureApp(alloy);
    const [cancelled, other] = await Promise.all([
      execute(...write, { ...localCall, signal: controller.signal }),
      execute(...read),
    ]);
    expect(readFailure(cancelled)).toMatchObject({ kind: 'cancelled', hint: hints.cancelled });
    expect(readSuccess(other).result).toEqual({ done: true });
    expect(alloy.tokenRequests).toHaveLength(1);
  });
});

describe('a token that Alloy no longer takes', () => {
  it.each<[string, Call]>([
    ['read', read],
    ['write', write],
  ])('is replaced, and the %s sent once more', async (_, call) => {
    const alloy = await startOAuthAlloy();
    const { execute } = await configureApp(alloy);
    readSuccess(await execute(...read));
    alloy.expireTokens();
    expect(readSuccess(await execute(...call)).result).toEqual({ done: true });
    expect(alloy.calls.map(({ headers }) => headers.authorization)).toEqual(
      [1, 1, 2].map((count) => `Bearer ${formatToken(count)}`),
    );
  });

  it('is replaced once for all calls that it was refused to', async () => {
    const alloy = await startOAuthAlloy();
    const { execute } = await configureApp(alloy);
    readSuccess(await execute(...read));
    alloy.expireTokens();
    const results = await Promise.all(Array.from({ length: 20 }, () => execute(...read)));
    for (const result of results) readSuccess(result);
    expect(alloy.tokenRequests).toHaveLength(2);
    expect(alloy.calls).toHaveLength(41);
  });

  it('is an authentication error when its successor is refused too, with two requests in all', async () => {
    const alloy = await startOAuthAlloy({ respond: refuseToken });
    const error = readFailure(await (await configureApp(alloy)).execute(...write));
    expect(error).toMatchObject({ kind: 'authentication', status: 401, minor_code: 4012 });
    expect(error.hint).toContain('ALLOY_TOKEN');
    expect(alloy.calls).toHaveLength(2);
    expect(alloy.tokenRequests).toHaveLength(2);
  });

  it('is not repeated by the error, although Alloy repeats it', async () => {
    const alloy = await startOAuthAlloy({ respond: refuseToken });
    const { execute, log } = await configureApp(alloy);
    const result = await execute(...read);
    expect(readFailure(result).kind).toBe('authentication');
    expect(JSON.stringify([result, log.lines])).not.toContain(formatToken(2));
  });
});

describe('a token endpoint that gives no token', () => {
  it('because the pair is refused: authentication error, asked once, no call made', async () => {
    const alloy = await startOAuthAlloy({ tokenAnswers: [refusedPair] });
    const error = readFailure(await (await configureApp(alloy)).execute(...write));
    expect(error).toMatchObject({ kind: 'authentication', status: 401, minor_code: 4011 });
    expect(error.message).toContain('bearer token');
    expect(error.hint).toBe(hints.authentication);
    expect(alloy.tokenRequests).toHaveLength(1);
    expect(alloy.calls).toHaveLength(0);
  });

  it('is asked again by the next call', async () => {
    const alloy = await startOAuthAlloy({ tokenAnswers: [refusedPair] });
    const { execute } = await configureApp(alloy);
    readFailure(await execute(...read));
    readSuccess(await execute(...read));
  });

  const unavailable: Readonly<Record<string, Behaviour>> = {
    'fails with 500': answerJson(500, { error: { minor_code: 5000 } }),
    'is kept from it by a proxy': answerBytes(502, '<html>Bad gateway</html>', {
      'content-type': 'text/html',
    }),
    'is down for maintenance': answerJson(503, { error: { minor_code: 5031 } }),
    'limits the rate': answerJson(429, { error: { minor_code: 4033 } }),
    'breaks off': answerReset(),
  };
  it.each(Object.entries(unavailable))(
    '%s for a moment: the call succeeds, a write too',
    async (_, failing) => {
      const alloy = await startOAuthAlloy({ tokenAnswers: [failing, failing] });
      readSuccess(await (await configureApp(alloy)).execute(...write));
      expect(alloy.tokenRequests).toHaveLength(3);
      expect(alloy.calls).toHaveLength(1);
    },
  );

  it('cannot be reached: unreachable, tried again, and nothing is said of a write that was never sent', async () => {
    const baseUrl = `http://127.0.0.1:${await findClosedPort()}/v1`;
    const { execute, log } = await configureApp({ baseUrl }, { ALLOY_MAX_RETRIES: '1' });
    const error = readFailure(await execute(...write));
    expect(error).toMatchObject({ kind: 'unreachable', hint: hints.unreachable });
    expect(log.lines.filter(({ message }) => message === 'trying again')).toHaveLength(1);
  });

  it('asks for a longer wait than there is time: rate_limited at once, with the wait', async () => {
    const limited = answerJson(429, { error: { minor_code: 4033 } }, { 'retry-after': '60' });
    const alloy = await startOAuthAlloy({ tokenAnswers: [limited, limited, limited] });
    const error = readFailure(await (await configureApp(alloy)).execute(...read));
    expect(error).toMatchObject({ kind: 'rate_limited', retry_after_seconds: 60 });
    expect(alloy.tokenRequests).toHaveLength(1);
  });

  const garbage: Readonly<Record<string, Behaviour>> = {
    'a page': answerBytes(200, '<html>Sign in</html>', { 'content-type': 'text/html' }),
    'no member that is a token': answerJson(200, { token: 'a.b.c' }),
    'a token that is no text': answerJson(200, { access_token: 7 }),
    'a token that would end the header': answerJson(200, { access_token: 'a.b.c\r\nx-injected: 1' }),
    'an empty token': answerJson(200, { access_token: '' }),
    'a bare list': answerJson(200, ['a.b.c']),
    'JSON that is cut off': answerBytes(200, '{"access_token":"a.b'),
    nothing: answerBytes(204),
    'a redirect': answerBytes(302, '', { location: 'http://127.0.0.1:9/v1/oauth/bearer' }),
    'what is not HTTP': answerRaw('220 mail.example.com ESMTP\r\n\r\n'),
  };
  it.each(Object.entries(garbage))('answers with %s: bad_answer, no call made', async (_, responder) => {
    const alloy = await startOAuthAlloy({ tokenAnswers: [responder] });
    const error = readFailure(await (await configureApp(alloy)).execute(...write));
    expect(error).toMatchObject({ kind: 'bad_answer', hint: hints.bad_answer });
    expect(alloy.tokenRequests).toHaveLength(1);
    expect(alloy.calls).toHaveLength(0);
  });

  it.each([
    ['says nothing', answerNothing],
    ['drips', answerDrip('HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n', '1\r\n \r\n')],
  ])('%s: a timeout, also for a call that joined half-way', async (_, responder) => {
    const alloy = await startOAuthAlloy({ tokenAnswers: [responder] });
    const { execute } = await configureApp(alloy, { ALLOY_TIMEOUT_MS: '2000', ALLOY_MAX_RETRIES: '0' });
    const first = execute(...write);
    await sleep(500);
    const results = await Promise.all([first, execute(...write)]);
    for (const result of results) {
      expect(readFailure(result)).toMatchObject({ kind: 'timeout', hint: hints.timeout });
    }
    expect(alloy.calls).toHaveLength(0);
  });
});

describe('secrets', () => {
  const faults: Readonly<Record<string, Behaviour>> = {
    'an error of Alloy': answerJson(401, {
      error: { minor_code: 4011, type: 'Unauthorized', message: 'No.' },
    }),
    'a page': answerBytes(502, '<html></html>', { 'content-type': 'text/html' }),
    'a reset': answerReset(),
    'what is not HTTP': answerRaw('nonsense\r\n\r\n'),
    'a redirect': answerBytes(302, '', { location: 'http://127.0.0.1:9/' }),
    'a timeout': answerNothing,
    'a success': answerJson(200, { done: true }),
  };
  const cases = Object.entries(faults).flatMap(([what, responder]) =>
    ['basic', 'oauth'].map((auth) => ({ what, responder, auth })),
  );
  it.each(cases)('stay out of results and logs: $auth, $what', async ({ responder, auth }) => {
    const alloy = await startOAuthAlloy({ respond: responder });
    const service = auth === 'basic' ? await startAlloyOfTest(responder) : alloy;
    const { execute, log } = await configureApp(service, {
      ALLOY_AUTH: auth,
      ALLOY_TIMEOUT_MS: '1000',
      ALLOY_MAX_RETRIES: '1',
    });
    const shown = JSON.stringify([await execute(...read), await execute(...write), log.lines]);
    for (const secret of [credentials.token, credentials.secret, basic.slice(6), formatToken(1)]) {
      expect(shown).not.toContain(secret);
    }
  });

  const repeating: Behaviour = (exchange) => {
    const { authorization = '' } = exchange.headers;
    const text = `${credentials.token}:${credentials.secret} came as ${authorization}`;
    const details = [{ message: text, context: { value: text, [credentials.secret]: 1 } }];
    return answerJson(400, { error: { minor_code: 4001, type: 'Header', message: text, details } })(exchange);
  };
  it.each([
    ['a call with the key pair', 'basic', {}],
    ['a call with a bearer token', 'oauth', { respond: repeating }],
    ['a request for a bearer token', 'oauth', { tokenAnswers: [repeating] }],
  ])('stay out of results and logs when Alloy repeats them: %s', async (_, auth, options) => {
    const alloy = auth === 'basic' ? await startAlloyOfTest([repeating]) : await startOAuthAlloy(options);
    const { execute, log } = await configureApp(alloy, { ALLOY_AUTH: auth });
    const result = await execute(...write);
    expect(readFailure(result)).toMatchObject({ kind: 'invalid_request', minor_code: 4001 });
    const shown = JSON.stringify([result, log.lines]);
    for (const secret of [credentials.token, credentials.secret, basic.slice(6), formatToken(1)]) {
      expect(shown).not.toContain(secret);
    }
  });
});
