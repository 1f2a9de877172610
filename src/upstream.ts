/**
 * One HTTP exchange with Alloy, and nothing else: no retries, no redirects, no credentials of its own. Two ways to
 * make it: over the network, and to the embedded Alloy in this process.
 */
import type { Method } from './tool.ts';

export interface Exchange {
  readonly origin: string;
  /** Path with its query. */
  readonly path: string;
  readonly method: Method;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
  readonly signal: AbortSignal;
}

export interface Answer {
  readonly status: number;
  /** First value of a header, by its name in lower case. */
  header(name: string): string | undefined;
  /** The whole body, read before the answer is handed out. */
  readonly body: Uint8Array;
  /** How often the request had to be sent again. */
  readonly retries?: number;
}

export type Upstream = (exchange: Exchange) => Promise<Answer>;

/** To a web-standard handler in this process, such as the embedded Alloy's. */
export function createFetchUpstream(fetch: (request: Request) => Response | Promise<Response>): Upstream {
  return async (exchange) => {
    const response = await fetch(buildRequestView(exchange));
    return {
      status: response.status,
      header: (name) => response.headers.get(name) ?? undefined,
      body: new Uint8Array(await response.arrayBuffer()),
    };
  };
}

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/**
 * A Request without the streams and the second signal that the platform's own spends on each: those would be a third of
 * a call to the embedded Alloy (`npm run bench`). It has what a router reads; its body is here already.
 */
function buildRequestView({ origin, path, method, headers, body = '', signal }: Exchange): Request {
  const text = () => (typeof body === 'string' ? body : decoder.decode(body));
  const bytes = () => (typeof body === 'string' ? encoder.encode(body) : body);
  const members = {
    method,
    url: origin + path,
    headers: new Headers(headers),
    signal,
    body: null,
    bodyUsed: false,
    text: async () => text(),
    json: async (): Promise<unknown> => JSON.parse(text()),
    arrayBuffer: async () => Uint8Array.from(bytes()).buffer,
  };
  return Object.create(
    Request.prototype,
    Object.fromEntries(Object.entries(members).map(([name, value]) => [name, { value, enumerable: true }])),
  );
}
