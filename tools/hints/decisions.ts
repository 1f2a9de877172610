/** Refused calls about what decides: evaluations, journeys, investigations and cases. */
import type { HintRule } from '../../src/registry/hint-rule.ts';

const application = 'get_single_alloy_journey_application_by_id';
const investigation = 'get_single_alloy_investigation_by_id';
const person = 'get_single_alloy_entity_by_id';

export const decisionHintRules: readonly HintRule[] = [
  // Evaluations.
  {
    kind: 'invalid_request',
    minorCode: 4001,
    path: /^\/(evaluations|parameters|portfolio-evaluations)$/,
    hint: 'A header is missing or wrong. With account-level API keys alloy_workflow_token names the workflow (32 letters and digits, from the Alloy dashboard; the operator can set ALLOY_WORKFLOW_TOKEN). {headers}',
  },
  {
    kind: 'invalid_request',
    minorCode: 4002,
    path: /^\/evaluations(\/\{evaluation_token\})?$/,
    hint: 'Correct the arguments that details name; list_all_alloy_parameters tells what the workflow takes.',
  },
  {
    kind: 'invalid_request',
    minorCode: 4000,
    path: /^\/(entities|groups)\/[^/]+\/reviews$/,
    hint: `Nothing waits for this review: it takes an evaluation outside journeys, in Manual Review and not yet reviewed. ${person} shows evaluations and reviews; give alloy_workflow_token if it was another workflow; for journeys use create_a_alloy_journey_application_case_review.`,
  },

  // Journeys.
  {
    kind: 'invalid_request',
    minorCode: 4000,
    path: /^\/journeys\/[^/]+\/(applications|batches)$/,
    hint: 'This journey takes no such applications: alert journeys start by create_a_alloy_event. Check journey_token, and what an entity is (entity_type) with list_all_alloy_journey_parameters.',
  },
  {
    kind: 'invalid_request',
    minorCode: 4002,
    path: /^\/journeys\/(\{journey_token\}|applications)\/(applications|ext|batches)/,
    field: /entities|data|answers|branch|document/,
    hint: 'Correct what details name in entities: list_all_alloy_journey_parameters tells the attributes, per branch. A quiz needs one answer to each question.',
  },
  {
    kind: 'invalid_request',
    minorCode: 4000,
    tool: /update_a_alloy_journey_application_(by_id|external_by_id)/,
    hint: `Name the entity of each item of entities (entity_token or entity_application_token, see ${application}), and upload each document with update_a_alloy_entity_document_by_id before handing it in.`,
  },
  {
    kind: 'invalid_request',
    minorCode: 4000,
    path: /^\/journeys\/.*rerun$/,
    hint: `One entity has to remain, and none may be in entities and exclude_entity_tokens alike: ${application} shows the entities of the first run.`,
  },
  {
    kind: 'conflict',
    path: /^\/journeys\/.*rerun$/,
    hint: `Alerts cannot be rerun, and an application only once it has run: ${application} shows its type and status.`,
  },
  {
    kind: 'conflict',
    tool: /update_a_alloy_journey_application_(by_id|external_by_id)/,
    hint: `The application waits for nothing of this kind. ${application} shows its status: data in data_request, documents in pending_step_up, more entities only if it was started with do_await_additional_entities.`,
  },

  // Investigations and cases.
  {
    kind: 'conflict',
    tool: /investigation_type/,
    hint: 'The type is in use, or archived already: list_all_alloy_investigations with q.types shows the investigations that use it. One in use is neither archived nor deleted.',
  },
  {
    kind: 'conflict',
    path: /^\/investigations/,
    hint: `Its state does not allow this: ${investigation} shows it. An archived one is brought back by update_a_alloy_investigation_unarchive_by_id; a closed one takes notes only.`,
  },
  {
    kind: 'invalid_request',
    minorCode: 4000,
    path: /^\/investigations$/,
    hint: 'investigation_type has to be in use: list_all_alloy_investigation_types has the names.',
  },
  {
    kind: 'invalid_request',
    path: /^\/investigations/,
    hint: `Correct the arguments that details name; list_all_alloy_investigation_filters has the states and types, ${investigation} shows the record.`,
  },
  {
    kind: 'invalid_request',
    minorCode: 4000,
    path: /^\/cases\/[^/]+\/evidences/,
    hint: 'None of it could be added: alerts are tag names of the type of the case, each once; list_all_alloy_case_evidences shows what is there.',
  },
  {
    kind: 'conflict',
    path: /^\/cases/,
    hint: 'The state of the case forbids it (closed, not assigned, not escalated): get_single_alloy_case_by_id shows it.',
  },
  {
    kind: 'invalid_request',
    path: /^\/cases\/.*works$/,
    hint: 'Each type needs its own argument: status a status, assignment_created an assigned_agent (email), note a note; list_all_alloy_case_works shows how others look.',
  },
];
