/**
 * Journeys of the demo account: one for persons, one for businesses with the people behind them, and the alert journey
 * of ongoing monitoring. Tokens are fixed, so that examples can name them; all else is invented.
 */
import type {
  Journey,
  JourneyBranch,
  JourneyNode,
  JourneyVersion,
  ReviewOutcome,
} from '../records/journey.ts';
import {
  accessMonitoring,
  businessOnboarding,
  documentVerification,
  personOnboarding,
  transactionMonitoring,
  type Workflow,
} from './workflows.ts';

const day = 86_400_000;

/** What a review may end with, and why; in Alloy they are set up in the dashboard. See review-settings.ts. */
const reviewOutcomes: readonly ReviewOutcome[] = [
  {
    name: 'Approved',
    reasons: [
      'Documents verified',
      'Identity confirmed by phone',
      'Watchlist match cleared',
      'No fraud found',
      'Other',
    ],
  },
  { name: 'Denied', reasons: ['Watchlist match confirmed', 'Suspected fraud', 'Other'] },
];

const alertOutcomes: readonly ReviewOutcome[] = [
  { name: 'Suspicious', reasons: ['Account takeover', 'Unusual activity', 'Watchlist match confirmed'] },
  { name: 'Dismissed', reasons: ['False positive', 'Explained by the customer', 'Duplicate alert'] },
];

type NodeDraft = Omit<JourneyNode, 'id' | 'next'> & {
  readonly key: string;
  readonly next?: Readonly<Record<string, string>>;
};

/** Ids follow from the version and the branch: another version has others, as with Alloy. */
function buildBranch(
  version: number,
  index: number,
  name: string,
  entityType: JourneyBranch['entityType'],
  drafts: readonly NodeDraft[],
): JourneyBranch {
  const idOf = (key: string) =>
    String(1_790_412_000_000 + version * 10_000 + index * 100 + drafts.findIndex((each) => each.key === key));
  const nodes = drafts.map(({ key, next = {}, ...node }) => ({
    ...node,
    id: idOf(key),
    next: Object.fromEntries(Object.entries(next).map(([outcome, target]) => [outcome, idOf(target)])),
  }));
  return { name, entityType, nodes };
}

const decided = { approved: 'approved', denied: 'denied', 'manual review': 'review' };

const endings: readonly NodeDraft[] = [
  { key: 'approved', name: null, type: 'outcome', outcome: 'Approved' },
  { key: 'denied', name: null, type: 'outcome', outcome: 'Denied' },
];

function buildStart(): NodeDraft {
  return { key: 'start', name: null, type: 'start', next: { '*': 'workflow' } };
}

function buildWorkflowNode(workflow: Workflow, next: Readonly<Record<string, string>>): NodeDraft {
  return { key: 'workflow', name: workflow.name, type: 'workflow', workflowToken: workflow.token, next };
}

const reviewNode: NodeDraft = {
  key: 'review',
  name: 'Manual Review',
  type: 'review',
  outcomes: reviewOutcomes,
  next: { approved: 'approved', denied: 'denied' },
};

function buildStepUp(documents: readonly string[], selfie: boolean): NodeDraft {
  return {
    key: 'step up',
    name: 'Document step-up',
    type: 'docv',
    workflowToken: documentVerification.token,
    documents,
    selfie,
    timeLimit: 30 * day,
    next: decided,
  };
}

function buildAction(name: string): NodeDraft {
  return {
    key: 'action',
    name,
    type: 'action',
    outcomes: ['Approved', 'Denied', 'Manual Review'].map((outcome) => ({ name: outcome, reasons: [] })),
    timeLimit: 7 * day,
    next: decided,
  };
}

const waitingWays = { 'step up': 'step up', action: 'action' };

function buildFullBranch(
  version: number,
  index: number,
  name: string,
  entityType: JourneyBranch['entityType'],
  workflow: Workflow,
): JourneyBranch {
  const isPerson = entityType === 'person';
  return buildBranch(version, index, name, entityType, [
    buildStart(),
    buildWorkflowNode(workflow, { ...decided, ...waitingWays }),
    buildStepUp(isPerson ? ['license', 'passport'] : ['contract', 'utility'], isPerson),
    buildAction(isPerson ? 'Income verification' : 'Site visit'),
    reviewNode,
    ...endings,
  ]);
}

/** Version 2, which no longer is active: what needs a person's eye is denied, and there is no way to step up. */
const strictPersons: JourneyVersion = {
  number: 2,
  reviewOutcomes,
  branches: [
    buildBranch(2, 0, 'persons', 'person', [
      buildStart(),
      buildWorkflowNode(personOnboarding, { ...decided, 'manual review': 'denied' }),
      ...endings,
    ]),
  ],
};

/** Version 4, a draft: everyone who would be approved shows documents first. */
const documentsForAll: JourneyVersion = {
  number: 4,
  reviewOutcomes,
  branches: [
    buildBranch(4, 0, 'persons', 'person', [
      buildStart(),
      buildWorkflowNode(personOnboarding, { ...decided, approved: 'step up' }),
      buildStepUp(['license', 'passport'], true),
      reviewNode,
      ...endings,
    ]),
  ],
};

export const personJourney: Journey = {
  token: 'J-PersonOnboardDemo001',
  name: 'Consumer onboarding',
  type: 'application',
  activeVersion: 3,
  versions: [
    strictPersons,
    {
      number: 3,
      reviewOutcomes,
      branches: [buildFullBranch(3, 0, 'persons', 'person', personOnboarding)],
    },
    documentsForAll,
  ],
  configurations: [
    {
      token: 'MEC-DemoLenientOutcomes1',
      notes: 'Reviews are approved by themselves',
      createdAt: '2024-03-01T09:00:00.000Z',
      actions: [{ name: 'Income verification', outcome: 'Approved' }],
      workflows: [{ name: 'Manual Review', outcome: 'Approved' }],
    },
  ],
};

/** Each person behind the business is an entity of its own; owners pass a branch of theirs. */
export const businessJourney: Journey = {
  token: 'J-BusinessOnboardDemo2',
  name: 'Business onboarding',
  type: 'application',
  activeVersion: 5,
  versions: [
    {
      number: 5,
      reviewOutcomes,
      branches: [
        buildFullBranch(5, 0, 'businesses', 'business', businessOnboarding),
        buildFullBranch(5, 1, 'persons', 'person', personOnboarding),
        buildFullBranch(5, 2, 'beneficial_owners', 'person', personOnboarding),
      ],
    },
  ],
  configurations: [],
};

function buildAlertBranch(
  index: number,
  name: string,
  entityType: JourneyBranch['entityType'],
  workflow: Workflow,
): JourneyBranch {
  return buildBranch(2, index, name, entityType, [
    buildStart(),
    buildWorkflowNode(workflow, { '*': 'review' }),
    {
      key: 'review',
      name: 'Alert review',
      type: 'review',
      outcomes: alertOutcomes,
      next: { suspicious: 'suspicious', dismissed: 'dismissed' },
    },
    { key: 'suspicious', name: null, type: 'outcome', outcome: 'Suspicious' },
    { key: 'dismissed', name: null, type: 'outcome', outcome: 'Dismissed' },
  ]);
}

export const alertJourney: Journey = {
  token: 'J-OngoingMonitorAlert3',
  name: 'Ongoing monitoring',
  type: 'alert',
  activeVersion: 2,
  versions: [
    {
      number: 2,
      reviewOutcomes: alertOutcomes,
      branches: [
        buildAlertBranch(0, 'account access', 'person', accessMonitoring),
        buildAlertBranch(1, 'person transactions', 'person', transactionMonitoring),
        buildAlertBranch(2, 'business transactions', 'business', transactionMonitoring),
        buildAlertBranch(3, 'business account access', 'business', accessMonitoring),
      ],
    },
  ],
  configurations: [],
};

export const demoJourneys: readonly Journey[] = [personJourney, businessJourney, alertJourney];
