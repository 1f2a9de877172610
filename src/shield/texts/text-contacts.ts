/** E-mail addresses, telephone numbers and IBANs in free text, by their form. */

import type { Kind } from '../kind.ts';
import type { Finding } from './findings.ts';
import { ibanLength, isIban } from './number-forms.ts';

const iban = /(?<![A-Za-z0-9])[A-Za-z]{2}\d{2}(?:[ -]?[A-Za-z0-9]){11,40}/g;

export function findIbans(text: string): readonly Finding[] {
  const findings: Finding[] = [];
  iban.lastIndex = 0;
  for (let match = iban.exec(text); match !== null; match = iban.exec(text)) {
    const end = findIbanEnd(match[0]);
    if (end === undefined) {
      // What was none may hold one further on.
      iban.lastIndex = match.index + 2;
      continue;
    }
    findings.push({ start: match.index, end: match.index + end, kind: 'iban' });
    iban.lastIndex = match.index + end;
  }
  return findings;
}

function findIbanEnd(found: string): number | undefined {
  const length = ibanLength(found) ?? Number.POSITIVE_INFINITY;
  let count = 0;
  for (let index = 0; index < found.length; index += 1) {
    if (!/[A-Za-z0-9]/.test(found.charAt(index))) continue;
    count += 1;
    if (count < length) continue;
    const isEnd = !/[A-Za-z0-9]/.test(found.charAt(index + 1));
    return isEnd && isIban(found.slice(0, index + 1).replace(/[^A-Za-z0-9]/g, '')) ? index + 1 : undefined;
  }
  return undefined;
}

const host = /@(?:[A-Za-z0-9-]{1,63}\.){1,8}[A-Za-z]{2,24}/y;
const longestUser = 64;

export function findEmails(text: string): readonly Finding[] {
  const findings: Finding[] = [];
  for (let at = text.indexOf('@'); at >= 0; at = text.indexOf('@', at + 1)) {
    let start = at;
    while (start > 0 && at - start < longestUser && /[\w.%+'-]/.test(text.charAt(start - 1))) start -= 1;
    host.lastIndex = at;
    const match = host.exec(text);
    if (match !== null && start < at) findings.push({ start, end: at + match[0].length, kind: 'email' });
  }
  return findings;
}

const phone =
  /(?<![\w.-])(?:\+\d{1,3}[ .-]?(?:\(\d{1,4}\)[ .-]?)?\d(?:[ .-]?\d){5,13}|(?:1[ .-])?\(\d{3}\) ?\d{3}[ .-]\d{4}|(?:1[ .-])?\d{3}([ .-])\d{3}\1\d{4})(?![\w-])/g;

export function findPhones(text: string): readonly Finding[] {
  return [...text.matchAll(phone)].map(({ index, 0: whole }) => ({
    start: index,
    end: index + whole.length,
    kind: 'phone' satisfies Kind,
  }));
}
