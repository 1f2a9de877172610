/** Batches of journey applications. Source: https://developer.alloy.com/public/reference/post_journeys-journey-token-batches */
import { defineAlias, defineTool } from '../../src/registry/tool.ts';
import { batchOf, given } from '../references.ts';
import { additionalFields, flag, journeyToken, omitDescription, page, perPage } from '../schemas.ts';
import { journeyBatchWait } from '../waits.ts';
import { batchEntities } from './entities.ts';
import { batchToken, journeyVersion } from './options.ts';

const theBatch = batchOf('result.journey_batch_token', 'args.id', 'args.journey_batch_token');

export const create_a_alloy_journey_batch = defineTool({
  name: 'create_a_alloy_journey_batch',
  title: 'Start journey batch',
  description:
    'Queues many journey applications and returns a batch token to poll with get_single_alloy_journey_batch_by_id. Live, all make paid vendor calls; a repeat runs everything again.',
  method: 'POST',
  path: '/journeys/{journey_token}/batches',
  params: { journey_token: journeyToken },
  body: { kind: 'json', fields: { entities: batchEntities }, rest: { additional_fields: additionalFields } },
  headers: {
    'alloy-journey-version': journeyVersion,
    // Alloy only lists these two; the second is explained with evaluations.
    'alloy-sandbox-use-webhooks': omitDescription(flag('Webhooks in sandbox; hardly documented')).optional(),
    'alloy-bypass-formatter': flag('Keep inputs as given').optional(),
  },
  // auto_decision_node_outcomes may decide manual reviews, in production as well.
  example: {
    entities: [
      {
        external_entity_id: 'customer-1',
        data: { name_first: 'Ada', name_last: 'Okafor', birth_date: '1990-01-31' },
      },
    ],
  },
  effect: 'decide',
  wait: journeyBatchWait,
  asked:
    'bulk onboarding, many applicants or applications at once, mass run, import CSV or file of applications, backtest a journey, test applicants',
  nextSteps: [
    {
      tool: 'get_single_alloy_journey_batch_by_id',
      arguments: {
        journey_token: given('journey_token'),
        id: batchOf('result.journey_batch_token'),
      },
      why: 'The batch runs; this reads its progress.',
    },
  ],
});

export const get_single_alloy_journey_batch_by_id = defineTool({
  name: 'get_single_alloy_journey_batch_by_id',
  title: 'Get journey batch',
  description:
    'Progress of a batch: journey_batch_status (pending, pre_run, complete, failed) and applications per status.',
  method: 'GET',
  path: '/journeys/{journey_token}/batches/{journey_batch_token}',
  params: { journey_token: journeyToken, journey_batch_token: { id: batchToken } },
  effect: 'read',
  wait: journeyBatchWait,
  asked: 'is the bulk onboarding, mass run or journey batch done, progress, how many applications finished',
  nextSteps: [
    {
      when: { 'result.journey_batch_status': ['pending', 'pre_run'] },
      tool: 'get_single_alloy_journey_batch_by_id',
      arguments: { journey_token: given('journey_token'), id: theBatch },
      why: 'The batch is still running; read it again later.',
    },
    {
      when: { 'result.journey_batch_status': ['complete', 'failed'] },
      tool: 'list_all_alloy_journey_batch_applications',
      arguments: { journey_token: given('journey_token'), journey_batch_token: theBatch },
      why: 'The batch has ended; this lists its applications with status and outcome.',
    },
  ],
});

export const list_all_alloy_journey_batches = defineAlias(get_single_alloy_journey_batch_by_id, {
  name: 'list_all_alloy_journey_batches',
  title: 'Get journey batch (by token)',
  description: 'Progress of one batch; not a list.',
  params: { journey_batch_token: batchToken },
});

export const list_all_alloy_journey_batch_applications = defineTool({
  name: 'list_all_alloy_journey_batch_applications',
  title: 'List applications of batch',
  description: 'Token, status, outcome and task status of the applications of a batch.',
  method: 'GET',
  path: '/journeys/{journey_token}/batches/{journey_batch_token}/applications',
  params: { journey_token: journeyToken, journey_batch_token: batchToken },
  query: { page, per_page: perPage },
  effect: 'read',
  // The answer tells no total; a short page is the last one.
  paging: {
    style: 'page',
    page: 'page',
    size: 'per_page',
    defaultSize: 1000,
    items: '_embedded.journey_applications',
  },
  asked: 'results of every applicant, row or application in a journey batch or mass run, how each ended',
});
