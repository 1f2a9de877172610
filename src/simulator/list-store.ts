/** Allow and deny lists of applicants. Source: https://developer.alloy.com/public/reference/lists */
import type { ListEntry } from './list-entry.ts';
import type { TokenSource } from './tokens.ts';

/** The three that Alloy limits one by one; `neither` only keeps records. */
export type ListKind = 'deny' | 'allow' | 'neither';

export interface List {
  readonly token: string;
  readonly kind: ListKind;
  readonly createdAt: number;
  name: string;
  description: string | null;
  /** In the order in which they were added. */
  entries: ListEntry[];
}

export interface NewList {
  readonly name: string;
  readonly kind: ListKind;
  readonly description: string | null;
}

export interface ListStore {
  find(token: string): List | undefined;
  findByName(name: string): List | undefined;
  create(list: NewList, options?: { readonly token?: string }): List;
  /** Adds to what is there; there is no way to change or remove a single entry. */
  append(list: List, entry: ListEntry): void;
  replace(list: List, entries: readonly ListEntry[]): void;
  /** In the order in which they were made. */
  all(): IterableIterator<List>;
  /** For reading an account back from a file. */
  restore(list: List): void;
}

export type CreateListStore = (now: () => number, newToken: TokenSource) => ListStore;

export const createListStore: CreateListStore = (now, newToken) => {
  const lists = new Map<string, List>();
  const restore = (list: List) => {
    lists.set(list.token, list);
  };
  return {
    find: (token) => lists.get(token),
    findByName: (name) => [...lists.values()].find((list) => list.name === name),
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
    all: () => lists.values(),
    restore,
  };
};
