/** Alerts as the applications that they are, and journeys after a save and load. */
import { describe, expect, it } from 'vitest';
import { demoAlertToken } from '../../../src/simulator/demo/investigations.ts';
import { alertJourney } from '../../../src/simulator/settings/journeys.ts';
import { createSimulator } from '../../../src/simulator/simulator.ts';
import { read } from '../helpers/account-client.ts';
import { formatBasic } from '../helpers/front-door.ts';
import { caseOf, createJourneyClient, eventsOf, findEvent, pathOf } from '../helpers/journey-client.ts';

const alertPath = `/journeys/${alertJourney.token}/applications/${demoAlertToken}`;

describe('an alert', () => {
  it('waits for its review, which is read by its token', async () => {
    const client = createJourneyClient();
    const alert = await client.door.send('GET', alertPath);
    expect(alert.body).toMatchObject({
      status: 'waiting_review',
      complete_outcome: null,
      _embedded: {
        journey: { journey_type: 'alert', journey_token: alertJourney.token },
        investigations: [
          { investigation_token: expect.stringMatching(/^INV-/), investigation_state: 'alert_review' },
        ],
      },
    });
    expect(eventsOf(alert)).toEqual(['started_application', 'completed_evaluation', 'pending_review']);
    const href = String(read(findEvent(alert, 'pending_review'), '_links.manual_review.href'));
    const show = () => client.door.send('GET', href.replace('/v1', ''));
    expect((await show()).body).toMatchObject({ status: 'pending', outcome: null, notes: [] });

    const review = { outcome: 'suspicious', reason: 'Account takeover', note: 'Two devices' };
    const reviewed = await client.send('POST', alert, `/cases/${caseOf(alert)}/review`, review);
    expect(reviewed.status).toBe(201);
    expect((await show()).body).toMatchObject({
      manual_review_token: href.split('/').at(-1),
      status: 'completed',
      outcome: 'Suspicious',
      reason: 'Account takeover',
    });
    const after = await client.refresh(alert);
    expect(after.body).toMatchObject({ status: 'completed', complete_outcome: 'Suspicious' });
  });

  it('is not run again', async () => {
    const client = createJourneyClient();
    const { status, body } = await client.door.send('POST', `${alertPath}/rerun`);
    expect(status).toBe(409);
    expect(read(body, 'error.details')).toEqual({ journey_application_token: demoAlertToken });
  });
});

it('journeys go on after a save and load', async () => {
  const first = createSimulator();
  const { token, secret } = first.credentials;
  const call = async (simulator: typeof first, method: string, path: string, body?: unknown) => {
    const response = await simulator.fetch(
      new Request(`http://alloy.embedded/v1${path}`, {
        method,
        headers: { authorization: formatBasic(token, secret), 'content-type': 'application/json' },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      }),
    );
    return { status: response.status, body: await response.json() };
  };
  const data = { name_first: 'Maya', name_last: 'Review', document_ssn: '666120417' };
  const journey = '/journeys/J-PersonOnboardDemo001';
  const started = await call(first, 'POST', `${journey}/applications`, {
    entities: [{ data }],
    external_application_id: 'loan-1',
  });
  const batch = await call(first, 'POST', `${journey}/batches`, { entities: [{ data }, { data }] });
  const second = createSimulator({ state: JSON.parse(first.formatState().text) });
  const latest = await call(second, 'GET', '/journeys/applications/ext/loan-1/latest');
  expect(latest.body).toEqual(started.body);
  const review = { outcome: 'Approved', reason: 'Other' };
  const path = `${pathOf(latest)}/cases/${caseOf(latest)}/review`;
  expect((await call(second, 'POST', path, review)).status).toBe(201);
  expect((await call(second, 'GET', pathOf(batch))).body).toMatchObject({
    summary: { status: { queued: 1, waiting_review: 1 } },
  });
});
