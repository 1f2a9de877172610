/** Texts of unknown origin: whatever has the form of a person's number or birth date, unless the text says otherwise. */

import { type FoundDate, mayBeBirth } from './dates.ts';
import type { Finding } from './findings.ts';
import { looksPersonal } from './forms.ts';

const token = /(?<![A-Za-z0-9])#?[A-Za-z0-9]{1,40}(?:[-./_:][A-Za-z0-9]{1,40}){0,8}/g;
/** 3-2-4 and the like, with spaces. */
const spaced = /(?<![\w-])(?:[A-Z]{1,3} )?\d{2,4}(?: \d{2,6}){1,6}(?: [A-Z](?!\w))?(?![\w-])/g;
/** A line of a passport's machine readable zone. */
const zone = /(?<![A-Z0-9<])(?=[A-Z0-9]{0,40}<)[A-Z0-9<]{28,44}(?![A-Z0-9<])/g;
const amountBefore =
  /(?:[$€£¥₹] ?|\d:\d\d[.,]|\b(?:usd|eur|gbp|cad|aud|chf|amount|balance|total|sum|price|fee|paid|income|salary|score|count|version|v|zip(?: ?code)?|postal(?: ?code)?|postcode|lat(?:itude)?|lon(?:gitude)?|bytes)[ :=#]{1,3}(?:is |was |of )?)$/i;
const shortBefore = /\b(?:page|step|line|port|status|code|http|rate|size|length)[ :=#]{1,3}$/i;
const amountBehind =
  /^(?: ?[%$€£¥]|[.,]\d| ?(?:usd|eur|gbp|cad|aud|dollars?|euros?|cents|percent|points?|pts|ms|[nu]s|sec(?:ond)?s?|min(?:ute)?s?|hours?|days?|weeks?|months?|years?|bytes|[kmg]i?b|items?|rows?|records?|results?|matches|hits|times|people|persons|entries|requests)\b)/i;
const street =
  /^(?: [A-Za-z0-9.']{1,20}){1,4}? (?:st|street|ave|avenue|rd|road|blvd|boulevard|dr|drive|ln|lane|way|ct|court|pl|place|sq|square|hwy|highway|pkwy|parkway|ter|terrace|cir|circle|trail|loop)\b/i;
const state = /\b[A-Z]{2},? $/;
const host = /\bhttps?:\/\/[^\s/?#"'<>]{1,255}/gi;

/** `dates`: those of the text. */
export function findForeign(text: string, dates: readonly FoundDate[]): readonly Finding[] {
  const findings: Finding[] = [];
  for (const { start, end, readings } of dates)
    if (mayBeBirth(readings)) findings.push({ start, end, kind: 'birth_date' });
  const apart = text.replace(host, (found) => ' '.repeat(found.length));
  for (const pattern of [token, spaced, zone])
    for (const { index, 0: whole } of apart.matchAll(pattern))
      if (/\d\D{0,8}\d/.test(whole) || whole.includes('<')) considerToken(apart, index, whole, findings);
  return findings;
}

function considerToken(text: string, start: number, whole: string, findings: Finding[]): void {
  const end = start + whole.length;
  const before = text.slice(Math.max(0, start - 24), start);
  const behind = text.slice(end, end + 80);
  // Ranges of years, and numbers as short as those of houses, pages and codes.
  if (/^(?:\d{5,6}|(?:19|20)\d\d-(?:19|20)\d\d)$/.test(whole)) return;
  const digits = whole.replace(/\D/g, '').length;
  if (amountBefore.test(before) || amountBehind.test(behind)) return;
  if (digits <= 6 && (street.test(behind) || shortBefore.test(before))) return;
  if (/^\d{5}$/.test(whole) && state.test(before)) return;
  const kind = looksPersonal(whole);
  if (kind !== undefined) {
    findings.push({ start, end, kind });
    return;
  }
  // Of parts with signs between, one may be a number: `Smith_19850123.pdf`, `ssn/666120417`.
  if (!/[./_:-]/.test(whole) || isOfMachines(whole)) return;
  let at = start;
  for (const part of whole.split(/[./_:]|(?<=\d)-(?=[A-Za-z])|(?<=[A-Za-z])-(?=\d)/)) {
    const from = text.indexOf(part, at);
    at = from + part.length;
    const partKind = part.length < whole.length ? looksPersonal(part) : undefined;
    if (partKind !== undefined) findings.push({ start: from, end: at, kind: partKind });
  }
}

/** Identifiers of machines, addresses of them, versions, moments, amounts: their parts are nothing by themselves. */
function isOfMachines(text: string): boolean {
  return (
    /^[0-9a-f]{8}-[0-9a-f]{4}-/i.test(text) ||
    /^[A-Z]{1,4}-[A-Za-z0-9]{18,24}$/.test(text) ||
    /^v?\d{1,9}(?:[.:]\d{1,20}){1,8}$/i.test(text) ||
    /^(?:19|20)\d\d-\d\d-\d\d/.test(text)
  );
}
