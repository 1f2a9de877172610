/**
 * The records of an account, whatever stores it has: each `all...` of a store that has its `restore...` is a
 * collection, e.g. `all` and `restore`, `allBatches` and `restoreBatch`. So a store that is added to the account is
 * saved, loaded and counted without being named here.
 */
import type { Account } from './account.ts';

export interface Collection {
  /** The store's name, and behind a point what its function adds: `groups`, `groups.Legacy`. */
  readonly name: string;
  /** Plain JSON-able records. */
  all(): Iterable<unknown>;
  restore(record: unknown): void;
}

export function listCollections(account: Account): Collection[] {
  return Object.entries(account).flatMap(([store, value]: [string, unknown]) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return [];
    const functions = new Map(Object.entries(value).filter(([, member]) => typeof member === 'function'));
    return [...functions.keys()].flatMap((name): Collection[] => {
      const kind = /^restore(.*)$/.exec(name)?.[1];
      if (kind === undefined) return [];
      const allName = buildPlurals(kind)
        .map((plural) => `all${plural}`)
        .find((each) => functions.has(each));
      if (allName === undefined)
        throw new TypeError(`${store}.${name} has no function that lists its records`);
      return [
        {
          name: kind === '' ? store : `${store}.${kind}`,
          all: () => listRecords(call(value, functions.get(allName))),
          restore: (record) => void call(value, functions.get(name), record),
        },
      ];
    });
  });
}

function buildPlurals(kind: string): string[] {
  return [kind, `${kind}s`, `${kind}es`, kind.replace(/y$/, 'ies')];
}

function call(store: object, member: unknown, ...values: readonly unknown[]): unknown {
  return typeof member === 'function' ? Reflect.apply(member, store, values) : undefined;
}

function listRecords(value: unknown): Iterable<unknown> {
  if (typeof value === 'object' && value !== null && Symbol.iterator in value)
    return Array.from(Object(value));
  throw new TypeError('A store lists its records with something that is no iterable');
}
