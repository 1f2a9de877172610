/** Refused calls about what decides: evaluations, journeys, investigations and cases. */
import type { HintRule } from '../../src/registry/hint-rule.ts';

const application = 'get_single_alloy_journey_application_by_id';
const investigation = 'get_single_alloy_investigation_by_id';
const person = 'get_single_alloy_entity_by_id';

export const decisionHintRules: readonly HintRule[] = [
  // Evaluations.
  {
    kind: 'invalid_request',
    tool: /update_a_alloy_evaluation_by_id/,
    field: /answers|question_id|answer_id/,
    hint: 'Answer every question of prompts in get_single_alloy_evaluation_by_id once: answers.answers is a list of {question_id, answer_id}.',
  },
  {
    kind: 'invalid_request',
    minorCode: 4000,
    tool: /update_a_alloy_evaluation_by_id/,
    hint: 'Only an evaluation that waits for data (200) or is partial (206) takes more: get_single_alloy_evaluation_by_id shows how it stands. For changed data run create_a_alloy_evaluation again, which may cost vendor calls.',
  },
  {
    kind: 'invalid_request',
    minorCode: 4001,
    path: /^\/(evaluations|parameters|portfolio-evaluations)$/,
    hint: 'A header is missing or wrong. With account-level API keys alloy_workflow_token names the workflow (32 letters and digits, from the Alloy dashboard; the operator can set ALLOY_WORKFLOW_TOKEN). {headers}',
  },
  {
    kind: 'invalid_request',
    minorCode: 4000,
    path: /^\/evaluations$/,
    hint: 'The workflow does not fit what was sent: list_all_alloy_parameters tells its inputs. Give another alloy_workflow_token, or for groups use create_a_alloy_group_evaluation, for portfolios create_a_alloy_portfolio_evaluation.',
  },
  {
    kind: 'invalid_request',
    minorCode: 4000,
    path: /^\/portfolio-evaluations$/,
    hint: 'alloy_workflow_token must name a portfolio workflow; the configured default is another kind.',
  },
  {
    kind: 'invalid_request',
    minorCode: 4000,
    path: /^\/groups\/[^/]+\/evaluations$/,
    hint: 'It takes the credentials of the group workflow (ALLOY_TOKEN and ALLOY_SECRET, set by the operator), and members that were evaluated with alloy_external_group_id by create_a_alloy_evaluation.',
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
    path: /\/nodes\/\{node_id\}$/,
    hint: `Several entities are in the application: add entity_application_token, see _embedded.entity_applications of ${application}.`,
  },
  {
    kind: 'invalid_request',
    minorCode: 4000,
    path: /^\/journeys\/.*rerun$/,
    hint: `One entity has to remain, and none may be in entities and exclude_entity_tokens alike: ${application} shows the entities of the first run.`,
  },
  {
    kind: 'conflict',
    path: /^\/journeys\/[^/]+\/(applications|batches)$/,
    field: /external_entity_id/,
    hint: `external_entity_id belongs to another entity than entity_token: ${person} tells whose it is. Give one of the two.`,
  },
  {
    kind: 'conflict',
    path: /^\/journeys\/[^/]+\/applications$/,
    hint: 'external_group_id is taken by another application, or external_entity_id by another entity: leave it out or choose another; list_all_alloy_journey_entity_applications shows the applications of an entity.',
  },
  {
    kind: 'conflict',
    path: /\/cases\/\{case_token\}\/review$/,
    hint: `The case has been reviewed; now only note is taken (leave outcome and reasons out). ${application} shows the decision.`,
  },
  {
    kind: 'conflict',
    tool: /create_a_alloy_journey_application_review/,
    hint: `Only status pending_journey_application_review is decided here. ${application} shows the status: in waiting_review use create_a_alloy_journey_application_case_review; a journey without this review has nothing to decide.`,
  },
  {
    kind: 'conflict',
    path: /\/nodes\/\{node_id\}$/,
    hint: `The entity does not wait for this action (any more): ${application} shows the status and, in the newest pending_action event, the node id to give as id.`,
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
    tool: /investigation_promote/,
    hint: `Only alert_review is promoted, and nothing archived: ${investigation} shows state and archived_at. In case_review decide with update_a_alloy_investigation_review_by_id.`,
  },
  {
    kind: 'conflict',
    tool: /update_a_alloy_investigation_review_by_id/,
    hint: `It is closed already, or archived: ${investigation} shows state, outcome and reviews. A closed one stays closed; an archived one comes back by update_a_alloy_investigation_unarchive_by_id.`,
  },
  {
    kind: 'conflict',
    tool: /investigation_archive/,
    hint: `Only closed investigations are archived, once: ${investigation} shows the state; close it with update_a_alloy_investigation_review_by_id first.`,
  },
  {
    kind: 'conflict',
    tool: /investigation_unarchive/,
    hint: 'It is not archived; list_all_alloy_investigations with q.archived lists those that are.',
  },
  {
    kind: 'conflict',
    tool: /create_a_alloy_investigation_alert_review/,
    hint: 'The alert has been decided: get_single_alloy_investigation_alert_by_id shows how. A further opinion is added by update_a_alloy_investigation_alert_appended_review_by_id.',
  },
  {
    kind: 'conflict',
    tool: /create_a_alloy_investigation_type/,
    hint: 'The name is taken, maybe by an archived type: list_all_alloy_investigation_types (q.archived) shows it; update_a_alloy_investigation_type_unarchive_by_id brings it back, or choose another name.',
  },
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
