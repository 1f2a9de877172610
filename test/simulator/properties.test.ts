/**
 * Whatever is sent, in whatever order: what holds of all answers and records, checked after each call. Halfway the state
 * is saved and loaded into a second embedded Alloy, which gets the same calls from then on and has to answer alike.
 */
import { describe, expect, it } from 'vitest';
import { operations } from '../../src/simulator/http/operations.ts';
import { createRandom } from '../../src/simulator/state/tokens.ts';
import { inFull } from '../helpers/extent.ts';
import { createMixedCalls } from './helpers/mixed-calls.ts';
import { createObservedAlloy } from './helpers/observed-alloy.ts';
import { checkTotals } from './helpers/paged-totals.ts';
import { accountActions } from './helpers/valid-account-calls.ts';
import { inquiryActions } from './helpers/valid-inquiry-calls.ts';
import { createJourneyActions } from './helpers/valid-journey-calls.ts';
import { createPlay } from './helpers/valid-play.ts';

const day = 86_400_000;

async function runValidCalls(seed: string, count: number) {
  const alloy = createObservedAlloy(seed);
  const play = createPlay(alloy, seed);
  const journeys = createJourneyActions();
  const families = [accountActions, inquiryActions, journeys.actions, journeys.actions];
  for (let done = 0; done < count; done += 1) {
    if (done === Math.floor(count / 2)) {
      alloy.divide();
      await alloy.readAll();
    }
    await play.pick(play.pick(families))(play);
    if (play.once(9)) alloy.wait(play.pick([1, 1_000, 60_000]));
    if (play.once(40)) alloy.wait(8 * day);
  }
  const lists = await checkTotals(play, journeys.batches);
  const shown = await play.check();
  const reads = await alloy.readAll();
  return { alloy, lists, shown, reads };
}

async function runMixedCalls(seed: string, count: number) {
  const alloy = createObservedAlloy(seed);
  const calls = createMixedCalls(seed);
  const random = createRandom(seed);
  for (let sent = 0; sent < count; sent += 1) {
    if (sent === Math.floor(count / 2)) alloy.divide();
    calls.learn(await alloy.send(calls.next()));
    if (random.next() % 50 === 0) alloy.wait(8 * day);
  }
  const reads = await alloy.readAll();
  return { alloy, reads };
}

describe('valid calls in random order', { timeout: 120_000 }, () => {
  it('all succeed, nothing they write is lost and totals are what is paged through', async () => {
    const moves = new Set<string>();
    const succeeded = new Set<string>();
    for (const seed of inFull(['alder', 'birch', 'cedar', 'elm', 'hazel'], (_, index) => index < 2)) {
      const { alloy, lists, shown, reads } = await runValidCalls(seed, 220);
      expect(alloy.faults.slice(0, 5), `seed ${seed}`).toEqual([]);
      for (const move of alloy.moves.keys()) moves.add(move);
      for (const operation of alloy.succeeded) succeeded.add(operation);
      // Else there was not much to find fault with.
      expect(lists).toBeGreaterThan(30);
      expect(shown).toBeGreaterThan(150);
      expect(reads).toBeGreaterThan(250);
    }
    const all = operations.map(({ method, path }) => `${method} ${path}`);
    expect(all.filter((operation) => !succeeded.has(operation))).toEqual([]);
    expect(moves.size).toBeGreaterThan(35);
  });
});

describe('calls of any kind in random order', { timeout: 120_000 }, () => {
  it.each(inFull(['fir', 'larch'], (seed) => seed === 'fir'))(
    'seed %s: answers and records keep to the documented ways',
    async (seed) => {
      const { alloy, reads } = await runMixedCalls(seed, 500);
      expect(alloy.faults.slice(0, 5)).toEqual([]);
      expect(reads).toBeGreaterThan(200);
      expect(alloy.moves.size).toBeGreaterThan(5);
    },
  );
});
