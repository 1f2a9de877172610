/** Cuts one value down to a budget of weight and tells of every cut. It descends only where something has to go. */
import { cutText } from './cut-text.ts';
import type { Path } from './paths.ts';
import { type Need, shareOut } from './share-out.ts';
import { deepest, type Sizes, separatorWeight } from './sizes.ts';

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
    if (depth + 1 > topLevels - 1 || typeof value !== 'object' || value === null || Array.isArray(value)) {
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
  return typeof value !== 'object' || value === null;
}

const format = new Intl.NumberFormat('en');

function formatCount(count: number): string {
  return format.format(count);
}
