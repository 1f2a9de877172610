/** Deterministic tokens in Alloy's form: a prefix and 20 alphanumerics, e.g. `P-2WU9staJ5pVCQ6xgn3KV`. */

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

export type TokenSource = (prefix: string, length?: number) => string;

/**
 * The same seed yields the same tokens in the same order. The generator is splitmix32: small, and good enough for
 * identifiers that guard nothing.
 */
export function createTokenSource(seed: string): TokenSource {
  let state = 2166136261;
  for (const character of seed) state = Math.imul(state ^ (character.codePointAt(0) ?? 0), 16777619);
  const next = () => {
    state = (state + 0x9e3779b9) | 0;
    let mixed = state ^ (state >>> 16);
    mixed = Math.imul(mixed, 0x21f0aaad);
    mixed ^= mixed >>> 15;
    mixed = Math.imul(mixed, 0x735a2d97);
    return (mixed ^ (mixed >>> 15)) >>> 0;
  };
  return (prefix, length = 20) => {
    let token = prefix;
    for (let index = 0; index < length; index += 1) token += alphabet[next() % alphabet.length];
    return token;
  };
}
