/** Free text -> the same with the personal data in it replaced; texts that hold JSON are opened up. */
import { type Kind, kindClasses, type PiiClass } from './kind.ts';
import { findLabelled } from './labelled-values.ts';
import { type Protection, replaceFindings } from './protection.ts';
import { dropOverlaps, type Finding, findPatterns } from './text-patterns.ts';

/** Stands between texts that are looked at apart: what is a stand-in already. */
const standIn = /(pii:[a-z_]+:[A-Za-z0-9_-]{20,})/;

/** Security codes and answers are short, or words. */
const secretWords = /(?:secret|security)[ _]?answer|cv[vc]|card[ _]?pin|pin[ _]number|security[ _]code/i;

const none: readonly Finding[] = [];

export interface TextPlace {
  /** In an id or link only unmistakable forms count. */
  readonly identifier: boolean;
  /** What the field is about, where it holds a sentence instead of the bare value. */
  readonly kind?: Kind | undefined;
  /** About somebody who works with Alloy: contact and names stay. */
  readonly staff?: boolean;
}

export function protectPlainText(text: string, place: TextPlace, protection: Protection): string {
  if (!protection.needsLetters && !hasDigits(text, 4) && !secretWords.test(text)) return text;
  if (text.includes('pii:'))
    return text
      .split(standIn)
      .map((part, index) => (index % 2 === 1 ? part : protectPart(part, place, protection)))
      .join('');
  return protectPart(text, place, protection);
}

function protectPart(text: string, place: TextPlace, protection: Protection): string {
  const isOn = (kindClass: PiiClass) =>
    protection.isOn(kindClass) &&
    !(place.staff === true && (kindClass === 'contact' || kindClass === 'names'));
  const patterns = findPatterns(text, isOn, place.identifier);
  const labelled = findLabelled(text, isOn);
  const bare = place.kind === undefined ? none : findBare(text, place.kind);
  if (patterns.length + labelled.length + bare.length === 0) return text;
  // Of two that begin and end together the first counts: a name says more than a form.
  const findings = [...labelled, ...bare, ...patterns];
  return replaceFindings(text, dropOverlaps(findings), (kind, value) => {
    protection.found.add(kind, value);
    return protection.replace(kind, value);
  });
}

/** In a sentence of a field of that kind any such number is meant. */
function findBare(text: string, kind: Kind): readonly Finding[] {
  if (kindClasses[kind] === 'contact' || kindClasses[kind] === 'names') return [];
  const pattern =
    kind === 'birth_date'
      ? /(?<!\w)(?:\d{4}[-/.]\d\d?[-/.]\d\d?|\d\d?[-/.]\d\d?[-/.]\d{2,4}|\d{8})(?!\w)/g
      : /(?<![\w.])(?=[\w-]{0,40}\d{3})[A-Z0-9][A-Z0-9-]{4,40}[A-Z0-9](?!\w)/g;
  return [...text.matchAll(pattern)].map((match) => ({
    start: match.index,
    end: match.index + match[0].length,
    kind,
  }));
}

function hasDigits(text: string, least: number): boolean {
  let count = 0;
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (code >= 48 && code <= 57) {
      count += 1;
      if (count === least) return true;
    }
  }
  return false;
}
