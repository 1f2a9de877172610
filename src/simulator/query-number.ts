/** A whole number in the query; 400 / 4002 for what is none. */
import type { Context } from 'hono';
import type { Env } from './app-env.ts';
import { queryError } from './errors.ts';

export interface QueryNumberRule {
  readonly minimum: number;
  /** When the query does not have it. */
  readonly fallback: number;
  /** More than this counts as this (our choice: Alloy's maxima are not public). */
  readonly maximum?: number;
}

export function parseQueryNumber(context: Context<Env>, name: string, rule: QueryNumberRule): number {
  const text = context.req.query(name);
  if (text === undefined) return rule.fallback;
  const value = /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN;
  if (!(value >= rule.minimum)) {
    const message = `"${name}" must be a whole number from ${rule.minimum}`;
    throw queryError([{ path: name, type: 'number.min', message }]);
  }
  return Math.min(value, rule.maximum ?? value);
}
