/**
 * A text as its reader sees it, in plain letters and digits: digits of any script, wide letters, accents, dashes and
 * spaces of all kinds become the ASCII ones, so that every search is written for these alone.
 */

export interface Readable {
  readonly text: string;
  /** Where a position of `text` stands in the original; none where both are the same. */
  readonly origins: Uint32Array | undefined;
}

const decimal = /\p{Nd}/u;
const dash = /[\u2010-\u2015\u2212\u30fc\uff70\u00ad\u2043\u02d7]/;
const space = /[\p{Zs}]/u;
const dot = /[\u00b7\u2022\u2219\u2027\u30fb]/;
const apostrophe = /[\u2018\u2019\u02bc]/;
const marks = /\p{M}/gu;
const foreign = /[\u0080-\uffff]/;

/** The ASCII digit that a digit of another script is; blocks of ten begin at the 1st or the 7th of sixteen. */
function readDigit(code: number): string {
  const low = code & 15;
  const startsAtZero = decimal.test(String.fromCodePoint(code & ~15));
  return String(startsAtZero && low < 10 ? low : (low + 10) % 16);
}

/** What one character, which may be a pair, is read as. */
export function readCharacter(character: string): string {
  if (character.length === 1 && character.charCodeAt(0) < 128) return character;
  const code = character.codePointAt(0) ?? 0;
  // Letters with accents lie in these blocks; to take other scripts apart would gain nothing.
  const isLatin = code < 0x370 || (code >= 0x1e00 && code < 0x1f00);
  const folded = isLatin ? character.normalize('NFKD').replace(marks, '') : character.normalize('NFKC');
  let read = '';
  for (const each of folded) {
    if (each.charCodeAt(0) < 128) read += each;
    else if (decimal.test(each)) read += readDigit(each.codePointAt(0) ?? 0);
    else if (dash.test(each)) read += '-';
    else if (space.test(each)) read += ' ';
    else if (dot.test(each)) read += '.';
    else if (apostrophe.test(each)) read += "'";
    else read += each;
  }
  return read;
}

export function makeReadable(text: string): Readable {
  if (!foreign.test(text)) return { text, origins: undefined };
  const parts: string[] = [];
  const origins: number[] = [];
  let position = 0;
  for (const character of text) {
    const read = readCharacter(character);
    parts.push(read);
    for (let index = 0; index < read.length; index += 1) origins.push(position);
    position += character.length;
  }
  origins.push(position);
  return { text: parts.join(''), origins: Uint32Array.from(origins) };
}
