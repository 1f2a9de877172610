/** What a fault with a status is answered with: Alloy's form for that status and operation. */

import { STATUS_CODES } from 'node:http';
import type { Context } from 'hono';
import { AlloyError } from '../errors.ts';
import type { Env } from '../http/env.ts';
import { buildBareError } from '../http/oauth-routes.ts';
import { findOperation } from '../http/operations.ts';
import { type Json, readMember } from '../values.ts';
import { rateLimited } from './rate-limit.ts';

/** Minor codes and types that Alloy publishes, or shows in examples. */
const known: Readonly<Record<number, readonly [minorCode: number, type: string]>> = {
  400: [4000, 'Bad Request'],
  401: [4011, 'Unauthorized'],
  404: [4041, 'Not Found'],
  409: [4091, 'Conflict'],
  500: [5000, 'Unhandled Error'],
  503: [5031, 'Service Unavailable'],
};

const message = 'This fault was asked for';

/** Other statuses get the minor code that Alloy's numbering suggests: the status and a 0. */
export function buildFaultError(status: number, now: number): AlloyError {
  if (status === 429) return rateLimited(1, now + 1000, now);
  const [minorCode, type] = known[status] ?? [status * 10, STATUS_CODES[status] ?? 'Error'];
  return new AlloyError(status, minorCode, type, message);
}

/**
 * The operations that have an error form of their own; undefined where the common envelope answers. An event is
 * refused in its own form with 400 and 409 only, as far as is public.
 */
export async function buildOwnErrorForm(
  context: Context<Env>,
  path: string,
  error: AlloyError,
  newToken: (prefix: string) => string,
): Promise<Response | undefined> {
  const operation = findOperation(context.req.method, path);
  switch (`${operation?.method} ${operation?.path}`) {
    case 'POST /oauth/bearer':
    case 'POST /oauth/validate':
      return buildBareError(error);
    case 'POST /events/': {
      if (error.status !== 400 && error.status !== 409) return undefined;
      const token = newToken('EV-');
      return Response.json(
        {
          status_code: error.status,
          event_request_token: token,
          _links: { self: { href: `/v1/events/${token}` } },
          event: {
            event_type: await readEventType(context),
            event_status: 'ERROR',
            evaluations: [],
            journey_applications: [],
          },
          error: error.status === 409 ? { message, exists: null } : buildValidationError(),
        },
        { status: error.status },
      );
    }
    case 'GET /events/:event_request_token':
      if (error.status !== 404) return undefined;
      return Response.json({ error: `${path.split('/').at(-1)} not found` }, { status: 404 });
    default:
      return undefined;
  }
}

function buildValidationError(): Json {
  return {
    issues: [{ code: 'custom', path: [], message }],
    name: 'ValidationError',
    statusCode: 400,
    status: 400,
  };
}

async function readEventType(context: Context<Env>): Promise<string | null> {
  try {
    const body: unknown = JSON.parse(await context.req.text());
    const eventType = readMember(body, 'event_type');
    return typeof eventType === 'string' ? eventType : null;
  } catch {
    return null;
  }
}

/** What a proxy in front of Alloy answers with when it cannot reach it. */
export function buildProxyPage(): Response {
  const page =
    '<html>\n<head><title>502 Bad Gateway</title></head>\n<body><h1>502 Bad Gateway</h1></body>\n</html>\n';
  return new Response(page, { status: 502, headers: { 'content-type': 'text/html; charset=utf-8' } });
}
