/** What protecting one answer needs: which kinds are on, how a value is replaced, and what was found so far. */
import type { Members } from '../base/values.ts';
import { isAboutContact, type Kind } from './kind.ts';
import type { Finding } from './texts/findings.ts';

/** Order is kept; a name that two members would share is told apart. fromEntries also takes a member `__proto__`. */
export function renameMembers(record: Members, renamed: ReadonlyMap<string, string>): Members {
  const taken = new Set<string>();
  const entries = Object.entries(record).map(([name, value]) => {
    const wanted = renamed.get(name) ?? name;
    let chosen = wanted;
    for (let count = 2; taken.has(chosen); count += 1) chosen = `${wanted} (${count})`;
    taken.add(chosen);
    return [chosen, value] as const;
  });
  return Object.fromEntries(entries);
}

interface FoundValue {
  readonly kind: Kind;
  readonly text: string;
  /** What stands for it. */
  readonly shown: string;
}

/** What looking through one answer may cost. */
export interface Work {
  /** Leaves that were visited, and characters that costly searches looked at. */
  units: number;
  readonly limit: number;
  /** Whether something was left out because the limit was reached. */
  withheld: boolean;
}

export interface Protection {
  /** By kind: whether its class is protected at all. */
  readonly active: Readonly<Record<Kind, boolean>>;
  /** Whether texts without a digit have to be looked at too. */
  readonly needsLetters: boolean;
  /** The last digits alone are what a mask shows, so they may stay. */
  showsLastDigits(kind: Kind): boolean;
  /** The mask or stand-in of a value. */
  replace(kind: Kind, text: string): string;
  /** Whether what stands for a value stands for it everywhere in the answer. */
  reuses(kind: Kind, text: string): boolean;
  /** Told where the walk is, where what stands for a value depends on its record: into a list's item, an object, out. */
  enterItem?(index: number): void;
  enterRecord?(members: Members): void;
  leave?(): void;
  /** Values that fields held, to be replaced elsewhere in the same answer. */
  readonly found: FoundValue[];
  /** What was left as it is and may hold one of them. */
  readonly left: (string | number)[];
  /** How many of `found` the call had sent: set once its arguments were looked at. */
  sent?: number;
  readonly work: Work;
  /** Containers that were protected already, in slices. */
  done?: Map<object, unknown>;
}

/** Some seconds, in slices; tens of megabytes of an ordinary answer. */
const mostWork = 20_000_000;

export function createWork(limit = mostWork): Work {
  return { units: 0, limit, withheld: false };
}

/** `staff`: about somebody who works with Alloy, whose contact and name stay. */
export function isActive({ active }: Protection, kind: Kind, staff: boolean): boolean {
  return active[kind] && !(staff && isAboutContact(kind));
}

/** The mask or stand-in of a value, which is looked for elsewhere from now on. */
export function replaceFound(protection: Protection, kind: Kind, text: string): string {
  const again = findShown(protection, kind, text);
  if (again !== undefined) return again;
  const shown = protection.replace(kind, text);
  protection.found.push({ kind, text, shown });
  return shown;
}

/** Answers say most things twice: as they were supplied, and as Alloy wrote them. */
const mostRecent = 8;

/** What stands for the value, when it is one of the last that were found. */
export function findShown(protection: Protection, kind: Kind, text: string): string | undefined {
  const { found } = protection;
  const end = Math.max(0, found.length - mostRecent);
  for (let index = found.length - 1; index >= end; index -= 1) {
    const each = found[index];
    if (each !== undefined && each.text === text && each.kind === kind)
      return protection.reuses(kind, text) ? each.shown : undefined;
  }
  return undefined;
}

/** The text with each finding replaced; they must not overlap and stand in order. */
export function replaceFindings<Each extends Finding>(
  text: string,
  findings: readonly Each[],
  replace: (kind: Kind, text: string, finding: Each) => string,
): string {
  if (findings.length === 0) return text;
  const parts: string[] = [];
  let position = 0;
  for (const finding of findings) {
    const { start, end, kind } = finding;
    parts.push(text.slice(position, start), replace(kind, text.slice(start, end), finding));
    position = end;
  }
  parts.push(text.slice(position));
  return parts.join('');
}
