/**
 * Values that are known to be personal, so that they are found again where neither a name nor a form tells: in a note
 * of the same answer, or in another field that an agent wrote one to. Texts are read once, run of letters and digits by
 * run; only a run that some known value begins with is looked at closer.
 */

import { isObject } from '../base/values.ts';
import { classifyKey } from './classify-key.ts';
import { type Kind, normalizeValue } from './kind.ts';
import { isTokenOrMoment } from './plausible.ts';
import { renameMembers, replaceFindings } from './protection.ts';
import { dropOverlaps, type Finding } from './text-patterns.ts';

const longestRun = 64;

export interface KnownValuesOptions {
  /** The oldest are forgotten. */
  readonly limit?: number;
  /** Whole values are found even where they are short or a mere name, which may stand elsewhere by chance. */
  readonly strict?: boolean;
}

/** Made for most answers, so a class: closures and accessors would be made anew each time. */
export class KnownValues {
  readonly #limit: number;
  readonly #strict: boolean;
  /** Those that are only found as a whole. */
  readonly #wholes = new Map<string, Kind>();
  readonly #kinds = new Map<string, Kind>();
  readonly #byFirstRun = new Map<string, Set<string>>();
  /** A bit for each length and first character of a run, modulo 32: most runs of a text are told apart by them. */
  #lengths = 0;
  #firstCharacters = 0;
  #shortest = Number.POSITIVE_INFINITY;

  constructor({ limit = 10_000, strict = false }: KnownValuesOptions = {}) {
    this.#limit = limit;
    this.#strict = strict;
  }

  get isEmpty(): boolean {
    return this.#kinds.size + this.#wholes.size === 0;
  }

  /** No shorter text holds one. */
  get shortest(): number {
    return this.#shortest;
  }

  add(kind: Kind, text: string): void {
    const trimmed = text.trim();
    // Answers repeat themselves.
    if (this.#kinds.has(trimmed)) return;
    const tells = isTelling(kind, trimmed);
    if (this.#strict && trimmed.length > 2 && (kind === 'name' || !tells)) {
      if (this.#wholes.size >= this.#limit) deleteOldest(this.#wholes);
      this.#wholes.set(trimmed, kind);
      this.#shortest = Math.min(this.#shortest, trimmed.length);
    }
    if (!tells) return;
    this.#addText(kind, trimmed);
    const normalized = normalizeValue(kind, trimmed);
    if (normalized !== trimmed) this.#addText(kind, normalized);
  }

  /** The kind of a text that is such a value and nothing else. */
  findWhole(text: string): Kind | undefined {
    const kind = this.#kinds.get(text);
    return kind === undefined || kind === 'name' ? this.#wholes.get(text) : kind;
  }

  findIn(text: string): readonly Finding[] {
    const { length } = text;
    const lengths = this.#lengths;
    const firstCharacters = this.#firstCharacters;
    let findings: Finding[] | undefined;
    let start = -1;
    for (let index = 0; index <= length; index += 1) {
      if (index < length && isLetterOrDigit(text.charCodeAt(index))) {
        if (start < 0) start = index;
        continue;
      }
      if (start < 0) continue;
      const size = index - start;
      const mayBegin = lengths & buildBit(size) && firstCharacters & buildBit(text.charCodeAt(start));
      if (mayBegin && size <= longestRun) {
        findings ??= [];
        this.#findAt(text, text.slice(start, index), start, findings);
      }
      start = -1;
    }
    return findings === undefined ? none : dropOverlaps(findings);
  }

  #addText(kind: Kind, text: string): void {
    if (this.#kinds.has(text)) return;
    const run = readFirstRun(text);
    if (run === undefined || run.length > longestRun) return;
    if (this.#kinds.size >= this.#limit) {
      const oldest = deleteOldest(this.#kinds);
      if (oldest !== undefined) this.#byFirstRun.get(readFirstRun(oldest) ?? '')?.delete(oldest);
    }
    this.#kinds.set(text, kind);
    this.#shortest = Math.min(this.#shortest, text.length);
    const others = this.#byFirstRun.get(run);
    if (others === undefined) this.#byFirstRun.set(run, new Set([text]));
    else others.add(text);
    this.#lengths |= buildBit(run.length);
    this.#firstCharacters |= buildBit(run.charCodeAt(0));
  }

  #findAt(text: string, run: string, start: number, findings: Finding[]): void {
    for (const candidate of this.#byFirstRun.get(run) ?? []) {
      // A known value may begin with something else than its first run: "+1202...", "(202) ...".
      const lead = candidate.indexOf(run);
      const from = start - lead;
      const to = from + candidate.length;
      const kind = this.#kinds.get(candidate);
      if (from < 0 || kind === undefined || !text.startsWith(candidate, from)) continue;
      if (isLetterOrDigit(text.charCodeAt(from - 1)) || isLetterOrDigit(text.charCodeAt(to))) continue;
      if (kind === 'name' && !isProse(text)) continue;
      findings.push({ start: from, end: to, kind });
    }
  }
}

const none: readonly Finding[] = [];

const readFirstRun = (text: string) => /[A-Za-z0-9]+/.exec(text)?.[0];

function deleteOldest(map: Map<string, unknown>): string | undefined {
  const [oldest] = map.keys();
  if (oldest !== undefined) map.delete(oldest);
  return oldest;
}

const buildBit = (number: number) => 1 << (number & 31);

function isLetterOrDigit(code: number): boolean {
  return (code >= 48 && code <= 57) || (code >= 97 && code <= 122) || (code >= 65 && code <= 90);
}

/** Too short ones would be found everywhere by chance. */
function isTelling(kind: Kind, text: string): boolean {
  if (kind === 'name') return text.length >= 2;
  return text.replace(/[^\p{L}\d]/gu, '').length >= 6;
}

/** A surname such as "Review" is also a word of outcomes and states; sentences are where people are named. */
function isProse(text: string): boolean {
  return text.split(' ', 4).length === 4;
}

// The second pass over an answer: values that are known by now, wherever else they stand.

const standIn = /(pii:[a-z_]+:[A-Za-z0-9_-]{20,})/;
const deepest = 110;

export function replaceKnown(
  value: unknown,
  known: KnownValues,
  replace: (kind: Kind, text: string) => string,
  depth = 0,
): unknown {
  if (typeof value === 'string') return replaceInText(value, known, replace);
  if (typeof value === 'number') {
    if (!Number.isInteger(value) || value < 100_000) return value;
    const kind = known.findWhole(String(value));
    return kind === undefined ? value : replace(kind, String(value));
  }
  if (typeof value !== 'object' || value === null || depth > deepest) return value;
  if (Array.isArray(value)) {
    let copy: unknown[] | undefined;
    for (let index = 0; index < value.length; index += 1) {
      const changed = replaceKnown(value[index], known, replace, depth + 1);
      if (changed === value[index]) continue;
      copy ??= value.slice();
      copy[index] = changed;
    }
    return copy ?? value;
  }
  if (!isObject(value)) return value;
  let copy: Record<string, unknown> | undefined;
  let renamed: Map<string, string> | undefined;
  for (const name in value) {
    const member = value[name];
    if (member !== null && typeof member !== 'boolean') {
      const changed = replaceKnown(member, known, replace, depth + 1);
      if (changed !== member) {
        copy ??= { ...value };
        copy[name] = changed;
      }
    }
    // Names of fields are words; those that are values have digits.
    if (name.length < known.shortest || !classifyKey(name).hasDigits) continue;
    const other = replaceInText(name, known, replace);
    if (other !== name) {
      renamed ??= new Map();
      renamed.set(name, other);
    }
  }
  return renamed === undefined ? (copy ?? value) : renameMembers(copy ?? value, renamed);
}

function replaceInText(
  text: string,
  known: KnownValues,
  replace: (kind: Kind, text: string) => string,
): string {
  if (text.length < known.shortest || isTokenOrMoment(text)) return text;
  const kind = known.findWhole(text);
  if (kind !== undefined) return replace(kind, text);
  if (text.includes('pii:'))
    return text
      .split(standIn)
      .map((part, index) => (index % 2 === 1 ? part : replaceInPart(part, known, replace)))
      .join('');
  return replaceInPart(text, known, replace);
}

function replaceInPart(
  text: string,
  known: KnownValues,
  replace: (kind: Kind, text: string) => string,
): string {
  const findings = known.findIn(text);
  return findings.length === 0 ? text : replaceFindings(text, findings, replace);
}
