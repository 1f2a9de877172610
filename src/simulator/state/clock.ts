/** The simulator's time: the real clock, a fixed one, or one that moves with every request. */

export interface Clock {
  /** Milliseconds since 1970. */
  now(): number;
  /** Told of every request. The first one happens at the start's time. */
  tick(): void;
  /** Goes on from a saved moment, so that records of an earlier run do not lie in the future. */
  resume(savedAt: number): void;
}

export function createClock(now: () => number, step: number): Clock {
  let offset = 0;
  let started = false;
  return {
    now: () => now() + offset,
    tick() {
      if (started) offset += step;
      started = true;
    },
    resume(savedAt) {
      // Without a step the time is what it was said to be.
      if (step <= 0 || now() + offset >= savedAt) return;
      offset = savedAt - now();
      started = true;
    },
  };
}
