/** Batches of applications. Source: https://developer.alloy.com/public/reference/post_journeys-journey-token-batches */

import type { Hono } from 'hono';
import type { Account } from '../account.ts';
import { notFound } from '../errors.ts';
import { readFlag } from '../evaluations/headers.ts';
import { parseBody } from '../http/body.ts';
import type { Env } from '../http/env.ts';
import { parsePage, takePage } from '../http/query.ts';
import type { BatchItem, JourneyBatch } from '../records/journeys.ts';
import { formatDate } from '../values.ts';
import { formatDisplayStatus } from './application-answer.ts';
import { advanceBatch, createBatch } from './batches.ts';
import { createBatchBody } from './body.ts';
import {
  checkTakesApplications,
  chooseVersion,
  findJourney,
  parseJourneyHeaders,
  touchApplication,
} from './headers.ts';
import { buildApplicationHref, openRun } from './run.ts';

const maximumPerPage = 1000;

/** All that Alloy counts, in its order. */
const statuses = [
  'queued',
  'running',
  'waiting_review',
  'error',
  'completed',
  'data_request',
  'pending_action',
  'pending_documents',
  'withdrawn',
  'pending_journey_application_review',
  'pending_additional_entities',
  'pending_step_up',
  'pending_workflow_service',
  'expired',
  'pending_reconciliation',
] as const;

export function registerJourneyBatchRoutes(app: Hono<Env>, account: Account): void {
  app.post('/journeys/:journey_token/batches', async (context) => {
    const journey = findJourney(account, context.req.param('journey_token'));
    checkTakesApplications(journey);
    const version = chooseVersion(journey, parseJourneyHeaders(context).version);
    // Evaluation headers; they change nothing in a journey here.
    readFlag(context, 'alloy-bypass-formatter');
    readFlag(context, 'alloy-sandbox-use-webhooks');
    const body = await parseBody(context, createBatchBody);
    const batch = createBatch(account, journey, version, body, context.get('mode'));
    return context.json({ ...buildHead(batch), _links: { self: { href: buildHref(batch) } } }, 202);
  });

  app.get('/journeys/:journey_token/batches/:journey_batch_token', (context) => {
    const batch = findBatch(account, context.req.param());
    advanceBatch(account, batch);
    return context.json(buildSummary(account, batch));
  });

  app.get('/journeys/:journey_token/batches/:journey_batch_token/applications', (context) => {
    const batch = findBatch(account, context.req.param());
    const page = parsePage(context, maximumPerPage, maximumPerPage);
    advanceBatch(account, batch);
    const made = batch.items.filter(({ applicationToken }) => applicationToken !== null);
    return context.json({
      status_code: 200,
      ...buildHead(batch),
      _links: { self: { journey_batch: { href: buildHref(batch) } } },
      _embedded: { journey_applications: takePage(made, page).map((item) => buildLine(account, item)) },
      page: page.page,
      per_page: page.perPage,
    });
  });
}

function findBatch(
  account: Account,
  path: Readonly<Record<'journey_token' | 'journey_batch_token', string>>,
): JourneyBatch {
  const batch = account.journeys.findBatch(path.journey_batch_token);
  if (batch === undefined || batch.journeyToken !== path.journey_token)
    throw notFound('The batch does not exist', {
      journey_token: path.journey_token,
      journey_batch_token: path.journey_batch_token,
    });
  return batch;
}

function buildHref({ journeyToken, token }: JourneyBatch): string {
  return `/v1/journeys/${journeyToken}/batches/${token}`;
}

function buildHead(batch: JourneyBatch) {
  const { items, error, token } = batch;
  const done = batch.completedAt === null ? 'pending' : 'complete';
  const hasFailed = items.every(({ taskStatus }) => taskStatus === 'application_failed');
  return { journey_batch_status: hasFailed ? 'failed' : done, journey_batch_token: token, error };
}

function buildSummary(account: Account, batch: JourneyBatch) {
  const found = batch.items.map((item) => readStatus(account, item));
  const tasks = batch.items.map(({ taskStatus }) => taskStatus);
  const count = (list: readonly string[], value: string) => list.filter((each) => each === value).length;
  return {
    ...buildHead(batch),
    _links: {
      self: { href: buildHref(batch) },
      applications: { href: `${buildHref(batch)}/applications` },
    },
    completed_at: batch.completedAt,
    created_at: batch.createdAt,
    summary: {
      status: Object.fromEntries(statuses.map((status) => [status, count(found, status)])),
      task_status: {
        response_returned: count(tasks, 'response_returned'),
        application_failed: count(tasks, 'application_failed'),
        pending: count(tasks, 'pending'),
        timed_out: 0,
      },
      total_records: batch.items.length,
    },
  };
}

/** What could not be made counts as an error, so that the counters add up to the total. */
function readStatus(account: Account, { applicationToken, taskStatus }: BatchItem): string {
  const application = account.journeys.find(applicationToken ?? '');
  if (application === undefined) return taskStatus === 'pending' ? 'queued' : 'error';
  return touchApplication(openRun(account, application)).status;
}

function buildLine(account: Account, { applicationToken, taskStatus }: BatchItem) {
  const application = account.journeys.find(applicationToken ?? '');
  if (application === undefined) throw new Error(`application ${applicationToken} is lost`);
  return {
    journey_application_token: application.token,
    sandbox: application.sandbox,
    created_at: formatDate(application.createdAt),
    recent_outcome: null,
    complete_outcome: application.completeOutcome,
    status: application.status,
    task_status: taskStatus,
    external_group_id: application.externalGroupId,
    journey_application_status: formatDisplayStatus(application),
    _links: { self: { href: buildApplicationHref(application) } },
  };
}
