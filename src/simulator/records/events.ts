/** Events the account has received, the refused ones too. Source: https://developer.alloy.com/public/reference/events */
import type { TokenSource } from '../state/tokens.ts';

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

export interface EventStore {
  find(token: string): StoredEvent | undefined;
  add(event: Omit<StoredEvent, 'token' | 'receivedAt'>, token: string): StoredEvent;
  /** Oldest first. */
  all(): IterableIterator<StoredEvent>;
  /** For reading an account back from a file. */
  restore(event: StoredEvent): void;
}

export type CreateEventStore = (now: () => number, newToken: TokenSource) => EventStore;

/** Tokens are drawn by the caller, before the event is processed: a refused event has one too. */
export function createEventStore(now: () => number): EventStore {
  const events = new Map<string, StoredEvent>();
  return {
    find: (token) => events.get(token),
    add(event, token) {
      const stored = { ...event, token, receivedAt: now() };
      events.set(token, stored);
      return stored;
    },
    all: () => events.values(),
    restore(event) {
      events.set(event.token, event);
    },
  };
}
