/**
 * What the routes of the embedded Alloy share: the demo account's settings and records, its clock and its tokens.
 * Each family of routes keeps its records in a store of its own; a store is plain data in maps, so that it can be
 * written to a file and read back.
 */
import { type BankAccountStore, createBankAccountStore } from './bank-account-store.ts';
import { type CaseStore, createCaseStore } from './case-store.ts';
import { type CustomListStore, createCustomListStore } from './custom-list-store.ts';
import { demoJourneys } from './demo-journeys.ts';
import { createDocumentStore, type DocumentStore } from './document-store.ts';
import { createEntityStore, type EntityStore } from './entity-store.ts';
import { createEvaluationBatchStore, type EvaluationBatchStore } from './evaluation-batch-store.ts';
import { createEvaluationStore, type EvaluationStore } from './evaluation-store.ts';
import { demoEventMappings, type EventMapping } from './event-mappings.ts';
import { createEventStore, type EventStore } from './event-store.ts';
import { createFeedbackStore, type FeedbackStore } from './feedback-store.ts';
import { createGroupStore, type GroupStore } from './group-store.ts';
import { createInvestigationStore, type InvestigationStore } from './investigation-store.ts';
import { createInvestigationTypeStore, type InvestigationTypeStore } from './investigation-type-store.ts';
import { createJourneyStore, type JourneyStore } from './journey-store.ts';
import { createListStore, type ListStore } from './list-store.ts';
import { demoOngoingJourneys, type OngoingJourney } from './ongoing-journeys.ts';
import {
  createPortfolioEvaluationStore,
  type PortfolioEvaluationStore,
} from './portfolio-evaluation-store.ts';
import { createPublishedAttributeStore, type PublishedAttributeStore } from './published-attribute-store.ts';
import { createReviewStore, type ReviewStore } from './review-store.ts';
import { createTokenSource, type ResumableTokenSource } from './tokens.ts';
import { createTransactionStore, type TransactionStore } from './transaction-store.ts';
import { createVendorCallStore, type VendorCallStore } from './vendor-calls.ts';
import { demoWorkflows, type Workflow } from './workflows.ts';

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
