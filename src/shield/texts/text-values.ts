/** What of the text behind a field's name is its value. */

import type { Kind } from '../kind.ts';
import { readProtected } from '../mask.ts';
import { isPlausible } from '../plausible.ts';
import { readDates } from './dates.ts';

const dateForm =
  /^(?:\d{1,4}[-/. ]\d{1,2}[-/. ]\d{1,4}(?:T[\d:.]{4,15}Z?)?|\d{8}(?!\d)|\d{1,2}(?:st|nd|rd|th|\.)?(?: (?:de|of|del))?[ -][A-Za-z]{3,11}\.?,?(?: (?:de|of|del))?[ -]\d{2,4}|[A-Za-z]{3,11}\.? \d{1,2}(?:st|nd|rd|th)?,? \d{2,4})/;
const numberForm = /^[A-Za-z]{0,4}\d[\w-]{0,40}(?: \d[\w-]{0,40}){0,8}/;
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

/**
 * Where in the text behind a name the value stands, if one does. `isDelimited`: in quotation marks or an element, so that
 * all of the text is the value; otherwise it ends where other words begin.
 */
export function findValue(
  kind: Kind,
  text: string,
  isDelimited: boolean,
  name: string,
): readonly [start: number, end: number] | undefined {
  const [start, end] = isDelimited ? trim(text) : cut(kind, text);
  const value = text.slice(start, end);
  if (value === '' || readProtected(value) !== undefined) return undefined;
  if (kind === 'birth_date' && isPartOfDate(name, value)) return [start, end];
  if (!isPlausible(kind, value) || (kind === 'birth_date' && /^(?:19|20)\d\d$/.test(value))) return undefined;
  // A sentence is about the value, and is looked through as such.
  if (isDelimited && kind === 'birth_date' && value.length > 30 && readDates(value).length === 0)
    return undefined;
  return [start, end];
}

function isPartOfDate(name: string, value: string): boolean {
  return /(?:day|month)$/i.test(name) && /^(?:\d{1,2}|[A-Za-z]{3,11})$/.test(value);
}

function trim(text: string): readonly [number, number] {
  const start = text.length - text.trimStart().length;
  const end = text.trimEnd().length;
  const isQuoted =
    end - start > 2 && /["']/.test(text.charAt(start)) && text.charAt(end - 1) === text.charAt(start);
  return isQuoted ? [start + 1, end - 1] : [start, Math.max(start, end)];
}

function cut(kind: Kind, text: string): readonly [number, number] {
  const match = valueForm(kind).exec(text);
  return match === null ? [0, 0] : [0, match[0].trimEnd().length];
}
