/**
 * `data` of the events about bank accounts and transactions.
 * Sources: https://developer.alloy.com/public/reference/events and
 * https://developer.alloy.com/public/docs/event-types-transaction
 */
import * as z from 'zod';
import { accountHolderType } from '../records/bank-accounts.ts';
import {
  interactionPoint,
  processMethod,
  transactionCategory,
  transactionStatus,
} from '../records/transactions.ts';
import { dateTime, optionalDate, optionalDateTime, optionalText } from '../values.ts';
import { commonFields, entityReference, requireEntity, requireOneOf, statusFraud } from './fields.ts';

const holder = z
  .looseObject({ ...entityReference, account_holder_type: accountHolderType.nullish() })
  .superRefine(requireEntity);
export type HolderData = z.output<typeof holder>;

const accountFields = {
  ...entityReference,
  account_class: z.enum(['credit', 'deposit', 'brokerage', 'loan']).nullish(),
  account_name: optionalText,
  account_number: optionalText,
  routing_number: optionalText,
  opening_date: optionalDate,
  maturity_date: optionalDate,
  closing_date: optionalDate,
  cif_number: optionalText,
  card_network: optionalText,
  country_code: optionalText,
  currency: optionalText,
  product_code: optionalText,
  product_name: optionalText,
  status: optionalText,
  status_detail: optionalText,
  /** Cents. */
  credit_limit: z.number().nullish(),
  account_balance: z.number().nullish(),
  account_type_status: z
    .enum(['Written Off', 'Active', 'Refinanced', 'Past Due', 'Paid Off', 'Cancelled'])
    .nullish(),
  status_fraud: statusFraud,
  entity_group_token: optionalText,
  external_entity_group_id: optionalText,
  ...commonFields,
};

const entities = z.array(holder).min(1);

/** The guide does without `account_number`, the reference asks for it. */
export const bankAccountCreated = z.looseObject({
  ...accountFields,
  external_account_id: z.string().min(1),
  account_number: z.string(),
  entities,
});

export const externalAccountCreated = z.looseObject({
  ...accountFields,
  external_account_id: z.string().min(1),
  entities,
  link_timestamp: optionalDateTime,
});

const accountReference = { external_account_id: optionalText, account_token: optionalText };

const requireAccount = (
  value: { readonly external_account_id?: unknown; readonly account_token?: unknown },
  context: z.RefinementCtx,
) => requireOneOf(value, ['external_account_id', 'account_token'], context);

export const bankAccountUpdated = z
  .looseObject({ ...accountFields, ...accountReference, entities: z.array(holder).nullish() })
  .superRefine(requireAccount);

/** The guide wants one of link_timestamp and unlink_timestamp; the reference wants neither, and both contradict. */
export const externalAccountUpdated = z
  .looseObject({
    ...accountFields,
    ...accountReference,
    entities: z.array(holder).nullish(),
    link_timestamp: optionalDateTime,
    unlink_timestamp: optionalDateTime,
  })
  .superRefine((value, context) => {
    requireAccount(value, context);
    if (typeof value.link_timestamp === 'string' && typeof value.unlink_timestamp === 'string')
      context.addIssue({
        code: 'custom',
        path: ['unlink_timestamp'],
        message: 'Only one of link_timestamp, unlink_timestamp',
      });
  });

const counterparty = z
  .looseObject({
    external_counterparty_id: optionalText,
    name_first: optionalText,
    name_last: optionalText,
    routing_number: optionalText,
    account_number: optionalText,
    counterparty_type: optionalText,
    account_name: optionalText,
    address_line_1: optionalText,
    address_line_2: optionalText,
    address_city: optionalText,
    address_state: optionalText,
    address_postal_code: optionalText,
    address_country_code: optionalText,
    card_network: optionalText,
    merchant_category_code: optionalText,
    name_on_card: optionalText,
    avs: optionalText,
    description: optionalText,
    merchant_category_description: optionalText,
    currency: optionalText,
  })
  .superRefine((value, context) =>
    requireOneOf(value, ['account_number', 'external_counterparty_id'], context),
  );

const linkedTransaction = z
  .looseObject({
    external_transaction_id: optionalText,
    transaction_token: optionalText,
    reason: z.string(),
  })
  .superRefine((value, context) =>
    requireOneOf(value, ['external_transaction_id', 'transaction_token'], context),
  );

/** Keys of one's own are kept. The guide calls the account's key bank_account_token. */
export const transaction = z
  .looseObject({
    external_transaction_id: z.string().min(1),
    /** Cents; the sign is the direction. */
    amount: z.int(),
    currency: z.string(),
    ...entityReference,
    external_account_id: optionalText,
    account_token: optionalText,
    bank_account_token: optionalText,
    counterparty,
    transaction_created_date: dateTime,
    category: transactionCategory.nullish(),
    transaction_settled_at: optionalDateTime,
    description: optionalText,
    type_code: optionalText,
    type_description: optionalText,
    is_approved: z.boolean().nullish(),
    is_reversal: z.boolean().nullish(),
    process_method: processMethod.nullish(),
    is_triggered_by_user: z.boolean().nullish(),
    interaction_point: interactionPoint.nullish(),
    linked_transactions: z.array(linkedTransaction).nullish(),
    return_code: optionalText,
    return_code_reason: z.literal('Unauthorized').nullish(),
    status: transactionStatus.nullish(),
    status_detail: optionalText,
    response_code: z.number().nullish(),
    iso_message: z.number().nullish(),
    entry_mode: z.number().nullish(),
    ...commonFields,
  })
  .superRefine((value, context) => {
    requireEntity(value, context);
    requireOneOf(value, ['external_account_id', 'account_token', 'bank_account_token'], context);
  });
export type TransactionData = z.output<typeof transaction>;
