/**
 * Whether a text holds any of several others. It looks at a few characters of every n-th place only, n about as long
 * as the shortest of them: a search for each would read the whole text as often as there are any. Pure.
 *
 * The idea is that of S. Wu and U. Manber, A fast algorithm for multi-pattern searching (1994).
 */

const gramLength = 4;
const tableBits = 16;

/** `wanted` are longer than three characters each. */
export function createFindAny(wanted: readonly string[]): (text: string) => boolean {
  if (wanted.length === 0) return () => false;
  const shortest = Math.min(...wanted.map(({ length }) => length));
  // Wherever one stands, one of the places that are looked at is within its first `shortest` characters.
  const step = shortest - gramLength + 1;
  if (step < 1) throw new RangeError(`Texts of ${shortest} characters are too short to be looked for`);
  const table = new Uint32Array(2 ** tableBits / 32);
  const places = new Map<number, { readonly text: string; readonly offset: number }[]>();
  for (const text of wanted) {
    for (let offset = 0; offset < step; offset += 1) {
      const hash = hashGram(text, offset);
      table[hash >>> 5] = (table[hash >>> 5] ?? 0) | (1 << (hash & 31));
      places.set(hash, [...(places.get(hash) ?? []), { text, offset }]);
    }
  }
  return (text) => {
    for (let at = 0; at <= text.length - gramLength; at += step) {
      const hash = hashGram(text, at);
      if (((table[hash >>> 5] ?? 0) & (1 << (hash & 31))) === 0) continue;
      if (places.get(hash)?.some((place) => text.startsWith(place.text, at - place.offset)) === true)
        return true;
    }
    return false;
  };
}

function hashGram(text: string, at: number): number {
  const gram =
    text.charCodeAt(at) ^
    (text.charCodeAt(at + 1) << 8) ^
    (text.charCodeAt(at + 2) << 16) ^
    (text.charCodeAt(at + 3) << 24);
  return Math.imul(gram, 0x9e3779b1) >>> (32 - tableBits);
}
