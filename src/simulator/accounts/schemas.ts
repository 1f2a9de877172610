/**
 * Bodies of POST /accounts and PATCH /accounts/{token}, and what bodies say of a transaction. Alloy's list of an
 * account's members is of 2024; others pass unchecked. Source: https://developer.alloy.com/public/reference/accounts
 */

import * as z from 'zod';
import { accountHolderType } from '../records/bank-accounts.ts';
import {
  interactionPoint,
  processMethod,
  transactionCategory,
  transactionStatus,
} from '../records/transactions.ts';
import { looseDateTime, openObject, optionalDate, optionalDateTime, optionalText } from '../values.ts';

const number = z.number().nullish();

const holder = z
  .looseObject({
    entity_token: optionalText,
    external_entity_id: optionalText,
    account_holder_type: accountHolderType,
  })
  .superRefine((value, context) => {
    if (Boolean(value.entity_token) === Boolean(value.external_entity_id))
      context.addIssue({
        code: 'custom',
        params: { type: 'object.xor' },
        message: 'must contain exactly one of [entity_token, external_entity_id]',
      });
  });

/** Source: https://developer.alloy.com/public/reference/bank-account-snapshots-1 */
const snapshot = z.looseObject({
  timestamp: looseDateTime,
  meta: openObject.nullish(),
  details: z
    .looseObject({
      status: z.enum(['Active', 'Deactivated', 'Frozen', 'Pending', 'Inactive']).nullish(),
      status_detail: optionalText,
      loan_credit_limit: number,
    })
    .nullish(),
  account_view: z.looseObject({ account_balance: number }).nullish(),
});
export type AccountSnapshot = z.output<typeof snapshot>;

const accountClass = z.enum(['deposit', 'credit', 'brokerage', 'loan']);

const fields = {
  external_account_id: z.string().min(1).max(60).nullish(),
  account_number: optionalText,
  account_class: accountClass.nullish(),
  account_name: optionalText,
  routing_number: optionalText,
  account_type: z.enum(['merchant account', 'person']).nullish(),
  is_linked_account: z.boolean().nullish(),
  link_timestamp: optionalDateTime,
  unlink_timestamp: optionalDateTime,
  opening_date: optionalDate,
  country_code: z.string().max(2).nullish(),
  account_snapshot: snapshot.nullish(),
  product_code: optionalText,
  product_name: optionalText,
  product_number: optionalText,
  maturity_date: optionalDate,
  closing_date: optionalDate,
  cif_number: optionalText,
  card_network: z.string().max(20).nullish(),
  expiration_date: optionalText,
  tokenization_method: z.string().max(20).nullish(),
  merchant_category_code: z.string().max(20).nullish(),
  name_on_card: z.string().max(100).nullish(),
  account_number_last4: z.string().max(4).nullish(),
  avs: z.string().max(20).nullish(),
  currency: z.string().max(4).nullish(),
  meta: openObject.nullish(),
  entities: z.array(holder).nullish(),
};

export const newBankAccount = z.looseObject(fields).superRefine((value, context) => {
  if (!value.external_account_id && !value.account_number)
    context.addIssue({
      code: 'custom',
      params: { type: 'object.missing' },
      message: 'must contain at least one of [external_account_id, account_number]',
    });
  if (value.is_linked_account === true && !value.link_timestamp)
    context.addIssue({
      code: 'custom',
      path: ['link_timestamp'],
      params: { type: 'any.required' },
      message: 'is required when is_linked_account is true',
    });
});

/** The guide wants account_class with every change. */
export const bankAccountPatch = z.looseObject({ ...fields, account_class: accountClass });
export type BankAccountBody = z.output<typeof newBankAccount>;

const flag = z.boolean().nullish();

/** What a transaction says of itself, the same in an evaluation and in PATCH /transactions. */
export const transactionMembers = {
  process_method: processMethod.nullish(),
  category: transactionCategory.nullish(),
  interaction_point: interactionPoint.nullish(),
  type_code: optionalText,
  type_description: optionalText,
  is_approved: flag,
  is_reversal: flag,
  is_triggered_by_user: flag,
  is_international_override: flag,
  return_code: optionalText,
  return_code_reason: z.literal('Unauthorized').nullish(),
  entry_mode: number,
  response_code: number,
  status: transactionStatus.nullish(),
  status_detail: optionalText,
  iso_message: number,
  settled_at: looseDateTime.nullish(),
  latest_transaction_date: looseDateTime.nullish(),
  description: optionalText,
  approval_code: optionalText,
  transaction_meta: openObject.nullish(),
} as const;
