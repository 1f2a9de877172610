/** Deterministic tokens in Alloy's form: a prefix and 20 alphanumerics, e.g. `P-2WU9staJ5pVCQ6xgn3KV`. */
import { createRandom } from './random.ts';

const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789';

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
