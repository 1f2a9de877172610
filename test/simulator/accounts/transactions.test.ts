/** Transactions: upsert by event, GET and PATCH /transactions. */
import { describe, expect, it } from 'vitest';
import { type AccountClient, createAccountClient, read } from '../helpers/account-client.ts';

const base = {
  external_transaction_id: 'txn-1',
  external_entity_id: '9e82d5e7-ada0-4957-a8fd-4d937c99bae8',
  external_account_id: 'demo-checking-01',
  transaction_created_date: '2026-01-02T09:00:00Z',
  amount: -12_550,
  currency: 'USD',
  counterparty: { external_counterparty_id: 'mrc-210' },
};

async function send(client: AccountClient, data: Record<string, unknown> = {}) {
  const reply = await client.event('transaction', { ...base, ...data });
  expect(reply.status, JSON.stringify(reply.body)).toBe(201);
  return reply.body;
}

describe('the event', () => {
  it('stores the transaction with keys of its own, and evaluates it', async () => {
    const client = createAccountClient();
    const body = await send(client, { status: 'Pending', branch: 12 });
    expect(read(body, 'event.data')).toMatchObject({
      external_transaction_id: 'txn-1',
      branch: 12,
      entity_token: 'P-TfkFe6lCPkElc9Xktd3V',
      account_token: 'A-Dm0ChK4wq7RzYb2XnT9e',
    });
    expect(read(body, 'event.evaluations.0.summary.outcome')).toBe('Approved');
    const { body: stored } = await client.get('/transactions/txn-1');
    expect(stored).toEqual({
      ...base,
      timestamp: '2026-01-05T10:00:00Z',
      status: 'Pending',
      branch: 12,
      entity_token: 'P-TfkFe6lCPkElc9Xktd3V',
      account_token: 'A-Dm0ChK4wq7RzYb2XnT9e',
      linked_transactions: [],
      category: null,
      transaction_settled_at: null,
      description: null,
      type_code: null,
      type_description: null,
      is_approved: null,
      is_reversal: null,
      process_method: null,
      is_triggered_by_user: null,
      interaction_point: null,
      return_code: null,
      return_code_reason: null,
      status_detail: null,
      response_code: null,
      iso_message: null,
      entry_mode: null,
    });
  });

  it('updates on the same id, but for the account and the date of creation', async () => {
    const client = createAccountClient();
    await send(client, { status: 'Pending', description: 'Card purchase' });
    await send(client, {
      timestamp: '2026-01-05T11:00:00Z',
      status: 'Completed',
      external_account_id: 'bag123',
      transaction_created_date: '2026-01-04T09:00:00Z',
    });
    expect((await client.get('/transactions/txn-1')).body).toMatchObject({
      status: 'Completed',
      description: 'Card purchase',
      external_account_id: 'demo-checking-01',
      transaction_created_date: '2026-01-02T09:00:00Z',
    });
  });

  it('keeps the newer state when an older event comes late', async () => {
    const client = createAccountClient();
    await send(client, { status: 'Completed' });
    await send(client, { timestamp: '2026-01-05T09:59:30Z', status: 'Pending' });
    expect((await client.get('/transactions/txn-1')).body).toMatchObject({ status: 'Completed' });
  });

  it('tells in the event whether it created or updated', async () => {
    const client = createAccountClient();
    const upserts = [];
    for (const body of [await send(client), await send(client)]) {
      const event = await client.get(`/events/${read(body, 'event_request_token')}`);
      upserts.push(read(event.body, 'upserted_events_type_id'));
    }
    expect(upserts).toEqual([1, 2]);
  });
});

describe('GET and PATCH /transactions/{transaction_id}', () => {
  it('changes what is named and answers in the older form', async () => {
    const client = createAccountClient();
    await send(client, { description: 'Card purchase' });
    const { status, body } = await client.patch('/transactions/txn-1', {
      status: 'Completed',
      settled_at: '2026-01-03T09:00:00Z',
      transaction_meta: { branch: '12' },
      transaction_id: 'ignored',
    });
    expect(status).toBe(200);
    expect(body).toMatchObject({
      status_code: 200,
      error: null,
      transaction_id: 'txn-1',
      transaction_date: '2026-01-02T09:00:00Z',
      settled_at: '2026-01-03T09:00:00Z',
      currency_code: 'USD',
      amount: '-12550',
      description: 'Card purchase',
      status: 'Completed',
      meta: { branch: '12' },
      approval_code: null,
    });
    expect((await client.get('/transactions/txn-1')).body).toMatchObject({
      status: 'Completed',
      transaction_settled_at: '2026-01-03T09:00:00Z',
      amount: -12_550,
    });
  });

  it.each([
    ['an unknown status', { status: 'Gone' }, 'status'],
    ['an amount in text', { amount: '12' }, 'amount'],
    ['a member that does not exist', { colour: 'red' }, 'colour'],
  ])('refuses %s', async (_fault, patch, path) => {
    const { status, body } = await createAccountClient().patch('/transactions/demo-transaction-01', patch);
    expect(status).toBe(400);
    expect(body).toMatchObject({ error: { minor_code: 4002, details: [{ path }] } });
  });

  it('answers 404 for an unknown transaction', async () => {
    const client = createAccountClient();
    for (const reply of [
      await client.get('/transactions/none'),
      await client.patch('/transactions/none', {}),
    ])
      expect(reply).toMatchObject({ status: 404, body: { error: { minor_code: 4041 } } });
  });
});
