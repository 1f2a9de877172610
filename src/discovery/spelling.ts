/** Mends typing errors in questions. */
import MiniSearch from 'minisearch';
import { buildStem } from './words.ts';

/** Below this length nearly every word is a typing error away from another one. */
const shortest = 6;

/** A word -> itself when its stem is known, else the known word nearest to it, or undefined where none is near. */
export function createMender(known: ReadonlySet<string>): (word: string) => string | undefined {
  const stems = new Set([...known].map(buildStem));
  const index = new MiniSearch<{ readonly id: string }>({
    fields: ['id'],
    tokenize: (word) => [word],
    processTerm: (word) => word,
    searchOptions: { fuzzy: 0.2, maxFuzzy: 2, prefix: true },
  });
  index.addAll([...known].map((id) => ({ id })));
  return (word) => {
    if (stems.has(buildStem(word))) return word;
    if (word.length < shortest) return undefined;
    const nearest = index.search(word).find(({ id }) => String(id)[0] === word[0]);
    return nearest === undefined ? undefined : String(nearest.id);
  };
}
