/**
 * /portfolio-evaluations. Alloy documents no error but 401; ours are those of the evaluations.
 * Source: https://developer.alloy.com/public/reference/portfolio-evaluations
 */

import type { Hono } from 'hono';
import * as z from 'zod';
import type { Account } from '../account.ts';
import { addFindings } from '../cases/opening.ts';
import { badRequest, unknownObject } from '../errors.ts';
import { parseBody } from '../http/body.ts';
import type { Env } from '../http/env.ts';
import type { PortfolioEvaluation } from '../records/portfolio-evaluations.ts';
import { findPersona } from '../settings/personas.ts';
import type { Json } from '../values.ts';
import { requireWorkflow } from './headers.ts';

const portfolioBody = z.strictObject({ source: z.enum(['adhoc']) });

export function registerPortfolioEvaluationRoutes(app: Hono<Env>, account: Account): void {
  app.post('/portfolio-evaluations', async (context) => {
    const workflow = requireWorkflow(context, account);
    const { source } = await parseBody(context, portfolioBody);
    if (workflow.portfolio !== true)
      throw badRequest('The workflow is not one of a portfolio', {
        workflow_token: workflow.token,
        portfolio_workflows: account.workflows
          .filter(({ active, portfolio }) => active && portfolio === true)
          .map(({ token, name }) => ({ token, name })),
      });
    const run = account.portfolioEvaluations.add({
      workflowToken: workflow.token,
      workflowVersion: workflow.version,
      source,
      sandbox: context.get('mode').sandbox,
      runAsOf: account.now(),
      rerunOf: null,
    });
    runPortfolio(account, run);
    return context.json(buildQueued(run), 201);
  });

  app.post('/portfolio-evaluations/:portfolio_evaluation_token/rerun', (context) => {
    const token = context.req.param('portfolio_evaluation_token');
    const earlier = account.portfolioEvaluations.find(token);
    const caller = context.get('caller');
    // Another workflow's run is as unknown to a workflow's own credentials as one that does not exist.
    if (earlier === undefined || (caller.kind === 'workflow' && caller.token !== earlier.workflowToken))
      throw unknownObject('portfolio_evaluation_token', token);
    const { workflowToken, workflowVersion, source, sandbox, runAsOf } = earlier;
    const run = account.portfolioEvaluations.add({
      workflowToken,
      workflowVersion,
      source,
      sandbox,
      runAsOf,
      rerunOf: token,
    });
    runPortfolio(account, run);
    return context.json(buildQueued(run), 201);
  });
}

/**
 * Screens every entity that was on file at the run's moment and opens cases for what it finds. Alloy queues runs and
 * publishes no way to follow one; here the queue is empty at once, so that what a run found can be read after the answer
 * that calls it pending.
 */
function runPortfolio(account: Account, run: PortfolioEvaluation): void {
  for (const entity of account.entities.all()) {
    if (entity.createdAt > run.runAsOf) continue;
    addFindings(
      account,
      { entityToken: entity.token, sandbox: run.sandbox, tags: findPersona(entity.attributes).tags },
      {
        occurredAt: run.runAsOf,
        transactionId: null,
        evaluationToken: null,
        portfolioEvaluationToken: run.token,
        isManual: false,
      },
    );
  }
}

function buildQueued({ token }: PortfolioEvaluation): Json {
  return { portfolio_evaluation_token: token, status: 'pending' };
}
