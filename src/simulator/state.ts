/**
 * All that an account holds as one JSON document, and back. Its clock, seed and credentials are not part of it: they
 * are given at each start.
 */

import { createHash } from 'node:crypto';
import * as z from 'zod';
import type { Account } from './account.ts';
import { SimulatorOptionError } from './option-error.ts';

const format = 'alloy-simulator-state';
/** Goes up when records of an earlier version can no longer be read. */
const version = 1;

const accountSchema = z.object({
  /** Where the sequence of new tokens stands. */
  tokens: z.int(),
  collections: z.record(z.string(), z.array(z.unknown())),
});

const stateSchema = z.object({
  format: z.literal(format),
  version: z.literal(version),
  /** By the account's clock, in milliseconds since 1970. */
  savedAt: z.int().nonnegative(),
  /** Of `account`: records are taken back without a look inside, so they have to be those that were saved. */
  checksum: z.string(),
  account: accountSchema,
});

/** A state that is not taken. The message is the reason, to go on with where the state came from. */
export class StateError extends SimulatorOptionError {
  override readonly name = 'StateError';
}

export interface FormattedState {
  readonly text: string;
  /** Two states with the same one hold the same. */
  readonly checksum: string;
}

/** The account as text, as it is now. */
export function formatState(account: Account): FormattedState {
  const saved: z.output<typeof accountSchema> = {
    tokens: account.newToken.state(),
    collections: Object.fromEntries(listCollections(account).map(({ name, all }) => [name, [...all()]])),
  };
  const content = JSON.stringify(saved);
  const checksum = buildChecksum(content);
  const head = JSON.stringify({ format, version, savedAt: account.now(), checksum });
  return { text: `${head.slice(0, -1)},"account":${content}}\n`, checksum };
}

/** Into an account that has no records yet. Refuses what `formatState` has not made. Returns when it was saved. */
export function restoreState(account: Account, data: unknown): number {
  const collections = listCollections(account);
  const filled = collections.find(({ all }) => [...all()].length > 0);
  if (filled !== undefined) throw new TypeError(`State needs an empty account; ${filled.name} has records`);
  const { savedAt, account: saved } = checkState(data);
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

function checkState(data: unknown) {
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
  const saved = Object.keys(parsed.data.account.collections);
  const known = Object.keys(collectionsByName);
  const missing = known.find((name) => !saved.includes(name));
  const strange = saved.find((name) => !known.includes(name));
  if (missing !== undefined || strange !== undefined) {
    const reason = missing === undefined ? `${strange} is not known here` : `${missing} is not in it`;
    throw new StateError(`it was saved by another release of the embedded Alloy: ${reason}`);
  }
  // A copy, which keeps what is restored apart from what the caller holds.
  return { savedAt: parsed.data.savedAt, account: accountSchema.parse(JSON.parse(content)) };
}

function buildChecksum(content: string): string {
  return createHash('sha256').update(content).digest('hex');
}

/** Records that are saved together. */
interface Saved {
  /** Plain JSON-able records. */
  all(): Iterable<unknown>;
  /** Takes what `all` has listed: the checksum stands for it. */
  restore(record: unknown): void;
}

export interface Collection extends Saved {
  readonly name: string;
}

/** What the account is set up with, and what is saved apart. All else of it are stores. */
type Setting = 'now' | 'newToken' | 'workflows' | 'eventMappings' | 'ongoingJourneys';
type StoreName = Exclude<keyof Account, Setting>;

/** `restoreLegacy` of `groups` restores the collection `groups.Legacy`. */
type RestoredBy<Function, Store extends StoreName> = Function extends `restore${infer Kind}`
  ? Kind extends ''
    ? Store
    : `${Store}.${Kind}`
  : never;

/** Of every store its records, and what else it restores: the compiler asks for each of them in the table. */
type CollectionName = { [Store in StoreName]: Store | RestoredBy<keyof Account[Store], Store> }[StoreName];

/** All that is saved, under its name in the document and in the order of the document. */
const collectionsByName: Readonly<Record<CollectionName, (account: Account) => Saved>> = {
  entities: ({ entities }) => entities,
  evaluations: ({ evaluations }) => evaluations,
  vendorCalls: ({ vendorCalls }) => vendorCalls,
  events: ({ events }) => events,
  bankAccounts: ({ bankAccounts }) => bankAccounts,
  documents: ({ documents }) => documents,
  reviews: ({ reviews }) => reviews,
  cases: ({ cases }) => cases,
  feedback: ({ feedback }) => feedback,
  'feedback.EntityId': ({ feedback }) => ({ all: feedback.allEntityIds, restore: feedback.restoreEntityId }),
  evaluationBatches: ({ evaluationBatches }) => evaluationBatches,
  portfolioEvaluations: ({ portfolioEvaluations }) => portfolioEvaluations,
  transactions: ({ transactions }) => transactions,
  groups: ({ groups }) => groups,
  'groups.Legacy': ({ groups }) => ({ all: groups.allLegacy, restore: groups.restoreLegacy }),
  lists: ({ lists }) => lists,
  customLists: ({ customLists }) => customLists,
  publishedAttributes: ({ publishedAttributes }) => publishedAttributes,
  investigations: ({ investigations }) => investigations,
  investigationTypes: ({ investigationTypes }) => investigationTypes,
  'investigationTypes.LastId': ({ investigationTypes }) => ({
    all: investigationTypes.allLastIds,
    restore: investigationTypes.restoreLastId,
  }),
  journeys: ({ journeys }) => journeys,
  'journeys.Batch': ({ journeys }) => ({ all: journeys.allBatches, restore: journeys.restoreBatch }),
};

export function listCollections(account: Account): Collection[] {
  return Object.entries(collectionsByName).map(([name, open]) => {
    const { all, restore } = open(account);
    return { name, all, restore };
  });
}
