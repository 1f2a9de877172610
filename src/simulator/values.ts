/** Forms of values that bodies of several families have in common, and how values of unknown form are read. */
import * as z from 'zod';

/** A JSON object, as it is sent or answered. */
export type Json = Readonly<Record<string, unknown>>;

/** ISO 8601 with a zone. */
export const dateTime = z.iso.datetime({ offset: true });
export const optionalDateTime = dateTime.nullish();
/** YYYY-MM-DD. */
export const isoDate = z.iso.date();
/** For members that Alloy's pages call a date here and a date-time there. */
export const optionalDate = z.union([dateTime, isoDate]).nullish();
/** For members that Alloy calls ISO 8601 and shows without a zone. */
export const looseDateTime = z.string().refine((value) => !Number.isNaN(Date.parse(value)), {
  message: 'must be an ISO 8601 date',
  params: { type: 'date.base' },
});

export const optionalText = z.string().nullish();
export const filledText = z.string().min(1);
export const optionalFilledText = filledText.nullish();
export const trimmedText = z.string().trim().min(1);
export const openObject = z.record(z.string(), z.unknown());

/** ISO 8601 in UTC, of milliseconds since 1970 or of another spelling. */
export function formatDate(at: number | string): string;
export function formatDate(at: number | string | null): string | null;
export function formatDate(at: number | string | null): string | null {
  return at === null ? null : new Date(at).toISOString();
}

export function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The members of an object; none of anything else. */
export function readObject(value: unknown): Json {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}

/** The objects of a list; none of anything else. */
export function readObjects(value: unknown): readonly Json[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}

/** The texts of a list; none of anything else. */
export function readStrings(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((each) => typeof each === 'string') : [];
}

/** The member of a member ...; undefined where the path leads nowhere. */
export function readMember(value: unknown, ...path: readonly string[]): unknown {
  return path.reduce<unknown>(
    (inner, name) => (isObject(inner) && Object.hasOwn(inner, name) ? inner[name] : undefined),
    value,
  );
}

/** The named members, null where there is none. */
export function pick(members: Json, names: readonly string[]): Json {
  return Object.fromEntries(names.map((name) => [name, members[name] ?? null]));
}

/** In most of Alloy's bodies null says nothing. */
export function dropNulls(members: Json): Record<string, unknown> {
  return Object.fromEntries(Object.entries(members).filter(([, value]) => value !== null));
}
