/** An application together with what it runs on; what the parts of the journeys' machinery hand to each other. */
import type { Account } from '../account.ts';
import {
  findNode,
  findVersion,
  type Journey,
  type JourneyNode,
  type JourneyVersion,
} from '../records/journey.ts';
import type {
  EntityApplication,
  JourneyApplication,
  JourneyEvent,
  ManualReview,
} from '../records/journeys.ts';

export interface JourneyRun {
  readonly account: Account;
  readonly journey: Journey;
  readonly version: JourneyVersion;
  readonly application: JourneyApplication;
}

export function openRun(account: Account, application: JourneyApplication): JourneyRun {
  const journey = account.journeys.findJourney(application.journeyToken);
  const version = journey && findVersion(journey, application.journeyVersion);
  if (journey === undefined || version === undefined)
    throw new Error(`application ${application.token} has lost its journey`);
  return { account, journey, version, application };
}

export function buildApplicationHref({ journeyToken, token }: JourneyApplication): string {
  return `/v1/journeys/${journeyToken}/applications/${token}`;
}

export function getNode(run: JourneyRun, nodeId: string): JourneyNode {
  const node = findNode(run.version, nodeId);
  if (node === undefined) throw new Error(`journey ${run.journey.token} has lost its node ${nodeId}`);
  return node;
}

export type EventDetails = Partial<Omit<JourneyEvent, 'token' | 'type' | 'timestamp'>>;

export function addJourneyEvent(run: JourneyRun, type: string, details: EventDetails = {}): void {
  const { account, application } = run;
  const timestamp = account.now();
  application.updatedAt = timestamp;
  application.events.push({
    // The prefix of Alloy's event tokens is not public.
    token: account.newToken('JAE-'),
    type,
    timestamp,
    nodeId: null,
    entityToken: null,
    entityApplicationToken: null,
    evaluationToken: null,
    outcome: null,
    reasons: [],
    caseToken: null,
    manualReviewToken: null,
    rerunToken: null,
    errorData: null,
    ...details,
  });
}

/** One that names the entity and the node where its application stands. */
export function addEntityEvent(
  run: JourneyRun,
  type: string,
  entityApplication: EntityApplication,
  details: EventDetails = {},
): void {
  addJourneyEvent(run, type, {
    nodeId: entityApplication.nodeId,
    entityToken: entityApplication.entityToken,
    entityApplicationToken: entityApplication.token,
    ...details,
  });
}

/** Opens one: of an entity's application where it stands, which is a case; or of the application as a whole. */
export function addReview(
  { account, application }: JourneyRun,
  entityApplication?: EntityApplication,
): ManualReview {
  const review: ManualReview = {
    token: account.newToken('R-'),
    caseToken: entityApplication === undefined ? null : account.newToken('C-'),
    entityApplicationToken: entityApplication?.token ?? null,
    nodeId: entityApplication?.nodeId ?? null,
    openedAt: account.now(),
    completedAt: null,
    outcome: null,
    reasons: [],
    reviewerEmail: null,
    notes: [],
  };
  application.reviews.push(review);
  return review;
}
