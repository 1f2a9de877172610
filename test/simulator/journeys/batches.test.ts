/** Batches: accepted, worked off, counted and paged. */
import { describe, expect, it } from 'vitest';
import { type Reply, read, readEach } from '../helpers/account-client.ts';
import {
  businesses,
  createJourneyClient,
  type JourneyClient,
  person,
  persons,
} from '../helpers/journey-client.ts';

const send = (client: JourneyClient, entities: readonly unknown[], journey = persons) =>
  client.door.send('POST', `${journey}/batches`, { body: { entities } });
const pathOf = ({ body }: Reply) => String(read(body, '_links.self.href')).replace('/v1', '');

/** Until it is through. */
async function finish(client: JourneyClient, batch: Reply): Promise<Reply> {
  let reply = await client.door.send('GET', pathOf(batch));
  for (let reads = 0; read(reply.body, 'completed_at') === null && reads < 10; reads += 1)
    reply = await client.door.send('GET', pathOf(batch));
  return reply;
}

describe('batches', () => {
  it('are accepted, then move on with every look', async () => {
    const client = createJourneyClient();
    const names = ['Okafor', 'Deny', 'Review', 'MissingData', 'Error'];
    const created = await send(
      client,
      names.map((name) => person(name)),
    );
    expect(created).toEqual({
      status: 202,
      body: {
        journey_batch_status: 'pending',
        journey_batch_token: expect.stringMatching(/^JB-\w{20}$/),
        error: null,
        _links: { self: { href: expect.stringContaining('/batches/JB-') } },
      },
    });
    const half = await client.door.send('GET', pathOf(created));
    expect(half.body).toMatchObject({
      journey_batch_status: 'pending',
      completed_at: null,
      summary: {
        status: { queued: 2, completed: 2, waiting_review: 1 },
        task_status: { pending: 2, response_returned: 3 },
        total_records: 5,
      },
    });
    const done = await finish(client, created);
    expect(done.body).toMatchObject({
      journey_batch_status: 'complete',
      completed_at: expect.any(Number),
      summary: {
        status: { queued: 0, completed: 2, waiting_review: 1, data_request: 1, error: 1, withdrawn: 0 },
        task_status: { pending: 0, response_returned: 5, application_failed: 0, timed_out: 0 },
      },
    });
    expect(Object.keys(Object(read(done.body, 'summary.status')))).toHaveLength(15);
  });

  it('finish with time alone', async () => {
    const client = createJourneyClient();
    const created = await send(
      client,
      Array.from({ length: 30 }, () => person('Okafor')),
    );
    client.wait(3_000);
    const { body } = await client.door.send('GET', pathOf(created));
    expect(body).toMatchObject({ journey_batch_status: 'complete', summary: { total_records: 30 } });
  });

  it('pages the applications', async () => {
    const client = createJourneyClient();
    const created = await send(
      client,
      Array.from({ length: 7 }, () => person('Okafor')),
    );
    await finish(client, created);
    const page = (query: string) => client.door.send('GET', `${pathOf(created)}/applications${query}`);
    const all = await page('');
    expect(all.body).toMatchObject({ status_code: 200, page: 1, per_page: 1000, error: null });
    const tokens = readEach(all.body, '_embedded.journey_applications', 'journey_application_token');
    expect(new Set(tokens).size).toBe(7);
    const paged: unknown[] = [];
    for (const number of [1, 2, 3]) {
      const { body } = await page(`?page=${number}&per_page=3`);
      paged.push(...readEach(body, '_embedded.journey_applications', 'journey_application_token'));
    }
    expect(paged).toEqual(tokens);
    expect(read((await page('?page=4&per_page=3')).body, '_embedded.journey_applications')).toEqual([]);
    const [line] = Object.values(Object(read(all.body, '_embedded.journey_applications')));
    expect(line).toMatchObject({
      status: 'completed',
      task_status: 'response_returned',
      complete_outcome: 'Approved',
      created_at: '2027-01-15T08:00:00.000Z',
    });
    for (const query of ['?page=0', '?per_page=-1', '?page=x', '?page=1.5'])
      expect((await page(query)).status).toBe(400);
    const application = await client.door.send('GET', `${persons}/applications/${String(tokens[0])}`);
    expect(application.status).toBe(200);
  });

  it('joins entities by key and fixes outcomes', async () => {
    const client = createJourneyClient();
    const key = { multi_entity_application_batch_key: 'k' };
    const created = await send(
      client,
      [
        person('Review', { ...key, auto_decision_node_outcomes: { 'Manual Review': 'approved' } }),
        person('Okafor', { ...key, branch_name: 'beneficial_owners' }),
        person('Action', { auto_decision_node_outcomes: { 'Income verification': 'DENIED' } }),
        person('Deny', { auto_decision_node_outcomes: { 'Consumer onboarding': 'Approved' } }),
      ],
      businesses,
    );
    const done = await finish(client, created);
    expect(read(done.body, 'summary.total_records')).toBe(3);
    const { body } = await client.door.send('GET', `${pathOf(created)}/applications`);
    expect(readEach(body, '_embedded.journey_applications', 'complete_outcome')).toEqual([
      'Approved',
      'Denied',
      'Approved',
    ]);
  });

  it('a fault of one application leaves the others alone', async () => {
    const client = createJourneyClient();
    await client.startPerson('Okafor', { external_group_id: 'taken' });
    const created = await send(client, [person('A', { external_group_id: 'taken' }), person('B')]);
    expect((await finish(client, created)).body).toMatchObject({
      journey_batch_status: 'complete',
      summary: { status: { error: 1, completed: 1 }, task_status: { application_failed: 1 } },
    });
    const failed = await send(client, [person('A', { external_group_id: 'taken' })]);
    expect((await finish(client, failed)).body).toMatchObject({
      journey_batch_status: 'failed',
      error: expect.any(String),
    });
  });

  it('is refused for data that is malformed', async () => {
    const client = createJourneyClient();
    for (const entities of [[], [{}], [{ data: { name_last: 7 } }], 'all', undefined])
      expect((await client.door.send('POST', `${persons}/batches`, { body: { entities } })).status).toBe(400);
  });
});
