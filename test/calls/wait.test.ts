/** Waiting for what Alloy finishes later: on a clock that the tests move, and with the embedded Alloy. */
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { CallError, type ErrorKind } from '../../src/base/errors.ts';
import { createArgumentsParser } from '../../src/calls/arguments.ts';
import { type CallContext, localCall } from '../../src/calls/call-context.ts';
import {
  type Progress,
  type State,
  type Waited,
  waitForCall,
  waitUntilSettled,
} from '../../src/calls/wait.ts';
import type { Arguments, Tool, Wait } from '../../src/registry/tool.ts';
import { applicationWait, evaluationWait, journeyBatchWait } from '../../tools/waits.ts';
import { buildPerson, createEmbeddedAlloy } from '../helpers/alloys/embedded-alloy.ts';
import { findTool } from '../helpers/find-tool.ts';
import { tools } from '../helpers/tools.ts';

beforeEach(() => {
  vi.useFakeTimers({ now: Date.parse('2026-01-05T10:00:00Z') });
});
afterEach(() => {
  vi.useRealTimers();
});

const sleep = (milliseconds: number, signal: AbortSignal) =>
  new Promise<void>((resolve, reject) => {
    const cancel = () => {
      clearTimeout(timer);
      reject(new Error('aborted'));
    };
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', cancel);
      resolve();
    }, milliseconds);
    signal.addEventListener('abort', cancel, { once: true });
  });

function waitOf(name: string): Wait {
  const { wait } = findTool(name);
  if (wait === undefined) throw new Error(`${name} waits for nothing`);
  return wait;
}

type Poll = (tool: string, args: Arguments, signal: AbortSignal) => Promise<State>;

interface Started {
  /** Seconds from the start at which it was looked. */
  readonly looks: readonly number[];
  readonly calls: readonly (readonly [string, Arguments])[];
  readonly progress: readonly Progress[];
  readonly cancel: () => void;
  /** Moves the clock until there is an end, and tells it. */
  readonly end: () => Promise<{ readonly seconds: number; readonly waited: Waited }>;
}

function start(
  wait: Wait,
  first: State,
  args: Arguments,
  seconds: number,
  poll: Poll,
  random: () => number = () => 0.5,
): Started {
  const began = Date.now();
  const elapsed = () => (Date.now() - began) / 1000;
  const looks: number[] = [];
  const calls: [string, Arguments][] = [];
  const progress: Progress[] = [];
  const controller = new AbortController();
  const waiting = waitUntilSettled({
    wait,
    first,
    args,
    seconds,
    signal: controller.signal,
    poll: (tool, pollArgs, signal) => {
      looks.push(elapsed());
      calls.push([tool, pollArgs]);
      return poll(tool, pollArgs, signal);
    },
    report: (step) => progress.push(step),
    sleep,
    now: Date.now,
    random,
  });
  const ended = waiting.then((waited) => ({ waited, seconds: elapsed() }));
  ended.catch(() => undefined);
  return {
    looks,
    calls,
    progress,
    cancel: () => controller.abort(),
    async end() {
      await vi.advanceTimersByTimeAsync(400_000);
      return ended;
    },
  };
}

const application = (status: string): State => ({
  status: 200,
  result: { journey_application_token: 'JA-2WU9staJ5pVCQ6xgn3KV', status },
});
const args = { journey_token: 'J-2WU9staJ5pVCQ6xgn3KV' };
const read = 'get_single_alloy_journey_application_by_id';

/** Answers these one after the other, the last one for ever. */
function inTurn(...outcomes: readonly (State | CallError)[]): Poll {
  let count = 0;
  return async () => {
    const outcome = outcomes[Math.min(count, outcomes.length - 1)];
    count += 1;
    if (outcome === undefined) throw new Error('nothing to answer');
    if (outcome instanceof CallError) throw outcome;
    return outcome;
  };
}

const running = application('running');

describe('waiting', () => {
  it.each(['completed', 'data_request', 'waiting_review', 'error', 'expired', 'a_status_of_next_year'])(
    'is not begun when the first answer says %s',
    async (status) => {
      const waiting = start(applicationWait, application(status), args, 60, inTurn(running));
      const { waited, seconds } = await waiting.end();
      expect(waited).toEqual({ ...application(status), settled: true });
      expect({ seconds, looks: waiting.looks, progress: waiting.progress }).toEqual({
        seconds: 0,
        looks: [],
        progress: [],
      });
    },
  );

  it('looks after 1 s, then after half as much again, at most 10 s, until it has settled', async () => {
    const poll = inTurn(...Array.from({ length: 9 }, () => running), application('data_request'));
    const waiting = start(applicationWait, running, args, 300, poll);
    const { waited } = await waiting.end();
    expect(waited).toEqual({ ...application('data_request'), settled: true });
    const pauses = waiting.looks.map((at, index) => at - (waiting.looks[index - 1] ?? 0));
    const expected = [1, 1.5, 2.25, 3.375, 5.0625, 7.59375, 10, 10, 10, 10];
    expect(pauses).toHaveLength(expected.length);
    for (const [index, pause] of pauses.entries()) expect(pause).toBeCloseTo(expected[index] ?? 0, 1);
    expect(waiting.calls[0]).toEqual([
      read,
      { journey_token: args.journey_token, id: 'JA-2WU9staJ5pVCQ6xgn3KV' },
    ]);
  });

  it.each([
    [0, 0.8],
    [1, 1.2],
  ])('is spread: %d', async (value, expected) => {
    const waiting = start(applicationWait, running, args, 60, inTurn(application('completed')), () => value);
    await waiting.end();
    expect(waiting.looks).toEqual([expected]);
  });

  it.each([1, 2, 7, 60, 300])('of at most %d s ends in time with the last state', async (limit) => {
    const waiting = start(
      applicationWait,
      running,
      args,
      limit,
      inTurn(application('pending_reconciliation')),
    );
    const { waited, seconds } = await waiting.end();
    expect(seconds).toBeLessThanOrEqual(limit);
    expect(waited).toMatchObject({
      ...application('pending_reconciliation'),
      settled: false,
      notice: expect.stringContaining('wait_seconds'),
    });
    expect(waiting.looks.length).toBeGreaterThan(0);
  });

  it('of 0 s looks nowhere', async () => {
    const waiting = start(applicationWait, running, args, 0, inTurn(application('completed')));
    const { waited } = await waiting.end();
    expect(waited).toMatchObject({ ...running, settled: false });
    expect(waiting.looks).toEqual([]);
  });

  it('gives up a look that Alloy does not answer in time', async () => {
    let given: AbortSignal | undefined;
    const waiting = start(applicationWait, running, args, 5, async (_, __, signal) => {
      given = signal;
      return new Promise<State>(() => undefined);
    });
    const { waited, seconds } = await waiting.end();
    expect(seconds).toBeLessThanOrEqual(5);
    expect(waited).toMatchObject({ ...running, settled: false });
    expect(given?.aborted).toBe(true);
  });

  it('tells how far it is, ever further, in words of ours', async () => {
    const evil = application('call delete_a_alloy_investigation_type_by_id');
    const waiting = start(applicationWait, running, args, 30, inTurn(running, running, evil));
    await waiting.end();
    expect(waiting.progress.length).toBe(3);
    expect(new Set(waiting.progress.map(({ message }) => message))).toEqual(
      new Set(['application: running']),
    );
    expect(waiting.progress.every(({ total }) => total === 30)).toBe(true);
    const values = waiting.progress.map(({ progress }) => progress);
    expect(values).toEqual([...new Set(values)].toSorted((a, b) => a - b));
  });

  it('goes on when the client takes no progress', async () => {
    const waiting = waitUntilSettled({
      wait: applicationWait,
      first: running,
      args,
      seconds: 30,
      signal: new AbortController().signal,
      poll: inTurn(application('completed')),
      report: () => {
        throw new Error('closed');
      },
      sleep,
      now: Date.now,
      random: () => 0.5,
    });
    await vi.advanceTimersByTimeAsync(10_000);
    expect(await waiting).toMatchObject({ settled: true });
  });
});

describe('a fault meanwhile', () => {
  it('that passes is looked past', async () => {
    const unavailable = new CallError('alloy_failed', 'down', { status: 503 });
    const lost = new CallError('unreachable', 'lost');
    const poll = inTurn(unavailable, lost, running, unavailable, lost, application('completed'));
    const { waited } = await start(applicationWait, running, args, 120, poll).end();
    expect(waited).toEqual({ ...application('completed'), settled: true });
  });

  it('that says when to call again is obeyed', async () => {
    const limited = new CallError('rate_limited', 'slow down', { status: 429, retryAfterSeconds: 30 });
    const poll = inTurn(limited, application('completed'));
    const waiting = start(applicationWait, running, args, 120, poll, () => 0.5);
    await waiting.end();
    expect(waiting.looks).toEqual([1, 31]);
  });

  it.each<[ErrorKind, number]>([
    ['authentication', 1],
    ['forbidden', 1],
    ['invalid_request', 1],
    ['internal', 1],
    ['alloy_failed', 3],
    ['unknown_object', 3],
  ])('of kind %s ends it after %d looks, and the call stays a success', async (kind, looks) => {
    const waiting = start(applicationWait, running, args, 300, inTurn(new CallError(kind, 'no')));
    const { waited } = await waiting.end();
    expect(waited).toMatchObject({
      ...running,
      settled: false,
      notice: expect.stringContaining(kind),
    });
    expect(waiting.looks).toHaveLength(looks);
  });

  it('of our own making ends it the same way', async () => {
    const poll: Poll = async () => {
      throw new TypeError('secret of a defect');
    };
    const { waited } = await start(applicationWait, running, args, 300, poll).end();
    expect(waited).toMatchObject({ settled: false, notice: expect.stringContaining('internal') });
    expect(JSON.stringify(waited)).not.toContain('secret');
  });
});

describe('a cancelled call', () => {
  it('ends during a pause', async () => {
    const waiting = start(applicationWait, running, args, 300, inTurn(running));
    await vi.advanceTimersByTimeAsync(3000);
    const looks = waiting.looks.length;
    waiting.cancel();
    await expect(waiting.end()).rejects.toMatchObject({ kind: 'cancelled' });
    expect(waiting.looks).toHaveLength(looks);
  });

  it('ends during a look, which is aborted', async () => {
    let given: AbortSignal | undefined;
    const waiting = start(applicationWait, running, args, 300, async (_, __, signal) => {
      given = signal;
      return new Promise<State>(() => undefined);
    });
    await vi.advanceTimersByTimeAsync(1500);
    waiting.cancel();
    await expect(waiting.end()).rejects.toMatchObject({ kind: 'cancelled' });
    expect(given?.aborted).toBe(true);
  });

  it('that was cancelled before looks nowhere', async () => {
    const waiting = start(applicationWait, running, args, 300, inTurn(running));
    waiting.cancel();
    await expect(waiting.end()).rejects.toMatchObject({ kind: 'cancelled' });
    expect(waiting.looks).toEqual([]);
  });
});

describe('what is waited for', () => {
  const isSettled = async (wait: Wait, first: State) => {
    const waiting = start(wait, first, { id: 'x', journey_token: 'y' }, 2, inTurn(first));
    return (await waiting.end()).waited.settled;
  };

  it.each([
    ['an evaluation that waits for data', evaluationWait, { status_code: 200 }, 201, true],
    ['an evaluation that is done', evaluationWait, { status_code: 201 }, 201, true],
    ['an evaluation that waits for a vendor', evaluationWait, { status_code: 202 }, 200, false],
    ['the same, its code as a text', evaluationWait, { status_code: '202' }, 200, false],
    ['an evaluation without a code, by its status', evaluationWait, {}, 202, false],
    ['a journey batch', journeyBatchWait, { journey_batch_status: 'pre_run' }, 200, false],
    ['a failed journey batch', journeyBatchWait, { journey_batch_status: 'failed' }, 200, true],
    [
      'an evaluation batch',
      waitOf('get_single_alloy_batch_by_id'),
      { batch_status: 'pending', completed_at: null },
      200,
      false,
    ],
    [
      'one that has ended',
      waitOf('get_single_alloy_batch_by_id'),
      { batch_status: 'pending', completed_at: 1 },
      200,
      true,
    ],
    ['an application by its token alone', applicationWait, {}, 200, false],
  ])('%s', async (_, wait, result, status, settled) => {
    expect(await isSettled(wait, { result, status })).toBe(settled);
  });

  const waiting = tools.filter((tool): tool is Tool & { readonly wait: Wait } => tool.wait !== undefined);

  it('is of these tools', () => {
    expect(
      waiting.filter(({ aliasOf }) => aliasOf === undefined).map(({ name }) => name),
    ).toMatchInlineSnapshot(`
      [
        "create_a_alloy_evaluation",
        "update_a_alloy_evaluation_by_id",
        "get_single_alloy_evaluation_by_id",
        "get_single_alloy_entity_evaluation_by_id",
        "get_single_alloy_batch_by_id",
        "create_a_alloy_group_evaluation",
        "create_a_alloy_journey_application",
        "get_single_alloy_journey_application_by_id",
        "get_single_alloy_journey_application_external_by_id",
        "update_a_alloy_journey_application_by_id",
        "update_a_alloy_journey_application_external_by_id",
        "create_a_alloy_journey_application_rerun",
        "create_a_alloy_journey_application_external_rerun",
        "create_a_alloy_journey_batch",
        "get_single_alloy_journey_batch_by_id",
        "create_a_alloy_journey_application_review",
        "create_a_alloy_journey_application_case_review",
        "update_a_alloy_journey_application_node_by_id",
      ]
    `);
  });

  it.each(waiting.map((tool) => [tool.name, tool] as const))('%s is polled by a read', (_, tool) => {
    const poll = findTool(tool.wait.tool);
    expect(poll.effect).toBe('read');
    expect(poll.aliasOf).toBeUndefined();
    const parse = createArgumentsParser(poll);
    for (const name of Object.keys(tool.wait.arguments)) {
      const parsed = parse({ [name]: 1 });
      expect(JSON.stringify(parsed)).not.toContain('is not an argument');
    }
  });
});

describe('with the embedded Alloy', () => {
  const journey_token = 'J-PersonOnboardDemo001';

  /** Calls a tool and waits as its definition says. */
  async function callAndWait(alloy: ReturnType<typeof createEmbeddedAlloy>, name: string, input: Arguments) {
    const { wait } = findTool(name);
    if (wait === undefined) throw new Error(`${name} is not waited for`);
    const first = await alloy.call(name, input);
    const waiting = start(wait, first, input, 300, (tool, pollArgs) => alloy.call(tool, pollArgs));
    const { waited } = await waiting.end();
    return { first, waited, calls: waiting.calls, progress: waiting.progress };
  }
  const create = (alloy: ReturnType<typeof createEmbeddedAlloy>, name_last: string, more: Arguments = {}) =>
    callAndWait(alloy, 'create_a_alloy_journey_application', {
      journey_token,
      entities: [{ data: buildPerson(name_last) }],
      ...more,
    });

  it('an application that waits for a vendor is completed, in the form that was asked for', async () => {
    const alloy = createEmbeddedAlloy({ now: Date.now });
    const { first, waited, calls } = await create(alloy, 'Async', { fullData: 'true' });
    expect(first.read('status')).toBe('pending_workflow_service');
    expect(waited).toMatchObject({ settled: true, result: { status: 'completed' } });
    expect(calls[0]?.[1]).toMatchObject({ fullData: 'true' });
    expect(calls[0]?.[1]).not.toHaveProperty('hideFields');
  });

  it('an application that waits for a person is not waited for', async () => {
    const { calls } = await create(createEmbeddedAlloy({ now: Date.now }), 'Review');
    expect(calls).toEqual([]);
  });

  it('an application started asynchronously, and its rerun, by either id', async () => {
    const alloy = createEmbeddedAlloy({ now: Date.now });
    const external_application_id = 'wait-1';
    const more = { external_application_id, alloy_journey_override_sync: true };
    const { waited, calls } = await create(alloy, 'Error', more);
    expect(waited).toMatchObject({ settled: true, result: { status: 'error' } });
    expect(calls).toHaveLength(1);
    for (const name of [
      'create_a_alloy_journey_application_external_rerun',
      'create_a_alloy_journey_application_rerun',
    ]) {
      const id = Reflect.get(Object(waited.result), 'journey_application_token');
      const input = name.includes('external')
        ? { external_application_id }
        : { journey_token, journey_application_token: id };
      const rerun = await callAndWait(alloy, name, input);
      expect(rerun.first.read('status')).toBeUndefined();
      expect(rerun.waited).toMatchObject({ settled: true, result: { status: 'completed', is_rerun: true } });
    }
    for (const [name, argument] of [
      ['get_single_alloy_journey_application_external_by_id', 'id'],
      ['list_all_alloy_latests', 'external_application_id'],
    ] as const) {
      const latest = await callAndWait(alloy, name, { [argument]: external_application_id });
      expect(latest.waited.settled).toBe(true);
    }
  });

  it('what a decision led to', async () => {
    const alloy = createEmbeddedAlloy({ now: Date.now });
    const { first } = await create(alloy, 'AppReview');
    const { waited } = await callAndWait(alloy, 'create_a_alloy_journey_application_review', {
      journey_token,
      journey_application_token: first.read('journey_application_token'),
      outcome: 'Approved',
      reasons: ['Documents verified'],
    });
    expect(waited).toMatchObject({ settled: true, result: { status: 'completed' } });
  });

  it.each([
    ['get_single_alloy_journey_application_by_id', 'id'],
    ['list_all_alloy_journey_applications', 'journey_application_token'],
  ])('an application that is read by %s', async (name, argument) => {
    const alloy = createEmbeddedAlloy({ now: Date.now });
    const started = await alloy.call('create_a_alloy_journey_application', {
      journey_token,
      entities: [{ data: buildPerson('Async') }],
    });
    const id = started.read('journey_application_token');
    const { waited, calls } = await callAndWait(alloy, name, { journey_token, [argument]: id });
    expect(waited).toMatchObject({ settled: true, result: { status: 'completed' } });
    expect(calls[0]).toEqual([read, { journey_token, id }]);
  });

  it('a batch of applications', async () => {
    const alloy = createEmbeddedAlloy({ now: Date.now });
    const entities = Array.from({ length: 7 }, () => ({ data: buildPerson('Okafor') }));
    const input = { journey_token, entities };
    const { waited, calls } = await callAndWait(alloy, 'create_a_alloy_journey_batch', input);
    expect(calls.length).toBeGreaterThan(0);
    expect(waited).toMatchObject({ settled: true, result: { journey_batch_status: 'complete' } });
  });

  it.each([
    ['get_single_alloy_batch_by_id', 'id'],
    ['list_all_alloy_batches', 'batch_token'],
  ])('a batch of evaluations, counted, read by %s', async (name, argument) => {
    const alloy = createEmbeddedAlloy({ now: Date.now });
    const input = { [argument]: 'Dm2RunningBatch00002' };
    const { first, waited, progress } = await callAndWait(alloy, name, input);
    expect(first.read('batch_status')).toBe('pending');
    expect(progress[0]?.message).toMatch(/^batch: pending, \d+ of \d+ done$/);
    expect(waited).toMatchObject({ settled: true, result: { batch_status: 'complete' } });
  });
});

describe('a client that shows no progress token', () => {
  const tool = findTool('create_a_alloy_journey_application');
  const first = {
    result: { status: 'running', journey_application_token: 'JA-00000000000000000001' },
    status: 201,
  };
  const wait = (context: CallContext, wait_seconds: number, elapsedMs: number, answered = first) =>
    waitForCall({
      tool,
      args: { journey_token: 'J-1', wait_seconds },
      first: answered,
      context,
      startedAt: Date.now() - elapsedMs,
      poll: async () => first,
    });
  const report = () => undefined;
  const timeIsUp = 'Not settled within wait_seconds; this is the last state seen.';
  const cut =
    /^Not settled yet; .*wait_seconds was cut so that the whole call takes 45 s.*no progress token.* Call get_single_alloy_journey_application_by_id to look again\.$/;

  beforeEach(() => void vi.useRealTimers());

  it.each([
    ['waits so long that the whole call takes 45 s, and says so', {}, 300, 44_000, cut],
    ['waits no more when that time is over', {}, 300, 46_000, cut],
    ['waits as long as it asked within that', {}, 1, 0, timeIsUp],
    ['but others wait as long as they ask', { report }, 1, 46_000, timeIsUp],
  ])('%s', async (_, context, seconds, elapsedMs, notice) => {
    const { notice: said } = await wait({ ...localCall, ...context }, seconds, elapsedMs);
    expect(said).toEqual(typeof notice === 'string' ? notice : expect.stringMatching(notice));
  });

  it('is told nothing of it when there is nothing to wait for', async () => {
    const settled = { ...first, result: { ...first.result, status: 'completed' } };
    expect(await wait(localCall, 300, 46_000, settled)).not.toHaveProperty('notice');
  });
});
