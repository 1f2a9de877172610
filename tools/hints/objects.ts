/**
 * How each thing that a call can name is found, by Alloy's name of its place. Placeholders are Alloy's names too: a hint
 * shows the argument that stands for them in the tool at hand.
 */

const entity =
  'Check {}: an entity token (P-, B-) or your external entity id, which works in its place; get_single_alloy_entity_by_id tells whether it is known. Alloy cannot list entities.';
const agent = 'Check {}: list_all_alloy_investigation_agents has the agents, their tokens (AG-) and emails.';
const application =
  'Check {} (JA-) and its journey (J-). By your own id use get_single_alloy_journey_application_external_by_id; list_all_alloy_journey_entity_applications has those of an entity.';
const group =
  'Check {}: the G- token or external group id of a legacy group, which begins with evaluations that have alloy_external_group_id. Entity groups (EG-) are read by get_single_alloy_entity_group_by_id.';
const account =
  'Check {}: the A- token or your external_account_id; bank_account_created through create_a_alloy_event makes one.';
const workflow =
  'Check {}: 32 letters and digits, from the Alloy dashboard; left out, the server uses ALLOY_WORKFLOW_TOKEN. No tool lists workflows.';

/** Unknown to this account, or hidden from these credentials: Alloy does not tell the two apart. */
export const unknownObjectHints: Readonly<Record<string, string>> = {
  entity_token: entity,
  entity_tokens: entity,
  external_entity_id: entity,
  entity_token_or_external_id: entity,
  'alloy-entity-token': entity,
  'alloy-external-entity-id': entity,
  'alloy-parent-entity-token': entity,
  exclude_entity_tokens:
    'Check {}: only entities of the first run can be left out; get_single_alloy_journey_application_by_id shows them in _embedded.child_entities.',
  entity_application_token:
    'Check {} (EA-): get_single_alloy_journey_application_by_id shows those of the application in _embedded.entity_applications.',
  evaluation_token:
    'Check {} (S- sandbox, L- production): get_single_alloy_entity_by_id lists the evaluations of an entity.',
  document_token:
    'Check {} (D-): list_all_alloy_entity_documents has those of the entity; a file can be read only after update_a_alloy_entity_document_by_id has sent it.',
  document_token_front:
    'Check entities: list_all_alloy_entity_documents has the documents (D-) of the entity.',
  document_token_back:
    'Check entities: list_all_alloy_entity_documents has the documents (D-) of the entity.',
  document_token_selfie:
    'Check entities: list_all_alloy_entity_documents has the documents (D-) of the entity.',
  review_token: 'Check {} (R-): list_all_alloy_entity_reviews has the reviews of an entity.',
  manual_review_token:
    'Check {} (R-): it is in the pending_review event of the application, see get_single_alloy_journey_application_by_id, or in get_single_alloy_investigation_alert_by_id.',
  journey_token: 'Check {} (J-), from the Alloy dashboard; no tool lists journeys.',
  journey_application_token: application,
  external_application_id:
    'No application has this {} (in journeyToken, where given). list_all_alloy_journey_entity_applications has the applications of an entity.',
  node_id:
    'Check {}: take the node id from the newest pending_action event of get_single_alloy_journey_application_by_id; ids change with journey versions.',
  journey_batch_token: 'Check {} (JB-) and journey_token: both as create_a_alloy_journey_batch had them.',
  batch_token:
    'Check {}: the token of a batch of evaluations. Journey batches (JB-) are read by get_single_alloy_journey_batch_by_id.',
  portfolio_evaluation_token: 'Check {} (SPE-): create_a_alloy_portfolio_evaluation answers with it.',
  case_token:
    'Check {} (C-): list_all_alloy_cases has them; those of journey applications are in the pending_review events of get_single_alloy_journey_application_by_id.',
  investigation_token:
    'Check {} (INV-): list_all_alloy_investigations has them; closed ones with q.includeClosed, archived ones with q.archived.',
  journey_alert_token:
    'Check {}: alerts are applications (JA-) of alert journeys; get_single_alloy_investigation_by_id shows those of an investigation in _embedded.evidences.journey_alerts.',
  investigation_type: 'Check {}: it is a NAME of list_all_alloy_investigation_types, not a token.',
  investigation_types: 'Check {}: it is a NAME of list_all_alloy_investigation_types, not a token.',
  agent_token: agent,
  investigation_assignee_token: agent,
  list_token:
    'Check {} (I-): list_all_alloy_lists has the lists of people; list_all_alloy_custom_lists the custom lists (CI-).',
  customListToken:
    'Check {} (CI-): list_all_alloy_custom_lists has them. Lists of people (I-) are in list_all_alloy_lists.',
  version:
    'Check {} (major.minor, e.g. 1.0): get_single_alloy_custom_list_by_id has all versions of the list.',
  base_version: 'Check {}: get_single_alloy_custom_list_by_id has all versions of the list.',
  major_version:
    'Check {} (a whole number): get_single_alloy_custom_list_by_id has all versions of the list.',
  'published-attribute-token': 'Check {} (PA-): list_all_alloy_published_attributes has them.',
  bank_account_token: account,
  account_identifier_or_token: account,
  transaction_id: 'Check {}: your own transaction id, as it was sent; Alloy cannot list transactions.',
  event_request_token: 'Check {} (EV-): create_a_alloy_event answers with it; Alloy cannot list events.',
  groupToken: group,
  group_token: group,
  group: group,
  entity_group:
    'Check {}: an entity group token (EG-) or its external id; get_single_alloy_person_entity_by_id and get_single_alloy_business_entity_by_id show the groups of an entity.',
  entity_group_token:
    'Check {} (EG-): get_single_alloy_entity_group_by_id tells whether it is known; the entities show their groups.',
  multi_environment_config_token:
    'Check alloy_multi_environment_config_token (MEC-), from the Alloy dashboard.',
  workflow_token: workflow,
  'alloy-workflow-token': workflow,
};

/** Alloy's other names for the same places, as its details and some paths have them. */
export const samePlaces: Readonly<Record<string, string>> = {
  custom_list_token: 'customListToken',
  published_attribute_token: 'published-attribute-token',
  account: 'bank_account_token',
  workflow_token: 'alloy-workflow-token',
  external_entity_id: 'entity_token',
  entity_token_or_external_id: 'entity_token',
  entity: 'entity_token',
};

/** Where a tool may take an entity. */
export const entityPlaces: readonly string[] = [
  'entity_token_or_external_id',
  'external_entity_id',
  'entity_tokens',
  'alloy-entity-token',
  'alloy-external-entity-id',
  'alloy-parent-entity-token',
  'primary_entity_token',
  'primary_external_entity_id',
  'secondary_entity_token',
  'secondary_external_entity_id',
];

/** After a write of which it is unknown whether it was carried out: what shows it. By the beginning of the path. */
export const readBackTools: readonly (readonly [RegExp, string])[] = [
  [/^\/journeys\/applications\/ext/, 'get_single_alloy_journey_application_external_by_id'],
  [/^\/journeys\/[^/]+\/applications\/[^/]+\/notes/, 'list_all_alloy_journey_application_notes'],
  [/^\/journeys\/[^/]+\/applications/, 'get_single_alloy_journey_application_by_id'],
  [/^\/journeys\/[^/]+\/batches/, 'list_all_alloy_journey_entity_applications, for one of its entities'],
  [/^\/evaluations\/\{/, 'get_single_alloy_evaluation_by_id'],
  [/^\/portfolio-evaluations/, 'the Alloy dashboard, as no tool lists portfolio runs'],
  [/^\/entities\/[^/]+\/documents/, 'list_all_alloy_entity_documents'],
  [/^\/entities\/[^/]+\/reviews/, 'list_all_alloy_entity_reviews'],
  [/^\/entity-feedback/, 'list_all_alloy_entity_feedback'],
  [/^\/entities/, 'get_single_alloy_entity_by_id'],
  [/^\/groups/, 'get_single_alloy_group_by_id'],
  [
    /^\/events/,
    'get_single_alloy_entity_by_id, get_single_alloy_bank_account_by_id or get_single_alloy_transaction_by_id',
  ],
  [/^\/investigations\/types/, 'list_all_alloy_investigation_types'],
  [/^\/investigations\/\{/, 'get_single_alloy_investigation_by_id'],
  [/^\/investigations/, 'list_all_alloy_investigations'],
  [/^\/cases\/\{case_token\}\/evidences/, 'list_all_alloy_case_evidences'],
  [/^\/cases/, 'list_all_alloy_case_works'],
  [/^\/custom-lists\/\{/, 'get_single_alloy_custom_list_by_id'],
  [/^\/custom-lists/, 'list_all_alloy_custom_lists'],
  [/^\/lists\/\{list_token\}$/, 'get_single_alloy_list_by_id'],
  [/^\/lists/, 'list_all_alloy_lists'],
  [/^\/published-attributes\/[^/]+\/values/, 'list_all_alloy_published_attribute_values'],
  [/^\/published-attributes/, 'list_all_alloy_published_attributes'],
  [/^\/(bank-)?accounts/, 'get_single_alloy_bank_account_by_id'],
  [/^\/transactions/, 'get_single_alloy_transaction_by_id'],
];
