/**
 * The list of investigations, what it can be filtered by, and the operations on several at once. Register them before
 * GET /investigations/{investigation_token}, whose path takes in theirs.
 * Source: https://developer.alloy.com/public/reference/investigations
 */
import type { Context, Hono } from 'hono';
import * as z from 'zod';
import type { Account } from './account.ts';
import { buildAgentAnswer, demoAgents } from './agents.ts';
import type { Env } from './app-env.ts';
import { notFound } from './errors.ts';
import { archive, assign, unarchive } from './investigation-lifecycle.ts';
import { listInvestigations } from './investigation-list.ts';
import { investigationColumns, investigationFilter, parseListRequest } from './investigation-query.ts';
import { checkAgent } from './investigation-routes.ts';
import { type Investigation, investigationStates } from './investigation-store.ts';
import { buildInvestigationLine } from './investigation-view.ts';
import { parseBody } from './json-body.ts';

/** The list is not marked as required, but without it there is nothing to act on. */
const tokens = z.array(z.string().min(1)).min(1);
const tokensBody = z.strictObject({ investigation_tokens: tokens });
/** Of this one Alloy leaves it open whether it takes more members. */
const unarchiveBody = z.looseObject({ investigation_tokens: tokens });
const assignBody = z.looseObject({ agent_token: z.string().min(1), investigation_tokens: tokens });

export function registerInvestigationListRoutes(app: Hono<Env>, account: Account): void {
  app.get('/investigations', (context) => {
    const request = parseListRequest(context, investigationFilter, investigationColumns, 'created_at');
    return context.json(listInvestigations(account, request));
  });

  app.put('/investigations/archive', async (context) => {
    const body = await parseBody(context, tokensBody);
    const investigations = findAll(account, body.investigation_tokens);
    archive(account, investigations);
    return answer(context, investigations, 202);
  });
  app.put('/investigations/unarchive', async (context) => {
    const body = await parseBody(context, unarchiveBody);
    const investigations = findAll(account, body.investigation_tokens);
    unarchive(account, investigations);
    return answer(context, investigations, 202);
  });
  app.put('/investigations/assign', async (context) => {
    const body = await parseBody(context, assignBody);
    const investigations = findAll(account, body.investigation_tokens);
    checkAgent('agent_token', body.agent_token);
    assign(account, investigations, body.agent_token);
    return answer(context, investigations, 200);
  });
  app.put('/investigations/unassign', async (context) => {
    const body = await parseBody(context, tokensBody);
    const investigations = findAll(account, body.investigation_tokens);
    assign(account, investigations, null);
    return answer(context, investigations, 200);
  });

  // Named as in `q`. The page on filters says "in use", that on creating takes its states from here: so all states,
  // and of the rest what is in use.
  app.get('/investigations/filters', (context) => {
    const all = [...account.investigations.all()];
    const assignees = new Set(all.map(({ assigneeToken }) => assigneeToken));
    return context.json({
      statuses: investigationStates,
      types: listOnce(all.map(({ type }) => type)),
      assignedAgents: demoAgents.filter(({ token }) => assignees.has(token)).map(buildAgentAnswer),
      programNames: listOnce(all.flatMap(({ programNames }) => programNames)),
    });
  });

  // The name of the list is ours: Alloy shows no answer.
  app.get('/investigations/assignable-agents', (context) =>
    context.json({ agents: demoAgents.map(buildAgentAnswer) }),
  );

  /** Alloy shows no body; ours has the lines that GET /investigations would. */
  function answer(context: Context<Env>, investigations: readonly Investigation[], status: 200 | 202) {
    return context.json(
      { investigations: investigations.map((each) => buildInvestigationLine(account, each)) },
      status,
    );
  }
}

/** All or nothing: one unknown token refuses the call. */
function findAll(account: Account, wanted: readonly string[]): Investigation[] {
  const found = [...new Set(wanted)].map((token) => ({
    token,
    investigation: account.investigations.find(token),
  }));
  const unknown = found.filter(({ investigation }) => investigation === undefined).map(({ token }) => token);
  if (unknown.length > 0) throw notFound('Investigation(s) not found', { investigation_tokens: unknown });
  return found.flatMap(({ investigation }) => investigation ?? []);
}

function listOnce(values: readonly string[]): string[] {
  return [...new Set(values)].sort();
}
