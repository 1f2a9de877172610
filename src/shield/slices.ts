/** The walk over a long answer, with the thread given up in between. */

import { isContainer } from '../base/values.ts';
import { classifyKey, type KeyFacts } from './classify-key.ts';
import { enter, pickFacts } from './enter.ts';
import { findColumns, findHeader, findPairKind } from './labels.ts';
import { outermost, type Surroundings } from './place.ts';
import { protectAt, protectValue } from './protect-value.ts';
import type { Protection } from './protection.ts';

/** Containers of fewer values are done at once, and so is what lies deeper. */
const large = 2000;
const deepest = 8;
/** So much work is done between two pauses: some milliseconds. */
const slice = 4000;

interface Slices {
  readonly protection: Protection;
  readonly pause: () => Promise<void> | undefined;
  next: number;
}

/**
 * What `protectValue` gives. `pause` is asked between members of long containers at the top few levels; what it returns
 * is waited for. A short answer costs one look at its size more.
 */
export async function protectValueInSlices(
  value: unknown,
  protection: Protection,
  pause: () => Promise<void> | undefined,
): Promise<unknown> {
  if (!isLarge(value)) return protectValue(value, protection);
  const slices: Slices = { protection, pause, next: protection.work.units + slice };
  protection.done = new Map();
  try {
    await prepare(slices, value, classifyKey(''), outermost, 0);
    return protectValue(value, protection);
  } finally {
    delete protection.done;
  }
}

/** Protects what is inside, so that the walk over the value itself finds it done. */
async function prepare(
  slices: Slices,
  value: unknown,
  facts: KeyFacts,
  around: Surroundings,
  depth: number,
): Promise<void> {
  const { protection } = slices;
  if (!isContainer(value)) return;
  if (Array.isArray(value)) {
    // What a first row or item says of the others is known to the walk alone.
    if (findHeader(value) !== undefined || findPairKind(value) !== undefined) return;
    for (const [index, item] of value.entries()) {
      protection.enterItem?.(index);
      await prepareChild(slices, item, facts, around, depth + 1);
      protection.leave?.();
    }
    return;
  }
  const record: Readonly<Record<string, unknown>> = { ...value };
  protection.enterRecord?.(record);
  for (const name in record) {
    const member = record[name];
    if (!isContainer(member) || findColumns(record, name, member) !== undefined) continue;
    const inner = classifyKey(name);
    const inside = enter(protection, record, member, inner, facts, around);
    if (inside !== undefined)
      await prepareChild(slices, member, pickFacts(record, inner, facts, inside), inside, depth + 1);
  }
  protection.leave?.();
}

async function prepareChild(
  slices: Slices,
  value: unknown,
  facts: KeyFacts,
  around: Surroundings,
  depth: number,
): Promise<void> {
  const { protection, pause } = slices;
  if (!isContainer(value)) return;
  if (depth < deepest && isLarge(value)) await prepare(slices, value, facts, around, depth);
  protection.done?.set(value, protectAt(protection, value, facts, around, depth));
  if (protection.work.units < slices.next) return;
  slices.next = protection.work.units + slice;
  await pause();
}

function isLarge(value: unknown): boolean {
  return countValues(value, large) >= large;
}

/** No further than to the limit; long texts count for as many values. */
function countValues(value: unknown, limit: number): number {
  if (typeof value === 'string') return 1 + Math.floor(value.length / 100);
  if (!isContainer(value)) return 1;
  let count = 1;
  for (const name in value) {
    count += countValues(Reflect.get(value, name), limit - count);
    if (count >= limit) break;
  }
  return count;
}
