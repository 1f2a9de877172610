/**
 * How calls to Alloy are authenticated: Basic, or OAuth client credentials.
 * https://developer.alloy.com/public/docs/authentication-guide
 */

import { readAlloyError } from './alloy-error.ts';
import type { Credentials } from './config.ts';
import { CallError } from './errors.ts';
import type { Answer } from './upstream.ts';

export interface Auth {
  readonly kind: 'basic' | 'oauth';
  /** Value of the Authorization header. */
  authorization(signal: AbortSignal): string | Promise<string>;
  /** The key pair itself, for Alloy's token endpoints. */
  basic(): string;
  /** Everything in use that must never be shown, should Alloy or a proxy repeat it. */
  secrets(): readonly string[];
  /** Forgets a bearer token that Alloy refused, unless it has been replaced already. */
  discard(authorization: string): void;
}

export function createBasicAuth({ token, secret }: Credentials): Auth {
  const header = formatBasic({ token, secret });
  const secrets = listSecrets({ token, secret }, header);
  return {
    kind: 'basic',
    authorization: () => header,
    basic: () => header,
    secrets: () => secrets,
    discard: () => undefined,
  };
}

/** A token is renewed this long before it ends, so that no call starts with one that ends on the way. */
const renewBeforeMs = 60_000;

/**
 * One bearer token for all calls. While it is being fetched, every call waits for the same request; `requestToken`
 * sends POST /oauth/bearer with the given Authorization header.
 */
export function createOAuth(
  credentials: Credentials,
  requestToken: (authorization: string) => Promise<Answer>,
  now: () => number = Date.now,
): Auth {
  const basic = formatBasic(credentials);
  const keys = listSecrets(credentials, basic);
  let issued: readonly string[] = [];
  let current: { readonly header: string; readonly renewAt: number } | undefined;
  let pending: Promise<string> | undefined;

  async function renew(): Promise<string> {
    const answer = await requestToken(basic);
    if (answer.status < 200 || answer.status > 299) throw readAlloyError(answer, now(), [...keys, ...issued]);
    const { token, endsAt } = parseToken(answer, now());
    const header = `Bearer ${token}`;
    // The one before may still be on its way back in an answer.
    issued = [token, ...issued].slice(0, 2);
    // A short-lived token is used for half its life rather than never.
    const life = endsAt - now();
    current = { header, renewAt: endsAt - Math.min(renewBeforeMs, life / 2) };
    return header;
  }

  return {
    kind: 'oauth',
    authorization(signal) {
      if (current !== undefined && now() < current.renewAt) return current.header;
      pending ??= renew().finally(() => {
        pending = undefined;
      });
      return abortable(pending, signal);
    },
    basic: () => basic,
    secrets: () => [...keys, ...issued],
    discard(authorization) {
      if (current?.header === authorization) current = undefined;
    },
  };
}

/** The pair, and the form in which it travels. */
function listSecrets({ token, secret }: Credentials, header: string): readonly string[] {
  return [header.slice('Basic '.length), token, secret];
}

function formatBasic({ token, secret }: Credentials): string {
  return `Basic ${Buffer.from(`${token}:${secret}`).toString('base64')}`;
}

/** Both documented forms: {access_token, expires_in} in seconds, {bearer_token, expires} in epoch milliseconds. */
function parseToken(answer: Answer, now: number): { token: string; endsAt: number } {
  let body: unknown;
  try {
    body = JSON.parse(Buffer.from(answer.body).toString('utf8'));
  } catch {
    body = undefined;
  }
  const members = new Map<string, unknown>(
    typeof body === 'object' && body !== null ? Object.entries(body) : [],
  );
  const token = members.get('bearer_token') ?? members.get('access_token');
  if (typeof token !== 'string' || !/^[\x21-\x7e]+$/.test(token)) {
    throw new CallError('bad_answer', "Alloy's token endpoint answered without a bearer token");
  }
  const expires = members.get('expires');
  const expiresIn = members.get('expires_in');
  const endsAt =
    typeof expires === 'number'
      ? expires
      : now + (typeof expiresIn === 'number' ? expiresIn * 1000 : 3_600_000);
  return { token, endsAt };
}

/** Waits for a shared promise without letting one caller's cancellation end it for the others. */
function abortable<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    const abort = () => reject(signal.reason);
    if (signal.aborted) abort();
    signal.addEventListener('abort', abort, { once: true });
    promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });
}
