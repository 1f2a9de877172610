import { describe, expect, it } from 'vitest';
import { read, readEach } from '../helpers/account-client.ts';
import { createFrontDoor } from '../helpers/front-door.ts';
import { dana, demoAlert, demoInvestigation, open, ravi } from '../helpers/investigation-client.ts';

const path = `/investigations/${demoInvestigation}/alerts/${demoAlert}`;
const decision = { outcome: 'Dismissed', reason: 'False positive', note: 'Their new phone' };

describe('an alert', () => {
  it('shows what it waits for', async () => {
    const { status, body } = await createFrontDoor().send('GET', path);
    expect(status).toBe(200);
    expect(body).toMatchObject({
      investigation_token: demoInvestigation,
      journey_application_token: demoAlert,
      journey_token: 'J-OngoingMonitorAlert3',
      status: 'waiting_review',
      source_event_token: 'EV-Dm1FailedLogin000001',
      manual_review_token: expect.stringMatching(/^R-/),
      _embedded: { assigned_agent: { token: null }, reviews: [] },
    });
  });

  it('goes to an agent and back, and stays in its investigation', async () => {
    const door = createFrontDoor();
    for (let count = 0; count < 2; count += 1) {
      const { status, body } = await door.send('PUT', `${path}/assign`, { body: { agent_token: ravi } });
      expect([status, read(body, '_embedded.assigned_agent.token')]).toEqual([200, ravi]);
    }
    const list = await door.send('GET', '/investigations');
    expect(read(list.body, 'investigations.0.alert_assignees')).toEqual(['Ravi Menon']);
    const { status, body } = await door.send('PUT', `${path}/unassign`);
    expect([status, read(body, '_embedded.assigned_agent.token')]).toEqual([200, null]);
    const investigation = await door.send('GET', `/investigations/${demoInvestigation}`);
    expect(readEach(investigation.body, '_embedded.events', 'event').slice(-2)).toEqual([
      'alert_assigned',
      'alert_unassigned',
    ]);
    expect(read(investigation.body, '_embedded.assigned_agent.token')).toBe(dana);
    expect(read(investigation.body, '_embedded.evidences.journey_alerts')).toHaveLength(1);
  });

  it('is decided by its manual review, once, and its investigation stays open', async () => {
    const door = createFrontDoor();
    const before = await door.send('GET', path);
    const review = `${path}/review/${read(before.body, 'manual_review_token')}/review`;
    expect(await door.send('POST', review, { body: decision })).toEqual({ status: 204, body: undefined });
    const { body } = await door.send('GET', path);
    expect(body).toMatchObject({
      status: 'completed',
      complete_outcome: 'Dismissed',
      _embedded: { reviews: [{ outcome: 'Dismissed', reason: 'False positive', note: 'Their new phone' }] },
    });
    expect((await door.send('POST', review, { body: decision })).status).toBe(409);
    const investigation = await door.send('GET', `/investigations/${demoInvestigation}`);
    expect(read(investigation.body, 'state')).toBe('alert_review');
    expect(read(investigation.body, '_embedded.events.3')).toMatchObject({
      event: 'alert_reviewed',
      meta: { journey_application_token: demoAlert, outcome: 'Dismissed' },
    });
  });

  it('takes further reviews beside the one it waits for', async () => {
    const door = createFrontDoor();
    await door.send('PUT', `${path}/review`, { body: decision });
    const suspicious = { outcome: 'suspicious', reason: 'Account takeover' };
    const { status, body } = await door.send('PUT', `${path}/review`, { body: suspicious });
    expect(status).toBe(200);
    expect(readEach(body, '_embedded.reviews', 'outcome')).toEqual(['Dismissed', 'suspicious']);
    expect(read(body, 'status')).toBe('waiting_review');
  });

  it.each([
    ['unknown outcome', { ...decision, outcome: 'Fine' }, ['outcome']],
    ["another outcome's reason", { ...decision, reason: 'Account takeover' }, ['reason']],
    ['no reason', { outcome: 'Dismissed' }, ['reason']],
    ['nothing', {}, ['reason', 'outcome']],
  ])('is not reviewed with %s', async (_, body, paths) => {
    const door = createFrontDoor();
    const { body: alert } = await door.send('GET', path);
    for (const reply of [
      await door.send('PUT', `${path}/review`, { body }),
      await door.send('POST', `${path}/review/${read(alert, 'manual_review_token')}/review`, { body }),
    ]) {
      expect([reply.status, read(reply.body, 'error.minor_code')]).toEqual([400, 4002]);
      expect(readEach(reply.body, 'error.details', 'path')).toEqual(paths);
    }
    expect((await door.send('GET', path)).body).toEqual(alert);
  });

  it('is 404 where it is not, and so is a review that it does not wait for', async () => {
    const door = createFrontDoor();
    const elsewhere = await open(door);
    for (const [method, unknown] of [
      ['GET', `/investigations/${elsewhere}/alerts/${demoAlert}`],
      ['GET', `/investigations/${demoInvestigation}/alerts/JA-unknown`],
      ['POST', `${path}/review/R-unknown/review`],
    ] as const) {
      const reply = await door.send(method, unknown, method === 'POST' ? { body: decision } : {});
      expect([reply.status, read(reply.body, 'error.minor_code')]).toEqual([404, 4041]);
    }
  });

  it('goes to agents of the account only', async () => {
    const door = createFrontDoor();
    for (const [body, code] of [
      [{ agent_token: 'AG-nobody' }, 4013],
      [{}, 4002],
      [{ agent_token: null }, 4002],
    ] as const) {
      const reply = await door.send('PUT', `${path}/assign`, { body });
      expect([reply.status, read(reply.body, 'error.minor_code')]).toEqual([400, code]);
    }
  });
});
