/** All operations on journeys. Source: https://developer.alloy.com/public/reference/journeys */

import type { Hono } from 'hono';
import type { Account } from '../account.ts';
import { notFound } from '../errors.ts';
import { parseAuditAccountSlugs } from '../http/audit-access.ts';
import { parseBody } from '../http/body.ts';
import type { Env } from '../http/env.ts';
import { findExternalId } from '../records/entities.ts';
import type { ApplicationNote, JourneyApplication } from '../records/journeys.ts';
import { noteBody } from '../settings/agents.ts';
import { formatDate } from '../values.ts';
import { buildShortAnswer, formatDisplayStatus } from './application-answer.ts';
import { registerJourneyApplicationRoutes } from './application-routes.ts';
import { registerJourneyBatchRoutes } from './batch-routes.ts';
import {
  applicationPath,
  chooseVersion,
  findApplication,
  findJourney,
  parseJourneyHeaders,
  touchApplication,
} from './headers.ts';
import { buildParameters, buildSchema } from './parameters.ts';
import { registerJourneyReviewRoutes } from './review-routes.ts';
import { openRun } from './run.ts';

export function registerJourneyRoutes(app: Hono<Env>, account: Account): void {
  app.get('/journeys/entities/:external_entity_id/applications', (context) => {
    const { external_entity_id } = context.req.param();
    const entity = account.entities.find(external_entity_id);
    if (entity === undefined) throw notFound('The entity does not exist', { external_entity_id });
    const applications = account.journeys.ofEntity(entity.token);
    for (const application of applications) touchApplication(openRun(account, application));
    return context.json({
      _embedded: {
        journey_applications: applications.map((each) => buildLine(account, each, entity.token)),
      },
    });
  });
  registerJourneyApplicationRoutes(app, account);
  registerJourneyReviewRoutes(app, account);
  registerJourneyBatchRoutes(app, account);

  app.get('/journeys/:journey_token/parameters', (context) => {
    const journey = findJourney(account, context.req.param('journey_token'));
    const version = chooseVersion(journey, parseJourneyHeaders(context).version);
    return context.json(buildParameters(account, journey, version));
  });
  app.get('/journeys/:journey_token/schema', (context) => {
    const journey = findJourney(account, context.req.param('journey_token'));
    const version = chooseVersion(journey, parseJourneyHeaders(context).version);
    return context.json(buildSchema(account, journey, version));
  });

  app.get(`${applicationPath}/notes`, (context) => {
    const { application } = findApplication(account, context.req.param());
    return context.json(
      application.notes.map((note) => ({
        ...buildNote(note),
        journey_application_token: application.token,
        deleted_at: null,
      })),
    );
  });
  app.post(`${applicationPath}/notes`, async (context) => {
    const { application } = findApplication(account, context.req.param());
    const note = { ...(await parseBody(context, noteBody)), createdAt: account.now() };
    application.notes.push(note);
    return context.json(buildNote(note), 201);
  });

  app.patch(`${applicationPath}/auditaccess`, (context) => {
    const { application } = findApplication(account, context.req.param());
    application.auditAccountSlugs = parseAuditAccountSlugs(context);
    // Alloy shows no body; this one tells who has access now.
    return context.json({
      ...buildShortAnswer(application),
      audit_account_slugs: application.auditAccountSlugs,
    });
  });
}

function buildNote({ note, note_author_agent_email, createdAt }: ApplicationNote) {
  const at = formatDate(createdAt);
  return { note, note_author_agent_email, created_at: at, updated_at: at };
}

/** Alloy's form of the list is not public: a list as of a batch's applications, with the members of webhook data. */
function buildLine(account: Account, application: JourneyApplication, entityToken: string) {
  const own = application.entityApplications.findLast((each) => each.entityToken === entityToken);
  return {
    ...buildShortAnswer(application),
    type: application.events.at(-1)?.type ?? null,
    journey_token: application.journeyToken,
    journey_name: account.journeys.findJourney(application.journeyToken)?.name ?? null,
    status: application.status,
    journey_application_status: formatDisplayStatus(application),
    complete_outcome: application.completeOutcome,
    sandbox: application.sandbox,
    created_at: application.createdAt,
    updated_at: application.updatedAt,
    entity_token: entityToken,
    external_entity_id: findExternalId(account.entities.find(entityToken)),
    entity_application_token: own?.token ?? null,
    entity_application_status: own?.status ?? null,
    evaluation_token: own?.evaluationTokens.at(-1) ?? null,
    external_application_id: application.externalApplicationId,
    external_group_id: application.externalGroupId,
    external_partner_id: application.externalPartnerId,
  };
}
