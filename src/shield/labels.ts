/** What says what a value is where its own name does not: a member beside it, the first item, the head of a column. */

import { isObject, type Members } from '../base/values.ts';
import { classifyKey, type KeyFacts } from './classify-key.ts';
import type { Kind } from './kind.ts';

/** Objects of more members are records, where a text that happens to be a field's name labels nothing. */
const mostMembers = 24;
const longestLabel = 64;

/** Asked once for each member of an object in turn. */
let latest: { readonly record: Members; readonly kind: Kind | undefined } | undefined;

/** `{ key: 'ssn', value: ... }`, `{ field: ['entities', 0, 'document_ssn'], returned: ... }` */
export function findLabelKind(record: Members): Kind | undefined {
  if (latest?.record === record) return latest.kind;
  const kind = searchLabel(record);
  latest = { record, kind };
  return kind;
}

/** So that no answer is kept. */
export function forgetLabels(): void {
  latest = undefined;
}

function searchLabel(record: Members): Kind | undefined {
  let count = 0;
  for (const name in record) {
    count += 1;
    if (count > mostMembers) return undefined;
    if (!classifyKey(name).label) continue;
    const member = record[name];
    // A path leads to the field.
    const kind = classifyLabel(Array.isArray(member) ? member.at(-1) : member);
    if (kind !== undefined) return kind;
  }
  return undefined;
}

/** What the label beside a value vouches for: `{ label: 'Filing date', value: ... }`. */
export function findVouching(record: Members): KeyFacts | undefined {
  let count = 0;
  for (const name in record) {
    count += 1;
    if (count > mostMembers) return undefined;
    const label = record[name];
    if (typeof label !== 'string' || label.length > longestLabel || !classifyKey(name).label) continue;
    const facts = classifyKey(label);
    if (facts.harmless || facts.harmlessDate) return facts;
  }
  return undefined;
}

function classifyLabel(label: unknown): Kind | undefined {
  if (typeof label !== 'string' || label === '' || label.length > longestLabel || /\d{4}/.test(label))
    return undefined;
  const { kind, scalarOnly } = classifyKey(label);
  // Owners and officers are roles; their names stand elsewhere.
  return scalarOnly && kind === 'name' ? undefined : kind;
}

/** `['ssn', '...']`, `['ssn', 'applicant', '...']`, `['ssn', '...', '...', 'partial']` */
export function findPairKind(items: readonly unknown[]): Kind | undefined {
  if (items.length < 2 || items.length > 6 || typeof items[0] !== 'string') return undefined;
  return items.some(mayBeValue) ? classifyLabel(items[0]) : undefined;
}

function mayBeValue(item: unknown): boolean {
  return typeof item === 'number' || (typeof item === 'string' && hasDigit(item));
}

/** Where the digits of other scripts begin, and much else: who asks has a closer look afterwards. */
const otherDigits = 0x660;

export function hasDigit(text: string): boolean {
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if ((code >= 48 && code <= 57) || code >= otherDigits) return true;
  }
  return false;
}

const columnNames = [
  'columns',
  'headers',
  'header',
  'fields',
  'column_names',
  'columnNames',
  'keys',
  'names',
];
const rowNames = new Set(['rows', 'data', 'values', 'records', 'row', 'items', 'cells', 'results']);

/** The columns of rows that stand beside their names: `{ columns, rows }`, also of a single row. */
export function findColumns(record: Members, name: string, value: unknown): readonly KeyFacts[] | undefined {
  if (!rowNames.has(name) || !Array.isArray(value)) return undefined;
  const names = columnNames.map((each) => (each === name ? undefined : record[each])).find(Array.isArray);
  if (names === undefined || !(Array.isArray(value[0]) || value.length === names.length)) return undefined;
  return names.map((column: unknown) => classifyKey(readColumnName(column)));
}

/** The columns of rows of which the first holds their names. */
export function findHeader(items: readonly unknown[]): readonly KeyFacts[] | undefined {
  const [header, second] = items;
  if (!Array.isArray(header) || !Array.isArray(second) || header.length === 0) return undefined;
  if (!header.every((cell) => typeof cell === 'string' && cell.length <= longestLabel)) return undefined;
  const columns = header.map((cell: unknown) => classifyKey(String(cell)));
  // `[['ssn', '...'], ['dob', '...']]` is a list of pairs.
  const isHeader =
    columns.some(({ kind }) => kind !== undefined) && header.every((cell) => !/\d{4}/.test(cell));
  return isHeader ? columns : undefined;
}

function readColumnName(column: unknown): string {
  if (typeof column === 'string') return column;
  if (!isObject(column)) return '';
  const name = column['name'] ?? column['key'] ?? column['field'] ?? column['column_name'];
  return typeof name === 'string' ? name : '';
}
