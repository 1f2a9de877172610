/**
 * Values that are known to be personal, so that they are found again where neither a name nor a form tells, and in
 * whatever spelling: in a note of the same answer, or in another field that an agent wrote one to. Texts are read once,
 * as rows of codes (canonical.ts), by a search for all values at a time; dates are compared by what they mean.
 */

import { type Kind, normalizeValue } from '../kind.ts';
import { Automaton } from './automaton.ts';
import { type Canonical, canonicalize, isPlainText, readPlain } from './canonical.ts';
import { dropOverlaps } from './findings.ts';
import { countCharacters, FirstLook } from './first-look.ts';
import { KnownDates, type KnownFinding, type KnownValue, shortestDate } from './known-dates.ts';

export interface KnownValuesOptions {
  /** The oldest are forgotten. */
  readonly limit?: number;
  /** Also short values, mere names, values glued to letters and encoded ones, which may stand there by chance. */
  readonly strict?: boolean;
}

interface Entry extends KnownValue {
  readonly codes: readonly number[];
  readonly digits: number;
  readonly form: 'mixed' | 'short' | 'encoded';
}

interface Search {
  readonly automaton: Automaton;
  readonly entries: readonly Entry[];
  readonly wholes: ReadonlyMap<string, Entry>;
  /** How many codes the longest has. */
  readonly longest: number;
}

/** Of longer ones the beginning is looked for. */
const longestPattern = 128;
/** Fewer characters stand anywhere by chance. */
const fewestCharacters = 6;
/** The base64 of six bytes that begin anywhere in a group of three. */
const fewestEncoded = 8;
const zero = 48;

export class KnownValues {
  readonly #limit: number;
  readonly #strict: boolean;
  readonly #texts = new Map<string, Kind>();
  readonly #dates = new KnownDates();
  #shortest = Number.POSITIVE_INFINITY;
  #look: { readonly numbers: FirstLook; readonly names: FirstLook | undefined } | undefined;
  #search: Search | undefined;

  constructor({ limit = 10_000, strict = false }: KnownValuesOptions = {}) {
    this.#limit = limit;
    this.#strict = strict;
  }

  get isEmpty(): boolean {
    return this.#texts.size === 0;
  }

  /** No shorter text holds one. */
  get shortest(): number {
    return this.#shortest;
  }

  add(kind: Kind, text: string): void {
    const trimmed = text.trim();
    // Answers repeat themselves.
    if (this.#texts.has(trimmed)) return;
    const isDate = kind === 'birth_date' && this.#dates.add(kind, trimmed);
    const characters = countCharacters(trimmed);
    const tells = characters >= (kind === 'name' ? 2 : fewestCharacters);
    if (!tells && !isDate && !(this.#strict && characters > 2)) return;
    if (this.#texts.size >= this.#limit) this.#forgetOldest();
    this.#texts.set(trimmed, kind);
    // Without the leading zeros of a number.
    const shortest = trimmed.startsWith('0') ? Math.min(characters, fewestCharacters) : characters;
    this.#shortest = Math.min(this.#shortest, isDate ? shortestDate : shortest);
    this.#look = undefined;
    this.#search = undefined;
  }

  /** A text that is such a value and nothing else. */
  findWhole(text: string): KnownValue | undefined {
    return this.#findWhole(text.trim(), canonicalize(text));
  }

  findNumber(value: number): KnownValue | undefined {
    if (!Number.isInteger(value) || Math.abs(value) < (this.#strict ? 10_000 : 100_000)) return undefined;
    const text = String(value);
    return this.mayHold(text) ? this.findWhole(text) : undefined;
  }

  /** A first look, which most texts are done with after: false for a text that holds none. */
  mayHold(text: string): boolean {
    if (text.length < this.#shortest) return false;
    this.#look ??= this.#buildLook();
    const { numbers, names } = this.#look;
    if (numbers.mayHold(text) || this.#dates.mayHold(text)) return true;
    return names !== undefined && isProse(text) && names.mayHold(text);
  }

  /** Strictly all values are looked for in all texts, else names in sentences only. */
  #buildLook(): { readonly numbers: FirstLook; readonly names: FirstLook | undefined } {
    if (this.#strict) return { numbers: new FirstLook(this.#prepare().entries), names: undefined };
    const names: string[] = [];
    const numbers: string[] = [];
    for (const [text, kind] of this.#texts) (kind === 'name' ? names : numbers).push(text);
    return { numbers: new FirstLook(numbers), names: names.length === 0 ? undefined : new FirstLook(names) };
  }

  findIn(text: string): readonly KnownFinding[] {
    if (!this.mayHold(text)) return none;
    const dates = this.#dates.mayHold(text) ? this.#dates.findIn(text) : none;
    if (isPlainText(text) && !this.#mayEnd(text)) return this.#preferWhole(text, dates);
    const canonical = canonicalize(text);
    const whole = this.#findWhole(text.trim(), canonical);
    if (whole !== undefined) return [{ start: 0, end: text.length, kind: whole.kind, value: whole.text }];
    return dropOverlaps([...this.#findEntries(text, canonical), ...dates]);
  }

  #preferWhole(text: string, dates: readonly KnownFinding[]): readonly KnownFinding[] {
    const whole = dates.length === 0 ? undefined : this.#dates.findWhole(text.trim());
    return whole === undefined
      ? dropOverlaps(dates)
      : [{ start: 0, end: text.length, kind: whole.kind, value: whole.text }];
  }

  #findWhole(trimmed: string, { codes }: Canonical): KnownValue | undefined {
    const { wholes, longest } = this.#prepare();
    const stripped = stripZeros(codes);
    const entry = stripped.length > longest ? undefined : wholes.get(buildKey(stripped));
    const isThis =
      entry?.form === 'short' ? trimmed.length <= entry.text.length : this.#strict || entry?.kind !== 'name';
    return entry !== undefined && isThis ? entry : this.#dates.findWhole(trimmed);
  }

  /** Whether a value ends anywhere in a plain text, be it as a part of a longer one. */
  #mayEnd(text: string): boolean {
    const { automaton } = this.#prepare();
    let node = 0;
    for (let index = 0; index < text.length; index += 1) {
      const code = readPlain(text.charCodeAt(index));
      if (code === 0) continue;
      node = automaton.step(node, code);
      if (node !== 0 && automaton.findEnding(node) >= 0) return true;
    }
    return false;
  }

  #forgetOldest(): void {
    const [oldest] = this.#texts.keys();
    if (oldest === undefined) return;
    this.#texts.delete(oldest);
    this.#dates.delete(oldest);
  }

  #prepare(): Search {
    if (this.#search !== undefined) return this.#search;
    const wholes = new Map<string, Entry>();
    for (const [text, kind] of this.#texts) {
      const normalized = normalizeValue(kind, text);
      for (const spelling of normalized === text ? [text] : [text, normalized])
        addEntry(wholes, buildEntry(kind, text, spelling, this.#strict));
      if (this.#strict) for (const entry of buildEncoded(kind, text, normalized)) addEntry(wholes, entry);
    }
    const entries = [...wholes.values()];
    const automaton = new Automaton(entries.map(({ codes }) => codes.slice(0, longestPattern)));
    const longest = entries.reduce((most, { codes }) => Math.max(most, codes.length), 0);
    this.#search = { automaton, entries, wholes, longest };
    return this.#search;
  }

  #findEntries(text: string, canonical: Canonical): readonly KnownFinding[] {
    const { automaton, entries } = this.#prepare();
    const { codes } = canonical;
    const findings: KnownFinding[] = [];
    let node = 0;
    for (let index = 0; index < codes.length; index += 1) {
      node = automaton.step(node, codes[index] ?? 0);
      if (node === 0) continue;
      for (let each = automaton.findEnding(node); each > 0; each = automaton.nextEnding(each)) {
        const entry = entries[automaton.patternAt(each)];
        if (entry === undefined) continue;
        const start = index + 1 - Math.min(longestPattern, entry.codes.length);
        const found = this.#accept(text, canonical, entry, start, index);
        if (found === undefined) continue;
        findings.push(found);
        // What is shorter lies within.
        break;
      }
    }
    return findings;
  }

  #accept(
    text: string,
    canonical: Canonical,
    entry: Entry,
    first: number,
    last: number,
  ): KnownFinding | undefined {
    const { codes, starts, ends } = canonical;
    const { kind, form } = entry;
    let [from, to] = [first, last];
    while (to - from + 1 < entry.codes.length && codes[to + 1] === entry.codes[to - from + 1]) to += 1;
    if (form === 'encoded') return this.#extend(text, entry, starts[from] ?? 0, ends[to] ?? 0);
    // An account's number with zeros in front is the same.
    while (isDigit(codes[from] ?? 0) && codes[from - 1] === zero && isAdjacent(canonical, from)) from -= 1;
    const left = isAdjacent(canonical, from) ? (codes[from - 1] ?? 0) : 0;
    const right = isAdjacent(canonical, to + 1) ? (codes[to + 1] ?? 0) : 0;
    const mayBeGlued = this.#strict && entry.digits >= 4 && form !== 'short' && kind !== 'email';
    const isPart = mayBeGlued ? isSameNumber : isSameWord;
    if (isPart(left, codes[from] ?? 0) || isPart(codes[to] ?? 0, right)) return undefined;
    const end = ends[to] ?? 0;
    let start = starts[from] ?? 0;
    if (entry.text.startsWith('+'))
      start -= /(?:\+|%(?:25)?2b)$/i.exec(text.slice(Math.max(0, start - 5), start))?.[0].length ?? 0;
    if (form === 'short' && !isWholeWord(text, start, end, entry.text.length)) return undefined;
    if (kind === 'name' && !this.#mayBeName(text, entry.text, start)) return undefined;
    return { start, end, kind, value: entry.text };
  }

  /** A surname such as "Review" is also a word of outcomes and states; sentences are where people are named. */
  #mayBeName(text: string, name: string, start: number): boolean {
    if (!this.#strict && !isProse(text)) return false;
    if (this.#strict && name.length >= 5) return true;
    // "may" and "will" are names in capitals only.
    const [given, found] = [name.charAt(0), text.charAt(start)];
    return given === found || given.toLowerCase() === given || found.toLowerCase() !== found;
  }

  #extend(text: string, { kind, text: value }: Entry, from: number, to: number): KnownFinding {
    let [start, end] = [from, to];
    while (start > 0 && from - start < 64 && /[A-Za-z0-9+]/.test(text.charAt(start - 1))) start -= 1;
    while (end < text.length && end - to < 64 && /[A-Za-z0-9+=]/.test(text.charAt(end))) end += 1;
    return { start, end, kind, value };
  }
}

const none: readonly KnownFinding[] = [];

/** Four words or more. */
function isProse(text: string): boolean {
  const first = text.indexOf(' ');
  const second = first < 0 ? first : text.indexOf(' ', first + 1);
  return second >= 0 && text.indexOf(' ', second + 1) >= 0;
}

function addEntry(entries: Map<string, Entry>, entry: Entry | undefined): void {
  if (entry === undefined) return;
  const key = buildKey(entry.codes);
  if (!entries.has(key)) entries.set(key, entry);
}

function buildEntry(kind: Kind, text: string, spelling: string, strict: boolean): Entry | undefined {
  const codes = stripZeros(canonicalize(spelling).codes);
  const digits = codes.filter(isDigit).length;
  const characters = codes.filter(isLetterOrDigit).length;
  const tells = characters >= (kind === 'name' ? 2 : fewestCharacters);
  if (!tells && !(strict && characters > 2)) return undefined;
  return { kind, text, codes, digits, form: tells ? 'mixed' : 'short' };
}

/** Base64, whose characters depend on where a value begins in a group of three bytes, and hexadecimal. */
function buildEncoded(kind: Kind, text: string, normalized: string): readonly Entry[] {
  return [...new Set([text, normalized])].flatMap((spelling) => {
    const bytes = Buffer.from(spelling);
    const cores = [0, 1, 2].map((offset) => {
      const all = Buffer.concat([Buffer.alloc(offset), bytes]);
      const first = offset === 0 ? 0 : offset + 1;
      return all.toString('base64').slice(first, Math.floor((all.length * 8) / 6));
    });
    return [...cores, bytes.toString('hex')]
      .map((core) => canonicalize(core).codes)
      .filter((codes) => codes.length >= fewestEncoded)
      .map((codes) => ({ kind, text, codes, digits: 0, form: 'encoded' }) as const);
  });
}

function buildKey(codes: readonly number[]): string {
  let key = '';
  for (const code of codes) key += String.fromCharCode(code);
  return key;
}

/** Of digits alone, those behind the leading zeros, unless few are left. */
function stripZeros(codes: readonly number[]): readonly number[] {
  if (codes[0] !== zero || !codes.every(isDigit)) return codes;
  const first = codes.findIndex((code) => code !== zero);
  return first > 0 && codes.length - first >= fewestCharacters ? codes.slice(first) : codes;
}

function isAdjacent({ starts, ends }: Canonical, index: number): boolean {
  return index > 0 && index < starts.length && starts[index] === ends[index - 1];
}

function isDigit(code: number): boolean {
  return code >= 48 && code <= 57;
}

function isLetterOrDigit(code: number): boolean {
  return isDigit(code) || (code >= 97 && code <= 122) || code >= 128;
}

const isSameNumber = (left: number, right: number) => isDigit(left) && isDigit(right);
const isSameWord = (left: number, right: number) => isLetterOrDigit(left) && isLetterOrDigit(right);

/** A short one counts where it stands by itself: not spread over words, nor as a part of a date or amount. */
function isWholeWord(text: string, start: number, end: number, length: number): boolean {
  if (end - start > length) return false;
  return (
    !/\d[-.,:/]$/.test(text.slice(Math.max(0, start - 2), start)) &&
    !/^[-.,:/]\d/.test(text.slice(end, end + 2))
  );
}
