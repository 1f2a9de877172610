/** A call and its outcome as the members of a line. Nothing here may carry a value of an argument or a message. Pure. */
import type { AuditCall, AuditOutcome } from './audit.ts';
import type { AuditKey } from './audit-key.ts';
import type { Fields } from './audit-line.ts';
import { cleanText } from './clean-text.ts';

/** Argument names as tools have them. */
const plainName = /^[A-Za-z_]\w{0,63}$/;

export function buildCallFields(call: AuditCall, startedAt: number, key: AuditKey): Fields {
  const { client, confirmation } = call;
  return {
    time: new Date(startedAt).toISOString(),
    principal: cleanText(call.principal),
    ...(client === undefined
      ? {}
      : { client: { name: cleanText(client.name, 64), version: cleanText(client.version, 32) } }),
    tool: cleanText(call.tool, 64),
    effect: call.effect,
    operation: cleanText(call.operation),
    environment: cleanText(call.environment, 32),
    args: Object.fromEntries(
      Object.entries(call.args).flatMap(([name, value]) =>
        value === undefined ? [] : [[hideName(name, key), hashArgument(value, key)]],
      ),
    ),
    ...(confirmation === undefined ? {} : { confirmation: buildConfirmation(confirmation) }),
  };
}

export function buildOutcomeFields(
  { outcome, status, errorToken, retries }: AuditOutcome,
  ms: number,
): Fields {
  return {
    outcome: cleanText(outcome, 32),
    ...(status === undefined ? {} : { status }),
    ...(errorToken === undefined ? {} : { error_token: cleanText(errorToken, 64) }),
    ms: Math.max(0, Math.round(ms)),
    retries: retries ?? 0,
  };
}

const buildConfirmation = ({ how, who }: NonNullable<AuditCall['confirmation']>) => ({
  how: cleanText(how, 32),
  ...(who === undefined ? {} : { who: cleanText(who) }),
});

/** What is no name of an argument may be anything, a person's number among others. */
const hideName = (name: string, key: AuditKey) => (plainName.test(name) ? name : `~${key.hashValue(name)}`);

/** A value nested too deeply for JSON must not end the call. */
function hashArgument(value: unknown, key: AuditKey): string {
  try {
    return key.hashValue(value);
  } catch {
    return 'unhashable';
  }
}
