/**
 * Members that identify a person or a business, by name: the forms that a value may have, and the one that Alloy gets.
 * One rule for all tools, wherever such a member stands. Only the form is looked at, never whether such a number was
 * given out: sandboxes are full of those that were not. Sources: https://developer.alloy.com/public/reference/entities
 * and https://developer.alloy.com/public/docs/data-validation
 */
import { matchCharacters } from '../base/visible-text.ts';

export interface IdentityForm {
  /** What is said of a value that has another form, behind the name of the member. */
  readonly wanted: string;
  /** The value as Alloy gets it; undefined where it has another form. */
  readonly read: (text: string) => string | undefined;
  /** Nothing else would do: a number has lost its zeros in front. */
  readonly refusesNumbers: boolean;
}

const invisible = matchCharacters(['format'], 'all');

/** Hyphens and spaces as keyboards have them, for what was copied out of a document or an address book. */
function writePlainly(text: string): string {
  if (/^[!-~]*$/.test(text)) return text;
  return text
    .normalize('NFKC')
    .replace(invisible, '')
    .replace(/[\p{Dash_Punctuation}\u2212]/gu, '-')
    .replace(/\s+/g, ' ')
    .replace(/ ?- ?/g, '-')
    .trim();
}

const joinDigits = (pattern: RegExp) => (text: string) => {
  const plain = writePlainly(text);
  return pattern.test(plain) ? plain.replace(/\D/g, '') : undefined;
};

const ssn: IdentityForm = {
  wanted: 'must be nine digits, as text: NNNNNNNNN or NNN-NN-NNNN',
  read: joinDigits(/^\d{3}[-. ]?\d{2}[-. ]?\d{4}$/),
  refusesNumbers: true,
};

/** A sole proprietor's is an SSN. */
const ein: IdentityForm = {
  wanted: 'must be nine digits, as text: NNNNNNNNN or NN-NNNNNNN',
  read: joinDigits(/^(?:\d{2}[-. ]?\d{7}|\d{3}[-. ]?\d{2}[-. ]?\d{4})$/),
  refusesNumbers: true,
};

const birthDate: IdentityForm = {
  wanted: 'must be a day that exists and is not in the future, as YYYY-MM-DD',
  read: (text) => {
    const plain = writePlainly(text);
    return isDay(plain) && plain >= earliestDay && plain <= today() ? plain : undefined;
  },
  refusesNumbers: true,
};

/** Programs write the year 1 where they have no date. */
const earliestDay = '1800-01-01';
/** In UTC, so that the answer is the same everywhere. */
const today = () => new Date().toISOString().slice(0, 10);

/** ISO 8601, and what Alloy's own samples have beside it: a space for the T, no zone, a zone of two digits. */
const moment: IdentityForm = {
  wanted:
    'must be a moment that exists, in ISO 8601: YYYY-MM-DDThh:mm:ssZ, or with an offset in place of the Z, or the day alone',
  read: (text) => {
    const plain = text.trim();
    const [, day = '', hours = '0', minutes = '0', seconds = '0'] =
      /^(\d{4}-\d\d-\d\d)(?:[Tt ](\d\d):(\d\d)(?::(\d\d)(?:[.,]\d{1,9})?)?(?: ?(?:[Zz]|[+-]\d\d(?::?\d\d)?))?)?$/.exec(
        plain,
      ) ?? [];
    const exists = isDay(day) && Number(hours) < 24 && Number(minutes) < 60 && Number(seconds) <= 60;
    return exists ? plain : undefined;
  },
  refusesNumbers: false,
};

/** Of the calendar: JavaScript takes 30 February for a day in March. */
function isDay(text: string): boolean {
  if (!/^\d{4}-\d\d-\d\d$/.test(text)) return false;
  const time = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(text);
}

/** What web pages show in the place of an address; Alloy's guides are full of it, and their samples are sent as they are. */
const hiddenAddress = '[email protected]';

/** Also of other scripts. */
const domainLabel = /^[\p{L}\p{N}](?:[\p{L}\p{N}\p{M}-]{0,61}[\p{L}\p{N}\p{M}])?$/u;

const email: IdentityForm = {
  wanted: 'must be one email address, name@domain',
  read: (text) => {
    const plain = text.replace(invisible, '').trim();
    if (writePlainly(plain) === hiddenAddress) return plain;
    const at = plain.lastIndexOf('@');
    const domain = plain.slice(at + 1);
    const labels = domain.split('.');
    const isDomain = labels.length > 1 && labels.every((label) => domainLabel.test(label));
    return isDomain && /^[^\s<>,;:@()[\]\\]+$/.test(plain.slice(0, Math.max(0, at))) ? plain : undefined;
  },
  refusesNumbers: false,
};

/** None, or pairs that hold digits. */
function hasBrackets(text: string): boolean {
  let opened: number | undefined;
  for (const [index, character] of [...text].entries()) {
    if (character === '(' && opened !== undefined) return false;
    if (character === ')' && (opened === undefined || !/\d/.test(text.slice(opened, index)))) return false;
    if (character === '(') opened = index;
    if (character === ')') opened = undefined;
  }
  return opened === undefined;
}

/** Alloy takes any notation and formats it itself, so the value stays as it was written. */
const phone: IdentityForm = {
  wanted:
    'must be a phone number, as text: 7 to 15 digits in any usual notation, such as +1 NNN NNN NNNN or NNN-NNN-NNNN',
  read: (text) => {
    const plain = writePlainly(text);
    const number = plain.replace(/(?:[ ,] ?(?:x|ext\.?|extension) ?|(?<=\d{4})x)\d{1,7}$/i, '');
    const digits = number.replace(/\D/g, '').replace(/^00/, '');
    const isNumber =
      /^(?:\+ ?|\(\+)?[\d(][\d ().,/-]*$/.test(number) && digits.length >= 7 && digits.length <= 15;
    return isNumber && !isDay(number) && hasBrackets(number) ? plain : undefined;
  },
  refusesNumbers: true,
};

/** Any text, whose zeros in front count. */
const digits: IdentityForm = {
  wanted: '',
  read: (text) => text,
  refusesNumbers: true,
};

/** Members of these names, and of longer ones that end with them: `business_phone_number`. */
const endings: readonly (readonly [string, IdentityForm])[] = Object.entries({
  document_ssn: ssn,
  federal_ein: ein,
  birth_date: birthDate,
  email_address: email,
  agent_email: email,
  phone_number: phone,
  account_number: digits,
  routing_number: digits,
  postal_code: digits,
  zip_code: digits,
});

/** Of these names alone: with another word in front they may be anything of a workflow's own. */
const names: Readonly<Record<string, IdentityForm>> = {
  ssn,
  ein,
  business_fein: ein,
  email,
  zip: digits,
  ...Object.fromEntries(
    [
      ...['timestamp', 'link_timestamp', 'unlink_timestamp', 'expires_at', 'settled_at', 'issued_at'],
      ...['pin_updated_at', 'lock_expires_at', 'transaction_settled_at', 'transaction_date'],
      ...['transaction_created_date', 'transaction_settled_date', 'latest_transaction_date'],
      ...['opening_date', 'maturity_date', 'closing_date', 'date_last_activity'],
    ].map((name) => [name, moment]),
  ),
};

/** The form of a member by its name; undefined for any other member. */
export function findIdentityForm(name: string): IdentityForm | undefined {
  if (Object.hasOwn(names, name)) return names[name];
  for (const [ending, form] of endings) {
    if (name.endsWith(ending) && (name.length === ending.length || name.at(-ending.length - 1) === '_'))
      return form;
  }
  return undefined;
}
