/** What calls are told to: a trail that keeps them, or none. */
import type { AuditCall, AuditOutcome } from './call.ts';

export interface AuditEntry {
  /** Once for each entry; what comes after the first is ignored. */
  end(outcome: AuditOutcome): void;
}

export interface Audit {
  /**
   * Before a call is sent. For `decide` and `destroy` it resolves when the intent would outlast a power cut; where
   * that fails and the trail is required, it rejects with a CallError of kind `audit`. For the rest it does not wait.
   */
  begin(call: AuditCall): AuditEntry | Promise<AuditEntry>;
  /** A call that is not going to be sent (refused, declined, wrong arguments): one line, nothing to wait for. */
  record(call: AuditCall, outcome: AuditOutcome): void;
  /** Whether that entry is one of this trail, and has not ended: nothing is sent without one. */
  holds(entry: object): boolean;
  /** Waits a moment for calls that are ending, writes what waits and a closing checkpoint. What ends later is lost. */
  close(): Promise<void>;
}

const unrecordedEntry: AuditEntry = { end: () => undefined };

/** For a server whose operator keeps no trail (ALLOY_AUDIT=off). */
export const unrecorded: Audit = {
  begin: () => unrecordedEntry,
  record: () => undefined,
  holds: () => true,
  close: async () => undefined,
};
