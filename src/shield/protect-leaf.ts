/** A text or number that stands somewhere -> the same, or what stands for it. */

import { classifyKey, type KeyFacts } from './classify-key.ts';
import { isAboutContact, type Kind, kindClasses } from './kind.ts';
import { readProtected } from './mask.ts';
import { isClosed, type Surroundings } from './place.ts';
import {
  hasForm,
  isMachineId,
  isPlausible,
  isPlausibleNumber,
  isTokenOrMoment,
  isTokenOrRecent,
} from './plausible.ts';
import { findShown, isActive, type Protection, replaceFound } from './protection.ts';
import { mayBeBirth, readDates, readEpoch } from './texts/dates.ts';
import { looksPersonal } from './texts/forms.ts';
import { isCardNumber } from './texts/number-forms.ts';
import { protectPlainText, readSigns } from './texts/protect-text.ts';
import { makeReadable } from './texts/readable.ts';

/** What a label makes of any member beside it; file sizes and the like have the form of the other kinds too. */
const formTells: ReadonlySet<Kind> = new Set(['ssn', 'ein', 'tax_id', 'birth_date', 'card', 'iban']);
/** Shorter texts and smaller numbers are no known value (see known-values.ts). */
const shortestKnown = 6;
const smallestKnown = 100_000;
/** Where nothing is known of a number, it may be a card's at most, or what a label says; neither is shorter. */
const smallestNumber = 10_000_000;
const smallestCard = 3e12;
/** On foreign ground; what is smaller is an amount or a count more often than a number of anybody. */
const smallestForeign = 1_000_000;

export function noteLeft({ left }: Protection, value: string | number): void {
  if (typeof value === 'string' ? value.length >= shortestKnown : value >= smallestKnown) left.push(value);
}

/** Most texts and numbers: where nothing around them says what they are, they are nothing. Notes them as left. */
export function isPlain(
  protection: Protection,
  value: unknown,
  facts: KeyFacts,
  around: Surroundings,
): boolean {
  if (typeof value === 'string') {
    if (value.length < shortestKnown) return true;
    const signs = readSigns(value, protection);
    if (signs === 'none') return true;
    const isForeign = around.ground === 'foreign';
    if (isForeign ? isTokenOrRecent(value) : isTokenOrMoment(value)) return true;
    if (signs === 'enough' && (value.length >= 8 || isForeign)) return false;
    if (!isClosed(facts, around.ground)) protection.left.push(value);
    return true;
  }
  if (typeof value !== 'number') return value === null || typeof value === 'boolean';
  if (value >= smallestNumber || (around.ground === 'foreign' && value >= smallestForeign)) return false;
  if (value >= smallestKnown && !isClosed(facts, around.ground)) protection.left.push(value);
  return true;
}

export function protectString(
  protection: Protection,
  text: string,
  facts: KeyFacts,
  around: Surroundings,
): string {
  const { kind, outer, staff, ground } = around;
  protection.work.units += text.length;
  if (outer === undefined && kind !== undefined && isWordOf(kind, text, facts, protection)) return text;
  if (kind !== undefined && isActive(protection, kind, staff)) {
    // Letters with accents are no other names.
    const read = isAboutContact(kind) ? text : makeReadable(text).text;
    const done =
      (facts.lastDigits ? undefined : findShown(protection, kind, read)) ??
      showStars(protection, kind, readProtected(text));
    if (done !== undefined) return done;
    if (isPlausible(kind, read)) {
      if (facts.lastDigits && read.length <= 4 && protection.showsLastDigits(kind)) return text;
      if (kind === 'birth_date' && protection.showsLastDigits(kind) && /^(?:19|20)\d\d$/.test(read))
        return text;
      if (!isSentence(kind, read)) return replaceFound(protection, kind, read);
      return protectPlainText(text, { identifier: false, staff, kind }, protection);
    }
    if (kind === 'birth_date' && isDatePart(facts) && /^(?:\d{1,2}|\p{L}{3,9})$/u.test(read))
      return protection.replace(kind, read);
  }
  if (outer !== undefined && isActive(protection, outer, staff)) {
    const read = makeReadable(text).text;
    if (isAbout(outer, read, facts, around)) return replaceFound(protection, outer, read);
  }
  let isForeign = ground === 'foreign' && kind === undefined && !isPlainLink(text);
  if (isForeign) {
    const form = partOfDate.test(text) ? 'birth_date' : looksPersonal(text);
    const read = form === undefined ? text : makeReadable(text).text.trim();
    const isKnown = form === undefined ? isVouchedFor(text, facts) : isHarmlessHere(form, read, facts);
    if (form !== undefined && isActive(protection, form, staff) && !isKnown)
      return protection.replace(form, read);
    // The name vouches for the whole of it.
    isForeign = !isKnown;
  }
  if (isHarmless(text)) return text;
  return protectPlainText(
    kind === undefined && fileName.test(text) ? protectFileName(protection, text) : text,
    // Written out: to copy an object and add members to it costs more than most texts do.
    {
      // One telephone number in a hundred could pass for a card.
      identifier: facts.identifier || kind === 'phone',
      staff: staff || isAgentList(text, ground),
      ground: isForeign ? 'foreign' : 'own',
    },
    protection,
  );
}

/** A word where a number or date could stand (`ssn: { matched: ['Identity'] }`), of which nothing more can be told. */
function isWordOf(kind: Kind, text: string, facts: KeyFacts, protection: Protection): boolean {
  if (kind === 'secret' || (isAboutContact(kind) && kind !== 'phone')) return false;
  if (kind === 'birth_date' && isDatePart(facts)) return false;
  return readSigns(text, protection) === 'none' && readProtected(text) === undefined;
}

/** What people call the files that they hand in says whose they are: `Smith_19850123.pdf`. */
const fileName = /^[^/\\]{4,200}\.(?:pdf|png|jpe?g|gif|tiff?|heic|docx?|xlsx?|csv|txt)$/i;

function protectFileName(protection: Protection, text: string): string {
  return text.replace(/(?<![A-Za-z0-9])\d{8,9}(?![A-Za-z0-9])/g, (part) => {
    const kind = looksPersonal(part);
    const tells = kind === 'ssn' || kind === 'birth_date';
    return tells && isActive(protection, kind, false) ? replaceFound(protection, kind, part) : part;
  });
}

/** An address of which no part is named after a kind, and without parameters. */
function isPlainLink(text: string): boolean {
  if (!/^(?:https?:\/)?\/[^\s?#]*$/.test(text)) return false;
  return text
    .split('/')
    .every((part) => part.length > 40 || /\d{3}/.test(part) || classifyKey(part).kind === undefined);
}

/** Parts of what is one word are what its name says; notes and messages hold anything. */
function isVouchedFor(text: string, facts: KeyFacts): boolean {
  if (facts.harmless && !facts.prose) return true;
  return (facts.harmless || facts.harmlessDate || facts.identifier) && !/\s/.test(text);
}

/**
 * Alloy answers some fields in stars of its own. What the call itself sent for the only value of that kind is shown the
 * way that records show it.
 */
function showStars(
  { found, sent = 0 }: Protection,
  kind: Kind,
  shown: string | undefined,
): string | undefined {
  if (shown !== '***') return shown;
  let only: string | undefined;
  for (let index = 0; index < sent; index += 1) {
    const each = found[index];
    if (each?.kind !== kind) continue;
    if (only !== undefined && only !== each.shown) return shown;
    only = each.shown;
  }
  return only ?? shown;
}

/** Whether a value is what the field around it, the word about it or the label beside it speaks of. */
function isAbout(outer: Kind, text: string, facts: KeyFacts, { source }: Surroundings): boolean {
  const isItself = source === 'about' && facts.aboutKind === outer;
  if (outer === 'birth_date') {
    const dates = readDates(text);
    if (dates.length === 0) return false;
    if (mayBeBirth(dates)) return !(source !== 'about' && facts.harmlessDate && !facts.neutral);
    return source !== 'label' && !(facts.harmlessDate || facts.quantity || facts.about);
  }
  const isLabelled = source === 'label';
  // Numbers of other countries stand under names of this one.
  const holds =
    hasForm(outer, text) || (kindClasses[outer] === 'government_ids' && hasForm('national_id', text));
  if (isItself) return holds && !isMeasured(facts);
  if (facts.quantity || facts.about) return false;
  if (isLabelled && isBareName(facts)) return holds || hasForm('national_id', text);
  if (formTells.has(outer))
    return !facts.identifier && (isLabelled ? hasForm(outer === 'tax_id' ? 'ein' : outer, text) : holds);
  if (isLabelled) return false;
  if (facts.identifier || facts.harmless || (facts.harmlessDate && readDates(text).length > 0)) return false;
  return holds;
}

/** `license_updated_at`, `account_status_code`: of these only a code may be the number itself. */
function isMeasured({ name, quantity, identifier }: KeyFacts): boolean {
  return identifier || (quantity && !/code$/i.test(name));
}

/** `{ type: 'passport', id: '...' }` */
function isBareName({ name, neutral }: KeyFacts): boolean {
  return neutral || name.toLowerCase() === 'id';
}

/** Whether a name, or a closer look, tells that what has the form of a kind is something else. */
function isHarmlessHere(form: Kind, text: string, facts: KeyFacts): boolean {
  if (facts.about || facts.kind !== undefined) return true;
  // Lines of a passport are what they are under any name.
  if (text.includes('<')) return false;
  const isDigits = /^\d+$/.test(text);
  if (form === 'birth_date') {
    if (facts.harmlessDate) return true;
    // Without its century a date looks like a version, and some versions are dates.
    if (/version$/i.test(facts.name)) return true;
    return facts.harmless && !isDateName(facts) && (isDigits || !/(?:19|20)\d\d/.test(text));
  }
  if (facts.harmless || isHarmlessForm(form, text)) return true;
  if (facts.harmlessDate && readDates(text).length > 0) return true;
  // Ids of programs mix their letters and digits, and are long.
  return facts.identifier && ((/[a-z]/.test(text) && /\d/.test(text)) || text.length > 20);
}

function isDateName({ name }: KeyFacts): boolean {
  return /(?:date|dt|time|day)$/i.test(name);
}

/** Shorter numbers without a telling name are codes, houses and counts. */
const fewestDigits = 7;

/** Of which somebody hid the day. */
const partOfDate = /^(?:19\d\d|200\d)-\d\d-[Xx]{2}$/;

/** Of years, or of round amounts: `1351-1400`. */
function isRange(text: string): boolean {
  const [, from, to] = /^(\d{3,5})-(\d{3,5})$/.exec(text) ?? [];
  if (from === undefined || to === undefined || Number(from) >= Number(to)) return false;
  return Number(to) % 50 === 0 || /^(?:19|20)\d\d-(?:19|20)\d\d$/.test(text);
}

/** Ranges and codes: forms that numbers of people do not have, though they could. */
function isHarmlessForm(form: Kind, text: string): boolean {
  if (/^0+$|^PT?\d{1,9}[DHMS]|[()]/.test(text) || /^Mozilla\/\d/.test(text) || /^\d{2,5}x\d{2,5}$/.test(text))
    return true;
  if (isRange(text)) return true;
  if (form !== 'document') return text.replace(/\D/g, '').length < fewestDigits;
  const letters = text.replace(/[^A-Za-z]/g, '');
  const digits = text.replace(/(?<![A-Za-z0-9])(?:19|20)\d\d(?![0-9])/g, '').replace(/\D/g, '').length;
  const fewest = /[a-z]/.test(letters) ? 7 : 5;
  return digits < fewest || (fewest === 7 && letters.length > 2) || letters.length > digits;
}

export function protectNumber(
  protection: Protection,
  value: number,
  facts: KeyFacts,
  around: Surroundings,
): unknown {
  const { kind, outer, staff, ground } = around;
  if (kind !== undefined) {
    if (!isActive(protection, kind, staff) || !isPlausibleNumber(kind, value))
      return protectPartOfDate(protection, value, facts, kind);
    if (facts.lastDigits && value < 10_000 && protection.showsLastDigits(kind)) return value;
    return replaceFound(protection, kind, String(value));
  }
  // Vendors that are not told of as foreign write birth dates as moments, too.
  if (ground === 'foreign' && isDateName(facts) && !facts.harmlessDate && isBirthMoment(value)) {
    const day = readEpoch(value);
    if (day !== undefined && protection.active.birth_date)
      return replaceFound(protection, 'birth_date', String(value));
  }
  if (outer === 'birth_date' && isActive(protection, outer, staff) && Number.isInteger(value)) {
    if (around.source === 'field' && isPartName(facts))
      return protectPartOfDate(protection, value, facts, outer);
    if (isBirthMoment(value) && !facts.harmlessDate && !(facts.quantity && !isEpochName(facts)))
      return replaceFound(protection, outer, String(value));
  }
  if (value < smallestKnown || !Number.isInteger(value)) return value;
  if (
    outer !== undefined &&
    isActive(protection, outer, staff) &&
    isAbout(outer, String(value), facts, around)
  )
    return replaceFound(protection, outer, String(value));
  if (ground === 'foreign' && value >= smallestForeign && value % 1000 !== 0) {
    const form = looksPersonal(String(value));
    if (
      form !== undefined &&
      isActive(protection, form, staff) &&
      !isHarmlessHere(form, String(value), facts)
    )
      return protection.replace(form, String(value));
  }
  if (facts.identifier || facts.quantity || facts.about) return value;
  // Digits beyond 2^53 are rounded and nobody's card any more.
  return value >= smallestCard && protection.active.card && isCardNumber(String(value))
    ? replaceFound(protection, 'card', String(value))
    : value;
}

/** `birth_day: 17` and `birth_month: 4`; the year is what a mask shows too. */
function protectPartOfDate(protection: Protection, value: number, facts: KeyFacts, kind: Kind): unknown {
  if (kind !== 'birth_date' || !protection.active.birth_date) return value;
  const isYear = value >= 1900 && value < 2100;
  if (isYear && !protection.showsLastDigits(kind)) return replaceFound(protection, kind, String(value));
  return (isDatePart(facts) || isPartName(facts)) && value >= 1 && value <= 31
    ? protection.replace(kind, String(value))
    : value;
}

/** Seconds or milliseconds of a day before 2012; short ones, of the days around 1970, at midnight. */
function isBirthMoment(value: number): boolean {
  const seconds = Math.abs(value) >= 1e11 ? value / 1000 : value;
  const isLong = Math.abs(value) >= smallestNumber || (value !== 0 && value % 86_400 === 0);
  return isLong && seconds > -2.3e9 && seconds < 1.33e9;
}

function isEpochName({ name }: KeyFacts): boolean {
  return /^[_$]?(?:seconds|ms|millis(?:econds)?|epoch|timestamp|time|date|numberlong|nanoseconds)$/i.test(
    name,
  );
}

function isDatePart({ name }: KeyFacts): boolean {
  return /(?:day|month|dd|mm)$/i.test(name);
}

/** Parts of a birth date below its name: `{ d, m, y }`. */
function isPartName({ name }: KeyFacts): boolean {
  return /^(?:d|dd|day|dayofmonth|m|mm|mon|month|y|yy|yyyy|year)$/i.test(name.replaceAll(/[_-]/g, ''));
}

export function textGround(ground: Surroundings['ground']): 'own' | 'foreign' {
  return ground === 'foreign' ? 'foreign' : 'own';
}

/** Holds nothing that a form tells. */
export function isHarmless(text: string): boolean {
  return text.length < 8 || isTokenOrMoment(text) || isMachineId(text);
}

/** Alloy lists the agents of an account by their e-mail addresses, of which one has to be chosen. */
function isAgentList(text: string, ground: Surroundings['ground']): boolean {
  return (
    ground === 'own' &&
    text.includes(' must be ') &&
    /(?:agent|reviewer|assignee|approver)(?:_\w{1,20}){0,3}["'`]? must be (?:one of|equal to)\b/i.test(text)
  );
}

/** A sentence about a number ("SSN issued in 1987") is read as text. */
function isSentence(kind: Kind, text: string): boolean {
  if (text.length < 15 || isAboutContact(kind) || kind === 'secret') return false;
  return (text.match(/[A-Za-z]{3,}/g)?.length ?? 0) >= (kind === 'birth_date' ? 4 : 3);
}
