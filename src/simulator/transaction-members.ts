/** What a transaction says of itself, the same in an evaluation and in PATCH /transactions. */
import * as z from 'zod';
import {
  interactionPoint,
  processMethod,
  transactionCategory,
  transactionStatus,
} from './account-event-schemas.ts';

const text = z.string().nullish();
const flag = z.boolean().nullish();
const number = z.number().nullish();

export const moment = z.string().refine((value) => !Number.isNaN(Date.parse(value)), {
  message: 'must be an ISO 8601 date',
  params: { type: 'date.base' },
});

export const transactionMembers = {
  process_method: processMethod.nullish(),
  category: transactionCategory.nullish(),
  interaction_point: interactionPoint.nullish(),
  type_code: text,
  type_description: text,
  is_approved: flag,
  is_reversal: flag,
  is_triggered_by_user: flag,
  is_international_override: flag,
  return_code: text,
  return_code_reason: z.literal('Unauthorized').nullish(),
  entry_mode: number,
  response_code: number,
  status: transactionStatus.nullish(),
  status_detail: text,
  iso_message: number,
  settled_at: moment.nullish(),
  latest_transaction_date: moment.nullish(),
  description: text,
  approval_code: text,
  transaction_meta: z.record(z.string(), z.unknown()).nullish(),
} as const;
