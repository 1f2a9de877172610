/** Applications of several entities: branches, adding more, groups, and how they settle together. */
import { describe, expect, it } from 'vitest';
import { businessJourney } from '../../../src/simulator/settings/journeys.ts';
import { type Reply, read, readEach } from '../helpers/account-client.ts';
import {
  business,
  businesses,
  caseOf,
  createJourneyClient,
  eventsOf,
  findEvent,
  person,
} from '../helpers/journey-client.ts';

const atBusiness = { journey: businesses };
const owner = (name: string) => person(name, { branch_name: 'beneficial_owners' });
const statusesOf = ({ body }: Reply) =>
  readEach(body, '_embedded.entity_applications', 'entity_application_status');

describe('several entities', () => {
  it('a business with owners passes several branches', async () => {
    const client = createJourneyClient();
    const trading = business('Larch Mills', { external_entity_id: 'b-1' });
    const representatives = [{ name_first: 'Ida', name_last: 'Larch', ownership_percentage: 25 }];
    const { status, body } = await client.start(
      {
        entities: [
          { ...trading, data: { ...trading.data, representatives } },
          owner('Larch'),
          person('Okafor'),
        ],
      },
      atBusiness,
    );
    expect(status).toBe(201);
    expect(body).toMatchObject({
      status: 'completed',
      complete_outcome: 'Approved',
      terminal_reconciliation_output: { outcome_reasons: [], matrix_models: {} },
    });
    expect(readEach(body, '_embedded.child_entities', 'entity_application_branch_name')).toEqual([
      'businesses',
      'beneficial_owners',
      'persons',
    ]);
    expect(readEach(body, '_embedded.child_entities', 'type')).toEqual(['business', 'person', 'person']);
    const types = eventsOf({ status, body });
    expect(types.filter((type) => type === 'completed_branch')).toHaveLength(3);
    expect(types.slice(-3)).toEqual([
      'started_reconciliation',
      'completed_reconciliation',
      'completed_application',
    ]);
    expect(read(findEvent({ status, body }, 'completed_application'), 'entity_token')).toBe(
      read(body, '_embedded.entity.token'),
    );
  });

  it('takes the most urgent status of its entities, until all have ended', async () => {
    const client = createJourneyClient();
    const started = await client.start(
      { entities: [business('Larch Review'), person('Quiz'), owner('Action')] },
      atBusiness,
    );
    expect(started.body).toMatchObject({ status: 'data_request' });
    expect(statusesOf(started)).toEqual(['waiting_review', 'data_request', 'pending_action']);

    const [, quiz, action] = readEach(
      started.body,
      '_embedded.entity_applications',
      'entity_application_token',
    );
    const answers = [4, 1, 3, 2, 5].map((answer_id, index) => ({ question_id: index + 1, answer_id }));
    const vague = await client.send('PUT', started, '', { entities: [{ answers }] });
    expect(read(vague.body, 'error.minor_code')).toBe(4000);
    const answered = await client.send('PUT', started, '', {
      entities: [{ entity_application_token: quiz, answers }],
    });
    expect(answered.body).toMatchObject({ status: 'pending_action' });

    const node = String(read(findEvent(started, 'pending_action'), '_embedded.node.id'));
    const report = (query: string) =>
      client.send('PUT', started, `/nodes/${node}${query}`, { outcome: 'Denied' });
    expect((await report('')).status).toBe(400);
    expect((await report(`?entity_application_token=${String(quiz)}`)).status).toBe(409);
    expect((await report('?entity_token=P-nobodyhasthistoken00')).status).toBe(400);
    expect((await report(`?entity_application_token=${String(action)}`)).status).toBe(200);
    expect((await client.refresh(started)).body).toMatchObject({ status: 'waiting_review' });

    const review = { outcome: 'Approved', reason: 'No fraud found' };
    await client.send('POST', started, `/cases/${caseOf(started)}/review`, review);
    const differing = await client.refresh(started);
    expect(differing.body).toMatchObject({
      status: 'pending_journey_application_review',
      complete_outcome: null,
    });
    await client.send('POST', started, '/review', { outcome: 'Denied', reason: 'Suspected fraud' });
    expect((await client.refresh(started)).body).toMatchObject({ complete_outcome: 'Denied' });
  });

  it('all items of a PUT are checked before the first is carried out', async () => {
    const client = createJourneyClient();
    const started = await client.start({ entities: [person('MissingData'), owner('Review')] }, atBusiness);
    const [first, second] = readEach(started.body, '_embedded.entity_applications', 'entity_token');
    const data = { document_license: 'D1', document_license_state: 'NY' };
    const reply = await client.send('PUT', started, '', {
      entities: [
        { entity_token: first, data },
        { entity_token: second, data },
      ],
    });
    expect(reply.status).toBe(409);
    expect(statusesOf(await client.refresh(started))).toEqual(['data_request', 'waiting_review']);
    const put = await client.send('PUT', started, '', { entities: [{ entity_token: first, data }] });
    expect(put.body).toMatchObject({ status: 'waiting_review' });
  });

  it('an error or an expired entity shows in the whole', async () => {
    const client = createJourneyClient();
    const error = await client.start({ entities: [person('Okafor'), owner('Error')] }, atBusiness);
    expect(error.body).toMatchObject({ status: 'error', complete_outcome: null });
    const expired = await client.start({ entities: [person('Okafor'), owner('Expired')] }, atBusiness);
    expect(expired.body).toMatchObject({ status: 'expired', complete_outcome: null });
  });
});

describe('branches and kinds', () => {
  const tries = [
    [{ data: { business_name: 'Larch Mills' } }, 'businesses'],
    [{ data: { representatives: [] }, entity_type: 'business' }, 'businesses'],
    [person('Okafor'), 'persons'],
    [{ branch_name: 'beneficial_owners', data: { email_address: 'a@example.com' } }, 'beneficial_owners'],
  ] as const;
  it.each(tries)('%j goes through %s', async (entity, branch) => {
    const { status, body } = await createJourneyClient().start({ entities: [entity] }, atBusiness);
    expect(status).toBe(201);
    expect(read(body, '_embedded.child_entities.0.entity_application_branch_name')).toBe(branch);
  });

  it.each([
    [{ data: {} }, 'entities.0.entity_type'],
    [person('Okafor', { branch_name: 'businesses' }), 'entities.0.branch_name'],
    [person('Okafor', { branch_name: 'nowhere' }), 'entities.0.branch_name'],
    [person('Okafor', { entity_type: 'robot' }), 'entities.0.entity_type'],
    [{ data: { name_last: 7 } }, 'entities.0.data.name_last'],
    [{ data: { name_last: 'A', document_ssn: '12' } }, 'entities.0.data.document_ssn'],
    [{ data: { name_last: 'A', addresses: 'here' } }, 'entities.0.data.addresses'],
    [
      { data: { business_name: 'A', representatives: [{ type: 'cat' }] } },
      'entities.0.data.representatives.0.type',
    ],
    [{}, 'entities.0.data'],
    ['person', 'entities.0'],
  ])('refuses %j', async (entity, path) => {
    const { status, body } = await createJourneyClient().start({ entities: [entity] }, atBusiness);
    expect(status).toBe(400);
    expect(read(body, 'error.minor_code')).toBe(4002);
    expect(read(body, 'error.details.0.path')).toBe(path);
  });

  it('a business is not sent through a journey for persons', async () => {
    const { status } = await createJourneyClient().start({ entities: [business('Larch Mills')] });
    expect(status).toBe(400);
  });

  it('names an entity by token; another kind, a stranger and a foreign id are refused', async () => {
    const client = createJourneyClient();
    const start = async (item: Record<string, unknown>) =>
      (await client.start({ entities: [{ ...person('Okafor'), ...item }] })).body;
    const known = 'P-TfkFe6lCPkElc9Xktd3V';
    expect(read(await start({ entity_token: known }), '_embedded.child_entities.0.token')).toBe(known);
    await start({ entity_token: known, external_entity_id: 'second-id' });
    expect(read(await start({ external_entity_id: 'second-id' }), '_embedded.child_entities.0.token')).toBe(
      known,
    );
    const code = async (item: Record<string, unknown>) => read(await start(item), 'error.minor_code');
    expect(await code({ entity_token: 'P-nobodyhasthistoken00' })).toBe(4013);
    expect(await code({ entity_token: 'B-uiTne2ewkES7fLHN6UuD' })).toBe(4000);
    expect(await code({ entity_token: 'P-ewaa6ImCcpv7FM2XhpNe', external_entity_id: 'second-id' })).toBe(
      4091,
    );
    const twice = await client.start({
      entities: [person('A', { external_entity_id: 'x' }), person('B', { external_entity_id: 'x' })],
    });
    expect(read(twice.body, 'error.minor_code')).toBe(4002);
  });
});

describe('additional entities', () => {
  it('stays open until it is told that all are there', async () => {
    const client = createJourneyClient();
    const started = await client.start(
      { entities: [business('Larch Mills')], do_await_additional_entities: true },
      atBusiness,
    );
    expect(started.body).toMatchObject({
      status: 'pending_additional_entities',
      complete_outcome: null,
      _embedded: { is_pending_additional_entities: true },
    });
    const added = await client.send('PUT', started, '', {
      entities: [owner('Okafor'), person('Review', { external_entity_id: 'late-1' })],
    });
    expect(added.body).toMatchObject({ status: 'waiting_review' });
    expect(statusesOf(added)).toHaveLength(3);
    const again = await client.send('PUT', started, '', {
      entities: [person('Review', { external_entity_id: 'late-1' })],
    });
    expect(again.status).toBe(409);
    const review = { outcome: 'Approved', reason: 'No fraud found' };
    await client.send('POST', started, `/cases/${caseOf(added)}/review`, review);
    expect((await client.refresh(started)).body).toMatchObject({ status: 'pending_additional_entities' });
    const last = { entities: [owner('Solis')], has_finished_sending_additional_entities: true };
    const done = await client.send('PUT', started, '', last);
    expect(done.body).toMatchObject({
      status: 'completed',
      complete_outcome: 'Approved',
      _embedded: { is_pending_additional_entities: false },
    });
    expect(eventsOf(done)).toContain('has_finished_sending_additional_entities');
    expect((await client.send('PUT', started, '', last)).status).toBe(409);
  });

  it('data for the one that waits needs no name', async () => {
    const client = createJourneyClient();
    const started = await client.startPerson('MissingData', { do_await_additional_entities: true });
    const data = { document_license: 'D1', document_license_state: 'NY' };
    const put = await client.send('PUT', started, '', { entities: [{ data }] });
    expect(statusesOf(put)).toEqual(['completed']);
  });

  it('takes none unless asked to at the start', async () => {
    const client = createJourneyClient();
    const started = await client.startPerson('Review');
    const put = (body: unknown) => client.send('PUT', started, '', body);
    expect((await put({ has_finished_sending_additional_entities: true })).status).toBe(409);
    expect((await put({ entities: [person('New', { external_entity_id: 'n-1' })] })).status).toBe(409);
    expect((await put({ entities: [person('Review')] })).status).toBe(409);
    expect((await put({})).status).toBe(400);
  });
});

describe('groups', () => {
  it('external_group_id is of one application only', async () => {
    const client = createJourneyClient();
    const group = { external_group_id: 'g-1' };
    expect((await client.startPerson('Okafor', group)).status).toBe(201);
    const second = await client.startPerson('Okafor', group);
    expect(second.status).toBe(409);
    expect(read(second.body, 'error')).toMatchObject({ minor_code: 4091, details: group });
  });

  it('puts the entities into an entity group', async () => {
    const client = createJourneyClient();
    const described = { entity_group_name: 'Larch', entity_group_type: 'joint_account' };
    const { body } = await client.startPerson('Okafor', {
      external_entity_group_id: 'eg-1',
      ...described,
    });
    const group = read(body, '_embedded.entity_group');
    expect(group).toEqual({ name: 'Larch', token: expect.stringMatching(/^EG-/), type: 'joint_account' });
    const second = await client.startPerson('Solis', { entity_group_token: read(group, 'token') });
    expect(read(second.body, '_embedded.entity_group')).toEqual(group);
    const shown = await client.door.send('GET', '/entity-groups/eg-1');
    expect(JSON.stringify(shown.body)).toContain(String(read(body, '_embedded.child_entities.0.token')));
    const unknown = await client.startPerson('Okafor', { entity_group_token: 'EG-nobody' });
    expect(read(unknown.body, 'error.minor_code')).toBe(4013);
  });

  it('parameters and schema tell every branch', async () => {
    const client = createJourneyClient();
    const { body } = await client.door.send('GET', `${businesses}/parameters`);
    expect(body).toMatchObject({ journey_token: businessJourney.token, journey_version: '5' });
    expect(readEach(body, 'data', 'branch_name')).toEqual(['businesses', 'persons', 'beneficial_owners']);
    expect(read(body, 'data.0.workflows.0.parameters.required')).toEqual([{ business_name: true }]);
    expect(read(body, 'data.1.workflows.0.parameters.or')).toEqual([
      { document_ssn: true },
      { document_license: true, document_license_state: true },
    ]);
    const schema = await client.door.send('GET', `${businesses}/schema`);
    expect(read(schema.body, 'data.1.required')).toEqual([{ name_first: true }, { name_last: true }]);
    expect(read(schema.body, 'data.1.optional')).toContainEqual({ addresses: { state: true } });
  });
});
