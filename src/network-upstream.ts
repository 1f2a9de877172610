/** Alloy over the network; a module of its own so that a start need not load the HTTP client. */
import { Pool } from 'undici';
import type { Upstream } from './upstream.ts';

/** No Alloy answer comes near it; keeps a runaway one from filling the memory. */
const maxAnswerBytes = 64 * 1024 * 1024;
const connections = 64;

/**
 * undici's own request API in place of `fetch`, which spends several objects and streams on each call: measured with
 * `npm run bench`. It follows no redirects and asks for no compression. Time limits are the caller's, by signal.
 */
export function createNetworkUpstream(origin: string): Upstream {
  const pool = new Pool(origin, {
    connections,
    maxResponseSize: maxAnswerBytes,
    headersTimeout: 0,
    bodyTimeout: 0,
  });
  return async ({ path, method, headers, body, signal }) => {
    const response = await pool.request({
      path,
      method,
      headers: { ...headers },
      body: body ?? null,
      signal,
    });
    const bytes = new Uint8Array(await response.body.arrayBuffer());
    return {
      status: response.statusCode,
      header: (name) => {
        const value = response.headers[name];
        return Array.isArray(value) ? value[0] : value;
      },
      body: bytes,
    };
  };
}
