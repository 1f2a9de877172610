/** An account as a document and back. */
import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import * as z from 'zod';
import { type Account, createAccount } from '../../../src/simulator/account.ts';
import { addDemoRecords } from '../../../src/simulator/demo/records.ts';
import { createSimulator, type Simulator, type SimulatorOptions } from '../../../src/simulator/simulator.ts';
import { formatState, listCollections, restoreState, StateError } from '../../../src/simulator/state.ts';
import { testTime } from '../helpers/front-door.ts';
import { createMixedCalls, sendCall, sendMixed } from '../helpers/mixed-calls.ts';

const options: SimulatorOptions = { now: () => testTime, clockStep: 1000 };
const createEmpty = () => createAccount({ seed: 'alloy', now: () => testTime });
const createDemo = () => {
  const account = createEmpty();
  addDemoRecords(account);
  return account;
};
const readState = (simulator: Simulator): unknown => JSON.parse(simulator.formatState().text);
const savedForm = z.looseObject({
  format: z.string(),
  checksum: z.string(),
  account: z.object({ tokens: z.int(), collections: z.record(z.string(), z.array(z.unknown())) }),
});
/** As it would be read from a file. */
const saveState = (account: Account) => savedForm.parse(JSON.parse(formatState(account).text));

describe('what is saved', () => {
  /** Neither records nor functions: what the account is set up with. */
  const settings = ['workflows', 'eventMappings', 'ongoingJourneys'];
  const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;

  /** A file bears them: with another name here, version 1 can no longer be read. */
  it('has the names that files of version 1 have', () => {
    expect(listCollections(createEmpty()).map(({ name }) => name)).toEqual([
      'entities',
      'evaluations',
      'vendorCalls',
      'events',
      'bankAccounts',
      'documents',
      'reviews',
      'cases',
      'feedback',
      'feedback.EntityId',
      'evaluationBatches',
      'portfolioEvaluations',
      'transactions',
      'groups',
      'groups.Legacy',
      'lists',
      'customLists',
      'publishedAttributes',
      'investigations',
      'investigationTypes',
      'investigationTypes.LastId',
      'journeys',
      'journeys.Batch',
    ]);
  });

  it('is every store of the account', () => {
    const account = createEmpty();
    const stores = Object.entries<unknown>({ ...account }).filter(([, value]) => isObject(value));
    const saved = listCollections(account).map(({ name }) => name.split('.')[0]);
    for (const [name] of stores) {
      if (!settings.includes(name)) expect(saved, `${name} lacks all() and restore()`).toContain(name);
    }
  });

  it('is every collection of a store', () => {
    const account = createDemo();
    const saved = listCollections(account).map(({ name }) => name);
    for (const [store, value] of Object.entries<unknown>({ ...account })) {
      if (!isObject(value) || settings.includes(store)) continue;
      for (const [name, member] of Object.entries<unknown>({ ...value })) {
        expect(typeof member, `${store}.${name} is state that no function saves`).toBe('function');
      }
      const listing = Object.keys(value).filter((name) => name.startsWith('all'));
      const collections = saved.filter((name) => name.split('.')[0] === store);
      expect(collections.length, `${store}: ${listing.join(', ')} need a restore... each`).toBe(
        listing.length,
      );
    }
  });

  it('is nothing before the demo records', () => {
    for (const { name, all } of listCollections(createEmpty())) expect([...all()], name).toEqual([]);
  });

  it('is plain JSON', async () => {
    const simulator = createSimulator(options);
    await sendMixed(simulator, createMixedCalls('plain'), 300);
    const account = createEmpty();
    restoreState(account, readState(simulator));
    for (const each of [account, createDemo()]) {
      for (const { name, all } of listCollections(each)) {
        for (const record of all()) checkPlain(record, name);
      }
    }
  });

  function checkPlain(value: unknown, path: string): void {
    if (value === null || value === undefined || ['string', 'boolean'].includes(typeof value)) return;
    if (typeof value === 'number') {
      expect(Number.isFinite(value), path).toBe(true);
      return;
    }
    expect(typeof value, path).toBe('object');
    const isPlain = Array.isArray(value) || [Object.prototype, null].includes(Object.getPrototypeOf(value));
    expect(isPlain, `${path} is ${Object.prototype.toString.call(value)}`).toBe(true);
    for (const [key, inner] of Object.entries(Object(value))) checkPlain(inner, `${path}.${key}`);
  }
});

describe('a saved state and restoreState', () => {
  it('give the same again', async () => {
    const simulator = createSimulator(options);
    await sendMixed(simulator, createMixedCalls('again'), 300);
    const first: unknown = readState(simulator);
    const account = createAccount({ seed: 'alloy', now: () => testTime });
    restoreState(account, first);
    expect(saveState(account)).toEqual({ ...Object(first), savedAt: testTime });
  });

  it('let calls go on as if nothing had been', async () => {
    const whole = createSimulator(options);
    const calls = createMixedCalls('on');
    await sendMixed(whole, calls, 250);
    const resumed = createSimulator({ ...options, state: readState(whole) });
    for (let sent = 0; sent < 250; sent += 1) {
      const call = calls.next();
      const reply = await sendCall(whole, call);
      expect(await sendCall(resumed, call), `${call.method} ${call.path}`).toEqual(reply);
      calls.learn(reply);
    }
    expect(readState(resumed)).toEqual(readState(whole));
  }, 60_000);

  it('copy', () => {
    const account = createDemo();
    const state = saveState(account);
    const copy = createEmpty();
    restoreState(copy, state);
    const [entity] = copy.entities.all();
    if (entity !== undefined) entity.meta['changed'] = true;
    expect(saveState(account)).toEqual(state);
    expect(saveState(copy)).not.toEqual(state);
  });

  it('do not hand out a token twice', () => {
    const account = createDemo();
    account.newToken('P-');
    const restored = createAccount({ seed: 'another', now: () => testTime });
    restoreState(restored, saveState(account));
    expect(restored.newToken('P-')).toBe(account.newToken('P-'));
  });

  it('do not give the id of what was deleted again', async () => {
    const whole = createSimulator(options);
    const create = {
      method: 'POST',
      path: '/investigations/types',
      body: { name: 'Mules', use_case: 'Fraud' },
    };
    expect((await sendCall(whole, create)).status).toBe(200);
    await sendCall(whole, { method: 'DELETE', path: '/investigations/types/delete/Mules' });
    const resumed = createSimulator({ ...options, state: readState(whole) });
    expect(await sendCall(resumed, create)).toEqual(await sendCall(whole, create));
  });

  it('never turn the clock back', async () => {
    const state = readState(await used(5));
    const time = async (resumedOptions: SimulatorOptions) => {
      const simulator = createSimulator({ ...resumedOptions, state });
      return JSON.parse((await sendCall(simulator, { method: 'GET', path: '/nothing' })).text).timestamp;
    };
    expect(await time(options)).toBe(testTime + 5_000);
    expect(await time({ now: () => testTime + 60_000, clockStep: 1 })).toBe(testTime + 60_000);
    // Without a step the time is what was asked for.
    expect(await time({ now: () => testTime })).toBe(testTime);
  });

  it('need an account without records', () => {
    expect(() => restoreState(createDemo(), saveState(createDemo()))).toThrow(
      /needs an empty account; entities/,
    );
  });

  const good = saveState(createDemo());
  const withAccount = (change: (account: z.output<typeof savedForm>['account']) => unknown) => {
    const copy = structuredClone(good);
    change(copy.account);
    return copy;
  };
  it.each<[string, unknown, string]>([
    ['nothing', undefined, 'it is not a state of the embedded Alloy'],
    ['a list', [], 'it is not a state of the embedded Alloy'],
    ['another document', { name: 'package', version: 1 }, 'it is not a state of the embedded Alloy'],
    [
      'a later version',
      { ...good, version: 2 },
      'it is a state of version 2, and this embedded Alloy reads version 1',
    ],
    ['no version', { format: good.format }, 'it is not a state of the embedded Alloy'],
    ['no account', { ...good, account: undefined }, 'it is damaged'],
    ['another checksum', { ...good, checksum: 'x' }, 'it is damaged'],
    [
      'a changed token state',
      withAccount((account) => Object.assign(account, { tokens: 5 })),
      'it is damaged',
    ],
    [
      'a changed record',
      withAccount((account) =>
        Object.assign(Object(account.collections['entities']?.[0]), { type: 'robot' }),
      ),
      'it is damaged',
    ],
  ])('refuse %s', (_, state, reason) => {
    expect(() => restoreState(createEmpty(), state)).toThrow(StateError);
    expect(() => restoreState(createEmpty(), state)).toThrow(reason);
  });

  it('refuse what an account with other stores has saved', () => {
    const sign = (state: ReturnType<typeof withAccount>) => ({
      ...state,
      checksum: createHash('sha256').update(JSON.stringify(state.account)).digest('hex'),
    });
    const reason = 'saved by another release of the embedded Alloy: ';
    const less = withAccount(({ collections }) => delete collections['events']);
    expect(() => restoreState(createEmpty(), sign(less))).toThrow(`${reason}events is not in it`);
    const more = withAccount(({ collections }) => Object.assign(collections, { mail: [] }));
    expect(() => restoreState(createEmpty(), sign(more))).toThrow(`${reason}mail is not known here`);
    expect(() => restoreState(createEmpty(), sign(withAccount(() => undefined)))).not.toThrow();
  });
});

async function used(calls: number): Promise<Simulator> {
  const simulator = createSimulator(options);
  await sendMixed(simulator, createMixedCalls('used'), calls);
  return simulator;
}
