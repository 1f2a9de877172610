/** Whether a text may hold one of many values, by four characters in a row: most texts are done with after it. */

import { canonicalize, isPlainText, readPlain } from './canonical.ts';

/** So many letters and digits has a text, escapes not decoded. */
export function countCharacters(text: string): number {
  let count = 0;
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (code >= 128 || readPlain(code) > 1) count += isSign(code) ? 0 : 1;
  }
  return count;
}

/** In ASCII, neither a letter nor a digit. */
function isSign(code: number): boolean {
  return code < 48 || (code > 57 && code < 65) || (code > 90 && code < 97) || (code > 122 && code < 128);
}

const zero = 48;
const longestRow = 4;

/** Shorter rows are kept apart, so that one short value does not make all of them short. */
const masks = [-1, 0xffffff, 0xffff, 0xff];

export class FirstLook {
  readonly #rows: Uint8Array;
  readonly #shift: number;
  /** For each length of a row that there is, which bits of four codes it has. */
  readonly #masks: readonly number[];

  /** Values as texts or as rows of codes. */
  constructor(values: readonly (string | { readonly codes: readonly number[] })[]) {
    const bits = Math.min(18, Math.max(9, Math.ceil(Math.log2(values.length * 256 + 1))));
    this.#shift = 32 - bits;
    this.#rows = new Uint8Array(2 ** bits);
    const used = new Set<number>();
    for (const each of values) {
      const row = typeof each === 'string' ? readRow(each) : each.codes;
      const length = Math.min(longestRow, row.length);
      let key = 0;
      for (let index = 0; index < length; index += 1) key = (key << 8) | ((row[index] ?? 0) & 255);
      if (length === 0) continue;
      this.#rows[Math.imul(key, 0x9e3779b1) >>> this.#shift] = 1;
      used.add(masks[longestRow - length] ?? -1);
    }
    this.#masks = [...used];
  }

  mayHold(text: string): boolean {
    const isPlain = isPlainText(text);
    const codes = isPlain ? undefined : canonicalize(text).codes;
    const length = codes?.length ?? text.length;
    // Of its own, as this is asked of every text.
    const rows = this.#rows;
    const shift = this.#shift;
    const masks = this.#masks;
    const mask = masks[0] ?? 0;
    const hasOthers = masks.length > 1;
    let key = 0;
    for (let index = 0; index < length; index += 1) {
      const code = codes === undefined ? readPlain(text.charCodeAt(index)) : (codes[index] ?? 0) & 255;
      if (code === 0) continue;
      key = (key << 8) | code;
      if (rows[Math.imul(key & mask, 0x9e3779b1) >>> shift] === 1) return true;
      if (hasOthers && this.#isOther(key)) return true;
    }
    return false;
  }

  #isOther(key: number): boolean {
    for (let at = 1; at < this.#masks.length; at += 1)
      if (this.#rows[Math.imul(key & (this.#masks[at] ?? 0), 0x9e3779b1) >>> this.#shift] === 1) return true;
    return false;
  }
}

/** The first codes of a value; a number's leading zeros are none of them. */
function readRow(text: string): readonly number[] {
  if (!isPlainText(text)) {
    const { codes } = canonicalize(text);
    const first = codes.every((code) => code >= 48 && code <= 57)
      ? codes.findIndex((code) => code !== zero)
      : 0;
    return codes.slice(Math.max(0, first), Math.max(0, first) + longestRow);
  }
  const row: number[] = [];
  let isNumber = true;
  for (let index = 0; index < text.length && (row.length < longestRow || isNumber); index += 1) {
    const code = readPlain(text.charCodeAt(index));
    if (code === 0) continue;
    if (code < 48 || code > 57) isNumber = false;
    row.push(code);
  }
  const first = isNumber
    ? Math.max(
        0,
        row.findIndex((code) => code !== zero),
      )
    : 0;
  return row.slice(first, first + longestRow);
}
