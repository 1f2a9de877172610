/** Alloy over the network; a module of its own so that a start need not load the HTTP client. */
import { lookup as systemLookup } from 'node:dns';
import { Socket } from 'node:net';
import { buildConnector, type Dispatcher, Pool } from 'undici';
import { isCompressed } from '../base/content-encoding.ts';
import { CallError } from '../base/errors.ts';
import { guardLookup, type Lookup } from './address-guard.ts';
import { isLoopback } from './base-url.ts';
import {
  describeConnectFailure,
  describeLateConnection,
  describeRefusal,
  type Way,
} from './connect-failure.ts';
import type { HttpRequest, HttpResponse, Send } from './exchange.ts';
import type { HttpProxy } from './proxy.ts';

/** No Alloy answer comes near it; keeps a runaway one from filling the memory. */
const maxAnswerBytes = 64 * 1024 * 1024;
/** How long a proxy may take to answer; undici gives connections the same time. */
const proxyAnswerMs = 10_000;

export interface NetworkOptions {
  /** Connections that are kept at most. */
  readonly connections?: number;
  /** Name -> addresses. */
  readonly lookup?: Lookup;
  readonly proxy?: HttpProxy | undefined;
}

/** An answer that came and is not taken. The code tells it from faults of the network. */
class UnwantedAnswer extends Error {
  override readonly name = 'UnwantedAnswer';
  readonly code = 'ANSWER_COMPRESSED';
}

/**
 * undici's dispatcher in place of `fetch`, which spends several objects and streams on each call: measured with
 * `npm run bench`. It also tells when a request goes out (https://undici.nodejs.org/#/docs/api/Dispatcher). It follows
 * no redirects and asks for no compression. Time limits are the caller's, by signal.
 */
export function createNetworkSend(origin: string, options: NetworkOptions = {}): Send {
  const { connections = 64, lookup = systemLookup, proxy } = options;
  const pool = new Pool(origin, {
    connections,
    maxResponseSize: maxAnswerBytes,
    headersTimeout: 0,
    bodyTimeout: 0,
    connect: proxy === undefined ? connectDirectly(origin, lookup) : connectThrough(proxy, origin),
  });
  const way = { host: new URL(origin).host, proxy };
  return (request) => exchange(pool, request, way);
}

function exchange(pool: Pool, request: HttpRequest, way: Way): Promise<HttpResponse> {
  const { path, method, headers, body = null, signal } = request;
  return new Promise((resolve, reject) => {
    let controller: Dispatcher.DispatchController | undefined;
    // The pool has no way to take back what still waits for a connection: it is dropped when its turn comes.
    const leave = () =>
      controller === undefined ? reject(describeLeaving(signal, way)) : controller.abort(signal.reason);
    if (signal.aborted) return leave();
    signal.addEventListener('abort', leave, { once: true });
    let status = 0;
    let answered: Readonly<Record<string, string | string[] | undefined>> = {};
    const chunks: Uint8Array[] = [];
    return pool.dispatch(
      {
        path,
        method,
        // Without it a server may choose any encoding.
        headers: { 'accept-encoding': 'identity', ...headers },
        body,
      },
      {
        onRequestStart(started) {
          if (signal.aborted) return started.abort(signal.reason);
          controller = started;
          request.onBegin?.();
        },
        onResponseStart(_, statusCode, given) {
          status = statusCode;
          answered = given;
          const encoding = String(given['content-encoding'] ?? '');
          // Unpacked it may be of any size; nothing here unpacks.
          if (isCompressed(encoding)) controller?.abort(new UnwantedAnswer(`content-encoding: ${encoding}`));
        },
        onResponseData(_, chunk) {
          chunks.push(chunk);
        },
        onResponseEnd() {
          signal.removeEventListener('abort', leave);
          const [first] = chunks;
          resolve({
            status,
            header: (name) => {
              const value = answered[name];
              return Array.isArray(value) ? value[0] : value;
            },
            body: first !== undefined && chunks.length === 1 ? first : Buffer.concat(chunks),
          });
        },
        onResponseError(_, error) {
          signal.removeEventListener('abort', leave);
          reject(error);
        },
      },
    );
  });
}

function describeLeaving({ reason }: AbortSignal, way: Way): CallError {
  return reason instanceof Error && reason.name === 'TimeoutError'
    ? describeLateConnection(way)
    : new CallError('cancelled', 'The call was cancelled before it was sent', { sent: 'no' });
}

/** What undici makes connections with; a failure comes out of it as a CallError. */
type Connector = buildConnector.connector;

function connectDirectly(origin: string, lookup: Lookup): Connector {
  const { host, hostname } = new URL(origin);
  const connect = buildConnector(isLoopback(hostname) ? {} : { lookup: guardLookup(lookup) });
  return (options, callback) =>
    connect(options, (...[error, socket]) =>
      error === null
        ? callback(null, socket)
        : callback(describeConnectFailure(error, { host }, 'Alloy'), null),
    );
}

/**
 * A tunnel for each connection. undici's own ProxyAgent hides the proxy's status in a text, and connects again without
 * end to a proxy that hangs up. The proxy looks names up, so that the address guard has nothing to look at.
 */
function connectThrough(proxy: HttpProxy, origin: string): Connector {
  const { host, hostname, port } = new URL(origin);
  const way = { host, proxy };
  const authority = `${hostname}:${port === '' ? 443 : port}`;
  const { authorization } = proxy;
  const headers = {
    host: authority,
    ...(authorization === undefined ? {} : { 'proxy-authorization': authorization }),
  };
  const proxies = new Pool(proxy.origin, { headersTimeout: proxyAnswerMs });
  const secure = buildConnector({});
  return (options, callback) => {
    proxies.connect({ path: authority, headers }).then(
      ({ statusCode, socket }) => {
        // What becomes of it is told by the handshake.
        socket.on('error', () => undefined);
        if (statusCode < 200 || statusCode > 299 || !(socket instanceof Socket)) {
          socket.destroy();
          return callback(describeRefusal(statusCode, way), null);
        }
        return secure({ ...options, httpSocket: socket }, (...[error, encrypted]) =>
          error === null
            ? callback(null, encrypted)
            : callback(describeConnectFailure(error, way, 'Alloy'), null),
        );
      },
      (error: Error) => callback(describeConnectFailure(error, way, 'proxy'), null),
    );
  };
}
