/** Mends typing errors in questions. */
import { findNearest } from '../nearest.ts';
import { buildStem } from './words.ts';

/** Below this length nearly every word is a typing error away from another one. */
const shortest = 6;

/** A word -> itself when its stem is known, else the known word nearest to it, or undefined where none is near. */
export function createMender(known: ReadonlySet<string>): (word: string) => string | undefined {
  const stems = new Set([...known].map(buildStem));
  return (word) => {
    if (stems.has(buildStem(word))) return word;
    if (word.length < shortest) return undefined;
    // The first letter is seldom the wrong one.
    const candidates = [...known].filter(
      (other) => other[0] === word[0] && Math.abs(other.length - word.length) <= 2,
    );
    return findNearest(word, candidates, Math.round(word.length / 5));
  };
}
