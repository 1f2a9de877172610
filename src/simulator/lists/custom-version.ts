/**
 * The bodies of POST /custom-lists/{customListToken}/versions and the versions that they make. Alloy's page names
 * columns, data, added and base_version; their members are not public. Here:
 *
 * | body | makes |
 * | --- | --- |
 * | columns + data | a major version; a column is an object with a `name`, a row maps names to cells |
 * | base_version + data | a minor version that holds these rows instead |
 * | base_version + added | a minor version with these rows behind those of the base |
 * | base_version alone | a minor version that restores the rows of the base: how Alloy spells that is not public |
 */

import * as z from 'zod';
import { type BodyFault, bodyError, buildFault, notFound, requiredError } from '../errors.ts';
import { parseValue } from '../http/body.ts';
import type {
  Cell,
  Column,
  CustomList,
  CustomListRow,
  CustomListVersion,
  NewVersion,
} from '../records/custom-lists.ts';
import { findLatest } from '../records/custom-lists.ts';
import { type Json, openObject, optionalText, trimmedText } from '../values.ts';

/** Alloy shows no type: a number, or text that is one. */
const versionNumber = z
  .union([z.string(), z.number()])
  .refine((value) => /^\d{1,9}$/.test(String(value)), {
    message: 'must be a whole number',
    params: { type: 'number.integer' },
  })
  .transform(Number);

const column = z.looseObject({ name: trimmedText });
const rows = z.array(openObject);

const versionBody = z.looseObject({
  columns: z.array(column).min(1).optional(),
  data: rows.optional(),
  added: rows.min(1).optional(),
  base_version: z
    .object({ major_version: versionNumber, minor_version: versionNumber.optional() })
    .optional(),
  notes: optionalText,
});

export interface PlannedVersion {
  /** Of a minor version; absent for a new major one. */
  readonly major?: number;
  readonly version: NewVersion;
}

/** Throws 400 / 4002 for a body that makes no version, 404 for a base that does not exist. */
export function planVersion(list: CustomList, sent: unknown): PlannedVersion {
  const body = parseValue(sent ?? {}, versionBody);
  const { columns, data, added, base_version: base } = body;
  const notes = body.notes ?? null;
  if (columns !== undefined) {
    if (data === undefined) throw requiredError('data');
    const stray = (['base_version', 'added'] as const).filter((name) => body[name] !== undefined);
    if (stray.length > 0) throw bodyError(stray.map((name) => unfit(name, 'columns')));
    checkNames(columns);
    const changelog = `${count(columns.length, 'column')} defined, ${count(data.length, 'row')} added`;
    return { version: { columns, data: buildRows(columns, data, 'data'), notes, changelog } };
  }
  if (base === undefined) throw requiredError(data || added ? 'base_version' : 'columns');
  if (data !== undefined && added !== undefined) throw bodyError([unfit('added', 'data')]);
  const from = findBase(list, base.major_version, base.minor_version);
  const minor = (rowsNow: readonly CustomListRow[], changelog: string): PlannedVersion => ({
    major: from.major,
    version: { columns: from.columns, data: rowsNow, notes, changelog },
  });
  if (data !== undefined)
    return minor(buildRows(from.columns, data, 'data'), `replaced by ${count(data.length, 'row')}`);
  if (added !== undefined)
    return minor(
      [...from.data, ...buildRows(from.columns, added, 'added')],
      `${count(added.length, 'row')} added to ${formatVersion(from)}`,
    );
  return minor(from.data, `${formatVersion(from)} restored`);
}

export function formatVersion({ major, minor }: CustomListVersion): string {
  return `${major}.${minor}`;
}

/** Without a minor version the latest one is meant. */
function findBase(list: CustomList, major: number, minor: number | undefined): CustomListVersion {
  const base =
    minor === undefined
      ? findLatest(list, major)
      : list.versions.find((version) => version.major === major && version.minor === minor);
  if (base === undefined)
    throw notFound('The list has no such version', {
      custom_list_token: list.token,
      base_version: { major_version: major, minor_version: minor ?? null },
    });
  return base;
}

function checkNames(columns: readonly Column[]): void {
  const names = columns.map(({ name }) => name);
  const faults = names.flatMap((name, index): BodyFault[] => {
    if (names.indexOf(name) === index) return [];
    return [buildFault(`columns.${index}.name`, 'array.unique', 'contains a duplicate value')];
  });
  if (faults.length > 0) throw bodyError(faults);
}

/** A cell that a row leaves out is null; one without a column is a fault. */
function buildRows(columns: readonly Column[], sent: readonly Json[], member: string): CustomListRow[] {
  const names = columns.map(({ name }) => name);
  const faults = sent.flatMap((row, index) =>
    Object.entries(row).flatMap(([name, value]): BodyFault[] => {
      const path = `${member}.${index}.${name}`;
      if (!names.includes(name)) return [buildFault(path, 'object.allowUnknown', 'is no column of the list')];
      if (isCell(value)) return [];
      return [buildFault(path, 'any.invalid', 'must be text, a number, a boolean or null')];
    }),
  );
  if (faults.length > 0) throw bodyError(faults);
  return sent.map((row) =>
    Object.fromEntries(
      names.map((name) => {
        const value = Object.hasOwn(row, name) ? row[name] : null;
        return [name, isCell(value) ? value : null];
      }),
    ),
  );
}

function isCell(value: unknown): value is Cell {
  return value === null || ['string', 'number', 'boolean'].includes(typeof value);
}

function unfit(path: string, beside: string): BodyFault {
  return buildFault(path, 'object.without', `must not be sent beside ${beside}`);
}

function count(amount: number, what: string): string {
  return `${amount} ${what}${amount === 1 ? '' : 's'}`;
}
