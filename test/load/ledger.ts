/** What came of the calls of a load, and of each write: against what Alloy holds at the end, nothing may differ. */
import type { Sending } from './upstream-tap.ts';

/** What a write's answer says of it; unknown when it is marked as uncertain, or when nobody waited for an answer. */
export type Verdict = 'applied' | 'not applied' | 'unknown';

export interface WriteCounts {
  readonly applied: number;
  readonly refused: number;
  readonly unknownApplied: number;
  readonly unknownNotApplied: number;
  /** Writes that Alloy holds more than once; none is wanted. */
  readonly repeated: number;
  /** Sent more than once, after answers that say that nothing was done. */
  readonly sentAgain: number;
}

export interface Ledger {
  /** `ok`, the kind of an error, or how else a call ended. */
  readonly outcomes: ReadonlyMap<string, number>;
  readonly faults: readonly string[];
  count(outcome: string): void;
  fault(text: string): void;
  write(marker: string, verdict: Verdict): void;
  /** `held`: how often Alloy holds each marker. Adds to the faults. */
  settle(held: ReadonlyMap<string, number>, sendings: ReadonlyMap<string, readonly Sending[]>): WriteCounts;
}

/** Of these it is certain that nothing was done, so that the same may be sent again. */
const undone = new Set<Sending>([401, 429]);

export function createLedger(): Ledger {
  const outcomes = new Map<string, number>();
  const faults: string[] = [];
  const writes = new Map<string, Verdict>();
  const fault = (text: string) => void faults.push(text);

  function compare(marker: string, verdict: Verdict, times: number): void {
    if (times > 1) fault(`${marker} was applied ${times} times (its call: ${verdict})`);
    if (verdict === 'applied' && times === 0) fault(`${marker} is not there, though its call succeeded`);
    if (verdict === 'not applied' && times > 0)
      fault(`${marker} is there, though its call failed without a word of doubt`);
  }

  return {
    outcomes,
    faults,
    fault,
    count: (outcome) => void outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1),
    write: (marker, verdict) => void writes.set(marker, verdict),
    settle(held, sendings) {
      const times = (marker: string) => held.get(marker) ?? 0;
      for (const [marker, verdict] of writes) compare(marker, verdict, times(marker));
      for (const marker of held.keys()) if (!writes.has(marker)) fault(`nobody wrote ${marker}`);
      let sentAgain = 0;
      for (const [marker, sent] of sendings) {
        if (sent.length > 1) sentAgain += 1;
        const early = sent.slice(0, -1).find((sending) => !undone.has(sending));
        if (early !== undefined)
          fault(`${marker} was sent again after ${early}, when it may have been applied: ${sent.join(', ')}`);
      }
      const count = (wanted: Verdict, there: boolean) =>
        [...writes].filter(([marker, verdict]) => verdict === wanted && times(marker) > 0 === there).length;
      return {
        applied: count('applied', true),
        refused: count('not applied', false),
        unknownApplied: count('unknown', true),
        unknownNotApplied: count('unknown', false),
        repeated: [...held.values()].filter((number) => number > 1).length,
        sentAgain,
      };
    },
  };
}
