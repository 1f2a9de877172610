/** Whole numbers in the query, and the pages of a list that they ask for. */

import type { Context } from 'hono';
import { buildFault, queryError } from '../errors.ts';
import type { Env } from './env.ts';

export interface QueryNumberRule {
  readonly minimum: number;
  /** When the query does not have it. */
  readonly fallback: number;
  /** More than this counts as this (our choice: Alloy's maxima are not public). */
  readonly maximum?: number;
}

/** 400 / 4002 for what is none. */
export function parseQueryNumber(context: Context<Env>, name: string, rule: QueryNumberRule): number {
  const text = context.req.query(name);
  if (text === undefined) return rule.fallback;
  const value = /^\d{1,15}$/.test(text) ? Number(text) : Number.NaN;
  if (!(value >= rule.minimum))
    throw queryError([buildFault(name, 'number.min', `must be a whole number from ${rule.minimum}`)]);
  return Math.min(value, rule.maximum ?? value);
}

/** `page` and `per_page` of lists that count pages. */
export interface Page {
  /** From 1. */
  readonly page: number;
  readonly perPage: number;
}

export function parsePage(context: Context<Env>, defaultPerPage: number, maximumPerPage: number): Page {
  return {
    page: parseQueryNumber(context, 'page', { minimum: 1, fallback: 1 }),
    perPage: parseQueryNumber(context, 'per_page', {
      minimum: 1,
      fallback: defaultPerPage,
      maximum: maximumPerPage,
    }),
  };
}

export function takePage<Item>(items: readonly Item[], { page, perPage }: Page): Item[] {
  return items.slice((page - 1) * perPage, page * perPage);
}
