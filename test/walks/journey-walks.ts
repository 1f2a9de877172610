/** Persons through the persons' journey: every status that a developer has to handle, and what moves it on. */
import { expect } from 'vitest';
import { readMember } from '../helpers/read-member.ts';
import type { Agent, Answer, Walks } from './agent.ts';
import {
  badBody,
  badHeader,
  buildPerson,
  conflict,
  dana,
  findEvent,
  notFound,
  personJourney,
  readEach,
  readLink,
  unknown,
  unknownObject,
} from './demo-account.ts';

const journey_token = personJourney;
const approve = { outcome: 'Approved', reasons: ['Documents verified'] };

/** Starts somebody of that last name, which decides where the application stops. */
function start({ call }: Agent, name_last: string, more: object = {}): Promise<Answer> {
  const entities = [{ data: buildPerson('Maya', name_last) }];
  return call('create_a_alloy_journey_application', { journey_token, entities, ...more });
}

function readAgain({ call }: Agent, application: Answer): Promise<Answer> {
  const id = application.text('journey_application_token');
  return call('get_single_alloy_journey_application_by_id', { journey_token, id });
}

export const journeyWalks: Walks = {
  'what a journey wants is known beforehand': async ({ call, refused }) => {
    const parameters = await call('list_all_alloy_journey_parameters', { journey_token });
    expect(JSON.stringify(parameters.result)).toContain('document_ssn');
    await refused('list_all_alloy_journey_parameters', { journey_token: unknown('J') }, notFound);
    const schema = await call('list_all_alloy_journey_schemas', { journey_token });
    expect(JSON.stringify(schema.result)).toContain('name_last');
    await refused('list_all_alloy_journey_schemas', { journey_token: unknown('J') }, notFound);
  },

  'a person is approved at once': async (agent) => {
    const { call, refused } = agent;
    await refused(
      'create_a_alloy_journey_application',
      { journey_token, entities: [{ data: buildPerson('Maya'.repeat(10), 'Okafor') }] },
      badBody,
    );
    const entities = [{ external_entity_id: 'walk-maya', data: buildPerson('Maya', 'Okafor') }];
    const started = await call('create_a_alloy_journey_application', { journey_token, entities });
    expect(started.status).toBe(201);
    expect(started.result).toMatchObject({
      status: 'completed',
      complete_outcome: 'Approved',
      journey_application_status: 'Approved',
    });
    expect(readEach(started.list('_embedded.events'), 'type')).toEqual([
      'started_application',
      'started_evaluation',
      'completed_evaluation',
      'completed_branch',
      'completed_application',
    ]);
    const token = started.text('journey_application_token');
    for (const [tool, argument] of [
      ['get_single_alloy_journey_application_by_id', 'id'],
      ['list_all_alloy_journey_applications', 'journey_application_token'],
    ] as const) {
      expect((await call(tool, { journey_token, [argument]: token })).result).toEqual(started.result);
      await refused(tool, { journey_token, [argument]: unknown('JA') }, notFound);
    }
    const tool = 'list_all_alloy_journey_entity_applications';
    const mine = await call(tool, { external_entity_id: 'walk-maya' });
    expect(readEach(mine.list('_embedded.journey_applications'), 'journey_application_token')).toEqual([
      token,
    ]);
    await refused(tool, { external_entity_id: 'walk-nobody' }, notFound);
  },

  'notes are written on an application, and parents may look at it': async (agent) => {
    const { call, refused } = agent;
    const started = await start(agent, 'Deny');
    expect(started.read('complete_outcome')).toBe('Denied');
    const path = { journey_token, journey_application_token: started.text('journey_application_token') };
    const nowhere = { journey_token, journey_application_token: unknown('JA') };
    const note = { note: 'Asked for the reasons', note_author_agent_email: dana.email };
    await call('create_a_alloy_journey_application_note', { ...path, ...note });
    await refused(
      'create_a_alloy_journey_application_note',
      { ...path, note: 'x', note_author_agent_email: 'stranger@example.com' },
      badBody,
    );
    const notes = await call('list_all_alloy_journey_application_notes', path);
    expect(notes.result).toMatchObject([note]);
    await refused('list_all_alloy_journey_application_notes', nowhere, notFound);
    for (const tool of [
      'update_a_alloy_journey_application_audit_access_by_id',
      'update_a_alloy_application_audit_accese_by_id',
    ] as const) {
      await call(tool, { ...path, alloy_audit_account_slugs: ['parent-bank'] });
      await refused(tool, { ...nowhere, alloy_audit_account_slugs: ['parent-bank'] }, notFound);
    }
  },

  'whoever is no parent with partial audit access gets none, as with evaluations': async (agent) => {
    const started = await start(agent, 'Okafor');
    const path = { journey_token, journey_application_token: started.text('journey_application_token') };
    const tool = 'update_a_alloy_journey_application_audit_access_by_id';
    await agent.refused(tool, { ...path, alloy_audit_account_slugs: ['nobodys-bank'] }, badHeader);
  },

  'waiting_review: the case is reviewed, then only noted on': async (agent) => {
    const { call, refused } = agent;
    const started = await start(agent, 'Review');
    expect(started.result).toMatchObject({ status: 'waiting_review', complete_outcome: null });
    const pending = findEvent(started, 'pending_review');
    const path = { journey_token, journey_application_token: started.text('journey_application_token') };
    const review = { ...path, id: readLink(pending, 'manual_review') };
    const before = await call('get_single_alloy_journey_application_review_by_id', review);
    expect(before.result).toMatchObject({ status: 'pending', outcome: null });
    await refused(
      'get_single_alloy_journey_application_review_by_id',
      { ...path, id: unknown('R') },
      notFound,
    );

    const tool = 'create_a_alloy_journey_application_case_review';
    const theCase = { ...path, case_token: readLink(pending, 'case') };
    await refused(tool, { ...theCase, outcome: 'Promoted', reasons: ['Other'] }, badBody);
    const decided = await call(tool, { ...theCase, ...approve });
    expect(decided.status).toBe(201);
    await refused(tool, { ...theCase, ...approve }, conflict);
    await call(tool, { ...theCase, note: 'Filed' });

    const after = await call('get_single_alloy_journey_application_review_by_id', review);
    expect(after.result).toMatchObject({ status: 'completed', ...approve });
    const done = await readAgain(agent, started);
    expect(done.result).toMatchObject({ status: 'completed', complete_outcome: 'Approved' });
    expect(readEach(done.list('_embedded.events'), 'type')).toContain('completed_review');
  },

  'pending_journey_application_review: the application itself is reviewed': async (agent) => {
    const { call, refused } = agent;
    const started = await start(agent, 'AppReview');
    expect(started.read('status')).toBe('pending_journey_application_review');
    const path = { journey_token, journey_application_token: started.text('journey_application_token') };
    const decision = { outcome: 'Denied', reasons: ['Suspected fraud'], note: 'Two faces on one passport' };
    await call('create_a_alloy_journey_application_review', { ...path, ...decision });
    await refused('create_a_alloy_journey_application_review', { ...path, ...decision }, conflict);
    const done = await readAgain(agent, started);
    expect(done.result).toMatchObject({ status: 'completed', complete_outcome: 'Denied' });
  },

  'pending_action: the outcome of the action is reported to its node': async (agent) => {
    const { call, refused } = agent;
    const started = await start(agent, 'Action');
    expect(started.read('status')).toBe('pending_action');
    const node = String(readMember(findEvent(started, 'pending_action'), '_embedded.node.id'));
    const path = { journey_token, journey_application_token: started.text('journey_application_token') };
    const tool = 'update_a_alloy_journey_application_node_by_id';
    await refused(tool, { ...path, id: node, outcome: 'Postponed' }, badBody);
    await refused(tool, { ...path, id: '1', outcome: 'Approved' }, notFound);
    await call(tool, { ...path, id: node, outcome: 'Approved' });
    await refused(tool, { ...path, id: node, outcome: 'Approved' }, conflict);
    expect((await readAgain(agent, started)).read('complete_outcome')).toBe('Approved');
  },

  'data_request: what is missing is sent by PUT, answers of a quiz by external id': async (agent) => {
    const { call, refused } = agent;
    const started = await start(agent, 'MissingData');
    const details = started.read('_embedded.entity_applications.0.entity_application_status_details');
    expect(started.read('status')).toBe('data_request');
    expect(JSON.stringify(details)).toContain('document_license');
    const tool = 'update_a_alloy_journey_application_by_id';
    const id = started.text('journey_application_token');
    const entities = [{ data: { document_license: 'D7654321', document_license_state: 'NY' } }];
    const done = await call(tool, { journey_token, id, entities });
    expect(done.result).toMatchObject({ status: 'completed', complete_outcome: 'Approved' });
    await refused(tool, { journey_token, id, entities }, conflict);

    const answers = [4, 1, 3, 2, 5].map((answer_id, index) => ({ question_id: index + 1, answer_id }));
    for (const [name, argument] of [
      ['update_a_alloy_journey_application_external_by_id', 'id'],
      ['update_a_alloy_latest_by_id', 'external_application_id'],
    ] as const) {
      const own = `walk-${argument}`;
      await start(agent, 'Quiz', { external_application_id: own });
      await refused(name, { [argument]: own, entities: [{ answers: answers.slice(1), data: {} }] }, badBody);
      const passed = await call(name, { [argument]: own, entities: [{ answers, data: {} }] });
      expect(passed.result).toMatchObject({ status: 'completed', external_application_id: own });
    }
  },

  'error: rerun by token, then by external id, each time as a new application': async (agent) => {
    const { call, refused } = agent;
    const external_application_id = 'walk-error';
    const failed = await start(agent, 'Error', { external_application_id });
    expect(failed.read('status')).toBe('error');
    const path = { journey_token, journey_application_token: failed.text('journey_application_token') };
    const sync = { alloy_journey_application_sync: true };
    const rerun = await call('create_a_alloy_journey_application_rerun', { ...path, ...sync });
    expect(rerun.result).toMatchObject({
      status: 'completed',
      complete_outcome: 'Approved',
      is_rerun: true,
      external_application_id,
      _embedded: {
        rerun: { previous_journey_application_token: failed.text('journey_application_token') },
      },
    });
    await refused(
      'create_a_alloy_journey_application_rerun',
      { ...path, exclude_entity_tokens: [unknown('P')] },
      unknownObject,
    );
    expect(readEach((await readAgain(agent, failed)).list('_embedded.events'), 'type')).toContain(
      'started_rerun_application',
    );

    for (const [tool, argument] of [
      ['get_single_alloy_journey_application_external_by_id', 'id'],
      ['list_all_alloy_latests', 'external_application_id'],
    ] as const) {
      const latest = await call(tool, { [argument]: external_application_id });
      expect(latest.read('journey_application_token')).toBe(rerun.text('journey_application_token'));
      await refused(tool, { [argument]: 'walk-nothing' }, notFound);
    }
    const external = 'create_a_alloy_journey_application_external_rerun';
    const again = await call(external, { external_application_id, ...sync });
    expect(again.read('_embedded.rerun')).toMatchObject({
      previous_journey_application_token: rerun.text('journey_application_token'),
      root_journey_application_token: failed.text('journey_application_token'),
    });
    await refused(external, { external_application_id: 'walk-nothing' }, notFound);
  },

  'pending_workflow_service: waited for; expired: over': async (agent) => {
    let application = await start(agent, 'Async');
    expect(application.read('status')).toBe('pending_workflow_service');
    for (let reads = 0; application.read('status') !== 'completed' && reads < 5; reads += 1)
      application = await readAgain(agent, application);
    expect(application.read('complete_outcome')).toBe('Approved');
    const expired = await start(agent, 'Expired');
    expect(expired.result).toMatchObject({ status: 'expired', complete_outcome: null });
  },

  'alloy-journey-override-sync answers at once, and a wrong version is refused': async (agent) => {
    const { call, refused } = agent;
    const entities = [{ data: buildPerson('Maya', 'Okafor') }];
    const tool = 'create_a_alloy_journey_application';
    const short = await call(tool, { journey_token, entities, alloy_journey_override_sync: true });
    expect(Object.keys(Object(short.result)).sort()).toEqual(['_links', 'journey_application_token']);
    expect((await readAgain(agent, short)).read('status')).toBe('completed');
    await refused(tool, { journey_token, entities, alloy_journey_version: 99 }, badHeader);
  },
};
