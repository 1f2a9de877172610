/** A request -> how it is shown to whoever wants to see it before it is sent. Pure. */
import { createHash } from 'node:crypto';
import type { AlloyRequest } from '../alloy/client.ts';
import { buildWireHeaders } from '../alloy/client.ts';

export interface DescribedRequest {
  readonly method: string;
  readonly url: string;
  /** All that Alloy gets, but for those of the connection itself. */
  readonly headers: Readonly<Record<string, string>>;
  /** A JSON value, or the size and digest of a file. */
  readonly body?: unknown;
}

/** `baseUrl` is without a trailing slash. */
export function describeRequest(request: AlloyRequest, baseUrl: string): DescribedRequest {
  const { method, path, query, body } = request;
  return {
    method,
    url: `${baseUrl}${path}${query}`,
    headers: buildWireHeaders(request, '[the server adds its own]'),
    ...(body === undefined ? {} : { body: describeBody(body) }),
  };
}

function describeBody(body: string | Uint8Array): unknown {
  if (typeof body === 'string') return JSON.parse(body);
  return { size_bytes: body.length, sha256: createHash('sha256').update(body).digest('hex') };
}
