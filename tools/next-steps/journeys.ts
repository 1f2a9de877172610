/** What journey applications and the alerts among them wait for, status by status. */
import type { NextStepRule } from '../../src/registry/next-step-rule.ts';
import {
  caseOf,
  entityApplicationOf,
  entityOf,
  given,
  investigationOf,
  nodeOf,
  readApplication,
  reviewOf,
  shownApplication,
  shownJourney,
} from '../references.ts';

const read = 'get_single_alloy_journey_application_by_id';
const readLatest = 'get_single_alloy_journey_application_external_by_id';
const update = 'update_a_alloy_journey_application_by_id';
const rerun = 'create_a_alloy_journey_application_rerun';

/** Tools that answer with an application, whole or short. */
const applications = [
  'create_a_alloy_journey_application',
  read,
  readLatest,
  update,
  'update_a_alloy_journey_application_external_by_id',
  rerun,
  'create_a_alloy_journey_application_external_rerun',
];

const application = { journey_token: shownJourney, journey_application_token: shownApplication };

/** The entity applications in one of these statuses: an application has one for each entity. */
const inStatus = (status: string) => ({
  list: 'result._embedded.entity_applications',
  where: { entity_application_status: status },
});
/** Something of the newest event of that type about the entity application in question. */
const eventOf = (type: string, member: string) => ({
  list: 'result._embedded.events',
  where: { type, entity_application_token: 'item.entity_application_token' },
  member,
});
const entityApplication = entityApplicationOf('item.entity_application_token');
const itsDetails = 'item.entity_application_status_details';

export const journeyNextSteps: readonly NextStepRule[] = [
  // Asynchronous calls answer with the token alone.
  {
    after: applications,
    when: { 'result.status': 'absent' },
    tool: read,
    arguments: readApplication,
    why: 'The answer holds the token only; this reads status and outcome.',
  },
  {
    after: applications,
    each: inStatus('data_request'),
    when: { [`${itsDetails}.prompts`]: 'absent' },
    tool: update,
    arguments: { ...readApplication, entities: [{ entity_application_token: entityApplication }] },
    needs: ['entities.0.data'],
    why: 'data_request: send the attributes that entity_application_status_details.required names.',
  },
  {
    after: applications,
    each: inStatus('data_request'),
    when: { [`${itsDetails}.prompts`]: 'present' },
    tool: update,
    arguments: { ...readApplication, entities: [{ entity_application_token: entityApplication, data: {} }] },
    needs: ['entities.0.answers'],
    why: 'data_request: send the answers to the questions in entity_application_status_details.prompts.',
  },
  ...['pending_step_up', 'pending_documents'].flatMap((status): NextStepRule[] => [
    {
      after: applications,
      each: inStatus(status),
      tool: 'create_a_alloy_entity_document',
      arguments: { entity_token: entityOf('item.entity_token') },
      needs: ['name', 'extension', 'type'],
      why: `${status}: register each document, then upload its file with update_a_alloy_entity_document_by_id.`,
    },
    {
      after: applications,
      each: inStatus(status),
      tool: update,
      arguments: {
        ...readApplication,
        entities: [{ entity_application_token: entityApplication, data: { document_step: 'final' } }],
      },
      needs: ['entities.0.data.document_token_front'],
      why: `${status}: hand in the uploaded documents, with document_token_back or _selfie where wanted.`,
    },
  ]),
  {
    after: applications,
    each: inStatus('pending_action'),
    tool: 'update_a_alloy_journey_application_node_by_id',
    arguments: {
      ...application,
      id: nodeOf(eventOf('pending_action', '_embedded.node.id')),
      entity_application_token: entityApplication,
    },
    needs: ['outcome'],
    why: 'pending_action: report the result of the action that this node waits for.',
  },
  {
    after: applications,
    each: inStatus('waiting_review'),
    when: { 'result._embedded.journey.journey_type': ['application'] },
    tool: 'create_a_alloy_journey_application_case_review',
    arguments: { ...application, case_token: caseOf(eventOf('pending_review', '_links.case.href')) },
    needs: ['outcome', 'reasons'],
    why: 'waiting_review: a person decides this case; the decision is final.',
  },
  {
    after: applications,
    each: inStatus('waiting_review'),
    when: { 'result._embedded.journey.journey_type': ['alert'] },
    tool: 'create_a_alloy_investigation_alert_review',
    arguments: {
      investigation_token: investigationOf('result._embedded.investigations.investigation_token'),
      journey_application_token: shownApplication,
      manual_review_token: reviewOf(eventOf('pending_review', '_links.manual_review.href')),
    },
    needs: ['outcome', 'reason'],
    why: 'waiting_review: a person decides this alert; the decision is final.',
  },
  {
    after: applications,
    when: { 'result.status': ['pending_journey_application_review'] },
    tool: 'create_a_alloy_journey_application_review',
    arguments: application,
    needs: ['outcome', 'reasons'],
    why: 'pending_journey_application_review: a person decides the application; the decision is final.',
  },
  {
    after: applications,
    when: { 'result.status': ['pending_additional_entities'] },
    tool: update,
    arguments: readApplication,
    needs: ['entities'],
    why: 'pending_additional_entities: send the entities that are missing.',
  },
  {
    after: applications,
    when: { 'result.status': ['pending_additional_entities'] },
    tool: update,
    arguments: { ...readApplication, has_finished_sending_additional_entities: true },
    why: 'pending_additional_entities: or say that all have been sent; this is final.',
  },
  {
    after: applications,
    when: { 'result.status': ['running', 'pending_reconciliation', 'pending_workflow_service'] },
    tool: read,
    arguments: readApplication,
    why: 'Alloy or a vendor is at work; nothing to send, read it again later.',
  },
  {
    after: applications,
    when: { 'result.status': ['error', 'expired'] },
    tool: rerun,
    arguments: application,
    why: 'It ended without an outcome: a rerun starts a new application, with vendor calls of its own.',
  },
  {
    after: applications,
    when: {
      'result._embedded.investigations.investigation_state': ['alert_review', 'case_review', 'open'],
    },
    tool: 'get_single_alloy_investigation_by_id',
    arguments: { id: investigationOf('result._embedded.investigations.investigation_token') },
    why: 'The application belongs to an investigation that is not closed.',
  },
  // Reviews and actions answer with next to nothing.
  {
    after: [
      'create_a_alloy_journey_application_review',
      'create_a_alloy_journey_application_case_review',
      'update_a_alloy_journey_application_node_by_id',
    ],
    tool: read,
    arguments: {
      journey_token: given('journey_token'),
      id: given('journey_application_token'),
    },
    why: 'Reads what the decision led to.',
  },
  {
    after: [
      'create_a_alloy_investigation_alert_review',
      'update_a_alloy_investigation_alert_appended_review_by_id',
    ],
    tool: 'get_single_alloy_investigation_by_id',
    arguments: { id: given('investigation_token') },
    why: 'Deciding an alert leaves the investigation open; read what else it holds.',
  },
];
