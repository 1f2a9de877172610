/** Numbers of a text, found in one pass, and which of them have the form that a kind of number needs. */

import type { Kind } from '../kind.ts';
import { readDates } from './dates.ts';
import { isCardNumber, isRoutingNumber } from './number-forms.ts';

/** Where each run of digits begins and ends. */
export interface DigitRuns {
  readonly starts: readonly number[];
  readonly ends: readonly number[];
  /** Of all together. */
  readonly digits: number;
}

export type Span = readonly [start: number, end: number];

const zero = 48;

export function findDigitRuns(text: string): DigitRuns {
  const starts: number[] = [];
  const ends: number[] = [];
  let isInside = false;
  let digits = 0;
  for (let index = 0; index <= text.length; index += 1) {
    const digit = text.charCodeAt(index) - zero;
    const isDigit = digit >= 0 && digit <= 9;
    if (isDigit) digits += 1;
    if (isDigit === isInside) continue;
    if (isDigit) starts.push(index);
    else ends.push(index);
    isInside = isDigit;
  }
  return { starts, ends, digits };
}

const between = /^[-./_ :|,*()]{0,3}$/;
const closeBetween = /^[ -]?$/;

/** Runs from one on that together have so many digits, with little between them. */
export function joinRuns(
  text: string,
  { starts, ends }: DigitRuns,
  first: number,
  accept: (digits: number) => boolean,
  most: number,
  gap: RegExp = between,
): Span | undefined {
  let digits = 0;
  let found: Span | undefined;
  for (let index = first; index < starts.length && index < first + 20; index += 1) {
    const start = starts[index] ?? 0;
    const end = ends[index] ?? 0;
    if (index > first) {
      const from = ends[index - 1] ?? 0;
      if (start - from > 3 || !gap.test(text.slice(from, start))) break;
    }
    digits += end - start;
    if (digits > most) break;
    if (accept(digits)) found = [starts[first] ?? 0, end];
  }
  return found;
}

const fewestOfCard = 13;

const isLetter = (character: string) => /[A-Za-z]/.test(character);

/** Numbers that their form alone tells. */
export function findByForm(
  text: string,
  runs: DigitRuns,
  index: number,
): { span: Span; kind: Kind } | undefined {
  const { starts, ends } = runs;
  const start = starts[index] ?? 0;
  const length = (ends[index] ?? 0) - start;
  if (length === 3) {
    const span = readHyphened(text, runs, index);
    if (span !== undefined) return { span, kind: 'ssn' };
  }
  if (length === 2) {
    const end = ends[index + 1] ?? 0;
    const isEin = end - start === 10 && text.charAt(start + 2) === '-' && starts[index + 1] === start + 3;
    if (isEin && !/[\w.+/-]$/.test(before(text, start, 1)) && !/^-?\w/.test(text.slice(end, end + 2)))
      return { span: [start, end], kind: 'ein' };
  }
  const card = runs.digits < fewestOfCard ? undefined : findCard(text, runs, index);
  return card === undefined ? undefined : { span: card, kind: 'card' };
}

function before(text: string, position: number, count: number): string {
  return text.slice(Math.max(0, position - count), position);
}

/** 3-2-4 digits with one sign between: hyphens tell it also where letters or underscores stand beside. */
function readHyphened(text: string, { starts, ends }: DigitRuns, index: number): Span | undefined {
  const start = starts[index] ?? 0;
  const end = start + 11;
  if (ends[index + 2] !== end || starts[index + 1] !== start + 4 || starts[index + 2] !== start + 7)
    return undefined;
  const sign = text.charAt(start + 3);
  if (ends[index + 1] !== start + 6 || text.charAt(start + 6) !== sign || !/[-. ]/.test(sign))
    return undefined;
  const left = before(text, start, 2);
  const right = text.slice(end, end + 2);
  if (/\d[-.]$/.test(left) || /^[-.]?\d/.test(right)) return undefined;
  if (sign !== '-' && (/[\w.+]$/.test(left) || /^-?\w/.test(right))) return undefined;
  return left.endsWith('+') ? undefined : [start, end];
}

/** The longest stretch of whole runs that is a card: its security code may stand right behind it. */
function findCard(text: string, runs: DigitRuns, index: number): Span | undefined {
  const { starts, ends } = runs;
  const start = starts[index] ?? 0;
  const left = before(text, start, 2);
  if (/[\w.+]$/.test(left)) return undefined;
  let digits = '';
  let found: Span | undefined;
  let gaps = '';
  for (let at = index; at < starts.length && at < index + 19; at += 1) {
    const from = starts[at] ?? 0;
    if (at > index) {
      const gap = text.slice(ends[at - 1] ?? 0, Math.min(from, (ends[at - 1] ?? 0) + 4));
      if (!/^(?:[ -]|[._ ]{1,2}|)$/.test(gap)) break;
      gaps += gap;
    }
    digits += text.slice(from, Math.min(ends[at] ?? 0, from + 20));
    if (digits.length > 19) break;
    const end = ends[at] ?? 0;
    if (digits.length < 13 || !isCardNumber(digits)) continue;
    // Other signs than a space or hyphen tell a card where its groups are those of one.
    const isUsual =
      /^(?:[ -]?|(?: |-){1,18})$/.test(gaps) ||
      at - index === 3 ||
      (at - index === 2 && digits.length === 15);
    if (isUsual && !/^(?:[A-Za-z_]|\.\d)/.test(text.slice(end, end + 2))) found = [start, end];
  }
  return found;
}

/** What may be a number of that kind, where words around say that one is there. */
export function findNumber(
  text: string,
  runs: DigitRuns,
  index: number,
  kind: Kind,
  strong: boolean,
): Span | undefined {
  const start = runs.starts[index] ?? 0;
  switch (kind) {
    case 'ssn':
    case 'ein':
      return joinRuns(text, runs, index, (digits) => digits === 9, 9);
    case 'routing': {
      const span = joinRuns(text, runs, index, (digits) => digits === 9 || digits === 8 || digits === 6, 9);
      const digits = span === undefined ? '' : text.slice(...span).replace(/\D/g, '');
      return digits.length !== 9 || isRoutingNumber(digits) ? span : undefined;
    }
    case 'card':
      return joinRuns(text, runs, index, (digits) => digits >= 12, 19);
    case 'account': {
      const span =
        joinRuns(text, runs, index, (digits) => digits >= (strong ? 5 : 7), 18, closeBetween) ??
        (strong ? readToken(text, start) : undefined);
      return span === undefined || isAmount(text, span) || isDate(text, span) ? undefined : span;
    }
    case 'phone':
      return joinRuns(text, runs, index, (digits) => digits >= 10, 15);
    case 'secret': {
      const end = runs.ends[index] ?? 0;
      return end - start >= 3 && end - start <= 8 && !isLetter(text.charAt(end)) ? [start, end] : undefined;
    }
    case 'tax_id':
    case 'national_id':
    case 'passport':
    case 'license':
    case 'id_card':
    case 'document': {
      const span = readToken(text, start);
      return span === undefined || isDate(text, span) ? undefined : span;
    }
    default:
      return undefined;
  }
}

function isAmount(text: string, [start, end]: Span): boolean {
  return (
    /[$€£¥] ?$/.test(before(text, start, 2)) ||
    /^(?:[.,]\d|,\d{3}| ?(?:usd|eur|gbp|dollars)\b)/i.test(text.slice(end, end + 9))
  );
}

function isDate(text: string, [start, end]: Span): boolean {
  const found = text.slice(start, end);
  const behind = text.slice(start, start + 10);
  return (
    readDates(found).length > 0 ||
    /^(?:19|20)\d\d[-/.]\d\d?[-/.]\d\d?/.test(behind) ||
    // `IMG-2026-0115`
    /-(?:19|20)\d\d-?(?:0[1-9]|1[0-2])-?[0-3]\d(?!\d)/.test(found)
  );
}

const atom = /[A-Za-z0-9]{1,24}/y;
/** Before a part behind a space: one that has digits, or a check letter at the end. */
const nextPart = /[-/](?=[A-Za-z0-9])|\.(?=\d)|[ ](?=[A-Za-z]{0,2}\d{2}|[A-Z](?![A-Za-z0-9]))/y;

/** Letters and digits around a position, which parts with digits may follow: `D123-4567`, `AB 12 34 56 C`. */
function readToken(text: string, position: number): Span | undefined {
  let start = position;
  while (start > 0 && position - start < 16 && /[A-Za-z0-9]/.test(text.charAt(start - 1))) start -= 1;
  if (start > 1 && text.charAt(start - 1) === '-' && isLetter(text.charAt(start - 2)))
    for (start -= 1; start > 0 && position - start < 16 && isLetter(text.charAt(start - 1)); ) start -= 1;
  if (start === position)
    start -= /(?<![A-Za-z0-9])[A-Z]{1,3} $/.exec(before(text, start, 5))?.[0].length ?? 0;
  let end = start;
  let found: Span | undefined;
  for (let part = 0; part < 8; part += 1) {
    atom.lastIndex = end;
    const match = atom.exec(text);
    if (match === null) break;
    end += match[0].length;
    if (end - start > 28) break;
    if (isNumberOfDocument(text.slice(start, end))) found = [start, end];
    nextPart.lastIndex = end;
    if (!nextPart.test(text)) break;
    end += 1;
  }
  // A part may go on in letters that make a word of it: `v2-2024-final`.
  return found !== undefined && /^[A-Za-z0-9]|^-[A-Za-z]/.test(text.slice(found[1], found[1] + 2))
    ? undefined
    : found;
}

function isNumberOfDocument(text: string): boolean {
  const packed = text.replace(/[^A-Za-z0-9]/g, '');
  const digits = packed.replace(/\D/g, '').length;
  if (packed.length < 6 || packed.length > 18 || digits < 3) return false;
  return digits * 2 >= packed.length || packed === packed.toUpperCase();
}
