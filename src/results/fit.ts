/**
 * Cuts an answer down to a limit so that what is left is still JSON, says at each place what is missing, and keeps what
 * names and decides: the largest parts go first, short scalars near the top stay. The same answer is always cut the
 * same way. A limit is a weight (see weigh.ts), which is never less than the number of characters.
 */

import { isContainer, isObject } from '../base/values.ts';
import { formatPath, formatRest, type Path, shortenPath } from './project.ts';
import { buildSizes, cutText, deepest, type Sizes, separatorWeight } from './sizes.ts';
import { weigh } from './weigh.ts';

/**
 * Shares a budget out among parts: each gets what it needs as long as it lasts, so that only the largest go short, and
 * all of those by the same level. No part gets less than its floor.
 */
export interface Need {
  readonly weight: number;
  readonly floor: number;
}

export function shareOut(needs: readonly Need[], budget: number): readonly number[] {
  const spare = budget - needs.reduce((sum, { floor }) => sum + floor, 0);
  const wants = needs.map(({ weight, floor }) => weight - floor);
  const level = findLevel(wants, spare);
  return needs.map(({ floor }, index) => floor + Math.min(wants[index] ?? 0, level));
}

function findLevel(wants: readonly number[], spare: number): number {
  let left = Math.max(0, spare);
  let count = wants.length;
  for (const want of wants.toSorted((one, other) => one - other)) {
    if (want * count > left) return left / count;
    left -= want;
    count--;
  }
  return Number.POSITIVE_INFINITY;
}

// Cuts one value down to a budget of weight and tells of every cut. It descends only where something has to go.

export interface Cut {
  readonly path: Path | undefined;
  readonly kind: 'array' | 'object' | 'text';
  readonly kept?: number;
  readonly total?: number;
  readonly chars: number;
  /** How the rest is reached: by a slice of the path, of its members, or only as a whole. */
  readonly rest: 'slice' | 'members' | 'none';
}

/** What a marker in the place of something takes at most. */
const markerWeight = 110;
/** With less, a list or an object would be nothing but markers. */
const leastForContainer = 260;
const shortText = 80;
/** Levels at whose short scalars (tokens, statuses, outcomes) nothing is cut. */
const topLevels = 2;
const deepestCut = 60;

type Place = { readonly path: Path | undefined; readonly depth: number };

export function createCutter(sizes: Sizes, tell: (cut: Cut) => void) {
  function cut(value: unknown, budget: number, place: Place): unknown {
    const { weight, height, chars } = sizes.of(value);
    // Shares are sums of fractions.
    const fits = weight <= budget + 0.01 && height + place.depth <= deepest;
    if (fits || (typeof value !== 'object' && typeof value !== 'string') || value === null) return value;
    if (typeof value === 'string') return shorten(value, budget, place, chars);
    if (budget < leastForContainer || place.depth >= deepestCut) return replace(value, place, chars);
    return Array.isArray(value)
      ? cutArray(value, budget, place, chars)
      : cutObject(value, budget, place, chars);
  }

  function shorten(text: string, budget: number, { path }: Place, chars: number): string {
    const { head, kept, total } = cutText(text, budget - markerWeight);
    tell({ path, kind: 'text', kept, total, chars: chars - JSON.stringify(head).length, rest: 'slice' });
    return kept === 0
      ? `[left out: ${formatCount(total)} characters]`
      : `${head}… [${formatCount(kept)} of ${formatCount(total)} characters]`;
  }

  function replace(container: object, { path }: Place, chars: number): unknown {
    const count = Array.isArray(container) ? container.length : Object.keys(container).length;
    const kind = Array.isArray(container) ? 'array' : 'object';
    const content = kind === 'array' ? `array of ${count} items` : `object of ${count} members`;
    tell({ path, kind, kept: 0, total: count, chars, rest: 'none' });
    return { left_out: `${content}, ${formatCount(chars)} characters` };
  }

  /** Items up to a quarter of the budget stay whole, as many as there is room for; larger ones share the room. */
  function cutArray(
    items: readonly unknown[],
    budget: number,
    { path, depth }: Place,
    chars: number,
  ): unknown {
    const room = budget - markerWeight - separatorWeight;
    const needs: Need[] = [];
    let taken = 0;
    for (const item of items) {
      const weight = sizes.of(item).weight + separatorWeight;
      taken += Math.min(weight, room / 4);
      if (taken > room) break;
      needs.push({ weight, floor: 0 });
    }
    const shares = shareOut(needs, room);
    const kept = shares.map((share, index) =>
      cut(items[index], share - separatorWeight, {
        path: { parent: path, segment: index },
        depth: depth + 1,
      }),
    );
    if (kept.length === items.length) return kept;
    const keptChars = kept.reduce<number>((sum, _, index) => sum + sizes.of(items[index]).chars + 1, 1);
    const left = items.length - kept.length;
    tell({
      path,
      kind: 'array',
      kept: kept.length,
      total: items.length,
      chars: chars - keptChars,
      rest: 'slice',
    });
    return [...kept, { left_out: `${formatCount(left)} of ${formatCount(items.length)} items` }];
  }

  function cutObject(value: object, budget: number, { path, depth }: Place, chars: number): unknown {
    const members = Object.entries(value);
    const floors = members.map(
      ([key, member]) => sizes.ofKey(key).weight + separatorWeight + floorOf(member, depth),
    );
    const chosen = chooseMembers(
      floors,
      members.map(([, member]) => isShort(member)),
      budget - markerWeight,
    );
    const needs = chosen.map((index) => {
      const [key, member] = members[index] ?? ['', null];
      const weight = sizes.ofKey(key).weight + separatorWeight + sizes.of(member).weight;
      return { weight, floor: Math.min(weight, floors[index] ?? 0) };
    });
    const dropped = members.length - chosen.length;
    const shares = shareOut(needs, dropped === 0 ? budget : budget - markerWeight);
    let keptChars = 1;
    const kept = chosen.map((index, at): [string, unknown] => {
      const [key, member] = members[index] ?? ['', null];
      const keySize = sizes.ofKey(key);
      keptChars += keySize.chars + sizes.of(member).chars + 1;
      const share = (shares[at] ?? 0) - keySize.weight - separatorWeight;
      return [key, cut(member, share, { path: { parent: path, segment: key }, depth: depth + 1 })];
    });
    if (dropped > 0) {
      const isPrefix = chosen.every((index, at) => index === at);
      const rest = isPrefix ? 'members' : 'none';
      tell({
        path,
        kind: 'object',
        kept: kept.length,
        total: members.length,
        chars: chars - keptChars,
        rest,
      });
      const name = Object.hasOwn(value, 'left_out') ? 'left_out of this object' : 'left_out';
      kept.push([name, `${formatCount(dropped)} of ${formatCount(members.length)} members`]);
    }
    // From entries, because a member may be called __proto__.
    return Object.fromEntries(kept);
  }

  /** The least that a member keeps: short scalars whole, in objects near the top too. */
  function floorOf(value: unknown, depth: number): number {
    const { weight } = sizes.of(value);
    if (isShort(value) || weight <= markerWeight) return weight;
    if (depth + 1 > topLevels - 1 || !isObject(value)) {
      return markerWeight;
    }
    let floor = leastForContainer;
    for (const [key, member] of Object.entries(value)) {
      floor += sizes.ofKey(key).weight + separatorWeight + floorOf(member, depth + 1);
    }
    return Math.min(weight, floor);
  }

  return (value: unknown, budget: number): unknown => cut(value, budget, { path: undefined, depth: 0 });
}

/** All when they fit; otherwise the short ones first, then the others, each as far as they go. */
function chooseMembers(
  floors: readonly number[],
  short: readonly boolean[],
  budget: number,
): readonly number[] {
  const all = floors.map((_, index) => index);
  if (floors.reduce((sum, floor) => sum + floor, 0) <= budget) return all;
  const chosen: number[] = [];
  let taken = 0;
  for (const index of [...all.filter((at) => short[at]), ...all.filter((at) => !short[at])]) {
    taken += floors[index] ?? 0;
    if (taken > budget) break;
    chosen.push(index);
  }
  return chosen.sort((one, other) => one - other);
}

function isShort(value: unknown): boolean {
  if (typeof value === 'string') return value.length <= shortText;
  return !isContainer(value);
}

const format = new Intl.NumberFormat('en');

function formatCount(count: number): string {
  return format.format(count);
}

export interface LeftOut {
  /** JMESPath of the missing part, from the root of the answer: give it as `fields` to get it. */
  readonly path: string;
  readonly kind: 'array' | 'object' | 'text';
  /** Items, members or characters that are still there, of how many. */
  readonly kept?: number;
  readonly total?: number;
  /** Characters of JSON that are missing. */
  readonly chars: number;
}

export interface Fitted {
  readonly result: unknown;
  readonly left_out?: readonly LeftOut[];
  /** Parts left out that are not listed; each is marked where it was. */
  readonly more_left_out?: number;
}

const listed = 10;
const attempts = 8;

export function fitResult(result: unknown, limit: number): Fitted {
  const sizes = buildSizes(result);
  const { weight, height } = sizes.of(result);
  if (weight <= limit && height <= deepest) return { result };
  let fitted: Fitted = { result: null };
  let budget = limit * 0.9;
  let best: Fitted | undefined;
  for (let attempt = 0; attempt < attempts; attempt++) {
    fitted = attemptFit(result, sizes, budget);
    const taken = weigh(JSON.stringify(fitted));
    if (taken <= limit) {
      // Estimates of parts are higher than the whole: what is left over is shared out once more.
      if (best !== undefined || taken > limit * 0.9) return fitted;
      best = fitted;
      budget *= Math.min(1.6, (limit * 0.97) / taken);
    } else {
      if (best !== undefined) return best;
      budget *= Math.min(0.9, (limit * 0.95) / taken);
    }
  }
  return best ?? attemptFit(result, sizes, 0);
}

function attemptFit(result: unknown, sizes: ReturnType<typeof buildSizes>, budget: number): Fitted {
  const cuts: Cut[] = [];
  const kept = createCutter(sizes, (cut) => cuts.push(cut))(result, budget);
  const largest = cuts.toSorted((one, other) => other.chars - one.chars).slice(0, listed);
  const more = cuts.length - largest.length;
  return {
    result: kept,
    ...(largest.length === 0 ? {} : { left_out: largest.map(formatCut) }),
    ...(more === 0 ? {} : { more_left_out: more }),
  };
}

function formatCut({ path, kind, kept, total, chars, rest }: Cut): LeftOut {
  const short = shortenPath(path);
  const counts = kept === undefined || total === undefined ? {} : { kept, total };
  if (short !== path) return { path: formatPath(short), kind, chars };
  if (rest === 'none' || kept === undefined) return { path: formatPath(path), kind, ...counts, chars };
  const from = rest === 'members' ? `items(${formatPath(path)})[${kept}:]` : formatRest(path, kept);
  return { path: from, kind, ...counts, chars };
}
