/** The same seed, clock and calls give the same answers to the byte; and what the simulator keeps are its records. */
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { createVendorCallStore, vendorCallLimit } from '../../../src/simulator/records/vendor-calls.ts';
import { createSimulator, type SimulatorOptions } from '../../../src/simulator/simulator.ts';
import { isLong } from '../../helpers/extent.ts';
import { testTime } from '../helpers/front-door.ts';
import { createMixedCalls, sendCall, sendMixed } from '../helpers/mixed-calls.ts';

const create = (options: SimulatorOptions = {}) =>
  createSimulator({ now: () => testTime, clockStep: 1000, ...options });

async function run(options: SimulatorOptions = {}) {
  const simulator = create(options);
  const replies = await sendMixed(simulator, createMixedCalls('mix'), 200);
  return { replies, state: simulator.formatState().text };
}

// Several runs of them take a while on a busy machine.
describe('200 mixed calls', { timeout: 60_000 }, () => {
  const usual = run();

  it('are answered alike by two instances', async () => {
    const [first, second] = [await usual, await run()];
    expect(first.replies).toEqual(second.replies);
    expect(first.state).toBe(second.state);
  });

  it('are of many kinds and none breaks it', async () => {
    const { replies } = await usual;
    const statuses = new Set(replies.map(({ status }) => status));
    for (const status of [200, 201, 400, 409]) expect(statuses).toContain(status);
    expect(replies.filter(({ status }) => status === 500)).toEqual([]);
  });

  it('are answered otherwise with another seed or clock', async () => {
    const { replies } = await usual;
    expect((await run({ seed: 'other' })).replies).not.toEqual(replies);
    expect((await run({ clockStep: 2000 })).replies).not.toEqual(replies);
  });

  it('meet the same faults', async () => {
    const disturbed = { faults: ['POST /*:503:0.3', '* /*:cut:0.1'], rateLimit: '40/m' };
    const outcomes = async () => {
      const simulator = create(disturbed);
      const calls = createMixedCalls('mix');
      const outcomes: unknown[] = [];
      for (let sent = 0; sent < 200; sent += 1)
        outcomes.push(await sendCall(simulator, calls.next()).catch(() => 'cut'));
      return outcomes;
    };
    const first = await outcomes();
    expect(await outcomes()).toEqual(first);
    expect(first.filter((outcome) => outcome === 'cut').length).toBeGreaterThan(5);
  });
});

describe('memory', () => {
  setFlagsFromString('--expose-gc');
  const collect: unknown = runInNewContext('gc');
  const measure = () => {
    if (typeof collect === 'function') collect();
    return process.memoryUsage().heapUsed;
  };
  const megabyte = 2 ** 20;

  // The long suite's 10,000 calls show the same (13 MB of heap for 8 MB of records) and take as much longer.
  const count = isLong ? 10_000 : 2_000;
  it(`grows with the records only, over ${count} mixed calls`, async () => {
    const simulator = create();
    const calls = createMixedCalls('memory');
    await sendMixed(simulator, calls, 500).then(() => undefined);
    const [before, storedBefore] = [measure(), simulator.formatState().text.length];
    for (let sent = 0; sent < count; sent += 1) {
      const reply = await sendCall(simulator, calls.next());
      if (sent % 10 === 0) calls.learn(reply);
    }
    const stored = simulator.formatState().text.length - storedBefore;
    // Objects take up to 1.8 times the room of their JSON; 600 bytes a call that are in no store would be too many.
    expect(measure() - before).toBeLessThan(2.25 * stored + megabyte);
    expect(stored).toBeGreaterThan(megabyte);
  }, 120_000);

  it('does not grow with calls that store nothing', async () => {
    const simulator = create();
    const refused = (call: number) =>
      sendCall(simulator, { method: 'GET', path: `/entities/P-unknown${call}` }).then(() =>
        sendCall(simulator, { method: 'POST', path: '/entities/persons', body: `{"emails":${call}` }),
      );
    for (let call = 0; call < 300; call += 1) await refused(call);
    // What grows would grow in every round; other things of this process do so in one or another.
    const growth: number[] = [];
    for (let round = 0; round < 3; round += 1) {
      const before = measure();
      for (let call = 0; call < 1_000; call += 1) await refused(call);
      growth.push(measure() - before);
    }
    expect(Math.min(...growth)).toBeLessThan(megabyte / 2);
  }, 120_000);

  it('forgets what vendors were asked longest ago', () => {
    const store = createVendorCallStore();
    for (let call = 0; call <= vendorCallLimit; call += 1) {
      store.add(`key${call}`, call);
      store.add('often', call);
    }
    expect([...store.all()].length).toBe(vendorCallLimit);
    expect(store.find('key0')).toBeUndefined();
    expect(store.find('often')).toBe(vendorCallLimit);
    expect(store.find(`key${vendorCallLimit}`)).toBe(vendorCallLimit);
  });
});
