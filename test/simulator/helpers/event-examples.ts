/** One event of each kind that is taken, with as many members as its kind has forms for. */
import type { EventType } from '../../../src/simulator/records/event-types.ts';

const john = '9e82d5e7-ada0-4957-a8fd-4d937c99bae8';
const moment = '2026-01-05T10:00:00Z';
const device = { external_device_id: 'dev-1', ip_address_v4: '192.0.2.1', registered_device: true };
const common = { timestamp: moment, supplemental_data: { a: 1 }, meta: { a: 1 } };

const contact = {
  addresses: [{ type: 'primary', line_1: 'x', city: 'x', state: 'NY', postal_code: '1', country_code: 'US' }],
  emails: [{ email_address: 'x@example.com' }],
  phones: [{ phone_number: '+12025550118', type: 'cell' }],
  status: 'active',
  status_detail: 'x',
  entity_groups: [
    { external_entity_group_id: 'group-1', roles: ['joint'], ownership_percentage: '50', title: 'x' },
  ],
};
const person = { name_first: 'Ida', name_last: 'Brook', birth_date: '1990-05-17', document_ssn: '666120417' };
const account = {
  account_class: 'deposit',
  account_number: '1',
  opening_date: '2026-01-01',
  credit_limit: 5,
  account_balance: 5.5,
  account_type_status: 'Active',
  entities: [{ external_entity_id: john, account_holder_type: 'primary' }],
};
const card = {
  external_card_id: 'card-1',
  external_entity_id: john,
  issued_at: moment,
  expiry_month: '07',
  expiry_year: '2030',
  is_locked: false,
  entities: [{ card_holder_type: 'primary', external_entity_id: john }],
  accounts: [{ external_account_id: 'demo-checking-01', account_type: 'primary' }],
};

const data: Readonly<Record<EventType, Readonly<Record<string, unknown>>>> = {
  person_created: {
    external_entity_id: 'ida-1',
    external_entity_ids: [{ external_entity_id: 'ida-2', external_entity_id_type: 'x' }],
    ...person,
    ...contact,
  },
  person_updated: { external_entity_id: john, ...person, ...contact },
  business_created: { external_entity_id: 'quay-1', business_name: 'Quay LLC', ...contact },
  business_updated: {
    external_entity_id: '7b0a2c64-0f3e-4d58-8f5a-2d1b9c7e4a90',
    business_name: 'Quay LLC',
    ...contact,
  },
  bank_account_created: { external_account_id: 'account-1', ...account },
  bank_account_updated: { external_account_id: 'demo-checking-01', ...account },
  external_account_created: { external_account_id: 'account-1', ...account, link_timestamp: moment },
  external_account_updated: { external_account_id: 'demo-checking-01', unlink_timestamp: moment },
  transaction: {
    external_transaction_id: 'txn-1',
    external_entity_id: john,
    external_account_id: 'demo-checking-01',
    transaction_created_date: moment,
    amount: 4_000_000,
    currency: 'USD',
    category: 'Payment',
    counterparty: { external_counterparty_id: 'mrc-210', name_last: 'x' },
    linked_transactions: [{ external_transaction_id: 'demo-transaction-02', reason: 'x' }],
    own_key: 'x',
  },
  login: { external_entity_id: john, login_method: 'sso', sso: 'okta', status: 'failed', device },
  credentials_updated: {
    external_entity_id: john,
    target: '2fa',
    channel: 'online_banking',
    '2fa': { methods: [{ method: 'sms', value: 'x' }], required: true },
    device,
  },
  embedded_authentication: { external_entity_id: john, embedded_application: 'zelle', device },
  modify_notification: {
    external_entity_id: john,
    notification: { type: 'account', subtype: 'x' },
    notification_target: [{ method: 'sms', value: 'x' }],
    amount: 5,
  },
  entity_group_created: {
    name: 'x',
    type: 'membership',
    entities: [{ external_entity_id: john, roles: ['primary'], ownership_percentage: 5 }],
    external_entity_group_ids: [{ external_entity_id: 'group-1', type: 'x' }],
  },
  entity_group_updated: {
    entity_group_token: 'EG-VuyHal5GhTORaNfi0eG8',
    name: 'x',
    entities: [{ external_entity_id: john, roles: ['primary'], remove_entity: false }],
    external_entity_group_ids: [{ external_entity_id: 'group-1', type: 'x' }],
  },
  card_created: card,
  card_updated: card,
};

/** The body of POST /events/. The status is one that has logins and the like monitored. */
export function buildEvent(eventType: EventType): Record<string, unknown> {
  return { event_type: eventType, event_status: 'failed', data: { ...common, ...data[eventType] } };
}
