/** Who may call the HTTP service: by host, by origin, by token, and on which addresses it starts at all. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type LoopbackAlloy, startLoopbackAlloy } from '../../helpers/alloys/loopback-alloy.ts';
import { askRaw } from '../../helpers/clients/ask-raw.ts';
import { startHttpService } from '../../helpers/clients/http-service.ts';
import { initializeParams } from '../../helpers/clients/json-rpc.ts';
import { runCommand } from '../../helpers/clients/run-command.ts';
import { parseRpcReply, postRpc, rpcHeaders, sendHttp } from '../../helpers/clients/send-http.ts';
import { stopProcesses } from '../../helpers/clients/start-process.ts';
import { readEnvelope } from '../../helpers/read-envelope.ts';

afterAll(stopProcesses);

const hello = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'initialize', params: initializeParams });

interface Route {
  readonly route: string;
  readonly method: string;
  readonly pathname: string;
  /** What a caller that may call gets. */
  readonly status: number;
}

const routes: readonly Route[] = [
  { route: 'POST /mcp', method: 'POST', pathname: '/mcp', status: 200 },
  { route: 'GET /mcp', method: 'GET', pathname: '/mcp', status: 405 },
  { route: 'DELETE /mcp', method: 'DELETE', pathname: '/mcp', status: 405 },
  { route: 'GET /healthz', method: 'GET', pathname: '/healthz', status: 200 },
  { route: 'GET /', method: 'GET', pathname: '/', status: 404 },
  { route: 'POST /no/such/route', method: 'POST', pathname: '/no/such/route', status: 404 },
];

function visit(url: string, { method, pathname }: Route, headers: Readonly<Record<string, string>>) {
  return sendHttp(new URL(pathname, url).href, {
    method,
    headers: { ...rpcHeaders, ...headers },
    ...(method === 'POST' && { body: hello }),
  });
}

/** A service with hosts and pages of its own choice. */
let url: string;
let log: () => string;
beforeAll(async () => {
  const flags = ['--allowed-hosts', 'mcp.example, other.example', '--allowed-origins', 'app.example'];
  const service = await startHttpService({}, flags);
  url = service.url;
  log = service.server.log;
});

describe.each(routes)('$route', (target) => {
  // Probes ask by addresses that nobody knows ahead: see health.test.ts.
  it
    .skipIf(target.pathname === '/healthz')
    .each([
      'evil.example',
      'evil.example:80',
      '127.0.0.1.evil.example',
      'localhost.evil.example',
      'evil-localhost',
      'mcp.example.evil.example',
      'app.example',
      '169.254.169.254',
      '0.0.0.0',
    ])('refuses the host "%s"', async (host) => {
    const reply = await visit(url, target, { host });
    expect([400, 403]).toContain(reply.status);
    expect(reply.body).not.toContain('alloy-mcp');
  });

  it
    .skipIf(target.pathname === '/healthz')
    .each([
      'https://evil.example',
      'http://127.0.0.1.evil.example',
      'http://localhost.evil.example:3000',
      'https://mcp.example',
      'null',
      'file://',
      'nonsense',
    ])('refuses a page of the origin %s, and lets it read nothing', async (origin) => {
    const reply = await visit(url, target, { origin });
    expect(reply.status).toBe(403);
    expect(reply.headers).not.toHaveProperty('access-control-allow-origin');
  });

  it.each(['127.0.0.1', 'localhost:3000', '[::1]:3000', 'mcp.example', 'other.example:443', 'MCP.example'])(
    'takes the host %s',
    async (host) => {
      expect((await visit(url, target, { host })).status).toBe(target.status);
    },
  );

  it.each(['http://localhost:5173', 'http://127.0.0.1', 'http://[::1]:8080', 'https://app.example'])(
    'takes a page of the origin %s',
    async (origin) => {
      const reply = await visit(url, target, { origin });
      expect(reply.status).toBe(target.status);
      if (target.pathname === '/mcp') expect(reply.headers['access-control-allow-origin']).toBe(origin);
    },
  );
});

it.each([
  ['no host', 'GET /mcp HTTP/1.1\r\n'],
  ['an empty host', 'GET /mcp HTTP/1.1\r\nHost:\r\n'],
  ['two hosts', 'GET /mcp HTTP/1.1\r\nHost: localhost\r\nHost: evil.example\r\n'],
  ['two hosts, to a probe', 'GET /healthz HTTP/1.1\r\nHost: localhost\r\nHost: evil.example\r\n'],
  ['a host with a user', 'GET /mcp HTTP/1.1\r\nHost: evil.example@localhost\r\n'],
  ['no host, in HTTP/1.0', 'GET /mcp HTTP/1.0\r\n'],
])('a request that names %s is refused', async (_, head) => {
  const { port } = new URL(url);
  const socket = connect(Number(port), '127.0.0.1');
  socket.write(`${head}Connection: close\r\n\r\n`);
  expect(await text(socket)).toMatch(/^HTTP\/1\.1 40[03] /);
});

describe('a request line', () => {
  async function ask(target: string): Promise<string> {
    const socket = connect(Number(new URL(url).port), '127.0.0.1');
    socket.write(`GET ${target} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n`);
    return text(socket);
  }

  it.each([
    'http://evil.example/mcp',
    'https://evil.example:3000/mcp',
    'http://127.0.0.1.evil.example/mcp',
    'http://localhost.evil.example/mcp',
    'http://169.254.169.254/mcp',
  ])('that names the foreign host of %s is refused, whatever Host says', async (target) => {
    expect(await ask(target)).toMatch(/^HTTP\/1\.1 403 /);
  });

  it.each([
    'http://localhost@evil.example/mcp',
    'http://evil.example@localhost/mcp',
    'http://user:password@localhost/mcp',
    'http://@localhost/mcp',
    'http://localhost\\@evil.example/mcp',
    'http://evil.example\\.localhost/mcp',
    'http://localhost:99999/mcp',
    'http:///mcp',
    'http://',
    'ftp://localhost/mcp',
    'localhost:80',
    '*',
  ])('like %s is refused as malformed', async (target) => {
    const reply = await ask(target);
    expect(reply).toMatch(/^HTTP\/1\.1 400 /);
    expect(reply).not.toContain('"version"');
  });

  it.each(['http://localhost/mcp', 'http://MCP.example:8080/mcp', 'https://[::1]/mcp'])(
    'may be the whole URL of a host that is served: %s',
    async (target) => {
      expect(await ask(target)).toMatch(/^HTTP\/1\.1 405 /);
    },
  );

  it('leaves no error in the log', () => {
    expect(log()).not.toMatch(/"level":[56]0|Error|at /);
  });
});

describe('a refusal reaches a client that is still sending', () => {
  const size = 6 * 1024 * 1024;
  const head = (path: string, more: string) =>
    `POST ${path} HTTP/1.1\r\nContent-Type: application/json\r\nContent-Length: ${size}\r\n${more}\r\n`;
  it.each([
    ['its host', 403, head('/mcp', 'Host: evil.example\r\n')],
    ['its page', 403, head('/mcp', 'Host: localhost\r\nOrigin: https://evil.example\r\n')],
    ['no host', 400, head('/mcp', '')],
    ['its size', 413, head('/mcp', 'Host: localhost\r\n')],
    ['its path', 404, head('/nothing', 'Host: localhost\r\n')],
    ['its method', 405, head('/healthz', 'Host: localhost\r\n')],
  ])('for %s', async (_, status, start) => {
    for (let time = 0; time < 3; time += 1) {
      const reply = await askRaw(url, start + 'x'.repeat(size), /\r\n\r\n.*\}/s);
      expect(reply).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
    }
  });

  it('and is not waited for without end', async () => {
    const { port } = new URL(url);
    const socket = connect(Number(port), '127.0.0.1');
    const closed = new Promise((resolve) => socket.on('close', resolve));
    socket.on('error', () => undefined);
    socket.resume();
    socket.write(`POST /mcp HTTP/1.1\r\nHost: evil.example\r\nContent-Length: ${2 ** 40}\r\n\r\n`);
    const chunk = Buffer.alloc(1024 * 1024, 'x');
    const send = (error?: Error | null) => {
      if (error === undefined || error === null) socket.write(chunk, send);
    };
    send();
    await closed;
  });
});

describe("a browser's question beforehand", () => {
  const question = {
    'access-control-request-method': 'POST',
    'access-control-request-headers': 'authorization,content-type,mcp-protocol-version',
  };
  let url: string;
  beforeAll(async () => {
    ({ url } = await startHttpService({ ALLOY_MCP_TOKEN: 'bearer-canary-20260728' }));
  });

  it('is answered for a page on loopback, without the token', async () => {
    const headers = { ...question, origin: 'http://localhost:5173' };
    const reply = await sendHttp(url, { method: 'OPTIONS', headers });
    expect(reply.status).toBe(204);
    expect(reply.headers['access-control-allow-origin']).toBe('http://localhost:5173');
    expect(reply.headers['access-control-allow-methods']).toContain('POST');
    expect(reply.headers['access-control-allow-headers']).toContain('authorization');
    expect(reply.headers).not.toHaveProperty('access-control-allow-credentials');
  });

  it('is refused for a foreign page', async () => {
    const headers = { ...question, origin: 'https://evil.example' };
    const reply = await sendHttp(url, { method: 'OPTIONS', headers });
    expect(reply.status).toBe(403);
    expect(reply.headers).not.toHaveProperty('access-control-allow-origin');
  });
});

describe('the bearer token', () => {
  const token = 'bearer-canary-20260728';
  let alloy: LoopbackAlloy;
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'alloy-mcp-token-'));
    await writeFile(path.join(folder, 'token'), `${token}\n`);
    alloy = await startLoopbackAlloy(({ path: asked }) =>
      asked === '/v1/evaluations/S-1' ? { body: { evaluation_token: 'S-1' } } : undefined,
    );
  });
  afterAll(async () => {
    await alloy.stop();
    await rm(folder, { recursive: true });
  });

  describe.each(['ALLOY_MCP_TOKEN', 'ALLOY_MCP_TOKEN_FILE'])('of %s', (variable) => {
    let url: string;
    let log: () => string;
    beforeAll(async () => {
      const service = await startHttpService({
        ALLOY_TOKEN: 'a-token',
        ALLOY_SECRET: 'a-secret',
        ALLOY_BASE_URL: alloy.baseUrl,
        [variable]: variable.endsWith('_FILE') ? path.join(folder, 'token') : token,
      });
      url = service.url;
      log = service.server.log;
    });

    it.each([
      ['none', undefined],
      ['another', 'Bearer another-token-20260728'],
      ['a part of it', `Bearer ${token.slice(0, -1)}`],
      ['more than it', `Bearer ${token}x`],
      ['it in other letters', `Bearer ${token.toUpperCase()}`],
      ['it by another scheme', `Basic ${token}`],
      ['it without a scheme', token],
      ['an empty one', 'Bearer '],
    ])('is asked for when %s comes', async (_, authorization) => {
      for (const method of ['POST', 'GET', 'DELETE']) {
        const reply = await sendHttp(url, {
          method,
          headers: { ...rpcHeaders, ...(authorization !== undefined && { authorization }) },
          ...(method === 'POST' && { body: hello }),
        });
        expect(reply.status).toBe(401);
        expect(reply.headers['www-authenticate']).toMatch(/^Bearer /);
        expect(reply.body).not.toContain(token);
        expect(reply.body).not.toContain('tools');
      }
    });

    it.each([`Bearer ${token}`, `bearer ${token}`])('opens the door as "%s"', async (authorization) => {
      for (const modern of [false, true]) {
        const call = { name: 'get_single_alloy_evaluation_by_id', arguments: { id: 'S-1' } };
        const reply = await postRpc(url, 'tools/call', call, { modern, headers: { authorization } });
        expect(reply.status).toBe(200);
        expect(readEnvelope(parseRpcReply(reply))).toMatchObject({
          result: { evaluation_token: 'S-1' },
          environment: 'sandbox',
        });
        expect(reply.body).not.toContain(token);
      }
    });

    it('is not needed for the health check, which tells nothing of Alloy', async () => {
      const reply = await sendHttp(new URL('/healthz', url).href);
      expect(JSON.parse(reply.body)).toEqual({
        status: 'ok',
        version: expect.stringMatching(/^\d+\.\d+\.\d+/),
        environment: 'sandbox',
      });
    });

    it('is neither sent on to Alloy nor logged', () => {
      expect(alloy.requests.length).toBeGreaterThan(0);
      expect(JSON.stringify(alloy.requests)).not.toContain(token);
      expect(log()).not.toContain(token);
    });
  });
});

describe('an address that others can reach', () => {
  const token = { ALLOY_MCP_TOKEN: 'bearer-canary-20260728' };

  it.each(['0.0.0.0', '::', '192.0.2.7', 'mcp.example', '127.0.0.1.example'])(
    'is not listened on without a token: %s',
    async (host) => {
      const flags = ['http', '--port', '0', '--host', host, '--allowed-hosts', 'mcp.example'];
      const { code, output, log } = await runCommand(flags);
      expect({ code, output }).toEqual({ code: 2, output: '' });
      expect(log).toMatch(/^alloy-mcp: [^\n]*ALLOY_MCP_TOKEN[^\n]*\n$/);
    },
  );

  it.each(['0.0.0.0', '::'])('is not listened on when nothing names its hosts: %s', async (host) => {
    const { code, output, log } = await runCommand(['http', '--port', '0', '--host', host], {
      variables: token,
    });
    expect({ code, output }).toEqual({ code: 2, output: '' });
    expect(log).toMatch(/^alloy-mcp: [^\n]*ALLOY_MCP_ALLOWED_HOSTS[^\n]*\n$/);
    expect(log).not.toContain(token.ALLOY_MCP_TOKEN);
  });

  it('is listened on with both, and the token is asked for', async () => {
    const flags = ['--host', '0.0.0.0', '--allowed-hosts', 'mcp.example'];
    const { url } = await startHttpService(token, flags);
    const reachable = url.replace('0.0.0.0', '127.0.0.1');
    const call = (headers: Readonly<Record<string, string>>) =>
      postRpc(reachable, 'tools/list', {}, { headers });
    const authorization = `Bearer ${token.ALLOY_MCP_TOKEN}`;
    expect((await call({ host: 'mcp.example' })).status).toBe(401);
    expect((await call({ host: 'mcp.example', authorization })).status).toBe(200);
    expect((await call({ host: 'evil.example', authorization })).status).toBe(403);
  });
});
