/** Businesses and the people behind them: several entities in one application, and the group that they form. */
import { expect } from 'vitest';
import type { Walks } from './agent.ts';
import {
  badBody,
  badRequest,
  buildPerson,
  businessJourney,
  businessWorkflow,
  conflict,
  findEvent,
  readEach,
  readLink,
  unknown,
  unknownObject,
} from './demo-account.ts';

const journey_token = businessJourney;

function buildOwner(name_first: string, name_last: string, external_entity_id: string) {
  return { branch_name: 'beneficial_owners', external_entity_id, data: buildPerson(name_first, name_last) };
}

export const businessWalks: Walks = {
  'a business with two owners: one is reviewed, then all are approved, and they are a group': async ({
    call,
    refused,
  }) => {
    const business = { external_entity_id: 'walk-larch', data: { business_name: 'Larch Mills LLC' } };
    const started = await call('create_a_alloy_journey_application', {
      journey_token,
      entities: [business, buildOwner('Ida', 'Larch', 'walk-ida'), buildOwner('Olaf', 'Review', 'walk-olaf')],
      external_entity_group_id: 'walk-larch-group',
      entity_group_name: 'Larch Mills and owners',
      entity_group_type: 'business',
    });
    expect(started.result).toMatchObject({ status: 'waiting_review', complete_outcome: null });
    const children = started.list('_embedded.child_entities');
    expect(readEach(children, 'entity_application_branch_name')).toEqual([
      'businesses',
      'beneficial_owners',
      'beneficial_owners',
    ]);
    expect(readEach(children, 'entity_application_status')).toEqual([
      'completed',
      'completed',
      'waiting_review',
    ]);

    const id = started.text('journey_application_token');
    await call('create_a_alloy_journey_application_case_review', {
      journey_token,
      journey_application_token: id,
      case_token: readLink(findEvent(started, 'pending_review'), 'case'),
      outcome: 'Approved',
      reason: 'Identity confirmed by phone',
    });
    const done = await call('get_single_alloy_journey_application_by_id', { journey_token, id });
    expect(done.result).toMatchObject({ status: 'completed', complete_outcome: 'Approved' });
    expect(readEach(done.list('_embedded.entity_applications'), 'entity_application_outcome')).toEqual(
      Array.from({ length: 3 }, () => 'approved'),
    );

    const tool = 'get_single_alloy_entity_group_by_id';
    const group = await call(tool, { id: 'walk-larch-group' });
    expect(group.result).toMatchObject({
      entity_group_name: 'Larch Mills and owners',
      entity_group_type: 'business',
      entity_group_external_identifiers: ['walk-larch-group'],
    });
    expect(readEach(group.list('entity_group_relationships'), 'entity_token')).toEqual(
      readEach(children, 'token'),
    );
    await refused(tool, { id: unknown('EG') }, unknownObject);
  },

  'pending_additional_entities: an owner comes later, then the application is said to be whole': async ({
    call,
    refused,
  }) => {
    const started = await call('create_a_alloy_journey_application', {
      journey_token,
      entities: [{ data: { business_name: 'Birch Mills LLC' } }],
      do_await_additional_entities: true,
    });
    expect(started.read('status')).toBe('pending_additional_entities');
    const tool = 'update_a_alloy_journey_application_by_id';
    const path = { journey_token, id: started.text('journey_application_token') };
    const more = await call(tool, { ...path, entities: [buildOwner('Una', 'Birch', 'walk-una')] });
    expect(more.read('status')).toBe('pending_additional_entities');
    const whole = { ...path, has_finished_sending_additional_entities: true };
    const done = await call(tool, whole);
    expect(done.result).toMatchObject({ status: 'completed', complete_outcome: 'Approved' });
    expect(done.list('_embedded.child_entities')).toHaveLength(2);
    await refused(tool, whole, conflict);
  },

  'an owner is left out of a rerun': async ({ call, refused }) => {
    const started = await call('create_a_alloy_journey_application', {
      journey_token,
      entities: [{ data: { business_name: 'Alder Mills LLC' } }, buildOwner('Ulf', 'Deny', 'walk-ulf')],
    });
    const [business, owner] = readEach(started.list('_embedded.child_entities'), 'token');
    const path = { journey_token, journey_application_token: started.text('journey_application_token') };
    const rerun = 'create_a_alloy_journey_application_rerun';
    await refused(rerun, { ...path, exclude_entity_tokens: [business, owner] }, badRequest);
    const again = await call(rerun, {
      ...path,
      exclude_entity_tokens: [owner],
      alloy_journey_application_sync: true,
    });
    expect(again.read('complete_outcome')).toBe('Approved');
    expect(readEach(again.list('_embedded.child_entities'), 'token')).toEqual([business]);
  },

  'a business through a workflow, its record created and corrected': async ({ call, refused }) => {
    const own = { business_name: 'Elm Street Foods LLC', business_federal_ein: '980004411' };
    const create = 'create_a_alloy_business_entity';
    const created = await call(create, { ...own, external_entity_id: 'walk-elm' });
    expect(created.status).toBe(201);
    const id = created.text('entity_token');
    expect(id).toMatch(/^B-/);
    await refused(create, { ...own, external_entity_id: 'walk-elm' }, conflict);
    const update = 'update_a_alloy_business_entity_by_id';
    const corrected = await call(update, { id, business_name: 'Elm Street Bakery LLC' });
    expect(corrected.read('business_name')).toBe('Elm Street Bakery LLC');
    await refused(update, { id: unknown('B'), business_name: 'Nothing LLC' }, unknownObject);
    const read = 'get_single_alloy_business_entity_by_id';
    expect((await call(read, { id: 'walk-elm' })).result).toMatchObject({
      entity_token: id,
      business_name: 'Elm Street Bakery LLC',
      business_federal_ein: '980004411',
    });
    await refused(read, { id: unknown('B') }, unknownObject);

    const evaluated = await call('create_a_alloy_evaluation', {
      alloy_workflow_token: businessWorkflow,
      alloy_entity_token: id,
      alloy_entity_type: 'business',
      additional_fields: { business_name: 'Elm Street Bakery LLC' },
    });
    expect(evaluated.result).toMatchObject({
      entity_token: id,
      application_token: businessWorkflow,
      summary: { outcome: 'Approved' },
    });
    await refused(
      'create_a_alloy_evaluation',
      { alloy_workflow_token: businessWorkflow, additional_fields: { business_name: 7 } },
      badBody,
    );
  },
};
