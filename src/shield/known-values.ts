/**
 * Values that are known to be personal, so that they are found again where neither a name nor a form tells: in a note
 * of the same answer, or in another field that an agent wrote one to. Texts are read once, run of letters and digits by
 * run; only a run that some known value begins with is looked at closer.
 */
import type { Kind } from './kind.ts';
import { normalizeValue } from './normalize-value.ts';
import { dropOverlaps, type Finding } from './text-patterns.ts';

export interface KnownValues {
  readonly size: number;
  /** No shorter text holds one. */
  readonly shortest: number;
  add(kind: Kind, text: string): void;
  /** The kind of a text that is such a value and nothing else. */
  findWhole(text: string): Kind | undefined;
  findIn(text: string): readonly Finding[];
}

const longestRun = 64;

export interface KnownValuesOptions {
  /** The oldest are forgotten. */
  readonly limit?: number;
  /** Whole values are found even where they are short or a mere name, which may stand elsewhere by chance. */
  readonly strict?: boolean;
}

export function createKnownValues({ limit = 10_000, strict = false }: KnownValuesOptions = {}): KnownValues {
  /** Those that are only found as a whole. */
  const wholes = new Map<string, Kind>();
  const kinds = new Map<string, Kind>();
  const byFirstRun = new Map<string, Set<string>>();
  /** A bit for each length and first character of a run, modulo 32: most runs of a text are told apart by them. */
  let lengths = 0;
  let firstCharacters = 0;
  let shortest = Number.POSITIVE_INFINITY;

  function addText(kind: Kind, text: string): void {
    if (kinds.has(text)) return;
    const [run] = /[A-Za-z0-9]+/.exec(text) ?? [];
    if (run === undefined || run.length > longestRun) return;
    const [oldest] = kinds.keys();
    if (kinds.size >= limit && oldest !== undefined) {
      kinds.delete(oldest);
      byFirstRun.get(/[A-Za-z0-9]+/.exec(oldest)?.[0] ?? '')?.delete(oldest);
    }
    kinds.set(text, kind);
    shortest = Math.min(shortest, text.length);
    const others = byFirstRun.get(run);
    if (others === undefined) byFirstRun.set(run, new Set([text]));
    else others.add(text);
    lengths |= buildBit(run.length);
    firstCharacters |= buildBit(run.charCodeAt(0));
  }

  function findAt(text: string, run: string, start: number, findings: Finding[]): void {
    for (const candidate of byFirstRun.get(run) ?? []) {
      // A known value may begin with something else than its first run: "+1202...", "(202) ...".
      const lead = candidate.indexOf(run);
      const from = start - lead;
      const to = from + candidate.length;
      const kind = kinds.get(candidate);
      if (from < 0 || kind === undefined || !text.startsWith(candidate, from)) continue;
      if (isLetterOrDigit(text.charCodeAt(from - 1)) || isLetterOrDigit(text.charCodeAt(to))) continue;
      if (kind === 'name' && !isProse(text)) continue;
      findings.push({ start: from, end: to, kind });
    }
  }

  return {
    get size() {
      return kinds.size + wholes.size;
    },
    get shortest() {
      return shortest;
    },
    add(kind, text) {
      const trimmed = text.trim();
      // Answers repeat themselves.
      if (kinds.has(trimmed)) return;
      if (strict && trimmed.length > 2 && (kind === 'name' || !isTelling(kind, trimmed))) {
        const [oldest] = wholes.keys();
        if (wholes.size >= limit && oldest !== undefined) wholes.delete(oldest);
        wholes.set(trimmed, kind);
        shortest = Math.min(shortest, trimmed.length);
      }
      if (!isTelling(kind, trimmed)) return;
      addText(kind, trimmed);
      const normalized = normalizeValue(kind, trimmed);
      if (normalized !== trimmed) addText(kind, normalized);
    },
    findWhole(text) {
      const kind = kinds.get(text);
      return kind === undefined || kind === 'name' ? wholes.get(text) : kind;
    },
    findIn(text) {
      const { length } = text;
      const findings: Finding[] = [];
      let start = -1;
      for (let index = 0; index <= length; index += 1) {
        if (index < length && isLetterOrDigit(text.charCodeAt(index))) {
          if (start < 0) start = index;
          continue;
        }
        if (start < 0) continue;
        const size = index - start;
        const mayBegin = lengths & buildBit(size) && firstCharacters & buildBit(text.charCodeAt(start));
        if (mayBegin && size <= longestRun) findAt(text, text.slice(start, index), start, findings);
        start = -1;
      }
      return dropOverlaps(findings);
    },
  };
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
