/**
 * Allow and deny lists of applicants, and the rows that they hold.
 * Sources: https://developer.alloy.com/public/reference/lists and Alloy's OpenAPI of April 2024, POST /lists/{list_token}
 */

import * as z from 'zod';
import type { TokenSource } from '../state/tokens.ts';
import { dateTime, optionalText } from '../values.ts';
import { createRecords, type Records } from './records.ts';

export interface List {
  readonly token: string;
  readonly kind: ListKind;
  readonly createdAt: number;
  name: string;
  description: string | null;
  /** In the order in which they were added. */
  entries: ListEntry[];
}

/** The three that Alloy limits one by one; `neither` only keeps records. */
export type ListKind = 'deny' | 'allow' | 'neither';

interface NewList {
  readonly name: string;
  readonly kind: ListKind;
  readonly description: string | null;
}

export interface ListStore extends Records<List> {
  findByName(name: string): List | undefined;
  create(list: NewList, options?: { readonly token?: string }): List;
  /** Adds to what is there; there is no way to change or remove a single entry. */
  append(list: List, entry: ListEntry): void;
  replace(list: List, entries: readonly ListEntry[]): void;
}

export function createListStore(now: () => number, newToken: TokenSource): ListStore {
  const { find, all, restore } = createRecords<List>();
  return {
    find,
    all,
    restore,
    findByName: (name) => [...all()].find((list) => list.name === name),
    create(list, options = {}) {
      const created: List = {
        ...list,
        token: options.token ?? newToken('I-'),
        createdAt: now(),
        entries: [],
      };
      restore(created);
      return created;
    },
    append(list, entry) {
      list.entries.push(entry);
    },
    replace(list, entries) {
      list.entries = [...entries];
    },
  };
}

/** Every field, null when unset: so do rows show in Alloy's answers. */
export type ListEntry = Readonly<Record<string, string | null>>;

/**
 * A person's data, all of it text and none of it required. Null counts as unset, so that what was read can be sent back.
 * Numbers are refused: Alloy types every field as text, and a number has lost its leading zeros. An entry without any
 * field is taken, as nothing is required.
 */
export const listEntryBody = z.strictObject({
  name_first: optionalText,
  name_last: optionalText,
  birth_date: optionalText,
  document_ssn: optionalText,
  address_line_1: optionalText,
  address_line_2: optionalText,
  address_city: optionalText,
  address_state: optionalText,
  address_postal_code: optionalText,
  address_country_code: optionalText,
  ip_address_v4: optionalText,
  ip_address_v6: optionalText,
  email_address: optionalText,
  phone_number: optionalText,
  acm_party_id: optionalText,
  customer_id: optionalText,
  system: optionalText,
  secret_question: optionalText,
  secret_answer: optionalText,
  comment: optionalText,
  group: optionalText,
  device_alias: optionalText,
  digital_profile_uuid: optionalText,
  smart_uuid: optionalText,
  session_uuid: optionalText,
  fingerprint_uuid: optionalText,
  expires_at: dateTime.nullish(),
});

export type ListEntryBody = z.output<typeof listEntryBody>;

const fieldNames = listEntryBody.keyof().options;

export function buildListEntry(body: ListEntryBody): ListEntry {
  return Object.fromEntries(fieldNames.map((name) => [name, body[name] ?? null]));
}

/** From `expires_at` on the row is not used any more; it stays on file until the list is replaced. */
export function isInForce(entry: ListEntry, now: number): boolean {
  const expiresAt = entry['expires_at'];
  return typeof expiresAt !== 'string' || Date.parse(expiresAt) > now;
}
