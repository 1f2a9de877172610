/** Legacy groups: applicants evaluated one by one, then together with the group workflow's own key, then reviewed. */
import { expect } from 'vitest';
import type { Walks } from './agent.ts';
import {
  badBody,
  badRequest,
  buildPerson,
  dana,
  groupWorkflow,
  groupWorkflowSecret,
  personWorkflow,
  readEach,
  unknown,
  unknownObject,
} from './demo-account.ts';

const evaluateGroup = 'create_a_alloy_group_evaluation';

export const groupWalks: Walks = {
  // The tool takes no workflow, so the key of the embedded environment has to be enough.
  'the group of the demo account is decided without a key of its own': async ({ call }) => {
    const together = await call(evaluateGroup, { group_token: 'demo-joint-01' });
    expect(together.read('application_token')).toBe(groupWorkflow);
  },

  'two applicants are one decision, which an agent reviews': async (_, served) => {
    const account = await served.open(served.credentials);
    const { call, refused } = account;
    const group = { alloy_workflow_token: personWorkflow, alloy_external_group_id: 'walk-joint' };
    const first = await call('create_a_alloy_evaluation', { ...buildPerson('Jana', 'Berg'), ...group });
    const second = await call('create_a_alloy_evaluation', { ...buildPerson('Jens', 'Review'), ...group });
    expect([first, second].map((each) => each.read('summary.outcome'))).toEqual([
      'Approved',
      'Manual Review',
    ]);
    const group_token = first.text('group_token');
    expect(second.read('group_token')).toBe(group_token);

    const decide = await served.open({ token: groupWorkflow, secret: groupWorkflowSecret });
    const together = await decide.call(evaluateGroup, { group_token: 'walk-joint' });
    expect(together.result).toMatchObject({
      entity_token: group_token,
      // Here it is half of the server's own key.
      application_token: '[removed]',
      summary: { outcome: 'Manual Review' },
    });
    await decide.refused(evaluateGroup, { group_token: unknown('G') }, unknownObject);
    await decide.close();

    const review = 'create_a_alloy_group_review';
    const decision = {
      group_token,
      agent: { email: dana.email },
      reasons: ['Documents verified'],
      outcome: 'Approved',
    };
    await refused(review, { ...decision, reasons: ['Because'] }, badBody);
    const reviewed = await call(review, decision);
    await refused(review, decision, badRequest);
    const review_token = reviewed.text('review_token');
    const by = { note_author_agent_email: dana.email };
    const noteReview = 'create_a_alloy_group_review_note';
    await call(noteReview, { group_token, review_token, note: 'Both came in', ...by });
    await refused(noteReview, { group_token, review_token: unknown('R'), note: 'x', ...by }, unknownObject);
    await call('create_a_alloy_group_note', { group_token, note: 'Wants a joint card', ...by });
    await refused('create_a_alloy_group_note', { group_token: unknown('G'), note: 'x' }, unknownObject);

    for (const [tool, argument] of [
      ['get_single_alloy_group_by_id', 'id'],
      ['list_all_alloy_groups', 'entity_token'],
    ] as const) {
      const found = await call(tool, { [argument]: 'walk-joint' });
      expect(found.result).toMatchObject({
        entity_token: group_token,
        evaluations: [{ evaluation_token: together.text('evaluation_token') }],
        reviews: [{ review_token }],
        notes: [{ text: 'Wants a joint card' }],
      });
      expect(readEach(found.list('child_entities'), 'name')).toEqual(['Jana Berg', 'Jens Review']);
      await refused(tool, { [argument]: unknown('G') }, unknownObject);
    }
    await account.close();
  },
};
