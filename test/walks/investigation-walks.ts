/** Ongoing monitoring: an event opens an investigation, and people work on it to its end. */
import { expect } from 'vitest';
import type { Agent, Walks } from './agent.ts';
import {
  alertJourney,
  badBody,
  badRequest,
  conflict,
  dana,
  findEvent,
  notFound,
  ravi,
  readEach,
  readLink,
  unknown,
  unknownObject,
} from './demo-account.ts';

/** A failed login of somebody new, from a device that nobody knows. */
async function openByEvent({ call }: Agent, external_entity_id: string, name_first: string) {
  const person = await call('create_a_alloy_person_entity', {
    external_entity_id,
    name_first,
    name_last: 'Lindgren',
  });
  const event = await call('create_a_alloy_event', {
    event_type: 'login',
    event_status: 'failed',
    external_event_id: `${external_entity_id}-login`,
    data: {
      timestamp: '2026-01-05T10:00:00Z',
      external_entity_id,
      login_method: 'password',
      status: 'failed',
      device: { external_device_id: `${external_entity_id}-device` },
    },
  });
  expect(event.read('event')).toMatchObject({
    event_status: 'PROCESSED',
    evaluations: [{ summary: { outcome: 'Manual Review' } }],
    journey_applications: [{ journey_token: alertJourney }],
  });
  return {
    entity_token: person.text('entity_token'),
    event: event.text('event_request_token'),
    alert: event.text('event.journey_applications.0.journey_application_token'),
    investigation: event.text('event.journey_applications.0.investigations.0.investigation_token'),
  };
}

export const investigationWalks: Walks = {
  'an event opens an investigation, which is worked to promotion and closure': async (agent) => {
    const { call, refused } = agent;
    const opened = await openByEvent(agent, 'walk-lindgren-1', 'Signe');
    const investigation_token = opened.investigation;
    const nowhere = unknown('INV');
    for (const [tool, argument] of [
      ['get_single_alloy_investigation_by_id', 'id'],
      ['alloy_investigations_list_2', 'investigation_token'],
    ] as const) {
      const found = await call(tool, { [argument]: investigation_token });
      expect(found.result).toMatchObject({ state: 'alert_review', source: 'alert', outcome: null });
      await refused(tool, { [argument]: nowhere }, notFound);
    }

    const assign = 'update_a_alloy_investigation_assign_by_id';
    const agents = await call('list_all_alloy_investigation_agents');
    expect(readEach(agents.list('agents'), 'token')).toContain(dana.token);
    await call(assign, { investigation_token, investigation_assignee_token: dana.token });
    await refused(
      assign,
      { investigation_token: nowhere, investigation_assignee_token: dana.token },
      notFound,
    );
    const unassign = 'update_a_alloy_investigation_unassign_by_id';
    await call(unassign, { investigation_tokens: [investigation_token] });
    await refused(unassign, { investigation_tokens: [investigation_token, nowhere] }, notFound);
    await call(assign, { investigation_token, investigation_assignee_token: ravi.token });

    const tags = [{ tag_name: 'Velocity', is_outcome_reason: true }];
    const evidence = 'update_a_alloy_investigation_evidence_by_id';
    await call(evidence, { investigation_token, note: 'Same device as in May', tags });
    await refused(evidence, { investigation_token, journey_alerts: [unknown('JA')] }, unknownObject);
    const note = { investigation_token, note: 'Called, no answer', entity_token: opened.entity_token };
    await call('create_a_alloy_investigation_note', note);
    await refused(
      'create_a_alloy_investigation_note',
      { ...note, entity_token: 'P-TfkFe6lCPkElc9Xktd3V' },
      unknownObject,
    );

    const promote = 'update_a_alloy_investigation_promote_by_id';
    expect((await call(promote, { investigation_token })).read('state')).toBe('case_review');
    await refused(promote, { investigation_token }, conflict);
    const archive = 'update_a_alloy_investigation_archive_by_id';
    await refused(archive, { investigation_token }, conflict);
    const review = 'update_a_alloy_investigation_review_by_id';
    const decision = {
      investigation_token,
      outcome: 'Confirmed Risk',
      reason: 'Account takeover',
      note: 'SAR filed',
    };
    const closed = await call(review, decision);
    expect(closed.result).toMatchObject({ state: 'case_review_closed', outcome: 'Confirmed Risk' });
    await refused(review, decision, conflict);
    expect(closed.read('_embedded')).toMatchObject({
      assigned_agent: { token: ravi.token },
      evidences: { journey_alerts: [{ journey_application_token: opened.alert }], tags },
      notes: [{ text: 'Same device as in May' }, { text: 'Called, no answer' }],
      reviews: [
        {
          previous_investigation_state: 'case_review',
          new_investigation_state: 'case_review_closed',
          reason: 'Account takeover',
        },
      ],
    });
    expect(readEach(closed.list('_embedded.events'), 'event')).toEqual(
      expect.arrayContaining(['created', 'alert_added', 'assigned', 'unassigned', 'closed']),
    );

    const archived = await call(archive, { investigation_token });
    expect(archived.status).toBe(202);
    const late = { ...note, note: 'Too late' };
    await refused('create_a_alloy_investigation_note', late, conflict);
    const list = 'list_all_alloy_investigations';
    const shelf = await call(list, { q: { archived: true, investigationTokens: [investigation_token] } });
    expect(readEach(shelf.list('investigations'), 'investigation_token')).toEqual([investigation_token]);
    const unarchive = 'update_a_alloy_investigation_unarchive_by_id';
    await call(unarchive, { investigation_token });
    await refused(unarchive, { investigation_token }, conflict);
    expect((await call(list)).read('investigations')).not.toContainEqual(
      expect.objectContaining({ investigation_token }),
    );
  },

  'its alert is assigned and reviewed, and the investigation stays as it is': async (agent) => {
    const { call, refused } = agent;
    const opened = await openByEvent(agent, 'walk-lindgren-2', 'Tove');
    const { alert, investigation: investigation_token } = opened;
    const path = { investigation_token, journey_application_token: alert };
    const nowhere = { investigation_token, journey_application_token: unknown('JA') };
    for (const [tool, argument] of [
      ['get_single_alloy_investigation_alert_by_id', 'id'],
      ['list_all_alloy_investigation_alerts', 'journey_application_token'],
    ] as const) {
      const found = await call(tool, { investigation_token, [argument]: alert });
      expect(found.result).toMatchObject({ status: 'waiting_review', source_event_token: opened.event });
      await refused(tool, { investigation_token, [argument]: unknown('JA') }, notFound);
    }
    const assign = 'update_a_alloy_investigation_alert_assign_by_id';
    const assigned = await call(assign, { ...path, agent_token: dana.token });
    expect(assigned.read('_embedded.assigned_agent.email')).toBe(dana.email);
    await refused(assign, { ...path, agent_token: unknown('AG') }, unknownObject);
    const unassign = 'update_a_alloy_investigation_alert_unassign_by_id';
    expect((await call(unassign, path)).read('_embedded.assigned_agent.email')).toBeNull();
    await refused(unassign, nowhere, notFound);

    const append = 'update_a_alloy_investigation_alert_appended_review_by_id';
    const dismissed = { outcome: 'Dismissed', reason: 'Duplicate alert' };
    await refused(append, { ...path, outcome: 'Fine', reason: 'Duplicate alert' }, badBody);
    expect((await call(append, { ...path, ...dismissed })).list('_embedded.reviews')).toMatchObject([
      dismissed,
    ]);

    const asApplication = { journey_token: alertJourney, id: alert };
    const before = await call('get_single_alloy_journey_application_by_id', asApplication);
    const manual_review_token = readLink(findEvent(before, 'pending_review'), 'manual_review');
    const review = 'create_a_alloy_investigation_alert_review';
    const suspicious = { outcome: 'Suspicious', reason: 'Account takeover' };
    await refused(review, { ...path, ...suspicious, manual_review_token: unknown('R') }, notFound);
    const done = await call(review, { ...path, ...suspicious, manual_review_token });
    expect(done.status).toBe(204);
    await refused(review, { ...path, ...suspicious, manual_review_token }, conflict);
    const after = await call('get_single_alloy_journey_application_by_id', asApplication);
    expect(after.result).toMatchObject({ status: 'completed', complete_outcome: 'Suspicious' });
    const still = await call('get_single_alloy_investigation_by_id', { id: investigation_token });
    expect(still.result).toMatchObject({ state: 'alert_review', outcome: null });

    const rerun = { journey_token: alertJourney, journey_application_token: alert };
    await refused('create_a_alloy_journey_application_rerun', rerun, conflict);
  },

  'one is opened by hand, and all are found, filtered and paged': async (agent) => {
    const { call, refused } = agent;
    const create = 'create_a_alloy_investigation';
    const draft = {
      investigation_state: 'alert_review',
      investigation_type: 'Fraud',
      entity_tokens: ['P-ewaa6ImCcpv7FM2XhpNe'],
      journey_alerts: [],
      investigation_name: 'Card testing',
      investigation_assignee_token: ravi.token,
    };
    const opened = await call(create, draft);
    expect(opened.status).toBe(201);
    expect(opened.result).toMatchObject({ name: 'Card testing', source: 'manual', type: 'Fraud' });
    const another = { investigation_name: 'Mail theft', investigation_assignee_token: dana.token };
    await call(create, { ...draft, ...another });
    await refused(create, { ...draft, investigation_type: 'Check kiting' }, badRequest);
    await refused(create, { ...draft, entity_tokens: [unknown('P')] }, unknownObject);

    const filters = await call('list_all_alloy_investigation_filters');
    expect(filters.list('types')).toEqual(expect.arrayContaining(['Account takeover', 'Fraud']));
    const list = 'list_all_alloy_investigations';
    const q = { includeClosed: true };
    const whole = await call(list, { q, numRowsPerPage: 100 });
    const paged: unknown[] = [];
    let cursor: unknown;
    do {
      const page = await call(list, { q, numRowsPerPage: 2, ...(cursor === undefined ? {} : { cursor }) });
      paged.push(...page.list('investigations'));
      cursor = page.next_cursor;
    } while (cursor !== undefined);
    expect(paged).toEqual(whole.read('investigations'));
    expect(whole.read('_embedded.pagination.total_investigations')).toBe(paged.length);
    expect(paged.length).toBeGreaterThan(2);
    const mine = await call(list, { q: { assignedAgents: [ravi.token], types: ['Fraud'] } });
    expect(readEach(mine.list('investigations'), 'name')).toEqual(['Card testing']);
  },

  'types come and go, as long as nothing uses them': async ({ call, refused }) => {
    const useCases = await call('list_all_alloy_investigation_use_cases');
    expect(readEach(useCases.list('use_cases'), 'name')).toContain('Fraud');
    const create = 'create_a_alloy_investigation_type';
    const type = { name: 'Elder abuse', use_case: 'Fraud' };
    await call(create, type);
    await refused(create, type, conflict);
    await refused(create, { name: 'Other', use_case: 'Astrology' }, badBody);
    const list = async (archived: boolean) =>
      readEach(
        (await call('list_all_alloy_investigation_types', { q: { archived } })).list('investigation_types'),
        'name',
      );
    expect(await list(false)).toContain('Elder abuse');

    const archive = 'update_a_alloy_investigation_type_archive_by_id';
    await call(archive, { investigation_types: 'Elder abuse' });
    await refused(archive, { investigation_types: 'Account takeover' }, conflict);
    expect(await list(true)).toContain('Elder abuse');
    const unarchive = 'update_a_alloy_investigation_type_unarchive_by_id';
    await call(unarchive, { investigation_types: 'Elder abuse' });
    await refused(unarchive, { investigation_types: 'Nothing' }, notFound);
    const remove = 'delete_a_alloy_investigation_type_by_id';
    await call(remove, { id: 'Elder abuse' });
    await refused(remove, { id: 'Elder abuse' }, notFound);
    await refused(remove, { id: 'Account takeover' }, conflict);
  },
};
