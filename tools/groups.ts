/** Groups: entity groups, and the legacy groups they replace. Source: https://developer.alloy.com/public/reference/groups */
import { defineAlias, defineTool } from '../src/tool.ts';
import { agentEmail, groupToken, note, segment } from './schemas.ts';
import { evaluationWait } from './waits.ts';

export const get_single_alloy_entity_group_by_id = defineTool({
  name: 'get_single_alloy_entity_group_by_id',
  title: 'Get entity group',
  description:
    'One entity group: its type, members, their roles, ownership and bank accounts. Groups change through events (entity_group_*, person_*, business_*) and journeys.',
  method: 'GET',
  path: '/entity-groups/{entity_token_or_external_id}',
  params: {
    entity_token_or_external_id: { id: segment('Entity group token (EG-) or its external id') },
  },
  effect: 'read',
});

export const get_single_alloy_group_by_id = defineTool({
  name: 'get_single_alloy_group_by_id',
  title: 'Get legacy group',
  description:
    'One legacy group in the form of an entity: evaluations, documents, reviews and its members (child_entities).',
  method: 'GET',
  path: '/groups/{entity_token}',
  params: { entity_token: { id: groupToken } },
  effect: 'read',
  deprecated: 'get_single_alloy_entity_group_by_id',
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
    'Runs the group workflow over all members of a legacy group and returns the evaluation. Evaluate each member first with alloy_external_group_id set. Every call is a new run that may cost vendor calls.',
  method: 'POST',
  path: '/groups/{groupToken}/evaluations',
  params: { groupToken: { group_token: groupToken } },
  effect: 'write',
  wait: evaluationWait,
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
});
