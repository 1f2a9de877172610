/** Events that are accepted: what they store, what reads of them show, and what a mapped workflow makes of them. */
import { describe, expect, it } from 'vitest';
import { type AccountClient, createAccountClient, read, readEach } from '../helpers/account-client.ts';

const johnDoe = '9e82d5e7-ada0-4957-a8fd-4d937c99bae8';

describe('GET /events/{event_request_token}', () => {
  it('gives back the request', async () => {
    const client = createAccountClient();
    const request = {
      event_type: 'login',
      external_event_id: 'evt-1',
      event_lifecycle_id: 'lc-1',
      data: {
        timestamp: '2026-01-05T10:00:00Z',
        external_entity_id: johnDoe,
        login_method: 'password',
        extra: 1,
      },
    };
    const { body } = await client.post('/events', request);
    expect((await client.get(`/events/${read(body, 'event_request_token')}`)).body).toEqual({
      event_request_token: read(body, 'event_request_token'),
      event_type: 'login',
      events_api_type_id: 10,
      event_status_id: null,
      event_lifecycle_id: 'lc-1',
      external_event_id: 'evt-1',
      event_request_status_type_id: 1,
      event_request_source: null,
      ingestion_batch_token: null,
      upserted_events_type_id: null,
      timestamp: '2026-01-06T19:16:22.254Z',
      body: request,
    });
  });

  it('answers 404 in a form of its own', async () => {
    const { status, body } = await createAccountClient().get('/events/EV-nothing');
    expect(status).toBe(404);
    expect(body).toEqual({ error: 'EV-nothing not found' });
  });
});

describe('GET /events/schema', () => {
  it('describes a type, with what the mapped workflow takes beside', async () => {
    const { status, body } = await createAccountClient().get('/events/schema?type=person_updated');
    expect(status).toBe(200);
    expect(body).toMatchObject({
      status_code: 200,
      type: 'Object',
      event_type: { type: 'string', enum: ['person_updated'] },
      external_event_id: { type: 'string', nullable: true },
      data: {
        timestamp: { type: 'string' },
        addresses: { type: 'array', items: { type: 'object', properties: { line_1: { type: 'string' } } } },
        supplemental_data: { type: 'object', properties: { email_address: { type: 'string' } } },
      },
    });
  });

  it('shows no supplemental data for a type that no workflow watches', async () => {
    const client = createAccountClient();
    const unwatched = await client.get('/events/schema?type=embedded_authentication');
    expect(read(unwatched.body, 'data.supplemental_data')).toEqual({ type: 'object', properties: {} });
    const { body } = await client.get('/events/schema?type=login');
    expect(read(body, 'data.username')).toEqual({ type: 'string', nullable: true });
    expect(read(body, 'data.login_method.enum')).toEqual(['biometric', 'password', 'sso', 'passwordless']);
  });

  it.each([
    'person_created',
    'business_created',
    'bank_account_created',
    'transaction',
    'entity_group_updated',
  ])('knows %s', async (type) => {
    const { body } = await createAccountClient().get(`/events/schema?type=${type}`);
    expect(read(body, 'event_type.enum')).toEqual([type]);
  });

  it.each(['', '?type=', '?type=modify_notification', '?type=card_created', '?type=nonsense'])(
    'answers 400 for %j',
    async (query) => {
      expect((await createAccountClient().get(`/events/schema${query}`)).status).toBe(400);
    },
  );
});

describe('activity', () => {
  const activities: [string, Record<string, unknown>][] = [
    [
      'login',
      {
        login_method: 'password',
        username: 'john.doe84',
        status: 'successful',
        device: { ip_address_v4: '203.0.113.7' },
      },
    ],
    [
      'credentials_updated',
      { target: '2fa', '2fa': { methods: [{ method: 'sms', value: '+12025550118' }], required: true } },
    ],
    [
      'embedded_authentication',
      {
        embedded_application: 'zelle',
        device: { device_type: 'mobile' },
        meta: { foo: 'bar' },
        supplemental_data: {},
      },
    ],
    ['modify_notification', { notification: { type: 'security', subtype: 'new login' }, enabled: false }],
    [
      'card_created',
      {
        external_card_id: 'card-1',
        card_type: 'debit',
        expiry_month: '04',
        expiry_year: '2029',
        accounts: [{ external_account_id: 'demo-checking-01', account_type: 'primary' }],
      },
    ],
  ];
  it.each(activities)('stores %s and answers it as sent with the entity', async (eventType, data) => {
    const sent = { ...data, timestamp: '2026-01-05T10:00:00Z', external_entity_id: johnDoe };
    const { status, body } = await createAccountClient().event(eventType, sent, {
      event_lifecycle_id: 'lc-9',
    });
    expect(status).toBe(201);
    expect(read(body, 'event')).toEqual({
      event_type: eventType,
      event_status: 'PROCESSED',
      event_lifecycle_id: 'lc-9',
      data: { ...sent, entity_token: 'P-TfkFe6lCPkElc9Xktd3V' },
      evaluations: [],
      journey_applications: [],
    });
  });

  it('keeps what an update of a card leaves out', async () => {
    const client = createAccountClient();
    const id = { external_card_id: 'card-1', external_entity_id: johnDoe };
    await client.event('card_created', { ...id, card_type: 'debit', status: 'active' });
    const updated = await client.event('card_updated', { ...id, is_locked: true });
    expect(read(updated.body, 'event.data')).toMatchObject({
      card_type: 'debit',
      status: 'active',
      is_locked: true,
    });
    const again = await client.event('card_created', id);
    expect(again.status).toBe(409);
  });
});

describe('persons and businesses', () => {
  it('finds the entity by any of its external ids, the primary one shown', async () => {
    const client = createAccountClient();
    await client.event('person_updated', {
      external_entity_id: johnDoe,
      external_entity_ids: [
        { external_entity_id: 'cif-77', external_entity_id_type: 'cif', designation: 'primary' },
      ],
    });
    const { body } = await client.event('person_updated', { external_entity_id: 'cif-77', name_middle: 'Q' });
    expect(read(body, 'event.data')).toMatchObject({
      entity_token: 'P-TfkFe6lCPkElc9Xktd3V',
      external_entity_id: 'cif-77',
      name_middle: 'Q',
      name_first: 'John',
    });
  });

  it('assigns an external id to an entity named by its token', async () => {
    const client = createAccountClient();
    const token = 'P-g2g3YTOecIpAiZtFbhNi';
    await client.event('person_updated', { entity_token: token, external_entity_id: 'late-id' });
    expect((await client.get('/entities/late-id')).body).toMatchObject({ entity_token: token });
  });

  it('makes what POST /events/ created readable as an entity', async () => {
    const client = createAccountClient();
    const created = await client.event('person_created', {
      external_entity_id: 'p-1',
      name_first: 'Maya',
      name_last: 'Okafor',
      document_ssn: '666120417',
    });
    const token = read(created.body, 'event.data.entity_token');
    expect((await client.get(`/entities/persons/${token}`)).body).toMatchObject({
      entity_token: token,
      external_entity_id: 'p-1',
      document_ssn: '666120417',
    });
  });
});

describe('monitoring', () => {
  const outcomeOf = async (client: AccountClient, data: Record<string, unknown>) => {
    const { body } = await client.event('person_updated', { external_entity_id: johnDoe, ...data });
    return readEach(body, 'event.evaluations', 'summary').map((summary) => read(summary, 'outcome'));
  };

  it('decides by what the update changes', async () => {
    const client = createAccountClient();
    expect(await outcomeOf(client, { gender: 'male' })).toEqual(['Approved']);
    expect(await outcomeOf(client, { name_last: 'Deny' })).toEqual(['Denied']);
  });

  it('evaluates nothing for types that no workflow watches', async () => {
    const { body } = await createAccountClient().event('business_updated', {
      external_entity_id: 'f15481af-9bd0-44be-bcca-0deba23c203c',
      business_alternate_name: 'Trusty',
    });
    expect(read(body, 'event.evaluations')).toEqual([]);
  });

  it('marks evaluations by mode', async () => {
    const live = await createAccountClient({ sandbox: false }).event('person_updated', {
      external_entity_id: johnDoe,
    });
    expect(read(live.body, 'event.evaluations.0.evaluation_token')).toMatch(/^L-/);
    const tried = await createAccountClient().event('person_updated', { external_entity_id: johnDoe });
    expect(read(tried.body, 'event.evaluations.0.evaluation_token')).toMatch(/^S-/);
  });
});
