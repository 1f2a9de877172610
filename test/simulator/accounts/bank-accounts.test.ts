/** Bank accounts through events and through /accounts, and GET /bank-accounts. */
import { describe, expect, it } from 'vitest';
import {
  type AccountClient,
  createAccountClient,
  guideTime,
  read,
  readEach,
} from '../helpers/account-client.ts';

const johnDoe = { external_entity_id: '9e82d5e7-ada0-4957-a8fd-4d937c99bae8' };
const holder = { ...johnDoe, account_holder_type: 'primary' };

async function createAccount(client: AccountClient, data: Record<string, unknown> = {}) {
  const reply = await client.event('bank_account_created', {
    external_account_id: 'acct-1',
    account_number: '4400019213',
    entities: [holder],
    ...data,
  });
  expect(reply.status, JSON.stringify(reply.body)).toBe(201);
  return reply.body;
}

describe('GET /bank-accounts/{token or external id}', () => {
  it('shows the account with its history, newest first', async () => {
    const client = createAccountClient();
    const created = await createAccount(client, {
      ...johnDoe,
      timestamp: '2026-01-01T10:00:00Z',
      currency: 'USD',
      status: 'Active',
      account_balance: 181_250,
    });
    await client.event('bank_account_updated', {
      external_account_id: 'acct-1',
      timestamp: '2026-01-02T10:00:00Z',
      status: 'Frozen',
      status_detail: 'Awaiting verification',
    });
    const token = read(created, 'event.data.account_token');
    const { status, body } = await client.get('/bank-accounts/acct-1');
    expect(status).toBe(200);
    expect(body).toEqual({
      account_token: token,
      timestamp: '2026-01-02T10:00:00.000Z',
      external_account_id: 'acct-1',
      external_entity_id: johnDoe.external_entity_id,
      entity_token: 'P-TfkFe6lCPkElc9Xktd3V',
      account_class: null,
      account_name: null,
      account_number: '4400019213',
      routing_number: null,
      opening_date: null,
      maturity_date: null,
      closing_date: null,
      cif_number: null,
      card_network: null,
      country_code: null,
      currency: 'USD',
      product_code: null,
      product_name: null,
      status: 'Frozen',
      status_detail: 'Awaiting verification',
      credit_limit: null,
      account_balance: 181_250,
      account_type_status: null,
      status_fraud: null,
      entity_group_token: null,
      external_entity_group_id: null,
      entities: [{ entity_token: 'P-TfkFe6lCPkElc9Xktd3V', ...holder }],
      history: [
        {
          timestamp: '2026-01-02T10:00:00.000Z',
          status: 'Frozen',
          status_detail: 'Awaiting verification',
          credit_limit: null,
          account_balance: 181_250,
          status_fraud: null,
        },
        {
          timestamp: '2026-01-01T10:00:00.000Z',
          status: 'Active',
          status_detail: null,
          credit_limit: null,
          account_balance: 181_250,
          status_fraud: null,
        },
      ],
      entity_groups: [],
    });
    expect((await client.get(`/bank-accounts/${token}`)).body).toEqual(body);
  });

  it('pages the history', async () => {
    const client = createAccountClient();
    await createAccount(client, { timestamp: '2026-01-01T10:00:00Z', account_balance: 1 });
    for (const day of [2, 3, 4, 5])
      await client.event('bank_account_updated', {
        external_account_id: 'acct-1',
        timestamp: `2026-01-0${day}T10:00:00Z`,
        account_balance: day,
      });
    const balances = async (query: string) =>
      readEach((await client.get(`/bank-accounts/acct-1${query}`)).body, 'history', 'account_balance');
    expect(await balances('')).toEqual([5, 4, 3, 2, 1]);
    expect(await balances('?page=2&per_page=2')).toEqual([3, 2]);
    expect(await balances('?page=4&per_page=2')).toEqual([]);
    expect(await balances('?per_page=5000')).toEqual([5, 4, 3, 2, 1]);
  });

  it('gives no more than 1000 rows a page, one for each moment', async () => {
    const client = createAccountClient();
    const start = Date.parse('2026-01-01T00:00:00Z');
    for (const minute of [...Array(1001).keys(), 1000, 1000])
      await client.event('bank_account_updated', {
        external_account_id: 'demo-checking-01',
        timestamp: new Date(start + minute * 60_000).toISOString(),
        account_balance: minute,
      });
    const rows = async (query: string) =>
      readEach(
        (await client.get(`/bank-accounts/demo-checking-01?${query}`)).body,
        'history',
        'account_balance',
      );
    expect(await rows('per_page=5000')).toHaveLength(1000);
    // The row of the day the account was made, and the oldest of the 1001.
    expect(await rows('page=2')).toEqual([1, 0]);
  });

  it('shows the entity that was named, not just the first holder', async () => {
    const client = createAccountClient();
    const lucy = { external_entity_id: '55fe8955-7e7b-4785-b9fa-60dac5e89fc8' };
    await createAccount(client, {
      ...lucy,
      entities: [holder, { ...lucy, account_holder_type: 'secondary' }],
    });
    expect((await client.get('/bank-accounts/acct-1')).body).toMatchObject({
      ...lucy,
      entity_token: 'P-ewaa6ImCcpv7FM2XhpNe',
    });
  });

  it.each(['page=0', 'page=x', 'per_page=0', 'per_page=1.5'])('refuses %s', async (query) => {
    expect((await createAccountClient().get(`/bank-accounts/bag123?${query}`)).status).toBe(400);
  });

  it('answers 404 for an unknown account', async () => {
    const { status, body } = await createAccountClient().get('/bank-accounts/nothing');
    expect(status).toBe(404);
    expect(body).toMatchObject({ error: { minor_code: 4041 } });
  });

  it('shows the groups that the account belongs to', async () => {
    const { body } = await createAccountClient().get('/bank-accounts/bag123');
    expect(read(body, 'entity_groups')).toEqual([
      {
        entity_group_token: 'EG-VuyHal5GhTORaNfi0eG8',
        entity_group_name: 'Trusting Operations',
        entity_group_type: 'business',
      },
    ]);
  });
});

describe('events', () => {
  it('ties an account to a group and to the members that hold it', async () => {
    const client = createAccountClient();
    const group = '5216d25f-fe44-483d-ab22-6ba0ae25bbcc';
    const created = await createAccount(client, {
      external_entity_group_id: group,
      entities: [{ entity_token: 'P-g2g3YTOecIpAiZtFbhNi', account_holder_type: 'joint_owner' }],
    });
    const { body } = await client.get(`/entity-groups/${group}`);
    expect(read(body, 'entity_group_relationships.2')).toMatchObject({
      name: 'Jazmyn Streich',
      bank_accounts: [
        { bank_account_token: read(created, 'event.data.account_token'), account_holder_type: 'joint_owner' },
      ],
    });
  });

  it('links an outside account when it says so or when the event happened, and unlinks it', async () => {
    const client = createAccountClient();
    const linked = await client.event('external_account_created', {
      external_account_id: 'ext-1',
      timestamp: '2026-01-01T10:00:00Z',
      entities: [holder],
    });
    expect(read(linked.body, 'event.data')).toMatchObject({
      is_linked_account: true,
      link_timestamp: '2026-01-01T10:00:00.000Z',
    });
    const unlinked = await client.event('external_account_updated', {
      external_account_id: 'ext-1',
      unlink_timestamp: '2026-01-03T10:00:00Z',
    });
    expect(read(unlinked.body, 'event.data')).toMatchObject({
      is_linked_account: false,
      unlink_timestamp: '2026-01-03T10:00:00.000Z',
      account_token: read(linked.body, 'event.data.account_token'),
    });
  });

  it('replaces the holders that an update names', async () => {
    const client = createAccountClient();
    const { body } = await client.event('bank_account_updated', {
      account_token: 'A-cn8cN9IuEgK39nNweuvY',
      entities: [holder],
    });
    expect(readEach(body, 'event.data.entities', 'entity_token')).toEqual(['P-TfkFe6lCPkElc9Xktd3V']);
  });
});

describe('POST and PATCH /accounts', () => {
  it('creates, reads under the newer path, and changes', async () => {
    const client = createAccountClient();
    const created = await client.post('/accounts', {
      external_account_id: 'legacy-1',
      account_class: 'deposit',
      entities: [holder],
    });
    const token = read(created.body, 'bank_account_token');
    expect(created.status).toBe(201);
    expect(created.body).toEqual({
      status_code: 201,
      error: null,
      external_account_id: 'legacy-1',
      bank_account_token: token,
      account_class: 'deposit',
      entities: [{ ...holder, entity_token: 'P-TfkFe6lCPkElc9Xktd3V' }],
    });
    const changed = await client.patch(`/accounts/${token}`, {
      account_class: 'deposit',
      product_name: 'Everyday Checking',
      entities: [],
      account_snapshot: {
        timestamp: '2026-01-04T00:00:00Z',
        details: { status: 'Active' },
        account_view: { account_balance: 900 },
      },
    });
    expect(changed.status).toBe(200);
    expect(changed.body).toMatchObject({
      status_code: 200,
      product_name: 'Everyday Checking',
      routing_number: null,
      link_timestamp: null,
      entities: [],
    });
    expect((await client.get('/bank-accounts/legacy-1')).body).toMatchObject({
      status: 'Active',
      account_balance: 900,
      history: [
        { timestamp: new Date(guideTime).toISOString(), status: null },
        { timestamp: '2026-01-04T00:00:00.000Z', status: 'Active', account_balance: 900 },
      ],
    });
  });

  const faults: [string, Record<string, unknown>, string][] = [
    ['no id', { account_class: 'deposit' }, 'value'],
    ['an unknown class', { external_account_id: 'x', account_class: 'piggy bank' }, 'account_class'],
    ['no link_timestamp', { external_account_id: 'x', is_linked_account: true }, 'link_timestamp'],
    [
      'a link in the future',
      { external_account_id: 'x', is_linked_account: true, link_timestamp: '2031-01-01T00:00:00Z' },
      'link_timestamp',
    ],
    [
      'two ids of one holder',
      { external_account_id: 'x', entities: [{ ...holder, entity_token: 'P-TfkFe6lCPkElc9Xktd3V' }] },
      'entities.0',
    ],
    [
      'a holder without a role',
      { external_account_id: 'x', entities: [johnDoe] },
      'entities.0.account_holder_type',
    ],
  ];
  it.each(faults)('refuses %s', async (_fault, body, path) => {
    const reply = await createAccountClient().post('/accounts', body);
    expect(reply.status).toBe(400);
    expect(reply.body).toMatchObject({ error: { minor_code: 4002, details: [{ path }] } });
  });

  it('refuses unknown holders, ids that are taken, and a change without a class', async () => {
    const client = createAccountClient();
    const entities = [{ external_entity_id: 'nobody', account_holder_type: 'primary' }];
    const unknown = await client.post('/accounts', { external_account_id: 'x', entities });
    expect(unknown.body).toMatchObject({ status_code: 400, error: { minor_code: 4013 } });
    expect((await client.post('/accounts', { external_account_id: 'bag123' })).status).toBe(409);
    expect((await client.patch('/accounts/bag123', { account_name: 'x' })).status).toBe(400);
    expect((await client.patch('/accounts/nothing', { account_class: 'deposit' })).status).toBe(404);
  });
});
