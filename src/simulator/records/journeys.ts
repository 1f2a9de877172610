/**
 * Journeys of the account and what was sent through them: applications, of which alerts are a kind, and batches.
 * Source: https://developer.alloy.com/public/reference/journeys
 */

import type { TokenSource } from '../state/tokens.ts';
import type { Json } from '../values.ts';
import type { Journey } from './journey.ts';
import { createRecords, type Records } from './records.ts';

export interface JourneyApplication {
  /** JA-; an alert's token, too. */
  readonly token: string;
  readonly journeyToken: string;
  readonly journeyVersion: number;
  readonly sandbox: boolean;
  readonly refreshCache: boolean;
  readonly createdAt: number;
  updatedAt: number;
  closedAt: number | null;
  status: ApplicationStatus;
  completeOutcome: string | null;
  readonly externalApplicationId: string | null;
  readonly externalGroupId: string | null;
  readonly externalPartnerId: string | null;
  readonly externalProductId: string | null;
  readonly applicationMeta: Record<string, unknown> | null;
  /** G-: the group entity that stands for the application. */
  groupToken: string | null;
  /** EG- */
  entityGroupToken: string | null;
  /** Whether entities may still be added: only when asked for at creation, and until it is said that all are there. */
  additionalEntities: 'none' | 'awaited' | 'finished';
  entityApplications: EntityApplication[];
  /** Oldest first. */
  events: JourneyEvent[];
  /** Oldest first. */
  reviews: ManualReview[];
  notes: ApplicationNote[];
  readonly rerun: {
    readonly previousToken: string;
    readonly rootToken: string;
    readonly rootExternalGroupId: string | null;
  } | null;
  reruns: { readonly nextToken: string; readonly createdAt: number }[];
  auditAccountSlugs: string[];
  readonly batchToken: string | null;
  /** Outcomes fixed in advance, by a node's name or id, or `Manual Review`. */
  readonly autoDecisions: Readonly<Record<string, string>>;
  /** MEC- */
  readonly configurationToken: string | null;
  /** An alert's: the event (EV-) whose evaluation opened it. */
  readonly sourceEventToken: string | null;
  /** An alert's agent; investigations assign and unassign. */
  assignedAgentToken: string | null;
  /** An alert's: the investigations that hold it. */
  investigationTokens: string[];
}

/** `queued` and `withdrawn` only count in batches; `pending_documents` is Alloy's older name of `pending_step_up`. */
export type ApplicationStatus =
  | 'completed'
  | 'data_request'
  | 'error'
  | 'expired'
  | 'pending_action'
  | 'pending_additional_entities'
  | 'pending_journey_application_review'
  | 'pending_step_up'
  | 'pending_workflow_service'
  | 'running'
  | 'waiting_review';

/** An entity's way through one branch of the journey. */
export interface EntityApplication {
  /** EA- */
  readonly token: string;
  readonly entityToken: string;
  readonly branchName: string;
  readonly createdAt: number;
  /** The payload as sent, with all that was added since. */
  data: Record<string, unknown>;
  status: ApplicationStatus;
  /** Lower case, as Alloy shows entity outcomes; null until the branch has ended. */
  outcome: string | null;
  /** Of the journey version's nodes: where it stands. */
  nodeId: string;
  /** When it began to wait there. */
  waitingSince: number;
  /** Reads after which a vendor that answers later has answered. */
  serviceReads: number;
  /** Oldest first; the last one waits while the status is data_request. */
  evaluationTokens: string[];
}

/** One review by an agent or over the API: of a case (one entity application) or of the whole application. */
export interface ManualReview {
  /** R-; the `manual_review_token` of Alloy's paths. */
  readonly token: string;
  /** C-; null for a review of the application as a whole. */
  readonly caseToken: string | null;
  readonly entityApplicationToken: string | null;
  /** Of the review node; null for a review of the application as a whole. */
  readonly nodeId: string | null;
  readonly openedAt: number;
  completedAt: number | null;
  outcome: string | null;
  reasons: string[];
  reviewerEmail: string | null;
  notes: { readonly note: string; readonly created_at: number }[];
}

/** One of `_embedded.events`. */
export interface JourneyEvent {
  readonly token: string;
  readonly type: string;
  readonly timestamp: number;
  readonly nodeId: string | null;
  readonly entityToken: string | null;
  readonly entityApplicationToken: string | null;
  readonly evaluationToken: string | null;
  readonly outcome: string | null;
  readonly reasons: readonly string[];
  readonly caseToken: string | null;
  readonly manualReviewToken: string | null;
  readonly rerunToken: string | null;
  /** The error's envelope, for events of type error. */
  readonly errorData: Json | null;
}

export interface ApplicationNote {
  readonly note: string;
  readonly note_author_agent_email: string;
  /** Milliseconds since 1970. */
  readonly createdAt: number;
}

/** Source: https://developer.alloy.com/public/reference/post_journeys-journey-token-batches */
export interface JourneyBatch {
  /** JB- */
  readonly token: string;
  readonly journeyToken: string;
  readonly journeyVersion: number;
  readonly sandbox: boolean;
  readonly createdAt: number;
  completedAt: number | null;
  error: string | null;
  items: BatchItem[];
}

export interface BatchItem {
  /** What POST .../applications would be sent; its `entities` share one multi_entity_application_batch_key. */
  readonly body: Json;
  readonly autoDecisions: Readonly<Record<string, string>>;
  /** Null until its turn has come, and when it failed. */
  applicationToken: string | null;
  taskStatus: 'pending' | 'response_returned' | 'application_failed';
}

export interface JourneyStore extends Records<JourneyApplication> {
  /** Journeys are settings of the account, not records: nothing in the API changes them. */
  findJourney(token: string): Journey | undefined;
  journeys(): IterableIterator<Journey>;
  newApplicationToken(): string;
  /** The newest that bears it; of one journey when its token is given. */
  findByExternalId(externalApplicationId: string, journeyToken?: string): JourneyApplication | undefined;
  findByExternalGroupId(externalGroupId: string): JourneyApplication | undefined;
  /** Oldest first. */
  ofEntity(entityToken: string): readonly JourneyApplication[];
  add(application: JourneyApplication): void;
  findBatch(token: string): JourneyBatch | undefined;
  addBatch(batch: JourneyBatch): void;
  allBatches(): IterableIterator<JourneyBatch>;
  restoreBatch(batch: JourneyBatch): void;
}

export function createJourneyStore(configured: readonly Journey[], newToken: TokenSource): JourneyStore {
  const journeys = new Map(configured.map((journey) => [journey.token, journey]));
  const { find, all, restore: keep } = createRecords<JourneyApplication>();
  const batches = createRecords<JourneyBatch>();
  const byExternalId = new Map<string, string[]>();
  const byExternalGroupId = new Map<string, string>();

  const restore = (application: JourneyApplication) => {
    keep(application);
    const { externalApplicationId, externalGroupId } = application;
    if (externalApplicationId !== null) {
      const tokens = byExternalId.get(externalApplicationId) ?? [];
      tokens.push(application.token);
      byExternalId.set(externalApplicationId, tokens);
    }
    if (externalGroupId !== null) byExternalGroupId.set(externalGroupId, application.token);
  };

  return {
    findJourney: (token) => journeys.get(token),
    journeys: () => journeys.values(),
    newApplicationToken: () => newToken('JA-'),
    find,
    all,
    restore,
    findByExternalId(externalApplicationId, journeyToken) {
      const token = (byExternalId.get(externalApplicationId) ?? []).findLast(
        (each) => journeyToken === undefined || find(each)?.journeyToken === journeyToken,
      );
      return find(token ?? '');
    },
    findByExternalGroupId: (externalGroupId) => find(byExternalGroupId.get(externalGroupId) ?? ''),
    ofEntity: (entityToken) =>
      [...all()].filter(({ entityApplications }) =>
        entityApplications.some((each) => each.entityToken === entityToken),
      ),
    add: restore,
    findBatch: batches.find,
    addBatch: batches.restore,
    allBatches: batches.all,
    restoreBatch: batches.restore,
  };
}
