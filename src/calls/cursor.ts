/**
 * `next_cursor`: one way to page for every list operation, over Alloy's two (pages, offsets). A cursor holds the
 * native paging arguments of the next page; it is opaque to clients and good for the tool that gave it.
 */

import { CallError } from '../base/errors.ts';
import { readMember } from '../base/values.ts';
import { argumentSchemas } from '../registry/schema.ts';
import type { Arguments, Paging, Tool } from '../registry/tool.ts';

const cursorFault =
  'is not a cursor of this tool; pass back next_cursor unchanged, or leave it out for the first page';

/** Arguments with the cursor replaced by the paging arguments that it stands for. */
export function applyCursor(tool: Tool, args: Arguments): Arguments {
  const { paging } = tool;
  if (paging === undefined || args['cursor'] === undefined) return args;
  const { cursor, ...rest } = args;
  const position = parseCursor(tool.name, cursor);
  if (position === undefined) {
    throw new CallError('invalid_arguments', `cursor ${cursorFault}`);
  }
  const next: Record<string, unknown> = {
    ...rest,
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

/** The cursor of the page after this answer; undefined on the last page. */
export function buildNextCursor(tool: Tool, args: Arguments, result: unknown): string | undefined {
  const { paging } = tool;
  if (paging === undefined) return undefined;
  const items = readMember(result, paging.items);
  if (!Array.isArray(items) || items.length === 0) return undefined;
  const size = typeof args[paging.size] === 'number' ? args[paging.size] : undefined;
  const start = nextStart(paging, args, result, items.length);
  if (start === undefined) return undefined;
  const position = typeof size === 'number' ? [tool.name, start, size] : [tool.name, start];
  return Buffer.from(JSON.stringify(position)).toString('base64url');
}

function nextStart(paging: Paging, args: Arguments, result: unknown, count: number): number | undefined {
  const given = args[positionArgument(paging)];
  if (paging.style === 'offset') {
    const end = (typeof given === 'number' ? given : 0) + count;
    const total = readMember(result, paging.totalItems);
    return typeof total === 'number' && end < total ? end : undefined;
  }
  const page = typeof given === 'number' ? given : 1;
  // What the answer tells beats what was asked for, and a default that is not documented everywhere.
  const told = readMember(result, 'per_page');
  const size = typeof told === 'number' ? told : (args[paging.size] ?? paging.defaultSize);
  const pages = paging.totalPages === undefined ? undefined : readMember(result, paging.totalPages);
  const total = paging.totalItems === undefined ? undefined : readMember(result, paging.totalItems);
  if (typeof pages === 'number') return page < pages ? page + 1 : undefined;
  if (typeof total === 'number') return page * Number(size) < total ? page + 1 : undefined;
  // Alloy tells no total here: a full page may have a next one, a short page is the last.
  return count >= Number(size) ? page + 1 : undefined;
}

function parseCursor(tool: string, cursor: unknown): { start: number; size?: number } | undefined {
  if (typeof cursor !== 'string' || !/^[\w-]{1,400}$/.test(cursor)) return undefined;
  let value: unknown;
  try {
    value = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8'));
  } catch {
    return undefined;
  }
  if (!Array.isArray(value) || value[0] !== tool) return undefined;
  const [start, size]: unknown[] = value.slice(1);
  if (!isCount(start) || (size !== undefined && !isCount(size))) return undefined;
  return size === undefined ? { start } : { start, size };
}

const isCount = (value: unknown): value is number =>
  typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;

const positionArgument = (paging: Paging) => (paging.style === 'page' ? paging.page : paging.offset);
