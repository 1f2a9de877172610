/**
 * Journey applications: start, read, go on, run again; by their tokens or by the caller's own id of them.
 * Source: https://developer.alloy.com/public/reference/journeys
 */
import type { Context, Hono } from 'hono';
import type { Account } from '../account.ts';
import { readFlag } from '../evaluations/headers.ts';
import { parseBody } from '../http/body.ts';
import type { Env } from '../http/env.ts';
import { buildApplication, buildShortAnswer } from './application-answer.ts';
import { createApplicationBody, rerunBody, updateApplicationBody } from './body.ts';
import { startApplication } from './create.ts';
import {
  applicationPath,
  checkTakesApplications,
  chooseVersion,
  findApplication,
  findJourney,
  findLatest,
  parseEvaluationDetail,
  parseJourneyHeaders,
  touchApplication,
} from './headers.ts';
import { rerunApplication } from './rerun.ts';
import type { JourneyRun } from './run.ts';
import { updateApplication } from './update.ts';

const latestPath = '/journeys/applications/ext/:external_application_id/latest';

export function registerJourneyApplicationRoutes(app: Hono<Env>, account: Account): void {
  app.post('/journeys/:journey_token/applications', async (context) => {
    const journey = findJourney(account, context.req.param('journey_token'));
    checkTakesApplications(journey);
    const headers = parseJourneyHeaders(context);
    const detail = parseEvaluationDetail(context);
    const run = startApplication(account, {
      journey,
      version: chooseVersion(journey, headers.version),
      body: await parseBody(context, createApplicationBody),
      mode: context.get('mode'),
      refreshCache: headers.refreshCache,
      configurationToken: headers.configurationToken,
    });
    const answer = headers.overrideSync ? buildShortAnswer(run.application) : buildApplication(run, detail);
    return context.json(answer, 201);
  });

  // Before the paths with a journey's token, which `applications` could be taken for.
  app.get(latestPath, (context) => read(context, findLatestOf(account, context)));
  app.put(latestPath, (context) => update(context, findLatestOf(account, context)));
  // 200 here and 201 below, as Alloy documents them.
  app.post(`${latestPath}/rerun`, (context) => rerun(context, findLatestOf(account, context), 200));

  app.get(applicationPath, (context) => read(context, findApplication(account, context.req.param())));
  app.put(applicationPath, (context) => update(context, findApplication(account, context.req.param())));
  app.post(`${applicationPath}/rerun`, (context) =>
    rerun(context, findApplication(account, context.req.param()), 201),
  );
}

function findLatestOf(account: Account, context: Context<Env>): JourneyRun {
  const externalApplicationId = context.req.param('external_application_id') ?? '';
  return findLatest(account, externalApplicationId, context.req.query('journeyToken'));
}

function read(context: Context<Env>, run: JourneyRun): Response {
  const detail = parseEvaluationDetail(context);
  touchApplication(run);
  return context.json(buildApplication(run, detail));
}

async function update(context: Context<Env>, run: JourneyRun): Promise<Response> {
  const { overrideSync } = parseJourneyHeaders(context);
  const detail = parseEvaluationDetail(context);
  const body = await parseBody(context, updateApplicationBody);
  touchApplication(run);
  updateApplication(run, body);
  return context.json(overrideSync ? buildShortAnswer(run.application) : buildApplication(run, detail));
}

/** Headers of the original count again, unless they are sent anew. */
async function rerun(context: Context<Env>, original: JourneyRun, status: 200 | 201): Promise<Response> {
  const headers = parseJourneyHeaders(context);
  const detail = parseEvaluationDetail(context);
  const body = await parseBody(context, rerunBody);
  const { journey, application } = original;
  const isSent = (name: string) => context.req.header(name) !== undefined;
  const run = rerunApplication(original, {
    version: chooseVersion(journey, headers.version),
    body,
    sandbox: isSent('alloy-sandbox') ? context.get('mode').sandbox : application.sandbox,
    refreshCache: isSent('alloy-refresh-cache')
      ? readFlag(context, 'alloy-refresh-cache')
      : application.refreshCache,
  });
  const answer = headers.sync ? buildApplication(run, detail) : buildShortAnswer(run.application);
  return context.json(answer, status);
}
