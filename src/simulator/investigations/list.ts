/**
 * The list of investigations, what it can be filtered by, and the operations on several at once. Register them before
 * GET /investigations/{investigation_token}, whose path takes in theirs.
 * Source: https://developer.alloy.com/public/reference/investigations
 */

import type { Context, Hono } from 'hono';
import * as z from 'zod';
import type { Account } from '../account.ts';
import { notFound } from '../errors.ts';
import { parseBody } from '../http/body.ts';
import type { Env } from '../http/env.ts';
import { type Investigation, investigationStates, isClosed } from '../records/investigations.ts';
import { buildAgentAnswer, demoAgents } from '../settings/agents.ts';
import { filledText, type Json } from '../values.ts';
import { buildInvestigationLine, findRisk } from './answer.ts';
import { archive, assign, unarchive } from './lifecycle.ts';
import {
  cutPage,
  type InvestigationFilter,
  investigationColumns,
  investigationFilter,
  type ListRequest,
  parseListRequest,
  sortBy,
} from './query.ts';
import { checkAgent } from './routes.ts';

/** The list is not marked as required, but without it there is nothing to act on. */
const tokenList = z.array(filledText).min(1);

const tokensBody = z.strictObject({ investigation_tokens: tokenList });

/** Of this one Alloy leaves it open whether it takes more members. */
const unarchiveBody = z.looseObject({ investigation_tokens: tokenList });

const assignBody = z.looseObject({ agent_token: filledText, investigation_tokens: tokenList });

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

type Column = (typeof investigationColumns)[number];

/** Source: https://developer.alloy.com/public/reference/get_investigations */
function listInvestigations(account: Account, request: ListRequest<InvestigationFilter, Column>): Json {
  const chosen = [...account.investigations.all()].filter((each) => meets(account, each, request.filter));
  const sorted = sortBy(chosen, request.order, (each) => keyOf(account, each, request.column));
  const { items, pagination } = cutPage(sorted, request);
  const { total: total_investigations, ...pages } = pagination;
  return {
    _embedded: {
      pagination: { total_investigations, ...pages },
      sorting: { column: request.column, order: request.order },
    },
    error: null,
    investigations: items.map((each) => buildInvestigationLine(account, each)),
  };
}

/**
 * `archived` shows the archived ones and no others. Closed ones show when `includeClosed` says so and, our choice,
 * when `statuses` names their state or `archived` asks for what can only be closed.
 */
function meets(account: Account, investigation: Investigation, filter: InvestigationFilter): boolean {
  const { state, type, token, assigneeToken, entityTokens, createdAt, updatedAt } = investigation;
  const archived = filter.archived ?? false;
  if ((investigation.archivedAt !== null) !== archived) return false;
  const showsClosed = archived || filter.includeClosed === true || (filter.statuses ?? []).length > 0;
  if (isClosed(investigation) && !showsClosed) return false;
  const externalIds = () =>
    entityTokens.flatMap(
      (each) =>
        account.entities.find(each)?.externalIds.map(({ external_entity_id }) => external_entity_id) ?? [],
    );
  return (
    hasAny(filter.statuses, () => [state]) &&
    hasAny(filter.types, () => [type]) &&
    hasAny(filter.assignedAgents, () => (assigneeToken === null ? [] : [assigneeToken])) &&
    hasAny(filter.entityTokens, () => entityTokens) &&
    hasAny(filter.investigationTokens, () => [token]) &&
    hasAny(filter.externalEntityIds, externalIds) &&
    hasAny(filter.deviceIds, () => investigation.deviceIds) &&
    hasAny(filter.programNames, () => investigation.programNames) &&
    isWithin(createdAt, filter.createdAtFrom, filter.createdAtTo) &&
    isWithin(updatedAt, filter.updatedAtFrom, filter.updatedAtTo)
  );
}

/** An empty list of wanted values asks for nothing, so that it leaves nothing out. */
function hasAny(wanted: readonly string[] | undefined, values: () => readonly string[]): boolean {
  if (wanted === undefined || wanted.length === 0) return true;
  return values().some((value) => wanted.includes(value));
}

/** Bounds in seconds, both inclusive. */
function isWithin(at: number, from: number | undefined, to: number | undefined): boolean {
  const seconds = Math.floor(at / 1000);
  return (from === undefined || seconds >= from) && (to === undefined || seconds <= to);
}

function keyOf(account: Account, investigation: Investigation, column: Column): number | null {
  switch (column) {
    case 'created_at':
      return investigation.createdAt;
    case 'updated_at':
      return investigation.updatedAt;
    case 'total_alerts':
      return investigation.alerts.length;
    case 'risk_score':
      return findRisk(account, investigation);
  }
}

function listOnce(values: readonly string[]): string[] {
  return [...new Set(values)].sort();
}
