/** People on file: created, corrected, noted on, merged, and what became of them told back. */
import { expect } from 'vitest';
import type { Walks } from './agent.ts';
import {
  badBody,
  badRequest,
  buildPerson,
  conflict,
  dana,
  readEach,
  unknown,
  unknownObject,
} from './demo-account.ts';

export const entityWalks: Walks = {
  'a person is created, corrected and noted on': async ({ call, refused }) => {
    const create = 'create_a_alloy_person_entity';
    const person = { external_entity_id: 'walk-greta', name_first: 'Greta', name_last: 'Holm' };
    const created = await call(create, { ...person, birth_date: '1971-03-09' });
    expect(created.status).toBe(201);
    await refused(create, person, conflict);
    const id = created.text('entity_token');
    const update = 'update_a_alloy_person_entity_by_id';
    const emails = [{ email_address: 'greta.holm@example.com' }];
    const corrected = await call(update, { id, name_last: 'Holmberg', emails });
    expect(corrected.result).toMatchObject({ name_last: 'Holmberg', emails });
    await refused(update, { id: unknown('P'), name_last: 'Holmberg' }, unknownObject);
    const note = { entity_token: id, note: 'Married in May', note_author_agent_email: dana.email };
    await call('create_a_alloy_entity_note', note);
    await refused(
      'create_a_alloy_entity_note',
      { ...note, note_author_agent_email: 'stranger@example.com' },
      badBody,
    );
    const read = 'get_single_alloy_person_entity_by_id';
    const found = await call(read, { id: 'walk-greta' });
    expect(found.result).toMatchObject({
      entity_token: id,
      name_first: 'Greta',
      name_last: 'Holmberg',
      birth_date: '1971-03-09',
    });
    expect(found.list('_embedded.notes')).toMatchObject([{ text: 'Married in May' }]);
    await refused(read, { id: unknown('P') }, unknownObject);
  },

  'two records of one person become one': async ({ call, refused }) => {
    const tokens: string[] = [];
    for (const external of ['walk-twin-1', 'walk-twin-2']) {
      const evaluated = await call('create_a_alloy_evaluation', {
        ...buildPerson('Hugo', 'Twin'),
        alloy_external_entity_id: external,
      });
      tokens.push(evaluated.text('entity_token'));
    }
    const [primary_entity_token = '', secondary_entity_token = ''] = tokens;
    const merge = 'create_a_alloy_entity_merge';
    const same = { primary_entity_token, secondary_external_entity_id: 'walk-twin-1' };
    await refused(merge, same, badRequest);
    await call(merge, { primary_entity_token, secondary_external_entity_id: 'walk-twin-2' });
    for (const id of ['walk-twin-1', 'walk-twin-2']) {
      const overview = await call('get_single_alloy_entity_by_id', { id });
      expect(overview.read('entity_token')).toBe(primary_entity_token);
      expect(overview.list('evaluations')).toHaveLength(2);
    }
    await refused(merge, { primary_entity_token, secondary_entity_token }, unknownObject);
  },

  'feedback is told, and what cannot be used of it is said': async ({ call }) => {
    const evaluated = await call('create_a_alloy_evaluation', buildPerson('Ivo', 'Okafor'));
    const entity_token = evaluated.text('entity_token');
    const told = await call('create_a_alloy_entity_feedback', {
      entries: [
        {
          entity_token,
          evaluation_token: evaluated.text('evaluation_token'),
          feedback_case_status: 'closed',
          feedback_case_reason: 'confirm_fraud',
          feedback_fraud_type: 'mule',
          loss_amount: 125.5,
        },
        { entity_token: unknown('P'), feedback_case_status: 'open' },
      ],
    });
    expect(told.list('data.inserted_entity_feedback')).toMatchObject([{ loss_amount: 125.5 }]);
    expect(readEach(told.list('data.invalid_entity_feedback'), 'entity_token')).toEqual([unknown('P')]);
    const all = await call('list_all_alloy_entity_feedback');
    expect(all.list('data.inserted_entity_feedback')).toEqual(
      expect.arrayContaining([...told.list('data.inserted_entity_feedback')]),
    );
  },
};
