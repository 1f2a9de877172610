/** Whether what a field holds can be the value that its name promises, or is a word about it ("verified", 0.95). */

import { type Kind, kindClasses } from './kind.ts';
import { readDates } from './texts/dates.ts';
import { isCardNumber, isIban } from './texts/number-forms.ts';

/** Alloy's tokens, which name records; a field of documents may hold one. */
const alloyToken = /^[A-Z]{1,4}-[A-Za-z0-9]{18,24}$/;

/** For a field of that very name: whatever is not clearly something else. */
export function isPlausible(kind: Kind, text: string): boolean {
  const length = text.length;
  switch (kindClasses[kind]) {
    case 'birth_dates':
      return /\d/.test(text) && !isScore(text);
    case 'names':
      return /\p{L}/u.test(text);
    case 'contact':
      if (kind === 'email') return text.includes('@');
      if (kind === 'phone') return text.replace(/\D/g, '').length >= 7;
      return length >= 3 && /[\p{L}\d]/u.test(text);
    default:
      if (kind === 'secret') return length > 0;
      if (/^\d{4,}$/.test(text)) return true;
      return (
        /\d/.test(text) &&
        text.replace(/[^A-Za-z0-9]/g, '').length >= 4 &&
        !isScore(text) &&
        !alloyToken.test(text) &&
        !isWrittenDate(text)
      );
  }
}

/** For a field of another name inside one of that name: what has the form of such a value. */
export function hasForm(kind: Kind, text: string): boolean {
  const packed = text.replace(/[\s./-]/g, '');
  // So are fields filled that have no value.
  if (/^0+$/.test(packed)) return false;
  switch (kind) {
    case 'ssn':
    case 'ein':
      return /^\d{9}$/.test(packed);
    case 'tax_id':
    case 'national_id':
      return /^[A-Z]{0,4}\d{6,14}[A-Z]{0,2}\d?$/i.test(packed) && !isWrittenDate(text);
    case 'card':
      return /^\d{13,19}$/.test(packed) && isCardNumber(packed);
    case 'iban':
      return isIban(packed);
    case 'account':
      return /^\d{6,17}$/.test(packed) && !isWrittenDate(text);
    case 'routing':
      return /^\d{9}$/.test(packed);
    case 'birth_date':
      return readDates(text).length > 0;
    case 'passport':
    case 'license':
    case 'id_card':
    case 'document':
      return /^(?=.*\d{3})[A-Z0-9]{6,18}$/i.test(packed) && !alloyToken.test(text) && !isWrittenDate(text);
    case 'email':
      return /^[^\s@]{1,200}@[^\s@]{1,200}\.\w{1,60}$/.test(text);
    case 'phone':
      return /^\+?[\d ().-]{10,20}$/.test(text);
    case 'name':
    case 'address':
    case 'secret':
      return false;
  }
}

/** Signs between day, month and year, or between two years; eight digits alone may be anything. */
function isWrittenDate(text: string): boolean {
  if (!/\D/.test(text)) return false;
  return /^(?:19|20)\d\d-(?:19|20)\d\d$/.test(text) || readDates(text).length > 0;
}

export function isPlausibleNumber(kind: Kind, value: number): boolean {
  if (!Number.isInteger(value)) return false;
  switch (kindClasses[kind]) {
    case 'birth_dates':
      // A year stays readable; a moment or 19910417 does not.
      return Math.abs(value) >= 10_000;
    case 'contact':
      return kind === 'phone' && value >= 1_000_000;
    case 'names':
      return false;
    default:
      return kind === 'secret' || value >= 1000;
  }
}

function isScore(text: string): boolean {
  return /^-?\d{0,3}(?:\.\d+)?\s?%?$/.test(text);
}

// Alloy's tokens and moments in ISO 8601: most texts of an answer, and nobody's personal data.

const currentToken = /^[A-Z]{1,4}-[A-Za-z0-9]{20}$/;
const moment = /^[\d-]{10}T\d\d:\d\d(?::[\d.]+)?(?:Z|[+-]\d\d:?\d\d)?$/;
const hyphen = 45;

/** A moment of these years, which is nobody's birth, or a token. */
export function isTokenOrRecent(text: string): boolean {
  return isTokenOrMoment(text) && (text.charCodeAt(4) !== hyphen || /^20[2-9]/.test(text));
}

export function isTokenOrMoment(text: string): boolean {
  const { length } = text;
  if (length < 16 || length > 30) return false;
  // A look at single characters first: this is asked of every text.
  if (text.charCodeAt(4) === hyphen && text.charCodeAt(10) === 84 && moment.test(text)) return true;
  return text.charCodeAt(length - 21) === hyphen && currentToken.test(text);
}

/** Hashes and UUIDs with a letter: no number of a person has that form. Digits alone may be anything. */
const machineId =
  /^(?=[\d-]{0,64}[a-f])(?:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|[0-9a-f]{32}|[0-9a-f]{40}|[0-9a-f]{64})$/i;

export function isMachineId(text: string): boolean {
  const { length } = text;
  return (length === 36 || length === 32 || length === 40 || length === 64) && machineId.test(text);
}
