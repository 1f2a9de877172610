/** Seeded numbers: splitmix32, small, and good enough for what guards nothing. */

export interface Random {
  /** An unsigned 32-bit integer. */
  next(): number;
  /** Where the sequence stands; `restore` goes on from there. */
  state(): number;
  restore(state: number): void;
}

export function createRandom(seed: string): Random {
  let state = 2166136261;
  for (const character of seed) state = Math.imul(state ^ (character.codePointAt(0) ?? 0), 16777619);
  return {
    next() {
      state = (state + 0x9e3779b9) | 0;
      let mixed = state ^ (state >>> 16);
      mixed = Math.imul(mixed, 0x21f0aaad);
      mixed ^= mixed >>> 15;
      mixed = Math.imul(mixed, 0x735a2d97);
      return (mixed ^ (mixed >>> 15)) >>> 0;
    },
    state: () => state,
    restore(saved) {
      state = saved | 0;
    },
  };
}

/** From 0 up to, but not including, 1. */
export function drawFraction(random: Random): number {
  return random.next() / 2 ** 32;
}
