/**
 * An answer of the embedded Alloy before it is the platform's Response, whose streams cost more than the answer itself
 * (`npm run bench -- 3 simulator`). The server and a caller in this process take it as it is. Also what takes its place
 * where the connection was to break.
 */

import { createMiddleware } from 'hono/factory';
import type { Env } from './env.ts';

export interface Answer {
  readonly status: number;
  /** By their names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array<ArrayBuffer>;
}

const jsonHeaders = { 'content-type': 'application/json' };

/** Goes through hono in place of a Response: it has what middleware reads of one. */
class JsonAnswer implements Pick<Response, 'status' | 'headers' | 'text' | 'arrayBuffer'> {
  readonly status: number;
  readonly body: string;

  constructor(body: string, status: number) {
    this.body = body;
    this.status = status;
  }

  get headers(): Headers {
    return new Headers(jsonHeaders);
  }

  async text(): Promise<string> {
    return this.body;
  }

  async arrayBuffer(): Promise<ArrayBuffer> {
    return new TextEncoder().encode(this.body).buffer;
  }
}

/** Makes `context.json(...)` answer without a Response. No route gives it headers. */
export function createJsonAnswers() {
  return createMiddleware<Env>((context, next) => {
    const json = (value: unknown, status = 200) => new JsonAnswer(JSON.stringify(value), status);
    Object.assign(context, { json });
    return next();
  });
}

export async function readAnswer(response: Response | JsonAnswer): Promise<Answer> {
  if (response instanceof JsonAnswer)
    return { status: response.status, headers: jsonHeaders, body: response.body };
  return {
    status: response.status,
    headers: Object.fromEntries(response.headers),
    body: new Uint8Array(await response.arrayBuffer()),
  };
}

export function buildResponse({ status, headers, body }: Answer): Response {
  // Statuses such as 204 refuse even an empty body.
  return new Response(body.length === 0 ? null : body, { status, headers });
}

/** What there is of an answer that breaks off. */
export interface PartialAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** A fault below HTTP: it rejects a call as a broken connection does; the server breaks the real one. */
export class ConnectionFault extends Error {
  override readonly name = 'ConnectionFault';
  /** Clients tell faults of the network by it. */
  readonly code = 'ECONNRESET';
  readonly partial: PartialAnswer | undefined;

  constructor(partial?: PartialAnswer) {
    super('The connection was broken by a fault that was asked for');
    this.partial = partial;
  }
}

/** The first half of an answer, under headers that promise the whole. */
export async function cutAnswer(response: Response): Promise<ConnectionFault> {
  const bytes = new Uint8Array(await response.arrayBuffer());
  if (bytes.length === 0) return new ConnectionFault();
  const headers = new Headers(response.headers);
  headers.delete('transfer-encoding');
  headers.set('content-length', String(bytes.length));
  const half = bytes.slice(0, Math.floor(bytes.length / 2));
  return new ConnectionFault({ status: response.status, headers, bytes: half });
}

/** For a caller that takes a Response: one whose body fails in the middle. */
export function buildPartialResponse(fault: ConnectionFault, partial: PartialAnswer): Response {
  let sent = false;
  const body = new ReadableStream<Uint8Array>({
    pull(controller) {
      if (sent) return controller.error(fault);
      sent = true;
      controller.enqueue(partial.bytes);
    },
  });
  return new Response(body, { status: partial.status, headers: partial.headers });
}
