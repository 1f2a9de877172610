/**
 * Which states of a record follow which, between two looks at it, and what call brings the change about. From Alloy's
 * pages on application statuses, investigations and cases; where they are silent, from the simulator's doc comments.
 */
interface Edge {
  readonly to: readonly string[];
  /** METHOD path of a call that may bring it about; any call when absent. */
  readonly by?: RegExp;
}

export type Edges = Readonly<Record<string, readonly Edge[]>>;

/** What an entity's application may reach once it goes on: several nodes may lie between two looks. */
const onward = [
  'completed',
  'waiting_review',
  'data_request',
  'pending_step_up',
  'pending_action',
  'expired',
];
const applicationPut = /^PUT \/journeys\/(applications\/ext\/[^/]+\/latest|[^/]+\/applications\/[^/]+)$/;
const nodePut = /^PUT \/journeys\/[^/]+\/applications\/[^/]+\/nodes\/[^/]+$/;
const caseReview =
  /^POST (\/journeys\/[^/]+\/applications\/[^/]+\/cases\/[^/]+\/review|\/investigations\/[^/]+\/alerts\/[^/]+\/review\/[^/]+\/review)$/;
const applicationReview = /^POST \/journeys\/[^/]+\/applications\/[^/]+\/review$/;

export const entityApplicationEdges: Edges = {
  data_request: [{ to: [...onward, 'error'], by: applicationPut }],
  pending_step_up: [
    { to: ['completed', 'waiting_review', 'data_request'], by: applicationPut },
    { to: ['expired'] },
  ],
  pending_action: [{ to: ['completed', 'waiting_review'], by: nodePut }, { to: ['expired'] }],
  waiting_review: [{ to: ['completed'], by: caseReview }],
  pending_workflow_service: [{ to: onward }],
  completed: [],
  error: [],
  expired: [],
};

const waiting = [
  'data_request',
  'pending_step_up',
  'pending_action',
  'waiting_review',
  'pending_workflow_service',
  'pending_additional_entities',
];
const ended = ['completed', 'expired', 'error', 'pending_journey_application_review'];

/** With several entities it follows from theirs (see the hierarchy), so that one who waits may come after another. */
export const applicationEdges: Edges = {
  ...Object.fromEntries(waiting.map((status) => [status, [{ to: [...waiting, ...ended] }]])),
  pending_journey_application_review: [{ to: ['completed'], by: applicationReview }],
  completed: [],
  error: [],
  expired: [],
};

/** Of the statuses of its entities, the first of these that occurs is the application's. */
export const statusHierarchy = [
  'error',
  'data_request',
  'pending_step_up',
  'pending_action',
  'waiting_review',
  'pending_workflow_service',
];

const promote = /^PUT \/investigations\/[^/]+\/promote$/;
const investigationReview = /^PUT \/investigations\/[^/]+\/review$/;

export const investigationEdges: Edges = {
  open: [
    { to: ['case_review'], by: promote },
    { to: ['alert_review_closed'], by: investigationReview },
  ],
  alert_review: [
    { to: ['case_review'], by: promote },
    { to: ['alert_review_closed'], by: investigationReview },
  ],
  case_review: [{ to: ['case_review_closed'], by: investigationReview }],
  alert_review_closed: [],
  case_review_closed: [],
};

/** Both ways: archive and unarchive. */
export const archiveEdges: Edges = {
  kept: [{ to: ['archived'], by: /^PUT \/investigations\/archive$/ }],
  archived: [{ to: ['kept'], by: /^PUT \/investigations\/unarchive$/ }],
};

const works = /^POST \/cases\/[^/]+\/works$/;
/** A merge closes a case whose entity gets another one of the kind. */
const closing = /^POST (\/cases\/[^/]+\/works|\/entities\/merge)$/;

export const caseEdges: Edges = Object.fromEntries([
  ...['Pending Review', 'Under Review', 'Information Requested'].map((status) => [
    status,
    [
      { to: ['Pending Review', 'Under Review', 'Information Requested'], by: works },
      { to: ['Close'], by: closing },
    ],
  ]),
  ['Close', []],
]);

export const batchEdges: Edges = {
  pending: [{ to: ['complete', 'failed'] }],
  complete: [],
  failed: [],
};

const documentPatch = /^PATCH \/entities\/[^/]+\/documents\/[^/]+$/;

export const approvalEdges: Edges = {
  null: [{ to: ['true', 'false'], by: documentPatch }],
  true: [{ to: ['false'], by: documentPatch }],
  false: [{ to: ['true'], by: documentPatch }],
};

export const uploadEdges: Edges = {
  false: [{ to: ['true'], by: /^PUT \/entities\/[^/]+\/documents\/[^/]+$/ }],
  true: [],
};

/** 200 waits, 206 is partial, 201 is done. A journey passes data on to the evaluation that it waits for. */
const resuming = /^(PATCH \/evaluations\/|PUT \/journeys\/)/;

export const evaluationEdges: Edges = {
  200: [{ to: ['201', '206'], by: resuming }],
  206: [{ to: ['200', '201'], by: resuming }],
  201: [],
};

export const manualReviewEdges: Edges = {
  pending: [{ to: ['completed'], by: new RegExp(`${caseReview.source}|${applicationReview.source}`) }],
  completed: [],
};

/** `_embedded.events[].type`: Alloy's enum of 2026. */
export const journeyEventTypes = new Set(
  `application_archived application_expired application_unarchived completed_action completed_application
  completed_branch completed_evaluation completed_mid_journey_reconciliation completed_reconciliation completed_review
  completed_review_journey_application data_request_evaluation error executed_branch_change
  has_finished_sending_additional_entities journey_application_retriggered maximum_retries_reached pending_action
  pending_action_expired pending_documents pending_evaluation pending_review pending_step_up pending_step_up_expired
  pending_workflow_service queued_branch_change reached_application_outcome reached_auto_decision_node
  reached_mid_journey_reconciliation_node reached_retry_node started_application started_evaluation
  started_mid_journey_reconciliation started_reconciliation started_rerun_application started_review visited_node`
    .split(/\s+/)
    .filter((type) => type !== ''),
);
