/** The simulator's time, and the flags that the command line has for it. */
import { describe, expect, it } from 'vitest';
import { parseSimulatorFlags, type SimulatorFlags } from '../../../src/simulator/flags.ts';
import { SimulatorOptionError } from '../../../src/simulator/option-error.ts';
import { createSimulator } from '../../../src/simulator/simulator.ts';
import { read } from '../helpers/account-client.ts';
import { createFrontDoor, testTime } from '../helpers/front-door.ts';

const timestamps = async (flags: SimulatorFlags, count = 3) => {
  const { stateFile, reset, ...options } = parseSimulatorFlags(flags);
  const simulator = createSimulator(options);
  const times: unknown[] = [];
  for (let call = 0; call < count; call += 1) {
    const response = await simulator.fetch(new Request('http://alloy.embedded/v1/parameters'));
    times.push(read(await response.json(), 'timestamp'));
  }
  return times;
};

describe('--now', () => {
  it.each([
    ['2026-01-31T12:00:00Z', Date.UTC(2026, 0, 31, 12)],
    ['2026-01-31T12:00:00.250Z', Date.UTC(2026, 0, 31, 12, 0, 0, 250)],
    ['2026-01-31T12:00Z', Date.UTC(2026, 0, 31, 12)],
    ['2026-01-31T12:00:00+02:00', Date.UTC(2026, 0, 31, 10)],
    ['2026-01-31', Date.UTC(2026, 0, 31)],
  ])('%s fixes the clock', async (now, moment) => {
    expect(await timestamps({ now })).toEqual([moment, moment, moment]);
  });

  it.each([
    '',
    'now',
    '1800000000000',
    '2026-13-01T00:00:00Z',
    '2026-01-31T12:00:00',
    '31.1.2026',
    '1960-01-01',
  ])('is not %j', (now) => {
    const parse = () => parseSimulatorFlags({ now });
    expect(parse).toThrow(SimulatorOptionError);
    expect(parse).toThrow(`--now '${now}' is not understood; give a moment with its time zone`);
  });

  it('is the real time by default', async () => {
    const before = Date.now();
    const [time] = await timestamps({});
    expect(Number(time)).toBeGreaterThanOrEqual(before);
    expect(Number(time)).toBeLessThanOrEqual(Date.now());
  });
});

describe('--clock-step', () => {
  it('moves it by that much a request', async () => {
    const start = Date.UTC(2026, 0, 31, 12);
    expect(await timestamps({ now: '2026-01-31T12:00:00Z', 'clock-step': '1000' })).toEqual([
      start,
      start + 1000,
      start + 2000,
    ]);
  });

  it('adds to a clock that runs by itself', async () => {
    const [first, second] = await timestamps({ 'clock-step': '3600000' });
    expect(Number(second) - Number(first)).toBeGreaterThanOrEqual(3_600_000);
  });

  it('makes tokens expire', async () => {
    const door = createFrontDoor({ now: () => testTime, clockStep: 1000, tokenTtlSeconds: 2 });
    const { body } = await door.send('POST', '/oauth/bearer');
    const authorization = `Bearer ${String(read(body, 'access_token'))}`;
    const statuses: number[] = [];
    for (let call = 0; call < 3; call += 1)
      statuses.push((await door.send('GET', '/entities/bag', { authorization })).status);
    expect(statuses).toEqual([400, 401, 401]);
  });

  it('is not moved by the page', async () => {
    const simulator = createSimulator({ now: () => testTime, clockStep: 1000 });
    for (let view = 0; view < 3; view += 1) await simulator.fetch(new Request('http://alloy.embedded/'));
    const response = await simulator.fetch(new Request('http://alloy.embedded/v1/parameters'));
    expect(await response.json()).toMatchObject({ timestamp: testTime });
  });

  it.each(['', '0', '-1', '1.5', 'fast', '99999999999'])('is not %j', (step) => {
    expect(() => parseSimulatorFlags({ 'clock-step': step })).toThrow(
      `--clock-step '${step}' is not understood; give whole milliseconds, e.g. 1000`,
    );
  });
});

describe('other flags', () => {
  it('become options', () => {
    const { now, ...options } = parseSimulatorFlags({
      fault: ['POST /events:503:0.2', 'GET /cases:500:1'],
      latency: '50',
      'rate-limit': '10/s',
      'token-ttl': '5',
      'clock-step': '20',
      now: '2026-01-31',
      seed: 'mine',
      state: 'file.json',
      reset: true,
    });
    expect(options).toEqual({
      faults: ['POST /events:503:0.2', 'GET /cases:500:1'],
      latency: '50',
      rateLimit: '10/s',
      tokenTtlSeconds: 5,
      clockStep: 20,
      seed: 'mine',
      stateFile: 'file.json',
      reset: true,
    });
    expect(now?.()).toBe(Date.UTC(2026, 0, 31));
  });

  it('are all optional', () => expect(parseSimulatorFlags({})).toEqual({}));

  it.each(['0', '', '5s', '-5'])('refuse --token-ttl %j', (ttl) => {
    expect(() => parseSimulatorFlags({ 'token-ttl': ttl })).toThrow(
      `--token-ttl '${ttl}' is not understood; give whole seconds, e.g. 5`,
    );
  });

  it.each(['rate-limit', 'token-ttl'])('refuse --%s with a clock that stands still', (flag) => {
    const flags = { now: '2026-01-31', [flag]: flag === 'token-ttl' ? '5' : '5/s' };
    expect(() => parseSimulatorFlags(flags)).toThrow(`--${flag} needs time to pass`);
    expect(() => parseSimulatorFlags({ ...flags, 'clock-step': '1' })).not.toThrow();
  });
});
