/**
 * A text as a row of codes in which a value is the same in every spelling: letters in lower case and without accents,
 * digits of any script as ASCII, nothing of what people put between them, escapes of addresses, HTML and JSON decoded.
 */

import { type Readable, readCharacter } from './readable.ts';

export interface Canonical {
  readonly codes: readonly number[];
  /** Where each code begins and ends in the text. */
  readonly starts: readonly number[];
  readonly ends: readonly number[];
}

/** Stands where so much lies between two characters that they are not parts of one value. */
const barrier = 0;
const mostBetween = 3;

/** By character code: 0 for what is dropped, else what it is read as. */
const plainCodes = new Uint8Array(128);
for (let code = 1; code < 128; code += 1)
  plainCodes[code] = String.fromCharCode(code).toLowerCase().charCodeAt(0);
for (const separator of ' \t-./_()+') plainCodes[separator.charCodeAt(0)] = 0;
for (const end of '\n\r\v\f') plainCodes[end.charCodeAt(0)] = 1;

/** What ASCII characters are read as: 0 is left out, 1 parts values. */
export function readPlain(code: number): number {
  return plainCodes[code] ?? 0;
}

const needsDecoding = /[\u0080-\uffff]|%[0-9a-f]{2}|&(?:#|[a-z]{2,6};)|\\[^ ]/i;

/** Whether each character can be read by itself, by `readPlain`. */
export function isPlainText(text: string): boolean {
  return !needsDecoding.test(text);
}

const percent = /%(?:25){0,4}([0-9a-f]{2})/iy;
const entity =
  /&(?:amp;){0,3}(?:#(\d{1,7});|#x([0-9a-f]{1,6});|(amp|lt|gt|quot|apos|nbsp|commat|period|hyphen|dash|sol|lowbar|plus|lpar|rpar);)/iy;
const backslash = /\\{1,16}(?:u([0-9a-f]{4})|x([0-9a-f]{2})|([^ux]))/iy;
const entities: Readonly<Record<string, string>> = {
  ...{ amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ', commat: '@', period: '.' },
  ...{ hyphen: '-', dash: '-', sol: '/', lowbar: '_', plus: '+', lpar: '(', rpar: ')' },
};
const controls: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t', b: ' ', f: ' ' };

interface Decoded {
  readonly character: string;
  readonly end: number;
}

export function canonicalize(text: string): Canonical {
  const codes: number[] = [];
  const starts: number[] = [];
  const ends: number[] = [];
  let between = 0;
  const push = (code: number, start: number, end: number) => {
    if (code === 0) {
      between += 1;
      return;
    }
    if (between > mostBetween) {
      codes.push(barrier);
      starts.push(start);
      ends.push(start);
    }
    between = 0;
    codes.push(code === 1 ? barrier : code);
    starts.push(start);
    ends.push(end);
  };
  let position = 0;
  if (isPlainText(text)) {
    for (; position < text.length; position += 1)
      push(readPlain(text.charCodeAt(position)), position, position + 1);
    return { codes, starts, ends };
  }
  while (position < text.length) {
    const { character, end } = decode(text, position);
    if (character.length === 1 && character.charCodeAt(0) < 128) {
      push(readPlain(character.charCodeAt(0)), position, end);
    } else {
      const read = readCharacter(character).toLowerCase();
      for (let index = 0; index < read.length; index += 1) {
        const code = read.charCodeAt(index);
        push(code < 128 ? readPlain(code) : code, position, end);
      }
    }
    position = end;
  }
  return { codes, starts, ends };
}

/** A text with its escapes decoded, and otherwise as its reader sees it. */
export function makeDecoded(text: string): Readable {
  if (isPlainText(text)) return { text, origins: undefined };
  const parts: string[] = [];
  const origins: number[] = [];
  let position = 0;
  while (position < text.length) {
    const { character, end } = decode(text, position);
    const read = readCharacter(character);
    parts.push(read);
    for (let index = 0; index < read.length; index += 1) origins.push(position);
    position = end;
  }
  origins.push(position);
  return { text: parts.join(''), origins: Uint32Array.from(origins) };
}

function decode(text: string, position: number): Decoded {
  const code = text.charCodeAt(position);
  if (code === 37) return decodePercent(text, position) ?? { character: '%', end: position + 1 };
  if (code === 38) {
    const match = matchAt(entity, text, position);
    const [whole = '', decimal, hex, name = ''] = match ?? [];
    const character =
      decimal !== undefined || hex !== undefined
        ? toCharacter(decimal === undefined ? Number.parseInt(hex ?? '', 16) : Number(decimal))
        : entities[name.toLowerCase()];
    return match === null || character === undefined
      ? { character: '&', end: position + 1 }
      : { character, end: position + whole.length };
  }
  if (code === 92) {
    const match = matchAt(backslash, text, position);
    if (match === null) return { character: '\\', end: position + 1 };
    const [whole, unit, byte, single = ''] = match;
    const number = unit ?? byte;
    const character =
      number === undefined ? (controls[single] ?? single) : String.fromCharCode(Number.parseInt(number, 16));
    return { character, end: position + whole.length };
  }
  const character =
    code < 128 ? text.charAt(position) : String.fromCodePoint(text.codePointAt(position) ?? 32);
  return { character, end: position + character.length };
}

/** One character of up to four bytes. */
function decodePercent(text: string, position: number): Decoded | undefined {
  const bytes: number[] = [];
  let end = position;
  let length = 1;
  while (bytes.length < length) {
    const match = matchAt(percent, text, end);
    if (match === null) return undefined;
    const byte = Number.parseInt(match[1] ?? '', 16);
    if (bytes.length === 0) length = byte < 0xc0 ? 1 : byte < 0xe0 ? 2 : byte < 0xf0 ? 3 : 4;
    bytes.push(byte);
    end += match[0].length;
  }
  return { character: Buffer.from(bytes).toString('utf8').slice(0, 2), end };
}

function matchAt(pattern: RegExp, text: string, position: number): RegExpExecArray | null {
  pattern.lastIndex = position;
  return pattern.exec(text);
}

function toCharacter(code: number): string | undefined {
  return code <= 0x10ffff ? String.fromCodePoint(code) : undefined;
}
