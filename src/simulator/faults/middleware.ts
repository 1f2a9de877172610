/** Latency, the rate limit and faults on demand, before any route sees the call. */

import { createMiddleware } from 'hono/factory';
import type { Account } from '../account.ts';
import type { AlloyError } from '../errors.ts';
import { ConnectionFault, cutAnswer } from '../http/answer.ts';
import type { Env } from '../http/env.ts';
import { SimulatorOptionError } from '../option-error.ts';
import { createRandom, drawFraction } from '../state/tokens.ts';
import { buildFaultError, buildOwnErrorForm, buildProxyPage } from './answers.ts';
import { createFaults, type Faults, parseFaults } from './faults.ts';
import { createRateLimiter, parseRateLimit, type RateLimiter } from './rate-limit.ts';

export interface DisturbanceOptions {
  /** `POST /events:503:0.2`; see faults.ts. */
  readonly faults?: readonly string[];
  /** Milliseconds that answers take: `50` or `50-200`. */
  readonly latency?: string;
  /** `10/s`, `100/m` or `1000/h`. */
  readonly rateLimit?: string;
}

export interface Disturbances {
  readonly faults: Faults;
  /** Draws the milliseconds of the next answer. */
  readonly latency: (() => number) | undefined;
  readonly rateLimiter: RateLimiter | undefined;
}

export function createDisturbances(
  { faults = [], latency, rateLimit }: DisturbanceOptions,
  seed: string,
  now: () => number,
): Disturbances {
  return {
    faults: createFaults(parseFaults(faults), seed),
    latency: latency === undefined ? undefined : createLatencySource(parseLatency(latency), seed),
    rateLimiter: rateLimit === undefined ? undefined : createRateLimiter(parseRateLimit(rateLimit), now),
  };
}

export function createFaultMiddleware(
  { faults, latency, rateLimiter }: Disturbances,
  { now, newToken }: Pick<Account, 'now' | 'newToken'>,
) {
  return createMiddleware<Env>(async (context, next) => {
    const { method, path: fullPath, raw } = context.req;
    const path = fullPath.replace(/^\/v1/, '');
    const refuse = async (error: AlloyError) => {
      const answer = await buildOwnErrorForm(context, path, error, newToken);
      if (answer === undefined) throw error;
      return answer;
    };
    if (latency !== undefined) await wait(latency(), raw.signal);
    const limited = rateLimiter?.take();
    if (limited !== undefined) return refuse(limited);
    const kind = faults.draw(method, path)?.kind;
    switch (kind) {
      case undefined:
        return next();
      case 'html':
        return buildProxyPage();
      case 'reset':
        throw new ConnectionFault();
      case 'stall':
        return neverAnswer(raw.signal);
      case 'cut':
        await next();
        throw await cutAnswer(context.res);
      default:
        return refuse(buildFaultError(kind, now()));
    }
  });
}

/** Until the caller gives up. */
function neverAnswer(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    if (signal.aborted) reject(signal.reason);
    signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
}

/** How long answers take, in milliseconds. The same seed and calls give the same times. */
export interface Latency {
  readonly minimum: number;
  readonly maximum: number;
}

/** An hour is more than any client waits; beyond it a slip of the pen is likelier. */
const longest = 3_600_000;

export function parseLatency(text: string): Latency {
  const [, minimum, maximum] = /^(\d+)(?:\s*-\s*(\d+))?$/.exec(text.trim()) ?? [];
  const latency = { minimum: Number(minimum), maximum: Number(maximum ?? minimum) };
  if (minimum === undefined || latency.minimum > latency.maximum || latency.maximum > longest)
    throw new SimulatorOptionError(
      `--latency '${text}' is not understood; give milliseconds, e.g. 50, or a range, e.g. 50-200`,
    );
  return latency;
}

/** Draws the milliseconds that the next answer takes. */
function createLatencySource({ minimum, maximum }: Latency, seed: string): () => number {
  const random = createRandom(`${seed}:latency`);
  return () => minimum + Math.floor(drawFraction(random) * (maximum - minimum + 1));
}

/** Rejects with the signal's reason when it is aborted before. */
function wait(milliseconds: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal.aborted) return reject(signal.reason);
    const stop = () => {
      clearTimeout(timer);
      reject(signal.reason);
    };
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', stop);
      resolve();
    }, milliseconds);
    signal.addEventListener('abort', stop, { once: true });
  });
}
