/** Sessions of 2025 clients over HTTP: what they are worth, and what passes through them. */
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest';
import { createOpenCalls } from '../../../src/mcp/transports/legacy-sessions.ts';
import { createMemoryState } from '../../../src/state/memory.ts';
import { type LoopbackAlloy, startLoopbackAlloy } from '../../helpers/alloys/loopback-alloy.ts';
import { startHttpService } from '../../helpers/clients/http-service.ts';
import type { RpcMessage } from '../../helpers/clients/json-rpc.ts';
import { openRpcStream, type RpcStream } from '../../helpers/clients/rpc-stream.ts';
import { sendHttp } from '../../helpers/clients/send-http.ts';
import { stopProcesses, type Variables } from '../../helpers/clients/start-process.ts';
import { readAnswered } from '../../helpers/read-envelope.ts';

const tool = 'delete_a_alloy_investigation_type_by_id';
const tokens = { ada: 'ada-canary-20260728', bo: 'bo-canary-20260728' };
type Principal = keyof typeof tokens;

let alloy: LoopbackAlloy;
let url: string;
let variables: Variables;
beforeAll(async () => {
  // What is named Slow is not answered.
  alloy = await startLoopbackAlloy(async ({ path, abandoned }) => {
    if (path.endsWith('/Slow')) await abandoned;
    return { body: { ok: true } };
  });
  variables = {
    ALLOY_TOKEN: 'a-token',
    ALLOY_SECRET: 'a-secret',
    ALLOY_BASE_URL: alloy.baseUrl,
    ALLOY_MCP_TOKEN: `ada:${tokens.ada},bo:${tokens.bo}`,
  };
  ({ url } = await startHttpService(variables));
});
afterAll(() => alloy.stop());
afterAll(stopProcesses);

let seen = 0;
const takeSent = () => {
  const sent = alloy.requests.slice(seen).map(({ path }) => path.split('/').at(-1));
  seen = alloy.requests.length;
  return sent;
};
afterEach(() => {
  takeSent();
});

interface Sending {
  readonly principal?: Principal;
  readonly session?: string;
  readonly at?: string;
}

function post(message: object, { principal = 'ada', session, at = url }: Sending = {}): Promise<RpcStream> {
  return openRpcStream(at, message, {
    authorization: `Bearer ${tokens[principal]}`,
    'mcp-protocol-version': '2025-06-18',
    ...(session === undefined ? {} : { 'mcp-session-id': session }),
  });
}

const ownName = { name: 'raw', version: '1' };

async function initialize(sending: Sending = {}, clientInfo: object = ownName, elicitation: unknown = {}) {
  const params = { protocolVersion: '2025-06-18', capabilities: { elicitation }, clientInfo };
  const stream = await post({ id: 0, method: 'initialize', params }, sending);
  expect(stream.status).toBe(200);
  await stream.next();
  return stream.headers.get('mcp-session-id') ?? '';
}

const call = (id: string | number, name = 'Fraud') => ({
  id,
  method: 'tools/call',
  params: { name: tool, arguments: { id: name } },
});

/** A call that waits for a person, and the id of the question. */
async function ask(sending: Sending, id: string | number = 1) {
  const stream = await post(call(id), sending);
  const question = await stream.next();
  expect(question).toMatchObject({
    method: 'elicitation/create',
    params: { message: expect.stringContaining('Delete investigation type') },
  });
  return { stream, question: question?.id ?? '' };
}

const yes = (id: RpcMessage['id']) => ({ id, result: { action: 'accept', content: { confirm: true } } });

async function expectCarriedOut(stream: RpcStream, id: string | number = 1) {
  const message = await stream.next();
  expect(message?.id).toBe(id);
  expect(readAnswered(message, 'status')).toBe(200);
  expect(await stream.next()).toBeUndefined();
}

describe('the id of a session', () => {
  it('is short, visible ASCII, and new each time, whatever the client calls itself', async () => {
    for (const clientInfo of [
      ownName,
      { name: '名前\r\n"\u0000😀'.repeat(10_000), version: '\u0001'.repeat(10_000) },
      { name: '', version: '' },
    ]) {
      const ids = [await initialize({}, clientInfo), await initialize({}, clientInfo)];
      expect(new Set(ids).size).toBe(2);
      for (const id of ids) expect(id).toMatch(/^[\x21-\x7e]{60,2000}$/);
      expect((await post({ id: 1, method: 'ping' }, { session: ids[0] ?? '' })).status).toBe(200);
    }
  });

  it('is not given for an introduction that was refused', async () => {
    const { status, headers } = await post({ id: 0, method: 'initialize', params: {} });
    expect([status, headers.get('mcp-session-id')]).toEqual([200, null]);
  });

  it('is not found when it was tampered with, made up, or belongs to somebody else', async () => {
    const session = await initialize();
    const changed = [0, 20, session.indexOf('.') - 1, session.indexOf('.') + 1, session.length - 1].map(
      (at) => {
        const other = session[at] === 'A' ? 'B' : 'A';
        return session.slice(0, at) + other + session.slice(at + 1);
      },
    );
    const body = Buffer.from(JSON.stringify(['x', true, 'raw', '1'])).toString('base64url');
    for (const bad of [
      ...changed,
      'made-up',
      '.',
      `${body}.`,
      `${session}.`,
      `${session}x`,
      'x'.repeat(5000),
    ]) {
      const { status, headers } = await post(call(1), { session: bad });
      expect([bad, status, headers.get('content-type')]).toEqual([bad, 404, 'application/json']);
    }
    expect((await post(call(1), { session, principal: 'bo' })).status).toBe(404);
    expect(takeSent()).toEqual([]);
    expect((await post({ id: 1, method: 'ping' }, { session })).status).toBe(200);
  });

  it('outlives the process where there are tokens, and only there', async () => {
    const again = await startHttpService(variables);
    const session = await initialize();
    await expectPing(200, { session, at: again.url });
    const { ALLOY_MCP_TOKEN: _, ...open } = variables;
    const [one, other] = await Promise.all([startHttpService(open), startHttpService(open)]);
    const own = await initialize({ at: one.url });
    await expectPing(200, { session: own, at: one.url });
    await expectPing(404, { session: own, at: other.url });
    const renamed = { ...variables, ALLOY_MCP_TOKEN: `ada:${tokens.ada}x,bo:${tokens.bo}` };
    const changed = await startHttpService(renamed);
    const { status } = await sendHttp(changed.url, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        accept: 'application/json, text/event-stream',
        authorization: `Bearer ${tokens.ada}x`,
        'mcp-session-id': session,
      },
      body: JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'ping' }),
    });
    expect(status).toBe(404);
  });

  it.each(['GET', 'DELETE'])('opens no %s', async (method) => {
    const headers = { authorization: `Bearer ${tokens.ada}`, 'mcp-session-id': await initialize() };
    expect((await sendHttp(url, { method, headers })).status).toBe(405);
  });

  it('means nothing to protocol 2026-07-28', async () => {
    const session = 'made-up';
    const meta = {
      'io.modelcontextprotocol/protocolVersion': '2026-07-28',
      'io.modelcontextprotocol/clientInfo': ownName,
      'io.modelcontextprotocol/clientCapabilities': {},
    };
    const { status } = await openRpcStream(
      url,
      { id: 1, method: 'tools/list', params: { _meta: meta } },
      {
        authorization: `Bearer ${tokens.ada}`,
        'mcp-protocol-version': '2026-07-28',
        'mcp-method': 'tools/list',
        'mcp-session-id': session,
      },
    );
    expect(status).toBe(200);
  });
});

async function expectPing(status: number, sending: Sending) {
  expect((await post({ id: 1, method: 'ping' }, sending)).status).toBe(status);
}

describe('a question', () => {
  it('is answered by another request of the session, once', async () => {
    const session = await initialize();
    const { stream, question } = await ask({ session });
    expect(takeSent()).toEqual([]);
    expect((await post(yes(question), { session })).status).toBe(202);
    await expectCarriedOut(stream);
    expect(takeSent()).toEqual(['Fraud']);
    expect((await post(yes(question), { session })).status).toBe(400);
    expect(takeSent()).toEqual([]);
  });

  it('is not answered by another session, by another principal, or without a session', async () => {
    const session = await initialize();
    const { stream, question } = await ask({ session });
    const [second, foreign] = [await initialize(), await initialize({ principal: 'bo' })];
    expect((await post(yes(question), { session: second })).status).toBe(400);
    expect((await post(yes(question), { session: foreign, principal: 'bo' })).status).toBe(400);
    expect((await post(yes(question), { session, principal: 'bo' })).status).toBe(404);
    expect((await post(yes(question))).status).toBe(202);
    expect((await post(yes('made-up'), { session })).status).toBe(400);
    expect((await post(yes(0), { session })).status).toBe(400);
    expect(takeSent()).toEqual([]);
    expect((await post(yes(question), { session })).status).toBe(202);
    await expectCarriedOut(stream);
  });

  it.each([
    ['an error', { error: { code: -32601, message: 'no such method' } }],
    ['nonsense', { result: { action: 'yes', content: { confirm: true } } }],
    ['no yes', { result: { action: 'accept', content: { confirm: 1 } } }],
  ])('that is answered by %s sends nothing', async (_, answer) => {
    const session = await initialize();
    const { stream, question } = await ask({ session });
    expect((await post({ id: question, ...answer }, { session })).status).toBe(202);
    expect(readAnswered(await stream.next(), 'error.kind')).toBe('confirmation');
    expect(takeSent()).toEqual([]);
  });

  it('ends when the client goes away', async () => {
    const session = await initialize();
    const { stream, question } = await ask({ session });
    stream.leave();
    // The server notices it before it takes these.
    for (let count = 0; count < 5; count += 1) await expectPing(200, { session });
    expect((await post(yes(question), { session })).status).toBe(400);
    expect(takeSent()).toEqual([]);
  });

  it('waits beside others of the same session whose calls have the same id', async () => {
    const [ada, bo] = [await initialize(), await initialize({ principal: 'bo' })];
    const first = await ask({ session: ada });
    const second = await ask({ session: bo, principal: 'bo' });
    expect(first.question).not.toBe(second.question);
    expect((await post(yes(second.question), { session: bo, principal: 'bo' })).status).toBe(202);
    await expectCarriedOut(second.stream);
    expect((await post(yes(first.question), { session: ada })).status).toBe(202);
    await expectCarriedOut(first.stream);
  });

  it('is not put to a client that cannot ask, or has shown no session', async () => {
    const session = await initialize({}, ownName, { url: {} });
    await expectCarriedOut(await post(call(1), { session }));
    await expectCarriedOut(await post(call(1)));
    expect(takeSent()).toEqual(['Fraud', 'Fraud']);
  });

  it('is withdrawn after ten minutes', async () => {
    vi.useFakeTimers();
    try {
      const calls = createOpenCalls(createMemoryState().post);
      const sent: Record<string, unknown>[] = [];
      const send = async (message: object) => void sent.push({ ...message });
      const request = { method: 'elicitation/create', params: {} };
      const { signal } = new AbortController();
      const answered = calls.ask('s', send, request, signal).then(String, String);
      vi.advanceTimersByTime(10 * 60_000 - 1);
      expect(sent).toHaveLength(1);
      vi.advanceTimersByTime(1);
      expect(await answered).toMatch(/not answer in time/);
      const [question, withdrawn] = sent;
      expect(withdrawn).toMatchObject({
        method: 'notifications/cancelled',
        params: { requestId: question?.['id'] },
      });
      expect(await calls.answer('s', yes(String(question?.['id'])))).toBe(false);
      expect(vi.getTimerCount()).toBe(0);
    } finally {
      vi.useRealTimers();
    }
  });
});

describe('the cancelling of a call', () => {
  const cancel = (requestId: unknown) => ({ method: 'notifications/cancelled', params: { requestId } });
  const read = (id: string | number) => ({
    id,
    method: 'tools/call',
    params: { name: 'get_single_alloy_evaluation_by_id', arguments: { id: 'Slow' } },
  });

  it('by its session ends the request to Alloy and the answer; by another it does not', async () => {
    const session = await initialize();
    const stream = await post(read('a'), { session });
    const request = await alloy.received(seen);
    await post(cancel('a'), { session: await initialize() });
    await post(cancel('a'));
    await post(cancel('b'), { session });
    let gone = false;
    const abandoned = request.abandoned.then(() => {
      gone = true;
    });
    await expectPing(200, { session });
    expect(gone).toBe(false);
    expect((await post(cancel('a'), { session })).status).toBe(202);
    await abandoned;
    expect(await stream.next()).toBeUndefined();
  });

  it('ends a question too', async () => {
    const session = await initialize();
    const { stream, question } = await ask({ session }, 7);
    expect((await post(cancel(7), { session })).status).toBe(202);
    expect((await post(yes(question), { session })).status).toBe(400);
    expect(await stream.next()).toBeUndefined();
    expect(takeSent()).toEqual([]);
  });

  it('of a call that has ended does nothing', async () => {
    const session = await initialize();
    expect((await post(cancel(1), { session })).status).toBe(202);
    expect((await post(cancel(undefined), { session })).status).toBe(202);
    await expectPing(200, { session });
  });
});
