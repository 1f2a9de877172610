/** A sick Alloy is left alone and piles up no work; a healthy one is not held up. Over real HTTP where it matters. */
import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import type { AlloyRequest } from '../../src/alloy/client.ts';
import type { HttpRequest, HttpResponse, Send } from '../../src/alloy/exchange.ts';
import { createNetworkSend } from '../../src/alloy/network.ts';
import { guardSend, leastFaults, mostWaiting, pauseMs, windowMs } from '../../src/alloy/overload-guard.ts';
import { CallError } from '../../src/base/errors.ts';
import { answerJson, answerReset } from '../helpers/alloys/behaviours.ts';
import { type Behaviour, startAlloyOfTest } from '../helpers/alloys/loopback-alloy.ts';
import { assembleApi, configureApp } from '../helpers/assemble.ts';
import { anyEntry } from '../helpers/no-ops.ts';

const read: AlloyRequest = {
  method: 'GET',
  template: '/lists',
  path: '/lists',
  query: '',
  headers: {},
  repeatable: true,
  changes: false,
};
const write: AlloyRequest = { ...read, method: 'POST', repeatable: false, changes: true };

interface Guarded {
  readonly maxConcurrency?: number;
  readonly maxRetries?: number;
  readonly timeoutMs?: number;
  readonly now?: () => number;
}

function createGuarded(baseUrl: string, upstream: Send, options: Guarded = {}) {
  const { maxConcurrency = 64, maxRetries = 0, timeoutMs = 20_000, now = Date.now } = options;
  const send = guardSend(upstream, { maxConcurrency, now });
  return assembleApi({ baseUrl, send, timeoutMs, maxRetries });
}

async function fail(sent: Promise<HttpResponse>): Promise<CallError> {
  const outcome = await sent.catch((error: unknown) => error);
  if (!(outcome instanceof CallError)) throw new Error(`not a CallError: ${String(outcome)}`);
  return outcome;
}

const good = answerJson(200, {});
const failing: Readonly<Record<string, readonly [Behaviour, string]>> = {
  'HTTP 500': [answerJson(500, {}), 'alloy_failed'],
  'HTTP 503': [answerJson(503, {}), 'alloy_failed'],
  'a reset connection': [answerReset(), 'unreachable'],
};

describe('after ten failures, more than successes', () => {
  it.each(Object.entries(failing))('%s: nothing is sent for a while', async (_, [bad, kind]) => {
    let time = 0;
    let respond = bad;
    const alloy = await startAlloyOfTest((exchange) => respond(exchange));
    const api = createGuarded(alloy.baseUrl, createNetworkSend(alloy.origin), { now: () => time });
    for (let count = 0; count < leastFaults; count += 1) {
      expect((await fail(api.send(read, anyEntry))).details.final).toBeUndefined();
    }
    expect(alloy.requests).toHaveLength(leastFaults);

    time += 1000;
    const refusal = await fail(api.send(write, anyEntry));
    expect(refusal).toMatchObject({
      kind,
      details: { sent: 'no', final: true, retryAfterSeconds: 4 },
    });
    // It says that nothing was sent, so no word of a write that may have been done.
    expect(refusal.details.sent).toBe('no');
    expect(alloy.requests).toHaveLength(leastFaults);

    // Then one goes out to see; when that fails too, the pause begins anew.
    time += pauseMs;
    expect((await fail(api.send(read, anyEntry))).details.final).toBeUndefined();
    expect((await fail(api.send(read, anyEntry))).details.final).toBe(true);
    expect(alloy.requests).toHaveLength(leastFaults + 1);

    respond = good;
    time += pauseMs;
    expect((await api.send(read, anyEntry)).status).toBe(200);
    expect((await api.send(read, anyEntry)).status).toBe(200);
    // What was counted before is forgotten.
    respond = bad;
    expect((await fail(api.send(read, anyEntry))).details.final).toBeUndefined();
    expect((await fail(api.send(read, anyEntry))).details.final).toBeUndefined();
  });

  it('the one that goes out to see goes alone', async () => {
    let time = 0;
    let answer: (status: number) => void = () => undefined;
    let sent = 0;
    const upstream: Send = () => {
      sent += 1;
      if (sent <= leastFaults) return Promise.resolve(formatAnswer(500));
      return new Promise((resolve) => {
        answer = (status) => resolve(formatAnswer(status));
      });
    };
    const api = createGuarded('http://127.0.0.1/v1', upstream, { now: () => time });
    for (let count = 0; count < leastFaults; count += 1) await fail(api.send(read, anyEntry));
    time += pauseMs;
    const probe = api.send(read, anyEntry);
    await turn();
    expect((await fail(api.send(read, anyEntry))).details).toMatchObject({
      final: true,
      retryAfterSeconds: 1,
    });
    expect(sent).toBe(leastFaults + 1);
    answer(200);
    expect((await probe).status).toBe(200);
    const next = api.send(read, anyEntry);
    await turn();
    answer(200);
    expect((await next).status).toBe(200);
  });

  it('a client that gives up the one that goes out leaves the next to see', async () => {
    let time = 0;
    let hang = false;
    const upstream: Send = ({ signal }) =>
      hang
        ? new Promise((_, reject) => {
            signal.addEventListener('abort', () => reject(signal.reason));
          })
        : Promise.resolve(formatAnswer(500));
    const api = createGuarded('http://127.0.0.1/v1', upstream, { now: () => time });
    for (let count = 0; count < leastFaults; count += 1) await fail(api.send(read, anyEntry));
    time += pauseMs;
    hang = true;
    const controller = new AbortController();
    const probe = fail(api.send(read, anyEntry, controller.signal));
    await turn();
    controller.abort();
    expect((await probe).kind).toBe('cancelled');
    hang = false;
    expect((await fail(api.send(read, anyEntry))).details).toMatchObject({ status: 500 });
  });

  it.each([
    ['a read', read, 'no'],
    ['a write that may have been done before', { ...write, method: 'PUT', repeatable: true }, 'maybe'],
  ] as const)('%s is not tried again while nothing is sent', async (_, request, sent) => {
    const alloy = await startAlloyOfTest(answerJson(500, {}));
    const api = createGuarded(alloy.baseUrl, createNetworkSend(alloy.origin), { maxRetries: 2 });
    for (let count = 0; count < 3; count += 1) await fail(api.send(read, anyEntry));
    expect(alloy.requests).toHaveLength(9);
    const { details } = await fail(api.send(request, anyEntry));
    expect(details).toMatchObject({ final: true, retries: 1 });
    expect(details.sent).toBe(sent);
    expect(alloy.requests).toHaveLength(10);
  });

  it('timeouts count as well', async () => {
    const upstream: Send = ({ signal }) =>
      new Promise((_, reject) => {
        signal.addEventListener('abort', () => reject(signal.reason));
      });
    const api = createGuarded('http://127.0.0.1/v1', upstream, { timeoutMs: 5, now: () => 0 });
    for (let count = 0; count < leastFaults; count += 1) {
      expect((await fail(api.send(read, anyEntry))).kind).toBe('timeout');
    }
    expect(await fail(api.send(read, anyEntry))).toMatchObject({
      kind: 'unreachable',
      details: { final: true },
    });
  });
});

describe('Alloy stays in use', () => {
  const statuses = (status: number) => async () => formatAnswer(status);

  it.each([400, 401, 403, 404, 409, 422, 429, 501])('whatever the number of HTTP %i', async (status) => {
    const api = createGuarded('http://127.0.0.1/v1', statuses(status), { now: () => 0 });
    for (let count = 0; count < 3 * leastFaults; count += 1) {
      expect((await fail(api.send(read, anyEntry))).details).toMatchObject({ status });
    }
  });

  it('when at least half of the requests succeed', async () => {
    let sent = 0;
    const upstream: Send = async () => formatAnswer((sent++ + 1) % 2 === 0 ? 500 : 200);
    const api = createGuarded('http://127.0.0.1/v1', upstream, { now: () => 0 });
    for (let count = 0; count < 5 * leastFaults; count += 1) {
      await api.send(read, anyEntry).catch((error: CallError) => expect(error.details.final).toBeUndefined());
    }
    expect(sent).toBe(5 * leastFaults);
  });

  it('when failures are far between', async () => {
    let time = 0;
    const api = createGuarded('http://127.0.0.1/v1', statuses(500), { now: () => time });
    for (let count = 0; count < 3 * leastFaults; count += 1) {
      time += windowMs / (leastFaults - 2);
      expect((await fail(api.send(read, anyEntry))).details.final).toBeUndefined();
    }
  });

  it('when clients cancel', async () => {
    const upstream: Send = ({ signal }) =>
      new Promise((_, reject) => {
        signal.addEventListener('abort', () => reject(signal.reason));
      });
    const api = createGuarded('http://127.0.0.1/v1', upstream, { now: () => 0 });
    for (let count = 0; count < 2 * leastFaults; count += 1) {
      const controller = new AbortController();
      const sent = fail(api.send(read, anyEntry, controller.signal));
      await turn();
      controller.abort();
      expect((await sent).details.final).toBeUndefined();
    }
  });

  it('when answers are too large: it is this one list, not Alloy', async () => {
    const fault = Object.assign(new Error('size'), { code: 'UND_ERR_RES_EXCEEDED_MAX_SIZE' });
    const api = createGuarded('http://127.0.0.1/v1', () => Promise.reject(fault), { now: () => 0 });
    for (let count = 0; count < 2 * leastFaults; count += 1) {
      expect((await fail(api.send(read, anyEntry))).kind).toBe('bad_answer');
    }
  });
});

describe('requests under way at a time', () => {
  /** An upstream whose exchanges end when told. */
  function createStage() {
    const open: { readonly exchange: HttpRequest; readonly end: () => void }[] = [];
    let most = 0;
    const upstream: Send = (exchange) =>
      new Promise((resolve) => {
        const entry = {
          exchange,
          end: () => {
            open.splice(open.indexOf(entry), 1);
            resolve(formatAnswer(200));
          },
        };
        open.push(entry);
        most = Math.max(most, open.length);
      });
    return { upstream, open, most: () => most };
  }

  it('are no more than allowed, first come first served, and all are served', async () => {
    const { upstream, open, most } = createStage();
    const api = createGuarded('http://127.0.0.1/v1', upstream, { maxConcurrency: 3 });
    const served: number[] = [];
    const all = Array.from({ length: 10 }, async (_, index) => {
      await api.send({ ...read, path: '/lists', query: `?n=${index}` }, anyEntry);
      served.push(index);
    });
    await turn();
    expect(open).toHaveLength(3);
    while (open.length > 0) {
      open[0]?.end();
      await turn();
    }
    await Promise.all(all);
    expect(served).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    expect(most()).toBe(3);
  });

  it('wait no longer than their call may take, and were then not sent', async () => {
    const { upstream, open } = createStage();
    const busy = createGuarded('http://127.0.0.1/v1', upstream, { maxConcurrency: 1, timeoutMs: 50 });
    const first = busy.send(read, anyEntry);
    const error = await fail(busy.send(write, anyEntry));
    expect(error).toMatchObject({ kind: 'timeout', details: { sent: 'no' } });
    expect(error.details.sent).toBe('no');
    open[0]?.end();
    await first;
    // Its place in the queue is free again.
    const next = busy.send(read, anyEntry);
    await turn();
    open[0]?.end();
    expect((await next).status).toBe(200);
  });

  it('leave the queue when their client cancels', async () => {
    const { upstream, open } = createStage();
    const api = createGuarded('http://127.0.0.1/v1', upstream, { maxConcurrency: 1 });
    const first = api.send(read, anyEntry);
    const controller = new AbortController();
    const second = fail(api.send(write, anyEntry, controller.signal));
    const third = api.send(read, anyEntry);
    await turn();
    controller.abort();
    expect(await second).toMatchObject({ kind: 'cancelled', details: { sent: 'no' } });
    open[0]?.end();
    await first;
    await turn();
    expect(open).toHaveLength(1);
    open[0]?.end();
    expect((await third).status).toBe(200);
  });

  it('are refused at once when too many wait already', async () => {
    const { upstream, open } = createStage();
    const api = createGuarded('http://127.0.0.1/v1', upstream, { maxConcurrency: 1, maxRetries: 5 });
    const waiting = Array.from({ length: mostWaiting + 1 }, () => api.send(read, anyEntry));
    const error = await fail(api.send(write, anyEntry));
    expect(error).toMatchObject({
      kind: 'rate_limited',
      details: { sent: 'no', final: true, retryAfterSeconds: 1 },
    });
    expect(error.message).toContain('ALLOY_MAX_CONCURRENCY');
    while (open.length > 0) {
      open[0]?.end();
      await turn();
    }
    expect((await Promise.all(waiting)).every(({ status }) => status === 200)).toBe(true);
  });

  it('follow the setting in the program as it is set up', async () => {
    let under = 0;
    let most = 0;
    const alloy = await startAlloyOfTest(async () => {
      under += 1;
      most = Math.max(most, under);
      await new Promise((resolve) => setTimeout(resolve, 5));
      under -= 1;
      return { body: { done: true } };
    });
    const { execute } = await configureApp(alloy, { ALLOY_AUTH: 'basic', ALLOY_MAX_CONCURRENCY: '2' });
    const results = await Promise.all(Array.from({ length: 12 }, () => execute('list_all_alloy_lists', {})));
    expect(results.every(({ isError }) => isError !== true)).toBe(true);
    expect(most).toBe(2);
  });
});

function formatAnswer(status: number): HttpResponse {
  return { status, header: () => undefined, body: Buffer.from('{}') };
}
