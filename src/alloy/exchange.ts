/**
 * One HTTP exchange with Alloy, and nothing else: no retries, no redirects, no credentials of its own. Two ways to
 * make it: over the network, and to the embedded Alloy in this process.
 */
import type { Method } from '../registry/tool.ts';

export interface HttpRequest {
  readonly origin: string;
  /** Path with its query. */
  readonly path: string;
  readonly method: Method;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
  readonly signal: AbortSignal;
  /** Called when the first byte is about to leave. What fails before was not sent. */
  readonly onBegin?: () => void;
}

export interface HttpResponse {
  readonly status: number;
  /** First value of a header, by its name in lower case. */
  header(name: string): string | undefined;
  /** The whole body, read before the answer is handed out. */
  readonly body: Uint8Array;
  /** The body as text, where somebody has decoded it already. */
  readonly text?: string;
  /** How often the request had to be sent again. */
  readonly retries?: number;
}

export type Send = (request: HttpRequest) => Promise<HttpResponse>;

/** What the embedded Alloy answers, without a Response around it. */
interface EmbeddedAnswer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array;
}

/** To the embedded Alloy in this process. */
export function createEmbeddedSend(answer: (request: Request) => Promise<EmbeddedAnswer>): Send {
  return async (exchange) => {
    exchange.onBegin?.();
    const { status, headers, body } = await answer(buildRequestView(exchange));
    return {
      status,
      header: (name) => (Object.hasOwn(headers, name) ? headers[name] : undefined),
      body: toBytes(body),
    };
  };
}

const decoder = new TextDecoder();

function toBytes(body: string | Uint8Array): Uint8Array {
  return typeof body === 'string' ? Buffer.from(body) : body;
}

/** The platform's own members are read-only; these can be set on what is made from it. */
const requestView = Object.create(
  Request.prototype,
  Object.fromEntries(
    ['method', 'url', 'headers', 'signal', 'body', 'bodyUsed', 'text', 'json', 'arrayBuffer'].map((name) => [
      name,
      { value: null, writable: true },
    ]),
  ),
);

/**
 * A Request without the streams and the second signal that the platform's own spends on each: those would be a third of
 * a call to the embedded Alloy (`npm run bench`). It has what a router reads; its body is here already.
 */
function buildRequestView({ origin, path, method, headers, body = '', signal }: HttpRequest): Request {
  const text = async () => (typeof body === 'string' ? body : decoder.decode(body));
  return Object.assign(Object.create(requestView), {
    method,
    url: origin + path,
    headers: { get: (name: string) => (Object.hasOwn(headers, name) ? headers[name] : null) },
    signal,
    bodyUsed: false,
    text,
    json: async (): Promise<unknown> => JSON.parse(await text()),
    arrayBuffer: async () => Uint8Array.from(toBytes(body)).buffer,
  });
}
