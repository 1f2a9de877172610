/** Batches of applications and of evaluations, and runs over everyone on file. */
import { expect } from 'vitest';
import { readMember } from '../helpers/read-member.ts';
import type { Answer, Walks } from './agent.ts';
import {
  alertJourney,
  badRequest,
  buildPerson,
  notFound,
  personJourney,
  portfolioWorkflow,
  readEach,
  unknown,
  unknownObject,
} from './demo-account.ts';

const journey_token = personJourney;

export const batchWalks: Walks = {
  'a journey batch is worked off, counted and paged': async ({ call, refused }) => {
    const lastNames = ['Okafor', 'Deny', 'Review', 'MissingData', 'Error', 'Okafor', 'Okafor'];
    const create = 'create_a_alloy_journey_batch';
    const created = await call(create, {
      journey_token,
      entities: lastNames.map((name) => ({ data: buildPerson('Batch', name) })),
    });
    expect(created.status).toBe(202);
    expect(created.notice).toContain('read the record again');
    const entities = [{ data: buildPerson('Batch', 'Okafor') }];
    await refused(create, { journey_token: unknown('J'), entities }, notFound);
    await refused(create, { journey_token: alertJourney, entities }, badRequest);
    const journey_batch_token = created.text('journey_batch_token');

    const get = 'get_single_alloy_journey_batch_by_id';
    let batch: Answer;
    let reads = 0;
    do {
      batch = await call(get, { journey_token, id: journey_batch_token });
      expect(addUp(batch.read('summary.status'))).toBe(lastNames.length);
      reads += 1;
    } while (batch.read('journey_batch_status') === 'pending' && reads < 20);
    expect(batch.result).toMatchObject({
      journey_batch_status: 'complete',
      completed_at: expect.any(Number),
      summary: {
        total_records: lastNames.length,
        status: { queued: 0, completed: 4, waiting_review: 1, data_request: 1, error: 1 },
        task_status: { pending: 0, response_returned: 7, application_failed: 0, timed_out: 0 },
      },
    });
    await refused(get, { journey_token, id: unknown('JB') }, notFound);
    const list = 'list_all_alloy_journey_batches';
    expect((await call(list, { journey_token, journey_batch_token })).result).toEqual(batch.result);
    await refused(list, { journey_token, journey_batch_token: unknown('JB') }, notFound);

    const read = 'list_all_alloy_journey_batch_applications';
    const found: unknown[] = [];
    let pages = 0;
    let cursor: unknown;
    do {
      const more = cursor === undefined ? {} : { cursor };
      const page = await call(read, { journey_token, journey_batch_token, per_page: 3, ...more });
      found.push(...page.list('_embedded.journey_applications'));
      cursor = page.next_cursor;
      pages += 1;
    } while (cursor !== undefined);
    expect(pages).toBe(3);
    expect(new Set(readEach(found, 'journey_application_token')).size).toBe(lastNames.length);
    expect(found.filter((each) => readMember(each, 'complete_outcome') === 'Approved')).toHaveLength(3);
    await refused(read, { journey_token, journey_batch_token: unknown('JB') }, notFound);
  },

  'an evaluation batch is read while it runs and when it is done': async ({ call, refused }) => {
    for (const [tool, argument] of [
      ['get_single_alloy_batch_by_id', 'id'],
      ['list_all_alloy_batches', 'batch_token'],
    ] as const) {
      const done = await call(tool, { [argument]: 'Dm1FinishedBatch0001' });
      expect(done.result).toMatchObject({
        batch_status: 'complete',
        summary: { total_records: 3, row_status: { pending: 0, complete: 2, failed: 1 } },
      });
      const running = await call(tool, { [argument]: 'Dm2RunningBatch00002' });
      // How far it has come is a matter of time.
      for (const counters of ['evaluation_status', 'evaluation_result', 'row_status'])
        expect(addUp(running.read(`summary.${counters}`))).toBe(running.read('summary.total_records'));
      await refused(tool, { [argument]: 'DmNobodysBatch000000' }, unknownObject);
    }
  },

  'a portfolio is screened, and screened again': async ({ call, refused }) => {
    const create = 'create_a_alloy_portfolio_evaluation';
    const first = await call(create, { source: 'adhoc', alloy_workflow_token: portfolioWorkflow });
    expect(first.status).toBe(201);
    expect(first.read('status')).toBe('pending');
    await refused(create, { source: 'adhoc' }, badRequest);
    const rerun = 'create_a_alloy_portfolio_evaluation_rerun';
    const portfolio_evaluation_token = first.text('portfolio_evaluation_token');
    const second = await call(rerun, { portfolio_evaluation_token });
    expect(second.text('portfolio_evaluation_token')).not.toBe(portfolio_evaluation_token);
    await refused(rerun, { portfolio_evaluation_token: 'SPE-0' }, unknownObject);
  },
};

function addUp(counters: unknown): number {
  return Object.values<unknown>(Object(counters)).reduce<number>((sum, count) => sum + Number(count), 0);
}
