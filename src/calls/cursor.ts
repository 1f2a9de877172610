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
  const found = readMember(result, paging.items);
  const items: readonly unknown[] = Array.isArray(found) ? found : [];
  const before = parseCursor(tool.name, args['cursor']);
  const position = readPosition(paging, args, result, items.length, before);
  // Whatever the totals say: the page after an empty one is empty too, and so on for ever.
  if (items.length === 0) return position.isFirst ? {} : { notice: formatBeyond(paging, position) };
  if (isBehind(paging, position)) return { notice: formatBehind(paging, position) };
  const next = findNext(paging, position, items.length);
  if (next === undefined) {
    const { end, asked, size } = position;
    // The page before a continued one was full, so that pages are of that size.
    const isDoubtful = end === undefined && asked === size && before === undefined;
    return isDoubtful ? { notice: formatShort(paging, position, items.length) } : {};
  }
  const digest = createHmac('sha256', key)
    .update(JSON.stringify(items))
    .digest('base64url')
    .slice(0, digestLength);
  // Of pages of one record that a total ends, two may well be the same.
  const mayBeEqual = items.length === 1 && position.end !== undefined;
  if (before?.digest === digest && !mayBeEqual) return { notice: formatRepeated(paging, next) };
  const size = typeof args[paging.size] === 'number' ? args[paging.size] : null;
  const cursor = JSON.stringify([tool.name, next, size, digest, position.seen]);
  return { cursor: Buffer.from(cursor).toString('base64url') };
}

interface Position {
  /** Number of the page, from 1, or of records before it. */
  readonly start: number;
  readonly isFirst: boolean;
  /** A cursor of the page before led here. */
  readonly isContinued: boolean;
  /** Records on a full page. */
  readonly size: number;
  /** The same, where the caller named it. */
  readonly asked: number | undefined;
  /** Records up to the end of this page; where the pages before were not seen, as many as there are at least. */
  readonly seen: number;
  /** All records, where Alloy tells it. */
  readonly total: number | undefined;
  /** Of the last page, or of all records; where Alloy tells neither a full page may have a next one. */
  readonly end: number | undefined;
}

function readPosition(
  paging: Paging,
  args: Arguments,
  result: unknown,
  count: number,
  before: Cursor | undefined,
): Position {
  const given = readCount(args[positionArgument(paging)]);
  const asked = readCount(args[paging.size]);
  const told = paging.totalItems === undefined ? undefined : readCount(readMember(result, paging.totalItems));
  const rest = { asked, isContinued: before?.seen !== undefined };
  if (paging.style === 'offset') {
    const start = given ?? 0;
    const size = asked ?? paging.defaultSize;
    return { ...rest, start, isFirst: start === 0, size, seen: start + count, total: told, end: told };
  }
  const start = given ?? 1;
  // What the answer tells beats what was asked for, and a default that is not documented everywhere.
  const size = readCount(readMember(result, 'per_page')) ?? asked ?? paging.defaultSize;
  const pages =
    paging.totalPages === undefined ? undefined : readCount(readMember(result, paging.totalPages));
  const end = pages ?? (told === undefined || size === 0 ? undefined : Math.ceil(told / size));
  // Alloy may give less on a page than was asked for: the last page is the one with what is left.
  const isLast = told !== undefined && (start - 1) * size + count === told;
  const seen = before?.seen === undefined ? (isLast ? told : start * count) : before.seen + count;
  return { ...rest, start, isFirst: start <= 1, size, seen, total: told, end };
}

/** Records came, although Alloy tells an end before them. */
const isBehind = ({ style }: Paging, { start, end, isFirst, isContinued }: Position) =>
  end !== undefined && !isFirst && !isContinued && (style === 'page' ? start > end : start >= end);

function findNext(
  { style }: Paging,
  { start, size, end, seen, total }: Position,
  count: number,
): number | undefined {
  const next = style === 'page' ? start + 1 : start + count;
  // Totals may contradict each other, or what came: only where nothing can be left is it the end.
  if (total !== undefined && seen < total) return next;
  if (end === undefined) return count >= size ? next : undefined;
  return style === 'page' && next <= end ? next : undefined;
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

const formatBehind = (paging: Paging, { start, end }: Position) =>
  `${positionArgument(paging)} ${start} lies behind the end that Alloy tells (${paging.style === 'page' ? `page ${end}` : `${end} records`}): these may be records of a page before, and no further one is offered.`;

const formatShort = (paging: Paging, { start, asked }: Position, count: number) =>
  `${count} records came where ${asked} were asked for, and Alloy tells no total: it may give no more at once. ${positionArgument(paging)}: ${paging.style === 'page' ? start + 1 : start + count} asks whether there are more.`;

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
  /** Records on the pages before. */
  readonly seen: number | undefined;
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
  const [start, given, digest, seen]: unknown[] = value.slice(1);
  const size = given ?? undefined;
  if (!isCount(start) || (size !== undefined && !isCount(size))) return undefined;
  return { start, size, digest, seen: isCount(seen) ? seen : undefined };
}

const isCount = (value: unknown): value is number =>
  typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;

const positionArgument = (paging: Paging) => (paging.style === 'page' ? paging.page : paging.offset);
