/** Batches of protocol 2025-03-26: all are answered, none holds or sends more than it should. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { maxBatchBytes } from '../../../src/mcp/transports/batch.ts';
import { type LoopbackAlloy, startLoopbackAlloy } from '../../helpers/alloys/loopback-alloy.ts';
import { startHttpService } from '../../helpers/clients/http-service.ts';
import { initializeParams, legacyVersion } from '../../helpers/clients/json-rpc.ts';
import { parseRpcMessages, rpcHeaders, sendHttp } from '../../helpers/clients/send-http.ts';
import { stopProcesses } from '../../helpers/clients/start-process.ts';
import { readAnswered } from '../../helpers/read-envelope.ts';

let alloy: LoopbackAlloy;
let url: string;
let log: () => string;
beforeAll(async () => {
  alloy = await startLoopbackAlloy(({ path }) => ({ body: { evaluation_token: path.split('/').at(-1) } }));
  const service = await startHttpService({
    ALLOY_TOKEN: 'a-token',
    ALLOY_SECRET: 'a-secret',
    ALLOY_BASE_URL: alloy.baseUrl,
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
