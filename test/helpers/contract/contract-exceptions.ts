/**
 * Where a tool may differ from the facts, each with its reason. A test fails on an entry that is no longer needed.
 */

/** Bodies that are a bare array get one argument of our own. */
export const wrapperArguments: Readonly<Record<string, string>> = {
  create_a_alloy_entity_feedback: 'entries',
  create_a_alloy_published_attribute_value: 'values',
  update_a_alloy_list_by_id: 'entries',
};

/** Arguments that the server has beside Alloy's. */
export const addedArguments: Readonly<Record<string, string>> = {
  cursor: 'next_cursor of the page before, for every operation that pages',
  save_as: 'file to save a download under',
  file_path: 'file to upload, in place of content_base64',
};

interface Placed {
  /** As in the fixtures, e.g. `body.case_tokens`. */
  readonly place: string;
  readonly reason: string;
}

const unpublishedBody = 'Alloy publishes no body; the members are those of the record as it is read back';
const work = {
  type: { place: 'body.type', reason: unpublishedBody },
  note: { place: 'body.note', reason: unpublishedBody },
  status: { place: 'body.status', reason: unpublishedBody },
  reasons: { place: 'body.reasons', reason: unpublishedBody },
  assigned_agent: { place: 'body.assigned_agent', reason: unpublishedBody },
};
const siblingReview = "Alloy publishes no body; these are its siblings' three fields";
const namedByAnswer = 'Alloy names no query; the answer counts by these names';

/** Arguments for which the fixtures have no place. */
export const beyondFacts: Readonly<Record<string, Readonly<Record<string, Placed>>>> = {
  alloy_case_works_bulk_create: {
    case_tokens: {
      place: 'body.case_tokens',
      reason: 'Alloy publishes no body; the cases must be named somehow',
    },
    ...work,
  },
  create_a_alloy_case_evidence: {
    alerts: { place: 'body.alerts', reason: unpublishedBody },
    transaction_id: { place: 'body.transaction_id', reason: unpublishedBody },
    occurred_at: { place: 'body.occurred_at', reason: unpublishedBody },
  },
  create_a_alloy_case_work: {
    ...work,
    tag_name: { place: 'body.tag_name', reason: unpublishedBody },
  },
  create_a_alloy_evaluation: {
    alloy_external_group_id: {
      place: 'headers.alloy-external-group-id',
      reason: 'In the help article on legacy groups and the list of general headers, not in the reference',
    },
  },
  create_a_alloy_event: {
    external_lifecycle_id: {
      place: 'body.external_lifecycle_id',
      reason: "The guide's samples of entity_group_* events send it",
    },
  },
  create_a_alloy_investigation_alert_review: {
    reason: { place: 'body.reason', reason: siblingReview },
    outcome: { place: 'body.outcome', reason: siblingReview },
    note: { place: 'body.note', reason: siblingReview },
  },
  create_a_alloy_journey_application_external_rerun: {
    new_external_application_id: {
      place: 'body.external_application_id',
      reason: 'Path and body call the old and the new id the same; arguments need two names',
    },
  },
  list_all_alloy_cases: {
    page: { place: 'query.page', reason: namedByAnswer },
    per_page: { place: 'query.per_page', reason: namedByAnswer },
  },
};

interface Exclusion {
  readonly groups: readonly (readonly string[])[];
  readonly reason: string;
}

const holderIds: Exclusion = {
  groups: [['entities[].entity_token'], ['entities[].external_entity_id']],
  reason: 'A holder is named by exactly one of two ids',
};
const newOrKnownEntity: Exclusion = {
  groups: [['entities[].entity_application_token'], ['entities[].entity_type', 'entities[].branch_name']],
  reason: 'An item either adds an entity or names an entity application that exists',
};

/** Members that cannot stand in one call: each call leaves out one of the groups. */
export const exclusiveMembers: Readonly<Record<string, Exclusion>> = {
  create_a_alloy_account: holderIds,
  update_a_alloy_account_by_id: holderIds,
  update_a_alloy_journey_application_by_id: newOrKnownEntity,
  update_a_alloy_journey_application_external_by_id: newOrKnownEntity,
  update_a_alloy_latest_by_id: newOrKnownEntity,
};

const accountTypes = 'The spec, the guide and its samples disagree about the values';
const addressKinds = 'Alloy lists the kinds in its text, not as a closed set';
const journeyAddresses = {
  'body.entities[].data.addresses[].type': addressKinds,
  'body.entities[].data.representatives[].addresses[].type': addressKinds,
};

/** Fields whose documented values are not all that Alloy takes, so that tools leave them open. */
export const openEnums: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  create_a_alloy_account: { 'body.account_type': accountTypes },
  update_a_alloy_account_by_id: { 'body.account_type': accountTypes },
  create_a_alloy_evaluation: {
    'body.source.account_type': accountTypes,
    'body.destination.account_type': accountTypes,
  },
  create_a_alloy_investigation: {
    'body.investigation_state':
      'Alloy takes what the filters operation lists; the enum is borrowed from another operation',
  },
  create_a_alloy_journey_application: journeyAddresses,
  create_a_alloy_journey_application_external_rerun: journeyAddresses,
  create_a_alloy_journey_application_rerun: journeyAddresses,
  create_a_alloy_journey_batch: journeyAddresses,
  update_a_alloy_journey_application_by_id: journeyAddresses,
  update_a_alloy_journey_application_external_by_id: journeyAddresses,
  update_a_alloy_latest_by_id: journeyAddresses,
  update_a_alloy_journey_application_node_by_id: {
    'body.outcome': 'Must be an outcome of the node, and accounts have their own',
  },
};

const bytesOrFile = 'The file comes as base64 or from a folder of the operator';
const oneOrSeveralTokens =
  "The seed's one token becomes an array at Alloy; callers may give the array instead";

/** Arguments that the seed requires, and that have a substitute. */
export const substitutes: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  create_a_alloy_custom_list_version: {
    columns: 'Needed for a major version only; rows alone make a minor one',
    data: 'Or added, which adds rows to a version',
  },
  update_a_alloy_investigation_archive_by_id: { investigation_token: oneOrSeveralTokens },
  update_a_alloy_investigation_assign_by_id: { investigation_token: oneOrSeveralTokens },
  update_a_alloy_investigation_unarchive_by_id: { investigation_token: oneOrSeveralTokens },
  update_a_alloy_investigation_unassign_by_id: { investigation_token: oneOrSeveralTokens },
};

/** Arguments that a tool requires though neither the seed nor Alloy's schema does. */
export const requiredBeyondFacts: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  create_a_alloy_entity_feedback: { entries: 'The body is this array' },
  create_a_alloy_group_note: { note: 'A note without text says nothing; its twins require it' },
  create_a_alloy_published_attribute_value: { values: 'The body is this array' },
  update_a_alloy_list_by_id: { entries: 'The body is this array' },
};

const twoEntities = 'One of each pair is required: who survives and who is absorbed';
const nothingToSend = 'A continuation without either sends nothing';

/** Tools of which one argument out of several is needed. */
export const oneOfSeveral: Readonly<Record<string, string>> = {
  create_a_alloy_account: 'Alloy requires one of the two ids',
  create_a_alloy_custom_list_version: 'A version is made from columns, rows or added rows',
  create_a_alloy_entity_merge: twoEntities,
  create_a_alloy_journey_application_case_review:
    'A decision has an outcome and a reason; a closed review takes a note',
  create_a_alloy_journey_application_review: 'A decision has an outcome and a reason',
  create_a_alloy_person_entity: 'Alloy answers 400 when both names are missing',
  list_all_alloy_published_attribute_values: 'Alloy answers 400 without one of the two headers',
  update_a_alloy_custom_list_by_id: 'Alloy answers 400 when there is nothing to change',
  update_a_alloy_entity_document_by_id: bytesOrFile,
  update_a_alloy_investigation_archive_by_id: oneOrSeveralTokens,
  update_a_alloy_investigation_assign_by_id: oneOrSeveralTokens,
  update_a_alloy_investigation_unarchive_by_id: oneOrSeveralTokens,
  update_a_alloy_investigation_unassign_by_id: oneOrSeveralTokens,
  update_a_alloy_journey_application_by_id: nothingToSend,
  update_a_alloy_journey_application_external_by_id: nothingToSend,
  update_a_alloy_latest_by_id: nothingToSend,
};

const emptyBody = 'The page shows an empty body; the header says it all';

/** Tools whose body the facts call open, without an argument for further members. */
export const withoutAdditionalFields: Readonly<Record<string, string>> = {
  update_a_alloy_application_audit_accese_by_id: emptyBody,
  update_a_alloy_journey_application_audit_access_by_id: emptyBody,
};

const answersInstead = 'An item may hold answers in place of data';

/** Members that Alloy's schema requires and a tool does not. */
export const requiredLoosely: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  update_a_alloy_journey_application_by_id: { 'body.entities[].data': answersInstead },
  update_a_alloy_journey_application_external_by_id: { 'body.entities[].data': answersInstead },
  update_a_alloy_latest_by_id: { 'body.entities[].data': answersInstead },
};

interface Dependency {
  readonly on: string;
  readonly reason: string;
}
const linkedSince: Dependency = {
  on: 'is_linked_account',
  reason: 'An account that is linked has the time since when, so null is for others',
};

/** Fields whose values hang on a sibling: they are tried without it. */
export const dependentFields: Readonly<Record<string, Readonly<Record<string, Dependency>>>> = {
  create_a_alloy_account: { 'body.link_timestamp': linkedSince },
  create_a_alloy_evaluation: {
    'body.source.link_timestamp': linkedSince,
    'body.destination.link_timestamp': linkedSince,
  },
  update_a_alloy_account_by_id: { 'body.link_timestamp': linkedSince },
};

/** The same for the data of events, of any type. */
export const openEventEnums: Readonly<Record<string, string>> = {
  'body.data.addresses[].type': addressKinds,
};
