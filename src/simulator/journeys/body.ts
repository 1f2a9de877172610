/**
 * What the operations on journey applications take. Journeys decide what `data` holds, so it is open: only what has a
 * form of its own is checked here, the rest by the workflow that reads it.
 */

import * as z from 'zod';
import { groupTypes } from '../records/groups.ts';
import { filledText, openObject, optionalFilledText, optionalText } from '../values.ts';

const address = z.looseObject({
  type: optionalText,
  line_1: optionalText,
  line_2: optionalText,
  city: optionalText,
  state: optionalText,
  postal_code: optionalText,
  country_code: optionalText,
});

/** Alloy's sample sends a number for what its schema calls a string. */
const percentage = z.union([z.string(), z.number()]).nullish();

const representative = z.looseObject({
  name_first: optionalText,
  name_middle: optionalText,
  name_last: optionalText,
  type: z
    .enum(['principal_owner', 'authorized_signer', 'coborrower', 'joint', 'guarantor', 'director'])
    .nullish(),
  birth_date: optionalText,
  document_ssn: optionalText,
  email_address: optionalText,
  phone_number: optionalText,
  ownership_percentage: percentage,
  addresses: z.array(address).nullish(),
});

const payload = z.looseObject({
  addresses: z.array(address).nullish(),
  representatives: z.array(representative).nullish(),
  meta: openObject.nullish(),
});

const entityItem = z.looseObject({
  entity_type: z.enum(['person', 'business']).nullish(),
  branch_name: optionalFilledText,
  external_entity_id: optionalFilledText,
  entity_token: optionalFilledText,
  data: payload,
});
export type EntityItem = z.output<typeof entityItem>;

const externalApplicationId = z
  .string()
  .regex(/^[A-Za-z0-9_-]+$/)
  .nullish();

const applicationMeta = openObject.nullish();

export const createApplicationBody = z.looseObject({
  entities: z.array(entityItem).min(1),
  external_group_id: optionalFilledText,
  external_application_id: externalApplicationId,
  external_partner_id: optionalFilledText,
  external_product_id: optionalFilledText,
  do_await_additional_entities: z.boolean().nullish(),
  application_meta: applicationMeta,
  external_entity_group_id: optionalFilledText,
  entity_group_token: optionalFilledText,
  entity_group_name: optionalFilledText,
  entity_group_type: z.enum(groupTypes).nullish(),
});
export type CreateApplicationBody = z.output<typeof createApplicationBody>;

/** `data` may be left out where there are `answers`, as a guide shows. */
const updateItem = entityItem
  .extend({
    entity_application_token: optionalFilledText,
    data: payload.optional(),
    answers: z.unknown().optional(),
  })
  .superRefine((item, context) => {
    if (item.data === undefined && (item.answers ?? null) === null)
      context.addIssue({
        code: 'custom',
        path: ['data'],
        message: 'is required',
        params: { type: 'any.required' },
      });
  });
export type UpdateItem = z.output<typeof updateItem>;

export const updateApplicationBody = z
  .looseObject({
    has_finished_sending_additional_entities: z.boolean().nullish(),
    entities: z.array(updateItem).nullish(),
  })
  .superRefine(({ entities, has_finished_sending_additional_entities: finished }, context) => {
    if ((entities ?? []).length === 0 && finished !== true)
      context.addIssue({
        code: 'custom',
        path: ['entities'],
        message: 'is required, unless has_finished_sending_additional_entities is true',
        params: { type: 'any.required' },
      });
  });
export type UpdateApplicationBody = z.output<typeof updateApplicationBody>;

export const rerunBody = z.looseObject({
  external_application_id: externalApplicationId,
  exclude_entity_tokens: z.array(z.string()).nullish(),
  entities: z.array(entityItem).nullish(),
  application_meta: applicationMeta,
});
export type RerunBody = z.output<typeof rerunBody>;

const autoDecisions = z.record(z.string(), z.string()).nullish();

export const createBatchBody = z.looseObject({
  entities: z
    .array(
      entityItem.extend({
        multi_entity_application_batch_key: optionalFilledText,
        auto_decision_node_outcomes: autoDecisions,
        external_partner_id: optionalFilledText,
        external_product_id: optionalFilledText,
        external_group_id: optionalFilledText,
      }),
    )
    .min(1),
});
export type CreateBatchBody = z.output<typeof createBatchBody>;

/** Both reviews. `reasons` wins over `reason`. */
export const reviewBody = z.looseObject({
  outcome: optionalFilledText,
  reason: optionalFilledText,
  reasons: z.array(filledText).min(1).nullish(),
  note: optionalFilledText,
});
export type ReviewBody = z.output<typeof reviewBody>;

export const nodeBody = z.strictObject({
  outcome: filledText,
  data: payload.nullish(),
});
