/** Calls end in time, or when the client gives them up, and say what that means for a write. */
import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import { type Auth, createBasicAuth } from '../../src/alloy/auth.ts';
import { hints, uncertainWriteHint } from '../../src/base/errors.ts';
import { createFixedSource } from '../../src/base/secret-source.ts';
import { localCall } from '../../src/calls/call-context.ts';
import { answerDrip, answerJson, answerNothing } from '../helpers/alloys/behaviours.ts';
import { type Behaviour, startAlloyOfTest } from '../helpers/alloys/loopback-alloy.ts';
import { configureApp, createCaller } from '../helpers/assemble.ts';
import { readFailure, readSuccess } from '../helpers/tool-results.ts';

type Call = readonly [tool: string, args: object];
const read: Call = ['list_all_alloy_lists', {}];
const write: Call = ['create_a_alloy_list', { listName: 'Watch' }];
/** A POST that changes nothing. */
const validate: Call = ['create_a_alloy_oauth_validation', { bearer_token: 'aaaa.bbbb.cccc' }];

const chunked = 'HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n';

const slow: Readonly<Record<string, Behaviour>> = {
  'a silent upstream': answerNothing,
  'headers that never end': answerDrip('HTTP/1.1 200 OK\r\nx-padding: ', 'a'),
  'a body that drips for ever': answerDrip(chunked, '1\r\n \r\n'),
  'a body that stops half-way': ({ response }) => {
    response.writeHead(200, { 'content-type': 'application/json' });
    response.write('{"lists":[');
    return 'handled';
  },
};

/** The hint of the kind and that the write may be done, and then the tool that shows whether it is. */
const uncertain = (hint: string) =>
  expect.stringMatching(`^${hint.replaceAll(/[.()]/g, '.')} ${uncertainWriteHint}`);

describe.each(Object.entries(slow))('%s', (_, respond) => {
  it('ends a read as a timeout that names the limit, and closes the connection', async () => {
    const alloy = await startAlloyOfTest([respond]);
    const error = readFailure(await createCaller({ ...alloy, timeoutMs: 800 }).call(...read));
    expect(error).toEqual({
      kind: 'timeout',
      message: 'Alloy did not answer within 800 ms',
      hint: hints.timeout,
    });
    await alloy.untilAbandoned();
  });

  it('ends a write as a timeout that leaves open whether it was done, and does not repeat it', async () => {
    const alloy = await startAlloyOfTest([respond]);
    const error = readFailure(await createCaller({ ...alloy, timeoutMs: 800 }).call(...write));
    expect(error).toMatchObject({ kind: 'timeout', hint: uncertain(hints.timeout) });
    expect(alloy.requests).toHaveLength(1);
  });

  /** When the client cancels, the call has reached Alloy. */
  const cancel = async (call: Call, timeoutMs: number) => {
    const controller = new AbortController();
    const alloy = await startAlloyOfTest([
      (exchange) => {
        setTimeout(() => controller.abort(), 50);
        return respond(exchange);
      },
    ]);
    const error = readFailure(await createCaller({ ...alloy, timeoutMs }).call(...call, controller.signal));
    return { error, alloy };
  };

  it('is left when the client cancels a read', async () => {
    const { error, alloy } = await cancel(read, 20_000);
    expect(error).toMatchObject({ kind: 'cancelled', hint: hints.cancelled });
    await alloy.untilAbandoned();
  });

  it('is waited for until the time is up when the client cancels a write, which is told at once', async () => {
    const { error, alloy } = await cancel(write, 1500);
    expect(error).toMatchObject({ kind: 'cancelled', hint: uncertain(hints.cancelled) });
    const [request] = alloy.requests;
    await alloy.untilAbandoned();
    expect(performance.now() - (request?.arrivedAt ?? 0)).toBeGreaterThan(1000);
  });
});

it.each<[string, Call]>([
  ['PUT', ['update_a_alloy_list_meta_by_id', { list_token: 'I-1', listName: 'Watch' }]],
  ['PATCH', ['update_a_alloy_investigation_type_archive_by_id', { investigation_types: 'Fraud' }]],
  ['DELETE', ['delete_a_alloy_investigation_type_by_id', { id: 'Fraud' }]],
])('a %s that runs out of time arrives once', async (_, call) => {
  const alloy = await startAlloyOfTest([answerNothing]);
  const error = readFailure(await createCaller({ ...alloy, timeoutMs: 800 }).call(...call));
  expect(error).toMatchObject({ kind: 'timeout', hint: uncertain(hints.timeout) });
  expect(alloy.requests).toHaveLength(1);
});

it('a POST that only reads ends without the hint on writes', async () => {
  const alloy = await startAlloyOfTest([answerNothing]);
  const error = readFailure(await createCaller({ ...alloy, timeoutMs: 800 }).call(...validate));
  expect(error).toMatchObject({ kind: 'timeout', hint: hints.timeout });
});

it('the limit covers all tries together', async () => {
  const alloy = await startAlloyOfTest([answerJson(500, {}), answerNothing]);
  const error = readFailure(await createCaller({ ...alloy, timeoutMs: 1500 }).call(...read));
  expect(error.message).toBe('Alloy did not answer within 1500 ms');
  expect(alloy.requests).toHaveLength(2);
});

it('a call that was cancelled before it began sends nothing', async () => {
  const alloy = await startAlloyOfTest([]);
  const client = createCaller(alloy);
  expect(readFailure(await client.call(...read, AbortSignal.abort())).kind).toBe('cancelled');
  expect(readFailure(await client.call(...write, AbortSignal.abort())).kind).toBe('cancelled');
  expect(alloy.requests).toHaveLength(0);
});

it('a call that is cancelled while it waits for its next try ends there', async () => {
  const controller = new AbortController();
  // The wait is longer than a test may take.
  const alloy = await startAlloyOfTest([answerJson(503, {}, { 'retry-after': '60' })]);
  const client = createCaller({ ...alloy, timeoutMs: 120_000, onLog: () => controller.abort() });
  expect(readFailure(await client.call(...read, controller.signal)).kind).toBe('cancelled');
});

const limited = answerJson(429, { status_code: 429, error: { minor_code: 4033 } });

it.each<[string, Behaviour, object]>([
  ['a refusal to try again later', limited, {}],
  ['refused credentials, although others could be had', answerJson(401, {}), { auth: renewing() }],
])('a write whose caller has gone is not sent again after %s', async (_, answer, more) => {
  const controller = new AbortController();
  const alloy = await startAlloyOfTest((exchange) => {
    controller.abort();
    return answer(exchange);
  });
  const client = createCaller({ ...alloy, maxRetries: 5, ...more });
  expect(readFailure(await client.call(...write, controller.signal)).kind).toBe('cancelled');
  await client.settled();
  expect(alloy.requests).toHaveLength(1);
  expect(client.log.lines.map(({ message }) => message)).not.toContain('trying again');
});

/** Credentials that are replaced whenever they are refused. */
function renewing(): Auth {
  return { ...createBasicAuth(createFixedSource({ token: 'a', secret: 'b' })), replace: () => true };
}

it('a write that waits for its turn is not sent when its caller has gone', async () => {
  const controller = new AbortController();
  const alloy = await startAlloyOfTest(async ({ path }) => {
    controller.abort();
    return path.endsWith('/lists') ? { body: { done: true } } : undefined;
  });
  const { execute } = await configureApp(alloy, { ALLOY_AUTH: 'basic', ALLOY_MAX_CONCURRENCY: '1' });
  const [first, second] = await Promise.all([
    execute(...read),
    execute(...write, { ...localCall, signal: controller.signal }),
  ]);
  readSuccess(first);
  expect(readFailure(second)).toMatchObject({ kind: 'cancelled', hint: hints.cancelled });
  expect(alloy.requests).toHaveLength(1);
});

it('cancelling one call leaves the others alone', async () => {
  const controller = new AbortController();
  const alloy = await startAlloyOfTest(async ({ path }) => {
    if (path.endsWith('/I-1/meta')) controller.abort();
    else if (!controller.signal.aborted) await once(controller.signal, 'abort');
    return { body: { done: true } };
  });
  const client = createCaller(alloy);
  const [other, cancelled] = await Promise.all([
    client.call(...read),
    client.call('update_a_alloy_list_meta_by_id', { list_token: 'I-1', listName: 'x' }, controller.signal),
  ]);
  expect(readSuccess(other).result).toEqual({ done: true });
  expect(readFailure(cancelled).kind).toBe('cancelled');
});
