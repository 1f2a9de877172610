/**
 * All that an account holds as one JSON document, and back. Its clock, seed and credentials are not part of it: they
 * are given at each start.
 */

import { createHash } from 'node:crypto';
import * as z from 'zod';
import type { Account } from './account.ts';
import { SimulatorOptionError } from './option-error.ts';

// The records of an account, whatever stores it has: each `all...` of a store that has its `restore...` is a
// collection, e.g. `all` and `restore`, `allBatches` and `restoreBatch`. So a store that is added to the account is
// saved, loaded and counted without being named here.

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

const format = 'alloy-simulator-state';
/** Goes up when records of an earlier version can no longer be read. */
const version = 1;

export interface SavedState {
  readonly format: typeof format;
  readonly version: typeof version;
  /** By the account's clock, in milliseconds since 1970. */
  readonly savedAt: number;
  /** Of `account`: records are taken back without a look inside, so they have to be those that were saved. */
  readonly checksum: string;
  readonly account: SavedAccount;
}

export interface SavedAccount {
  /** Where the sequence of new tokens stands. */
  readonly tokens: number;
  readonly collections: Readonly<Record<string, readonly unknown[]>>;
}

const accountSchema = z.object({
  tokens: z.int(),
  collections: z.record(z.string(), z.array(z.unknown())),
});

const stateSchema = z.object({
  format: z.literal(format),
  version: z.literal(version),
  savedAt: z.int().nonnegative(),
  checksum: z.string(),
  account: accountSchema,
});

/** A state that is not taken. The message is the reason, to go on with where the state came from. */
export class StateError extends SimulatorOptionError {
  override readonly name = 'StateError';
}

/** A copy: later changes of the account do not show in it. */
export function saveState(account: Account): SavedState {
  return stateSchema.parse(JSON.parse(formatState(account).text));
}

export interface FormattedState {
  readonly text: string;
  /** Two states with the same one hold the same. */
  readonly checksum: string;
}

/** The same as text, without the copy. */
export function formatState(account: Account): FormattedState {
  const saved: SavedAccount = {
    tokens: account.newToken.state(),
    collections: Object.fromEntries(listCollections(account).map(({ name, all }) => [name, [...all()]])),
  };
  const content = JSON.stringify(saved);
  const checksum = buildChecksum(content);
  const head = JSON.stringify({ format, version, savedAt: account.now(), checksum });
  return { text: `${head.slice(0, -1)},"account":${content}}\n`, checksum };
}

/** Into an account that has no records yet. Refuses what `saveState` has not made. Returns when it was saved. */
export function restoreState(account: Account, data: unknown): number {
  const collections = listCollections(account);
  const filled = collections.find(({ all }) => [...all()].length > 0);
  if (filled !== undefined) throw new TypeError(`State needs an empty account; ${filled.name} has records`);
  const { savedAt, account: saved } = checkState(data, collections);
  try {
    for (const { name, restore } of collections) {
      for (const record of saved.collections[name] ?? []) restore(record);
    }
  } catch (cause) {
    throw new StateError('it is damaged: a record in it cannot be read', { cause });
  }
  account.newToken.restore(saved.tokens);
  return savedAt;
}

function checkState(data: unknown, known: readonly Collection[]) {
  const head = z.looseObject({ format: z.literal(format), version: z.unknown() }).safeParse(data);
  if (!head.success) throw new StateError('it is not a state of the embedded Alloy');
  if (head.data.version !== version) {
    const found = JSON.stringify(head.data.version) ?? 'unknown';
    throw new StateError(
      `it is a state of version ${found}, and this embedded Alloy reads version ${version}`,
    );
  }
  const parsed = stateSchema.safeParse(data);
  const content = parsed.success ? JSON.stringify(parsed.data.account) : '';
  if (!parsed.success || buildChecksum(content) !== parsed.data.checksum)
    throw new StateError('it is damaged: its content does not agree with its checksum');
  const { collections } = parsed.data.account;
  const missing = known.find(({ name }) => !Object.hasOwn(collections, name));
  const strange = Object.keys(collections).find((key) => !known.some(({ name }) => name === key));
  if (missing !== undefined || strange !== undefined) {
    const reason = missing === undefined ? `${strange} is not known here` : `${missing.name} is not in it`;
    throw new StateError(`it was saved by another release of the embedded Alloy: ${reason}`);
  }
  // A copy, which keeps what is restored apart from what the caller holds.
  return { savedAt: parsed.data.savedAt, account: accountSchema.parse(JSON.parse(content)) };
}

function buildChecksum(content: string): string {
  return createHash('sha256').update(content).digest('hex');
}
