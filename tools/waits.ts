/**
 * What Alloy finishes later, and how it is read meanwhile, where several tools share it. Portfolio evaluations are
 * missing: Alloy has no operation that reads one. Source: https://developer.alloy.com/public/docs/statuses-and-outcomes
 */
import type { Wait } from '../src/registry/tool.ts';
import { batchOf, evaluationOf, given, pollApplication } from './references.ts';

export const applicationWait: Wait = {
  tool: 'get_single_alloy_journey_application_by_id',
  arguments: pollApplication,
  state: ['result.status'],
  busy: ['running', 'pending_reconciliation', 'pending_workflow_service'],
  what: 'application',
};

/** The call itself names the application. */
export const namedApplicationWait: Wait = {
  ...applicationWait,
  arguments: { ...pollApplication, id: { at: ['args.id', 'args.journey_application_token'] } },
};

/** After a decision the application goes on; the call names it, its answer shows next to nothing. */
export const decidedWait: Wait = {
  ...applicationWait,
  arguments: { journey_token: given('journey_token'), id: given('journey_application_token') },
};

export const journeyBatchWait: Wait = {
  tool: 'get_single_alloy_journey_batch_by_id',
  arguments: {
    journey_token: given('journey_token'),
    id: batchOf('result.journey_batch_token', 'args.id', 'args.journey_batch_token'),
  },
  state: ['result.journey_batch_status'],
  busy: ['pending', 'pre_run'],
  what: 'batch',
  left: 'result.summary.task_status.pending',
  total: 'result.summary.total_records',
};

/** 202: a vendor will answer later. */
export const evaluationWait: Wait = {
  tool: 'get_single_alloy_evaluation_by_id',
  arguments: { id: evaluationOf('result.evaluation_token', 'args.id', 'args.evaluation_token') },
  state: ['result.status_code', 'status'],
  busy: [202],
  what: 'evaluation',
};
