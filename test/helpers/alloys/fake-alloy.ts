/** An HTTP server on loopback that stands for Alloy: it answers by script and keeps what it was sent. */
import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type Server, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { onTestFinished } from 'vitest';

export interface SentRequest {
  readonly method: string;
  /** Path with its query, as it was on the wire. */
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
  /** Milliseconds on a clock that never goes back. */
  readonly arrivedAt: number;
}

interface Exchanged {
  readonly request: SentRequest;
  readonly response: ServerResponse;
  readonly socket: Socket;
}

export type Responder = (exchanged: Exchanged) => void | Promise<void>;

export interface FakeAlloy {
  readonly origin: string;
  readonly baseUrl: string;
  readonly requests: readonly SentRequest[];
  /** Resolves when the client has closed `count` connections whose request was not answered to the end. */
  untilAbandoned(count?: number): Promise<void>;
}

/**
 * `script` answers the first request with its first member and so on, or is one function that answers all of them. A
 * request beyond the script fails the test.
 */
export async function startFakeAlloy(script: Responder | readonly Responder[], port = 0): Promise<FakeAlloy> {
  const requests: SentRequest[] = [];
  const faults: string[] = [];
  let abandoned = 0;
  const server = createServer(async (incoming, response) => {
    response.on('close', () => {
      if (!response.writableFinished) abandoned += 1;
    });
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(Buffer.from(chunk));
    const { method = '', url = '', headers, socket } = incoming;
    const request = { method, url, headers, body: Buffer.concat(chunks), arrivedAt: performance.now() };
    requests.push(request);
    const respond = typeof script === 'function' ? script : script[requests.length - 1];
    if (respond === undefined) {
      faults.push(`unmatched request ${requests.length}: ${method} ${url}`);
      response.writeHead(418).end();
      return;
    }
    await respond({ request, response, socket });
  });
  await once(server.listen(port, '127.0.0.1'), 'listening');
  onTestFinished(async () => {
    server.closeAllConnections();
    await once(server.close(), 'close');
    if (faults.length > 0) throw new Error(faults.join('\n'));
  });
  const origin = `http://127.0.0.1:${readPort(server)}`;
  return {
    origin,
    baseUrl: `${origin}/v1`,
    requests,
    untilAbandoned: async (count = 1) => {
      while (abandoned < count) await sleep(5);
    },
  };
}

/** A loopback port that nothing listens on. */
export async function findClosedPort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const port = readPort(server);
  await once(server.close(), 'close');
  return port;
}

function readPort(server: Server): number {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new TypeError('The server has no port');
  return address.port;
}

type Headers = Readonly<Record<string, string>>;

export const answerJson =
  (status: number, body: unknown, headers: Headers = {}): Responder =>
  ({ response }) => {
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
  };

export const answerBytes =
  (status: number, body: string | Uint8Array = '', headers: Headers = {}): Responder =>
  ({ response }) => {
    response.writeHead(status, headers).end(body);
  };

/** These very bytes on the wire, after which the connection ends. */
export const answerRaw =
  (bytes: string): Responder =>
  ({ socket }) => {
    socket.end(bytes);
  };

/** Some of an answer, then a reset of the connection. */
export const answerReset =
  (bytes = ''): Responder =>
  async ({ socket }) => {
    if (bytes !== '') {
      await new Promise((resolve) => socket.write(bytes, resolve));
      // A reset discards what the other side has not read yet; either way the answer is not whole.
      await sleep(20);
    }
    socket.resetAndDestroy();
  };

/** These bytes again and again, as long as the connection lasts. */
export const answerDrip =
  (start: string, drop: string): Responder =>
  async ({ socket }) => {
    socket.on('error', () => undefined);
    socket.write(start);
    while (!socket.destroyed) {
      await sleep(10);
      socket.write(drop);
    }
  };

export const answerNothing: Responder = () => undefined;
