/**
 * Walks an answer and protects what fields hold by their names, what has the form of personal data, and what stands
 * beside a label. On foreign ground, where nobody knows the names, a form is enough. Copies only what changes.
 */

import { isContainer, type Members, parseContainer } from '../base/values.ts';
import { classifyKey, type KeyFacts } from './classify-key.ts';
import { enter, pickFacts } from './enter.ts';
import type { Kind } from './kind.ts';
import { findColumns, findHeader, findPairKind, forgetLabels } from './labels.ts';
import { readProtected } from './mask.ts';
import { isClosed, outermost, type Surroundings, surround } from './place.ts';
import { hasForm } from './plausible.ts';
import { isHarmless, isPlain, noteLeft, protectNumber, protectString, textGround } from './protect-leaf.ts';
import { isActive, type Protection, renameMembers, replaceFound } from './protection.ts';
import { looksPersonal } from './texts/forms.ts';
import { mayBeJson, protectPlainText } from './texts/protect-text.ts';
import { withhold } from './withhold.ts';

/** Deeper than any answer; what lies below is left out instead of let through. */
const deepest = 100;
const nowhere = classifyKey('');

/** What is protected is added to `found`, what is not to `left`. */
export function protectValue(value: unknown, protection: Protection): unknown {
  const changed = protectAt(protection, value, nowhere, outermost, 0);
  forgetLabels();
  return changed;
}

/** A value at its place; `facts` are those of its name. */
export function protectAt(
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
    if ((text === value || readProtected(text) === undefined) && !isClosed(facts, around.ground))
      noteLeft(protection, text);
    return text;
  }
  if (typeof value === 'number') {
    const number = protectNumber(protection, value, facts, around);
    if (number === value && !isClosed(facts, around.ground)) noteLeft(protection, value);
    return number;
  }
  if (!isContainer(value)) return value;
  if (protection.done?.has(value)) return protection.done.get(value);
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
    if (typeof item === 'object') protection.enterItem?.(index);
    const changed = protectItem(protection, item, index, { pair, header }, facts, around, depth + 1);
    if (typeof item === 'object') protection.leave?.();
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
  protection.enterRecord?.(record);
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
  protection.leave?.();
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
  return protectAt(protection, value, pickFacts(record, facts, parent, inside), inside, depth);
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
