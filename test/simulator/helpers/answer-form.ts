/** The forms in which Alloy documents its answers, as a rule that every answer of the embedded Alloy has to keep. */
import * as z from 'zod';
import type { MixedReply } from './mixed-calls.ts';
import type { MixedCall } from './mixed-family-calls.ts';

const codes: Readonly<Record<number, readonly number[]>> = {
  400: [4000, 4001, 4002, 4013],
  401: [4011, 4012],
  403: [4031, 4033],
  404: [4041, 4042],
  409: [4091],
};
const successes = [200, 201, 202, 204, 206];

const fault = z.strictObject({
  minor_code: z.int(),
  type: z.string().min(1),
  message: z.string().min(1),
  details: z.unknown(),
});
const occurrence = fault.extend({ error_token: z.string().min(1) });
const short = z.strictObject({ status_code: z.int(), error: occurrence, timestamp: z.int() });
/** That of all families but the three below. */
const whole = short.extend({
  evaluation_token: z.null(),
  entity_token: z.null(),
  application_token: z.string().nullable(),
  application_version_id: z.null(),
});
const bare = z.strictObject({ error: fault });
const refusedEvent = z.strictObject({
  status_code: z.int(),
  event_request_token: z.string().regex(/^EV-/),
  _links: z.strictObject({ self: z.strictObject({ href: z.string() }) }),
  event: z.looseObject({ event_status: z.literal('ERROR') }),
  error: z.record(z.string(), z.unknown()),
});
const joiDetails = z
  .array(
    z.strictObject({
      message: z.string().min(1),
      path: z.string().min(1),
      type: z.string().min(1),
      context: z.strictObject({ key: z.string() }),
    }),
  )
  .min(1);

/** What is wrong with an answer's form; undefined when it is as documented. */
export function findFormFault(call: MixedCall, { status, text }: MixedReply): string | undefined {
  const found = status < 300 ? findSuccessFault(call, status, text) : findErrorFault(call, status, text);
  return found === undefined
    ? undefined
    : `${call.method} ${call.path}: ${status} ${found}: ${text.slice(0, 300)}`;
}

function findSuccessFault(call: MixedCall, status: number, text: string): string | undefined {
  if (!successes.includes(status)) return 'is no documented success';
  const isFile = call.method === 'GET' && /\/documents\/[^/]+$/.test(call.path);
  const isEmpty = call.path === '/entities/merge' || status === 204;
  if (isFile) return undefined;
  if (isEmpty) return text === '' ? undefined : 'has a body where none is due';
  const body = parse(text);
  return typeof body === 'object' && body !== null ? undefined : 'is no JSON object or list';
}

function findErrorFault({ method, path }: MixedCall, status: number, text: string): string | undefined {
  const body = parse(text);
  if (status >= 500) return 'nobody asked for';
  if (/^\/oauth\/(bearer|validate)$/.test(path)) {
    const parsed = bare.safeParse(body);
    return parsed.success ? findCodeFault(status, parsed.data.error) : parsed.error.message;
  }
  if (method === 'GET' && /^\/events\/[^/]+$/.test(path) && status === 404)
    return z.strictObject({ error: z.string().endsWith(' not found') }).safeParse(body).success
      ? undefined
      : 'is not the form of an unknown event';
  if (method === 'POST' && /^\/events\/?$/.test(path) && refusedEvent.safeParse(body).success)
    return status === 400 || status === 409 ? undefined : 'is no status of events';
  const form = path === '/lists' || path.startsWith('/lists/') ? short : whole;
  const parsed = form.safeParse(body);
  if (!parsed.success) return parsed.error.message;
  if (parsed.data.status_code !== status) return 'has another status_code';
  return findCodeFault(status, parsed.data.error);
}

function findCodeFault(status: number, error: z.output<typeof fault>): string | undefined {
  if (!codes[status]?.includes(error.minor_code)) return `with minor code ${error.minor_code}`;
  if (error.minor_code !== 4002) return undefined;
  return joiDetails.safeParse(error.details).success ? undefined : 'has details in another form than Joi';
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
