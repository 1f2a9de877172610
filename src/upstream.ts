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
}

export type Upstream = (exchange: Exchange) => Promise<Answer>;

/** To a web-standard handler in this process, such as the embedded Alloy's. */
export function createFetchUpstream(fetch: (request: Request) => Response | Promise<Response>): Upstream {
  return async ({ origin, path, method, headers, body, signal }) => {
    const response = await fetch(new Request(origin + path, { method, headers, body: body ?? null, signal }));
    return {
      status: response.status,
      header: (name) => response.headers.get(name) ?? undefined,
      body: new Uint8Array(await response.arrayBuffer()),
    };
  };
}
