/** Events the account has received, the refused ones too. Source: https://developer.alloy.com/public/reference/events */
import { createRecords, type Records } from './records.ts';

export interface StoredEvent {
  readonly token: string;
  /** As sent; an event of an unknown type, or of none, is refused but kept. */
  readonly eventType: string | null;
  readonly status: 'PROCESSED' | 'ERROR';
  readonly lifecycleId: string | null;
  readonly externalId: string | null;
  /** For events that create or update, which of the two it was. */
  readonly upserted: 'created' | 'updated' | null;
  readonly receivedAt: number;
  /** The request's body as sent. */
  readonly body: unknown;
  /** Tokens of the records and evaluations the event touched or made. */
  readonly entityToken: string | null;
  readonly evaluationTokens: readonly string[];
}

export interface EventStore extends Records<StoredEvent> {
  add(event: Omit<StoredEvent, 'token' | 'receivedAt'>, token: string): StoredEvent;
}

/** Tokens are drawn by the caller, before the event is processed: a refused event has one too. */
export function createEventStore(now: () => number): EventStore {
  const { find, all, restore } = createRecords<StoredEvent>();
  return {
    find,
    all,
    restore,
    add(event, token) {
      const stored = { ...event, token, receivedAt: now() };
      restore(stored);
      return stored;
    },
  };
}
