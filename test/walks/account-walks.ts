/** Accounts, transactions and the events that keep them up to date. */
import { expect } from 'vitest';
import type { Walks } from './agent.ts';
import { conflict, notFound, readEach, unknown, unknownObject } from './demo-account.ts';

const timestamp = '2026-01-05T10:00:00Z';
const johnDoe = 'P-TfkFe6lCPkElc9Xktd3V';

export const accountWalks: Walks = {
  'an account is opened for somebody, changed, and its history paged': async ({ call, refused }) => {
    const create = 'create_a_alloy_account';
    const account = {
      external_account_id: 'walk-savings',
      account_class: 'deposit',
      entities: [{ entity_token: johnDoe, account_holder_type: 'primary' }],
    };
    const opened = await call(create, account);
    expect(opened.status).toBe(201);
    await refused(create, account, conflict);
    await refused(
      create,
      {
        ...account,
        external_account_id: 'walk-other',
        entities: [{ entity_token: unknown('P'), account_holder_type: 'primary' }],
      },
      unknownObject,
    );
    const id = opened.text('bank_account_token');
    const update = 'update_a_alloy_account_by_id';
    await call(update, { id, account_class: 'deposit', product_name: 'Saver' });
    for (const [day, account_balance] of [10_000, 12_500, 9_000].entries())
      await call('create_a_alloy_event', {
        event_type: 'bank_account_updated',
        data: {
          timestamp: `2026-01-0${day + 1}T10:00:00Z`,
          external_account_id: 'walk-savings',
          account_balance,
        },
      });
    await refused(update, { id: unknown('A'), account_class: 'deposit' }, notFound);

    for (const [tool, argument] of [
      ['get_single_alloy_bank_account_by_id', 'id'],
      ['list_all_alloy_bank_accounts', 'account_identifier_or_token'],
    ] as const) {
      const whole = await call(tool, { [argument]: 'walk-savings' });
      expect(whole.read('account_token')).toBe(id);
      const history = whole.list('history');
      expect(history.length).toBeGreaterThan(2);
      const rows: unknown[] = [];
      let cursor: unknown;
      do {
        const more = cursor === undefined ? {} : { cursor };
        const page = await call(tool, { [argument]: id, per_page: 1, ...more });
        rows.push(...page.list('history'));
        cursor = page.next_cursor;
      } while (cursor !== undefined);
      expect(rows).toEqual(history);
      await refused(tool, { [argument]: unknown('A') }, notFound);
    }
  },

  'events are described, sent, stored and read again': async ({ call, refused }) => {
    const schema = await call('list_all_alloy_event_schemas', { type: 'bank_account_created' });
    expect(JSON.stringify(schema.result)).toContain('external_account_id');

    const send = 'create_a_alloy_event';
    const person = {
      event_type: 'person_created',
      data: { timestamp, external_entity_id: 'walk-jonas', name_first: 'Jonas', name_last: 'Berg' },
    };
    const created = await call(send, { ...person, external_event_id: 'walk-event-1' });
    expect(created.read('event')).toMatchObject({
      event_status: 'PROCESSED',
      evaluations: [],
      journey_applications: [],
    });
    // The errors of events have no minor code.
    await refused(send, person, { status: 409 });
    await call(send, {
      event_type: 'bank_account_created',
      data: {
        timestamp,
        external_account_id: 'walk-jonas-checking',
        account_number: '440005512',
        entities: [{ external_entity_id: 'walk-jonas', account_holder_type: 'primary' }],
      },
    });
    await call(send, {
      event_type: 'entity_group_created',
      data: {
        timestamp,
        name: 'Berg household',
        type: 'joint_account',
        external_entity_group_ids: [{ external_entity_id: 'walk-berg-group' }],
        entities: [
          { external_entity_id: 'walk-jonas', roles: ['primary'] },
          { entity_token: johnDoe, roles: ['secondary'] },
        ],
      },
    });
    const group = await call('get_single_alloy_entity_group_by_id', { id: 'walk-berg-group' });
    expect(readEach(group.list('entity_group_relationships'), 'name')).toEqual(['Jonas Berg', 'John Doe']);
    const nobody = { timestamp, external_entity_id: 'walk-nobody', login_method: 'password' };
    await refused(send, { event_type: 'login', data: nobody }, { status: 400 });

    const token = created.text('event_request_token');
    for (const [tool, argument] of [
      ['get_single_alloy_event_by_id', 'id'],
      ['list_all_alloy_events', 'event_request_token'],
    ] as const) {
      const stored = await call(tool, { [argument]: token });
      expect(JSON.stringify(stored.result)).toContain('walk-jonas');
      await refused(tool, { [argument]: unknown('EV') }, { status: 404 });
    }
  },

  'a transaction is monitored, read and corrected': async ({ call, refused }) => {
    const sent = await call('create_a_alloy_event', {
      event_type: 'transaction',
      data: {
        timestamp,
        external_transaction_id: 'walk-transaction',
        external_account_id: 'demo-checking-01',
        entity_token: johnDoe,
        external_entity_id: '9e82d5e7-ada0-4957-a8fd-4d937c99bae8',
        amount: -4_200,
        currency: 'USD',
        transaction_created_date: timestamp,
        counterparty: { external_counterparty_id: 'walk-shop' },
      },
    });
    expect(sent.read('event.evaluations')).toMatchObject([{ summary: { outcome: 'Approved' } }]);
    const read = 'get_single_alloy_transaction_by_id';
    const found = await call(read, { id: 'walk-transaction' });
    expect(found.result).toMatchObject({ amount: -4_200, entity_token: johnDoe });
    await refused(read, { id: 'walk-nothing' }, notFound);
    const update = 'update_a_alloy_transaction_by_id';
    await call(update, { id: 'walk-transaction', status: 'Completed', category: 'Purchase' });
    await refused(update, { id: 'walk-nothing', status: 'Completed' }, notFound);
    const corrected = await call(read, { id: 'walk-transaction' });
    expect(corrected.result).toMatchObject({ status: 'Completed', category: 'Purchase', amount: -4_200 });
  },
};
