/** Groups: entity groups, and the legacy groups they replace. Source: https://developer.alloy.com/public/reference/groups */
import { defineAlias, defineTool } from '../src/registry/tool.ts';
import { given } from './references.ts';
import { agentEmail, groupToken, note, segment } from './schemas.ts';
import { evaluationWait } from './waits.ts';

export const get_single_alloy_entity_group_by_id = defineTool({
  name: 'get_single_alloy_entity_group_by_id',
  title: 'Get entity group',
  description:
    'Type, members, roles, ownership and bank accounts of a group. Groups change by events (entity_group_*, person_*, business_*) and journeys.',
  method: 'GET',
  path: '/entity-groups/{entity_token_or_external_id}',
  params: {
    entity_token_or_external_id: { id: segment('Token (EG-) or external id') },
  },
  effect: 'read',
  asked:
    'who owns, controls, directs or signs for a company; beneficial owners, UBO, shareholders, directors, officers, authorized signers, percent of ownership, joint account members, related people and companies',
});

export const get_single_alloy_group_by_id = defineTool({
  name: 'get_single_alloy_group_by_id',
  title: 'Get legacy group',
  description: 'Evaluations, documents, reviews and members (child_entities) of a legacy group.',
  method: 'GET',
  path: '/groups/{entity_token}',
  params: { entity_token: { id: groupToken } },
  effect: 'read',
  deprecated: 'get_single_alloy_entity_group_by_id',
  asked: 'old style group, joint applicants, household or couple and its members, evaluations and reviews',
});

export const list_all_alloy_groups = defineAlias(get_single_alloy_group_by_id, {
  name: 'list_all_alloy_groups',
  title: 'Get legacy group (by entity_token)',
  description: 'One legacy group; not a list.',
  params: { entity_token: groupToken },
});

export const create_a_alloy_group_evaluation = defineTool({
  name: 'create_a_alloy_group_evaluation',
  title: 'Evaluate legacy group',
  description:
    'Runs the group workflow over the members of a legacy group and returns the evaluation. First evaluate each with alloy_external_group_id. Every call is a new run and may cost vendor fees.',
  method: 'POST',
  path: '/groups/{groupToken}/evaluations',
  params: { groupToken: { group_token: groupToken } },
  effect: 'write',
  wait: evaluationWait,
  rawResponses: { readBack: 'get_single_alloy_evaluation_by_id' },
  asked: 'run the check on joint applicants, couple, household or co-borrowers together as one',
  nextSteps: [
    {
      when: { 'result.summary.outcome': ['Manual Review'] },
      tool: 'create_a_alloy_group_review',
      arguments: { group_token: given('group_token') },
      needs: ['agent.email', 'reasons', 'outcome'],
      why: 'Manual Review: a person decides the group.',
    },
  ],
  hints: [
    {
      kind: 'invalid_request',
      minorCode: 4000,
      hint: 'It takes the credentials of the group workflow (ALLOY_TOKEN and ALLOY_SECRET, set by the operator), and members that were evaluated with alloy_external_group_id by create_a_alloy_evaluation.',
    },
  ],
});

export const create_a_alloy_group_note = defineTool({
  name: 'create_a_alloy_group_note',
  title: 'Add group note',
  description: 'Adds a note to a legacy group; each call adds one more.',
  method: 'POST',
  path: '/groups/{groupToken}/notes',
  params: { groupToken: { group_token: groupToken } },
  body: {
    kind: 'json',
    fields: { note, note_author_agent_email: agentEmail.optional() },
  },
  effect: 'write',
  asked: 'comment or remark on a household, couple, joint applicants or group',
});
