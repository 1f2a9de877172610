/**
 * Contenders that run side by side take turns in short slices. Who goes first changes from slice to slice: what runs
 * second may find the machine warmer.
 */
import type { ChildProcess } from 'node:child_process';
import { type Call, readResult } from './clients.ts';
import { readWorkMs } from './processes.ts';

const inFlight = 32;

/** The slices of each contender, in order. */
export async function takeTurns<Contender, Slice>(
  contenders: readonly Contender[],
  { slices, first }: { readonly slices: number; readonly first: number },
  measure: (contender: Contender) => Promise<Slice>,
): Promise<ReadonlyMap<Contender, readonly Slice[]>> {
  const measured = new Map<Contender, readonly Slice[]>();
  for (let slice = 0; slice < slices; slice += 1) {
    for (const contender of rotate(contenders, first + slice))
      measured.set(contender, [...(measured.get(contender) ?? []), await measure(contender)]);
  }
  return measured;
}

function rotate<Item>(items: readonly Item[], by: number): readonly Item[] {
  const start = by % items.length;
  return [...items.slice(start), ...items.slice(0, start)];
}

/** Calls in a second, so many in flight. */
export async function measureRate(call: Call, count: number): Promise<number> {
  let left = count;
  const begin = performance.now();
  await Promise.all(
    Array.from({ length: inFlight }, async () => {
      while (left > 0) {
        left -= 1;
        readResult(await call());
      }
    }),
  );
  return count / ((performance.now() - begin) / 1000);
}

/** Milliseconds that each of so many calls takes, one after the other. */
export async function measureTimes(call: Call, count: number): Promise<readonly number[]> {
  const times: number[] = [];
  for (let index = 0; index < count; index += 1) {
    const begin = performance.now();
    readResult(await call());
    times.push(performance.now() - begin);
  }
  return times;
}

export interface Worked<Outcome> {
  readonly outcome: Outcome;
  /** Milliseconds of processors. */
  readonly work: number;
}

/** What the processors did for a server meanwhile. */
export async function measureWork<Outcome>(
  child: ChildProcess,
  run: () => Promise<Outcome>,
): Promise<Worked<Outcome>> {
  const before = readWorkMs(child);
  const outcome = await run();
  return { outcome, work: readWorkMs(child) - before };
}

/** Of all slices: the kernel counts in steps of 10 ms, too coarse for one. */
export function sumWork(measured: readonly Worked<unknown>[]): number {
  return measured.reduce((sum, { work }) => sum + work, 0);
}
