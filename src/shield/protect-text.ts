/** Free text -> the same with the personal data in it replaced; texts that hold JSON are opened up. */
import { classifyKey } from './classify-key.ts';
import { dropOverlaps, type Finding } from './findings.ts';
import { isAboutContact, type Kind } from './kind.ts';
import { readProtected } from './mask.ts';
import { isPlausible } from './plausible.ts';
import { isActive, type Protection, replaceFindings, replaceFound } from './protection.ts';
import { findPatterns } from './text-patterns.ts';

// Values in texts that carry the name of their field: pieces of JSON or XML, logs, `ssn=...`. Names are judged like
// those of an answer's fields.

const element = /<(?:[\w.-]{1,40}:)?([A-Za-z_][\w.-]{0,63})(?:\s[^<>]*)?>(?:<!\[CDATA\[)?([^<>\]]{1,400})/g;
/** Up to two words may precede the last of a label: `Date of Birth: ...`. */
const label =
  /(?<![\w'’])((?:[A-Za-z][\w.'’-]{0,30}[ ]){0,2}[A-Za-z_][\w.'’-]{1,48})(?:\\*["'])?[ \t]*[:=][ \t]*(\[?(?:\\*["'])?)([^"'<>;&{}[\]\n\\]{2,160})/g;

/** Without any of these no name is parted from its value. */
const labelSigns = ':=<"\'`_';
const anySign = new RegExp(`[${labelSigns}]`);

/** `"document_ssn" with value "..." fails`, as validators write. */
const quoted = /(\\*["'`])([A-Za-z_$][\w.[\]$-]{0,80})\1[^"'`\n]{1,40}?(\\*["'`])([^"'`\n\\]{2,160})\3/g;
/** `document_ssn 666... is refused`; only names in this style, so that prose is not taken for one. */
const named =
  /(?<![\w'’])([a-z][a-z0-9]{0,30}(?:_[a-z0-9]{1,30}){1,4})(?: (?:with|has|is|was|of|the|value|number|as|given)){0,4} ([^"'<>;&{}[\]\n\\]{2,80})/g;

function findLabelled(text: string, isOn: (kind: Kind) => boolean): readonly Finding[] {
  if (!anySign.test(text)) return none;
  const findings: Finding[] = [];
  const consider = (name: string, value: string, start: number, isDelimited: boolean) => {
    const { kind, staff } = classifyKey(name);
    if (kind === undefined || !isOn(kind)) return;
    if (staff && isAboutContact(kind)) return;
    const [from, to] = isDelimited ? trim(value) : cut(kind, value);
    const part = value.slice(from, to);
    if (readProtected(part) !== undefined) return;
    if (part !== '' && isPlausible(kind, part) && !isYear(kind, part))
      findings.push({ start: start + from, end: start + to, kind });
  };
  if (text.includes('<')) {
    for (const match of text.matchAll(element)) {
      const [whole, name = '', value = ''] = match;
      consider(name, value, match.index + whole.length - value.length, true);
    }
  }
  if (/[:=]/.test(text)) {
    for (const match of text.matchAll(label)) {
      const [whole, name = '', opening = '', value = ''] = match;
      const start = match.index + whole.length - value.length;
      consider(name, value, start, opening !== '' && opening !== '[');
    }
  }
  if (/["'`]/.test(text)) {
    for (const match of text.matchAll(quoted)) {
      const [whole, , name = '', closing = '', value = ''] = match;
      consider(name, value, match.index + whole.length - closing.length - value.length, true);
    }
  }
  if (text.includes('_')) {
    for (const match of text.matchAll(named)) {
      const [whole, name = '', value = ''] = match;
      consider(name, value, match.index + whole.length - value.length, false);
    }
  }
  return findings;
}

function isYear(kind: Kind, text: string): boolean {
  return kind === 'birth_date' && /^(?:19|20)\d\d$/.test(text);
}

function trim(value: string): readonly [number, number] {
  const trimmed = value.trim();
  const start = value.indexOf(trimmed);
  return [start, start + trimmed.length];
}

/** Without quotation marks, a value ends where other words begin. */
function cut(kind: Kind, value: string): readonly [number, number] {
  const match = valueForm(kind).exec(value);
  return match === null ? [0, 0] : [0, match[0].trimEnd().length];
}

const none: readonly Finding[] = [];
const dateForm =
  /^(?:\d{1,4}[-/. ]\d{1,2}[-/. ]\d{1,4}|\d{8}|\d{1,2}(?:st|nd|rd|th)?[ -][A-Za-z]{3,9}\.?,?[ -]\d{2,4}|[A-Za-z]{3,9}\.? \d{1,2}(?:st|nd|rd|th)?,? \d{2,4})/;
const numberForm = /^[A-Za-z]{0,4}\d[\w-]*(?: \d[\w-]*)*/;
const wordForm = /^[\w*.@+-]+/;
const phoneForm = /^\+?[\d() .-]+/;
const phraseForm = /^[^,]+/;

function valueForm(kind: Kind): RegExp {
  switch (kind) {
    case 'birth_date':
      return dateForm;
    case 'email':
    case 'secret':
      return wordForm;
    case 'phone':
      return phoneForm;
    case 'name':
    case 'address':
      return phraseForm;
    default:
      return numberForm;
  }
}

/** Stands between texts that are looked at apart: what is a stand-in already. */
const standIn = /(pii:[a-z_]+:[A-Za-z0-9_-]{20,})/;

/** Security codes and answers are short, or words. */
const secretWords = /(?:secret|security)[ _]?answer|cv[vc]|card[ _]?pin|pin[ _]number|security[ _]code/i;

/** By character code, for the first look. */
const isLabelSign = new Uint8Array(128);
for (const sign of labelSigns) isLabelSign[sign.charCodeAt(0)] = 1;

export interface TextPlace {
  /** In an id or link only unmistakable forms count. */
  readonly identifier: boolean;
  /** What the field is about, where it holds a sentence instead of the bare value. */
  readonly kind?: Kind | undefined;
  /** About somebody who works with Alloy: contact and names stay. */
  readonly staff?: boolean;
  /** On foreign ground nothing is known of what a text is about. */
  readonly ground?: 'own' | 'foreign';
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
