/**
 * A call and its outcome as the members of a line, in JSON. Nothing here may carry a value of an argument or a message.
 * Pure, and throws nothing: a line is made when the call has gone its way.
 */

import { cleanText } from '../base/visible-text.ts';
import type { Effect } from '../registry/tool.ts';
import type { AuditKey } from './key.ts';
import { formatMembers } from './line.ts';

export interface AuditCall {
  /** Who called: the operator's name for the caller, never a credential. */
  readonly principal: string;
  /** What the client calls itself. */
  readonly client?: { readonly name: string; readonly version: string } | undefined;
  readonly tool: string;
  readonly effect: Effect;
  /** Method and path template: `POST /evaluations`. */
  readonly operation: string;
  readonly environment: string;
  /** Arguments that were checked: names that a tool does not know are not to be recorded. */
  readonly args: Readonly<Record<string, unknown>>;
  /** How it came that it may be carried out: confirmed, not_needed, off, unsupported. */
  readonly confirmation?: { readonly how: string } | undefined;
}

export interface AuditOutcome {
  /** `ok`, an error kind, or why it was not sent: `refused`, `cancelled`, ... */
  readonly outcome: string;
  readonly status?: number | undefined;
  readonly errorToken?: string | undefined;
  readonly retries?: number | undefined;
  /** Of a write whose caller had gone before it was told: the records that it was about, by the names of their tokens. */
  readonly unseen?: Readonly<Record<string, string>> | undefined;
}

/** Outcome of a request whose end nobody waited for any more: the service had to end before. */
export const noEnd = 'no_end';

/** Argument names as tools have them. */
const plainName = /^[A-Za-z_]\w{0,63}$/;

export function formatCall(call: AuditCall, startedAt: number, key: AuditKey): string {
  const { client, confirmation } = call;
  // JSON leaves out what is undefined.
  return formatMembers({
    time: new Date(startedAt).toISOString(),
    principal: cleanText(call.principal),
    client: client && { name: cleanText(client.name, 64), version: cleanText(client.version, 32) },
    tool: cleanText(call.tool, 64),
    effect: call.effect,
    operation: cleanText(call.operation),
    environment: cleanText(call.environment, 32),
    args: hashArguments(call.args, key),
    confirmation: confirmation && { how: cleanText(confirmation.how, 32) },
  });
}

export function formatOutcome(
  { outcome, status, errorToken, retries = 0, unseen }: AuditOutcome,
  ms: number,
  intent: number | undefined,
): string {
  return formatMembers({
    outcome: cleanText(outcome, 32),
    status,
    error_token: errorToken === undefined ? undefined : cleanText(errorToken, 64),
    ms: Math.max(0, Math.round(ms)),
    retries,
    unseen,
    intent,
  });
}

function hashArguments(args: AuditCall['args'], key: AuditKey): Readonly<Record<string, string>> {
  const hashes: Record<string, string> = Object.create(null);
  for (const [name, value] of Object.entries(args)) {
    // What is no name of an argument may be anything, a person's number among others.
    const shown = plainName.test(name) ? name : `~${key.hashValue(name)}`;
    if (value !== undefined) hashes[shown] = hashArgument(value, key);
  }
  return hashes;
}

/** A value nested too deeply for JSON must not cost the line. */
function hashArgument(value: unknown, key: AuditKey): string {
  try {
    return key.hashValue(value);
  } catch {
    return 'unhashable';
  }
}
