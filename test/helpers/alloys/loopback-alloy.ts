/**
 * An Alloy on a port of this machine that answers as the behaviour says that it is given, and keeps what it was sent. A
 * request that the behaviour has no answer for fails the test when the Alloy is stopped.
 */
import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type Server, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { onTestFinished } from 'vitest';

export interface ReceivedRequest {
  readonly method: string;
  /** With its query, as it was on the wire, e.g. `/v1/evaluations/S-1?fullData=true`. */
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
  /** The body as text. */
  readonly text: string;
  /** Milliseconds on a clock that never goes back. */
  readonly arrivedAt: number;
  /** Resolves when the client goes away before it has been answered to the end. */
  readonly abandoned: Promise<void>;
}

/** The request, and what a behaviour needs that answers in a way of its own. */
interface Exchange extends ReceivedRequest {
  readonly response: ServerResponse;
  readonly socket: Socket;
}

export interface GivenAnswer {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  /** Sent as JSON; a text and bytes are sent as they are. */
  readonly body?: unknown;
}

/** `handled`: the behaviour has written what there is to write, or keeps its silence. */
export type Reply = GivenAnswer | 'handled' | undefined;
export type Behaviour = (exchange: Exchange) => Reply | Promise<Reply>;

export interface LoopbackAlloy {
  readonly origin: string;
  readonly baseUrl: string;
  readonly requests: readonly ReceivedRequest[];
  /** Those that came since it was last asked. */
  take(): readonly ReceivedRequest[];
  /** Resolves with the request of that number (from 0) once it has come. */
  received(index: number): Promise<ReceivedRequest>;
  /** Resolves when clients have left that many requests before they were answered to the end. */
  untilAbandoned(count?: number): Promise<void>;
  /** Rejects when a request came that the behaviour had nothing for. */
  stop(): Promise<void>;
}

/** Of several behaviours each answers one request, in their order. */
export async function startLoopbackAlloy(
  behaviour: Behaviour | readonly Behaviour[],
  port = 0,
): Promise<LoopbackAlloy> {
  const requests: ReceivedRequest[] = [];
  const unexpected: string[] = [];
  let taken = 0;
  let left = 0;
  const changes = createSignal();
  const server = createServer(async (incoming, response) => {
    const abandoned = new Promise<void>((resolve) => {
      response.once('close', () => {
        if (response.writableFinished) return;
        left += 1;
        changes.tell();
        resolve();
      });
    });
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(Buffer.from(chunk));
    const { method = '', url: path = '', headers, socket } = incoming;
    const body = Buffer.concat(chunks);
    const text = body.toString('utf8');
    const request = { method, path, headers, body, text, arrivedAt: performance.now(), abandoned };
    const answer = typeof behaviour === 'function' ? behaviour : behaviour[requests.length];
    requests.push(request);
    changes.tell();
    const reply = await answer?.({ ...request, response, socket });
    if (reply === 'handled') return;
    if (reply === undefined) unexpected.push(`${method} ${path}`);
    send(response, reply ?? { status: 599, body: 'unexpected' });
  });
  await once(server.listen(port, '127.0.0.1'), 'listening');
  const origin = `http://127.0.0.1:${readPort(server)}`;
  return {
    origin,
    baseUrl: `${origin}/v1`,
    requests,
    take: () => {
      const since = requests.slice(taken);
      taken = requests.length;
      return since;
    },
    received: async (index) => {
      for (;;) {
        const request = requests[index];
        if (request !== undefined) return request;
        await changes.next();
      }
    },
    untilAbandoned: async (count = 1) => {
      while (left < count) await changes.next();
    },
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      if (unexpected.length > 0) throw new Error(`requests that no test expects: ${unexpected.join(', ')}`);
    },
  };
}

/** The same for one test, after which it is stopped. */
export async function startAlloyOfTest(
  behaviour: Behaviour | readonly Behaviour[],
  port = 0,
): Promise<LoopbackAlloy> {
  const alloy = await startLoopbackAlloy(behaviour, port);
  onTestFinished(() => alloy.stop());
  return alloy;
}

/** A loopback port that nothing listens on. */
export async function findClosedPort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const port = readPort(server);
  await once(server.close(), 'close');
  return port;
}

function send(response: ServerResponse, { status = 200, headers = {}, body }: GivenAnswer): void {
  const isRaw = typeof body === 'string' || body instanceof Uint8Array;
  const type = 'content-type' in headers || body === undefined ? {} : { 'content-type': 'application/json' };
  response.writeHead(status, { ...type, ...headers });
  response.end(isRaw || body === undefined ? body : JSON.stringify(body));
}

function readPort(server: Server): number {
  const address = server.address();
  if (address === null || typeof address === 'string') throw new TypeError('The server has no port');
  return address.port;
}

/** Several may wait for the same thing to happen. */
function createSignal() {
  let waiting: (() => void)[] = [];
  return {
    next: () => new Promise<void>((resolve) => waiting.push(resolve)),
    tell: () => {
      for (const resume of waiting.splice(0)) resume();
      waiting = [];
    },
  };
}
