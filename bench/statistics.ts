/** The few statistics that the bench needs. Pure. */

export interface Spread {
  readonly median: number;
  readonly min: number;
  readonly max: number;
}

/** The value below which this share of all values lies. */
export function findQuantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const value = sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
  if (value === undefined) throw new RangeError('There are no values');
  return value;
}

export function findMedian(values: readonly number[]): number {
  return findQuantile(values, 0.5);
}

export function findSpread(values: readonly number[]): Spread {
  return { median: findMedian(values), min: Math.min(...values), max: Math.max(...values) };
}

export function formatNumber(value: number): string {
  return value >= 1000 ? value.toFixed(0) : value.toPrecision(3);
}

/** `1.23 (1.10..1.31)` */
export function formatSpread({ median, min, max }: Spread): string {
  const digits = max < 0.1 ? 4 : 2;
  return `${median.toFixed(digits)} (${min.toFixed(digits)}..${max.toFixed(digits)})`;
}

export function formatTable(rows: readonly (readonly string[])[]): string {
  const [head = [], ...body] = rows;
  return [head, head.map(() => '---'), ...body].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}
