import type { Kind } from '../kind.ts';

/** Where in a text a value stands. */
export interface Finding {
  readonly start: number;
  readonly end: number;
  readonly kind: Kind;
  /** Nothing but its form tells it: it is hidden here, and looked for nowhere else. */
  readonly byForm?: boolean;
}

/** From left to right; of two that begin together the longer one, and of equal ones the first. */
export function dropOverlaps<Each extends Finding>(findings: readonly Each[]): readonly Each[] {
  if (findings.length < 2) return findings;
  const kept: Each[] = [];
  for (const finding of findings.toSorted((a, b) => a.start - b.start || b.end - a.end)) {
    const last = kept.at(-1);
    if (last === undefined || finding.start >= last.end) kept.push(finding);
  }
  return kept;
}
