/**
 * A limit of calls per second, minute or hour, for the account as a whole. Alloy publishes neither its limits nor how
 * they are counted; windows of a fixed length on the simulator's clock are our choice.
 * Source of the headers: https://developer.alloy.com/public/docs/request-handling-retry
 */
import { AlloyError } from '../errors.ts';
import { SimulatorOptionError } from '../option-error.ts';

export interface RateLimit {
  readonly calls: number;
  readonly milliseconds: number;
}

const units: Readonly<Record<string, number>> = { s: 1_000, m: 60_000, min: 60_000, h: 3_600_000 };

export function parseRateLimit(text: string): RateLimit {
  const [, calls, unit] = /^(\d+)\s*\/\s*([a-z]+)$/.exec(text.trim()) ?? [];
  const milliseconds = unit !== undefined && Object.hasOwn(units, unit) ? units[unit] : undefined;
  if (milliseconds === undefined || !(Number(calls) >= 1))
    throw new SimulatorOptionError(
      `--rate-limit '${text}' is not understood; give calls per second, minute or hour, e.g. 10/s, 100/m or 1000/h`,
    );
  return { calls: Number(calls), milliseconds };
}

export interface RateLimiter {
  /** Counts a call; undefined while it is within the limit. */
  take(): AlloyError | undefined;
}

export function createRateLimiter({ calls, milliseconds }: RateLimit, now: () => number): RateLimiter {
  let window = -1;
  let taken = 0;
  return {
    take() {
      const current = Math.floor(now() / milliseconds);
      if (current !== window) {
        window = current;
        taken = 0;
      }
      taken += 1;
      return taken <= calls ? undefined : rateLimited(calls, (window + 1) * milliseconds, now());
    },
  };
}

/** 429 / 4033. `reset` and `now` in milliseconds; the headers count in seconds. */
export function rateLimited(limit: number, reset: number, now: number): AlloyError {
  return new AlloyError(429, 4033, 'Rate Limit Exceeded', 'Too many calls; try again later', {
    headers: {
      'alloy-ratelimit-limit': String(limit),
      'alloy-ratelimit-remaining': '0',
      'alloy-ratelimit-reset': String(Math.ceil(reset / 1000)),
      'retry-after': String(Math.max(1, Math.ceil((reset - now) / 1000))),
    },
  });
}
