/** No name is longer, and what is compared costs as much as both are long. */
const longest = 100;

/** The candidate that takes the fewest edits (Levenshtein), when that is few for the word's length. */
export function findNearest(
  word: string,
  candidates: readonly string[],
  mostEdits = Math.max(2, Math.floor(word.length / 3)),
): string | undefined {
  if (word.length > longest) return undefined;
  let best: string | undefined;
  let bestDistance = mostEdits + 1;
  for (const candidate of candidates) {
    const distance = editDistance(word.toLowerCase(), candidate.toLowerCase());
    if (distance < bestDistance) [best, bestDistance] = [candidate, distance];
  }
  return best;
}

function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i];
    for (let j = 1; j <= b.length; j += 1) {
      const substitution = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, substitution));
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}

/** What to put between "X is not a tool" and the advice that follows. */
export function formatNearest(word: string, candidates: readonly string[]): string {
  const near = findNearest(word, candidates);
  return near === undefined ? '; ' : `; did you mean ${near}? `;
}
