/** Alloy over the network; a module of its own so that a start need not load the HTTP client. */
import { lookup as systemLookup } from 'node:dns';
import { Pool } from 'undici';
import { guardLookup, type Lookup } from './address-guard.ts';
import { isLoopback } from './base-url.ts';
import type { Send } from './exchange.ts';

/** No Alloy answer comes near it; keeps a runaway one from filling the memory. */
const maxAnswerBytes = 64 * 1024 * 1024;

export interface NetworkOptions {
  /** Connections that are kept at most. */
  readonly connections?: number;
  /** Name -> addresses. */
  readonly lookup?: Lookup;
}

/** An answer that came and is not taken. The code tells it from faults of the network. */
class UnwantedAnswer extends Error {
  override readonly name = 'UnwantedAnswer';
  readonly code = 'ANSWER_COMPRESSED';
}

/**
 * undici's own request API in place of `fetch`, which spends several objects and streams on each call: measured with
 * `npm run bench`. It follows no redirects and asks for no compression. Time limits are the caller's, by signal.
 */
export function createNetworkSend(origin: string, options: NetworkOptions = {}): Send {
  const { connections = 64, lookup = systemLookup } = options;
  const pool = new Pool(origin, {
    connections,
    maxResponseSize: maxAnswerBytes,
    headersTimeout: 0,
    bodyTimeout: 0,
    ...(isLoopback(new URL(origin).hostname) ? {} : { connect: { lookup: guardLookup(lookup) } }),
  });
  return async ({ path, method, headers, body, signal }) => {
    const response = await pool.request({
      path,
      method,
      // Without it a server may choose any encoding.
      headers: { 'accept-encoding': 'identity', ...headers },
      body: body ?? null,
      signal,
    });
    const encoding = response.headers['content-encoding'];
    // Unpacked it may be of any size; nothing here unpacks.
    if (encoding !== undefined && String(encoding).toLowerCase() !== 'identity') {
      // What is left of it ends with an error of its own, which this one says better.
      response.body.on('error', () => undefined).destroy();
      throw new UnwantedAnswer(`content-encoding: ${String(encoding)}`);
    }
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
