/**
 * The alerts of an investigation. What most of these answer is not public; here it is the alert as the investigation
 * knows it. Source: https://developer.alloy.com/public/reference/investigations
 */

import type { Context, Hono } from 'hono';
import * as z from 'zod';
import type { Account } from '../account.ts';
import { notFound } from '../errors.ts';
import { parseBody } from '../http/body.ts';
import type { Env } from '../http/env.ts';
import { findAlertReview, reviewAlert } from '../journeys/alerts.ts';
import { buildApplicationHref } from '../journeys/run.ts';
import type { Investigation, InvestigationAlert } from '../records/investigations.ts';
import type { JourneyApplication } from '../records/journeys.ts';
import { filledText, formatDate, optionalFilledText } from '../values.ts';
import { checkAlertDecision } from './alerts.ts';
import { buildAgentOrNobody } from './answer.ts';
import { checkChangeable } from './lifecycle.ts';
import { checkAgent, findInvestigation } from './routes.ts';

/** `investigation_tokens` stands on Alloy's page but says nothing beside the path. */
const assignBody = z.strictObject({
  agent_token: filledText,
  investigation_tokens: z.array(filledText).nullish(),
});
const openBody = z.looseObject({});
/** Alloy publishes neither body; its sibling, the review of an investigation, takes these. */
const reviewBody = z.looseObject({ reason: filledText, outcome: filledText, note: optionalFilledText });

export function registerInvestigationAlertRoutes(app: Hono<Env>, account: Account): void {
  const path = '/investigations/:investigation_token/alerts/:journey_application_token';

  app.get(path, (context) => answer(context, find(context)));

  // To an agent; it stays in its investigation.
  app.put(`${path}/assign`, async (context) => {
    const found = find(context);
    const { agent_token } = await parseBody(context, assignBody);
    checkAgent('agent_token', agent_token);
    assign(found, agent_token);
    return answer(context, found);
  });

  app.put(`${path}/unassign`, async (context) => {
    const found = find(context);
    await parseBody(context, openBody);
    assign(found, null);
    return answer(context, found);
  });

  app.post(`${path}/review/:manual_review_token/review`, async (context) => {
    const { investigation, alert, application } = find(context);
    const token = context.req.param('manual_review_token');
    if (findAlertReview(application)?.token !== token)
      throw notFound('Manual review not found', { manual_review_token: token });
    const { outcome, reason, note } = await parseBody(context, reviewBody);
    checkChangeable(investigation);
    reviewAlert(account, application, { outcome, reasons: [reason], ...(note ? { note } : {}) });
    recordReview(investigation, alert, outcome);
    return context.body(null, 204);
  });

  // Comes beside the manual review and does not take its place: one that waits keeps waiting.
  app.put(`${path}/review`, async (context) => {
    const found = find(context);
    const { outcome, reason, note } = await parseBody(context, reviewBody);
    checkAlertDecision(account, found.application, { outcome, reason });
    checkChangeable(found.investigation);
    found.alert.reviews.push({
      outcome,
      reason,
      note: note ?? null,
      reviewedAt: account.now(),
      agentToken: null,
    });
    recordReview(found.investigation, found.alert, outcome);
    return answer(context, found);
  });

  function find(context: Context<Env>): FoundAlert {
    const investigation = findInvestigation(account, context.req.param('investigation_token') ?? '');
    const token = context.req.param('journey_application_token') ?? '';
    const alert = investigation.alerts.find(
      ({ journeyApplicationToken }) => journeyApplicationToken === token,
    );
    const application = account.journeys.find(token);
    if (alert === undefined || application === undefined)
      throw notFound('Alert not found in the investigation', { journey_application_token: token });
    return { investigation, alert, application };
  }

  function assign({ investigation, alert, application }: FoundAlert, agentToken: string | null): void {
    checkChangeable(investigation);
    if (application.assignedAgentToken === agentToken) return;
    application.assignedAgentToken = agentToken;
    account.investigations.record(
      investigation,
      agentToken === null ? 'alert_unassigned' : 'alert_assigned',
      {
        assignedAgentToken: agentToken,
        meta: { journey_application_token: alert.journeyApplicationToken },
      },
    );
  }

  function recordReview(investigation: Investigation, alert: InvestigationAlert, outcome: string): void {
    account.investigations.record(investigation, 'alert_reviewed', {
      meta: { journey_application_token: alert.journeyApplicationToken, outcome },
    });
  }

  function answer(context: Context<Env>, { investigation, alert, application }: FoundAlert) {
    const { token, journeyToken, status, completeOutcome, entityApplications } = application;
    const review = findAlertReview(application);
    return context.json({
      investigation_token: investigation.token,
      journey_application_token: token,
      journey_token: journeyToken,
      status,
      complete_outcome: completeOutcome,
      created_at: formatDate(application.createdAt),
      updated_at: formatDate(application.updatedAt),
      closed_at: formatDate(application.closedAt),
      source_evaluation_tokens: entityApplications.flatMap(({ evaluationTokens }) =>
        evaluationTokens.slice(0, 1),
      ),
      source_event_token: application.sourceEventToken,
      entity_tokens: entityApplications.map(({ entityToken }) => entityToken),
      manual_review_token: review?.token ?? null,
      _embedded: {
        assigned_agent: buildAgentOrNobody(application.assignedAgentToken),
        reviews: [
          ...(review === undefined || review.completedAt === null
            ? []
            : [
                {
                  manual_review_token: review.token,
                  outcome: review.outcome,
                  reason: review.reasons.join(', ') || null,
                  note: review.notes[0]?.note ?? null,
                  reviewed_at: formatDate(review.completedAt),
                  reviewed_by: buildAgentOrNobody(null),
                },
              ]),
          ...alert.reviews.map(({ outcome, reason, note, reviewedAt, agentToken }) => ({
            manual_review_token: null,
            outcome,
            reason,
            note,
            reviewed_at: formatDate(reviewedAt),
            reviewed_by: buildAgentOrNobody(agentToken),
          })),
        ],
      },
      _links: { self: { href: buildApplicationHref(application) } },
    });
  }
}

interface FoundAlert {
  readonly investigation: Investigation;
  readonly alert: InvestigationAlert;
  readonly application: JourneyApplication;
}
