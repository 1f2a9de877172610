/** /entity-feedback. Source: https://developer.alloy.com/public/reference/entity-feedback */

import type { Context, Hono } from 'hono';
import * as z from 'zod';
import { type Account, getEntity, getNamedEntity } from '../account.ts';
import { AlloyError, badRequest, requiredError, unknownObject } from '../errors.ts';
import { parseBody, parseValue } from '../http/body.ts';
import type { Env } from '../http/env.ts';
import { type Feedback, feedbackLabels, type NewFeedback } from '../records/feedback.ts';
import { formatDate, isObject, type Json, optionalFilledText } from '../values.ts';

/** Alloy asks for positive amounts; none lost is a fact worth telling, so 0 passes. */
const amount = z.number().min(0).nullish();

const feedbackItem = z
  .strictObject({
    entity_token: optionalFilledText,
    external_entity_identifier: optionalFilledText,
    evaluation_token: optionalFilledText,
    feedback_case_status: z.enum(feedbackLabels.feedback_case_status).nullish(),
    feedback_case_reason: z.enum(feedbackLabels.feedback_case_reason).nullish(),
    feedback_fraud_type: z.enum(feedbackLabels.feedback_fraud_type).nullish(),
    feedback_fraud_channel: z.enum(feedbackLabels.feedback_fraud_channel).nullish(),
    feedback_entity_status: z.enum(feedbackLabels.feedback_entity_status).nullish(),
    loss_amount: amount,
    exposure_amount: amount,
  })
  .refine(({ entity_token: token, external_entity_identifier: id }) => Boolean(token ?? id), {
    path: ['entity_token'],
    message: 'or external_entity_identifier is required',
    params: { type: 'object.missing' },
  });

export function registerFeedbackRoutes(app: Hono<Env>, account: Account): void {
  app.post('/entity-feedback', async (context) => {
    // A bare list; one that is empty says nothing.
    const items = await parseBody(context, z.array(z.unknown()).min(1));
    const inserted: Json[] = [];
    const invalid: Json[] = [];
    for (const item of items) {
      try {
        inserted.push(buildFeedback(account.feedback.add(parseItem(account, item))));
      } catch (error) {
        if (!(error instanceof AlloyError)) throw error;
        invalid.push(buildRefused(item, error));
      }
    }
    // HTTP 200, and 201 in the body: so in Alloy's description and its example.
    return context.json(buildEnvelope(account, 201, inserted, invalid));
  });

  // Alloy reuses the insert's schema for the list. It documents no filters; these two are the item's own members.
  app.get('/entity-feedback', (context) => {
    const wanted = readFilter(context, account);
    const listed = [...account.feedback.all()].filter(
      ({ entityToken }) => wanted === undefined || entityToken === wanted,
    );
    return context.json(buildEnvelope(account, 200, listed.map(buildFeedback), []));
  });
}

function readFilter(context: Context<Env>, account: Account): string | undefined {
  const id = context.req.query('entity_token') || context.req.query('external_entity_identifier');
  if (!id) return undefined;
  return getEntity(account, id).token;
}

function parseItem(account: Account, item: unknown): NewFeedback {
  const parsed = parseValue(item, feedbackItem);
  const {
    entity_token,
    external_entity_identifier,
    evaluation_token,
    loss_amount,
    exposure_amount,
    ...words
  } = parsed;
  const entity = getNamedEntity(account, [entity_token, external_entity_identifier], () =>
    badRequest('entity_token and external_entity_identifier name different entities', {
      entity_token,
      external_entity_identifier,
    }),
  );
  if (entity === undefined) throw requiredError('entity_token');
  if (evaluation_token && account.evaluations.find(evaluation_token)?.entityToken !== entity.token)
    throw unknownObject('evaluation_token', evaluation_token);
  return {
    entityToken: entity.token,
    evaluationToken: evaluation_token ?? null,
    labels: Object.fromEntries(
      Object.entries(words).flatMap(([name, word]) => (typeof word === 'string' ? [[name, word]] : [])),
    ),
    lossAmount: loss_amount ?? null,
    exposureAmount: exposure_amount ?? null,
  };
}

function buildFeedback(feedback: Feedback): Json {
  const ids = Object.entries<readonly string[]>(feedbackLabels).map(([name, words]) => {
    const place = words.indexOf(feedback.labels[name] ?? '');
    return [`${name}_id`, place < 0 ? null : place + 1];
  });
  return {
    created_at: formatDate(feedback.createdAt),
    entity_feedback_id: feedback.id,
    entity_id: feedback.entityId,
    ...Object.fromEntries(ids),
    loss_amount: feedback.lossAmount,
    exposure_amount: feedback.exposureAmount,
  };
}

/** Alloy does not show a refused item: ours is the item as sent, with what an error would have said. */
function buildRefused(item: unknown, { message, details }: AlloyError): Json {
  const sent = isObject(item) ? item : { value: item };
  return { ...sent, error: { message, details } };
}

function buildEnvelope(account: Account, statusCode: number, inserted: Json[], invalid: Json[]): Json {
  return {
    status_code: statusCode,
    error: null,
    timestamp: account.now(),
    name: 'EntityFeedback',
    data: { inserted_entity_feedback: inserted, invalid_entity_feedback: invalid },
  };
}
