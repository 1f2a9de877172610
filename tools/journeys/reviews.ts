/**
 * What people do with a journey application: reviews, actions, notes, audit access.
 * Source: https://developer.alloy.com/public/reference/post_journeys-journey-token-applications-journey-application-token-review
 */
import { type Arguments, defineAlias, defineTool, type Issue } from '../../src/registry/tool.ts';
import {
  additionalFields,
  agentEmail,
  applicationToken,
  auditAccountSlugs,
  caseToken,
  journeyToken,
  json,
  note,
  omitDescription,
  outcome,
  reasons,
  reviewToken,
  segment,
  text,
} from '../schemas.ts';
import { decidedWait } from '../waits.ts';

const review = {
  outcome: outcome.optional(),
  reasons: reasons.optional(),
  reason: text('Single; reasons wins').optional(),
  note: note.optional(),
};
const rest = { additional_fields: additionalFields };

/** Alloy's schemas require nothing; its texts ask for a reason with every outcome. */
function checkReview(args: Arguments): readonly Issue[] {
  const hasReason = args['reason'] !== undefined || args['reasons'] !== undefined;
  const hasOutcome = args['outcome'] !== undefined;
  if (hasOutcome && !hasReason) {
    return [
      {
        argument: 'reasons',
        message: 'An outcome needs a reason; add reasons, e.g. ["Passed manual checks"].',
      },
    ];
  }
  if (hasReason && !hasOutcome) {
    return [
      {
        argument: 'outcome',
        message: 'Reasons need an outcome, e.g. "Approved"; for a closed review send only note.',
      },
    ];
  }
  return [];
}

export const create_a_alloy_journey_application_review = defineTool({
  name: 'create_a_alloy_journey_application_review',
  title: 'Review journey application',
  description:
    'Decides an application in status pending_journey_application_review; needs outcome and reasons. The outcome becomes its complete_outcome and cannot be withdrawn.',
  method: 'POST',
  path: '/journeys/{journey_token}/applications/{journey_application_token}/review',
  params: { journey_token: journeyToken, journey_application_token: applicationToken },
  body: { kind: 'json', fields: review, rest },
  effect: 'decide',
  wait: decidedWait,
  anyOf: [
    ['outcome', 'reasons'],
    ['outcome', 'reason'],
  ],
  asked:
    'final decision, verdict or approval of the whole application with all its people, approve or deny the application in manual review',
  hints: [
    {
      kind: 'conflict',
      hint: 'Only status pending_journey_application_review is decided here. get_single_alloy_journey_application_by_id shows the status: in waiting_review use create_a_alloy_journey_application_case_review; a journey without this review has nothing to decide.',
    },
  ],
});

export const create_a_alloy_journey_application_case_review = defineTool({
  name: 'create_a_alloy_journey_application_case_review',
  title: 'Review case in journey',
  description:
    'Decides one entity in status waiting_review with outcome and reasons; it cannot be withdrawn. Once the review is closed, send only note.',
  method: 'POST',
  path: '/journeys/{journey_token}/applications/{journey_application_token}/cases/{case_token}/review',
  params: {
    journey_token: journeyToken,
    journey_application_token: applicationToken,
    case_token: caseToken.describe('From _links.case of the pending_review event (C-)'),
  },
  body: { kind: 'json', fields: review, rest },
  effect: 'decide',
  wait: decidedWait,
  anyOf: [['outcome', 'reasons'], ['outcome', 'reason'], ['note']],
  check: checkReview,
  asked:
    'approve, deny, decline, accept or reject an applicant or person waiting in manual review of the onboarding, underwriter or analyst decision, review queue',
  hints: [
    {
      kind: 'conflict',
      hint: 'The case has been reviewed; now only note is taken (leave outcome and reasons out). get_single_alloy_journey_application_by_id shows the decision.',
    },
  ],
});

export const get_single_alloy_journey_application_review_by_id = defineTool({
  name: 'get_single_alloy_journey_application_review_by_id',
  title: 'Get alert review',
  description: 'One manual review of an alert (application of an alert journey).',
  method: 'GET',
  path: '/journeys/{journey_token}/applications/{journey_application_token}/review/{manual_review_token}',
  params: {
    journey_token: journeyToken,
    journey_application_token: applicationToken,
    manual_review_token: { id: reviewToken },
  },
  effect: 'read',
  asked: "what the reviewer or analyst decided in an alert's manual review",
});

export const update_a_alloy_journey_application_node_by_id = defineTool({
  name: 'update_a_alloy_journey_application_node_by_id',
  title: 'Complete action node',
  description:
    "Reports an action's result so that an entity in status pending_action moves on; name the entity if there are several. After the node's time limit its expired path is taken.",
  method: 'PUT',
  path: '/journeys/{journey_token}/applications/{journey_application_token}/nodes/{node_id}',
  params: {
    journey_token: journeyToken,
    journey_application_token: applicationToken,
    node_id: { id: segment('From the pending_action event; changes, never keep it') },
  },
  body: {
    kind: 'json',
    fields: {
      // Alloy lists three outcomes, its guide writes them in another case and accounts have their own.
      outcome: text('approved, denied, manual review or another of the node'),
      data: json('For the nodes that follow').optional(),
    },
  },
  query: {
    entity_application_token: text('Entity application (EA-)').optional(),
    entity_token: omitDescription(text('Or its entity (P-, B-)')).optional(),
    external_entity_id: omitDescription(text('Or your id of the entity')).optional(),
  },
  effect: 'decide',
  wait: decidedWait,
  asked:
    'tell or mark that an action or step of the journey is done, finished, complete: account opened, funded, core banking system',
  hints: [
    {
      kind: 'invalid_request',
      minorCode: 4000,
      hint: 'Several entities are in the application: add entity_application_token, see _embedded.entity_applications of get_single_alloy_journey_application_by_id.',
    },
    {
      kind: 'conflict',
      hint: 'The entity does not wait for this action (any more): get_single_alloy_journey_application_by_id shows the status and, in the newest pending_action event, the node id to give as id.',
    },
  ],
});

export const list_all_alloy_journey_application_notes = defineTool({
  name: 'list_all_alloy_journey_application_notes',
  title: 'List application notes',
  description: 'All notes of a journey application, with author and time.',
  method: 'GET',
  path: '/journeys/{journey_token}/applications/{journey_application_token}/notes',
  params: { journey_token: journeyToken, journey_application_token: applicationToken },
  effect: 'read',
  asked: 'read comments, remarks and memos that colleagues left on an application, who commented',
});

export const create_a_alloy_journey_application_note = defineTool({
  name: 'create_a_alloy_journey_application_note',
  title: 'Add application note',
  description: 'Adds a note to a journey application, for good; each call adds one more.',
  method: 'POST',
  path: '/journeys/{journey_token}/applications/{journey_application_token}/notes',
  params: { journey_token: journeyToken, journey_application_token: applicationToken },
  body: { kind: 'json', fields: { note, note_author_agent_email: agentEmail } },
  effect: 'write',
  asked: 'comment, remark or memo on an application',
});

export const update_a_alloy_journey_application_audit_access_by_id = defineTool({
  name: 'update_a_alloy_journey_application_audit_access_by_id',
  title: 'Set application audit access',
  description:
    'Replaces the parent organizations (partial_audit) that may see an application, its evaluations, entities and bank accounts. Embedded Finance child accounts only.',
  method: 'PATCH',
  path: '/journeys/{journey_token}/applications/{journey_application_token}/auditaccess',
  params: { journey_token: journeyToken, journey_application_token: applicationToken },
  // Alloy takes an empty body; the seed leaves the header out, Alloy requires it.
  headers: { 'alloy-audit-account-slugs': auditAccountSlugs },
  effect: 'decide',
  idempotent: true,
  asked:
    'share an application with, let or stop a partner bank, sponsor bank, auditor, parent institution, subsidiary  see it; revoke or grant visibility',
});

export const update_a_alloy_application_audit_accese_by_id = defineAlias(
  update_a_alloy_journey_application_audit_access_by_id,
  {
    name: 'update_a_alloy_application_audit_accese_by_id',
    title: 'Set audit access (misspelt name)',
    description: 'Replaces who may audit an application.',
  },
);
