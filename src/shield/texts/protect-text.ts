/** Free text -> the same with the personal data in it replaced. */

import { isAboutContact, type Kind } from '../kind.ts';
import { changeAround } from '../mask.ts';
import { isActive, type Protection, replaceFindings, replaceFound } from '../protection.ts';
import { type FoundDate, findDates } from './dates.ts';
import { dropOverlaps, type Finding } from './findings.ts';
import { makeReadable, type Readable } from './readable.ts';
import { findEmails, findIbans, findPhones } from './text-contacts.ts';
import { findFields, findInTables } from './text-fields.ts';
import { findForeign } from './text-foreign.ts';
import { findLabels, type Label } from './text-labels.ts';
import { type DigitRuns, findByForm, findDigitRuns, joinRuns } from './text-numbers.ts';
import { findBirthDates, findBirthdays, findNumbers } from './text-patterns.ts';

/** Security codes and answers are short, or words; so is a birthday without its year. */
const secretWords =
  /(?:secret|security)[ _]?answer|cv[vc]|card[ _]?pin|pin[ _]number|security[ _]code|\bPIN\b|birthday|\bborn\b|\bdob\b/i;

/** Without any of these no name is parted from its value. */
const labelSigns = ':=<"\'`_';
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
  /** On foreign ground a form is enough, where the text does not say that it is something else. */
  readonly ground?: 'own' | 'foreign';
}

/** `none`: no value but a word could stand in it. `few`: too few digits for one to be told without its name. */
export type Signs = 'none' | 'few' | 'enough';

/** Where the digits of other scripts begin. */
const otherDigits = 0x660;

/** What a first look at a text tells, most of which hold nothing. */
export function readSigns(text: string, { needsLetters }: Protection): Signs {
  if (needsLetters || mayBeJson(text)) return 'enough';
  let digits = 0;
  let hasLabel = false;
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if ((code >= 48 && code <= 57) || code >= otherDigits) {
      digits += 1;
      if (digits === 4) return 'enough';
    } else if (code < 128 && isLabelSign[code] === 1) {
      hasLabel = true;
    }
  }
  if ((hasLabel || digits > 0) && secretWords.test(text)) return 'enough';
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
  return changeAround(text, (part) => protectPart(part, place, protection));
}

function protectPart(text: string, place: TextPlace, protection: Protection): string {
  const readable = makeReadable(text);
  const found = findAll(readable.text, place, (kind) => isActive(protection, kind, place.staff === true));
  if (found.length === 0) return text;
  const findings = toOrigin(dropOverlaps(found), readable);
  return replaceFindings(text, findings, (kind, value, { byForm }) =>
    byForm === true ? protection.replace(kind, value) : replaceFound(protection, kind, value),
  );
}

function toOrigin(findings: readonly Finding[], { origins }: Readable): readonly Finding[] {
  if (origins === undefined) return findings;
  return findings.map((finding) => ({
    ...finding,
    start: origins[finding.start] ?? 0,
    end: origins[finding.end] ?? 0,
  }));
}

/** Of two that begin and end together the first counts: a name says more than a form. */
function findAll(text: string, place: TextPlace, isOn: (kind: Kind) => boolean): readonly Finding[] {
  const isOnFor = (kind: Kind, { staff }: { readonly staff: boolean }) =>
    isOn(kind) && !(staff && isAboutContact(kind));
  const digits = countDigits(text);
  const isForeign = place.ground === 'foreign';
  const hasFields = fieldSigns.test(text);
  // Most ids and links: nothing that has a name, and too few digits for a form.
  if (place.identifier && !isForeign && !hasFields && digits < fewestOfIban) return [];
  const fields = findFields(text, isOnFor);
  const found: Finding[] = [];
  addAll(found, fields.findings);
  addAll(found, findInTables(text, isOnFor));
  if (isOn('email') && text.includes('@')) addAll(found, findEmails(text));
  if (digits >= fewestOfIban && isOn('iban')) addAll(found, findIbans(text));
  if (digits === 0 || (place.identifier && !isForeign && digits < fewestOfSsn)) return found;
  const runs = findDigitRuns(text);
  if (place.identifier) addAll(found, findHyphened(text, runs, isOn));
  if (place.identifier && !isForeign) return found;
  const labels = mergeLabels(findLabels(text), fields.labels);
  const isDated =
    isOn('birth_date') &&
    (isForeign || place.kind === 'birth_date' || labels.some(({ kind }) => kind === 'birth_date'));
  const dates = isDated ? findDates(text) : [];
  if (place.kind !== undefined) addAll(found, findBare(text, place.kind, runs, dates));
  if (isDated) {
    addAll(found, findBirthDates(text, dates, labels));
    addAll(found, findBirthdays(text));
  }
  addAll(found, findNumbers(text, runs, labels, isOn));
  if (digits >= fewestOfPhone && isOn('phone')) addAll(found, findPhones(text));
  if (isForeign)
    for (const each of findForeign(text, dates)) if (isOn(each.kind)) found.push({ ...each, byForm: true });
  return found;
}

const fieldSigns = /[:=<"'`_@\n]|\\n/;

/** Not spread: a long list would be so many arguments. */
function addAll(found: Finding[], more: readonly Finding[]): void {
  for (const each of more) found.push(each);
}

function countDigits(text: string): number {
  let count = 0;
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (code >= 48 && code <= 57) count += 1;
  }
  return count;
}

const fewestOfSsn = 9;
const fewestOfIban = 6;
const fewestOfPhone = 7;

function mergeLabels(words: readonly Label[], names: readonly Label[]): readonly Label[] {
  if (names.length === 0) return words;
  return [...words, ...names].sort((a, b) => a.end - b.end || b.start - a.start);
}

function findHyphened(text: string, runs: DigitRuns, isOn: (kind: Kind) => boolean): readonly Finding[] {
  const found: Finding[] = [];
  if (!isOn('ssn')) return found;
  for (const index of runs.starts.keys()) {
    const form = findByForm(text, runs, index);
    if (form?.kind === 'ssn') found.push({ start: form.span[0], end: form.span[1], kind: 'ssn' });
  }
  return found;
}

/** In a sentence of a field of that kind any such number is meant. */
function findBare(
  text: string,
  kind: Kind,
  runs: DigitRuns,
  dates: readonly FoundDate[],
): readonly Finding[] {
  if (isAboutContact(kind)) return [];
  if (kind === 'birth_date') return dates.map(({ start, end }) => ({ start, end, kind }));
  const found = [...text.matchAll(bareNumber)].map(({ index, 0: whole }) => ({
    start: index,
    end: index + whole.length,
    kind,
  }));
  if (kind !== 'ssn' && kind !== 'ein') return found;
  for (const index of runs.starts.keys()) {
    const span = joinRuns(text, runs, index, (digits) => digits === 9, 9);
    if (span !== undefined) found.push({ start: span[0], end: span[1], kind });
  }
  return found;
}

const bareNumber = /(?<![\w.])(?=[\w-]{0,40}\d{3})[A-Z0-9][A-Z0-9-]{4,40}[A-Z0-9](?!\w)/g;
