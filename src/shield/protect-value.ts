/**
 * Walks an answer and protects what fields hold by their names, what has the form of personal data, and what stands
 * beside a label. On foreign ground, where nobody knows the names, a form is enough. Copies only what changes.
 */

import { isContainer, isObject, type Members } from '../base/values.ts';
import { classifyKey, findKindInside, type KeyFacts } from './classify-key.ts';
import { looksPersonal } from './forms.ts';
import { isAboutContact, type Kind } from './kind.ts';
import {
  findColumns,
  findHeader,
  findLabelKind,
  findPairKind,
  findVouching,
  forgetLabels,
} from './labels.ts';
import { vocabularyValue } from './name-rules.ts';
import { findGround, isClosed, outermost, type Surroundings, surround } from './place.ts';
import { hasForm, isTokenOrMoment } from './plausible.ts';
import { isHarmless, isPlain, noteLeft, protectNumber, protectString, textGround } from './protect-leaf.ts';
import { mayBeJson, protectPlainText } from './protect-text.ts';
import { isActive, type Protection, renameMembers, replaceFound } from './protection.ts';

/** Deeper than any answer; what lies below is left out instead of let through. */
const deepest = 100;
const nowhere = classifyKey('');

/** What is protected is added to `found`, what is not to `left`. */
export function protectValue(value: unknown, protection: Protection): unknown {
  const changed = protectAt(protection, value, nowhere, outermost, 0);
  forgetLabels();
  return changed;
}

function protectAt(
  protection: Protection,
  value: unknown,
  facts: KeyFacts,
  around: Surroundings,
  depth: number,
): unknown {
  const { work } = protection;
  work.units += 1;
  if (work.units > work.limit) return withhold(protection, value, depth);
  if (typeof value === 'string') {
    const text = protectText(protection, value, facts, around, depth);
    if (!isClosed(facts, around.ground)) noteLeft(protection, text);
    return text;
  }
  if (typeof value === 'number') {
    const number = protectNumber(protection, value, facts, around);
    if (number === value && !isClosed(facts, around.ground)) noteLeft(protection, value);
    return number;
  }
  if (!isContainer(value)) return value;
  if (depth > deepest) return '***';
  return Array.isArray(value)
    ? protectItems(protection, value, facts, around, depth)
    : protectMembers(protection, value, facts, around, depth);
}

function protectText(
  protection: Protection,
  text: string,
  facts: KeyFacts,
  around: Surroundings,
  depth: number,
): string {
  if (text === '') return text;
  if (mayBeJson(text) && text.length > 6) {
    const parsed = parseContainer(text);
    if (parsed !== undefined) {
      protection.work.units += text.length;
      const inner = protectAt(protection, parsed, facts, around, depth + 1);
      return inner === parsed ? text : JSON.stringify(inner);
    }
  }
  return protectString(protection, text, facts, around);
}

function parseContainer(text: string): object | undefined {
  try {
    const parsed: unknown = JSON.parse(text);
    return isContainer(parsed) ? parsed : undefined;
  } catch {
    return undefined;
  }
}

function protectItems(
  protection: Protection,
  items: readonly unknown[],
  facts: KeyFacts,
  around: Surroundings,
  depth: number,
): unknown {
  const isBare = around.kind === undefined && around.outer === undefined;
  const pair = isBare ? findPairKind(items) : undefined;
  const header = findHeader(items);
  let copy: unknown[] | undefined;
  for (let index = 0; index < items.length; index += 1) {
    const item = items[index];
    if (isBare && pair === undefined && isPlain(protection, item, facts, around)) continue;
    const changed = protectItem(protection, item, index, { pair, header }, facts, around, depth + 1);
    if (changed === item) continue;
    copy ??= items.slice();
    copy[index] = changed;
  }
  return copy ?? items;
}

interface Heads {
  /** What the first item says of the others. */
  readonly pair: Kind | undefined;
  /** What the first row says of the cells below it. */
  readonly header: readonly KeyFacts[] | undefined;
}

function protectItem(
  protection: Protection,
  item: unknown,
  index: number,
  { pair, header }: Heads,
  facts: KeyFacts,
  around: Surroundings,
  depth: number,
): unknown {
  if (header !== undefined && index > 0 && Array.isArray(item))
    return protectRow(protection, item, header, facts, around, depth);
  if (pair !== undefined && index > 0)
    return protectAt(protection, item, nowhere, { ...around, kind: pair, outer: undefined }, depth);
  // `dob: [1985, 1, 23]`
  const isPart = around.kind === 'birth_date' && typeof item === 'number' && item <= 31;
  return protectAt(protection, item, isPart ? dayName : facts, around, depth);
}

const dayName = classifyKey('day');

function protectMembers(
  protection: Protection,
  members: object,
  parent: KeyFacts,
  around: Surroundings,
  depth: number,
): unknown {
  let copy: Record<string, unknown> | undefined;
  let renamed: Map<string, string> | undefined;
  const isBare = around.kind === undefined && around.outer === undefined;
  // The answer is JSON: own enumerable members are all there are.
  const record = members as Members;
  for (const name in record) {
    const value = record[name];
    const facts = classifyKey(name);
    if (facts.plain && isBare && isPlain(protection, value, facts, around)) continue;
    if (facts.hasDigits) {
      const other = protectName(protection, name, facts, around);
      if (other !== name) {
        renamed ??= new Map();
        renamed.set(name, other);
      }
    }
    if (value === null || typeof value === 'boolean') continue;
    const inside = enter(protection, record, value, facts, parent, around);
    const changed =
      inside === undefined
        ? value
        : protectMember(protection, record, name, facts, parent, inside, depth + 1);
    if (changed === value) continue;
    copy ??= { ...record };
    copy[name] = changed;
  }
  return renamed === undefined ? (copy ?? members) : renameMembers(copy ?? record, renamed);
}

function protectMember(
  protection: Protection,
  record: Members,
  name: string,
  facts: KeyFacts,
  parent: KeyFacts,
  inside: Surroundings,
  depth: number,
): unknown {
  const value = record[name];
  const columns = findColumns(record, name, value);
  if (columns !== undefined && Array.isArray(value))
    return protectRows(protection, value, columns, facts, inside, depth);
  const isOpen = facts.neutral && inside.kind === undefined;
  return protectAt(protection, value, isOpen ? pickFacts(record, facts, parent) : facts, inside, depth);
}

/** `score: { value }`: what is known of the outer name, or of a label, holds for an inner one that says nothing. */
function pickFacts(record: Members, facts: KeyFacts, parent: KeyFacts): KeyFacts {
  if (parent.harmless || parent.harmlessDate) return parent;
  return findVouching(record) ?? facts;
}

/** What surrounds the value of a member; undefined where it is nothing to look at. */
function enter(
  protection: Protection,
  record: Members,
  value: unknown,
  facts: KeyFacts,
  parent: KeyFacts,
  around: Surroundings,
): Surroundings | undefined {
  const outer = around.kind ?? around.outer;
  const source = around.kind === undefined ? around.source : 'field';
  const { name } = facts;
  let { kind } = facts;
  if (facts.scalarOnly && isObject(value)) kind = undefined;
  if (facts.neutral && kind === undefined && !facts.about) {
    kind = parent.scalarOnly && name !== 'name' ? parent.kind : findKindInside(parent, name);
    if (kind === undefined && name !== 'name')
      kind = findLabelKind(record) ?? (source === 'field' && !isOther(facts, outer) ? outer : undefined);
  }
  // `mrz: { line1 }`
  if (around.kind === 'document' && /^line_?\d$/i.test(name)) kind = 'document';
  // `tax: { id }`; other ids in objects are those of records.
  if (name === 'id' && findKindInside(parent, name) === 'tax_id') kind = 'tax_id';
  const ground = findGround(facts, around.ground, value);
  if (
    kind === undefined &&
    ground === 'foreign' &&
    protection.active.name &&
    isSomebody(value, facts, parent)
  )
    kind = 'name';
  const staff = around.staff || facts.staff;
  if (facts.aboutKind !== undefined && !isAboutContact(facts.aboutKind))
    return surround(undefined, facts.aboutKind, 'about', staff, ground);
  const isFree = outer === undefined && (kind === undefined || !isActive(protection, kind, around.staff));
  // `{ field: 'SSN', reported_by_bureau: '...' }`
  const label = isFree && mayBeLabelled(value) ? findLabelKind(record) : undefined;
  const isNothing = kind === undefined && outer === undefined && label === undefined;
  if (isNothing && !facts.plain && isPlain(protection, value, facts, around)) return undefined;
  return label === undefined
    ? surround(kind, outer, source, staff, ground)
    : surround(kind, label, 'label', staff, ground);
}

/** Amounts; and parts of dates, which only a birth date has. */
function isOther({ quantity, name }: KeyFacts, outer: Kind | undefined): boolean {
  return quantity || (outer !== 'birth_date' && /^(?:day|month|year)$/i.test(name));
}

/** What a name without more to it holds, where vendors name people: `hits: [{ name }]`. */
function isSomebody(value: unknown, facts: KeyFacts, parent: KeyFacts): boolean {
  if (!facts.ofName || facts.harmless || typeof value !== 'string' || vocabularyValue.test(value))
    return false;
  if (
    /list|source|bank|institution|vendor|service|product|rule|check|merchant|report|model|tag|program|compan|business|workflow|file|device|browser|country|city|state|categor|breakdown/i.test(
      parent.name,
    )
  )
    return false;
  return /^\p{Lu}[\p{L}.'\u2019-]*(?:,? \p{Lu}[\p{L}.'\u2019-]*){1,5}$/u.test(value);
}

/** A name that is a value itself: members by SSN. */
function protectName(protection: Protection, name: string, facts: KeyFacts, around: Surroundings): string {
  const { staff, ground } = around;
  const outer = around.kind ?? around.outer;
  if (outer !== undefined && isActive(protection, outer, staff) && hasForm(outer, name))
    return replaceFound(protection, outer, name);
  if (ground === 'foreign' && isBareNumber(name)) {
    const form = looksPersonal(name);
    if (form !== undefined && isActive(protection, form, staff)) return protection.replace(form, name);
  }
  const other = isHarmless(name)
    ? name
    : protectPlainText(name, { identifier: false, staff, ground: textGround(ground) }, protection);
  if (!isClosed(facts, ground)) noteLeft(protection, other);
  return other;
}

/** Names of fields have words. */
function isBareNumber(name: string): boolean {
  return /^[A-Za-z]{0,4}[-\d./ ]{5,30}[A-Za-z]?$/.test(name) && /\d{3}|\d[-/]\d/.test(name);
}

/** Rows without names take them from the columns beside them. */
function protectRows(
  protection: Protection,
  rows: readonly unknown[],
  columns: readonly KeyFacts[],
  facts: KeyFacts,
  around: Surroundings,
  depth: number,
): unknown {
  if (!Array.isArray(rows[0])) return protectRow(protection, rows, columns, facts, around, depth);
  let copy: unknown[] | undefined;
  for (const [index, row] of rows.entries()) {
    const changed = Array.isArray(row)
      ? protectRow(protection, row, columns, facts, around, depth + 1)
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
  columns: readonly KeyFacts[],
  facts: KeyFacts,
  { outer, source, staff, ground }: Surroundings,
  depth: number,
): unknown {
  const changed = row.map((cell, index) => {
    const column = columns[index] ?? facts;
    const inside =
      column.aboutKind === undefined
        ? surround(column.kind, outer, source, staff, ground)
        : surround(undefined, column.aboutKind, 'about', staff, ground);
    return protectAt(protection, cell, column, inside, depth + 1);
  });
  return changed.every((cell, index) => cell === row[index]) ? row : changed;
}

/** A bare value of some kind, for which it is worth to look for a label beside it. */
function mayBeLabelled(value: unknown): boolean {
  if (Array.isArray(value)) return value.length > 0 && mayBeLabelled(value[0]);
  return (
    typeof value === 'number' || (typeof value === 'string' && value.length < 40 && /\p{Nd}/u.test(value))
  );
}

const withheldText = '[withheld: this answer is too long to be looked through]';

/** Past the limit nothing is let through that would have to be looked at. */
function withhold(protection: Protection, value: unknown, depth: number): unknown {
  if (typeof value === 'string') {
    if (value.length < 4 || isTokenOrMoment(value)) return value;
    protection.work.withheld = true;
    return withheldText;
  }
  if (typeof value === 'number') {
    if (Math.abs(value) < 1000 || !Number.isInteger(value)) return value;
    protection.work.withheld = true;
    return withheldText;
  }
  if (!isContainer(value)) return value;
  if (
    depth > deepest ||
    Object.keys(value).some((name) => !Array.isArray(value) && classifyKey(name).hasDigits)
  ) {
    protection.work.withheld = true;
    return withheldText;
  }
  if (Array.isArray(value)) return value.map((item) => withhold(protection, item, depth + 1));
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [name, withhold(protection, member, depth + 1)] as const),
  );
}
