/** Persons through a workflow, without a journey. */
import { expect } from 'vitest';
import type { Walks } from './agent.ts';
import {
  badBody,
  badHeader,
  badRequest,
  buildPerson,
  dana,
  personWorkflow,
  readEach,
  unknown,
  unknownObject,
} from './demo-account.ts';

export const evaluationWalks: Walks = {
  'a person is approved, and read in every way': async ({ call, refused }) => {
    const parameters = await call('list_all_alloy_parameters', { alloy_workflow_token: personWorkflow });
    expect(readEach(parameters.list('required'), 'key')).toEqual(['name_first', 'name_last']);
    await refused('list_all_alloy_parameters', { alloy_workflow_token: '0'.repeat(32) }, unknownObject);

    const person = buildPerson('Nora', 'Whitfield');
    await refused('create_a_alloy_evaluation', { ...person, address_country_code: 'USA' }, badBody);
    const created = await call('create_a_alloy_evaluation', {
      ...person,
      alloy_external_entity_id: 'walk-nora',
    });
    expect(created.status).toBe(201);
    expect(created.read('summary')).toMatchObject({ result: 'success', outcome: 'Approved' });
    const token = created.text('evaluation_token');
    const entity = created.text('entity_token');

    for (const [tool, argument] of [
      ['get_single_alloy_evaluation_by_id', 'id'],
      ['list_all_alloy_evaluations', 'evaluation_token'],
    ] as const) {
      expect((await call(tool, { [argument]: token })).result).toEqual(created.result);
      await refused(tool, { [argument]: unknown('S') }, unknownObject);
    }
    const own = await call('get_single_alloy_entity_evaluation_by_id', {
      entity_token: 'walk-nora',
      id: token,
    });
    expect(own.read('evaluation_token')).toBe(token);
    await refused(
      'get_single_alloy_entity_evaluation_by_id',
      { entity_token: entity, id: unknown('S') },
      unknownObject,
    );
    for (const [tool, argument] of [
      ['get_single_alloy_entity_by_id', 'id'],
      ['list_all_alloy_entities', 'entity_token'],
    ] as const) {
      const overview = await call(tool, { [argument]: 'walk-nora' });
      expect(overview.result).toMatchObject({
        name: 'Nora Whitfield',
        entity_token: entity,
        evaluations: [{ evaluation_token: token, status: 'complete', outcome: 'Approved' }],
      });
      await refused(tool, { [argument]: unknown('P') }, unknownObject);
    }
  },

  'whoever lacks data is asked for it and sends it by PATCH': async ({ call, refused }) => {
    const waiting = await call('create_a_alloy_evaluation', buildPerson('Omar', 'MissingData'));
    expect(waiting.status).toBe(200);
    expect(waiting.notice).toContain('required');
    const asked = readEach(waiting.list('required'), 'key');
    expect(asked).toEqual(expect.arrayContaining(['document_license', 'document_license_state']));
    const id = waiting.text('evaluation_token');
    const done = await call('update_a_alloy_evaluation_by_id', {
      id,
      document_license: 'D1234567',
      document_license_state: 'NY',
    });
    expect(done.status).toBe(201);
    expect(done.read('summary.outcome')).toBe('Approved');
    expect(done.read('supplied')).toMatchObject({ name_first: 'Omar', document_license: 'D1234567' });
    await refused('update_a_alloy_evaluation_by_id', { id, name_first: 'Other' }, badRequest);
  },

  'a quiz is passed with the right answers and failed with others': async ({ call, refused }) => {
    const takeQuiz = async (chosen: readonly number[]) => {
      const waiting = await call('create_a_alloy_evaluation', buildPerson('Petra', 'Quiz'));
      expect(waiting.status).toBe(200);
      const questions = waiting.list('prompts.answers.questions');
      const answers = readEach(questions, 'id').map((question_id, index) => ({
        question_id,
        answer_id: chosen[index],
      }));
      const id = waiting.text('evaluation_token');
      const unanswered = { answers: answers.slice(1) };
      await refused('update_a_alloy_evaluation_by_id', { id, answers: unanswered }, badBody);
      return call('update_a_alloy_evaluation_by_id', { id, answers: { answers } });
    };
    const passed = await takeQuiz([4, 1, 3, 2, 5]);
    expect(passed.read('summary')).toMatchObject({ outcome: 'Approved' });
    expect(passed.list('summary.tags')).toContain('Quiz Passed');
    const failed = await takeQuiz([1, 1, 1, 1, 1]);
    expect(failed.read('summary.outcome')).toBe('Manual Review');
  },

  'a vendor that fails leaves it partial, and a PATCH resumes it': async ({ call }) => {
    const partial = await call('create_a_alloy_evaluation', buildPerson('Quentin', 'Partial'));
    expect(partial.status).toBe(206);
    expect(partial.notice).toContain('PATCH');
    expect(partial.read('summary.result')).toBe('partial');
    const resumed = await call('update_a_alloy_evaluation_by_id', {
      id: partial.text('evaluation_token'),
      address_city: 'Troy',
    });
    expect(resumed.status).toBe(201);
    expect(resumed.read('summary')).toMatchObject({ result: 'success', outcome: 'Approved' });
  },

  'a Manual Review is resolved by an agent, once': async ({ call, refused }) => {
    const evaluated = await call('create_a_alloy_evaluation', buildPerson('Rosa', 'Review'));
    expect(evaluated.read('summary.outcome')).toBe('Manual Review');
    const entity_token = evaluated.text('entity_token');
    const decision = {
      entity_token,
      agent: { email: dana.email },
      reasons: ['Identity confirmed by phone'],
      outcome: 'Approved',
    };
    const foreign = { ...decision, agent: { email: 'stranger@example.com' } };
    await refused('create_a_alloy_entity_review', foreign, badBody);
    const review = await call('create_a_alloy_entity_review', decision);
    expect(review.result).toMatchObject({ entity_token, outcome: 'Approved', agent: { email: dana.email } });
    const review_token = review.text('review_token');
    await refused('create_a_alloy_entity_review', decision, badRequest);

    const note = { entity_token, review_token, note: 'Called back', note_author_agent_email: dana.email };
    await call('create_a_alloy_entity_review_note', note);
    await refused(
      'create_a_alloy_entity_review_note',
      { ...note, note_author_agent_email: 'stranger@example.com' },
      badBody,
    );
    const listed = await call('list_all_alloy_entity_reviews', { entity_token });
    expect(readEach(listed.list(''), 'review_token')).toEqual([review_token]);
    await refused('list_all_alloy_entity_reviews', { entity_token: unknown('P') }, unknownObject);
    const read = await call('get_single_alloy_entity_review_by_id', { entity_token, id: review_token });
    expect(read.result).toMatchObject({ outcome: 'Approved', notes: [{ note: 'Called back' }] });
    await refused('get_single_alloy_entity_review_by_id', { entity_token, id: unknown('R') }, unknownObject);
    const overview = await call('get_single_alloy_entity_by_id', { id: entity_token });
    expect(overview.list('reviews')).toHaveLength(1);
  },

  'parents get audit access to an evaluation, and lose it': async ({ call, refused }) => {
    const evaluated = await call('create_a_alloy_evaluation', buildPerson('Sana', 'Whitfield'));
    const evaluation_token = evaluated.text('evaluation_token');
    const grant = (...slugs: readonly string[]) => ({ evaluation_token, alloy_audit_account_slugs: slugs });
    const tool = 'update_a_alloy_evaluation_audit_access_by_id';
    const both = await call(tool, grant('parent-bank', 'sponsor-bank'));
    expect(both.list('audit_account_slugs')).toEqual(['parent-bank', 'sponsor-bank']);
    const one = await call(tool, grant('sponsor-bank'));
    expect(one.list('audit_account_slugs')).toEqual(['sponsor-bank']);
    await refused(tool, grant('nobodys-bank'), badHeader);
  },
};
