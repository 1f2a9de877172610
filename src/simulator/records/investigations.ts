/**
 * Investigations of the account: alerts about entities that agents look into.
 * Source: https://developer.alloy.com/public/reference/investigations
 */

import type { TokenSource } from '../state/tokens.ts';
import type { Json } from '../values.ts';
import { createRecords, type Records } from './records.ts';

export const investigationStates = [
  'alert_review',
  'alert_review_closed',
  'case_review',
  'case_review_closed',
  'open',
] as const;
export type InvestigationState = (typeof investigationStates)[number];

/** A review beyond the manual one, which is part of the journey application. */
interface AppendedReview {
  readonly outcome: string;
  readonly reason: string | null;
  readonly note: string | null;
  readonly reviewedAt: number;
  /** Null for what an API key did: it is no agent. */
  readonly agentToken: string | null;
}

/** An alert as part of an investigation. The alert itself, with its agent and its manual review, is a journey application. */
export interface InvestigationAlert {
  readonly journeyApplicationToken: string;
  readonly journeyToken: string;
  /** Oldest first. */
  reviews: AppendedReview[];
}

interface InvestigationTag {
  readonly name: string;
  readonly color: string;
  readonly isOutcomeReason: boolean;
  readonly agentToken: string | null;
}

interface InvestigationNote {
  readonly text: string;
  /** Null for a note on the investigation itself. */
  readonly entityToken: string | null;
  readonly createdAt: number;
  readonly agentToken: string | null;
}

/** Of these `created`, `promoted_to_case` and `closed` are known from Alloy's webhooks; the others are ours. */
type HistoryEvent =
  | 'created'
  | 'alert_added'
  | 'assigned'
  | 'unassigned'
  | 'promoted_to_case'
  | 'closed'
  | 'archived'
  | 'unarchived'
  | 'alert_assigned'
  | 'alert_unassigned'
  | 'alert_reviewed';

interface HistoryEntry {
  readonly event: HistoryEvent;
  readonly at: number;
  /** Who did it; null for an API key or a workflow. */
  readonly agentToken: string | null;
  /** To whom it went, of the events that are about that. */
  readonly assignedAgentToken: string | null;
  readonly note: string | null;
  readonly meta: Json | null;
}

export interface InvestigationReview {
  readonly previousState: InvestigationState;
  readonly newState: InvestigationState;
  readonly outcome: string;
  readonly reason: string;
  readonly note: string | null;
  readonly reviewedAt: number;
  readonly agentToken: string | null;
}

export interface Investigation {
  readonly token: string;
  readonly createdAt: number;
  updatedAt: number;
  closedAt: number | null;
  archivedAt: number | null;
  name: string | null;
  /** Name of an investigation type. */
  readonly type: string;
  state: InvestigationState;
  readonly source: 'alert' | 'manual';
  outcome: string | null;
  assigneeToken: string | null;
  /** Whether alerts that come later may join. */
  readonly shouldAggregateAlerts: boolean;
  entityTokens: string[];
  alerts: InvestigationAlert[];
  tags: InvestigationTag[];
  notes: InvestigationNote[];
  history: HistoryEntry[];
  reviews: InvestigationReview[];
  deviceIds: string[];
  programNames: string[];
}

/** What opens one; the rest starts empty. */
type NewInvestigation = Pick<
  Investigation,
  'name' | 'type' | 'state' | 'source' | 'shouldAggregateAlerts' | 'entityTokens'
>;

export interface InvestigationStore extends Records<Investigation> {
  create(start: NewInvestigation, options?: { readonly token?: string }): Investigation;
  /** Adds to the history and dates the change. */
  record(investigation: Investigation, event: HistoryEvent, about?: Partial<HistoryEntry>): void;
}

export function createInvestigationStore(now: () => number, newToken: TokenSource): InvestigationStore {
  const { find, all, restore } = createRecords<Investigation>();
  const record: InvestigationStore['record'] = (investigation, event, about = {}) => {
    const at = now();
    investigation.updatedAt = at;
    investigation.history.push({
      agentToken: null,
      assignedAgentToken: null,
      note: null,
      meta: null,
      ...about,
      event,
      at,
    });
  };
  return {
    find,
    all,
    restore,
    create(start, options = {}) {
      const at = now();
      const investigation: Investigation = {
        ...start,
        token: options.token ?? newToken('INV-'),
        createdAt: at,
        updatedAt: at,
        closedAt: isClosed(start) ? at : null,
        archivedAt: null,
        outcome: null,
        assigneeToken: null,
        alerts: [],
        tags: [],
        notes: [],
        history: [],
        reviews: [],
        deviceIds: [],
        programNames: [],
      };
      restore(investigation);
      record(investigation, 'created', { meta: { source: start.source } });
      return investigation;
    },
    record,
  };
}

export function isClosed({ state }: { readonly state: InvestigationState }): boolean {
  return state === 'alert_review_closed' || state === 'case_review_closed';
}
