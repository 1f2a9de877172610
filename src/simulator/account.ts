/**
 * What the routes of the embedded Alloy share: the demo account's settings and records, its clock and its tokens.
 * Each family of routes keeps its records in a store of its own; a store is plain data in maps, so that it can be
 * written to a file and read back.
 */
import { type AlloyError, unknownEntity } from './errors.ts';
import { type BankAccountStore, createBankAccountStore } from './records/bank-accounts.ts';
import { type CaseStore, createCaseStore } from './records/cases.ts';
import { type CustomListStore, createCustomListStore } from './records/custom-lists.ts';
import { createDocumentStore, type DocumentStore } from './records/documents.ts';
import { createEntityStore, type Entity, type EntityStore } from './records/entities.ts';
import { createEvaluationBatchStore, type EvaluationBatchStore } from './records/evaluation-batches.ts';
import { createEvaluationStore, type EvaluationStore } from './records/evaluations.ts';
import { createEventStore, type EventStore } from './records/events.ts';
import { createFeedbackStore, type FeedbackStore } from './records/feedback.ts';
import { createGroupStore, type GroupStore } from './records/groups.ts';
import { createInvestigationTypeStore, type InvestigationTypeStore } from './records/investigation-types.ts';
import { createInvestigationStore, type InvestigationStore } from './records/investigations.ts';
import { createJourneyStore, type JourneyStore } from './records/journeys.ts';
import { createListStore, type ListStore } from './records/lists.ts';
import {
  createPortfolioEvaluationStore,
  type PortfolioEvaluationStore,
} from './records/portfolio-evaluations.ts';
import {
  createPublishedAttributeStore,
  type PublishedAttributeStore,
} from './records/published-attributes.ts';
import { createReviewStore, type ReviewStore } from './records/reviews.ts';
import { createTransactionStore, type TransactionStore } from './records/transactions.ts';
import { createVendorCallStore, type VendorCallStore } from './records/vendor-calls.ts';
import { demoEventMappings, type EventMapping } from './settings/event-mappings.ts';
import { demoJourneys } from './settings/journeys.ts';
import { demoOngoingJourneys, type OngoingJourney } from './settings/ongoing-journeys.ts';
import { demoWorkflows, type Workflow } from './settings/workflows.ts';
import { createTokenSource, type ResumableTokenSource } from './state/tokens.ts';

export interface Account {
  /** Milliseconds since 1970, from the clock the simulator was given. */
  readonly now: () => number;
  readonly newToken: ResumableTokenSource;
  readonly workflows: readonly Workflow[];
  readonly eventMappings: readonly EventMapping[];
  readonly ongoingJourneys: readonly OngoingJourney[];
  readonly entities: EntityStore;
  readonly evaluations: EvaluationStore;
  readonly vendorCalls: VendorCallStore;
  readonly events: EventStore;
  readonly bankAccounts: BankAccountStore;
  readonly documents: DocumentStore;
  readonly reviews: ReviewStore;
  readonly cases: CaseStore;
  readonly feedback: FeedbackStore;
  readonly evaluationBatches: EvaluationBatchStore;
  readonly portfolioEvaluations: PortfolioEvaluationStore;
  readonly transactions: TransactionStore;
  readonly groups: GroupStore;
  readonly lists: ListStore;
  readonly customLists: CustomListStore;
  readonly publishedAttributes: PublishedAttributeStore;
  readonly investigations: InvestigationStore;
  readonly investigationTypes: InvestigationTypeStore;
  readonly journeys: JourneyStore;
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
    eventMappings: demoEventMappings,
    ongoingJourneys: demoOngoingJourneys,
    entities: createEntityStore(now, newToken),
    evaluations: createEvaluationStore(),
    vendorCalls: createVendorCallStore(),
    events: createEventStore(now),
    bankAccounts: createBankAccountStore(now, newToken),
    documents: createDocumentStore(now, newToken),
    reviews: createReviewStore(now, newToken),
    cases: createCaseStore(now, newToken),
    feedback: createFeedbackStore(now),
    evaluationBatches: createEvaluationBatchStore(),
    portfolioEvaluations: createPortfolioEvaluationStore(now),
    transactions: createTransactionStore(now, newToken),
    groups: createGroupStore(now, newToken),
    lists: createListStore(now, newToken),
    customLists: createCustomListStore(now, newToken),
    publishedAttributes: createPublishedAttributeStore(now, newToken),
    investigations: createInvestigationStore(now, newToken),
    investigationTypes: createInvestigationTypeStore(now),
    journeys: createJourneyStore(demoJourneys, newToken),
  };
}

export function findWorkflow(
  { workflows }: Pick<Account, 'workflows'>,
  token: string | undefined,
): Workflow | undefined {
  return workflows.find((workflow) => workflow.token === token);
}

/** By token or external id. Throws 400 / 4013 for one that is unknown. */
export function getEntity({ entities }: Account, tokenOrExternalId: string): Entity {
  const entity = entities.find(tokenOrExternalId);
  if (entity === undefined) throw unknownEntity(tokenOrExternalId);
  return entity;
}

/** The entity that the given ids name; where they name several, `contradiction` says what to throw. */
export function getNamedEntity(
  account: Account,
  ids: readonly (string | null | undefined)[],
  contradiction: () => AlloyError,
): Entity | undefined {
  const [first, ...others] = ids.flatMap((id) => (id ? [getEntity(account, id)] : []));
  if (others.some((other) => other !== first)) throw contradiction();
  return first;
}
