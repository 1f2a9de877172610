/** The alloy-* headers of journeys. A value that is not understood is 400 / 4001. */
import type { Context } from 'hono';
import type { Env } from './app-env.ts';
import { headerError, queryError } from './errors.ts';
import { readFlag, readText } from './evaluation-headers.ts';

export interface JourneyHeaders {
  readonly version: number | undefined;
  readonly refreshCache: boolean;
  /** Create and PUT answer with the whole application unless this is true. */
  readonly overrideSync: boolean;
  /** Reruns answer with token and link unless this is true. */
  readonly sync: boolean;
  readonly configurationToken: string | undefined;
}

export function parseJourneyHeaders(context: Context<Env>): JourneyHeaders {
  return {
    version: readVersion(context),
    refreshCache: readFlag(context, 'alloy-refresh-cache'),
    overrideSync: readFlag(context, 'alloy-journey-override-sync'),
    sync: readFlag(context, 'alloy-journey-application-sync'),
    configurationToken: readText(context, 'alloy-multi-environment-config-token'),
  };
}

/** How much of the evaluations an application's answer shows. */
export interface EvaluationDetail {
  readonly full: boolean;
  readonly hidden: ReadonlySet<string>;
}

export function parseEvaluationDetail(context: Context<Env>): EvaluationDetail {
  const full = context.req.query('fullData') ?? 'false';
  if (full !== 'true' && full !== 'false')
    throw queryError([
      { path: 'fullData', type: 'any.only', message: '"fullData" must be one of [true, false]' },
    ]);
  const names = (context.req.query('hideFields') ?? '').split(',').map((name) => name.trim());
  return { full: full === 'true', hidden: new Set(names.filter((name) => name !== '')) };
}

function readVersion(context: Context<Env>): number | undefined {
  const value = readText(context, 'alloy-journey-version');
  if (value === undefined) return undefined;
  if (/^[1-9]\d{0,8}$/.test(value)) return Number(value);
  throw headerError('alloy-journey-version must be a positive whole number');
}
