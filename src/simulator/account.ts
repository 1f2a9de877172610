/**
 * What the routes of the embedded Alloy share: the demo account's settings and records, its clock and its tokens.
 * Each family of routes keeps its records in a store of its own; a store is plain data in maps, so that it can be
 * written to a file and read back.
 */
import { type BankAccountStore, createBankAccountStore } from './bank-account-store.ts';
import { createEntityStore, type EntityStore } from './entity-store.ts';
import { createEvaluationStore, type EvaluationStore } from './evaluation-store.ts';
import { createEventStore, type EventStore } from './event-store.ts';
import { createGroupStore, type GroupStore } from './group-store.ts';
import { createTokenSource, type TokenSource } from './tokens.ts';
import { createTransactionStore, type TransactionStore } from './transaction-store.ts';
import { demoWorkflows, type Workflow } from './workflows.ts';

export interface Account {
  /** Milliseconds since 1970, from the clock the simulator was given. */
  readonly now: () => number;
  readonly newToken: TokenSource;
  readonly workflows: readonly Workflow[];
  readonly entities: EntityStore;
  readonly evaluations: EvaluationStore;
  readonly events: EventStore;
  readonly bankAccounts: BankAccountStore;
  readonly transactions: TransactionStore;
  readonly groups: GroupStore;
}

/** Per request: `alloy-sandbox` and the credentials decide the mode, which shows in evaluation tokens (S- or L-). */
export interface RequestMode {
  readonly sandbox: boolean;
}

export interface AccountOptions {
  readonly seed: string;
  readonly now: () => number;
}

/** An account without records; `addDemoRecords` fills it. */
export function createAccount({ seed, now }: AccountOptions): Account {
  const newToken = createTokenSource(seed);
  return {
    now,
    newToken,
    workflows: demoWorkflows,
    entities: createEntityStore(now, newToken),
    evaluations: createEvaluationStore(),
    events: createEventStore(now),
    bankAccounts: createBankAccountStore(now, newToken),
    transactions: createTransactionStore(now, newToken),
    groups: createGroupStore(now, newToken),
  };
}
