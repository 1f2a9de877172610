/**
 * Bank accounts as POST and PATCH /accounts take them, and as the source and destination of a transaction.
 * Facts: https://developer.alloy.com/public/reference/create-a-bank-account and
 * https://developer.alloy.com/public/reference/bank-account-snapshots-1
 */
import * as z from 'zod';
import { listed } from '../../src/registry/argument-listing.ts';
import { formatSignature } from '../../src/registry/schema.ts';
import type { Arguments, Issue } from '../../src/registry/tool.ts';
import { flag, integer, json, number, omitDescription, oneOf, text } from '../schemas.ts';

const address = (kind: 'mailing' | 'primary') => ({
  [`${kind}_address_line1`]: text('Street').optional(),
  [`${kind}_address_line2`]: text('Unit').optional(),
  [`${kind}_address_city`]: text('City').optional(),
  [`${kind}_address_state`]: text('State or region').optional(),
  [`${kind}_address_postal_code`]: text('Postal code').optional(),
  [`${kind}_address_country_code`]: listed(z.string().max(3).describe('ISO 3166-1 alpha-3'), {
    memberNote: '3 letters',
  }).optional(),
});

/** The facts give a unit for the balance only. */
const details = z
  .strictObject({
    status: oneOf(
      ['Active', 'Deactivated', 'Frozen', 'Pending', 'Inactive'],
      'Status of the account',
    ).nullish(),
    status_detail: text('More on the status').optional(),
    loan_credit_limit: integer('Credit limit or size of the loan').optional(),
    interest_rate: number('Rate now').optional(),
    original_interest_rate: number('Rate at the start').optional(),
    original_amount: integer('Amount at the start').optional(),
    ach_push_limit: integer('Limit of outgoing ACH').optional(),
    ach_pull_limit: integer('Limit of incoming ACH').optional(),
    name_first: text('Given name of the holder').optional(),
    name_last: text('Family name of the holder').optional(),
    email_address: text('Email of the holder').optional(),
    phone_number: text('Phone of the holder').optional(),
    ...address('mailing'),
    ...address('primary'),
  })
  .describe('Details of the account');

const accountView = z
  .strictObject({
    account_balance: listed(integer('Balance in cents'), { memberNote: 'cents' }).optional(),
    date_last_activity: text('ISO 8601').optional(),
    is_good_standing: flag('Nothing is overdue').optional(),
    past_due_days: integer('Days overdue').optional(),
  })
  .describe('Balance and standing');

export const accountSnapshot = listed(
  z
    .strictObject({
      timestamp: listed(text('ISO 8601; an earlier snapshot of the same account and moment is overwritten'), {
        memberNote: 'ISO 8601',
      }),
      meta: json('Free JSON').optional(),
      details: details.optional(),
      account_view: accountView.optional(),
    })
    .describe('State at a moment; same timestamp overwrites'),
  { omitMembers: true, description: buildSnapshotBrief() },
);

/** Twelve address members in a word; a signature would say all of them. */
function buildSnapshotBrief(): string {
  const line = `_address_{${['line1', 'line2', 'city', 'state', 'postal_code', 'country_code (3 letters)'].join(', ')}}`;
  const others = Object.fromEntries(
    Object.entries(details.shape).filter(([name]) => !name.includes('_address_')),
  );
  const format = (schema: z.ZodType) => formatSignature({ ...z.toJSONSchema(schema, { io: 'input' }) });
  const named = format(z.strictObject(others)).slice(0, -1);
  return `State at a moment; same timestamp overwrites {timestamp*, meta:object, details:${named}, mailing${line}, primary${line}}, account_view:${format(accountView)}}`;
}

/**
 * What may be written of an account itself; its holders are fields of /accounts only (accounts.ts). `account_type`
 * is open: Alloy's spec, guide and samples disagree about its values. `loan` is in Alloy's newer schema alone.
 */
export const accountFields = {
  external_account_id: z.string().max(60).describe('Your account id').optional(),
  account_number: text('Account number').optional(),
  account_class: omitDescription(
    oneOf(['deposit', 'credit', 'brokerage', 'loan'], 'Kind of account'),
  ).optional(),
  account_name: omitDescription(text('Label')).optional(),
  routing_number: omitDescription(text('ABA routing number')).optional(),
  account_type: text('merchant account or person').nullish(),
  is_linked_account: flag('Outside (funding) account; needs link_timestamp').nullish(),
  link_timestamp: omitDescription(text('When linked; ISO 8601, past')).nullish(),
  unlink_timestamp: omitDescription(text('When unlinked; ISO 8601, past')).nullish(),
  opening_date: text('YYYY-MM-DD').nullish(),
  country_code: z.string().max(2).describe('ISO alpha-2').nullish(),
  account_snapshot: accountSnapshot.nullish(),
  product_code: text('Product id').nullish(),
  product_name: text('Product').nullish(),
  product_number: text('Product number').nullish(),
  maturity_date: omitDescription(text('Final payment, YYYY-MM-DD')).nullish(),
  closing_date: text('YYYY-MM-DD').nullish(),
  cif_number: omitDescription(text("Customer id in the bank's core")).nullish(),
  card_network: z.string().max(20).describe('Card network').nullish(),
  expiration_date: omitDescription(text('Of the card')).nullish(),
  tokenization_method: omitDescription(z.string().max(20).describe('How the card is tokenized')).nullish(),
  merchant_category_code: omitDescription(z.string().max(20).describe('MCC')).nullish(),
  name_on_card: z.string().max(100).describe('Name on the card').nullish(),
  account_number_last4: omitDescription(z.string().max(4).describe('Last four digits')).nullish(),
  avs: omitDescription(z.string().max(20).describe('Address verification result')).nullish(),
  currency: z.string().max(4).describe('ISO 4217').nullish(),
  meta: omitDescription(json('Free JSON')).nullish(),
} as const;

/** `path` is the argument that holds the account, or '' when its fields are arguments themselves. */
export function checkAccountLink(account: Arguments, path = ''): readonly Issue[] {
  if (account['is_linked_account'] !== true || typeof account['link_timestamp'] === 'string') return [];
  return [
    {
      argument: path === '' ? 'link_timestamp' : `${path}.link_timestamp`,
      message: 'is_linked_account is true, so link_timestamp must say when, e.g. 2026-03-01T12:00:00Z',
    },
  ];
}
