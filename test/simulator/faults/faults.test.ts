/** Faults on demand: how they are asked for, what they answer, and that they follow from the seed. */
import { describe, expect, it } from 'vitest';
import { parseLatency } from '../../../src/simulator/faults/middleware.ts';
import { SimulatorOptionError } from '../../../src/simulator/option-error.ts';
import { createSimulator, type SimulatorOptions } from '../../../src/simulator/simulator.ts';
import { read } from '../helpers/account-client.ts';
import { createFrontDoor, testTime } from '../helpers/front-door.ts';

const person = { name_first: 'Maya', name_last: 'Okafor', external_entity_id: 'maya-1' };
const always = (fault: string, options: SimulatorOptions = {}) =>
  createFrontDoor({ faults: [fault], ...options });

describe('how a fault is written', () => {
  it.each([
    ['', 'it is not understood'],
    ['POST', 'it is not understood'],
    ['POST /events', 'it is not understood'],
    ['POST events:503:0.2', 'it is not understood'],
    ['/events:503:0.2', 'it is not understood'],
    ['POST /events:503:0.2:1', '1 is neither'],
    ['POST /events:200:0.2', '200 is neither a status from 400 to 599 nor one of reset, stall, html, cut'],
    ['POST /events:600:0.2', '600 is neither'],
    ['POST /events:explode:0.2', 'explode is neither'],
    ['POST /events:503:2', '2 is not a probability from 0 to 1'],
    ['POST /events:503:-1', '-1 is not a probability'],
    ['POST /events:503:often', 'often is not a probability'],
    ['POST /evnts:503:0.2', 'no operation of Alloy has that method and path'],
    ['DELETE /events:503:0.2', 'no operation of Alloy has that method and path'],
    ['GET /entities/*/reviews:503:1', '* stands at the end of a path only'],
  ])('refuses %j', (text, reason) => {
    const create = () => createSimulator({ faults: [text] });
    expect(create).toThrow(SimulatorOptionError);
    expect(create).toThrow(`--fault '${text}': ${reason}`);
    expect(create).toThrow(/; the form is METHOD PATH:KIND:PROBABILITY, e\.g\. 'POST \/events:503:0\.2'/);
  });

  it.each([
    ['post /entities/persons:500:1', 500],
    ['* /entities/persons:500', 500],
    ['POST /v1/entities/persons:500:1.0', 500],
    ['POST /entities/persons/:500:1', 500],
    ['POST /entities/*:500:1', 500],
    ['POST /entities/per*:500:1', 500],
    ['* /*:500:1', 500],
    ['POST /entities/persons:0500:1', undefined],
    ['POST /entities/businesses:500:1', 201],
    ['GET /entities/{entity_token}:500:1', 201],
    ['POST /entities/persons:500:0', 201],
    ['POST /entities/businesses:500:1, POST /entities/persons:502:1', 502],
  ])('understands %j', async (text, status) => {
    if (status === undefined) return expect(() => always(text)).toThrow(SimulatorOptionError);
    expect((await always(text).send('POST', '/entities/persons', { body: person })).status).toBe(status);
  });

  it('takes {name} for values only', async () => {
    const door = always('GET /events/{event_request_token}:503:1');
    expect((await door.send('GET', '/events/EV-1')).status).toBe(503);
    expect((await door.send('GET', '/events/schema?type=login')).status).toBe(200);
  });

  it('takes a value for itself', async () => {
    const door = always('GET /entities/bag:503:1');
    expect((await door.send('GET', '/entities/bag')).status).toBe(503);
    expect((await door.send('GET', '/entities/other')).status).toBe(400);
  });
});

describe('statuses', () => {
  it.each([
    [400, 4000],
    [401, 4011],
    [403, 4030],
    [404, 4041],
    [409, 4091],
    [429, 4033],
    [500, 5000],
    [503, 5031],
    [504, 5040],
  ])('%i is answered in the envelope with %i', async (status, minor_code) => {
    const reply = await always(`POST /entities/persons:${status}:1`).send('POST', '/entities/persons', {
      body: person,
    });
    expect(reply).toEqual({
      status,
      body: {
        status_code: status,
        error: {
          minor_code,
          type: expect.any(String),
          message: expect.any(String),
          details: null,
          error_token: expect.stringMatching(/^\w{10}$/),
        },
        timestamp: testTime,
        evaluation_token: null,
        entity_token: null,
        application_token: null,
        application_version_id: null,
      },
    });
  });

  it('come before the credentials are looked at, and keep the call from its effect', async () => {
    const door = always('POST /entities/persons:503:1');
    expect((await door.send('POST', '/entities/persons', { authorization: null })).status).toBe(503);
    await door.send('POST', '/entities/persons', { body: person });
    expect((await door.send('GET', '/entities/maya-1')).status).toBe(400);
  });

  it('are the bare error where tokens are handed out', async () => {
    const { status, body } = await always('* /oauth/*:500:1').send('POST', '/oauth/bearer');
    expect(status).toBe(500);
    expect(body).toEqual({
      error: { minor_code: 5000, type: 'Unhandled Error', message: expect.any(String), details: null },
    });
  });

  it.each([
    [400, { name: 'ValidationError', statusCode: 400, status: 400, issues: [expect.any(Object)] }],
    [409, { message: expect.any(String), exists: null }],
  ])("are an event's own form with %i", async (status, error) => {
    const door = always(`POST /events:${status}:1`);
    const { status: answered, body } = await door.send('POST', '/events/', { body: { event_type: 'login' } });
    expect(answered).toBe(status);
    expect(body).toEqual({
      status_code: status,
      event_request_token: expect.stringMatching(/^EV-\w{20}$/),
      _links: { self: { href: `/v1/events/${read(body, 'event_request_token')}` } },
      event: { event_type: 'login', event_status: 'ERROR', evaluations: [], journey_applications: [] },
      error,
    });
    for (const odd of ['{', '[]', '{"event_type":7}'])
      expect(read((await door.send('POST', '/events', { body: odd })).body, 'event.event_type')).toBeNull();
  });

  it.each([401, 429, 500, 503])('are the envelope for an event with %i', async (status) => {
    const { body } = await always(`POST /events:${status}:1`).send('POST', '/events', { body: {} });
    expect(read(body, 'status_code')).toBe(status);
    expect(read(body, 'error.error_token')).toEqual(expect.any(String));
  });

  it('name the event that is not found', async () => {
    const { body } = await always('GET /events/*:404:1').send('GET', '/events/EV-1');
    expect(body).toEqual({ error: 'EV-1 not found' });
  });

  it("can be a proxy's page", async () => {
    const simulator = createSimulator({ faults: ['* /*:html:1'] });
    const response = await simulator.fetch(new Request('http://alloy.embedded/v1/parameters'));
    expect(response.status).toBe(502);
    expect(response.headers.get('content-type')).toContain('text/html');
    expect(await response.text()).toContain('<h1>502 Bad Gateway</h1>');
  });
});

describe('probability', () => {
  const draw = async (
    seed: string,
    faults: readonly string[],
    calls: number,
    others: readonly string[] = [],
  ) => {
    const door = createFrontDoor({ seed, faults });
    const statuses: number[] = [];
    for (let call = 0; call < calls; call += 1) {
      for (const path of others) await door.send('GET', path);
      statuses.push((await door.send('GET', '/events/EV-1')).status);
    }
    return statuses;
  };
  const fault = 'GET /events/*:503:0.2';

  it('is met about as often as said', async () => {
    const hits = (await draw('share', [fault], 500)).filter((status) => status === 503).length;
    expect(hits).toBeGreaterThan(70);
    expect(hits).toBeLessThan(130);
  });

  it('follows from the seed and the calls it is about', async () => {
    const first = await draw('one', [fault], 60);
    expect(await draw('one', [fault], 60)).toEqual(first);
    expect(await draw('one', [fault], 60, ['/entities/bag'])).toEqual(first);
    expect(await draw('two', [fault], 60)).not.toEqual(first);
  });

  it('leaves the first of two faults as it was', async () => {
    const alone = await draw('one', [fault], 60);
    const both = await draw('one', [fault, 'GET /events/*:500:0.5'], 60);
    expect(both.map((status) => status === 503)).toEqual(alone.map((status) => status === 503));
    expect(both).toContain(500);
  });

  it('is drawn by each of two faults for itself', async () => {
    // With one sequence for both they would meet the same calls, and the second would never be seen.
    const both = await draw('one', ['GET /events/*:503:0.3', 'GET /events/*:500:0.3'], 60);
    expect(both).toContain(503);
    expect(both).toContain(500);
  });
});

describe('latency', () => {
  it.each([
    ['50', { minimum: 50, maximum: 50 }],
    ['50-200', { minimum: 50, maximum: 200 }],
    [' 50 - 200 ', { minimum: 50, maximum: 200 }],
  ])('is %j', (text, latency) => expect(parseLatency(text)).toEqual(latency));

  it.each(['', 'fast', '-5', '200-50', '50ms', '1.5', '99999999'])('is not %j', (text) => {
    expect(() => createSimulator({ latency: text })).toThrow(SimulatorOptionError);
    expect(() => createSimulator({ latency: text })).toThrow(
      `--latency '${text}' is not understood; give milliseconds, e.g. 50, or a range, e.g. 50-200`,
    );
  });

  it('holds every answer back', async () => {
    const door = createFrontDoor({ latency: '40-60' });
    const started = performance.now();
    await door.send('GET', '/events/EV-1');
    expect(performance.now() - started).toBeGreaterThan(38);
  });

  it('ends when the caller gives up', async () => {
    const simulator = createSimulator({ latency: '60000' });
    const request = new Request('http://alloy.embedded/v1/parameters', { signal: AbortSignal.timeout(20) });
    await expect(simulator.fetch(request)).rejects.toThrow(/timeout/);
  });
});

describe('the rate limit', () => {
  it.each(['', '10', '0/s', '10/day', '/s', '-1/s', '10/toString'])('is not %j', (text) => {
    expect(() => createSimulator({ rateLimit: text })).toThrow(SimulatorOptionError);
    expect(() => createSimulator({ rateLimit: text })).toThrow(`--rate-limit '${text}' is not understood`);
  });

  it('answers 429 with its headers until the window is over', async () => {
    let now = testTime + 250;
    const simulator = createSimulator({ rateLimit: '3/s', now: () => now });
    const call = () => simulator.fetch(new Request('http://alloy.embedded/v1/parameters'));
    for (let count = 0; count < 3; count += 1) expect((await call()).status).toBe(401);
    const limited = await call();
    expect(limited.status).toBe(429);
    expect(Object.fromEntries(limited.headers)).toMatchObject({
      'alloy-ratelimit-limit': '3',
      'alloy-ratelimit-remaining': '0',
      'alloy-ratelimit-reset': String(testTime / 1000 + 1),
      'retry-after': '1',
    });
    expect(await limited.json()).toMatchObject({ error: { minor_code: 4033, type: 'Rate Limit Exceeded' } });
    now += 700;
    expect((await call()).status).toBe(429);
    now += 50;
    expect((await call()).status).toBe(401);
  });

  it.each([
    ['2/m', 60],
    ['2/min', 60],
    ['2/h', 3600],
  ])('counts %s', async (rateLimit, seconds) => {
    // testTime begins an hour.
    const simulator = createSimulator({ rateLimit, now: () => testTime });
    const call = () => simulator.fetch(new Request('http://alloy.embedded/v1/parameters'));
    await call();
    await call();
    expect((await call()).headers.get('retry-after')).toBe(String(seconds));
  });
});

describe('tokens that expire', () => {
  it('are valid for the seconds given', async () => {
    let now = testTime;
    const door = createFrontDoor({ tokenTtlSeconds: 5, now: () => now });
    const { body } = await door.send('POST', '/oauth/bearer');
    expect(read(body, 'expires_in')).toBe(5);
    const authorization = `Bearer ${String(read(body, 'access_token'))}`;
    now += 4_999;
    expect((await door.send('GET', '/entities/bag', { authorization })).status).toBe(400);
    now += 1;
    const expired = await door.send('GET', '/entities/bag', { authorization });
    expect(expired.status).toBe(401);
    expect(read(expired.body, 'error.minor_code')).toBe(4012);
  });
});
