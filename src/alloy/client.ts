/**
 * The Alloy client: sends one request, with credentials, time limit and retries, and answers what came back. The only
 * file that talks to Alloy.
 */
import { setTimeout as sleep } from 'node:timers/promises';
import { CallError, type ErrorKind } from '../base/errors.ts';
import { decodeText, parseJson } from '../base/exact-json.ts';
import type { Logger } from '../base/logger.ts';
import type { Secrets } from '../base/secrets.ts';
import type { Method } from '../registry/tool.ts';
import type { Auth } from './auth.ts';
import { readAlloyError, readRetryAfter } from './error.ts';
import type { HttpResponse, Send } from './exchange.ts';
import { findIssuedToken } from './issued-token.ts';

export interface AlloyRequest {
  readonly method: Method;
  /** The definition's path, which the final URL is checked against. */
  readonly template: string;
  /** Encoded path below the base URL, e.g. `/entities/P-1/notes`. */
  readonly path: string;
  /** Encoded, with its question mark; empty when there is none. */
  readonly query: string;
  readonly headers: Readonly<Record<string, string>>;
  /** JSON text or bytes. */
  readonly body?: string | Uint8Array;
  /** May be sent again after a fault that leaves open whether it arrived. */
  readonly repeatable: boolean;
  /** Changes something at Alloy, so that after a fault it matters whether it arrived. */
  readonly changes: boolean;
}

/** What stands for the line that a request has in the audit trail, as the trail handed it out. */
type AuditReference = object;

export interface Api {
  /**
   * Answers any 2xx; throws a CallError for all else. Never sends a write twice after it may have arrived, and nothing
   * without a line in the audit trail, where there is one. The signal ends whatever is not sent, waits, and reads; of a
   * write that is on its way the answer is waited for all the same, which `onLeft` is told at once.
   */
  send(
    request: AlloyRequest,
    entry: AuditReference,
    signal?: AbortSignal,
    onLeft?: () => void,
  ): Promise<HttpResponse>;
}

export interface ApiOptions {
  /** Without a trailing slash. */
  readonly baseUrl: string;
  readonly upstream: Send;
  readonly auth: Auth;
  readonly timeoutMs: number;
  readonly maxRetries: number;
  readonly logger: Logger;
  /** Whether the trail has begun a line for it that has not ended; always where there is no trail. */
  readonly isRecorded: (entry: AuditReference) => boolean;
  /** Between 0 and 1; spreads retries of several clients. */
  readonly random?: () => number;
  readonly now?: () => number;
}

/** First wait before a retry; doubles each time. */
const backoffMs = 250;

/** Answers that came and are not taken. */
const unwantedAnswers: ReadonlyMap<string, string> = new Map([
  ['UND_ERR_RES_EXCEEDED_MAX_SIZE', "Alloy's answer is larger than this server accepts"],
  ['UND_ERR_HEADERS_OVERFLOW', "The headers of Alloy's answer are larger than this server accepts"],
  ['ANSWER_COMPRESSED', "Alloy's answer is compressed, which was not asked for; it was not unpacked"],
]);

const transientKinds = new Set<ErrorKind>(['unreachable', 'alloy_failed', 'rate_limited']);

export function createApi(options: ApiOptions): Api {
  const { upstream, auth, timeoutMs, maxRetries, logger } = options;
  const { origin, pathname: prefix } = new URL(options.baseUrl);
  const random = options.random ?? Math.random;
  const now = options.now ?? Date.now;

  async function attempt(request: AlloyRequest, signal: AbortSignal, tally: Tally): Promise<HttpResponse> {
    // Alloy's own token endpoints take the key pair, never a bearer token.
    const paired = auth.kind === 'basic' || request.template.startsWith(tokenEndpoints);
    const find = () => (paired ? auth.basic() : authorize(signal));
    const authorization = await find();
    const answer = await exchange(request, authorization, signal, tally);
    if (answer.status !== 401 || !auth.replace(authorization) || tally.left) return answer;
    // The credentials were refused, so nothing was done: with others the same is sent once more.
    return exchange(request, await find(), signal, tally);
  }

  async function authorize(signal: AbortSignal): Promise<string> {
    try {
      return await auth.authorization(signal);
    } catch (error) {
      const { kind, message, details } = toCallError(error, signal, timeoutMs);
      throw new CallError(kind, `Could not get a bearer token: ${message}`, {
        ...details,
        sent: 'no',
        cause: error,
      });
    }
  }

  async function exchange(
    request: AlloyRequest,
    authorization: string,
    signal: AbortSignal,
    tally: Tally,
  ): Promise<HttpResponse> {
    const path = prefix + request.path + request.query;
    // The URL parser resolves dots and backslashes; whatever it would change must not be sent.
    const url = new URL(origin + path);
    if (
      url.origin !== origin ||
      url.pathname !== prefix + request.path ||
      countSegments(request.path) !== countSegments(request.template)
    ) {
      throw new CallError(
        'internal',
        `The path built for ${request.template} is not of that form; nothing was sent`,
        { sent: 'no' },
      );
    }
    tally.sends += 1;
    try {
      return await upstream({
        origin,
        path,
        method: request.method,
        headers: buildWireHeaders(request, authorization),
        ...(request.body === undefined ? {} : { body: request.body }),
        signal,
        onBegin: () => {
          tally.underWay = true;
        },
      });
    } finally {
      tally.underWay = false;
    }
  }

  /** Milliseconds to wait before trying again, or undefined when this is the final word. */
  function retryDelay(
    request: AlloyRequest,
    outcome: HttpResponse | CallError,
    tries: number,
  ): number | undefined {
    if (tries >= maxRetries) return undefined;
    const backoff = backoffMs * 2 ** tries * (0.5 + random() / 2);
    if (outcome instanceof CallError) {
      const { kind, details } = outcome;
      if (details.final === true) return undefined;
      if (details.sent === 'no') {
        if (!transientKinds.has(kind)) return undefined;
        return Math.max(backoff, (details.retryAfterSeconds ?? 0) * 1000);
      }
      return kind === 'unreachable' && request.repeatable ? backoff : undefined;
    }
    if (outcome.status === 429) return Math.max(backoff, readRetryAfter(outcome, now()) ?? 0);
    if (outcome.status >= 500 && outcome.status !== 501 && request.repeatable) {
      return Math.max(backoff, readRetryAfter(outcome, now()) ?? 0);
    }
    return undefined;
  }

  function describeFailure(answer: HttpResponse): CallError {
    const error = readAlloyError(answer, now(), auth.secrets);
    // 501 and 503 say that nothing was done; behind other server errors the write may be done.
    const sent = mayBeDone(answer) ? 'maybe' : 'yes';
    return new CallError(error.kind, error.message, { ...error.details, sent });
  }

  async function sendWithin(
    request: AlloyRequest,
    signal: AbortSignal,
    deadline: number,
    tally: Tally,
  ): Promise<HttpResponse> {
    let doubtful = false;
    const getRetries = () => Math.max(0, tally.sends - 1);
    for (let tries = 0; ; tries += 1) {
      let outcome: HttpResponse | CallError;
      try {
        outcome = await attempt(request, signal, tally);
      } catch (error) {
        outcome = toCallError(error, signal, timeoutMs);
      }
      const delay = tally.left ? undefined : retryDelay(request, outcome, tries);
      // Waiting past the deadline would only end in a timeout that hides the reason.
      if (delay === undefined || now() + delay >= deadline) {
        if (outcome instanceof CallError)
          throw addRetries(doubtful ? addDoubt(outcome) : outcome, getRetries());
        if (outcome.status >= 200 && outcome.status < 300) {
          if (request.template.startsWith(tokenEndpoints)) rememberToken(outcome, auth.secrets);
          const answer = scrubAnswer(outcome, auth.secrets);
          return tally.sends === 1 ? answer : { ...answer, retries: getRetries() };
        }
        throw addRetries(describeFailure(outcome), getRetries());
      }
      // Whatever becomes of the next try, this one may have been done.
      doubtful ||= request.changes && mayBeDone(outcome);
      logger.debug({ template: request.template, method: request.method, delay, tries }, 'trying again');
      try {
        await sleep(delay, undefined, { signal });
      } catch (error) {
        const { kind, message, details } = toCallError(error, signal, timeoutMs);
        // Of the tries so far it is known that they did nothing, or it is in doubt.
        throw new CallError(kind, message, { ...details, sent: doubtful ? 'maybe' : 'no' });
      }
    }
  }

  return {
    async send(request, entry, signal, onLeft) {
      if (!options.isRecorded(entry)) {
        throw new CallError(
          'internal',
          `${request.method} ${request.template} is not in the audit trail, so it was not sent`,
          {
            sent: 'no',
          },
        );
      }
      const controller = new AbortController();
      const tally: Tally = { sends: 0, underWay: false, left: false };
      // A change that is on its way may be made whether or not somebody waits for it: its end is worth knowing.
      const cancel = () => {
        if (!request.changes || !tally.underWay) return controller.abort(cancelled);
        tally.left = true;
        onLeft?.();
      };
      const timer = setTimeout(() => controller.abort(timedOut), timeoutMs);
      signal?.addEventListener('abort', cancel, { once: true });
      if (signal?.aborted === true) cancel();
      try {
        return await sendWithin(request, controller.signal, now() + timeoutMs, tally);
      } finally {
        clearTimeout(timer);
        signal?.removeEventListener('abort', cancel);
      }
    },
  };
}

/** What has become of a call so far. */
interface Tally {
  /** How often it was sent, replays after a refused bearer token among them. */
  sends: number;
  /** A request has begun to leave, and is not answered. */
  underWay: boolean;
  /** Its caller has gone meanwhile: what is under way is finished, and nothing is sent after it. */
  left: boolean;
}

/** Whether a change may have been made, although no success was answered. */
const mayBeDone = (outcome: HttpResponse | CallError) =>
  outcome instanceof CallError
    ? outcome.details.sent === 'maybe'
    : outcome.status >= 500 && ![501, 503].includes(outcome.status);

function addDoubt({ kind, message, details }: CallError): CallError {
  return new CallError(kind, message, { ...details, sent: 'maybe' });
}

/** The headers that go out, but for those that belong to the connection. */
export const buildWireHeaders = ({ headers }: AlloyRequest, authorization: string) => ({
  accept: 'application/json, */*;q=0.5',
  authorization,
  ...headers,
});

const addRetries = (error: CallError, retries: number) =>
  retries === 0 ? error : new CallError(error.kind, error.message, { ...error.details, retries });

const cancelled = new Error('cancelled');
const timedOut = new DOMException('timed out', 'TimeoutError');

const tokenEndpoints = '/oauth/';

/** A token that Alloy issues to somebody else passes through here, and is as secret. */
function rememberToken({ body }: HttpResponse, secrets: Secrets): void {
  const token = findIssuedToken(parseJson(body));
  if (token !== undefined) secrets.remember('issued token', [token]);
}

function toCallError(error: unknown, signal: AbortSignal, timeoutMs: number): CallError {
  if (error instanceof CallError) return error;
  // A bearer token that is shared by calls has a time limit of its own.
  const tokenTimedOut = error instanceof Error && error.name === 'TimeoutError';
  if (signal.aborted || tokenTimedOut) {
    return tokenTimedOut || signal.reason === timedOut
      ? new CallError('timeout', `Alloy did not answer within ${timeoutMs} ms`, {
          sent: 'maybe',
          cause: error,
        })
      : new CallError('cancelled', 'The call was cancelled before Alloy answered', {
          sent: 'maybe',
          cause: error,
        });
  }
  const code = readCode(error);
  const unwanted = code === undefined ? undefined : unwantedAnswers.get(code);
  if (unwanted !== undefined) return new CallError('bad_answer', unwanted, { sent: 'maybe', cause: error });
  if (
    error instanceof Error &&
    (error.name === 'HTTPParserError' || code === 'UND_ERR_RES_CONTENT_LENGTH_MISMATCH')
  ) {
    return new CallError('bad_answer', 'The answer is not complete HTTP', { sent: 'maybe', cause: error });
  }
  // No code: not a fault of the network but of this program.
  if (code === undefined) {
    return new CallError('internal', 'The Alloy client failed', { sent: 'maybe', cause: error });
  }
  // Where there never was a connection, the way there has said so.
  return new CallError('unreachable', `The connection to Alloy broke off (${code})`, {
    sent: 'maybe',
    cause: error,
  });
}

/** Those of exceptions of the web are numbers, and tell nothing of a network. */
function readCode(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}

const countSegments = (path: string) => path.split('/').length;

/** Files are as they were uploaded, and megabytes. */
const file = /octet-stream|pdf|^image\//;

/**
 * The first look at what Alloy answers: secrets that it repeats are taken out before an answer is kept, cut or shaped,
 * which could leave a part of one that nobody finds any more.
 */
function scrubAnswer(answer: HttpResponse, secrets: Secrets): HttpResponse {
  if (file.test(answer.header('content-type') ?? '')) return answer;
  const { status, header, body } = answer;
  const text = decodeText(body);
  // What is no UTF-8 is looked through as far as it is.
  const known = text ?? Buffer.from(body.buffer, body.byteOffset, body.length).toString();
  if (secrets.holds(known)) return { ...answer, body: Buffer.from(secrets.scrubText(known)) };
  return text === undefined ? answer : { status, header, body, text };
}
