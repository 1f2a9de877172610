/**
 * /cases: the legacy Case Management. Alloy documents no error answer for it; an unknown case is 404, as in the families
 * that came with it. Source: https://developer.alloy.com/public/reference/cases
 */
import type { Context, Hono } from 'hono';
import type { Account } from '../account.ts';
import { AlloyError, conflict, notFound } from '../errors.ts';
import { parseBody } from '../http/body.ts';
import type { Env } from '../http/env.ts';
import { parsePage, takePage } from '../http/query.ts';
import type { Case } from '../records/cases.ts';
import { buildAlertData, buildCase, buildCreatedWork, buildEvidences, buildWorks } from './answer.ts';
import { addManualEvidence, evidenceBody } from './evidence.ts';
import { applyWork, bulkWorkBody, checkWork, workBody } from './works.ts';

/** The default is that of Alloy's example; a maximum is not public. */
const defaultPerPage = 20;
const maximumPerPage = 1000;

export function registerCaseRoutes(app: Hono<Env>, account: Account): void {
  app.get('/cases', (context) => {
    const page = parsePage(context, defaultPerPage, maximumPerPage);
    const all = account.cases.list();
    return context.json({
      status_code: 200,
      error: null,
      page: page.page,
      pages: Math.ceil(all.length / page.perPage),
      per_page: page.perPage,
      total: all.length,
      _embedded: takePage(all, page).map((each) => buildCase(account, each)),
    });
  });

  app.post('/cases/multi/works', async (context) => {
    const { case_tokens: tokens, ...body } = await parseBody(context, bulkWorkBody);
    checkWork(body);
    const updated = [...new Set(tokens)].filter((token) => {
      const target = account.cases.find(token);
      return target !== undefined && isApplied(() => applyWork(account, target, body));
    });
    const count = updated.length === 1 ? '1 case was updated.' : `${updated.length} cases were updated.`;
    return context.json({ message: count, 'updated-cases': updated }, 201);
  });

  app.get('/cases/:case_token', (context) =>
    context.json(buildCase(account, findCase(account, context.req.param('case_token')))),
  );

  app.get('/cases/:case_token/evidences', (context) =>
    context.json(buildEvidences(account, findCase(account, context.req.param('case_token')))),
  );

  app.post('/cases/:case_token/evidences', async (context) => {
    const target = findCase(account, context.req.param('case_token'));
    const body = await parseBody(context, evidenceBody);
    if (target.closedAt !== null) throw conflict('The case is closed', { case_token: target.token });
    const isComplete = addManualEvidence(account, target, body);
    return isComplete
      ? context.json({ error: null, message: 'The case holds all of the evidence now.' }, 201)
      : context.json({ error: null, message: 'The case holds a part of the evidence now.' }, 206);
  });

  app.get('/cases/:case_token/works', (context) =>
    context.json(buildWorks(findCase(account, context.req.param('case_token')))),
  );

  app.post('/cases/:case_token/works', async (context) => {
    const target = findCase(account, context.req.param('case_token'));
    const body = await parseBody(context, workBody);
    checkWork(body);
    return context.json(buildCreatedWork(target, applyWork(account, target, body)), 201);
  });

  // Two published forms of one operation.
  const answerAlertData = (context: Context<Env>, caseToken: string, evaluationToken: string) => {
    const data = buildAlertData(account, findCase(account, caseToken), evaluationToken);
    if (data === undefined)
      throw notFound('The evaluation does not belong to the case', { evaluation_token: evaluationToken });
    return context.json(data);
  };
  for (const form of ['alert', 'alerts'] as const) {
    app.get(`/cases/:case_token/evidences/:evaluation_token/${form}`, (context) =>
      answerAlertData(context, context.req.param('case_token'), context.req.param('evaluation_token')),
    );
  }
}

/** In bulk a case that does not allow the work is left out of the answer. */
function isApplied(apply: () => void): boolean {
  try {
    apply();
    return true;
  } catch (error) {
    if (error instanceof AlloyError) return false;
    throw error;
  }
}

function findCase(account: Account, token: string): Case {
  const found = account.cases.find(token);
  if (found === undefined) throw notFound('There is no such case', { case_token: token });
  return found;
}
