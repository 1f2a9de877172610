/**
 * `next_cursor`: one way to page for every list operation, over Alloy's two (pages, offsets). A cursor holds the
 * native paging arguments of the next page; it is opaque to clients and good for the tool that gave it.
 */

import { createHmac } from 'node:crypto';
import { CallError } from '../base/errors.ts';
import { readMember } from '../base/values.ts';
import { argumentSchemas } from '../registry/schema.ts';
import type { Arguments, Paging, Tool } from '../registry/tool.ts';

const cursorFault =
  'is not a cursor of this tool; pass back next_cursor unchanged, or leave it out for the first page';

/** Arguments with the paging arguments that the cursor stands for. */
export function applyCursor(tool: Tool, args: Arguments): Arguments {
  const { paging } = tool;
  if (paging === undefined || args['cursor'] === undefined) return args;
  const position = parseCursor(tool.name, args['cursor']);
  if (position === undefined) {
    throw new CallError('invalid_arguments', `cursor ${cursorFault}`);
  }
  const next: Record<string, unknown> = {
    ...args,
    [positionArgument(paging)]: position.start,
    ...(position.size === undefined ? {} : { [paging.size]: position.size }),
  };
  // What a cursor stands for is held to the same rules as what a caller may give.
  const schemas = argumentSchemas(tool);
  const valid = [positionArgument(paging), paging.size].every(
    (name) => schemas.get(name)?.safeParse(next[name]).success === true,
  );
  if (!valid) throw new CallError('invalid_arguments', `cursor ${cursorFault}`);
  return next;
}

/** What an answer says of the pages: where the next one is, or why there is none. */
interface Page {
  readonly cursor?: string;
  readonly notice?: string;
}

/**
 * `args` as they were sent, with the cursor that they came by. The digest in a cursor is keyed: a plain one of few records
 * would tell what is hidden in them to whoever tries values out.
 */
export function readPage(tool: Tool, args: Arguments, result: unknown, key: Uint8Array): Page {
  const { paging } = tool;
  if (paging === undefined) return {};
  const position = readPosition(paging, args, result);
  const found = readMember(result, paging.items);
  const items: readonly unknown[] = Array.isArray(found) ? found : [];
  // Whatever the totals say: the page after an empty one is empty too, and so on for ever.
  if (items.length === 0) return position.isFirst ? {} : { notice: formatBeyond(paging, position) };
  const next = findNext(paging, position, items.length);
  if (next === undefined) return {};
  const digest = createHmac('sha256', key)
    .update(JSON.stringify(items))
    .digest('base64url')
    .slice(0, digestLength);
  // Of pages of one record that a total ends, two may well be the same.
  const mayBeEqual = items.length === 1 && position.end !== undefined;
  if (parseCursor(tool.name, args['cursor'])?.digest === digest && !mayBeEqual)
    return { notice: formatRepeated(paging, next) };
  const size = typeof args[paging.size] === 'number' ? args[paging.size] : null;
  return { cursor: Buffer.from(JSON.stringify([tool.name, next, size, digest])).toString('base64url') };
}

interface Position {
  /** Number of the page, from 1, or of records before it. */
  readonly start: number;
  readonly isFirst: boolean;
  /** Records on a full page. */
  readonly size: number;
  /** Of the last page, or of all records; where Alloy tells neither a full page may have a next one. */
  readonly end?: number | undefined;
}

function readPosition(paging: Paging, args: Arguments, result: unknown): Position {
  const given = readCount(args[positionArgument(paging)]);
  const asked = readCount(args[paging.size]) ?? paging.defaultSize;
  const total =
    paging.totalItems === undefined ? undefined : readCount(readMember(result, paging.totalItems));
  if (paging.style === 'offset') {
    const start = given ?? 0;
    return { start, isFirst: start === 0, size: asked, end: total };
  }
  const start = given ?? 1;
  // What the answer tells beats what was asked for, and a default that is not documented everywhere.
  const size = readCount(readMember(result, 'per_page')) ?? asked;
  const pages =
    paging.totalPages === undefined ? undefined : readCount(readMember(result, paging.totalPages));
  const end = pages ?? (total === undefined || size === 0 ? undefined : Math.ceil(total / size));
  return { start, isFirst: start <= 1, size, end };
}

function findNext({ style }: Paging, { start, size, end }: Position, count: number): number | undefined {
  const next = style === 'page' ? start + 1 : start + count;
  if (end === undefined) return count >= size ? next : undefined;
  return (style === 'page' ? next <= end : next < end) ? next : undefined;
}

function formatBeyond(paging: Paging, { start, end }: Position): string {
  const place = `${positionArgument(paging)} ${start}`;
  if (end === undefined) return `Nothing is at ${place}: the records end before it.`;
  return paging.style === 'page'
    ? `Nothing is at ${place}: Alloy tells ${end} as the last page.`
    : `Nothing is at ${place}: Alloy tells ${end} records in all.`;
}

const formatRepeated = (paging: Paging, next: number) =>
  `This page holds the same records as the one before it, so that no further one is offered; ${positionArgument(paging)}: ${next} asks for it all the same.`;

/** Alloy types some numbers as texts. */
function readCount(value: unknown): number | undefined {
  const number = typeof value === 'string' && /^\d{1,15}$/.test(value.trim()) ? Number(value) : value;
  return isCount(number) ? number : undefined;
}

interface Cursor {
  readonly start: number;
  readonly size: number | undefined;
  /** Of the records on the page before, to notice one that comes again and again. */
  readonly digest: unknown;
}

const digestLength = 11;

function parseCursor(tool: string, cursor: unknown): Cursor | undefined {
  if (typeof cursor !== 'string' || !/^[\w-]{1,400}$/.test(cursor)) return undefined;
  let value: unknown;
  try {
    value = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
  } catch {
    return undefined;
  }
  if (!Array.isArray(value) || value[0] !== tool) return undefined;
  const [start, given, digest]: unknown[] = value.slice(1);
  const size = given ?? undefined;
  if (!isCount(start) || (size !== undefined && !isCount(size))) return undefined;
  return { start, size, digest };
}

const isCount = (value: unknown): value is number =>
  typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;

const positionArgument = (paging: Paging) => (paging.style === 'page' ? paging.page : paging.offset);
