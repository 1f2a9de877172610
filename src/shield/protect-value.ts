/**
 * Walks an answer and protects what fields hold by their names, what has the form of personal data anywhere, and what
 * stands beside a label. Copies only what changes.
 */

import { isCardNumber } from './card-number.ts';
import { classifyKey, type KeyFacts } from './classify-key.ts';
import { type Kind, kindClasses } from './kind.ts';
import { isMembers, type Members, renameMembers } from './members.ts';
import { hasForm, isPlausible, isPlausibleNumber } from './plausible.ts';
import { protectPlainText } from './protect-text.ts';
import { readProtected } from './protected-form.ts';
import type { Protection } from './protection.ts';
import { isTokenOrMoment } from './token-or-moment.ts';

/** What surrounds a value. */
interface Place {
  readonly facts: KeyFacts;
  /** What the field itself holds. */
  readonly kind: Kind | undefined;
  /** What a field further out is about; inside, only values of that form count. */
  readonly outer: Kind | undefined;
  /** About somebody who works with Alloy: contact and names stay. */
  readonly staff: boolean;
  readonly depth: number;
}

/** Deeper than any answer; what lies below is left out instead of let through. */
const deepest = 100;
const nowhere = classifyKey('');
/** What a label makes of any member beside it; file sizes and the like have the form of the other kinds too. */
const formTells: ReadonlySet<Kind> = new Set(['ssn', 'ein', 'tax_id', 'birth_date', 'card', 'iban']);
const columnNames = ['columns', 'headers', 'header', 'fields'];

export function protectValue(value: unknown, protection: Protection): unknown {
  return protectAt(value, { facts: nowhere, kind: undefined, outer: undefined, staff: false, depth: 0 });

  function protectAt(value: unknown, place: Place): unknown {
    if (typeof value === 'string') return protectString(value, place);
    if (typeof value === 'number') return protectNumber(value, place);
    if (typeof value !== 'object' || value === null) return value;
    if (place.depth > deepest) return '***';
    return Array.isArray(value) ? protectItems(value, place) : protectMembers(value, place);
  }

  function isActive(kind: Kind, staff: boolean): boolean {
    const kindClass = kindClasses[kind];
    if (staff && (kindClass === 'contact' || kindClass === 'names')) return false;
    return protection.isOn(kindClass);
  }

  function protectString(text: string, { facts, kind, outer, staff, depth }: Place): string {
    if (text === '') return text;
    const first = text.charCodeAt(0);
    if ((first === 123 || first === 91) && text.length > 6) {
      const inner = protectJsonText(text, { facts, kind, outer, staff, depth });
      if (inner !== undefined) return inner;
    }
    if (kind !== undefined && isActive(kind, staff)) {
      const done = readProtected(text);
      if (done !== undefined) return done;
    }
    if (kind !== undefined && isActive(kind, staff) && isPlausible(kind, text)) {
      if (facts.lastDigits && text.length <= 4 && protection.showsLastDigits(kind)) return text;
      if (kind === 'birth_date' && protection.showsLastDigits(kind) && /^(?:19|20)\d\d$/.test(text))
        return text;
      if (!isSentence(kind, text)) return replaceWhole(kind, text);
      return protectPlainText(text, { identifier: false, kind, staff }, protection);
    }
    if (
      outer !== undefined &&
      !(facts.about || facts.quantity || facts.identifier) &&
      isActive(outer, staff) &&
      hasForm(outer, text)
    )
      return replaceWhole(outer, text);
    if (kind === 'birth_date' && isDatePart(facts) && /^(?:\d{1,2}|\p{L}{3,9})$/u.test(text))
      return protection.isOn('birth_dates') ? protection.replace(kind, text) : text;
    if (isHarmless(text)) return text;
    // One telephone number in a hundred could pass for a card.
    return protectPlainText(text, { identifier: facts.identifier || kind === 'phone', staff }, protection);
  }

  function replaceWhole(kind: Kind, text: string): string {
    protection.found.add(kind, text);
    return protection.replace(kind, text);
  }

  function protectNumber(value: number, { facts, kind, outer, staff }: Place): unknown {
    if (kind !== undefined) {
      if (!isActive(kind, staff) || !isPlausibleNumber(kind, value))
        return protectPartOfDate(value, facts, kind);
      if (facts.lastDigits && value < 10_000 && protection.showsLastDigits(kind)) return value;
      return replaceWhole(kind, String(value));
    }
    if (value < 100_000 || !Number.isInteger(value) || facts.identifier || facts.quantity || facts.about)
      return value;
    if (outer !== undefined && isActive(outer, staff) && hasForm(outer, String(value)))
      return replaceWhole(outer, String(value));
    // Digits beyond 2^53 are rounded and nobody's card any more.
    return value >= 3e12 && protection.isOn('account_numbers') && isCardNumber(String(value))
      ? replaceWhole('card', String(value))
      : value;
  }

  /** `birth_day: 17` and `birth_month: 4`; the year is what a mask shows too. */
  function protectPartOfDate(value: number, facts: KeyFacts, kind: Kind): unknown {
    const isYear = kind === 'birth_date' && value >= 1900 && value < 2100;
    if (isYear && protection.isOn('birth_dates') && !protection.showsLastDigits(kind))
      return replaceWhole(kind, String(value));
    const isPart = kind === 'birth_date' && isDatePart(facts) && value >= 1 && value <= 31;
    return isPart && protection.isOn('birth_dates') ? protection.replace(kind, String(value)) : value;
  }

  function protectJsonText(text: string, place: Place): string | undefined {
    let parsed: unknown;
    try {
      parsed = JSON.parse(text);
    } catch {
      return undefined;
    }
    if (typeof parsed !== 'object' || parsed === null) return undefined;
    const inner = protectAt(parsed, { ...place, depth: place.depth + 1 });
    return inner === parsed ? text : JSON.stringify(inner);
  }

  function protectItems(items: readonly unknown[], place: Place): unknown {
    let copy: unknown[] | undefined;
    const inside = { ...place, depth: place.depth + 1 };
    for (let index = 0; index < items.length; index += 1) {
      const item = items[index];
      const changed = protectAt(item, inside);
      if (changed === item) continue;
      copy ??= items.slice();
      copy[index] = changed;
    }
    return copy ?? items;
  }

  function protectMembers(members: object, place: Place): unknown {
    const outer = place.kind ?? place.outer;
    const depth = place.depth + 1;
    let labelled: { readonly kind: Kind | undefined } | undefined;
    let copy: Record<string, unknown> | undefined;
    let renamed: Map<string, string> | undefined;
    // The answer is JSON: own enumerable members are all there are.
    const record = members as Members;
    for (const name in record) {
      const value = record[name];
      const facts = classifyKey(name);
      if (facts.hasDigits) {
        const other = protectName(name, outer, place.staff || facts.staff);
        if (other !== name) {
          renamed ??= new Map();
          renamed.set(name, other);
        }
      }
      if (value === null || typeof value === 'boolean') continue;
      let kind = facts.kind;
      if (facts.neutral && kind === undefined && !facts.about) {
        kind = findJoinedKind(place.facts, name);
        if (kind === undefined && name !== 'name') {
          labelled ??= { kind: findLabelKind(record) };
          kind = labelled.kind ?? (outer === undefined || facts.quantity ? undefined : outer);
        }
      }
      // `tax: { id }`; other ids in objects are those of records.
      if (name === 'id' && findJoinedKind(place.facts, name) === 'tax_id') kind = 'tax_id';
      // Most members are of this kind: nothing around them, a number or short text.
      if (kind === undefined && outer === undefined) {
        if (typeof value === 'number' && value < 10_000_000) continue;
        if (typeof value === 'string' && isHarmless(value)) continue;
      }
      let about = outer;
      const isFree = kind === undefined || !isActive(kind, place.staff);
      if (isFree && outer === undefined && mayBeLabelled(value)) {
        // `{ field: 'SSN', returned: '...' }`
        labelled ??= { kind: findLabelKind(record) };
        about = labelled.kind !== undefined && formTells.has(labelled.kind) ? labelled.kind : undefined;
      }
      const staff = place.staff || facts.staff;
      const inside: Place = { facts, kind, outer: about, staff, depth };
      const changed = isTable(record, name, value)
        ? protectRows(record, value, inside)
        : protectAt(value, inside);
      if (changed === value) continue;
      copy ??= { ...record };
      copy[name] = changed;
    }
    return renamed === undefined ? (copy ?? members) : renameMembers(copy ?? record, renamed);
  }

  /** A name that is a value itself: members by SSN. */
  function protectName(name: string, outer: Kind | undefined, staff: boolean): string {
    if (outer !== undefined && isActive(outer, staff) && hasForm(outer, name))
      return replaceWhole(outer, name);
    return isHarmless(name) ? name : protectPlainText(name, { identifier: false, staff }, protection);
  }

  /** Rows without names take them from the columns beside them. */
  function protectRows(record: Members, rows: readonly unknown[], place: Place): unknown {
    const columns = columnNames.map((name) => record[name]).find(Array.isArray) ?? [];
    const facts = columns.map((column: unknown) => classifyKey(readColumnName(column)));
    let copy: unknown[] | undefined;
    for (const [index, row] of rows.entries()) {
      const changed = Array.isArray(row)
        ? protectRow(row, facts, place)
        : protectAt(row, { ...place, depth: place.depth + 1 });
      if (changed === row) continue;
      copy ??= rows.slice();
      copy[index] = changed;
    }
    return copy ?? rows;
  }

  function protectRow(row: readonly unknown[], columns: readonly KeyFacts[], place: Place): unknown {
    const changed = row.map((cell, index) => {
      const facts = columns[index] ?? place.facts;
      return protectAt(cell, { ...place, facts, kind: facts.kind, depth: place.depth + 2 });
    });
    return changed.every((cell, index) => cell === row[index]) ? row : changed;
  }
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
  if (text.length < 15) return false;
  const kindClass = kindClasses[kind];
  if (kindClass === 'contact' || kindClass === 'names' || kind === 'secret') return false;
  return (text.match(/[A-Za-z]{3,}/g)?.length ?? 0) >= (kind === 'birth_date' ? 4 : 3);
}

/** `passport: { number }` is a passport_number. */
function findJoinedKind(parent: KeyFacts, name: string): Kind | undefined {
  return parent === nowhere ? undefined : classifyKey(`${parent.name}_${name}`).kind;
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
  if (!isMembers(column)) return '';
  const name = column['name'] ?? column['key'] ?? column['field'] ?? column['column_name'];
  return typeof name === 'string' ? name : '';
}
