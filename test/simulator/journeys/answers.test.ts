/** What the answers of journey applications show, and what headers and queries change about them. */
import { describe, expect, it } from 'vitest';
import { read, readEach } from '../helpers/account-client.ts';
import { createJourneyClient, eventsOf, findEvent, pathOf, person } from '../helpers/journey-client.ts';

describe('answers', () => {
  it('is short at once with alloy-journey-override-sync', async () => {
    const client = createJourneyClient();
    const started = await client.startPerson('MissingData', {}, { 'alloy-journey-override-sync': 'true' });
    expect(started).toEqual({
      status: 201,
      body: {
        journey_application_token: expect.stringMatching(/^JA-\w{20}$/),
        _links: { self: { href: `/v1${pathOf(started)}` } },
      },
    });
    const data = { document_license: 'D1', document_license_state: 'NY' };
    const put = await client.send(
      'PUT',
      started,
      '',
      { entities: [{ data }] },
      {
        'alloy-journey-override-sync': 'true',
      },
    );
    expect(put).toEqual({ ...started, status: 200 });
    expect((await client.refresh(started)).body).toMatchObject({ status: 'completed' });
  });

  it('fullData shows the evaluation, hideFields masks it', async () => {
    const client = createJourneyClient();
    const started = await client.startPerson('Okafor');
    const get = async (query: string) => {
      const reply = await client.send('GET', started, query);
      return read(findEvent(reply, 'completed_evaluation'), '_embedded.evaluation');
    };
    expect(await get('?hideFields=document_ssn')).toBeUndefined();
    expect(await get('?fullData=true')).toMatchObject({
      status_code: 201,
      supplied: { document_ssn: '666120417' },
    });
    expect(await get('?fullData=true&hideFields=document_ssn,name_last')).toMatchObject({
      supplied: { document_ssn: '*********', name_first: 'Maya', name_last: '******' },
      formatted: { document_ssn: '*********' },
    });
    expect((await client.send('GET', started, '?fullData=yes')).status).toBe(400);
  });

  it('fixes outcomes by a multi-environment configuration', async () => {
    const client = createJourneyClient();
    const header = { 'alloy-multi-environment-config-token': 'MEC-DemoLenientOutcomes1' };
    const started = await client.startPerson('Review', {}, header);
    expect(started.body).toMatchObject({
      status: 'completed',
      complete_outcome: 'Approved',
      _embedded: { multi_environment_config: { journey_public_version: 3 } },
    });
    expect(eventsOf(started)).toContain('reached_auto_decision_node');
    const unknown = await client.startPerson(
      'Review',
      {},
      {
        'alloy-multi-environment-config-token': 'MEC-nobody',
      },
    );
    expect(read(unknown.body, 'error.minor_code')).toBe(4013);
  });

  it('runs live applications without sandbox mode', async () => {
    const client = createJourneyClient({ sandbox: false });
    const started = await client.startPerson('Okafor');
    expect(started.body).toMatchObject({ sandbox: false });
    expect(read(findEvent(started, 'completed_evaluation'), 'evaluation_token')).toMatch(/^L-/);
  });

  it('runs the version that alloy-journey-version names', async () => {
    const client = createJourneyClient();
    const run = async (lastName: string, version: string) =>
      (await client.startPerson(lastName, {}, { 'alloy-journey-version': version })).body;
    expect(await run('Review', '2')).toMatchObject({ status: 'completed', complete_outcome: 'Denied' });
    expect(await run('Okafor', '4')).toMatchObject({ status: 'pending_step_up' });
    for (const version of ['9', 'two', '0'])
      expect(read(await run('Okafor', version), 'error.minor_code')).toBe(4001);
  });

  it('uses an entity that is known again', async () => {
    const client = createJourneyClient();
    const first = await client.start({ entities: [person('Okafor', { external_entity_id: 'c-1' })] });
    const second = await client.start({ entities: [person('Review', { external_entity_id: 'c-1' })] });
    const token = String(read(first.body, '_embedded.child_entities.0.token'));
    expect(read(second.body, '_embedded.child_entities.0')).toMatchObject({
      token,
      external_entity_identifier: 'c-1',
    });
    for (const id of ['c-1', token]) {
      const { body } = await client.door.send('GET', `/journeys/entities/${id}/applications`);
      expect(readEach(body, '_embedded.journey_applications', 'status')).toEqual([
        'completed',
        'waiting_review',
      ]);
    }
  });
});
