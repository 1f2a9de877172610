/** Batches of protocol 2025-03-26: all are answered, none holds or sends more than it should. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { maxBatchBytes } from '../../../src/mcp/transports/batch.ts';
import { type LoopbackAlloy, startLoopbackAlloy } from '../../helpers/alloys/loopback-alloy.ts';
import { startHttpService } from '../../helpers/clients/http-service.ts';
import { initializeParams, legacyVersion } from '../../helpers/clients/json-rpc.ts';
import { openRpcStream } from '../../helpers/clients/rpc-stream.ts';
import { parseRpcMessages, postRpc, rpcHeaders, sendHttp } from '../../helpers/clients/send-http.ts';
import { stopProcesses } from '../../helpers/clients/start-process.ts';
import { readAnswered } from '../../helpers/read-envelope.ts';

let alloy: LoopbackAlloy;
let url: string;
let log: () => string;
/** What is named Slow waits for it, or for its caller to go away. */
let openGate: () => void;
let gate: Promise<void>;
function closeGate() {
  gate = new Promise((resolve) => {
    openGate = resolve;
  });
}
beforeAll(async () => {
  alloy = await startLoopbackAlloy(async ({ path, abandoned }) => {
    if (path.includes('Slow')) await Promise.race([gate, abandoned]);
    return { body: { evaluation_token: path.split('/').at(-1) } };
  });
  const service = await startHttpService({
    ALLOY_TOKEN: 'a-token',
    ALLOY_SECRET: 'a-secret',
    ALLOY_BASE_URL: alloy.baseUrl,
    ALLOY_CONFIRM: 'off',
  });
  url = service.url;
  log = service.server.log;
});
afterAll(async () => {
  await stopProcesses();
  await alloy.stop();
});

const post = (messages: readonly object[], headers: Readonly<Record<string, string>> = {}) =>
  sendHttp(url, {
    method: 'POST',
    headers: { ...rpcHeaders, ...headers },
    body: JSON.stringify(messages.map((message) => ({ jsonrpc: '2.0', ...message }))),
  });

const callTool = (id: number, token: string) => ({
  id,
  method: 'tools/call',
  params: { name: 'get_single_alloy_evaluation_by_id', arguments: { id: token } },
});
const listTools = (id: number) => ({ id, method: 'tools/list' });

it('is answered request by request, notifications among them or not', async () => {
  const reply = await post([
    { method: 'notifications/initialized' },
    callTool(1, 'S-1'),
    { id: 'two', method: 'no/such/method' },
    { method: 'notifications/cancelled', params: { requestId: 99 } },
    callTool(3, 'S-3'),
  ]);
  expect(reply.status).toBe(200);
  const messages = parseRpcMessages(reply);
  expect(messages.map(({ id }) => id)).toEqual([1, 'two', 3]);
  expect(messages[1]?.error).toMatchObject({ code: -32601 });
  expect(readAnswered(messages[2], 'result')).toEqual({ evaluation_token: 'S-3' });
});

it('without a request is taken without an answer', async () => {
  const reply = await post([
    { method: 'notifications/initialized' },
    { method: 'notifications/initialized' },
  ]);
  expect(reply).toMatchObject({ status: 202, body: '' });
});

it('has its answers limited in bytes; what is left out is told by its id, and not carried out', async () => {
  const before = alloy.requests.length;
  const lists = Array.from({ length: 98 }, (_, id) => listTools(id));
  const reply = await post([...lists, callTool(98, 'S-late'), callTool(99, 'S-later')]);
  const messages = parseRpcMessages(reply);
  expect(messages.map(({ id }) => id)).toEqual(Array.from({ length: 100 }, (_, id) => id));
  const [largest = ''] = reply.body.split('\n\n');
  const left = messages.filter(({ error }) => error !== undefined);
  expect(reply.body.length).toBeLessThan(maxBatchBytes + largest.length + left.length * 300);
  expect(messages.length - left.length).toBeGreaterThan(5);
  for (const { error } of left)
    expect(error).toMatchObject({ message: expect.stringContaining('by itself') });
  expect(alloy.requests.length).toBe(before);
});

it('goes no further than its client reads', async () => {
  const body = JSON.stringify(
    Array.from({ length: 60 }, (_, id) => ({
      jsonrpc: '2.0',
      ...(id % 2 === 0 ? listTools(id) : callTool(id, `S-${id}`)),
    })),
  );
  const before = alloy.requests.length;
  const reply = await fetch(url, { method: 'POST', headers: rpcHeaders, body });
  // The client goes away after the beginning; what lies beyond the buffers of both sides was never asked for.
  const reader = reply.body?.getReader();
  await reader?.read();
  await reader?.cancel();
  await expect
    .poll(async () => {
      const count = alloy.requests.length;
      await new Promise((resolve) => setTimeout(resolve, 200));
      return alloy.requests.length - count;
    })
    .toBe(0);
  expect(alloy.requests.length - before).toBeLessThan(30);
});

describe('what has not had its turn', () => {
  const note = (id: number | string, entity: string) => ({
    id,
    method: 'tools/call',
    params: {
      name: 'create_a_alloy_entity_note',
      arguments: { entity_token: entity, note: 'Called', note_author_agent_email: 'ada@example.com' },
    },
  });
  const begin = (
    messages: readonly object[],
    signal: AbortSignal,
    headers: object,
    accept: string = rpcHeaders.accept,
  ) =>
    fetch(url, {
      method: 'POST',
      headers: { ...rpcHeaders, accept, 'mcp-protocol-version': '2025-03-26', ...headers },
      body: JSON.stringify(messages.map((message) => ({ jsonrpc: '2.0', ...message }))),
      signal,
    });
  /** Whatever else would have been sent to Alloy has been, once the service has answered so many others. */
  async function expectSent(since: number, expected: readonly RegExp[]) {
    for (let time = 0; time < 3; time += 1) await postRpc(url, 'tools/call', callTool(0, 'S-marker').params);
    const sent = alloy.requests.slice(since).map(({ path }) => path);
    expect(sent.filter((path) => !path.includes('S-marker'))).toEqual(
      expected.map((form) => expect.stringMatching(form)),
    );
  }

  describe.each([rpcHeaders.accept, 'application/json', 'text/event-stream'])('with Accept: %s', (accept) => {
    it.each([
      ['a read', () => [callTool(1, 'S-Slow'), note(2, 'P-2'), callTool(3, 'S-3')]],
      ['a write', () => [note(1, 'P-Slow'), note(2, 'P-2'), note(3, 'P-3')]],
      [
        'a notification and a read',
        () => [{ method: 'notifications/initialized' }, callTool(1, 'S-Slow'), note(2, 'P-2')],
      ],
    ])('is not begun when its client goes away during %s', async (_, list) => {
      closeGate();
      const since = alloy.requests.length;
      const leaving = new AbortController();
      const reply = begin(list(), leaving.signal, {}, accept).then((response) => response.text());
      const { abandoned } = await alloy.received(since);
      leaving.abort();
      await expect(reply).rejects.toThrow();
      // A write that was sent is waited for.
      await Promise.race([abandoned, new Promise((resolve) => setTimeout(resolve, 100))]);
      openGate();
      await expectSent(since, [/Slow/]);
    });
  });

  it.each([2, 'two'])('is not begun when it was cancelled by its session: %j', async (second) => {
    closeGate();
    const since = alloy.requests.length;
    const hello = await postRpc(url, 'initialize', initializeParams);
    const session = { 'mcp-session-id': String(hello.headers['mcp-session-id']) };
    const list = [callTool(1, 'S-Slow'), note(second, 'P-2'), callTool(3, 'S-3')];
    const reply = begin(list, AbortSignal.timeout(60_000), session).then((response) => response.text());
    await alloy.received(since);
    const cancel = { method: 'notifications/cancelled', params: { requestId: second } };
    const headers = { ...session, 'mcp-protocol-version': '2025-03-26' };
    expect((await openRpcStream(url, cancel, headers)).status).toBe(202);
    openGate();
    const ids = [...(await reply).matchAll(/"id":(\d+|"\w+")/g)].map(([, id]) => id);
    expect(ids).toEqual(['1', '3']);
    await expectSent(since, [/S-Slow/, /S-3/]);
  });

  it('is not begun when the batch itself cancels it', async () => {
    const since = alloy.requests.length;
    const cancel = { method: 'notifications/cancelled', params: { requestId: 1 } };
    const reply = await post([note(1, 'P-1'), callTool(2, 'S-2'), cancel]);
    expect(parseRpcMessages(reply).map(({ id }) => id)).toEqual([2]);
    await expectSent(since, [/S-2/]);
  });
});

describe('a batch as a whole', () => {
  it.each([
    ['is empty', []],
    ['has more than a hundred messages', Array.from({ length: 101 }, (_, id) => ({ id, method: 'ping' }))],
    [
      'holds an introduction beside others',
      [{ id: 1, method: 'initialize', params: initializeParams }, listTools(2)],
    ],
  ])('is refused when it %s', async (_, messages) => {
    const reply = await post(messages);
    expect(reply.status).toBe(400);
    expect(JSON.parse(reply.body)).toMatchObject({ error: { code: expect.any(Number) } });
  });

  it('has each message judged by itself: nulls mean none, and what is no message is refused by its id', async () => {
    const reply = await post([
      { jsonrpc: '2.0', id: 1, method: 'ping', params: null },
      { jsonrpc: '2.0', id: 2, method: 5 },
      { jsonrpc: '2.0', id: 3, method: 'ping', params: { _meta: { progressToken: null } }, error: null },
      { jsonrpc: '2.0', method: 'notifications/x', params: [] },
      [],
    ]);
    expect(reply.status).toBe(200);
    const answers = reply.body
      .split('\n')
      .filter((line) => line.startsWith('data: {'))
      .map((line): unknown => JSON.parse(line.slice('data: '.length)));
    const refused = { code: -32600, message: expect.stringMatching(/^Invalid request: /) };
    expect(answers).toEqual([
      { jsonrpc: '2.0', id: 1, result: expect.any(Object) },
      { jsonrpc: '2.0', id: 2, error: refused },
      { jsonrpc: '2.0', id: 3, result: expect.any(Object) },
      { jsonrpc: '2.0', id: null, error: refused },
    ]);
  });

  it('is refused when it belongs to a session that there is not', async () => {
    const headers = { 'mcp-session-id': 'none', 'mcp-protocol-version': legacyVersion };
    expect((await post([listTools(1), listTools(2)], headers)).status).toBe(404);
  });

  it('leaves no trace of a defect in the log', () => {
    expect(log()).not.toMatch(/Warning|defect|unhandled/);
  });
});
