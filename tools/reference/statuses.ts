/**
 * What each status waits for and the tools that move it on. Sources:
 * https://developer.alloy.com/public/docs/statuses-and-outcomes, https://developer.alloy.com/public/docs/application-statuses
 */

interface Status {
  readonly status: string;
  /** What it means, or whom or what it waits for. */
  readonly meaning: string;
  /** What to do; nothing where the status is the last one. */
  readonly next?: string;
  readonly tools?: readonly string[];
}

export interface StatusGroup {
  readonly title: string;
  /** Where the status is found. */
  readonly field: string;
  readonly statuses: readonly Status[];
}

const readApplication = ['get_single_alloy_journey_application_by_id'];
const updateApplication = ['update_a_alloy_journey_application_by_id'];

export const statusGroups: readonly StatusGroup[] = [
  {
    title: 'Journey applications',
    field: 'status; with several entities also that of each in _embedded.entity_applications',
    statuses: [
      {
        status: 'running',
        meaning: 'nodes are at work',
        next: 'read it again a little later',
        tools: readApplication,
      },
      {
        status: 'data_request',
        meaning: 'attributes or answers are missing',
        next: 'send what entity_application_status_details requires',
        tools: updateApplication,
      },
      {
        status: 'pending_step_up',
        meaning: 'documents of an applicant are wanted',
        next: 'register and upload them, then send their tokens with document_step final',
        tools: [
          'create_a_alloy_entity_document',
          'update_a_alloy_entity_document_by_id',
          ...updateApplication,
        ],
      },
      {
        status: 'pending_documents',
        meaning: 'the same, in older journeys',
        next: 'as pending_step_up',
        tools: [
          'create_a_alloy_entity_document',
          'update_a_alloy_entity_document_by_id',
          ...updateApplication,
        ],
      },
      {
        status: 'pending_action',
        meaning: 'something outside Alloy has to be done and reported, within a time limit',
        next: 'report the outcome for the node of the newest pending_action event',
        tools: ['update_a_alloy_journey_application_node_by_id'],
      },
      {
        status: 'waiting_review',
        meaning: 'an entity is in manual review',
        next: 'a person decides; the case token is in _links.case of the pending_review event',
        tools: ['create_a_alloy_journey_application_case_review'],
      },
      {
        status: 'pending_journey_application_review',
        meaning: 'the application as a whole is in manual review',
        next: 'a person decides, which ends it',
        tools: ['create_a_alloy_journey_application_review'],
      },
      {
        status: 'pending_additional_entities',
        meaning: 'it was started to take more entities later',
        next: 'send them, or has_finished_sending_additional_entities',
        tools: updateApplication,
      },
      {
        status: 'pending_workflow_service',
        meaning: 'a vendor answers later',
        next: 'wait and read it again',
        tools: readApplication,
      },
      {
        status: 'pending_reconciliation',
        meaning: 'the results of its entities are being put together',
        next: 'wait and read it again',
        tools: readApplication,
      },
      { status: 'completed', meaning: 'decided: complete_outcome holds the decision' },
      {
        status: 'error',
        meaning: 'it broke off',
        next: 'run it again, as a new application',
        tools: ['create_a_alloy_journey_application_rerun'],
      },
      {
        status: 'expired',
        meaning: 'nobody did in time what it waited for',
        next: 'run it again if it is still wanted',
        tools: ['create_a_alloy_journey_application_rerun'],
      },
    ],
  },
  {
    title: 'Evaluations',
    field: 'the HTTP status, then summary.result and summary.outcome',
    statuses: [
      {
        status: '200 with required',
        meaning: 'not decided: it waits for data or answers',
        next: 'send them',
        tools: ['update_a_alloy_evaluation_by_id'],
      },
      { status: '201', meaning: 'done; summary.outcome is the decision' },
      {
        status: '202',
        meaning: 'a vendor answers later',
        next: 'read it again',
        tools: ['get_single_alloy_evaluation_by_id'],
      },
      {
        status: '206',
        meaning: 'partial: a vendor failed or data is missing; see warnings',
        next: 'resume it',
        tools: ['update_a_alloy_evaluation_by_id'],
      },
      {
        status: 'outcome Manual Review',
        meaning: 'a person has to decide (outside journeys)',
        next: 'record the decision',
        tools: ['create_a_alloy_entity_review'],
      },
    ],
  },
  {
    title: 'Investigations',
    field: 'state (investigation_state in events and applications); archiving is apart from it',
    statuses: [
      { status: 'open', meaning: 'opened without a stage of review' },
      {
        status: 'alert_review',
        meaning: 'its alerts are being looked at',
        next: 'a person dismisses it or promotes it to a case',
        tools: ['update_a_alloy_investigation_review_by_id', 'update_a_alloy_investigation_promote_by_id'],
      },
      {
        status: 'case_review',
        meaning: 'promoted: a case is being worked',
        next: 'a person decides with outcome and reason',
        tools: ['update_a_alloy_investigation_review_by_id'],
      },
      { status: 'alert_review_closed', meaning: 'decided without a case' },
      { status: 'case_review_closed', meaning: 'decided as a case' },
    ],
  },
  {
    title: 'Batches',
    field:
      'journey_batch_status; batch_status of evaluation batches is not listed by Alloy, its summary counts',
    statuses: [
      {
        status: 'pre_run, pending',
        meaning: 'queued or at work',
        next: 'read its progress again',
        tools: ['get_single_alloy_journey_batch_by_id', 'get_single_alloy_batch_by_id'],
      },
      {
        status: 'complete',
        meaning: 'all of it ran; single applications may wait or have failed',
        next: 'look at them',
        tools: ['list_all_alloy_journey_batch_applications'],
      },
      { status: 'failed', meaning: 'it could not be run' },
    ],
  },
  {
    title: 'Cases (being replaced by investigations)',
    field: 'closed, and a status whose texts belong to the account, e.g. Pending Review',
    statuses: [
      {
        status: 'closed false',
        meaning: 'somebody has to work on it',
        next: 'add work: assignment, status, note or closure',
        tools: ['create_a_alloy_case_work'],
      },
      { status: 'closed true', meaning: 'done' },
    ],
  },
  {
    title: 'Documents',
    field: 'uploaded and approved',
    statuses: [
      {
        status: 'uploaded false',
        meaning: 'registered, without its file',
        next: 'send the file',
        tools: ['update_a_alloy_entity_document_by_id'],
      },
      {
        status: 'approved null',
        meaning: 'nobody has looked at it',
        next: 'a person approves or denies it',
        tools: ['alloy_entity_documents_partial_update'],
      },
      { status: 'approved true or false', meaning: 'approved or denied, by the agent named' },
    ],
  },
];
