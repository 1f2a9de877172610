/**
 * How calls to Alloy are authenticated: Basic, or OAuth client credentials.
 * https://developer.alloy.com/public/docs/authentication-guide
 */

import { CallError } from '../base/errors.ts';
import { parseJson } from '../base/exact-json.ts';
import type { SecretSource } from '../base/secret-source.ts';
import { createSecrets, type Secrets } from '../base/secrets.ts';
import { readMembers } from '../base/values.ts';
import { readAlloyError } from './error.ts';
import type { HttpResponse } from './exchange.ts';

export interface Credentials {
  readonly token: string;
  readonly secret: string;
}

export interface Auth {
  readonly kind: 'basic' | 'oauth';
  /** Value of the Authorization header. */
  authorization(signal: AbortSignal): string | Promise<string>;
  /** The key pair itself, for Alloy's token endpoints. */
  basic(): string;
  /** Everything that must never be shown, should Alloy or a proxy repeat it. */
  readonly secrets: Secrets;
  /** Told the header that Alloy refused; whether there is, or can be had, another one to try. */
  replace(authorization: string): boolean;
}

export function createBasicAuth(
  credentials: SecretSource<Credentials>,
  secrets: Secrets = createSecrets(),
): Auth {
  const pair = createPair(credentials, secrets);
  return { kind: 'basic', authorization: pair.header, basic: pair.header, secrets, replace: pair.replace };
}

/** The Authorization header of a key pair that may be replaced while the program runs. */
function createPair(credentials: SecretSource<Credentials>, secrets: Secrets) {
  let known: Credentials | undefined;
  let header = '';
  function format(pair: Credentials): string {
    if (pair === known) return header;
    known = pair;
    const { token, secret } = pair;
    const encoded = Buffer.from(`${token}:${secret}`).toString('base64');
    secrets.remember('the pair', [encoded, token, secret]);
    header = `Basic ${encoded}`;
    return header;
  }
  format(credentials.current());
  return {
    header: () => format(credentials.current()),
    replace(authorization: string): boolean {
      // Another call may have found the new pair already.
      if (format(credentials.current()) !== authorization) return true;
      return credentials.refresh();
    },
  };
}

/** A token is renewed this long before it ends, so that no call starts with one that ends on the way. */
const renewBeforeMs = 60_000;
/**
 * What a token is believed to live, whatever clocks say: Alloy's lives an hour, and one that Alloy refuses earlier is
 * replaced at once. So a clock that is wrong costs a request in half a minute, not one with each call.
 */
const leastLifeMs = 60_000;
const longestLifeMs = 3_600_000;

/**
 * One bearer token for all calls. While it is being fetched, every call waits for the same request; `requestToken`
 * sends POST /oauth/bearer with the given Authorization header.
 */
export function createOAuth(
  credentials: SecretSource<Credentials>,
  requestToken: (authorization: string) => Promise<HttpResponse>,
  secrets: Secrets = createSecrets(),
  now: () => number = Date.now,
): Auth {
  const pair = createPair(credentials, secrets);
  let current: { readonly header: string; readonly renewAt: number } | undefined;
  let pending: Promise<string> | undefined;

  async function renew(): Promise<string> {
    const asked = pair.header();
    let answer = await requestToken(asked);
    if (answer.status === 401 && pair.replace(asked)) answer = await requestToken(pair.header());
    if (answer.status < 200 || answer.status > 299) throw readAlloyError(answer, now(), secrets);
    const { token, lifeMs } = parseToken(answer, now());
    // Those before may still be on their way back in an answer.
    secrets.remember('bearer token', [token]);
    const header = `Bearer ${token}`;
    // A short-lived token is used for half its life rather than never.
    current = { header, renewAt: now() + lifeMs - Math.min(renewBeforeMs, lifeMs / 2) };
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
    basic: pair.header,
    secrets,
    replace(authorization) {
      if (authorization.startsWith('Basic ')) return pair.replace(authorization);
      // Unless it has been replaced already.
      if (current?.header === authorization) current = undefined;
      return true;
    },
  };
}

/** Both documented forms: {access_token, expires_in} in seconds, {bearer_token, expires} in epoch milliseconds. */
function parseToken(answer: HttpResponse, now: number): { token: string; lifeMs: number } {
  const { bearer_token, access_token, expires, expires_in } = readMembers(parseJson(answer.body));
  const token = bearer_token ?? access_token;
  if (typeof token !== 'string' || !/^[\x21-\x7e]+$/.test(token)) {
    throw new CallError('bad_answer', "Alloy's token endpoint answered without a bearer token");
  }
  const lives = [
    // By the clock that the moment was made with, where the answer tells it; ours may be wrong.
    (readMoment(expires) ?? Number.NaN) - Date.parse(answer.header('date') ?? ''),
    (readMoment(expires) ?? Number.NaN) - now,
    (readNumber(expires_in) ?? Number.NaN) * 1000,
  ];
  const life = expires === undefined && expires_in === undefined ? longestLifeMs : lives.find((ms) => ms > 0);
  return { token, lifeMs: Math.min(Math.max(life ?? 0, leastLifeMs), longestLifeMs) };
}

function readNumber(value: unknown): number | undefined {
  const number = typeof value === 'string' && /^\d{1,15}$/.test(value) ? Number(value) : value;
  return typeof number === 'number' && Number.isFinite(number) ? number : undefined;
}

/** Milliseconds since 1970; a number of seconds would be a moment of that year. */
function readMoment(value: unknown): number | undefined {
  const moment = readNumber(value);
  return moment !== undefined && moment < 1e11 ? moment * 1000 : moment;
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
