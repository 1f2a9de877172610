/**
 * What was measured: for each measure and contender one entry a round, which holds the round's slices (one, where the
 * whole round gives one value). Slices of the same number were measured one right after the other, so that a slow
 * moment of the machine hits all contenders: their ratio is what counts.
 */
import {
  findMedian,
  findSpread,
  formatNumber,
  formatSpread,
  formatTable,
  type Spread,
} from './statistics.ts';

export interface Figures {
  add(measure: string, contender: string, slices: readonly number[]): void;
  /** All measures, in the order in which they came. */
  measures(): readonly string[];
  /** The median of the rounds; undefined where the contender was not measured. */
  level(measure: string, contender: string): number | undefined;
  /** The ratios within each round. */
  compare(measure: string, contender: string, base: string): Spread | undefined;
}

type Rounds = readonly (readonly number[])[];

export function createFigures(): Figures {
  const figures = new Map<string, Map<string, Rounds>>();
  return {
    add(measure, contender, slices) {
      const contenders = figures.get(measure) ?? new Map<string, Rounds>();
      contenders.set(contender, [...(contenders.get(contender) ?? []), slices]);
      figures.set(measure, contenders);
    },
    measures: () => [...figures.keys()],
    level(measure, contender) {
      const rounds = figures.get(measure)?.get(contender);
      return rounds === undefined ? undefined : findMedian(rounds.map(findMedian));
    },
    compare(measure, contender, base) {
      const rounds = figures.get(measure)?.get(contender);
      const others = figures.get(measure)?.get(base);
      if (rounds === undefined || others === undefined) return undefined;
      return findSpread(rounds.map((slices, round) => findMedian(divide(slices, others[round]))));
    },
  };
}

function divide(slices: readonly number[], others: readonly number[] = []): readonly number[] {
  return slices.map((value, index) => value / (others[index] ?? Number.NaN));
}

interface Comparison {
  readonly contenders: readonly string[];
  /** Who is compared, and with whom. */
  readonly subject: string;
  readonly bases: readonly string[];
  /** What is wanted of the ratio to the first of the bases, by measure. */
  readonly wanted?: Readonly<Record<string, string>>;
}

/** A table: the level of each contender, and how one of them stands to the others. */
export function formatComparison(
  figures: Figures,
  { contenders, subject, bases, wanted }: Comparison,
): string {
  const head = [
    'measure',
    ...contenders,
    ...bases.map((base) => `${subject} / ${base} (rounds)`),
    ...(wanted === undefined ? [] : ['wanted']),
  ];
  const rows = figures.measures().map((measure) => [
    measure,
    ...contenders.map((contender) => {
      const level = figures.level(measure, contender);
      return level === undefined ? '' : formatNumber(level);
    }),
    ...bases.map((base) => {
      const ratio = figures.compare(measure, subject, base);
      return ratio === undefined ? '' : formatSpread(ratio);
    }),
    ...(wanted === undefined ? [] : [wanted[measure] ?? '']),
  ]);
  return formatTable([head, ...rows]);
}
