/** Legacy transactions. Source: https://developer.alloy.com/public/reference/patch_transactions-transaction-id */
import { defineTool } from '../../src/registry/tool.ts';
import { segment } from '../schemas.ts';
import { transactionFields } from './schemas.ts';

const transactionId = segment('Your own id, no Alloy token');

/** Answers have two shapes: the event one (external_transaction_id, counterparty) and the seed's (source, destination). */
export const get_single_alloy_transaction_by_id = defineTool({
  name: 'get_single_alloy_transaction_by_id',
  title: 'Get transaction',
  description: 'Amount (cents), parties, category and status of a transaction.',
  method: 'GET',
  path: '/transactions/{transaction_id}',
  params: { transaction_id: { id: transactionId } },
  effect: 'read',
  // The Events API has no read by transaction id; an event is read by its own token.
  deprecated: 'get_single_alloy_event_by_id',
  asked:
    'look up a payment, transfer, wire, ACH or purchase: amount, currency, counterparty, sender, recipient, payee, did it clear or settle',
});

/** source, destination and account_snapshot cannot be changed here, so they are no arguments. */
export const update_a_alloy_transaction_by_id = defineTool({
  name: 'update_a_alloy_transaction_by_id',
  title: 'Update transaction',
  description:
    'Changes given fields of a transaction, e.g. status once settled; its accounts cannot change. As an event: type transaction, same external_transaction_id.',
  method: 'PATCH',
  path: '/transactions/{transaction_id}',
  params: { transaction_id: { id: transactionId } },
  body: { kind: 'json', fields: transactionFields },
  example: { status: 'Completed' },
  effect: 'write',
  deprecated: 'create_a_alloy_event',
  asked:
    'mark a payment, transfer, wire or ACH as settled, cleared, returned, reversed, bounced, rejected, canceled, disputed; change the status of a payment',
});
