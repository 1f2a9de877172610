import { describe, expect, it } from 'vitest';
import { read, readEach } from '../helpers/account-client.ts';
import { createFrontDoor } from '../helpers/front-door.ts';
import {
  close,
  dana,
  demoAlert,
  demoInvestigation,
  johnDoe,
  lucySchoen,
  newInvestigation,
  open,
  ravi,
} from '../helpers/investigation-client.ts';

describe('an investigation opened by hand', () => {
  it('has the documented form', async () => {
    const door = createFrontDoor();
    const { status, body } = await door.send('POST', '/investigations', {
      body: {
        ...newInvestigation,
        journey_alerts: [
          {
            agent_token: ravi,
            journey_alert_token: demoAlert,
            outcome: 'Dismissed',
            reason: 'False positive',
          },
        ],
        investigation_assignee_token: dana,
        investigation_name: 'Card testing',
        note: 'Seen twice',
        tags: [{ tag_name: 'Velocity', is_outcome_reason: true }],
      },
    });
    expect(status).toBe(201);
    const agent = {
      first_name: 'Dana',
      last_name: 'Whitlock',
      email: 'dana.whitlock@example.com',
      token: dana,
    };
    expect(body).toMatchObject({
      investigation_token: expect.stringMatching(/^INV-[A-Za-z0-9]{20}$/),
      name: 'Card testing',
      type: 'Fraud',
      state: 'alert_review',
      source: 'manual',
      outcome: null,
      created_at: '2027-01-15T08:00:00.000Z',
      closed_at: null,
      archived_at: null,
      _embedded: {
        assigned_agent: agent,
        // The alert's entity belongs to it, too.
        entities: {
          [johnDoe]: { type: 'person', entity_token: johnDoe, entity_name: 'John Doe', meta: null },
          'P-Dm7MaraLindqvist0007': { external_entity_identifier: 'demo-customer-07', risk_score: 0.02 },
        },
        evidences: {
          journey_alerts: [{ journey_application_token: demoAlert, journey_token: 'J-OngoingMonitorAlert3' }],
          tags: [
            {
              tag_color: expect.stringMatching(/^[0-9A-F]{6}$/),
              tag_name: 'Velocity',
              is_outcome_reason: true,
            },
          ],
        },
        documents: [],
        notes: [{ text: 'Seen twice', entity_token: null, is_investigation_level_note: true }],
        reviews: [],
      },
    });
    expect(readEach(body, '_embedded.events', 'event')).toEqual(['created', 'alert_added', 'assigned']);
    expect(read(body, '_embedded.events.2.assigned_agent')).toEqual(agent);
    const stored = await door.send('GET', `/investigations/${read(body, 'investigation_token')}`);
    expect(stored).toEqual({ status: 200, body });
    const alert = await door.send(
      'GET',
      `/investigations/${read(body, 'investigation_token')}/alerts/${demoAlert}`,
    );
    expect(alert.body).toMatchObject({
      _embedded: {
        assigned_agent: { token: ravi },
        reviews: [{ outcome: 'Dismissed', reviewed_by: { token: ravi } }],
      },
    });
  });

  it('names each missing field', async () => {
    const { status, body } = await createFrontDoor().send('POST', '/investigations', { body: {} });
    expect(status).toBe(400);
    expect(read(body, 'error.minor_code')).toBe(4002);
    expect(readEach(body, 'error.details', 'path')).toEqual(Object.keys(newInvestigation));
    expect(new Set(readEach(body, 'error.details', 'type'))).toEqual(new Set(['any.required']));
  });

  it.each([
    ['state', { investigation_state: 'closed' }, 4002],
    ['member', { investigation_sate: 'open' }, 4002],
    ['entity', { entity_tokens: ['P-unknown'] }, 4013],
    ['type', { investigation_type: 'Witchcraft' }, 4013],
    ['archived type', { investigation_type: 'Check kiting' }, 4000],
    ['assignee', { investigation_assignee_token: 'AG-nobody' }, 4013],
    ['alert', { journey_alerts: [{ agent_token: dana, journey_alert_token: 'JA-unknown' }] }, 4013],
    [
      "alert's agent",
      { journey_alerts: [{ agent_token: 'AG-nobody', journey_alert_token: demoAlert }] },
      4013,
    ],
    [
      'outcome of an alert',
      { journey_alerts: [{ agent_token: dana, journey_alert_token: demoAlert, outcome: 'Fine' }] },
      4002,
    ],
  ])('is refused with an unknown %s and leaves nothing behind', async (_, wrong, code) => {
    const door = createFrontDoor();
    const { status, body } = await door.send('POST', '/investigations', {
      body: { ...newInvestigation, ...wrong },
    });
    expect([status, read(body, 'error.minor_code')]).toEqual([400, code]);
    const list = await door.send('GET', '/investigations');
    expect(read(list.body, '_embedded.pagination.total_investigations')).toBe(1);
  });
});

describe('states', () => {
  const act = (door: ReturnType<typeof createFrontDoor>, token: string, action: 'promote' | 'review') =>
    door.send('PUT', `/investigations/${token}/${action}`, {
      body:
        action === 'review'
          ? { outcome: 'Confirmed Risk', reason: 'Mule account', note: 'SAR filed' }
          : undefined,
    });

  it('go from alert review to case review and are closed there', async () => {
    const door = createFrontDoor();
    const token = await open(door);
    expect(await act(door, token, 'promote')).toMatchObject({ status: 200, body: { state: 'case_review' } });
    const closed = await act(door, token, 'review');
    expect(closed).toMatchObject({
      status: 200,
      body: {
        state: 'case_review_closed',
        outcome: 'Confirmed Risk',
        closed_at: '2027-01-15T08:00:00.000Z',
        _embedded: {
          reviews: [
            {
              previous_investigation_state: 'case_review',
              new_investigation_state: 'case_review_closed',
              outcome: 'Confirmed Risk',
              reason: 'Mule account',
              note: 'SAR filed',
              reviewed_at: '2027-01-15T08:00:00.000Z',
            },
          ],
        },
      },
    });
    expect(readEach(closed.body, '_embedded.events', 'event')).toEqual([
      'created',
      'promoted_to_case',
      'closed',
    ]);
    for (const action of ['promote', 'review'] as const)
      expect(await act(door, token, action)).toMatchObject({
        status: 409,
        body: { error: { minor_code: 4091 } },
      });
  });

  it.each([
    ['alert_review', 200, 'alert_review_closed'],
    ['open', 200, 'alert_review_closed'],
    ['case_review', 409, 'case_review_closed'],
    ['alert_review_closed', 409, undefined],
    ['case_review_closed', 409, undefined],
  ])('%s: promoting answers %i, a review leads to %s', async (investigation_state, promoted, closed) => {
    const door = createFrontDoor();
    expect((await act(door, await open(door, { investigation_state }), 'promote')).status).toBe(promoted);
    const { status, body } = await act(door, await open(door, { investigation_state }), 'review');
    expect([status, read(body, 'state')]).toEqual([closed === undefined ? 409 : 200, closed]);
  });

  it('need an outcome and a reason to close', async () => {
    const door = createFrontDoor();
    const path = `/investigations/${demoInvestigation}/review`;
    for (const body of [undefined, {}, { note: 'x' }]) {
      const reply = await door.send('PUT', path, { body });
      expect([reply.status, read(reply.body, 'error.minor_code')]).toEqual([400, 4002]);
      expect(readEach(reply.body, 'error.details', 'path')).toEqual(['reason', 'outcome']);
    }
    const empty = await door.send('PUT', path, { body: { reason: '', outcome: 'Dismissed' } });
    expect(readEach(empty.body, 'error.details', 'path')).toEqual(['reason']);
  });

  it('let no alert join what is closed or takes none', async () => {
    const door = createFrontDoor();
    const fail = async () => {
      const { body } = await door.send('POST', '/events/', {
        body: {
          event_type: 'login',
          event_status: 'failed',
          data: { timestamp: '2027-01-15T07:00:00Z', entity_token: johnDoe, login_method: 'password' },
        },
      });
      return read(body, 'event.journey_applications.0.investigations.0.investigation_token');
    };
    const own = { investigation_type: 'Account takeover' };
    const alone = await open(door, { ...own, should_aggregate_alerts: false });
    const first = await fail();
    expect(first).not.toBe(alone);
    await close(door, String(first));
    const second = await fail();
    expect(second).not.toBe(first);
    const taking = await open(door, { ...own, investigation_state: 'case_review' });
    expect(await fail()).toBe(taking);
  });
});

describe('evidences and notes', () => {
  const path = `/investigations/${demoInvestigation}`;

  it('add to what is there, each once', async () => {
    const door = createFrontDoor();
    const token = await open(door);
    const body = { note: 'More', journey_alerts: [demoAlert], tags: [{ tag_name: 'Velocity' }] };
    await door.send('PATCH', `/investigations/${token}/evidences`, { body });
    const { status, body: answer } = await door.send('PATCH', `/investigations/${token}/evidences`, { body });
    expect(status).toBe(200);
    expect(answer).toMatchObject({
      _embedded: {
        evidences: { journey_alerts: [{}], tags: [{ tag_name: 'Velocity', is_outcome_reason: false }] },
        notes: [{ text: 'More' }, { text: 'More' }],
      },
    });
    expect(read(answer, '_embedded.evidences.journey_alerts')).toHaveLength(1);
    const alert = await door.send('GET', `/journeys/J-OngoingMonitorAlert3/applications/${demoAlert}`);
    expect(readEach(alert.body, '_embedded.investigations', 'investigation_token')).toEqual([
      demoInvestigation,
      token,
    ]);
  });

  it.each([
    ['nothing', {}, 4002],
    ['an unknown alert', { note: 'x', journey_alerts: ['JA-unknown'] }, 4013],
    ['a tag without a name', { tags: [{}] }, 4002],
  ])('refuse %s', async (_, body, code) => {
    const door = createFrontDoor();
    const before = await door.send('GET', path);
    const reply = await door.send('PATCH', `${path}/evidences`, { body });
    expect([reply.status, read(reply.body, 'error.minor_code')]).toEqual([400, code]);
    expect(await door.send('GET', path)).toEqual(before);
  });

  it('refuse alerts, not notes, once closed', async () => {
    const door = createFrontDoor();
    const token = await open(door);
    await close(door, token);
    const evidences = `/investigations/${token}/evidences`;
    expect((await door.send('PATCH', evidences, { body: { journey_alerts: [demoAlert] } })).status).toBe(409);
    expect((await door.send('PATCH', evidences, { body: { note: 'Late' } })).status).toBe(200);
  });

  it('take notes on their entities', async () => {
    const door = createFrontDoor();
    const token = await open(door);
    const notes = `/investigations/${token}/notes`;
    const { status, body } = await door.send('POST', notes, {
      body: { note: 'Called', entity_token: johnDoe },
    });
    expect(status).toBe(200);
    expect(read(body, '_embedded.notes')).toMatchObject([
      { text: 'Called', entity_name: 'John Doe', entity_token: johnDoe, is_investigation_level_note: false },
    ]);
    for (const entity_token of [lucySchoen, 'P-unknown']) {
      const reply = await door.send('POST', notes, { body: { note: 'Called', entity_token } });
      expect([reply.status, read(reply.body, 'error.minor_code')]).toEqual([400, 4013]);
    }
  });
});
