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
