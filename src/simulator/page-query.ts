/** `page` and `per_page` of lists that count pages. */
import type { Context } from 'hono';
import type { Env } from './app-env.ts';
import { parseQueryNumber } from './query-number.ts';

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
