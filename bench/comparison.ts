/** Prints what was measured as a table: the level of each contender, and how one of them stands to the others. */
import type { Figures } from './figures.ts';
import { formatNumber, formatSpread, formatTable } from './statistics.ts';

export interface Comparison {
  readonly contenders: readonly string[];
  /** Who is compared, and with whom. */
  readonly subject: string;
  readonly bases: readonly string[];
  /** What is wanted of the ratio to the first of the bases, by measure. */
  readonly wanted?: Readonly<Record<string, string>>;
}

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
