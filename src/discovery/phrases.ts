/** The synonyms, ready to be recognised in a question. */
import { synonyms } from './synonyms.ts';
import { buildStem, buildStems, buildWords } from './words.ts';

interface Phrase {
  readonly stems: readonly string[];
  /** How many words may stand between two of its own. */
  readonly gap: number;
  readonly meaning: readonly string[];
}

const phrases = Object.entries(synonyms).flatMap(([meaning, said]) =>
  said.split(', ').map(
    (phrase): Phrase => ({
      stems: buildWords(phrase).map(buildStem),
      gap: phrase.includes('...') ? 3 : 0,
      meaning: buildStems(meaning),
    }),
  ),
);

const phrasesByStart = new Map<string, Phrase[]>();
for (const phrase of phrases) {
  const [start = ''] = phrase.stems;
  phrasesByStart.set(start, [...(phrasesByStart.get(start) ?? []), phrase]);
}

/** Every word that a synonym is made of; the search takes these for rightly spelt. */
export const phraseWords: ReadonlySet<string> = new Set(Object.values(synonyms).flatMap(buildWords));

export interface Found {
  readonly meaning: readonly string[];
  readonly positions: readonly number[];
}

/**
 * What the phrases of a question also mean; `words` are stems in the question's order, stop words included. Where a
 * longer phrase is, the words in it have no meanings of their own.
 */
export function findMeanings(words: readonly string[]): readonly Found[] {
  const found = words.flatMap((word, index) =>
    (phrasesByStart.get(word) ?? []).flatMap((phrase) => {
      const positions = findPositions(phrase, words, index);
      return positions === undefined ? [] : [{ meaning: phrase.meaning, positions }];
    }),
  );
  const taken = new Set(found.flatMap(({ positions }) => (positions.length > 1 ? positions : [])));
  return found.filter(({ positions: [first = 0, ...others] }) => others.length > 0 || !taken.has(first));
}

function findPositions(
  { stems, gap }: Phrase,
  words: readonly string[],
  start: number,
): readonly number[] | undefined {
  const positions = [start];
  for (const part of stems.slice(1)) {
    const from = (positions.at(-1) ?? start) + 1;
    const offset = words.slice(from, from + gap + 1).indexOf(part);
    if (offset === -1) return undefined;
    positions.push(from + offset);
  }
  return positions;
}
