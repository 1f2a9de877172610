/**
 * POST /events/, GET /events/schema, GET /events/{event_request_token}.
 * Source: https://developer.alloy.com/public/reference/events
 */

import type { Context, Hono } from 'hono';
import * as z from 'zod';
import type { Account, RequestMode } from '../account.ts';
import { buildFault, formatChoices, queryError } from '../errors.ts';
import { parseJson } from '../http/body.ts';
import type { Env } from '../http/env.ts';
import { describedEventTypes, eventTypes, findEventTypeId } from '../records/event-types.ts';
import type { StoredEvent } from '../records/events.ts';
import { formatDate, type Json, openObject, optionalText } from '../values.ts';
import { buildEventTypeDescription } from './description.ts';
import { buildIssues, EventError, invalidEvent } from './handler.ts';
import { eventHandlers } from './handlers.ts';
import { buildEventAlert, buildEventEvaluation, evaluateEvent, raiseAlerts } from './monitoring.ts';

export function registerEventRoutes(app: Hono<Env>, account: Account): void {
  const receive = async (context: Context<Env>) => {
    // Text that is not JSON is refused before it is an event, in the common envelope (our choice).
    const body = await parseJson(context);
    const { status, answer } = receiveEvent(account, body, context.get('mode'));
    return context.json(answer, status);
  };
  app.post('/events', receive);
  app.post('/events/', receive);

  app.get('/events/schema', (context) => {
    const asked = context.req.query('type');
    const type = describedEventTypes.find((known) => known === asked);
    if (type === undefined) {
      const kind = asked === undefined ? 'any.required' : 'any.only';
      throw queryError([buildFault('type', kind, formatChoices(describedEventTypes))]);
    }
    return context.json(buildEventTypeDescription(account, type));
  });

  app.get('/events/:event_request_token', (context) => {
    const token = context.req.param('event_request_token');
    const event = account.events.find(token);
    // Not the common envelope: this operation has an error form of its own.
    if (event === undefined) return context.json({ error: `${token} not found` }, 404);
    return context.json(buildStoredEvent(event));
  });
}

const envelope = z.looseObject({
  event_type: z.enum(eventTypes),
  external_event_id: optionalText,
  event_status: optionalText,
  event_lifecycle_id: z.string().max(128).nullish(),
  data: openObject,
});

interface Reception {
  readonly status: 201 | 400 | 409;
  readonly answer: Json;
}

/** A refused event is kept too, under a token of its own. */
function receiveEvent(account: Account, body: unknown, mode: RequestMode): Reception {
  const token = account.newToken('EV-');
  const sent = sentEnvelope.parse(body);
  const start = { event_request_token: token, _links: { self: { href: `/v1/events/${token}` } } };
  const kept = {
    eventType: sent.event_type ?? null,
    lifecycleId: sent.event_lifecycle_id ?? null,
    externalId: sent.external_event_id ?? null,
    body: body ?? null,
  };
  try {
    const parsed = envelope.safeParse(body, { reportInput: true });
    if (!parsed.success) throw invalidEvent(buildIssues(parsed.error));
    const { event_type, event_status, event_lifecycle_id, data } = parsed.data;
    const result = eventHandlers[event_type].process(account, data);
    const { entity } = result;
    const monitored = { eventType: event_type, eventStatus: event_status ?? null, data, mode };
    const evaluations = entity === undefined ? [] : evaluateEvent(account, { ...monitored, entity });
    account.events.add(
      {
        ...kept,
        status: 'PROCESSED',
        upserted: result.upserted ?? null,
        entityToken: entity?.token ?? null,
        evaluationTokens: evaluations.map((evaluation) => evaluation.token),
      },
      token,
    );
    const event = {
      event_type,
      event_status: 'PROCESSED',
      ...(event_lifecycle_id && result.short !== true ? { event_lifecycle_id } : {}),
      data: result.data,
      evaluations: evaluations.map(buildEventEvaluation),
      journey_applications: raiseAlerts(account, token, evaluations).map((alert) =>
        buildEventAlert(account, alert),
      ),
    };
    return { status: 201, answer: { status_code: 201, ...start, event } };
  } catch (error) {
    if (!(error instanceof EventError)) throw error;
    account.events.add(
      { ...kept, status: 'ERROR', upserted: null, entityToken: null, evaluationTokens: [] },
      token,
    );
    const event = {
      event_type: sent.event_type ?? null,
      event_status: 'ERROR',
      evaluations: [],
      journey_applications: [],
    };
    const { status, detail } = error;
    return { status, answer: { status_code: status, ...start, event, error: detail } };
  }
}

/** What can be told of an event that may be anything. */
const sentEnvelope = z
  .looseObject({
    event_type: z.string().optional().catch(undefined),
    event_lifecycle_id: z.string().optional().catch(undefined),
    external_event_id: z.string().optional().catch(undefined),
  })
  .catch({});

/** The numbers of statuses are not public; 1 is a processed event's in Alloy's example, 2 an error's is our choice. */
function buildStoredEvent(event: StoredEvent): Json {
  const upserts = { created: 1, updated: 2 };
  const isUpsert = event.eventType === 'transaction' && event.upserted !== null;
  return {
    event_request_token: event.token,
    event_type: event.eventType,
    events_api_type_id: findEventTypeId(event.eventType ?? ''),
    event_status_id: null,
    event_lifecycle_id: event.lifecycleId,
    external_event_id: event.externalId,
    event_request_status_type_id: event.status === 'PROCESSED' ? 1 : 2,
    event_request_source: null,
    ingestion_batch_token: null,
    upserted_events_type_id: isUpsert && event.upserted !== null ? upserts[event.upserted] : null,
    timestamp: formatDate(event.receivedAt),
    body: event.body,
  };
}
