/**
 * An answer of the embedded Alloy before it is the platform's Response, whose streams cost more than the answer itself
 * (`npm run bench -- 3 simulator`). The server and a caller in this process take it as it is.
 */
import { createMiddleware } from 'hono/factory';
import type { Env } from './app-env.ts';

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
