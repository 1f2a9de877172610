/**
 * Values in texts that carry the name of their field: pieces of JSON, XML or YAML, logs, addresses, what validators and
 * databases write. Names are judged like those of an answer's fields. Every sign that parts a name from a value is looked
 * at by itself, with a bound on both sides: a name that says nothing takes nothing along.
 */

import { classifyKey, findKindInside, type KeyFacts } from '../classify-key.ts';
import type { Kind } from '../kind.ts';
import type { Finding } from './findings.ts';
import type { Label } from './text-labels.ts';
import { findValue } from './text-values.ts';

export interface Fields {
  readonly findings: readonly Finding[];
  /** For what follows the first value. */
  readonly labels: readonly Label[];
}

const anySign = /[:=<"'`_]/;
const nothing: Fields = { findings: [], labels: [] };
const longestWord = 49;
const longestFirstWord = 31;

export function findFields(text: string, isOn: (kind: Kind, facts: KeyFacts) => boolean): Fields {
  if (!anySign.test(text)) return nothing;
  const findings: Finding[] = [];
  const labels: Label[] = [];
  const consider = (
    facts: KeyFacts,
    kind: Kind | undefined,
    value: string,
    start: number,
    isDelimited: boolean,
  ) => {
    if (kind === undefined || !isOn(kind, facts)) return;
    const span = findValue(kind, value, isDelimited, facts.name);
    if (span !== undefined) findings.push({ start: start + span[0], end: start + span[1], kind });
  };
  if (text.includes('<')) considerElements(text, consider);
  considerSigns(text, consider, labels);
  considerQuoted(text, consider);
  return { findings, labels };
}

type Consider = (
  facts: KeyFacts,
  kind: Kind | undefined,
  value: string,
  start: number,
  isDelimited: boolean,
) => void;

const tag =
  /<(\/?)(?:[\w.-]{1,40}:)?([A-Za-z_][\w.-]{0,63})(?:\s[^<>]{0,400})?>(?:<!\[CDATA\[)?([^<>\]]{0,400})/g;
const deepest = 60;

function considerElements(text: string, consider: Consider): void {
  const open: KeyFacts[] = [];
  for (const match of text.matchAll(tag)) {
    const [whole, closing, name = '', value = ''] = match;
    if (closing === '/') {
      open.pop();
      continue;
    }
    const facts = classifyKey(name);
    const parent = open.at(-1);
    const kind = facts.kind ?? (parent === undefined ? undefined : findKindInside(parent, name));
    consider(facts, kind, value, match.index + whole.length - value.length, true);
    if (open.length < deepest && !whole.slice(0, whole.length - value.length).endsWith('/>'))
      open.push(facts);
  }
}

/** What a name is inside of: the last one that had no value on its line. */
interface Outer {
  readonly facts: KeyFacts;
  readonly end: number;
}

const mostInside = 400;
/** Behind it stands what a name before it is about: "national_id mismatch: ..." */
const ofValues =
  /^(?:mis-?match(?:ed)?|expected|got|given|received|found|actual|was|is|old|new|submitted|provided|supplied|stored|invalid|valid|error|failed|for|on|vs|and|or|from|to)$/i;
const opening = /[ \t]{0,8}(?:\[ ?)?(\\{0,8}["'`])?/y;
const plainValue = /[^"'`<>;&{}[\]\n\\]{2,160}/y;
const startsInside = /[ \t]{0,8}(?:[{[]|\r?\n)/y;

function considerSigns(text: string, consider: Consider, labels: Label[]): void {
  let outer: Outer | undefined;
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (code !== 58 && code !== 61) continue;
    const words = readNameBefore(text, index);
    if (words.length === 0) {
      if (code === 61) considerLists(text, index, consider);
      continue;
    }
    const facts = pickFacts(words);
    const inside = outer !== undefined && index - outer.end < mostInside ? outer.facts : undefined;
    const kind =
      facts.kind ??
      ((facts.neutral || facts.name === 'id') && inside !== undefined
        ? findKindInside(inside, facts.name)
        : undefined);
    startsInside.lastIndex = index + 1;
    if (startsInside.test(text) && !facts.neutral) outer = { facts, end: index };
    opening.lastIndex = index + 1;
    const quote = opening.exec(text)?.[1];
    const start = Math.max(index + 1, opening.lastIndex);
    plainValue.lastIndex = start;
    const value = plainValue.exec(text)?.[0];
    if (value !== undefined) consider(facts, kind, value, start, quote !== undefined);
    const isAlone = words.length === 1 && !facts.neutral && !ofValues.test(facts.name);
    if (kind !== undefined || isAlone)
      labels.push({ start: index - facts.name.length, end: index + 1, kind, strong: true });
  }
}

/** A name of up to three words; where those say nothing, the last. */
function pickFacts(words: readonly string[]): KeyFacts {
  const all = classifyKey(words.join(' '));
  return all.kind !== undefined || words.length === 1 ? all : classifyKey(words.at(-1) ?? '');
}

/** The words that end before a sign; quotation marks may stand between. */
function readNameBefore(text: string, sign: number): readonly string[] {
  let end = sign;
  while (end > 0 && sign - end < 4 && /[ \t]/.test(text.charAt(end - 1))) end -= 1;
  for (let count = 0; end > 0 && count < 9 && /["'`\\]/.test(text.charAt(end - 1)); count += 1) end -= 1;
  const words: string[] = [];
  let longest = longestWord;
  while (words.length < 3) {
    let start = end;
    while (start > 0 && end - start < longest && isNameCharacter(text.charCodeAt(start - 1))) start -= 1;
    while (start < end && !/[A-Za-z_]/.test(text.charAt(start))) start += 1;
    // The hour of a moment, as in `2026-01-15T10:00`, is no name.
    if (/\d/.test(text.charAt(start - 1)) || end - start < (words.length === 0 ? 2 : 1)) break;
    words.unshift(text.slice(start, end));
    if (text.charAt(start - 1) !== ' ' || !isNameCharacter(text.charCodeAt(start - 2))) break;
    end = start - 1;
    longest = longestFirstWord;
  }
  return words;
}

function isNameCharacter(code: number): boolean {
  return (
    (code >= 48 && code <= 57) ||
    (code >= 65 && code <= 90) ||
    (code >= 97 && code <= 122) ||
    code === 95 ||
    code === 45 ||
    code === 46 ||
    code === 39
  );
}

const listBehind = /=\(([^()\n]{1,400})\)/y;

/** `Key (ssn, birth_date)=(..., ...)` */
function considerLists(text: string, sign: number, consider: Consider): void {
  if (text.charAt(sign - 1) !== ')' || text.charAt(sign + 1) !== '(') return;
  const open = text.lastIndexOf('(', sign - 1);
  if (open < 0 || sign - open > 400) return;
  listBehind.lastIndex = sign;
  const names = text.slice(open + 1, sign - 1).split(',');
  let start = sign + 2;
  for (const [index, value] of (listBehind.exec(text)?.[1] ?? '').split(',').entries()) {
    const facts = classifyKey((names[index] ?? '').trim());
    consider(facts, facts.kind, value, start, true);
    start += value.length + 1;
  }
}

/** `"document_ssn" with value "..." fails`, as validators write. */
const quoted =
  /(\\{0,8}["'`])([A-Za-z_$][\w.[\]$-]{0,80})\1[^"'`\n]{1,40}?(\\{0,8}["'`])([^"'`\n\\]{2,160})\3/g;
/** `document_ssn 666... is refused`; only names in this style, so that prose is not taken for one. */
const named =
  /(?<![\w'])([a-z][a-z0-9]{0,30}(?:_[a-z0-9]{1,30}){1,4})(?: (?:with|has|is|was|of|the|value|number|as|given)){0,4} ([^"'<>;&{}[\]\n\\]{2,80})/g;

function considerQuoted(text: string, consider: Consider): void {
  if (/["'`]/.test(text)) {
    quoted.lastIndex = 0;
    for (let match = quoted.exec(text); match !== null; match = quoted.exec(text)) {
      const [whole, first = '', name = '', closing = '', value = ''] = match;
      const facts = classifyKey(name);
      consider(facts, facts.kind, value, match.index + whole.length - closing.length - value.length, true);
      quoted.lastIndex = match.index + first.length + name.length;
    }
  }
  if (text.includes('_')) {
    named.lastIndex = 0;
    for (let match = named.exec(text); match !== null; match = named.exec(text)) {
      const [whole, name = '', value = ''] = match;
      const facts = classifyKey(name);
      consider(facts, facts.kind, value, match.index + whole.length - value.length, false);
      named.lastIndex = match.index + name.length;
    }
  }
}

// Tables: a line of names, and lines of as many values below it.

const delimiters = [',', ';', '\t', '|'];
const mostCells = 200;
const lineEnd = /\r?\n|\\r?\\n|\\n/g;

export function findInTables(
  text: string,
  isOn: (kind: Kind, facts: KeyFacts) => boolean,
): readonly Finding[] {
  if (!text.includes('\n') && !text.includes('\\n')) return [];
  const findings: Finding[] = [];
  let columns: readonly KeyFacts[] = [];
  let delimiter = '';
  let start = 0;
  const readLine = (line: string) => {
    const cells = delimiter === '' ? [] : line.split(delimiter, mostCells);
    if (columns.length > 1 && cells.length === columns.length) {
      let at = start;
      for (const [index, cell] of cells.entries()) {
        const facts = columns[index];
        const span =
          facts?.kind === undefined || !isOn(facts.kind, facts)
            ? undefined
            : findValue(facts.kind, cell, true, facts.name);
        if (span !== undefined && facts?.kind !== undefined)
          findings.push({ start: at + span[0], end: at + span[1], kind: facts.kind });
        at += cell.length + 1;
      }
      return;
    }
    const header = readHeader(line);
    columns = header?.columns ?? [];
    delimiter = header?.delimiter ?? '';
  };
  for (const match of text.matchAll(lineEnd)) {
    readLine(text.slice(start, match.index));
    start = match.index + match[0].length;
  }
  readLine(text.slice(start));
  return findings;
}

interface Header {
  readonly columns: readonly KeyFacts[];
  readonly delimiter: string;
}

const longestHeader = 4000;

function readHeader(line: string): Header | undefined {
  if (line.length > longestHeader || /\d{4}/.test(line)) return undefined;
  for (const delimiter of delimiters) {
    const cells = line.split(delimiter, mostCells);
    if (cells.length < 2) continue;
    const columns = cells.map((cell) =>
      classifyKey(cell.length > 64 ? '' : cell.replace(/["']/g, '').trim()),
    );
    if (columns.some(({ kind }) => kind !== undefined)) return { columns, delimiter };
  }
  return undefined;
}
