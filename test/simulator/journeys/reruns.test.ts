/** Reruns, the caller's own ids of applications, notes and audit access. */
import { describe, expect, it } from 'vitest';
import { read, readEach } from '../helpers/account-client.ts';
import {
  business,
  businesses,
  createJourneyClient,
  eventsOf,
  findEvent,
  type JourneyClient,
  pathOf,
  person,
} from '../helpers/journey-client.ts';

const inSync = { 'alloy-journey-application-sync': 'true' };

describe('rerun', () => {
  it('runs an error through, and tells the original', async () => {
    const client = createJourneyClient();
    const original = await client.startPerson('Error', { external_group_id: 'root-group' });
    const short = await client.send('POST', original, '/rerun');
    expect(short.status).toBe(201);
    expect(Object.keys(Object(short.body))).toEqual(['journey_application_token', '_links']);
    const first = await client.refresh(short);
    const rootToken = read(original.body, 'journey_application_token');
    expect(first.body).toMatchObject({
      status: 'completed',
      is_rerun: true,
      external_group_id: null,
      _embedded: {
        rerun: {
          initiated_by: 'api',
          previous_journey_application_token: rootToken,
          root_journey_application_token: rootToken,
          root_external_group_id: 'root-group',
        },
      },
    });
    const second = await client.send('POST', first, '/rerun', {}, inSync);
    expect(read(second.body, '_embedded.rerun')).toMatchObject({
      previous_journey_application_token: read(first.body, 'journey_application_token'),
      root_journey_application_token: rootToken,
    });
    const root = await client.refresh(original);
    expect(root.body).toMatchObject({ status: 'error' });
    expect(eventsOf(root).filter((type) => type === 'started_rerun_application')).toHaveLength(2);
    expect(read(findEvent(root, 'started_rerun_application'), 'rerun_journey_application_token')).toBe(
      read(second.body, 'journey_application_token'),
    );
    expect(readEach(root.body, '_embedded.reruns', 'next_journey_application_token')).toEqual([
      read(first.body, 'journey_application_token'),
    ]);
    expect(eventsOf(await client.refresh(first)).at(-1)).toBe('started_rerun_application');
  });

  it('uses the active version, whatever the original ran on', async () => {
    const client = createJourneyClient();
    const original = await client.startPerson('Review', {}, { 'alloy-journey-version': '2' });
    expect(original.body).toMatchObject({ complete_outcome: 'Denied' });
    const again = await client.send('POST', original, '/rerun', {}, inSync);
    expect(again.body).toMatchObject({
      status: 'waiting_review',
      _embedded: { journey: { journey_version_num: '3' } },
    });
  });

  it('edits, adds and leaves out entities', async () => {
    const client = createJourneyClient();
    const original = await client.start(
      {
        entities: [
          business('Larch Deny'),
          person('Okafor'),
          person('Solis', { branch_name: 'beneficial_owners' }),
        ],
      },
      { journey: businesses },
    );
    const [larch, okafor, solis] = readEach(original.body, '_embedded.child_entities', 'token');
    const again = await client.send(
      'POST',
      original,
      '/rerun',
      {
        exclude_entity_tokens: [okafor],
        external_application_id: 'loan-2',
        application_meta: { reason: 'typo' },
        entities: [
          { entity_token: larch, data: { business_name: 'Larch Mills' } },
          { entity_token: solis, data: { document_ssn: null } },
          person('Brandt'),
        ],
      },
      inSync,
    );
    expect(again.status).toBe(201);
    expect(again.body).toMatchObject({
      status: 'data_request',
      external_application_id: 'loan-2',
      application_meta: { reason: 'typo' },
    });
    expect(readEach(again.body, '_embedded.child_entities', 'name')).toEqual([
      'Larch Mills',
      'Maya Solis',
      'Maya Brandt',
    ]);
    expect(readEach(again.body, '_embedded.child_entities', 'entity_application_status')).toEqual([
      'completed',
      'data_request',
      'completed',
    ]);
    const rerun = (body: unknown) => client.send('POST', original, '/rerun', body);
    expect((await rerun({ exclude_entity_tokens: [larch, okafor, solis] })).status).toBe(400);
    expect((await rerun({ exclude_entity_tokens: ['P-nobody'] })).status).toBe(400);
    expect(
      (await rerun({ exclude_entity_tokens: [larch], entities: [{ entity_token: larch, data: {} }] })).status,
    ).toBe(400);
  });

  it('keeps the mode of the original unless it is sent anew', async () => {
    const client = createJourneyClient({ sandbox: false });
    const original = await client.startPerson('Okafor', {}, { 'alloy-sandbox': 'true' });
    const again = await client.send('POST', original, '/rerun', {}, inSync);
    expect(again.body).toMatchObject({ sandbox: true });
    const live = await client.send('POST', original, '/rerun', {}, { ...inSync, 'alloy-sandbox': 'false' });
    expect(live.body).toMatchObject({ sandbox: false });
  });
});

describe("the caller's own id", () => {
  const latest = '/journeys/applications/ext/loan-1/latest';
  const begin = async (client: JourneyClient, lastName: string) =>
    client.startPerson(lastName, { external_application_id: 'loan-1' });

  it('reads, moves on and reruns the latest', async () => {
    const client = createJourneyClient();
    const first = await begin(client, 'Okafor');
    expect(await client.door.send('GET', latest)).toEqual(await client.refresh(first));
    const second = await begin(client, 'MissingData');
    expect(await client.door.send('GET', latest)).toEqual(await client.refresh(second));
    const data = { document_license: 'D1', document_license_state: 'NY' };
    const put = await client.door.send('PUT', latest, { body: { entities: [{ data }] } });
    expect(put.status).toBe(200);
    expect(put.body).toMatchObject({
      status: 'completed',
      _links: { self: { href: `/v1${pathOf(second)}` } },
    });
    const again = await client.door.send('POST', `${latest}/rerun`);
    expect(again.status).toBe(200);
    expect(read((await client.door.send('GET', latest)).body, 'journey_application_token')).toBe(
      read(again.body, 'journey_application_token'),
    );
  });

  it('searches one journey with journeyToken', async () => {
    const client = createJourneyClient();
    const ofPerson = await begin(client, 'Okafor');
    await client.start(
      { entities: [business('Larch Mills')], external_application_id: 'loan-1' },
      { journey: businesses },
    );
    const journeyToken = String(read(ofPerson.body, '_embedded.journey.journey_token'));
    const { body } = await client.door.send('GET', `${latest}?journeyToken=${journeyToken}`);
    expect(read(body, 'journey_application_token')).toBe(read(ofPerson.body, 'journey_application_token'));
    const unknown = await client.door.send('GET', `${latest}?journeyToken=J-nobody`);
    expect(unknown.status).toBe(404);
    expect(read(unknown.body, 'error')).toMatchObject({
      minor_code: 4041,
      details: { external_application_id: 'loan-1', journey_token: 'J-nobody' },
    });
  });

  it('refuses other characters', async () => {
    const reply = await createJourneyClient().startPerson('Okafor', { external_application_id: 'a b' });
    expect(read(reply.body, 'error.details.0.path')).toBe('external_application_id');
  });
});

describe('notes and audit access', () => {
  it('keeps notes of agents', async () => {
    const client = createJourneyClient();
    const started = await client.startPerson('Review');
    const note = { note: 'Called the employer', note_author_agent_email: 'dana.whitlock@example.com' };
    const created = await client.send('POST', started, '/notes', note);
    expect(created).toEqual({
      status: 201,
      body: { ...note, created_at: '2027-01-15T08:00:00.000Z', updated_at: '2027-01-15T08:00:00.000Z' },
    });
    const { body } = await client.send('GET', started, '/notes');
    expect(body).toEqual([
      {
        ...Object(created.body),
        journey_application_token: read(started.body, 'journey_application_token'),
        deleted_at: null,
      },
    ]);
    for (const bad of [{ ...note, note: '' }, { ...note, note_author_agent_email: 'x@example.com' }, {}])
      expect((await client.send('POST', started, '/notes', bad)).status).toBe(400);
  });

  it('replaces the list of those who may audit', async () => {
    const client = createJourneyClient();
    const started = await client.startPerson('Okafor');
    const patch = (headers: Record<string, string>) =>
      client.send('PATCH', started, '/auditaccess', undefined, headers);
    const slugs = async (value: string) =>
      read((await patch({ 'alloy-audit-account-slugs': value })).body, 'audit_account_slugs');
    expect(await slugs('parent-bank, sponsor-bank')).toEqual(['parent-bank', 'sponsor-bank']);
    expect(await slugs('parent-bank')).toEqual(['parent-bank']);
    expect(read((await patch({})).body, 'error.minor_code')).toBe(4001);
    expect((await patch({ 'alloy-audit-account-slugs': 'a b' })).status).toBe(400);
  });
});
