/** How long connections live: as long as proxies keep theirs, no longer than their client wants, and not above the limit. */

import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createFixedSource } from '../../../src/base/secret-source.ts';
import { type HttpService, startHttp } from '../../../src/mcp/transports/http.ts';
import { createMemoryState } from '../../../src/state/memory.ts';
import { askRaw } from '../../helpers/clients/ask-raw.ts';
import { startHttpService } from '../../helpers/clients/http-service.ts';
import { rpcHeaders } from '../../helpers/clients/send-http.ts';
import { stopProcesses } from '../../helpers/clients/start-process.ts';

/** A call of 2025, which is answered by a stream. */
const body = JSON.stringify({
  jsonrpc: '2.0',
  id: 1,
  method: 'tools/call',
  params: { name: 'list_all_alloy_parameters', arguments: {} },
});
const write = (version: string, ...headers: readonly string[]) =>
  [
    `POST /mcp HTTP/${version}`,
    'Host: localhost',
    `Content-Length: ${Buffer.byteLength(body)}`,
    ...Object.entries({ ...rpcHeaders, 'mcp-protocol-version': '2025-06-18' }).map((pair) => pair.join(': ')),
    ...headers,
    '',
    body,
  ].join('\r\n');
const answer = /"result":\{"content"/;

describe('a stream', () => {
  let url: string;
  beforeAll(async () => {
    ({ url } = await startHttpService());
  });
  afterAll(stopProcesses);

  it.each([
    ['that wants it to', write('1.1', 'Connection: close')],
    ['that wants it to, in other letters', write('1.1', 'Connection: Close')],
    ['of HTTP/1.0', write('1.0')],
  ])('ends with its connection for a client %s', async (_, request) => {
    // Resolves only when the server has hung up.
    const reply = await askRaw(url, request);
    const [head = '', rest] = reply.split('\r\n\r\n');
    expect(head).toMatch(/^HTTP\/1\.1 200 /);
    expect(head).toMatch(/^content-type: text\/event-stream$/im);
    expect(head).toMatch(/^connection: close$/im);
    expect(head).not.toMatch(/keep-alive/i);
    expect(rest).toMatch(answer);
  });

  it('leaves the connection to a client that goes on, for longer than load balancers keep it idle', async () => {
    const reply = await askRaw(url, write('1.1') + write('1.1', 'Connection: close'));
    expect(reply.match(/^HTTP\/1\.1 200 /gm)).toHaveLength(2);
    const seconds = Number(/^keep-alive: timeout=(\d+)$/im.exec(reply)?.[1]);
    expect(seconds).toBeGreaterThanOrEqual(65);
  });
});

describe('a service in this process', () => {
  let service: HttpService;
  const warned: { readonly fields: object; readonly message: string }[] = [];
  const sockets: Socket[] = [];
  const notAsked = () => {
    throw new Error('Only the health check is asked for');
  };
  const start = async (limits: object) => {
    service = await startHttp({
      createServer: notAsked,
      narrowing: { parameters: [], narrow: notAsked },
      host: '127.0.0.1',
      port: 0,
      tokens: createFixedSource([]),
      allowedHosts: [],
      allowedOrigins: [],
      state: createMemoryState(),
      health: {},
      onError: () => undefined,
      warn: (fields, message) => warned.push({ fields, message }),
      limits,
    });
  };
  const open = async () => {
    const socket = connect(Number(new URL(service.url).port), '127.0.0.1').on('error', () => undefined);
    sockets.push(socket);
    await once(socket, 'connect');
    return socket;
  };
  afterEach(async () => {
    for (const socket of sockets.splice(0)) socket.destroy();
    await service.stop();
  });

  it('tells the log of connections above its limit, once', async () => {
    await start({ connections: 1 });
    await open();
    for (let each = 0; each < 3; each += 1) await once(await open(), 'close');
    expect(warned).toEqual([{ fields: { limit: 1 }, message: expect.stringContaining('connection') }]);
  });

  it('tells probes that it ends', async () => {
    await start({});
    const socket = await open();
    socket.setEncoding('utf8');
    // One request that has begun, which the end waits for.
    socket.write(
      'GET /healthz HTTP/1.1\r\nHost: 10.1.2.3\r\n\r\nGET /healthz HTTP/1.1\r\nHost: 10.1.2.3\r\n',
    );
    expect((await once(socket, 'data'))[0]).toContain('{"status":"ok"}');
    const stopped = service.stop();
    socket.write('\r\n');
    const [reply] = await once(socket, 'data');
    expect(reply).toMatch(/^HTTP\/1\.1 503 /);
    expect(reply).toMatch(/^connection: close$/im);
    expect(reply).toContain('{"status":"stopping"}');
    await stopped;
    service = { ...service, stop: async () => undefined };
  });
});
