/** MCP over Streamable HTTP as a service: what it takes, whom an answer goes to, and how it ends. */
import { readFileSync } from 'node:fs';
import { Agent, request as httpRequest } from 'node:http';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type LoopbackAlloy, startLoopbackAlloy } from '../../helpers/alloys/loopback-alloy.ts';
import { type HttpService, startHttpService } from '../../helpers/clients/http-service.ts';
import { modernMeta } from '../../helpers/clients/json-rpc.ts';
import { runCommand } from '../../helpers/clients/run-command.ts';
import {
  type HttpReply,
  parseRpcReply,
  postRpc,
  rpcHeaders,
  sendHttp,
} from '../../helpers/clients/send-http.ts';
import { stopProcesses } from '../../helpers/clients/start-process.ts';
import { inFull } from '../../helpers/extent.ts';
import { readAnswered } from '../../helpers/read-envelope.ts';
import { createTemporaryFolder } from '../../helpers/temporary-folder.ts';

const readTool = 'get_single_alloy_evaluation_by_id';

let alloy: LoopbackAlloy;
let service: HttpService;
let url: string;
async function start() {
  // S-late... is answered late, S-never... not at all; the rest at once, with the token that was asked for. There is no D-none.
  alloy = await startLoopbackAlloy(async ({ path, abandoned }) => {
    if (path.endsWith('/documents/D-none')) return { status: 404, body: { error: 'Not found' } };
    const token = /^\/v1\/evaluations\/(S-[\w-]+)$/.exec(path)?.[1];
    if (token?.startsWith('S-late')) await new Promise((resolve) => setTimeout(resolve, 300));
    if (token?.startsWith('S-never')) await abandoned;
    return token === undefined ? undefined : { body: { evaluation_token: token } };
  });
  const credentials = { ALLOY_TOKEN: 'a-token', ALLOY_SECRET: 'a-secret' };
  service = await startHttpService({ ...credentials, ALLOY_BASE_URL: alloy.baseUrl });
  ({ url } = service);
}
async function stop() {
  await stopProcesses();
  await alloy.stop();
}

interface Calling {
  readonly modern?: boolean;
  readonly id?: string | number;
  readonly signal?: AbortSignal;
}

function callTool(token: string, calling: Calling = {}): Promise<HttpReply> {
  return postRpc(url, 'tools/call', { name: readTool, arguments: { id: token } }, calling);
}

async function expectAnswer(token: string, calling: Calling = {}) {
  const reply = await callTool(token, calling);
  expect(reply.status, reply.body).toBe(200);
  const message = parseRpcReply(reply);
  expect(message.id).toBe(calling.id ?? 1);
  expect(readAnswered(message, 'result')).toEqual({ evaluation_token: token });
}

const eras = [
  { era: '2025', modern: false },
  { era: '2026-07-28', modern: true },
] as const;

describe('a service that goes on', () => {
  beforeAll(start);
  afterEach(() => void alloy.take());
  afterAll(stop);

  describe.each(eras)('a resource that there is not, protocol $era', ({ modern }) => {
    it.each([
      ['of another kind', 'alloy://people/P-1'],
      ['that Alloy does not know', 'alloy://entities/P-1/documents/D-none'],
    ])('%s is invalid params with its URI, as protocol 2026-07-28 wants it', async (_, uri) => {
      const headers = modern ? { 'mcp-name': uri } : {};
      const message = parseRpcReply(await postRpc(url, 'resources/read', { uri }, { modern, headers }));
      expect(message.error).toMatchObject({ code: -32602, data: { uri } });
    });
  });

  it('names its address in the log, as one line of JSON on stderr', () => {
    expect(url).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/mcp$/);
    const lines = service.server
      .log()
      .trimEnd()
      .split('\n')
      .map((line): unknown => JSON.parse(line));
    expect(lines[0]).toMatchObject({ url, environment: 'sandbox' });
    expect(service.server.output()).toBe('');
  });

  it('answers the health check without asking Alloy', async () => {
    const reply = await sendHttp(new URL('/healthz', url).href);
    expect(reply.status).toBe(200);
    expect(JSON.parse(reply.body)).toMatchObject({ status: 'ok', environment: 'sandbox' });
    expect(alloy.take()).toEqual([]);
  });

  describe('what it takes', () => {
    const post = (body: string, headers: Readonly<Record<string, string>> = {}) =>
      sendHttp(url, { method: 'POST', headers: { ...rpcHeaders, ...headers }, body });

    it.each([
      ['text', 'hello', -32700],
      ['half of a message', '{"jsonrpc":"2.0","id":1,"meth', -32700],
      ['nothing', '', -32700],
      ['null', 'null', -32600],
      ['an object without a call', '{"jsonrpc":"2.0"}', -32600],
      ['an empty list', '[]', -32600],
      ['an older JSON-RPC', '{"id":1,"method":"tools/list"}', -32600],
      ['an id that is an object', '{"jsonrpc":"2.0","id":{},"method":"tools/list"}', -32600],
    ])('refuses %s as JSON-RPC does', async (_, body, code) => {
      const reply = await post(body);
      expect(reply.status).toBe(400);
      expect(JSON.parse(reply.body)).toMatchObject({ jsonrpc: '2.0', error: { code } });
      await expectAnswer('S-1');
    });

    it.each([
      ['a method that is not there', 'no/such/method', {}, -32601],
      ['a tool that is not there', 'tools/call', { name: 'alloy_nonsense', arguments: {} }, -32602],
      ['a tool call without a name', 'tools/call', { arguments: {} }, -32602],
    ])('answers %s with a protocol error in both eras', async (_, method, params, code) => {
      for (const { modern } of eras) {
        const message = parseRpcReply(await postRpc(url, method, params, { modern, id: 'a' }));
        expect(message).toMatchObject({ id: 'a', error: { code, message: expect.any(String) } });
      }
      expect(alloy.take()).toEqual([]);
    });

    it('refuses what is not JSON by its type, and a client that takes no answer', async () => {
      const list = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/list' });
      expect((await post(list, { 'content-type': 'text/plain' })).status).toBe(415);
      expect((await post(list, { accept: 'text/html' })).status).toBe(406);
      expect((await post(list, { 'mcp-protocol-version': '1999-12-31' })).status).toBe(400);
    });

    it.each(['GET', 'DELETE', 'PUT', 'PATCH'])(
      'takes no %s at /mcp, as it stores no sessions',
      async (method) => {
        const reply = await sendHttp(url, { method, headers: { accept: 'text/event-stream' } });
        expect(reply.status).toBe(405);
        expect(reply.headers.allow).toContain('POST');
      },
    );

    it.each(['/', '/mcp/x', '/mcpx', '/healthz/x', '/.env'])('has nothing at %s', async (pathname) => {
      const reply = await sendHttp(new URL(pathname, url).href);
      expect(reply.status).toBe(404);
      expect(reply.body).toContain('/mcp');
    });

    it('refuses a message of 5 MB by its size, and serves on', async () => {
      const params = { name: readTool, arguments: { id: 'x'.repeat(5 * 1024 * 1024) } };
      const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/call', params });
      const inParts = new ReadableStream({
        start: (controller) => {
          for (let at = 0; at < body.length; at += 65_536)
            controller.enqueue(Buffer.from(body.slice(at, at + 65_536)));
          controller.close();
        },
      });
      // Without its length beforehand, and with it.
      for (const sending of [{ body: inParts, duplex: 'half' as const }, { body }]) {
        const reply = await fetch(url, { method: 'POST', headers: rpcHeaders, ...sending });
        expect(reply.status).toBe(413);
        expect(await reply.json()).toMatchObject({
          error: { code: 413, message: expect.stringContaining('larger') },
        });
      }
      await expectAnswer('S-1');
      expect(alloy.take()).toHaveLength(1);
    });

    it('takes a message of 3 MB', async () => {
      const message = parseRpcReply(await callTool('x'.repeat(3 * 1024 * 1024)));
      expect(message.result).toMatchObject({ isError: true });
    });

    it('needs no session: any request stands for itself', async () => {
      await expectAnswer('S-1');
      expect((await postRpc(url, 'tools/list', {})).headers).not.toHaveProperty('mcp-session-id');
    });
  });

  describe.each(eras)('clients of $era at the same time', ({ modern }) => {
    it('get their own answers, though their calls have the same id', async () => {
      const tokens = Array.from({ length: 50 }, (_, index) => `${index % 3 === 0 ? 'S-late' : 'S'}-${index}`);
      await Promise.all(tokens.map((token) => expectAnswer(token, { modern, id: 7 })));
      expect(new Set(alloy.take().map(({ path }) => path)).size).toBe(50);
    });

    it('do not end the calls of others by cancelling one that has the same id', async () => {
      const late = expectAnswer('S-late', { modern, id: 7 });
      await alloy.received(alloy.requests.length);
      const notification = { jsonrpc: '2.0', method: 'notifications/cancelled', params: { requestId: 7 } };
      await sendHttp(url, { method: 'POST', headers: rpcHeaders, body: JSON.stringify(notification) });
      await late;
    });
  });

  describe.each(eras)('a client of $era that goes away during a call', ({ modern }) => {
    it('ends the request to Alloy; others are served on', async () => {
      const sent = alloy.requests.length;
      const leaving = new AbortController();
      const gone = callTool('S-never', { modern, id: 7, signal: leaving.signal }).catch((error) => error);
      const request = await alloy.received(sent);
      const staying = expectAnswer('S-late', { modern, id: 7 });
      await alloy.received(sent + 1);
      leaving.abort();
      expect(await gone).toMatchObject({ name: 'AbortError' });
      await request.abandoned;
      await staying;
      await expectAnswer('S-1', { modern });
    });
  });

  describe('a client that goes away during its request', () => {
    it('leaves the server up', async () => {
      const headers = { ...rpcHeaders, 'content-length': '1000' };
      for (let count = 0; count < 3; count += 1) {
        const sent = httpRequest(url, { method: 'POST', headers, agent: false }).on('error', () => undefined);
        await new Promise((resolve) => sent.write('{"jsonrpc":', resolve));
        sent.destroy();
      }
      await expectAnswer('S-1');
    });
  });

  describe('a port', () => {
    it('that is taken already is told in one line, with exit code 2', async () => {
      const { port } = new URL(url);
      const { code, output, log } = await runCommand(['http', '--port', port]);
      expect({ code, output }).toEqual({ code: 2, output: '' });
      expect(log).toMatch(
        new RegExp(`^alloy-mcp: [^\\n]*127\\.0\\.0\\.1:${port} \\(EADDRINUSE\\)[^\\n]*\\n$`),
      );
    });
  });
});

describe('a service that ends', () => {
  beforeEach(start);
  afterEach(stop);

  describe.each(inFull(['SIGTERM', 'SIGINT', 'SIGHUP'] as const, (_, index) => index === 0))(
    '%s',
    (signal) => {
      it('ends it with code 0, though a connection is kept open', async () => {
        const agent = new Agent({ keepAlive: true });
        await new Promise((resolve) => {
          httpRequest(new URL('/healthz', url), { agent }, (reply) =>
            reply.resume().on('end', resolve),
          ).end();
        });
        service.server.kill(signal);
        expect(await service.server.ended).toEqual({ code: 0, signal: null });
        agent.destroy();
      });

      it('lets the calls that are under way be answered first, and takes no more', async () => {
        const answers = eras.map(({ modern }) => expectAnswer('S-late', { modern }));
        await alloy.received(1);
        service.server.kill(signal);
        await Promise.all(answers);
        expect(await service.server.ended).toEqual({ code: 0, signal: null });
        await expect(callTool('S-1')).rejects.toMatchObject({ code: 'ECONNREFUSED' });
      });
    },
  );

  describe('the end', () => {
    it('does not wait for ever for an Alloy that does not answer', async () => {
      const calls = eras.map(({ modern }) => callTool('S-never', { modern }).catch(() => undefined));
      const { abandoned } = await alloy.received(1);
      service.server.kill('SIGTERM');
      expect(await service.server.ended).toEqual({ code: 0, signal: null });
      await Promise.all([...calls, abandoned]);
    });

    it('is in the audit trail of calls that were cut off by it', async () => {
      const trail = path.join(createTemporaryFolder(), 'audit.jsonl');
      const recorded = await startHttpService({
        ALLOY_TOKEN: 'a-token',
        ALLOY_SECRET: 'a-secret',
        ALLOY_BASE_URL: alloy.baseUrl,
        ALLOY_AUDIT: `file:${trail},required`,
        ALLOY_AUDIT_KEY: 'an example key for tests, of 32 characters or more',
      });
      const params = { name: readTool, arguments: { id: 'S-never' } };
      const call = postRpc(recorded.url, 'tools/call', params).catch(() => undefined);
      await alloy.received(0);
      recorded.server.kill('SIGTERM');
      expect(await recorded.server.ended).toEqual({ code: 0, signal: null });
      await call;
      expect(readFileSync(trail, 'utf8')).toMatch(/"type":"call".*"outcome":"cancelled"/);
      expect(recorded.server.log()).not.toContain('audit');
    });

    it('is told to a client with its last answer, so that it does not go on over that connection', async () => {
      const agent = new Agent({ keepAlive: true });
      const params = { name: readTool, arguments: { id: 'S-late' }, _meta: modernMeta };
      const era = { 'mcp-protocol-version': '2026-07-28', 'mcp-method': 'tools/call', 'mcp-name': readTool };
      const headers = { ...rpcHeaders, ...era };
      const answered = new Promise<string | undefined>((resolve, reject) => {
        const sent = httpRequest(url, { method: 'POST', agent, headers }, (reply) =>
          reply.resume().on('end', () => resolve(reply.headers.connection)),
        );
        sent.on('error', reject);
        sent.end(JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'tools/call', params }));
      });
      await alloy.received(0);
      service.server.kill('SIGTERM');
      expect(await answered).toBe('close');
      expect(await service.server.ended).toEqual({ code: 0, signal: null });
      agent.destroy();
    });

    it('comes at once, with code 130, on a second signal', async () => {
      const call = callTool('S-never').catch(() => undefined);
      await alloy.received(0);
      service.server.kill('SIGTERM');
      // A signal that comes again before it was delivered counts once, so it is sent until it took effect.
      const again = setInterval(() => service.server.kill('SIGTERM'), 20);
      const ending = await service.server.ended;
      clearInterval(again);
      await call;
      expect(ending).toEqual({ code: 130, signal: null });
    });
  });
});
