/**
 * Fields of a legacy transaction: what PATCH /transactions changes is what POST /evaluations takes beside the accounts.
 * Facts: https://developer.alloy.com/public/reference/patch_transactions-transaction-id
 */
import { flag, integer, json, number, oneOf, text } from './schemas.ts';

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
  transaction_date: text('ISO 8601; look-backs count from it').optional(),
  amount: integer('Cents').optional(),
  currency: text('ISO 4217').optional(),
  process_method: oneOf(processMethods, 'Rail').nullish(),
  category: oneOf(categories, 'Finer than process_method').nullish(),
  interaction_point: oneOf(interactionPoints, 'Where it happened').nullish(),
  type_code: text('Your type code').nullish(),
  type_description: text('What type_code means').nullish(),
  is_approved: flag('Approved by the customer').nullish(),
  is_reversal: flag('A refund').nullish(),
  is_triggered_by_user: flag('Started by the source entity').nullish(),
  is_international_override: flag('International').nullish(),
  return_code: text('ACH return code').nullish(),
  return_code_reason: oneOf(['Unauthorized'], 'Why it was returned').nullish(),
  entry_mode: number('Card: POS entry mode').nullish(),
  response_code: number('Card: response code').nullish(),
  status: oneOf(transactionStatuses, 'Status of the transaction').nullish(),
  status_detail: text('More on the status').nullish(),
  iso_message: number('Card: ISO message value').nullish(),
  settled_at: text('ISO 8601').nullish(),
  latest_transaction_date: text('ISO 8601').nullish(),
  description: text('Free text').nullish(),
  approval_code: text('Approval code as received').nullish(),
  transaction_meta: json('Free JSON').nullish(),
} as const;
