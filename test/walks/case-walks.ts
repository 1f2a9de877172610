/** Classic cases: opened by what workflows find, worked on one by one and in bulk. */
import { expect } from 'vitest';
import { readMember } from '../helpers/read-member.ts';
import type { Agent, Walks } from './agent.ts';
import {
  badBody,
  badRequest,
  buildPerson,
  conflict,
  dana,
  notFound,
  ravi,
  readEach,
  transactionWorkflow,
  unknown,
} from './demo-account.ts';

/** Whoever is on a watchlist gets a case; it is looked for by its entity, page by page. */
async function openCase({ call }: Agent, name_first: string) {
  const evaluated = await call('create_a_alloy_evaluation', buildPerson(name_first, 'Watchlist'));
  expect(evaluated.list('summary.tags')).toContain('Watchlist Hit');
  const entity_token = evaluated.text('entity_token');
  const found: unknown[] = [];
  let cursor: unknown;
  do {
    const more = cursor === undefined ? {} : { cursor };
    const page = await call('list_all_alloy_cases', { per_page: 2, ...more });
    found.push(...page.list('_embedded'));
    cursor = page.next_cursor;
    if (cursor === undefined) expect(page.read('total')).toBe(found.length);
  } while (cursor !== undefined);
  const own = found.filter((each) => readMember(each, 'entity_token') === entity_token);
  expect(own).toMatchObject([{ status: 'Pending Review', unread: true, alerts: ['Watchlist Hit'] }]);
  return {
    case_token: String(readMember(own, '0.case_token')),
    evaluation_token: evaluated.text('evaluation_token'),
    entity_token,
  };
}

export const caseWalks: Walks = {
  'a case is read, taken, evidenced and closed': async (agent) => {
    const { call, refused } = agent;
    const { case_token, evaluation_token } = await openCase(agent, 'Casey');
    const nowhere = { case_token: unknown('C') };
    for (const [tool, argument] of [
      ['list_all_alloy_evidence_alerts', 'evaluation_token'],
      ['get_single_alloy_case_evidence_alert_by_id', 'id'],
    ] as const) {
      const data = await call(tool, { case_token, [argument]: evaluation_token });
      expect(data.read('attributes')).toMatchObject({ alerts: ['Watchlist Hit'], outcome: 'Manual Review' });
      await refused(tool, { case_token, [argument]: unknown('S') }, notFound);
    }

    const work = 'create_a_alloy_case_work';
    const by = { additional_fields: { agent: { email: dana.email } } };
    await call(work, { case_token, type: 'read' });
    const seen = await call('get_single_alloy_case_by_id', { id: case_token });
    expect(seen.read('unread')).toBe(false);
    await call(work, { case_token, type: 'assignment_created', assigned_agent: dana.email, ...by });
    await call(work, { case_token, type: 'status', status: 'Under Review', ...by });
    await call(work, { case_token, type: 'note', note: 'Asked for a passport', ...by });
    await refused(work, { case_token, type: 'status' }, badBody);
    await refused(work, { case_token, type: 'case_escalation_removed' }, conflict);
    const evidence = 'create_a_alloy_case_evidence';
    const added = await call(evidence, { case_token, alerts: ['Adverse Media'] });
    expect(added.status).toBe(201);
    const some = await call(evidence, { case_token, alerts: ['Watchlist Hit', 'Large Amount'] });
    expect(some.status).toBe(206);
    await refused(evidence, { case_token, alerts: ['Large Amount'] }, badRequest);
    await refused(evidence, { ...nowhere, alerts: ['Adverse Media'] }, notFound);

    const evidences = await call('list_all_alloy_case_evidences', { case_token });
    expect(readEach(evidences.list('_embedded.evidences'), 'alerts')).toEqual(
      expect.arrayContaining([['Watchlist Hit'], ['Adverse Media']]),
    );
    await refused('list_all_alloy_case_evidences', nowhere, notFound);
    await call(work, { case_token, type: 'closure', reasons: ['Same name, other person'], ...by });
    await refused(evidence, { case_token, alerts: ['Adverse Media'] }, conflict);
    const works = await call('list_all_alloy_case_works', { case_token });
    expect(readEach(works.list('_embedded.works'), 'type')).toEqual(
      expect.arrayContaining([
        'read',
        'assignment_created',
        'status',
        'note',
        'manual_evidence_added',
        'closure',
      ]),
    );
    await refused('list_all_alloy_case_works', nowhere, notFound);
    for (const [tool, argument] of [
      ['get_single_alloy_case_by_id', 'id'],
      ['alloy_cases_list_2', 'case_token'],
    ] as const) {
      const closed = await call(tool, { [argument]: case_token });
      expect(closed.result).toMatchObject({
        closed: true,
        closed_at: expect.any(Number),
        assigned_agent_email: dana.email,
        alerts: expect.arrayContaining(['Watchlist Hit', 'Adverse Media']),
      });
      await refused(tool, { [argument]: unknown('C') }, notFound);
    }
  },

  'several cases are taken over in bulk': async (agent) => {
    const { call, refused } = agent;
    const cases = [await openCase(agent, 'Bulky'), await openCase(agent, 'Bulkier')];
    const case_tokens = cases.map(({ case_token }) => case_token);
    const bulk = 'alloy_case_works_bulk_create';
    const taken = { case_tokens: [...case_tokens, unknown('C')], type: 'assignment_created' };
    const updated = await call(bulk, { ...taken, assigned_agent: ravi.email });
    expect(updated.status).toBe(201);
    expect(updated.read('updated-cases')).toEqual(case_tokens);
    await refused(bulk, { case_tokens, type: 'status' }, badBody);
    for (const id of case_tokens) {
      const one = await call('get_single_alloy_case_by_id', { id });
      expect(one.read('assigned_agent_email')).toBe(ravi.email);
    }
  },

  'evidence that is taken in part is not said to be resumed by PATCH': async (agent) => {
    const { case_token } = await openCase(agent, 'Partly');
    const alerts = ['Adverse Media', 'Large Amount'];
    const some = await agent.call('create_a_alloy_case_evidence', { case_token, alerts });
    expect(some.status).toBe(206);
    expect(String(some.notice)).not.toContain('PATCH');
  },

  'a large transfer opens a case of its own kind': async ({ call }) => {
    const evaluated = await call('create_a_alloy_evaluation', {
      alloy_workflow_token: transactionWorkflow,
      alloy_entity_token: 'P-TfkFe6lCPkElc9Xktd3V',
      transaction_id: 'walk-transfer',
      transaction_date: '2026-01-05T10:00:00Z',
      amount: 1_500_000,
      currency: 'USD',
      source: { external_account_id: 'demo-checking-01' },
      destination: { account_number: '220011', routing_number: '011000015' },
    });
    expect(evaluated.list('summary.tags')).toEqual(['Large Amount']);
    const cases = (await call('list_all_alloy_cases')).list('_embedded');
    expect(cases).toContainEqual(
      expect.objectContaining({
        entity_token: 'P-TfkFe6lCPkElc9Xktd3V',
        customer_tag_type_name: 'Transaction Monitoring',
      }),
    );
  },
};
