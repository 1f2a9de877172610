/** The simulator's flags as given on a command line -> options. Pure; an error names the flag and the form wanted. */
import type { PersistentOptions } from './open-simulator.ts';
import { SimulatorOptionError } from './option-error.ts';

/** By the flag's name; a flag that was not given is absent or undefined. */
export interface SimulatorFlags {
  /** May be given more than once. */
  readonly fault?: readonly string[] | undefined;
  readonly latency?: string | undefined;
  readonly 'rate-limit'?: string | undefined;
  readonly 'token-ttl'?: string | undefined;
  readonly now?: string | undefined;
  readonly 'clock-step'?: string | undefined;
  readonly seed?: string | undefined;
  readonly state?: string | undefined;
  readonly reset?: boolean | undefined;
}

export function parseSimulatorFlags(flags: SimulatorFlags): PersistentOptions {
  const { fault, latency, now, seed, state, reset } = flags;
  const rateLimit = flags['rate-limit'];
  const start = now === undefined ? undefined : parseNow(now);
  const tokenTtlSeconds = parseWhole('token-ttl', flags['token-ttl'], 'seconds', 'e.g. 5');
  const clockStep = parseWhole('clock-step', flags['clock-step'], 'milliseconds', 'e.g. 1000');
  checkThatTimePasses(start !== undefined && clockStep === undefined, flags);
  return {
    ...(fault === undefined ? {} : { faults: fault }),
    ...(latency === undefined ? {} : { latency }),
    ...(rateLimit === undefined ? {} : { rateLimit }),
    ...(tokenTtlSeconds === undefined ? {} : { tokenTtlSeconds }),
    ...(start === undefined ? {} : { now: () => start }),
    ...(clockStep === undefined ? {} : { clockStep }),
    ...(seed === undefined ? {} : { seed }),
    stateFile: state,
    reset,
  };
}

const momentForm = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d{1,3})?)?(Z|[+-]\d\d:\d\d))?$/;

/** A moment without a time zone would mean another one on another machine. */
function parseNow(text: string): number {
  const moment = momentForm.test(text) ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(moment) || moment < 0)
    throw new SimulatorOptionError(
      `--now '${text}' is not understood; give a moment with its time zone, e.g. 2026-01-31T12:00:00Z`,
    );
  return moment;
}

function parseWhole(
  flag: string,
  text: string | undefined,
  unit: string,
  example: string,
): number | undefined {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (!/^\d{1,10}$/.test(text) || value < 1)
    throw new SimulatorOptionError(`--${flag} '${text}' is not understood; give whole ${unit}, ${example}`);
  return value;
}

/** A clock that stands still never opens the limit again, and lets no token expire. */
function checkThatTimePasses(standsStill: boolean, flags: SimulatorFlags): void {
  const needing = (['rate-limit', 'token-ttl'] as const).find((flag) => flags[flag] !== undefined);
  if (standsStill && needing !== undefined)
    throw new SimulatorOptionError(
      `--${needing} needs time to pass, and --now makes it stand still; add --clock-step, e.g. --clock-step 1000`,
    );
}
