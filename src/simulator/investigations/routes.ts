/**
 * One investigation: open it by hand, read it, add to it, promote and close it.
 * Source: https://developer.alloy.com/public/reference/investigations
 */

import type { Context, Hono } from 'hono';
import * as z from 'zod';
import { type Account, getEntity } from '../account.ts';
import { badRequest, fieldError, notFound, unknownObject } from '../errors.ts';
import { parseBody } from '../http/body.ts';
import type { Env } from '../http/env.ts';
import { type Investigation, investigationStates } from '../records/investigations.ts';
import { findAgent } from '../settings/agents.ts';
import { filledText, optionalFilledText } from '../values.ts';
import { addAlert, checkAlertDecision, findAlert } from './alerts.ts';
import { buildInvestigation } from './answer.ts';
import { addTags, assign, checkChangeable, checkOpen, promote, review } from './lifecycle.ts';

const createBody = z.strictObject({
  investigation_state: z.enum(investigationStates),
  investigation_type: filledText,
  // Alloy requires the list; that it names someone is our choice.
  entity_tokens: z.array(filledText).min(1),
  journey_alerts: z.array(
    z.strictObject({
      agent_token: filledText,
      journey_alert_token: filledText,
      outcome: optionalFilledText,
      reason: optionalFilledText,
      note: optionalFilledText,
    }),
  ),
  investigation_assignee_token: optionalFilledText,
  should_aggregate_alerts: z.boolean().nullish(),
  investigation_name: optionalFilledText,
  note: optionalFilledText,
  tags: z.array(z.strictObject({ tag_name: filledText, is_outcome_reason: z.boolean() })).nullish(),
});

const evidencesBody = z.looseObject({
  note: optionalFilledText,
  journey_alerts: z.array(filledText).nullish(),
  // The members are documented for creation only; what else comes along is passed over.
  tags: z.array(z.looseObject({ tag_name: filledText, is_outcome_reason: z.boolean().nullish() })).nullish(),
});
const noteBody = z.strictObject({ note: filledText, entity_token: filledText });
/** Outcomes and reasons are the account's own words: any text will do. */
const reviewBody = z.strictObject({ reason: filledText, outcome: filledText, note: optionalFilledText });
/** Nothing is known of this body. */
const promoteBody = z.looseObject({});

export function registerInvestigationRoutes(app: Hono<Env>, account: Account): void {
  const answer = (context: Context<Env>, investigation: Investigation, status: 200 | 201 = 200) =>
    context.json(buildInvestigation(account, investigation), status);

  app.post('/investigations', async (context) => {
    const body = await parseBody(context, createBody);
    return answer(context, create(account, body), 201);
  });

  app.get('/investigations/:investigation_token', (context) =>
    answer(context, findInvestigation(account, context.req.param('investigation_token'))),
  );

  // Adds to what is there (our choice: Alloy does not say whether it replaces).
  app.patch('/investigations/:investigation_token/evidences', async (context) => {
    const investigation = findInvestigation(account, context.req.param('investigation_token'));
    const body = await parseBody(context, evidencesBody);
    const alerts = (body.journey_alerts ?? []).map((token) => findAlert(account, token));
    const tags = body.tags ?? [];
    if (!body.note && alerts.length === 0 && tags.length === 0)
      throw fieldError(
        'value',
        'object.missing',
        'must contain at least one of [note, journey_alerts, tags]',
      );
    if (alerts.length > 0) checkOpen(investigation);
    else checkChangeable(investigation);
    for (const alert of alerts) addAlert(account, investigation, alert);
    addTags(investigation, tags);
    if (body.note) addNote(account, investigation, body.note, null);
    investigation.updatedAt = account.now();
    return answer(context, investigation);
  });

  app.post('/investigations/:investigation_token/notes', async (context) => {
    const investigation = findInvestigation(account, context.req.param('investigation_token'));
    const body = await parseBody(context, noteBody);
    const entity = account.entities.find(body.entity_token);
    // A note is about one of the investigation's entities; another one is as good as unknown.
    if (entity === undefined || !investigation.entityTokens.includes(entity.token))
      throw unknownObject('entity_token', body.entity_token);
    checkChangeable(investigation);
    addNote(account, investigation, body.note, entity.token);
    return answer(context, investigation);
  });

  app.put('/investigations/:investigation_token/promote', async (context) => {
    const investigation = findInvestigation(account, context.req.param('investigation_token'));
    await parseBody(context, promoteBody);
    promote(account, investigation);
    return answer(context, investigation);
  });

  app.put('/investigations/:investigation_token/review', async (context) => {
    const investigation = findInvestigation(account, context.req.param('investigation_token'));
    const body = await parseBody(context, reviewBody);
    review(account, investigation, { outcome: body.outcome, reason: body.reason, note: body.note ?? null });
    return answer(context, investigation);
  });
}

export function findInvestigation(account: Account, token: string): Investigation {
  const investigation = account.investigations.find(token);
  if (investigation === undefined) throw notFound('Investigation not found', { investigation_token: token });
  return investigation;
}

/** All is looked up before anything is stored. Unknown objects are 400 / 4013, as elsewhere in Alloy's API. */
function create(account: Account, body: z.output<typeof createBody>): Investigation {
  const type = account.investigationTypes.find(body.investigation_type);
  if (type === undefined) throw unknownObject('investigation_type', body.investigation_type);
  if (type.archivedAt !== null)
    throw badRequest('The investigation type is archived', { investigation_type: type.name });
  const entityTokens = body.entity_tokens.map((token) => getEntity(account, token).token);
  const assignee = body.investigation_assignee_token ?? null;
  if (assignee !== null) checkAgent('investigation_assignee_token', assignee);
  const alerts = body.journey_alerts.map((each, index) => {
    checkAgent('agent_token', each.agent_token);
    const alert = findAlert(account, each.journey_alert_token);
    const { outcome, reason } = each;
    if (outcome) checkAlertDecision(account, alert, { outcome, reason }, `journey_alerts.${index}.`);
    return { ...each, alert };
  });

  const investigation = account.investigations.create({
    name: body.investigation_name ?? null,
    type: type.name,
    state: body.investigation_state,
    source: 'manual',
    shouldAggregateAlerts: body.should_aggregate_alerts ?? true,
    entityTokens: [...new Set(entityTokens)],
  });
  for (const { alert, agent_token, outcome, reason, note: remark } of alerts) {
    addAlert(account, investigation, alert);
    alert.assignedAgentToken = agent_token;
    // It is recorded beside the alert's own manual review, which stays as it is.
    if (outcome)
      investigation.alerts
        .find(({ journeyApplicationToken }) => journeyApplicationToken === alert.token)
        ?.reviews.push({
          outcome,
          reason: reason ?? null,
          note: remark ?? null,
          reviewedAt: account.now(),
          agentToken: agent_token,
        });
    else if (remark)
      addNote(account, investigation, remark, alert.entityApplications[0]?.entityToken ?? null);
  }
  if (assignee !== null) assign(account, [investigation], assignee);
  addTags(investigation, body.tags ?? []);
  if (body.note) addNote(account, investigation, body.note, null);
  return investigation;
}

export function checkAgent(member: string, token: string): void {
  if (findAgent(token) === undefined) throw unknownObject(member, token);
}

function addNote(
  account: Account,
  investigation: Investigation,
  said: string,
  entityToken: string | null,
): void {
  const at = account.now();
  investigation.notes.push({ text: said, entityToken, createdAt: at, agentToken: null });
  investigation.updatedAt = at;
}
