/** Records that are made in more than one call: entities, documents, lists, attributes, batches of evaluations. */
import type { NextStepRule } from '../../src/registry/next-step-rule.ts';
import {
  attributeOf,
  customListOf,
  documentOf,
  entityOf,
  given,
  listOf,
  majorVersionOf,
} from '../references.ts';

const evaluate = 'create_a_alloy_evaluation';
const inputs = 'list_all_alloy_parameters';
const document = documentOf('result.document_token', 'args.id');
const batch = { at: ['args.id', 'args.batch_token'] };

export const recordNextSteps: readonly NextStepRule[] = [
  // Storing somebody decides nothing; the workflow that does is the account's choice.
  ...[
    { kind: 'person', needs: ['name_first', 'name_last'] },
    { kind: 'business', needs: ['additional_fields'] },
  ].flatMap(({ kind, needs }): NextStepRule[] =>
    [
      { after: [`create_a_alloy_${kind}_entity`], at: 'result.entity_token', when: {} },
      {
        after: ['create_a_alloy_event'],
        at: 'result.event.data.entity_token',
        when: {
          'args.event_type': [`${kind}_created`],
          'result.event.evaluations': 'absent',
          'result.event.journey_applications': 'absent',
        } as const,
      },
    ].flatMap(({ after, at, when }): NextStepRule[] => [
      {
        after,
        when,
        tool: inputs,
        arguments: {},
        why: 'Stored, not decided: this tells what the workflow wants to know.',
      },
      {
        after,
        when,
        tool: evaluate,
        arguments: { alloy_entity_token: entityOf(at) },
        needs,
        why: 'Runs the workflow on the stored entity; may cost vendor calls. Add what the workflow wants.',
      },
    ]),
  ),
  {
    after: ['create_a_alloy_entity_merge'],
    tool: 'get_single_alloy_entity_by_id',
    arguments: { id: { at: ['args.primary_entity_token', 'args.primary_external_entity_id'] } },
    why: 'Shows the entity that stayed, with what was moved to it.',
  },
  {
    after: ['create_a_alloy_entity_feedback'],
    when: { 'result.data.invalid_entity_feedback': 'present' },
    tool: 'create_a_alloy_entity_feedback',
    arguments: {},
    needs: ['entries'],
    why: 'Some entries were refused: correct those in invalid_entity_feedback and send only them.',
  },

  {
    after: ['create_a_alloy_entity_document'],
    when: { 'result.uploaded': [false] },
    tool: 'update_a_alloy_entity_document_by_id',
    arguments: { entity_token: given('entity_token'), id: document },
    needs: ['content_base64'],
    why: 'Registered without a file: upload it, as content_base64 or file_path.',
  },
  {
    after: ['update_a_alloy_entity_document_by_id'],
    when: { 'result.approved': 'absent' },
    tool: 'alloy_entity_documents_partial_update',
    arguments: { entity_token: given('entity_token'), id: document },
    needs: ['approved', 'approval_agent_email', 'name', 'type'],
    why: 'The file is there; where documents are checked by hand, a person approves or denies it.',
  },

  {
    after: ['create_a_alloy_list'],
    tool: 'create_a_alloy_list_entity',
    arguments: { list_token: listOf('result.list_token') },
    needs: ['email_address'],
    why: 'The list is empty: add entries, by email_address or any other field.',
  },
  {
    after: ['create_a_alloy_custom_list'],
    tool: 'create_a_alloy_custom_list_version',
    arguments: { custom_list_token: customListOf('result.custom_list_token') },
    needs: ['columns', 'data'],
    why: 'The list has no version yet: give it columns and rows.',
  },
  {
    after: ['create_a_alloy_custom_list_version'],
    when: { 'args.columns': 'present' },
    tool: 'create_a_alloy_custom_list_activation',
    arguments: {
      custom_list_token: given('custom_list_token'),
      major_version: majorVersionOf('result.version'),
    },
    why: 'A new major version is used only once it is activated; later decisions change with it.',
  },
  {
    after: ['create_a_alloy_published_attribute'],
    tool: 'create_a_alloy_published_attribute_value',
    arguments: { published_attribute_token: attributeOf('result.published_attribute_token') },
    needs: ['values'],
    why: 'Defined, without values yet.',
  },
  {
    after: ['create_a_alloy_published_attribute_value'],
    status: [206],
    tool: 'create_a_alloy_published_attribute_value',
    arguments: { published_attribute_token: given('published_attribute_token') },
    needs: ['values'],
    why: 'Some values were not taken: correct those with status errored and send only them.',
  },

  {
    after: ['get_single_alloy_batch_by_id'],
    when: { 'result.batch_token': 'present', 'result.completed_at': 'absent' },
    tool: 'get_single_alloy_batch_by_id',
    arguments: { id: batch },
    why: 'The batch is still running; read it again later.',
  },
];
