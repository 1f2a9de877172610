/**
 * The situations in which a call fails that several tools share; what belongs to one tool is `hints` of its definition.
 * The first that fits counts: `firstRules`, which look at what Alloy's details name, then the tool's own, then `lastRules`.
 */
import type { HintFacts, HintRule } from '../../src/registry/hint-rule.ts';
import { decisionHintRules } from './decisions.ts';
import { entityPlaces, readBackTools, samePlaces, unknownObjectHints } from './objects.ts';
import { recordHintRules } from './records.ts';

const application = 'get_single_alloy_journey_application_by_id';
const person = 'get_single_alloy_entity_by_id';

const firstRules: readonly HintRule[] = [
  // People and words that are set up in the account.
  {
    kind: 'invalid_request',
    field: /(agent|author|approval|reviewer).{0,100}email|^agent$|^email$|^assigned_agent$/,
    hint: 'Only agents of the Alloy account can be named: list_all_alloy_investigation_agents has their emails and tokens (AG-).',
  },
  {
    kind: 'invalid_request',
    path: /^\/journeys\/.*(review|nodes)|^\/investigations\/.*review/,
    field: /outcome|reason/,
    hint: `Only configured outcomes and reasons are taken, to the letter: see the node of the pending_review or pending_action event in ${application}, or ask whoever reviews; then change outcome and reasons.`,
  },
  {
    kind: 'invalid_request',
    field: /^outcome|^reasons?\b/,
    hint: 'Only outcomes and reasons configured in the account are taken, to the letter: list_all_alloy_entity_reviews shows those used before, or ask whoever reviews; then change outcome and reasons.',
  },
  {
    kind: 'invalid_request',
    tool: /investigation_type/,
    field: /use_case/,
    hint: 'Take use_case from list_all_alloy_investigation_use_cases.',
  },
  {
    kind: 'conflict',
    path: /^\/journeys\/[^/]+\/(applications|batches)$/,
    field: /external_entity_id/,
    hint: `external_entity_id belongs to another entity than entity_token: ${person} tells whose it is. Give one of the two.`,
  },
];

const lastRules: readonly HintRule[] = [
  ...decisionHintRules,
  ...recordHintRules,

  // Whatever the tool.
  {
    kind: 'invalid_request',
    status: 413,
    hint: 'The request is larger than Alloy takes: send it in several calls{items}.',
  },
  {
    kind: 'invalid_request',
    path: /auditaccess$/,
    hint: 'alloy_audit_account_slugs takes only parents with the access type partial_audit; their slugs are in the Alloy dashboard.',
  },
  {
    kind: 'invalid_request',
    minorCode: 4001,
    hint: 'Alloy refused a header and changed nothing. {headers}',
  },
  {
    kind: 'timeout',
    path: /^\/journeys\/.*applications/,
    argument: 'entities',
    hint: 'Alloy did not answer in time (ALLOY_TIMEOUT_MS). With alloy_journey_override_sync true it answers at once with the token, to be read later.',
  },
  {
    kind: 'file',
    argument: 'save_as',
    hint: 'Change save_as to a new name inside the files folder (ALLOY_FILES_DIR, set by the operator), or leave it out: the file comes back in the answer.',
  },
  {
    kind: 'file',
    argument: 'file_path',
    hint: 'Nothing was sent. file_path names a file inside the files folder (ALLOY_FILES_DIR, set by the operator), of at most 20 MB; or give the bytes as content_base64.',
  },
];

export const hintFacts: HintFacts = {
  firstRules,
  lastRules,
  unknownObjectHints,
  samePlaces,
  entityPlaces,
  readBackTools,
};
