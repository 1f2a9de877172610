/**
 * Deterministic tokens in Alloy's form, a prefix and 20 alphanumerics, e.g. `P-2WU9staJ5pVCQ6xgn3KV`; and the seeded
 * numbers that they and faults are drawn from.
 */

export type TokenSource = (prefix: string, length?: number) => string;

/** One whose place in its sequence can be saved, so that a restored account does not hand out a token twice. */
export interface ResumableTokenSource extends TokenSource {
  state(): number;
  restore(state: number): void;
}

/** The same seed yields the same tokens in the same order. */
export function createTokenSource(seed: string): ResumableTokenSource {
  const random = createRandom(seed);
  const newToken: TokenSource = (prefix, length = 20) => {
    let token = prefix;
    for (let index = 0; index < length; index += 1) token += alphabet[random.next() % alphabet.length];
    return token;
  };
  return Object.assign(newToken, { state: random.state, restore: random.restore });
}

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

export interface Random {
  /** An unsigned 32-bit integer. */
  next(): number;
  /** Where the sequence stands; `restore` goes on from there. */
  state(): number;
  restore(state: number): void;
}

/** splitmix32: small, and good enough for what guards nothing. */
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
