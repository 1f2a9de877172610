/**
 * Cuts an answer down to a limit so that what is left is still JSON, says at each place what is missing, and keeps what
 * names and decides: the largest parts go first, short scalars near the top stay. The same answer is always cut the
 * same way. A limit is a weight (see weigh.ts), which is never less than the number of characters.
 */
import { type Cut, createCutter } from './cutter.ts';
import { formatPath, formatRest, shortenPath } from './paths.ts';
import { buildSizes, deepest } from './sizes.ts';
import { weigh } from './weigh.ts';

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
