/**
 * Fields of a legacy transaction: what PATCH /transactions changes is what POST /evaluations takes beside the accounts.
 * Facts: https://developer.alloy.com/public/reference/patch_transactions-transaction-id
 */
import { flag, integer, json, number, omitDescription, oneOf, text } from '../schemas.ts';

export const categories = [
  'Adjustment',
  'ATM Rebate',
  'Bill Pay',
  'Chargeback',
  'Deposit',
  'Direct Deposit Bonus',
  'Interest',
  'Overdraft Fee',
  'Payment',
  'Promo',
  'Purchase',
  'Purchase Return',
  'Return',
  'Service Charge',
  'Withdrawal',
] as const;
export const interactionPoints = [
  'Android',
  'ATM',
  'Card Swipe Terminal',
  'iOS',
  'Mobile',
  'Online Form',
  'Point of Sale',
  'Teller',
  '3rd Party App',
] as const;
export const transactionStatuses = [
  'Acknowledged',
  'Accepted',
  'Rejected',
  'Paused',
  'Pending',
  'Completed',
  'Declined',
  'Cancelled',
] as const;
/** Alloy's enum runs the first two together; its text has them apart. */
export const processMethods = ['Card', 'Internal', 'Check', 'P2P', 'ACH', 'Cash', 'Wire', 'RTP'] as const;

export const transactionFields = {
  transaction_date: omitDescription(text('Look-backs count from it; ISO 8601')).optional(),
  amount: integer('Cents').optional(),
  currency: text('ISO 4217').optional(),
  process_method: omitDescription(oneOf(processMethods, 'Rail')).nullish(),
  category: omitDescription(oneOf(categories, 'Finer than process_method')).nullish(),
  interaction_point: omitDescription(oneOf(interactionPoints, 'Where it happened')).nullish(),
  type_code: text('Your type code').nullish(),
  type_description: omitDescription(text('What type_code means')).nullish(),
  is_approved: omitDescription(flag('Approved by the customer')).nullish(),
  is_reversal: omitDescription(flag('A refund')).nullish(),
  is_triggered_by_user: omitDescription(flag('Started by the source entity')).nullish(),
  is_international_override: flag('International').nullish(),
  return_code: omitDescription(text('ACH return code')).nullish(),
  return_code_reason: omitDescription(oneOf(['Unauthorized'], 'Why it was returned')).nullish(),
  entry_mode: omitDescription(number('Card: POS entry mode')).nullish(),
  response_code: omitDescription(number('Card: response code')).nullish(),
  status: omitDescription(oneOf(transactionStatuses, 'Status of the transaction')).nullish(),
  status_detail: omitDescription(text('More on the status')).nullish(),
  iso_message: omitDescription(number('Card: ISO message value')).nullish(),
  settled_at: text('ISO 8601').nullish(),
  latest_transaction_date: text('ISO 8601').nullish(),
  description: omitDescription(text('Free text')).nullish(),
  approval_code: omitDescription(text('Approval code as received')).nullish(),
  transaction_meta: omitDescription(json('Free JSON')).nullish(),
} as const;
