/** Requests as proxies, scripts and hand-made clients send them: paths, media types, codings, and errors they can read. */

import { request } from 'node:http';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startAlloyOfTest } from '../../helpers/alloys/loopback-alloy.ts';
import { startHttpService } from '../../helpers/clients/http-service.ts';
import { initializeParams } from '../../helpers/clients/json-rpc.ts';
import {
  type HttpReply,
  parseRpcReply,
  postRpc,
  rpcHeaders,
  sendHttp,
} from '../../helpers/clients/send-http.ts';
import { stopProcesses } from '../../helpers/clients/start-process.ts';

const token = 'bearer-canary-20260728';
const authorization = `Bearer ${token}`;
let url: string;
let log: () => string;
beforeAll(async () => {
  const service = await startHttpService({ ALLOY_MCP_TOKEN: token });
  url = service.url;
  log = service.server.log;
});
afterAll(stopProcesses);

const eras = [
  { era: '2025', modern: false },
  { era: '2026-07-28', modern: true },
] as const;

const mediaType = ({ headers }: HttpReply) => headers['content-type']?.split(';')[0];
const call = { name: 'list_all_alloy_parameters', arguments: {} };

describe.each(eras)('an answer of $era', ({ modern }) => {
  /** With one Accept header, or none. */
  const send = (accept: string | undefined, method = 'tools/call', params: object = call) => {
    const headers = { authorization, ...(accept === undefined ? {} : { accept }) };
    return postRpc(url, method, params, { modern, headers, bare: accept === undefined });
  };

  it.each([
    undefined,
    '',
    '*/*',
    '*',
    'text/html, image/gif, *; q=.2',
    'application/*',
    'application/json',
    'Application/JSON; charset=utf-8',
    'text/html, application/json;q=0.9',
    'application/json, text/event-stream;q=0',
    'application/json;q=0.5, */*;q=0.1',
    'text/html,application/xhtml+xml,*/*;q=0.8',
  ])('is JSON for those who take it and name no stream: %s', async (accept) => {
    const reply = await send(accept);
    expect(reply.status, reply.body).toBe(200);
    expect(mediaType(reply)).toBe('application/json');
    expect(JSON.parse(reply.body)).toMatchObject({ id: 1, result: { content: expect.any(Array) } });
  });

  it.each([
    'text/event-stream',
    'Text/Event-Stream;q=1',
    'text/*',
    'text/event-stream, application/json;q=0',
    'text/event-stream, text/html',
  ])('is a stream for those who take nothing else: %s', async (accept) => {
    const reply = await send(accept);
    expect(reply.status, reply.body).toBe(200);
    expect(mediaType(reply)).toBe('text/event-stream');
    expect(parseRpcReply(reply)).toMatchObject({ id: 1, result: { content: expect.any(Array) } });
  });

  it.each([
    'application/json, text/event-stream',
    'Application/JSON, Text/Event-Stream',
    'text/event-stream;q=0.5,application/json',
    'text/event-stream, */*',
    'application/*, text/*',
  ])('is either for those who name both: %s', async (accept) => {
    const reply = await send(accept);
    expect(reply.status, reply.body).toBe(200);
    expect(mediaType(reply)).toBe(modern ? 'application/json' : 'text/event-stream');
    expect(parseRpcReply(reply)).toMatchObject({ id: 1, result: { content: expect.any(Array) } });
  });

  it.each(['text/html', 'image/*', 'application/json;q=0', '*/*;q=0', 'application/xml, text/plain'])(
    'is refused to those who take neither: %s',
    async (accept) => {
      const reply = await send(accept);
      expect(reply.status).toBe(406);
      expect(JSON.parse(reply.body).error.message).toContain('application/json or text/event-stream');
    },
  );

  it('is JSON for errors too', async () => {
    const reply = await send('*/*', 'no/such/method', {});
    expect(JSON.parse(reply.body)).toMatchObject({ id: 1, error: { code: -32601 } });
  });
});

it('a batch for those who take JSON alone is an array', async () => {
  const list = ['tools/list', 'prompts/list'].map((method, id) => ({ jsonrpc: '2.0', id, method }));
  for (const messages of [list, list.slice(0, 1)]) {
    const headers = { ...rpcHeaders, authorization, accept: '*/*', 'mcp-protocol-version': '2025-03-26' };
    const reply = await sendHttp(url, { method: 'POST', headers, body: JSON.stringify(messages) });
    expect(mediaType(reply)).toBe('application/json');
    expect(JSON.parse(reply.body)).toMatchObject(messages.map(({ id }) => ({ id, result: {} })));
  }
});

it('a session begins for those who take JSON alone, too', async () => {
  const hello = await postRpc(url, 'initialize', initializeParams, {
    headers: { authorization, accept: '*/*' },
  });
  expect(mediaType(hello)).toBe('application/json');
  const session = String(hello.headers['mcp-session-id']);
  const headers = { authorization, accept: 'application/json', 'mcp-session-id': session };
  expect(JSON.parse((await postRpc(url, 'tools/list', {}, { headers })).body)).toHaveProperty('result.tools');
});

it.each(eras)('a call of $era for JSON alone ends when its client goes away', async ({ modern }) => {
  const alloy = await startAlloyOfTest(async ({ abandoned }) => {
    await abandoned;
    return { body: {} };
  });
  const variables = { ALLOY_TOKEN: 'a-token', ALLOY_SECRET: 'a-secret', ALLOY_BASE_URL: alloy.baseUrl };
  const { url } = await startHttpService(variables);
  const leaving = new AbortController();
  const { signal } = leaving;
  const gone = postRpc(url, 'tools/call', call, { modern, headers: { accept: '*/*' }, signal }).catch(String);
  const asked = await alloy.received(0);
  leaving.abort();
  expect(await gone).toContain('AbortError');
  await asked.abandoned;
});

it('a subscription is refused to those who take no stream, as it would never end', async () => {
  const headers = { authorization, accept: 'application/json' };
  const reply = await postRpc(url, 'subscriptions/listen', {}, { modern: true, headers });
  expect(reply.status).toBe(406);
});

it.each(['application/json', 'Application/JSON; charset=UTF-8', 'APPLICATION/JSON;charset="utf-8"'])(
  'a message is JSON by any spelling of it: %s',
  async (type) => {
    const headers = { authorization, 'content-type': type };
    const hello = await postRpc(url, 'initialize', initializeParams, { headers });
    expect(hello.status).toBe(200);
    const session = String(hello.headers['mcp-session-id']);
    expect(session).toMatch(/\../);
    const listed = await postRpc(
      url,
      'tools/list',
      {},
      { headers: { ...headers, 'mcp-session-id': session } },
    );
    expect(listed.status).toBe(200);
  },
);

it.each(['text/plain', 'application/jsonp', 'application/json, text/plain', ''])(
  'a message of another type is refused: %s',
  async (type) => {
    const reply = await postRpc(url, 'tools/list', {}, { headers: { authorization, 'content-type': type } });
    expect(reply.status).toBe(415);
    expect(JSON.parse(reply.body).error.message).toContain('application/json');
  },
);

describe('a coding of the body', () => {
  it.each(['identity', 'none', 'utf-8', '', 'Identity'])('of no meaning is none: "%s"', async (coding) => {
    const reply = await postRpc(
      url,
      'tools/list',
      {},
      { headers: { authorization, 'content-encoding': coding } },
    );
    expect(reply.status).toBe(200);
  });

  it.each(['gzip', 'GZIP', 'x-gzip', 'deflate', 'br', 'zstd', 'compress', 'identity, gzip'])(
    'that compresses is refused in words: %s',
    async (coding) => {
      const body = gzipSync('{"jsonrpc":"2.0","id":1,"method":"tools/list"}');
      const reply = await new Promise<{ status: number | undefined; text: string }>((resolve, reject) => {
        const headers = { ...rpcHeaders, authorization, 'content-encoding': coding };
        const sent = request(url, { method: 'POST', headers, agent: false }, (response) => {
          let text = '';
          response.setEncoding('utf8').on('data', (data: string) => (text += data));
          response.on('end', () => resolve({ status: response.statusCode, text }));
        });
        sent.on('error', reject).end(body);
      });
      expect(reply.status).toBe(415);
      expect(reply.text).toContain('Content-Encoding');
    },
  );
});

describe('the path', () => {
  it.each(['', '/', '/?toolsets=journeys', '?toolsets=journeys'])(
    'may have a slash at its end: /mcp%s',
    async (tail) => {
      for (const { modern } of eras) {
        const reply = await postRpc(
          `${url}${tail}`,
          'tools/list',
          {},
          { modern, headers: { authorization } },
        );
        expect(reply.status).toBe(200);
        const { tools } = parseRpcReply(reply).result as { tools: readonly unknown[] };
        if (tail.includes('journeys')) expect(tools.length).toBeLessThan(60);
        else expect(tools.length).toBeGreaterThan(100);
      }
    },
  );

  it.each([
    '/.well-known/oauth-protected-resource',
    '/.well-known/oauth-protected-resource/mcp',
    '/.well-known/oauth-authorization-server',
    '/.well-known/oauth-authorization-server/mcp',
    '/.well-known/openid-configuration',
    '/.well-known/openid-configuration/mcp',
    '/mcp/.well-known/openid-configuration',
    '/register',
    '/authorize?response_type=code',
    '/token',
    '/',
    '/mcp/x',
    '/healthz/x',
    '/sse',
  ])('of nothing is a 404 of JSON that names the bearer token: %s', async (path) => {
    for (const method of ['GET', 'POST']) {
      const reply = await sendHttp(new URL(path, url).href, {
        method,
        ...(method === 'POST' && { body: '{}' }),
      });
      expect(reply.status).toBe(404);
      expect(mediaType(reply)).toBe('application/json');
      const { error, error_description: description } = JSON.parse(reply.body);
      expect(error).toMatch(/^\w+$/);
      expect(description).toContain('Authorization: Bearer <ALLOY_MCP_TOKEN>');
    }
  });
});

it('errors of ours have codes outside of the range that JSON-RPC keeps, and are JSON', async () => {
  const post = (
    headers: Readonly<Record<string, string>>,
    body = '{"jsonrpc":"2.0","id":1,"method":"tools/list"}',
  ) => sendHttp(url, { method: 'POST', headers: { ...rpcHeaders, ...headers }, body });
  const known = { authorization };
  const replies = await Promise.all([
    post({}),
    post({ host: 'evil.example' }),
    post({ origin: 'https://evil.example' }),
    post({ origin: 'null' }),
    post({ ...known, accept: 'text/html' }),
    post({ ...known, 'content-type': 'text/plain' }),
    post({ ...known, 'content-encoding': 'gzip' }),
    post({ ...known, 'mcp-protocol-version': '1999-12-31' }),
    post({ ...known, 'mcp-session-id': 'a.b' }),
    sendHttp(url, { method: 'GET', headers: known }),
    sendHttp(url, { method: 'DELETE', headers: known }),
  ]);
  for (const { status, body } of replies) {
    expect(status).toBeGreaterThanOrEqual(400);
    const { code, message } = JSON.parse(body).error;
    expect({ status, code, isFree: code < -32768 || code > -32000 }).toEqual({ status, code, isFree: true });
    expect(message.length).toBeGreaterThan(10);
  }
  expect((await post(known, 'x')).body).toContain('-32700');
  expect((await post(known, '[]')).body).toContain('-32600');
});

describe("a browser's question beforehand", () => {
  it.each(['POST', 'GET', 'DELETE'])(
    'is answered for %s, with all headers that clients send',
    async (method) => {
      const names =
        'authorization,content-type,accept,mcp-protocol-version,mcp-session-id,mcp-method,mcp-name,last-event-id,alloy-mcp-toolsets';
      const origin = 'http://localhost:5173';
      for (const path of ['/mcp', '/mcp/', '/.well-known/oauth-protected-resource']) {
        const headers = {
          origin,
          'access-control-request-method': method,
          'access-control-request-headers': names,
        };
        const reply = await sendHttp(new URL(path, url).href, { method: 'OPTIONS', headers });
        expect(reply.status).toBe(204);
        expect(reply.headers['access-control-allow-origin']).toBe(origin);
        expect(reply.headers['access-control-allow-methods']).toContain(method);
        expect(reply.headers['access-control-allow-headers']?.split(',').sort()).toEqual(
          names.split(',').sort(),
        );
      }
      const reply = await sendHttp(url, { method, headers: { ...rpcHeaders, origin, authorization } });
      expect(reply.headers['access-control-allow-origin']).toBe(origin);
      expect(reply.headers['access-control-expose-headers']).toContain('mcp-session-id');
    },
  );
});

it('nothing of this is an error in the log', () => {
  expect(log()).not.toMatch(/"level":[56]0|Error|\bat /);
});
