/**
 * Custom lists: tables with columns of the account's own, in versions. Other columns make a major version; other rows
 * under the same columns a minor one. Evaluations match against the latest minor version of the active major one.
 * Source: https://developer.alloy.com/public/reference/custom-lists
 */

import type { TokenSource } from '../state/tokens.ts';
import type { Json } from '../values.ts';
import { createRecords, type Records } from './records.ts';

export type Cell = string | number | boolean | null;

/** A cell for every column of its version. */
export type CustomListRow = Readonly<Record<string, Cell>>;

/** Members beside the name are kept as they were sent: which ones Alloy knows is not public. */
export type Column = { readonly name: string } & Json;

export interface CustomListVersion {
  readonly major: number;
  readonly minor: number;
  readonly columns: readonly Column[];
  readonly data: readonly CustomListRow[];
  readonly notes: string | null;
  /** What the version changed, in words. */
  readonly changelog: string;
  readonly createdAt: number;
}

export interface CustomList {
  readonly token: string;
  readonly createdAt: number;
  name: string;
  description: string | null;
  /** Null until a major version is activated: the list acts on nothing. */
  activeMajor: number | null;
  /** In the order in which they were made. */
  readonly versions: CustomListVersion[];
}

export type NewVersion = Pick<CustomListVersion, 'columns' | 'data' | 'notes' | 'changelog'>;

export interface CustomListStore extends Records<CustomList> {
  findByName(name: string): CustomList | undefined;
  create(name: string, description: string | null, options?: { readonly token?: string }): CustomList;
  /** The next minor version of `major`; the first of the next major version without it. */
  addVersion(list: CustomList, version: NewVersion, major?: number): CustomListVersion;
}

export function createCustomListStore(now: () => number, newToken: TokenSource): CustomListStore {
  const { find, all, restore } = createRecords<CustomList>();
  return {
    find,
    all,
    restore,
    findByName: (name) => [...all()].find((list) => list.name === name),
    create(name, description, options = {}) {
      const list: CustomList = {
        token: options.token ?? newToken('CI-'),
        createdAt: now(),
        name,
        description,
        activeMajor: null,
        versions: [],
      };
      restore(list);
      return list;
    },
    addVersion(list, version, major) {
      const added: CustomListVersion = {
        ...version,
        major: major ?? Math.max(0, ...list.versions.map((each) => each.major)) + 1,
        minor: major === undefined ? 0 : (findLatest(list, major)?.minor ?? -1) + 1,
        createdAt: now(),
      };
      list.versions.push(added);
      return added;
    },
  };
}

/** The latest minor version of a major one. */
export function findLatest(list: CustomList, major: number): CustomListVersion | undefined {
  return list.versions.findLast((version) => version.major === major);
}

/** What evaluations match against. */
export function findLive(list: CustomList): CustomListVersion | undefined {
  return list.activeMajor === null ? undefined : findLatest(list, list.activeMajor);
}
