/** What POST /events/ refuses, and in which form. Source: https://developer.alloy.com/public/reference/events */
import { describe, expect, it } from 'vitest';
import { createAccountClient, read, readEach } from '../helpers/account-client.ts';

const johnDoe = '9e82d5e7-ada0-4957-a8fd-4d937c99bae8';

describe('validation', () => {
  it('answers 400 in the form of events, and keeps the event', async () => {
    const client = createAccountClient();
    const { status, body } = await client.event('person_created', { name_first: 'Maya' });
    const token = read(body, 'event_request_token');
    expect(status).toBe(400);
    expect(token).toMatch(/^EV-[A-Za-z0-9]{20}$/);
    expect(body).toEqual({
      status_code: 400,
      event_request_token: token,
      _links: { self: { href: `/v1/events/${token}` } },
      event: {
        event_type: 'person_created',
        event_status: 'ERROR',
        evaluations: [],
        journey_applications: [],
      },
      error: {
        issues: [
          {
            code: 'invalid_type',
            expected: 'string',
            received: 'undefined',
            path: ['external_entity_id'],
            message: 'Required',
          },
        ],
        name: 'ValidationError',
        statusCode: 400,
        status: 400,
      },
    });
    const stored = await client.get(`/events/${token}`);
    expect(stored).toMatchObject({
      status: 200,
      body: { event_request_token: token, event_type: 'person_created', event_request_status_type_id: 2 },
    });
  });

  const cases: [string, string, Record<string, unknown>, (string | number)[]][] = [
    [
      'no timestamp',
      'login',
      { timestamp: undefined, external_entity_id: johnDoe, login_method: 'sso' },
      ['timestamp'],
    ],
    [
      'a timestamp without a time',
      'login',
      { timestamp: '2026-01-05', external_entity_id: johnDoe, login_method: 'sso' },
      ['timestamp'],
    ],
    ['no entity', 'person_updated', { name_first: 'Maya' }, ['external_entity_id']],
    [
      'a US address without a state',
      'person_created',
      {
        external_entity_id: 'p-1',
        addresses: [{ type: 'primary', line_1: '1 A', city: 'B', postal_code: '10001', country_code: 'US' }],
      },
      ['addresses', 0, 'state'],
    ],
    [
      'a phone of an unknown kind',
      'person_created',
      { external_entity_id: 'p-1', phones: [{ phone_number: '2025550100', type: 'pager' }] },
      ['phones', 0, 'type'],
    ],
    ['a business without a name', 'business_created', { external_entity_id: 'b-1' }, ['business_name']],
    [
      'a share of more than 100',
      'person_created',
      {
        external_entity_id: 'p-1',
        entity_groups: [{ external_entity_group_id: 'g', ownership_percentage: 101 }],
      },
      ['entity_groups', 0, 'ownership_percentage'],
    ],
    [
      'a bank account without a number',
      'bank_account_created',
      { external_account_id: 'a-1', entities: [{ external_entity_id: johnDoe }] },
      ['account_number'],
    ],
    [
      'a bank account without holders',
      'bank_account_created',
      { external_account_id: 'a-1', account_number: '1', entities: [] },
      ['entities'],
    ],
    [
      'linking and unlinking at once',
      'external_account_updated',
      {
        external_account_id: 'bag123',
        link_timestamp: '2026-01-05T10:00:00Z',
        unlink_timestamp: '2026-01-05T10:00:00Z',
      },
      ['unlink_timestamp'],
    ],
    [
      'an amount in dollars',
      'transaction',
      {
        external_transaction_id: 't',
        amount: 12.5,
        currency: 'USD',
        external_entity_id: johnDoe,
        external_account_id: 'demo-checking-01',
        transaction_created_date: '2026-01-05T10:00:00Z',
        counterparty: { account_number: '1' },
      },
      ['amount'],
    ],
    [
      'a counterparty without a name',
      'transaction',
      {
        external_transaction_id: 't',
        amount: 1250,
        currency: 'USD',
        external_entity_id: johnDoe,
        external_account_id: 'demo-checking-01',
        transaction_created_date: '2026-01-05T10:00:00Z',
        counterparty: {},
      },
      ['counterparty', 'account_number'],
    ],
    [
      'an unknown way to log in',
      'login',
      { external_entity_id: johnDoe, login_method: 'telepathy' },
      ['login_method'],
    ],
    ['an unknown target', 'credentials_updated', { external_entity_id: johnDoe, target: 'shoe' }, ['target']],
    [
      'an unknown application',
      'embedded_authentication',
      { external_entity_id: johnDoe, embedded_application: 'venmo' },
      ['embedded_application'],
    ],
    [
      'a notification without a subtype',
      'modify_notification',
      { external_entity_id: johnDoe, notification: { type: 'account' } },
      ['notification', 'subtype'],
    ],
    [
      'a group without members',
      'entity_group_created',
      { external_entity_group_ids: [{ external_entity_id: 'g' }], entities: [] },
      ['entities'],
    ],
    [
      'an unknown role',
      'entity_group_created',
      {
        external_entity_group_ids: [{ external_entity_id: 'g' }],
        entities: [{ external_entity_id: johnDoe, roles: ['king'] }],
      },
      ['entities', 0, 'roles'],
    ],
    ['an update of no group', 'entity_group_updated', { name: 'x' }, ['external_entity_group_ids']],
    ['a card without an id', 'card_created', { external_entity_id: johnDoe }, ['external_card_id']],
    [
      'a month 13',
      'card_created',
      { external_entity_id: johnDoe, external_card_id: 'c', expiry_month: '13' },
      ['expiry_month'],
    ],
  ];
  it.each(cases)('refuses %s (%s)', async (_fault, eventType, data, path) => {
    const { status, body } = await createAccountClient().event(eventType, data);
    expect(status, JSON.stringify(body)).toBe(400);
    expect(readEach(body, 'error.issues', 'path')).toEqual([path]);
  });

  const unknown: [string, Record<string, unknown>, (string | number)[]][] = [
    ['person_updated', { external_entity_id: 'nobody' }, ['external_entity_id']],
    ['business_updated', { entity_token: 'P-TfkFe6lCPkElc9Xktd3V' }, []],
    ['login', { entity_token: 'P-00000000000000000000', login_method: 'sso' }, ['entity_token']],
    [
      'bank_account_created',
      {
        external_account_id: 'a-1',
        account_number: '1',
        entities: [{ external_entity_id: johnDoe }, { external_entity_id: 'nobody' }],
      },
      ['entities', 1, 'external_entity_id'],
    ],
    ['bank_account_updated', { external_account_id: 'nothing' }, ['external_account_id']],
    ['entity_group_updated', { entity_group_token: 'EG-00000000000000000000' }, ['entity_group_token']],
    [
      'person_updated',
      { external_entity_id: johnDoe, entity_groups: [{ entity_group_token: 'EG-00000000000000000000' }] },
      ['entity_groups', 0, 'entity_group_token'],
    ],
    ['card_updated', { external_entity_id: johnDoe, external_card_id: 'nothing' }, ['external_card_id']],
  ];
  it.each(unknown)('refuses %s of a record that does not exist: %j', async (eventType, data, path) => {
    const { status, body } = await createAccountClient().event(eventType, data);
    expect(status, JSON.stringify(body)).toBe(400);
    expect(read(body, 'error.issues')).toMatchObject([{ code: 'custom', path }]);
  });

  it('stores nothing of a refused event', async () => {
    const client = createAccountClient();
    const refused = await client.event('person_created', {
      external_entity_id: 'p-1',
      entity_groups: [
        { external_entity_group_id: 'new-group' },
        { entity_group_token: 'EG-00000000000000000000' },
      ],
    });
    expect(refused.status).toBe(400);
    expect((await client.get('/entities/p-1')).status).toBe(400);
    expect((await client.get('/entity-groups/new-group')).status).toBe(400);
  });

  it.each([
    ['no type', { data: {} }, ['event_type']],
    ['an unknown type', { event_type: 'person_deleted', data: {} }, ['event_type']],
    ['no data', { event_type: 'login' }, ['data']],
    ['data that is a list', { event_type: 'login', data: [] }, ['data']],
    ['a number', 7, []],
    ['a list', [], []],
    ['nothing', undefined, []],
  ])('refuses an envelope with %s', async (_fault, envelope, path) => {
    const client = createAccountClient();
    const { status, body } = await client.post('/events/', envelope);
    expect(status).toBe(400);
    expect(readEach(body, 'error.issues', 'path')).toEqual([path]);
    expect((await client.get(`/events/${read(body, 'event_request_token')}`)).status).toBe(200);
  });

  it('refuses text that is not JSON in the common envelope', async () => {
    const { status, body } = await createAccountClient().post('/events/', '{"event_type": ');
    expect(status).toBe(400);
    expect(body).toMatchObject({ status_code: 400, error: { minor_code: 4002 } });
  });
});

describe('conflicts', () => {
  const repeated: [string, Record<string, unknown>, string][] = [
    ['person_created', { external_entity_id: johnDoe }, `Entity ${johnDoe}`],
    ['business_created', { external_entity_id: johnDoe, business_name: 'X' }, `Entity ${johnDoe}`],
    [
      'person_created',
      { external_entity_id: 'p-1', external_entity_ids: [{ external_entity_id: johnDoe }] },
      `Entity ${johnDoe}`,
    ],
    [
      'person_updated',
      {
        external_entity_id: '55fe8955-7e7b-4785-b9fa-60dac5e89fc8',
        external_entity_ids: [{ external_entity_id: johnDoe }],
      },
      `Entity ${johnDoe}`,
    ],
    [
      'bank_account_created',
      { external_account_id: 'bag123', account_number: '1', entities: [{ external_entity_id: johnDoe }] },
      'Account bag123',
    ],
    [
      'external_account_created',
      { external_account_id: 'bag123', entities: [{ external_entity_id: johnDoe }] },
      'Account bag123',
    ],
    [
      'entity_group_created',
      {
        external_entity_group_ids: [{ external_entity_id: '5216d25f-fe44-483d-ab22-6ba0ae25bbcc' }],
        entities: [{ external_entity_id: johnDoe }],
      },
      'Entity Group 5216d25f-fe44-483d-ab22-6ba0ae25bbcc',
    ],
  ];
  it.each(repeated)('answers 409 for %s with a known id: %j', async (eventType, data, message) => {
    const { status, body } = await createAccountClient().event(eventType, data);
    expect(status).toBe(409);
    expect(body).toMatchObject({
      status_code: 409,
      event: { event_type: eventType, event_status: 'ERROR', evaluations: [], journey_applications: [] },
      error: { message, exists: null },
    });
  });
});
