/** Manual reviews outside journeys. Source: https://developer.alloy.com/public/docs/manually-reviewing-via-api */
import { listed } from '../src/registry/argument-listing.ts';
import { defineTool } from '../src/registry/tool.ts';
import {
  additionalFields,
  agent,
  agentEmail,
  entityToken,
  groupToken,
  note,
  outcome,
  reasons,
  reviewToken,
  workflowToken,
} from './schemas.ts';

const replacement = 'create_a_alloy_journey_application_review';

export const list_all_alloy_entity_reviews = defineTool({
  name: 'list_all_alloy_entity_reviews',
  title: 'List entity reviews',
  description: 'All manual reviews of an entity: outcome, reasons, agent and notes.',
  method: 'GET',
  path: '/entities/{entity_token}/reviews',
  params: { entity_token: entityToken },
  effect: 'read',
  deprecated: 'get_single_alloy_journey_application_by_id',
  asked:
    'who decided on a customer, when and why by hand; past decisions, manual approvals and denials of a client by reviewers',
});

export const get_single_alloy_entity_review_by_id = defineTool({
  name: 'get_single_alloy_entity_review_by_id',
  title: 'Get entity review',
  description: 'One manual review of an entity.',
  method: 'GET',
  path: '/entities/{entity_token}/reviews/{review_token}',
  params: { entity_token: entityToken, review_token: { id: reviewToken } },
  effect: 'read',
  deprecated: 'get_single_alloy_journey_application_by_id',
  asked: 'one manual decision on a customer in detail, read a review',
});

export const create_a_alloy_entity_review = defineTool({
  name: 'create_a_alloy_entity_review',
  title: 'Review entity',
  description:
    'Decides an evaluation that ended in Manual Review, outside journeys only. A compliance decision; it cannot be withdrawn.',
  method: 'POST',
  path: '/entities/{entity_token}/reviews',
  params: { entity_token: entityToken },
  headers: {
    'alloy-workflow-token': listed(workflowToken.describe('Of the evaluation; default: the configured one'), {
      description: 'Of the evaluation; default: the configured one',
    }),
  },
  body: {
    kind: 'json',
    fields: { agent, reasons, outcome },
    rest: { additional_fields: additionalFields },
  },
  effect: 'decide',
  deprecated: replacement,
  asked:
    'manually approve, deny, decline, reject a customer or client whose evaluation ended in manual review, no journey',
});

export const create_a_alloy_entity_review_note = defineTool({
  name: 'create_a_alloy_entity_review_note',
  title: 'Add review note',
  description: "Adds a note to an entity's review; each call adds one more.",
  method: 'POST',
  path: '/entities/{entity_token}/reviews/{review_token}/notes',
  params: { entity_token: entityToken, review_token: reviewToken },
  body: { kind: 'json', fields: { note, note_author_agent_email: agentEmail } },
  effect: 'write',
  deprecated: 'create_a_alloy_journey_application_note',
  asked: 'comment, remark or reasoning on a review of a customer, explain the decision',
});

export const create_a_alloy_group_review = defineTool({
  name: 'create_a_alloy_group_review',
  title: 'Review legacy group',
  description: 'Decides the manual review of a legacy group. It cannot be withdrawn.',
  method: 'POST',
  path: '/groups/{group_token}/reviews',
  params: { group_token: groupToken },
  body: { kind: 'json', fields: { agent, reasons, outcome } },
  effect: 'decide',
  deprecated: replacement,
  asked:
    'manually approve, deny, decline the joint applicants, couple or household as a group after manual review',
});

export const create_a_alloy_group_review_note = defineTool({
  name: 'create_a_alloy_group_review_note',
  title: 'Add group review note',
  description: "Adds a note to a legacy group's review; each call adds one more.",
  method: 'POST',
  path: '/groups/{group_token}/reviews/{review_token}/notes',
  params: { group_token: groupToken, review_token: reviewToken },
  body: { kind: 'json', fields: { note, note_author_agent_email: agentEmail } },
  effect: 'write',
  deprecated: 'create_a_alloy_journey_application_note',
  asked:
    'comment, remark or reasoning on the review or decision of joint applicants, couple, household or group',
});
