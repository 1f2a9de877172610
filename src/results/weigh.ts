/**
 * What a text costs in a model's context, from above and without a tokenizer. The unit is a quarter of a token, so
 * that plain English weighs about what it has in characters and the limit can be set in characters; digits, random
 * tokens and scripts other than Latin weigh more. The figures were measured with o200k on random text of each class:
 * lower case 0.52 tokens a character, upper case 0.57, digits 0.33, base64 0.68, other ASCII 0.7, and up to one token
 * a byte beyond ASCII. test/answers/weigh.test.ts holds them to it.
 */

const LOWER_VOWEL = 0;
const LOWER_CONSONANT = 1;
const UPPER = 2;
const DIGIT = 3;
const SPACE = 4;
const JSON_MARK = 5;
const OTHER = 6;

const classes = buildClasses();

function buildClasses(): Uint8Array {
  const table = new Uint8Array(128).fill(OTHER);
  const set = (characters: string, kind: number): void => {
    for (const character of characters) table[character.charCodeAt(0)] = kind;
  };
  set('abcdefghijklmnopqrstuvwxyz', LOWER_CONSONANT);
  set('aeiouy', LOWER_VOWEL);
  set('ABCDEFGHIJKLMNOPQRSTUVWXYZ', UPPER);
  set('0123456789', DIGIT);
  set(' ', SPACE);
  set('":,{}[]', JSON_MARK);
  return table;
}

const kinds = 7;
const longestRun = 4;
/** A state is a kind and how many of it stand in a row, so that a character costs two look-ups. */
const { costs, nextStates } = buildTables();

function buildTables(): { readonly costs: Float64Array; readonly nextStates: Uint8Array } {
  const size = kinds * longestRun * kinds;
  const tables = { costs: new Float64Array(size), nextStates: new Uint8Array(size) };
  for (let index = 0; index < size; index++) {
    const kind = index % kinds;
    const state = (index - kind) / kinds;
    const previous = Math.floor(state / longestRun);
    const run = kind === previous ? (state % longestRun) + 2 : 1;
    tables.costs[index] = weighAscii(kind, previous, run);
    // Digits go by threes.
    const length = kind === DIGIT ? ((run - 1) % 3) + 1 : Math.min(run, longestRun);
    tables.nextStates[index] = kind * longestRun + length - 1;
  }
  return tables;
}

const afterSpace = SPACE * longestRun;
const afterOther = OTHER * longestRun;

/** Weight of JSON text or of any part of it. */
export function weigh(text: string, start = 0, end = text.length): number {
  let weight = 0;
  let state = afterSpace;
  for (let index = start; index < end; index++) {
    const code = text.charCodeAt(index);
    if (code < 128) {
      const at = state * kinds + (classes[code] ?? OTHER);
      weight += costs[at] ?? 0;
      state = nextStates[at] ?? afterOther;
    } else {
      weight += weighBeyondAscii(code);
      state = afterOther;
    }
  }
  return weight;
}

/** The tokenizer parts letters from digits, and lower case from the upper case after it: each change is a token. */
function weighAscii(kind: number, previous: number, run: number): number {
  switch (kind) {
    case LOWER_VOWEL:
    case LOWER_CONSONANT:
      // Three of a kind in a row are rare in words and common in random text.
      if (run > 2) return 3.2;
      return previous === DIGIT ? 4 : previous === LOWER_VOWEL || previous === LOWER_CONSONANT ? 1.65 : 2.4;
    case UPPER:
      return previous === LOWER_VOWEL || previous === LOWER_CONSONANT || previous === DIGIT ? 4 : 2.4;
    case DIGIT:
      if (run > 1) return run % 3 === 1 ? 4 : 0;
      return previous === SPACE ? 7.2 : 4;
    case SPACE:
      return 1.2;
    case JSON_MARK:
      return run === 1 ? 4 : run > 3 ? 2.6 : 0.9;
    default:
      return previous === DIGIT ? 4 : 3.4;
  }
}

/** At most a token a byte. Surrogates are two units of a character of four bytes. */
function weighBeyondAscii(code: number): number {
  if (code < 0xc0) return 8;
  if (code < 0x250) return 6;
  if (code < 0x370) return 8;
  if (code < 0x460) return 4.6;
  if (code < 0x5d0) return 8;
  if (code < 0x6d0) return 4.6;
  if (code < 0x800) return 8;
  if (code >= 0xd800 && code < 0xe000) return 8;
  if (code >= 0x3040 && code < 0x3100) return 6;
  if (code >= 0x4e00 && code < 0xa000) return 9;
  return code >= 0xac00 && code < 0xd7a4 ? 9.4 : 12;
}
