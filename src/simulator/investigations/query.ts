/**
 * The query of the two lists of investigations and of their types. How the object `q` travels is not public, so three
 * wire forms are read: `q[statuses]=["alert_review"]`, the members as parameters of their own (`statuses=[...]`, what
 * OpenAPI 3 takes when nothing is said) and the whole as JSON (`q={"statuses":"[...]"}`).
 * Source: https://developer.alloy.com/public/reference/get_investigations
 */

import type { Context } from 'hono';
import * as z from 'zod';
import { buildFault, formatChoices, queryError } from '../errors.ts';
import type { Env } from '../http/env.ts';
import { type Page, parseQueryNumber, takePage } from '../http/query.ts';
import { isObject, type Json } from '../values.ts';

const names = z.preprocess(parseJsonText, z.array(z.string()));
const flag = z.preprocess((value) => booleans.get(value) ?? value, z.boolean());
const seconds = z.preprocess(parseNumber, z.number().min(0));
const booleans = new Map<unknown, boolean>([
  ['true', true],
  ['false', false],
]);

export const investigationFilter = z.strictObject({
  statuses: names.optional(),
  types: names.optional(),
  assignedAgents: names.optional(),
  entityTokens: names.optional(),
  investigationTokens: names.optional(),
  externalEntityIds: names.optional(),
  deviceIds: names.optional(),
  programNames: names.optional(),
  includeClosed: flag.optional(),
  archived: flag.optional(),
  createdAtFrom: seconds.optional(),
  createdAtTo: seconds.optional(),
  updatedAtFrom: seconds.optional(),
  updatedAtTo: seconds.optional(),
});
export type InvestigationFilter = z.output<typeof investigationFilter>;

export const investigationColumns = ['updated_at', 'created_at', 'total_alerts', 'risk_score'] as const;

export const investigationTypeFilter = z.strictObject({ archived: flag.optional() });
export const investigationTypeColumns = [
  'investigation_type_id',
  'name',
  'use_case',
  'journeys_count',
] as const;

export interface ListRequest<Filter, Column extends string> extends Page {
  readonly filter: Filter;
  readonly column: Column;
  readonly order: 'ASC' | 'DESC';
}

/** Throws 400 / 4002 for what is not understood. */
export function parseListRequest<Filter extends z.ZodObject, Column extends string>(
  context: Context<Env>,
  filterSchema: Filter,
  columns: readonly Column[],
  defaultColumn: NoInfer<Column>,
): ListRequest<z.output<Filter>, Column> {
  const query = new URL(context.req.url).searchParams;
  return {
    filter: parseFilter(readFilter(query, Object.keys(filterSchema.shape)), filterSchema),
    page: parseQueryNumber(context, 'pageNum', { minimum: 1, fallback: 1 }),
    perPage: parseQueryNumber(context, 'numRowsPerPage', { minimum: 1, fallback: 20, maximum: 100 }),
    column: parseChoice(query, 'sortColumn', columns, defaultColumn),
    order: parseChoice(query, 'sortOrder', ['ASC', 'DESC'], 'DESC'),
  };
}

function parseChoice<Choice extends string>(
  query: URLSearchParams,
  name: string,
  choices: readonly Choice[],
  fallback: NoInfer<Choice>,
): Choice {
  const said = query.get(name);
  if (said === null) return fallback;
  const choice = choices.find((known) => known === said);
  if (choice !== undefined) return choice;
  throw queryError([buildFault(name, 'any.only', formatChoices(choices))]);
}

/** The members of `q` in whatever form, unchecked; those it does not know too, when they come with a `q`. */
function readFilter(query: URLSearchParams, members: readonly string[]): Json {
  const whole = query.get('q');
  const filter: Record<string, unknown> = {};
  if (whole !== null) {
    const parsed = parseJsonText(whole);
    if (!isObject(parsed)) throw queryError([buildFault('q', 'object.base', 'must be an object')]);
    Object.assign(filter, parsed);
  }
  for (const [name, value] of query) {
    const inner = /^q\[([^\]]*)\]$/.exec(name)?.[1];
    if (inner !== undefined) filter[inner] = value;
    else if (members.includes(name)) filter[name] = value;
  }
  return filter;
}

function parseFilter<Filter extends z.ZodObject>(said: unknown, schema: Filter): z.output<Filter> {
  const parsed = schema.safeParse(said);
  if (parsed.success) return parsed.data;
  const faults = parsed.error.issues.map(({ code, path, message }) => {
    const inner = ['q', ...path].map(String).join('.');
    const type = code === 'unrecognized_keys' ? 'object.allowUnknown' : 'any.invalid';
    return { path: inner, type, message: `"${inner}": ${message}` };
  });
  throw queryError(faults);
}

/** A text that is no JSON stays as it is and fails the check that follows. */
function parseJsonText(value: unknown): unknown {
  if (typeof value !== 'string') return value;
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}

function parseNumber(value: unknown): unknown {
  return typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
}

export interface CutPage<Item> {
  readonly items: readonly Item[];
  readonly pagination: {
    readonly total: number;
    readonly total_pages: number;
    readonly page: number;
    readonly per_page: number;
  };
}

/** A page beyond the last one is empty. */
export function cutPage<Item>(all: readonly Item[], { page, perPage }: Page): CutPage<Item> {
  const pagination = {
    total: all.length,
    total_pages: Math.ceil(all.length / perPage),
    page,
    per_page: perPage,
  };
  return { items: takePage(all, { page, perPage }), pagination };
}

/** Nulls last in either order; what is equal stays as it was. */
export function sortBy<Item>(
  items: readonly Item[],
  order: 'ASC' | 'DESC',
  keyOf: (item: Item) => string | number | null,
): Item[] {
  const sign = order === 'ASC' ? 1 : -1;
  return items
    .map((item) => ({ item, key: keyOf(item) }))
    .sort((left, right) => {
      if (left.key === null || right.key === null)
        return Number(left.key === null) - Number(right.key === null);
      if (left.key === right.key) return 0;
      return left.key < right.key ? -sign : sign;
    })
    .map(({ item }) => item);
}
