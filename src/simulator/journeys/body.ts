/**
 * What the operations on journey applications take. Journeys decide what `data` holds, so it is open: only what has a
 * form of its own is checked here, the rest by the workflow that reads it.
 */
import * as z from 'zod';

const text = z.string().nullish();

const address = z.looseObject({
  type: text,
  line_1: text,
  line_2: text,
  city: text,
  state: text,
  postal_code: text,
  country_code: text,
});

/** Alloy's sample sends a number for what its schema calls a string. */
const percentage = z.union([z.string(), z.number()]).nullish();

const representative = z.looseObject({
  name_first: text,
  name_middle: text,
  name_last: text,
  type: z
    .enum(['principal_owner', 'authorized_signer', 'coborrower', 'joint', 'guarantor', 'director'])
    .nullish(),
  birth_date: text,
  document_ssn: text,
  email_address: text,
  phone_number: text,
  ownership_percentage: percentage,
  addresses: z.array(address).nullish(),
});

const payload = z.looseObject({
  addresses: z.array(address).nullish(),
  representatives: z.array(representative).nullish(),
  meta: z.record(z.string(), z.unknown()).nullish(),
});

const identifier = z.string().min(1).nullish();

const entityItem = z.looseObject({
  entity_type: z.enum(['person', 'business']).nullish(),
  branch_name: identifier,
  external_entity_id: identifier,
  entity_token: identifier,
  data: payload,
});
export type EntityItem = z.output<typeof entityItem>;

const externalApplicationId = z
  .string()
  .regex(/^[A-Za-z0-9_-]+$/)
  .nullish();

const applicationMeta = z.record(z.string(), z.unknown()).nullish();

export const createApplicationBody = z.looseObject({
  entities: z.array(entityItem).min(1),
  external_group_id: identifier,
  external_application_id: externalApplicationId,
  external_partner_id: identifier,
  external_product_id: identifier,
  do_await_additional_entities: z.boolean().nullish(),
  application_meta: applicationMeta,
  external_entity_group_id: identifier,
  entity_group_token: identifier,
  entity_group_name: identifier,
  entity_group_type: z.enum(['business', 'joint_account', 'membership', 'merchant']).nullish(),
});
export type CreateApplicationBody = z.output<typeof createApplicationBody>;

/** `data` may be left out where there are `answers`, as a guide shows. */
const updateItem = entityItem
  .extend({
    entity_application_token: identifier,
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
        multi_entity_application_batch_key: identifier,
        auto_decision_node_outcomes: autoDecisions,
        external_partner_id: identifier,
        external_product_id: identifier,
        external_group_id: identifier,
      }),
    )
    .min(1),
});
export type CreateBatchBody = z.output<typeof createBatchBody>;

/** Both reviews. `reasons` wins over `reason`. */
export const reviewBody = z.looseObject({
  outcome: identifier,
  reason: identifier,
  reasons: z.array(z.string().min(1)).min(1).nullish(),
  note: identifier,
});
export type ReviewBody = z.output<typeof reviewBody>;

export const nodeBody = z.strictObject({
  outcome: z.string().min(1),
  data: payload.nullish(),
});
