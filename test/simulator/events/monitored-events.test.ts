/** Events by the account's mapping: stored only, evaluated, or with an alert and an investigation. */
import { describe, expect, it } from 'vitest';
import { type AccountClient, createAccountClient, read, readEach } from '../helpers/account-client.ts';

const johnDoe = '9e82d5e7-ada0-4957-a8fd-4d937c99bae8';
const accessWorkflow = 'Wf8AccessMonitoringDemoAccount08';

function login(client: AccountClient, envelope: Record<string, unknown>, data: Record<string, unknown> = {}) {
  return client.event('login', { external_entity_id: johnDoe, login_method: 'password', ...data }, envelope);
}

function transaction(client: AccountClient, id: string, amount: number) {
  return client.event('transaction', {
    external_transaction_id: id,
    external_entity_id: johnDoe,
    external_account_id: 'demo-checking-01',
    amount,
    currency: 'USD',
    transaction_created_date: '2026-01-05T09:00:00Z',
    counterparty: { external_counterparty_id: 'mrc-1' },
  });
}

describe('mapping by type and status', () => {
  it.each([
    ['another status', { event_status: 'successful' }],
    ['no status', {}],
    ['null', { event_status: null }],
  ])('only stores a login with %s', async (_, envelope) => {
    // A status within the data is a fact about the login, not the event's status.
    const { status, body } = await login(createAccountClient(), envelope, { status: 'failed' });
    expect(status).toBe(201);
    expect(read(body, 'event')).toMatchObject({ evaluations: [], journey_applications: [] });
  });

  it('evaluates a login with a mapped status, whatever its case', async () => {
    const client = createAccountClient();
    for (const event_status of ['failed', 'Failed']) {
      const { body } = await login(client, { event_status });
      expect(readEach(body, 'event.evaluations', 'workflow_token')).toEqual([accessWorkflow]);
    }
  });

  it('runs every workflow that is mapped to the event', async () => {
    const { body } = await login(createAccountClient(), { event_status: 'rejected' });
    expect(readEach(body, 'event.evaluations', 'workflow_token').sort()).toEqual([
      'PVIdeFAeYkzE4bTSYRdxRWQkPqd7q3Xg',
      accessWorkflow,
    ]);
    // Person monitoring is in no ongoing journey.
    expect(readEach(body, 'event.journey_applications', 'source_evaluation_tokens')).toHaveLength(1);
  });

  it("takes statuses of the account's own", async () => {
    const client = createAccountClient();
    const card = { external_card_id: 'card-9', external_entity_id: johnDoe };
    await client.event('card_created', card);
    const quiet = await client.event('card_updated', card, { event_status: 'renamed' });
    expect(read(quiet.body, 'event.evaluations')).toEqual([]);
    const stolen = await client.event('card_updated', card, { event_status: 'reported_stolen' });
    expect(read(stolen.body, 'event.evaluations')).toHaveLength(1);
  });

  it('maps types without a status for any status', async () => {
    const client = createAccountClient();
    for (const envelope of [{}, { event_status: 'anything' }]) {
      const { body } = await client.event('person_updated', { external_entity_id: johnDoe }, envelope);
      expect(read(body, 'event.evaluations')).toHaveLength(1);
    }
  });
});

describe('alerts', () => {
  it('come with an investigation when the outcome calls for it', async () => {
    const client = createAccountClient();
    const { body } = await login(client, { event_status: 'failed' });
    const application = read(body, 'event.journey_applications.0');
    expect(application).toEqual({
      error: null,
      journey_application_token: expect.stringMatching(/^JA-[A-Za-z0-9]{20}$/),
      journey_application_status: expect.any(String),
      journey_token: 'J-OngoingMonitorAlert3',
      journey_version_id: 2,
      source_evaluation_tokens: [read(body, 'event.evaluations.0.evaluation_token')],
      investigations: [
        {
          investigation_token: expect.stringMatching(/^INV-[A-Za-z0-9]{20}$/),
          investigation_state: 'alert_review',
        },
      ],
      _links: { self: { href: expect.stringMatching(/^\/v1\/journeys\/J-.*\/applications\/JA-/) } },
    });
    const href = String(read(application, '_links.self.href')).replace('/v1', '');
    const stored = await client.get(href);
    expect(read(stored.body, 'status')).toBe('waiting_review');
    expect(read(stored.body, '_embedded.investigations')).toEqual(read(application, 'investigations'));
    const investigation = await client.get(
      `/investigations/${read(application, 'investigations.0.investigation_token')}`,
    );
    expect(investigation.body).toMatchObject({ type: 'Account takeover', source: 'alert', name: 'John Doe' });
  });

  it('do not come with an outcome that needs none', async () => {
    const client = createAccountClient();
    const known = await login(
      client,
      { event_status: 'failed' },
      { device: { external_device_id: 'phone-1', registered_device: true } },
    );
    expect(read(known.body, 'event.evaluations.0.summary.outcome')).toBe('Approved');
    expect(read(known.body, 'event.journey_applications')).toEqual([]);
    const small = await transaction(client, 't-1', 4200);
    expect(read(small.body, 'event.journey_applications')).toEqual([]);
    const { body } = await client.event('person_updated', { external_entity_id: johnDoe, name_last: 'Deny' });
    expect(read(body, 'event.evaluations.0.summary.outcome')).toBe('Denied');
    expect(read(body, 'event.journey_applications')).toEqual([]);
  });

  const tokenOf = (body: unknown) =>
    read(body, 'event.journey_applications.0.investigations.0.investigation_token');

  it('join the open investigation of their type about the entity, and no other', async () => {
    const client = createAccountClient();
    const first = tokenOf((await transaction(client, 't-1', 2_000_000)).body);
    const second = tokenOf((await transaction(client, 't-2', -2_000_000)).body);
    const other = tokenOf((await login(client, { event_status: 'failed' })).body);
    expect(second).toBe(first);
    expect(other).not.toBe(first);
    const { body } = await client.get(`/investigations/${first}`);
    expect(read(body, '_embedded.evidences.journey_alerts')).toHaveLength(2);
    expect(readEach(body, '_embedded.events', 'event')).toEqual(['created', 'alert_added', 'alert_added']);
  });

  it('tell devices and programs', async () => {
    const client = createAccountClient();
    await login(client, { event_status: 'failed' }, { device: { external_device_id: 'phone-9' } });
    const { body } = await client.get(
      `/investigations?${new URLSearchParams({ 'q[deviceIds]': '["phone-9"]' })}`,
    );
    expect(read(body, 'investigations')).toMatchObject([
      { device_ids: ['phone-9'], program_names: ['Account protection'], total_alerts: 1 },
    ]);
  });
});
