/**
 * Walks an answer and protects what fields hold by their names, what has the form of personal data anywhere, and what
 * stands beside a label. Copies only what changes.
 */

import { isObject, type Members } from '../base/values.ts';
import { classifyKey, findKindInside, type KeyFacts } from './classify-key.ts';
import { isAboutContact, type Kind } from './kind.ts';
import { readProtected } from './mask.ts';
import { isCardNumber } from './number-forms.ts';
import { hasForm, isPlausible, isPlausibleNumber, isTokenOrMoment } from './plausible.ts';
import { mayBeJson, protectPlainText, readSigns } from './protect-text.ts';
import { findShown, isActive, type Protection, renameMembers, replaceFound } from './protection.ts';

/** What surrounds a value, beside the name that it stands under. */
interface Surroundings {
  /** What the field itself holds. */
  readonly kind: Kind | undefined;
  /** What a field further out is about; inside, only values of that form count. */
  readonly outer: Kind | undefined;
  /** About somebody who works with Alloy: contact and names stay. */
  readonly staff: boolean;
}

/** Most values are in one of these, which therefore are not made anew for each. */
const bare: Surroundings = { kind: undefined, outer: undefined, staff: false };
const bareOfStaff: Surroundings = { kind: undefined, outer: undefined, staff: true };

function surround(kind: Kind | undefined, outer: Kind | undefined, staff: boolean): Surroundings {
  if (kind === undefined && outer === undefined) return staff ? bareOfStaff : bare;
  return { kind, outer, staff };
}

/** Deeper than any answer; what lies below is left out instead of let through. */
const deepest = 100;
const nowhere = classifyKey('');
/** What a label makes of any member beside it; file sizes and the like have the form of the other kinds too. */
const formTells: ReadonlySet<Kind> = new Set(['ssn', 'ein', 'tax_id', 'birth_date', 'card', 'iban']);
const columnNames = ['columns', 'headers', 'header', 'fields'];
/** Shorter texts and smaller numbers are no known value (see known-values.ts). */
const shortestKnown = 6;
const smallestKnown = 100_000;
/** Where nothing is known of a number, it may be a card's at most, or what a label says; neither is shorter. */
const smallestNumber = 10_000_000;
const smallestCard = 3e12;

/** What is protected is added to `found`, what is not to `left`. */
export function protectValue(value: unknown, protection: Protection): unknown {
  return protectAt(protection, value, nowhere, bare, 0);
}

function protectAt(
  protection: Protection,
  value: unknown,
  facts: KeyFacts,
  around: Surroundings,
  depth: number,
): unknown {
  if (typeof value === 'string') {
    const text = protectString(protection, value, facts, around, depth);
    noteLeft(protection, text);
    return text;
  }
  if (typeof value === 'number') {
    const number = protectNumber(protection, value, facts, around);
    if (number === value) noteLeft(protection, value);
    return number;
  }
  if (typeof value !== 'object' || value === null) return value;
  if (depth > deepest) return '***';
  return Array.isArray(value)
    ? protectItems(protection, value, facts, around, depth)
    : protectMembers(protection, value, facts, around, depth);
}

function noteLeft({ left }: Protection, value: string | number): void {
  if (typeof value === 'string' ? value.length >= shortestKnown : value >= smallestKnown) left.push(value);
}

/** Most texts and numbers: where nothing around them says what they are, they are nothing. Notes them as left. */
function isPlain(protection: Protection, value: unknown): boolean {
  if (typeof value === 'string') {
    if (value.length < shortestKnown) return true;
    const signs = readSigns(value, protection);
    if (signs === 'none' || isTokenOrMoment(value)) return true;
    if (signs === 'enough' && value.length >= 8) return false;
    protection.left.push(value);
    return true;
  }
  if (typeof value !== 'number') return value === null || typeof value === 'boolean';
  if (value >= smallestNumber) return false;
  if (value >= smallestKnown) protection.left.push(value);
  return true;
}

function protectString(
  protection: Protection,
  text: string,
  facts: KeyFacts,
  around: Surroundings,
  depth: number,
): string {
  if (text === '') return text;
  if (mayBeJson(text) && text.length > 6) {
    const inner = protectJsonText(protection, text, facts, around, depth);
    if (inner !== undefined) return inner;
  }
  const { kind, outer, staff } = around;
  if (kind !== undefined && isActive(protection, kind, staff)) {
    const done = (facts.lastDigits ? undefined : findShown(protection, kind, text)) ?? readProtected(text);
    if (done !== undefined) return done;
    if (isPlausible(kind, text)) {
      if (facts.lastDigits && text.length <= 4 && protection.showsLastDigits(kind)) return text;
      if (kind === 'birth_date' && protection.showsLastDigits(kind) && /^(?:19|20)\d\d$/.test(text))
        return text;
      if (!isSentence(kind, text)) return replaceFound(protection, kind, text);
      return protectPlainText(text, { identifier: false, kind, staff }, protection);
    }
  }
  if (
    outer !== undefined &&
    !(facts.about || facts.quantity || facts.identifier) &&
    isActive(protection, outer, staff) &&
    hasForm(outer, text)
  )
    return replaceFound(protection, outer, text);
  if (kind === 'birth_date' && isDatePart(facts) && /^(?:\d{1,2}|\p{L}{3,9})$/u.test(text))
    return protection.active.birth_date ? protection.replace(kind, text) : text;
  if (isHarmless(text)) return text;
  // One telephone number in a hundred could pass for a card.
  return protectPlainText(text, { identifier: facts.identifier || kind === 'phone', staff }, protection);
}

function protectNumber(
  protection: Protection,
  value: number,
  facts: KeyFacts,
  { kind, outer, staff }: Surroundings,
): unknown {
  if (kind !== undefined) {
    if (!isActive(protection, kind, staff) || !isPlausibleNumber(kind, value))
      return protectPartOfDate(protection, value, facts, kind);
    if (facts.lastDigits && value < 10_000 && protection.showsLastDigits(kind)) return value;
    return replaceFound(protection, kind, String(value));
  }
  if (value < smallestKnown || !Number.isInteger(value) || facts.identifier || facts.quantity || facts.about)
    return value;
  if (outer !== undefined && isActive(protection, outer, staff) && hasForm(outer, String(value)))
    return replaceFound(protection, outer, String(value));
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
  return isDatePart(facts) && value >= 1 && value <= 31 ? protection.replace(kind, String(value)) : value;
}

function protectJsonText(
  protection: Protection,
  text: string,
  facts: KeyFacts,
  around: Surroundings,
  depth: number,
): string | undefined {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (typeof parsed !== 'object' || parsed === null) return undefined;
  const inner = protectAt(protection, parsed, facts, around, depth + 1);
  return inner === parsed ? text : JSON.stringify(inner);
}

function protectItems(
  protection: Protection,
  items: readonly unknown[],
  facts: KeyFacts,
  around: Surroundings,
  depth: number,
): unknown {
  let copy: unknown[] | undefined;
  const isBare = around.kind === undefined && around.outer === undefined;
  for (let index = 0; index < items.length; index += 1) {
    const item = items[index];
    if (isBare && isPlain(protection, item)) continue;
    if (typeof item === 'object') protection.enterItem?.(index);
    const changed = protectAt(protection, item, facts, around, depth + 1);
    if (typeof item === 'object') protection.leave?.();
    if (changed === item) continue;
    copy ??= items.slice();
    copy[index] = changed;
  }
  return copy ?? items;
}

function protectMembers(
  protection: Protection,
  members: object,
  parent: KeyFacts,
  around: Surroundings,
  depth: number,
): unknown {
  const outer = around.kind ?? around.outer;
  let labelled: { readonly kind: Kind | undefined } | undefined;
  let copy: Record<string, unknown> | undefined;
  let renamed: Map<string, string> | undefined;
  // The answer is JSON: own enumerable members are all there are.
  const record = members as Members;
  protection.enterRecord?.(record);
  for (const name in record) {
    const value = record[name];
    const facts = classifyKey(name);
    if (facts.plain && outer === undefined && isPlain(protection, value)) continue;
    if (facts.hasDigits) {
      const other = protectName(protection, name, outer, around.staff || facts.staff);
      if (other !== name) {
        renamed ??= new Map();
        renamed.set(name, other);
      }
    }
    if (value === null || typeof value === 'boolean') continue;
    let kind = facts.kind;
    if (facts.neutral && kind === undefined && !facts.about) {
      kind = findKindInside(parent, name);
      if (kind === undefined && name !== 'name') {
        labelled ??= { kind: findLabelKind(record) };
        kind = labelled.kind ?? (outer === undefined || facts.quantity ? undefined : outer);
      }
    }
    // `tax: { id }`; other ids in objects are those of records.
    if (name === 'id' && findKindInside(parent, name) === 'tax_id') kind = 'tax_id';
    if (!facts.plain && kind === undefined && outer === undefined && isPlain(protection, value)) continue;
    let about = outer;
    const isFree = outer === undefined && (kind === undefined || !isActive(protection, kind, around.staff));
    if (isFree && mayBeLabelled(value)) {
      // `{ field: 'SSN', returned: '...' }`
      labelled ??= { kind: findLabelKind(record) };
      about = labelled.kind !== undefined && formTells.has(labelled.kind) ? labelled.kind : undefined;
    }
    const inside = surround(kind, about, around.staff || facts.staff);
    const changed = isTable(record, name, value)
      ? protectRows(protection, record, value, facts, inside, depth + 1)
      : protectAt(protection, value, facts, inside, depth + 1);
    if (changed === value) continue;
    copy ??= { ...record };
    copy[name] = changed;
  }
  protection.leave?.();
  return renamed === undefined ? (copy ?? members) : renameMembers(copy ?? record, renamed);
}

/** A name that is a value itself: members by SSN. */
function protectName(protection: Protection, name: string, outer: Kind | undefined, staff: boolean): string {
  if (outer !== undefined && isActive(protection, outer, staff) && hasForm(outer, name))
    return replaceFound(protection, outer, name);
  const other = isHarmless(name) ? name : protectPlainText(name, { identifier: false, staff }, protection);
  noteLeft(protection, other);
  return other;
}

/** Rows without names take them from the columns beside them. */
function protectRows(
  protection: Protection,
  record: Members,
  rows: readonly unknown[],
  facts: KeyFacts,
  around: Surroundings,
  depth: number,
): unknown {
  const names = columnNames.map((name) => record[name]).find(Array.isArray) ?? [];
  const columns = names.map((column: unknown) => classifyKey(readColumnName(column)));
  let copy: unknown[] | undefined;
  for (const [index, row] of rows.entries()) {
    const changed = Array.isArray(row)
      ? protectRow(protection, row, (cell) => columns[cell] ?? facts, around, depth + 1)
      : protectAt(protection, row, facts, around, depth + 1);
    if (changed === row) continue;
    copy ??= rows.slice();
    copy[index] = changed;
  }
  return copy ?? rows;
}

function protectRow(
  protection: Protection,
  row: readonly unknown[],
  getFacts: (cell: number) => KeyFacts,
  { outer, staff }: Surroundings,
  depth: number,
): unknown {
  const changed = row.map((cell, index) => {
    const facts = getFacts(index);
    return protectAt(protection, cell, facts, surround(facts.kind, outer, staff), depth + 1);
  });
  return changed.every((cell, index) => cell === row[index]) ? row : changed;
}

/** Holds nothing that a form tells. */
function isHarmless(text: string): boolean {
  return text.length < 8 || isTokenOrMoment(text);
}

/** A bare value of some kind, for which it is worth to look for a label beside it. */
function mayBeLabelled(value: unknown): boolean {
  if (Array.isArray(value)) return value.length > 0 && mayBeLabelled(value[0]);
  return typeof value === 'number' || (typeof value === 'string' && value.length < 40 && /\d\d/.test(value));
}

function isDatePart({ name }: KeyFacts): boolean {
  return /(?:day|month)$/i.test(name);
}

/** A sentence about a number ("SSN issued in 1987") is read as text. */
function isSentence(kind: Kind, text: string): boolean {
  if (text.length < 15 || isAboutContact(kind) || kind === 'secret') return false;
  return (text.match(/[A-Za-z]{3,}/g)?.length ?? 0) >= (kind === 'birth_date' ? 4 : 3);
}

function findLabelKind(record: Members): Kind | undefined {
  for (const name in record) {
    if (!classifyKey(name).label) continue;
    const member = record[name];
    // A path leads to the field: ['entities', 0, 'document_ssn'].
    const label: unknown = Array.isArray(member) ? member.at(-1) : member;
    if (typeof label !== 'string' || label.length > 64) continue;
    const { kind } = classifyKey(label);
    if (kind !== undefined) return kind;
  }
  return undefined;
}

function isTable(record: Members, name: string, value: unknown): value is readonly unknown[] {
  return (
    (name === 'rows' || name === 'data' || name === 'values' || name === 'records') &&
    Array.isArray(value) &&
    Array.isArray(value[0]) &&
    columnNames.some((column) => Array.isArray(record[column]))
  );
}

function readColumnName(column: unknown): string {
  if (typeof column === 'string') return column;
  if (!isObject(column)) return '';
  const name = column['name'] ?? column['key'] ?? column['field'] ?? column['column_name'];
  return typeof name === 'string' ? name : '';
}
