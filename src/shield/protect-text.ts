/** Free text -> the same with the personal data in it replaced; texts that hold JSON are opened up. */
import { isAboutContact, type Kind } from './kind.ts';
import { findLabelled, labelSigns } from './labelled-values.ts';
import { isActive, type Protection, replaceFindings, replaceFound } from './protection.ts';
import { dropOverlaps, type Finding, findPatterns } from './text-patterns.ts';

/** Stands between texts that are looked at apart: what is a stand-in already. */
const standIn = /(pii:[a-z_]+:[A-Za-z0-9_-]{20,})/;

/** Security codes and answers are short, or words. */
const secretWords = /(?:secret|security)[ _]?answer|cv[vc]|card[ _]?pin|pin[ _]number|security[ _]code/i;

/** By character code, for the first look. */
const isLabelSign = new Uint8Array(128);
for (const sign of labelSigns) isLabelSign[sign.charCodeAt(0)] = 1;

const none: readonly Finding[] = [];

export interface TextPlace {
  /** In an id or link only unmistakable forms count. */
  readonly identifier: boolean;
  /** What the field is about, where it holds a sentence instead of the bare value. */
  readonly kind?: Kind | undefined;
  /** About somebody who works with Alloy: contact and names stay. */
  readonly staff?: boolean;
}

/** `none`: no value but a word could stand in it. `few`: too few digits for one to be told without its name. */
export type Signs = 'none' | 'few' | 'enough';

/** What a first look at a text tells, most of which hold nothing. */
export function readSigns(text: string, { needsLetters }: Protection): Signs {
  if (needsLetters || mayBeJson(text)) return 'enough';
  let digits = 0;
  let hasLabel = false;
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (code >= 48 && code <= 57) {
      digits += 1;
      if (digits === 4) return 'enough';
    } else if (code < 128 && isLabelSign[code] === 1) {
      hasLabel = true;
    }
  }
  if (hasLabel && secretWords.test(text)) return 'enough';
  return digits === 0 ? 'none' : 'few';
}

/** An object or array, by its first character. */
export function mayBeJson(text: string): boolean {
  const first = text.charCodeAt(0);
  return first === openingBrace || first === openingBracket;
}

const openingBrace = 123;
const openingBracket = 91;

export function protectPlainText(text: string, place: TextPlace, protection: Protection): string {
  if (readSigns(text, protection) !== 'enough') return text;
  if (text.includes('pii:'))
    return text
      .split(standIn)
      .map((part, index) => (index % 2 === 1 ? part : protectPart(part, place, protection)))
      .join('');
  return protectPart(text, place, protection);
}

function protectPart(text: string, place: TextPlace, protection: Protection): string {
  const isOn = (kind: Kind) => isActive(protection, kind, place.staff === true);
  const patterns = findPatterns(text, isOn, place.identifier);
  const labelled = findLabelled(text, isOn);
  const bare = place.kind === undefined ? none : findBare(text, place.kind);
  if (patterns.length + labelled.length + bare.length === 0) return text;
  // Of two that begin and end together the first counts: a name says more than a form.
  const findings = dropOverlaps([...labelled, ...bare, ...patterns]);
  return replaceFindings(text, findings, (kind, value) => replaceFound(protection, kind, value));
}

/** In a sentence of a field of that kind any such number is meant. */
function findBare(text: string, kind: Kind): readonly Finding[] {
  if (isAboutContact(kind)) return none;
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
