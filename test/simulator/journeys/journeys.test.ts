/** Journey applications of one person: where each persona stops, and what moves it on. */
import { describe, expect, it } from 'vitest';
import { read, readEach } from '../helpers/account-client.ts';
import { testTime } from '../helpers/front-door.ts';
import { caseOf, createJourneyClient, eventsOf, findEvent } from '../helpers/journey-client.ts';

const approved = { outcome: 'Approved', reason: 'Documents verified' };
const day = 86_400_000;

describe('personas', () => {
  it.each([
    ['Okafor', 'completed', 'Approved'],
    ['Deny', 'completed', 'Denied'],
    ['DenyFraud', 'completed', 'Denied'],
    ['Review', 'waiting_review', null],
    ['Watchlist', 'waiting_review', null],
    ['Partial', 'waiting_review', null],
    ['MissingData', 'data_request', null],
    ['Quiz', 'data_request', null],
    ['StepUp', 'pending_step_up', null],
    ['Action', 'pending_action', null],
    ['Async', 'pending_workflow_service', null],
    ['Expired', 'expired', null],
    ['Error', 'error', null],
    ['AppReview', 'pending_journey_application_review', null],
  ])('%s: %s', async (lastName, status, complete_outcome) => {
    const client = createJourneyClient();
    const started = await client.startPerson(lastName);
    expect(started.status).toBe(201);
    expect(started.body).toMatchObject({
      status,
      complete_outcome,
      journey_application_status: complete_outcome ?? status,
      sandbox: true,
      is_rerun: false,
      _embedded: { is_pending_additional_entities: false, rerun: null, reruns: [] },
    });
    const plain = lastName === 'Okafor' ? null : lastName;
    expect(read(started.body, '_embedded.child_entities.0.sandbox_persona_name')).toBe(plain);
    const terminal = ['completed', 'error', 'expired'].includes(status);
    expect(read(started.body, 'closed_at')).toBe(terminal ? testTime : null);
    if (lastName !== 'Async') expect(await client.refresh(started)).toEqual({ ...started, status: 200 });
  });

  it('tells the way by events', async () => {
    const client = createJourneyClient();
    const types = async (lastName: string) => eventsOf(await client.startPerson(lastName));
    expect(await types('Okafor')).toEqual([
      'started_application',
      'started_evaluation',
      'completed_evaluation',
      'completed_branch',
      'completed_application',
    ]);
    expect((await types('Review')).at(-1)).toBe('pending_review');
    expect((await types('Quiz')).at(-1)).toBe('data_request_evaluation');
    expect((await types('Expired')).slice(-3)).toEqual([
      'pending_action',
      'pending_action_expired',
      'application_expired',
    ]);
    const error = findEvent(await client.startPerson('Error'), 'error');
    expect(read(error, 'error_data')).toMatchObject({ status_code: 500, error: { minor_code: 5000 } });
  });

  it('names the persona, the entity and what its evaluation found', async () => {
    const { body } = await createJourneyClient().startPerson('Deny', {
      external_application_id: 'loan-1',
      external_group_id: 'group-1',
      application_meta: { channel: 'branch' },
    });
    expect(body).toMatchObject({
      external_application_id: 'loan-1',
      external_group_id: 'group-1',
      application_meta: { channel: 'branch' },
      _embedded: {
        journey: { journey_type: 'application', journey_version_num: '3' },
        child_entities: [
          {
            name: 'Maya Deny',
            type: 'person',
            entity_application_outcome: 'denied',
            entity_application_branch_name: 'persons',
            sandbox_persona_name: 'Deny',
          },
        ],
        entity_applications: [
          {
            entity_application_status: 'completed',
            entity_application_status_details: null,
            output: { tags: ['High Risk'] },
          },
        ],
        entity: { external_entity_identifier: 'group-1', type: 'group' },
        multi_environment_config: null,
        entity_group: null,
        investigations: [],
      },
    });
    expect(read(body, '_embedded.entity.token')).toMatch(/^G-\w{20}$/);
    expect(read(body, '_embedded.entity_applications.0.entity_application_token')).toMatch(/^EA-\w{20}$/);
  });
});

describe('moving on', () => {
  it('data_request: says what is missing and takes it by PUT', async () => {
    const client = createJourneyClient();
    const started = await client.start({ entities: [{ data: { name_first: 'Maya', name_last: 'Okafor' } }] });
    expect(read(started.body, 'status')).toBe('data_request');
    const details = read(started.body, '_embedded.entity_applications.0.entity_application_status_details');
    expect(readEach(details, 'required', 'key')).toEqual(['document_ssn']);
    expect(read(details, 'or')).toBe('document_ssn, or document_license and document_license_state');
    const still = await client.send('PUT', started, '', { entities: [{ data: { gender: 'female' } }] });
    expect(still.body).toMatchObject({ status: 'data_request' });
    const done = await client.send('PUT', started, '', {
      entities: [{ data: { document_ssn: '666120417' } }],
    });
    expect(done.status).toBe(200);
    expect(done.body).toMatchObject({ status: 'completed', complete_outcome: 'Approved' });
    const entity = String(read(done.body, '_embedded.child_entities.0.token'));
    const { body } = await client.door.send('GET', `/entities/persons/${entity}`);
    expect(body).toMatchObject({ name_last: 'Okafor', gender: 'female' });
  });

  it.each([
    [[4, 1, 3, 2, 5], 'completed'],
    [[1, 1, 1, 1, 1], 'waiting_review'],
  ])('data_request: answers %j lead to %s', async (ids, status) => {
    const client = createJourneyClient();
    const started = await client.startPerson('Quiz');
    const answers = ids.map((answer_id, index) => ({ question_id: index + 1, answer_id }));
    const refused = await client.send('PUT', started, '', { entities: [{ answers: answers.slice(1) }] });
    expect(refused.status).toBe(400);
    const { body } = await client.send('PUT', started, '', { entities: [{ answers }] });
    expect(body).toMatchObject({ status });
  });

  it('pending_step_up: wants the documents of this entity, with their files', async () => {
    const client = createJourneyClient();
    const started = await client.startPerson('StepUp');
    const entity = String(read(started.body, '_embedded.child_entities.0.token'));
    expect(read(findEvent(started, 'pending_step_up'), '_embedded.node')).toMatchObject({
      type: 'docv',
      sdk_config: { documents: ['license', 'passport'], selfie: true },
    });
    expect(read(started.body, '_embedded.entity_applications.0.sdk_link')).toMatch(/^https:/);
    const put = (data: unknown) => client.send('PUT', started, '', { entities: [{ data }] });
    expect((await put({ document_step: 'final' })).status).toBe(400);
    const unknown = await put({ document_token_front: 'D-nobodyhasuploadedit0', document_step: 'final' });
    expect(read(unknown.body, 'error.minor_code')).toBe(4013);
    const foreign = await client.door.send('POST', '/entities/P-TfkFe6lCPkElc9Xktd3V/documents', {
      body: { name: 'licence', extension: 'png', type: 'license' },
    });
    const stolen = { document_token_front: read(foreign.body, 'document_token'), document_step: 'final' };
    expect(stolen.document_token_front).toMatch(/^D-/);
    expect(read((await put(stolen)).body, 'error.minor_code')).toBe(4013);

    const created = await client.door.send('POST', `/entities/${entity}/documents`, {
      body: { name: 'licence', extension: 'png', type: 'license' },
    });
    const token = String(read(created.body, 'document_token'));
    const empty = await put({ document_token_front: token, document_step: 'final' });
    expect(read(empty.body, 'error.minor_code')).toBe(4000);
    const boundary = 'x';
    await client.door.send('PUT', `/entities/${entity}/documents/${token}`, {
      body: `--${boundary}\r\nContent-Disposition: form-data; name="file"; filename="a.png"\r\nContent-Type: image/png\r\n\r\nbytes\r\n--${boundary}--\r\n`,
      headers: { 'content-type': `multipart/form-data; boundary=${boundary}` },
    });
    const front = await put({ document_token_front: token, document_step: 'front' });
    expect(front.body).toMatchObject({ status: 'pending_step_up' });
    const done = await put({ document_step: 'final' });
    expect(done.body).toMatchObject({ status: 'completed', complete_outcome: 'Approved' });
  });

  it('pending_action: takes the outcome of its node, in any case', async () => {
    const client = createJourneyClient();
    const outcomeOf = async (outcome: string) => {
      const started = await client.startPerson('Action');
      const callbacks = read(started.body, '_embedded.journey._links.callback_by_entity_application_token');
      const [callback] = Object.values(Object(callbacks));
      const href = String(read(callback, 'href')).replace('/v1', '');
      const reply = await client.door.send('PUT', href, { body: { outcome, data: { gender: 'female' } } });
      expect(reply.status).toBe(200);
      expect((await client.door.send('PUT', href, { body: { outcome } })).status).toBe(409);
      return read((await client.refresh(started)).body, 'journey_application_status');
    };
    expect(await outcomeOf('approved')).toBe('Approved');
    expect(await outcomeOf('Denied')).toBe('Denied');
    expect(await outcomeOf('Manual review')).toBe('waiting_review');
  });

  it('pending_action: expires a week later, also when an outcome comes too late', async () => {
    const client = createJourneyClient();
    const started = await client.startPerson('Action');
    const late = await client.startPerson('Action');
    client.wait(7 * day);
    expect((await client.refresh(started)).body).toMatchObject({ status: 'pending_action' });
    client.wait(1);
    const node = String(read(findEvent(late, 'pending_action'), '_embedded.node.id'));
    const reply = await client.send('PUT', late, `/nodes/${node}`, { outcome: 'Approved' });
    expect(reply.status).toBe(200);
    for (const application of [started, late]) {
      const { body } = await client.refresh(application);
      expect(body).toMatchObject({ status: 'expired', complete_outcome: null });
    }
  });

  it('waiting_review: the case is decided once, then takes notes', async () => {
    const client = createJourneyClient();
    const started = await client.startPerson('Review');
    const path = `/cases/${caseOf(started)}/review`;
    const review = (body: unknown) => client.send('POST', started, path, body);
    expect((await review({ ...approved, note: 'Called her' })).status).toBe(201);
    const { body } = await client.refresh(started);
    expect(body).toMatchObject({ status: 'completed', complete_outcome: 'Approved' });
    const completed = findEvent(await client.refresh(started), 'completed_review');
    expect(completed).toMatchObject({ outcome: 'Approved', reasons: ['Documents verified'] });
    expect((await review(approved)).status).toBe(409);
    expect((await review({ note: 'And again' })).status).toBe(201);
    expect((await review({})).status).toBe(400);
    const href = String(read(completed, '_links.manual_review.href')).replace('/v1', '');
    const shown = await client.door.send('GET', href);
    expect(shown.body).toMatchObject({
      status: 'completed',
      outcome: 'Approved',
      notes: [{ note: 'Called her' }, { note: 'And again' }],
    });
  });

  it('pending_journey_application_review: the outcome is final', async () => {
    const client = createJourneyClient();
    const started = await client.startPerson('AppReview');
    const denied = { outcome: 'denied', reasons: ['Suspected fraud', 'Other'], reason: 'nonsense' };
    const reply = await client.send('POST', started, '/review', denied);
    expect(reply.status).toBe(201);
    expect(Object.keys(Object(reply.body))).toEqual(['journey_application_token', '_links']);
    const after = await client.refresh(started);
    expect(after.body).toMatchObject({ status: 'completed', complete_outcome: 'Denied' });
    expect(eventsOf(after).slice(-2)).toEqual([
      'completed_review_journey_application',
      'completed_application',
    ]);
    expect((await client.send('POST', started, '/review', denied)).status).toBe(409);
  });

  it.each([
    ['no outcome', { reason: 'Other' }, 'outcome'],
    ['an outcome that is not set up', { ...approved, outcome: 'Maybe' }, 'outcome'],
    ['no reason', { outcome: 'Approved' }, 'reason'],
    ['a reason of the other outcome', { outcome: 'Approved', reason: 'Suspected fraud' }, 'reason'],
    ['an empty list of reasons', { outcome: 'Approved', reasons: [] }, 'reasons'],
  ])('refuses a review with %s', async (_, body, path) => {
    const client = createJourneyClient();
    for (const [name, end] of [
      ['AppReview', () => '/review'],
      ['Review', (started: never) => `/cases/${caseOf(started)}/review`],
    ] as const) {
      const started = await client.startPerson(name);
      const reply = await client.send('POST', started, end(started as never), body);
      expect(reply.status).toBe(400);
      expect(read(reply.body, 'error.details.0.path')).toBe(path);
      expect(read((await client.refresh(started)).body, 'complete_outcome')).toBeNull();
    }
  });

  it('pending_workflow_service: goes on after three reads or 30 seconds', async () => {
    const client = createJourneyClient();
    const started = await client.startPerson('Async');
    const statuses: unknown[] = [];
    for (let index = 0; index < 3; index += 1)
      statuses.push(read((await client.refresh(started)).body, 'status'));
    expect(statuses).toEqual(['pending_workflow_service', 'pending_workflow_service', 'completed']);
    const other = await client.startPerson('Async');
    client.wait(30_000);
    expect((await client.refresh(other)).body).toMatchObject({ status: 'completed' });
  });
});
