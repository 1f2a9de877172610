/**
 * Alloy's JSON -> a value that keeps what was sent: numbers that JavaScript cannot hold exactly (integers beyond 2^53,
 * more digits than a double has) become texts of their digits. A member named twice counts once, with its last value;
 * `__proto__` is a name like any other.
 */

import { isAscii, isUtf8 } from 'node:buffer';
import { isContainer } from './values.ts';

const decoder = new TextDecoder('utf-8', { fatal: true });

/** Below these levels the shield for personal data would let nothing through; Alloy's own records stay below 30. */
export const deepest = 100;
/** Several times the largest that Alloy's records come to; more would keep every other call waiting for seconds. */
const maxBytes = 16 * 1024 * 1024;

/** Bytes of UTF-8 -> text, or undefined when they are none, or more than are read. */
export function decodeText(bytes: Uint8Array): string | undefined {
  if (bytes.length > maxBytes) return undefined;
  // Most answers are, and it takes a fraction of the time.
  if (isAscii(bytes)) return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).toString('latin1');
  return isUtf8(bytes) ? decoder.decode(bytes) : undefined;
}

/** Bytes of an answer -> JSON value, or undefined when they are none: not UTF-8, not whole JSON, or nested too deep. */
export function parseJson(bytes: Uint8Array): unknown {
  const text = decodeText(bytes);
  return text === undefined ? undefined : parseJsonText(text);
}

/** Why the bytes of an answer are no JSON that this server takes. */
export function explainNoJson(bytes: Uint8Array): string {
  if (bytes.length > maxBytes) return `are more than the ${maxBytes} that are read; ask for less at once`;
  if (!isUtf8(bytes)) return 'are not UTF-8';
  try {
    JSON.parse(decoder.decode(bytes));
  } catch {
    return 'are not whole JSON';
  }
  return `are nested deeper than ${deepest} levels`;
}

export function parseJsonText(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    if (isDeeper(value, deepest)) return undefined;
    if (!mayHoldInexact(text) || !suspicious.test(text)) return value;
    return JSON.parse(text.replaceAll(tokens, quoteInexact));
  } catch {
    return undefined;
  }
}

/** Whether objects and arrays of a JSON value are nested deeper than that. Itself it goes no deeper. */
function isDeeper(value: unknown, levels: number): boolean {
  if (!isContainer(value)) return false;
  if (levels === 0) return true;
  if (Array.isArray(value)) {
    for (const item of value) {
      if (typeof item === 'object' && isDeeper(item, levels - 1)) return true;
    }
    return false;
  }
  const members = value as Readonly<Record<string, unknown>>;
  for (const name in members) {
    const member = members[name];
    if (typeof member === 'object' && isDeeper(member, levels - 1)) return true;
  }
  return false;
}

/** As many digits as a double may not hold, or a power of ten, anywhere in a text: a first look, which most end with. */
function mayHoldInexact(json: string): boolean {
  let digits = 0;
  for (let index = 0; index < json.length; index += 1) {
    const code = json.charCodeAt(index);
    if (isDigit(code) || code === point) {
      digits += 1;
      if (digits === 16) return true;
    } else {
      if (digits > 0 && (code === smallE || code === capitalE)) {
        const next = json.charCodeAt(index + 1);
        if (isDigit(next) || next === plus || next === minus) return true;
      }
      digits = 0;
    }
  }
  return false;
}

const plus = 43;
const minus = 45;
const point = 46;
const capitalE = 69;
const smallE = 101;
const isDigit = (code: number) => code >= 48 && code <= 57;

/** Finds all numbers that may be inexact, and little else, far faster than a look at each number. */
const suspicious = /[:,[\s]-?(?:[\d.]{16}|[\d.]+[eE][+-]?\d\d)|^-?\d/;
/** Strings, which stay as they are, and numbers. One without an end is one too, or its rest would be searched again. */
const tokens = /"[^"\\]*(?:\\[\s\S][^"\\]*)*"?|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g;

const quoteInexact = (token: string) => (token.startsWith('"') || isExact(token) ? token : `"${token}"`);

/** Whether a double holds the number that a text writes down, digit for digit. */
export function isExact(text: string): boolean {
  const value = Number(text);
  if (!Number.isFinite(value) || (Number.isInteger(value) && !Number.isSafeInteger(value))) return false;
  return normalise(text) === normalise(String(value));
}

/** The same for all ways to write one number: its digits without zeros around them, and the power of ten. */
function normalise(text: string): string {
  const [, sign = '', whole = '', fraction = '', power = '0'] =
    /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/.exec(text) ?? [];
  const digits = (whole + fraction).replace(/^0+/, '');
  const significant = digits.replace(/(?<!0)0+$/, '');
  if (significant === '') return '0';
  return `${sign}${significant}e${Number(power) - fraction.length + digits.length - significant.length}`;
}
