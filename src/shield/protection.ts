/** What protecting one answer needs: which classes are on, how a value is replaced, and what was found so far. */
import type { Kind, PiiClass } from './kind.ts';
import type { KnownValues } from './known-values.ts';

export interface Protection {
  isOn(kindClass: PiiClass): boolean;
  /** Whether texts without a digit have to be looked at too. */
  readonly needsLetters: boolean;
  /** The last digits alone are what a mask shows, so they may stay. */
  showsLastDigits(kind: Kind): boolean;
  /** The mask or stand-in of a value. */
  replace(kind: Kind, text: string): string;
  /** Values that fields held, to be replaced elsewhere in the same answer. */
  readonly found: KnownValues;
}

/** The text with each finding replaced; they must not overlap and stand in order. */
export function replaceFindings(
  text: string,
  findings: readonly { readonly start: number; readonly end: number; readonly kind: Kind }[],
  replace: (kind: Kind, text: string) => string,
): string {
  const parts: string[] = [];
  let position = 0;
  for (const { start, end, kind } of findings) {
    parts.push(text.slice(position, start), replace(kind, text.slice(start, end)));
    position = end;
  }
  parts.push(text.slice(position));
  return parts.join('');
}
