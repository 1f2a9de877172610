import { expect } from 'vitest';

/** Fails with every entry on a line of its own. */
export function expectNone(faults: readonly string[]): void {
  expect(faults.length, faults.join('\n')).toBe(0);
}
