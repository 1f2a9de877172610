/** What a text that nothing explains is by its form: for ground where nobody knows what fields hold. */

import type { Kind } from '../kind.ts';
import { isTokenOrMoment } from '../plausible.ts';
import { mayBeBirth, readDates } from './dates.ts';
import { isCardNumber, isIban } from './number-forms.ts';
import { makeReadable } from './readable.ts';

/** No number of a person is longer, spaces included; lines of a passport's machine readable zone are. */
const longest = 60;

/** Numbers that say how much or when, and what machines are told apart by. */
const harmless: readonly RegExp[] = [
  // Amounts, scores, shares, coordinates.
  /^[-+]?\d{1,18}[.,]\d{1,20} ?%?$/,
  /^[-+]?\d{1,3}(?:[,.' ]\d{3}){1,6}(?:[.,]\d{1,4})?$/,
  /^(?:[-+]? ?[$€£¥₹]|[$€£¥₹] ?-?|(?:usd|eur|gbp|cad|aud|chf|jpy|mxn|brl|inr) ?-?) ?\d[\d.,' ]{0,24}[kmb]?$/i,
  /^[-+]?\d[\d.,' ]{0,24} ?(?:[$€£¥₹%]|usd|eur|gbp|cad|aud|chf|jpy|mxn|brl|inr|[kmgt]i?b|ms|[nuµ]s|secs?|days?|hours?|bytes|bps|px|km|mi|points?|pts)$/i,
  // Moments in milliseconds or finer, from 2014 to 2033.
  /^1[4-9]\d{11}(?:\d{3}|\d{6})?$/,
  /^\d{5}-\d{4}$/,
  /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i,
  /^(?:0x)?(?=[0-9a-f]{0,127}[a-f])(?:[0-9a-f]{32}|[0-9a-f]{40}|[0-9a-f]{56}|[0-9a-f]{64}|[0-9a-f]{96}|[0-9a-f]{128})$/i,
  /^\d{1,3}(?:\.\d{1,3}){3}(?:[:/]\d{1,5})?$/,
  /^(?:[0-9a-f]{0,4}:){2,7}[0-9a-f.]{0,15}$/i,
  /^v?\d{1,5}(?:\.\d{1,9}){2,4}(?:[-+][\w.]{1,20})?$/i,
  /^(?:sha|md|rsa|aes|utf|iso|rfc|fips|base|ecdsa|ed|hs|rs|es)[-_ ]?\d{1,6}(?:[-_]\d{1,4}){0,2}$/i,
];

const alloyToken = /^[A-Z]{1,4}-[A-Za-z0-9]{18,24}$/;
const zoneLine = /^(?=[A-Z0-9<]{0,44}<)[A-Z0-9<]{28,44}$/;
const email = /^[\w.%+'-]{1,64}@(?:[\w-]{1,63}\.){1,8}[a-z]{2,24}$/i;
const phone =
  /^(?:\+\d{1,3}[ .-]?(?:\(\d{1,4}\)[ .-]?)?\d(?:[ .-]?\d){5,13}|(?:1[ .-])?\(\d{3}\) ?\d{3}[ .-]\d{4}|(?:1[ .-])?\d{3}([ .-])\d{3}\1\d{4})$/;
/** Groups of letters and digits, parted by one sign each or a space on both of its sides. */
const grouped = /^#?[A-Za-z0-9]{1,40}(?:[-./_\u00b7 ]{1,3}[A-Za-z0-9]{1,24}){0,12}$/;

/**
 * A whole text -> what it may be of a person, if it has the form of it: dates of birth in any spelling, digits from five
 * on, letters with digits from six characters on. Undefined for amounts, moments, versions, hashes, tokens, addresses
 * of machines and words.
 */
export function looksPersonal(text: string): Kind | undefined {
  const trimmed = text.trim();
  if (trimmed.length < 5 || trimmed.length > longest || isTokenOrMoment(trimmed) || alloyToken.test(trimmed))
    return looksLikeMidnight(trimmed) ? 'birth_date' : undefined;
  const readable = makeReadable(trimmed).text;
  if (email.test(readable)) return 'email';
  if (zoneLine.test(readable)) return 'document';
  if (!/\d/.test(readable)) return undefined;
  const dates = readDates(readable);
  if (dates.length > 0) {
    if (mayBeBirth(dates)) return 'birth_date';
    // Eight digits may be a date of these years, or anything.
    if (!/^\d{8}$/.test(readable)) return undefined;
  }
  if (phone.test(readable)) return 'phone';
  if (harmless.some((form) => form.test(readable)) || !grouped.test(readable)) return undefined;
  return readNumber(readable);
}

/** A birth date that was written as a moment. */
function looksLikeMidnight(text: string): boolean {
  if (text.length < 16 || text.length > 30 || !/^\d{4}-/.test(text)) return false;
  return mayBeBirth(readDates(text));
}

function readNumber(text: string): Kind | undefined {
  const packed = text.replace(/[^A-Za-z0-9]/g, '');
  const digits = packed.replace(/\D/g, '');
  if (digits.length === packed.length) {
    if (digits.length < 5 || digits.length > 34) return undefined;
    if (/^\d{2}-\d{7}$/.test(text)) return 'ein';
    if (digits.length === 9) return 'ssn';
    return isCardNumber(digits) ? 'card' : 'account';
  }
  if (isIban(packed)) return 'iban';
  if (digits.length < 3 || packed.length < 6 || packed.length > 24) return undefined;
  if (!/[ ]/.test(text)) return 'document';
  // Letters and digits apart, as in `CA D1234567` and `AB 12 34 56 C`: words beside a number are a sentence.
  const isOfWords = /[a-z]{3}|[A-Za-z]{5}/.test(text);
  return !isOfWords && digits.length >= 5 && packed.length - digits.length <= 4 ? 'document' : undefined;
}
