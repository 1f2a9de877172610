/** What each kind of event has: a schema for its `data`, and what it does to the account's records. */
import type * as z from 'zod';
import type { Account } from './account.ts';
import type { Entity } from './entity-store.ts';
import { buildIssues, invalidEvent } from './event-error.ts';

export interface EventResult {
  /** `event.data` of the answer: the record that was saved. */
  readonly data: Readonly<Record<string, unknown>>;
  /** Whom the event is about, for the workflows that monitor it. */
  readonly entity?: Entity | undefined;
  readonly upserted?: 'created' | 'updated';
  /**
   * Alloy's guides of 2024 print shorter answers than those of 2025 on. We answer in the short form what only the
   * older guides show: persons and businesses that have nothing to do with entity groups, and new bank accounts.
   * Short answers have no event_lifecycle_id, mask birth dates and SSNs and date nothing but the record.
   */
  readonly short?: boolean;
}

export interface EventHandler {
  readonly schema: z.ZodType;
  /** Throws EventError before anything is stored, or stores everything. */
  process(account: Account, data: unknown): EventResult;
}

export function createEventHandler<Schema extends z.ZodType>(
  schema: Schema,
  run: (account: Account, data: z.output<Schema>) => EventResult,
): EventHandler {
  return {
    schema,
    process(account, data) {
      const parsed = schema.safeParse(data, { reportInput: true });
      if (!parsed.success) throw invalidEvent(buildIssues(parsed.error));
      return run(account, parsed.data);
    },
  };
}
