/** Audit access, batches of evaluations and portfolio evaluations. */
import { describe, expect, it } from 'vitest';
import { personOnboarding, portfolioScreening } from '../../../src/simulator/settings/workflows.ts';
import { createSimulator } from '../../../src/simulator/simulator.ts';
import { read, readEach } from '../helpers/account-client.ts';
import { createFrontDoor, type FrontDoor, formatBasic, testTime } from '../helpers/front-door.ts';

describe('PATCH /evaluations/{evaluation_token}/auditaccess', () => {
  const path = '/evaluations/S-Dm8WatchlistReview08/auditaccess';
  const grant = (door: FrontDoor, slugs?: string, body?: unknown) =>
    door.send('PATCH', path, {
      ...(slugs === undefined ? {} : { headers: { 'alloy-audit-account-slugs': slugs } }),
      ...(body === undefined ? {} : { body }),
    });

  it('replaces the whole set', async () => {
    const door = createFrontDoor();
    const both = await grant(door, 'parent-bank, sponsor-bank,parent-bank');
    expect(both.status).toBe(200);
    expect(read(both.body, 'audit_account_slugs')).toEqual(['parent-bank', 'sponsor-bank']);
    const one = await grant(door, 'sponsor-bank', {});
    expect(read(one.body, 'audit_account_slugs')).toEqual(['sponsor-bank']);
    expect(read((await grant(door, '')).body, 'audit_account_slugs')).toEqual([]);
  });

  it.each([[undefined], ['holding-company'], ['parent-bank,nobody']])(
    'refuses the header %s',
    async (slugs) => {
      const { status, body } = await grant(createFrontDoor(), slugs);
      expect([status, read(body, 'error.minor_code')]).toEqual([400, 4001]);
    },
  );

  it('refuses a body with members, and what is unknown', async () => {
    const door = createFrontDoor();
    expect(read((await grant(door, 'parent-bank', { a: 1 })).body, 'error.minor_code')).toBe(4002);
    const unknown = await door.send('PATCH', '/evaluations/S-nothing/auditaccess');
    expect([unknown.status, read(unknown.body, 'error.minor_code')]).toEqual([400, 4013]);
  });
});

describe('GET /batches/{batch_token}', () => {
  it('counts a finished one', async () => {
    const { status, body } = await createFrontDoor().send('GET', '/batches/Dm1FinishedBatch0001');
    expect(status).toBe(200);
    expect(body).toEqual({
      _links: {
        self: { href: '/v1/batches/Dm1FinishedBatch0001' },
        evaluations: { href: '/v1/batches/Dm1FinishedBatch0001/evaluations' },
      },
      batch_token: 'Dm1FinishedBatch0001',
      batch_status: 'complete',
      created_at: testTime - 3_600_000,
      completed_at: testTime - 3_594_000,
      summary: {
        total_records: 3,
        evaluation_status: { complete: 2, failed: 1, waiting: 0, webhook_pending: 0, other: 0, none: 0 },
        evaluation_result: { partial: 0, success: 2, none: 1 },
        row_status: { pending: 0, complete: 2, failed: 1, timed_out: 0 },
      },
    });
  });

  it('moves on with the clock, and every count adds up on the way', async () => {
    let now = testTime;
    const door = createFrontDoor({ now: () => now });
    const pending: number[] = [];
    for (let second = 0; second <= 60; second += 10) {
      now = testTime + second * 1000;
      const { body } = await door.send('GET', '/batches/Dm2RunningBatch00002');
      const sum = (counts: unknown) =>
        Object.values(Object(counts)).reduce((total: number, count) => total + Number(count), 0);
      for (const counts of ['evaluation_status', 'evaluation_result', 'row_status'])
        expect(sum(read(body, `summary.${counts}`)), counts).toBe(30);
      pending.push(Number(read(body, 'summary.row_status.pending')));
      expect(read(body, 'batch_status')).toBe(second === 60 ? 'complete' : 'pending');
      expect(read(body, 'completed_at')).toBe(second === 60 ? now : null);
    }
    expect(pending).toEqual([30, 25, 20, 15, 10, 5, 0]);
  });

  it('refuses an unknown one', async () => {
    const { status, body } = await createFrontDoor().send('GET', '/batches/b1');
    expect([status, read(body, 'error.minor_code')]).toEqual([400, 4013]);
  });
});

describe('portfolio evaluations', () => {
  const headers = { 'alloy-workflow-token': portfolioScreening.token };
  const body = { source: 'adhoc' };
  const run = (door: FrontDoor) => door.send('POST', '/portfolio-evaluations', { body, headers });
  const evidencesOf = async (door: FrontDoor) => {
    const reply = await door.send('GET', '/cases/C-Dm8WatchlistCase0008/evidences');
    return readEach(reply.body, '_embedded.evidences', 'portfolio_evaluation_token');
  };

  it('are queued, and what they find is evidence', async () => {
    const door = createFrontDoor();
    const first = await run(door);
    expect(first.status).toBe(201);
    const token = read(first.body, 'portfolio_evaluation_token');
    expect(token).toMatch(/^SPE-\d+$/);
    expect(first.body).toEqual({ portfolio_evaluation_token: token, status: 'pending' });
    expect(await evidencesOf(door)).toEqual([token, null]);
    const reply = await door.send('GET', '/cases/C-Dm8WatchlistCase0008/evidences');
    expect(read(reply.body, '_embedded.evidences.0')).toMatchObject({
      is_portfolio_eval: true,
      evaluation_token: null,
    });
    expect(read((await run(door)).body, 'portfolio_evaluation_token')).not.toBe(token);
  });

  it('are repeated under a new token, as of the same moment', async () => {
    let now = testTime;
    const door = createFrontDoor({ now: () => now });
    const token = String(read((await run(door)).body, 'portfolio_evaluation_token'));
    now += 60_000;
    await door.send('POST', '/entities/persons', { body: { name_first: 'Late', name_last: 'Watchlist' } });
    const total = async () => read((await door.send('GET', '/cases')).body, 'total');
    const before = await total();
    const rerun = await door.send('POST', `/portfolio-evaluations/${token}/rerun`);
    expect(rerun.status).toBe(201);
    expect(read(rerun.body, 'portfolio_evaluation_token')).not.toBe(token);
    expect(await evidencesOf(door)).toEqual([read(rerun.body, 'portfolio_evaluation_token'), token, null]);
    // Who came later is no part of it, but is of a new run.
    expect(await total()).toBe(before);
    await run(door);
    expect(await total()).toBe(Number(before) + 1);
  });

  it('need a portfolio workflow: by header, or by its own key pair', async () => {
    const door = createFrontDoor();
    const post = (sending: object) => door.send('POST', '/portfolio-evaluations', { body, ...sending });
    const codes = async (sending: object) => {
      const reply = await post(sending);
      return [reply.status, read(reply.body, 'error.minor_code')];
    };
    expect(await codes({})).toEqual([400, 4001]);
    expect(await codes({ headers: { 'alloy-workflow-token': 'x'.repeat(32) } })).toEqual([400, 4013]);
    expect(await codes({ headers: { 'alloy-workflow-token': personOnboarding.token } })).toEqual([400, 4000]);
    const own = { authorization: formatBasic(portfolioScreening.token, portfolioScreening.secret) };
    expect((await post(own)).status).toBe(201);
    const evaluated = await door.evaluate(portfolioScreening.token, {});
    expect([evaluated.status, read(evaluated.body, 'error.minor_code')]).toEqual([400, 4000]);
  });

  it('rerun only what the caller may see', async () => {
    const door = createFrontDoor();
    const rerun = (token: string, sending = {}) =>
      door.send('POST', `/portfolio-evaluations/${token}/rerun`, sending);
    expect((await rerun('SPE-60114')).status).toBe(201);
    const other = { authorization: formatBasic(personOnboarding.token, personOnboarding.secret) };
    for (const reply of [await rerun('SPE-1'), await rerun('SPE-60114', other)])
      expect([reply.status, read(reply.body, 'error.minor_code')]).toEqual([400, 4013]);
  });

  it.each([{}, { source: 'daily' }, { source: 'adhoc', as_of: 1 }, [], 'text'])('refuse %j', async (bad) => {
    const reply = await createFrontDoor().send('POST', '/portfolio-evaluations', {
      body: JSON.stringify(bad),
      headers,
    });
    expect([reply.status, read(reply.body, 'error.minor_code')]).toEqual([400, 4002]);
  });
});

it('survives being saved and loaded', async () => {
  const first = createSimulator({ now: () => testTime });
  const authorization = formatBasic(first.credentials.token, first.credentials.secret);
  const send = async (simulator: typeof first, method: string, path: string, body?: unknown) => {
    const headers = { authorization, 'alloy-workflow-token': portfolioScreening.token };
    const request = { method, headers, ...(body === undefined ? {} : { body: JSON.stringify(body) }) };
    const response = await simulator.fetch(new Request(`http://alloy.embedded/v1${path}`, request));
    return response.text();
  };
  await send(first, 'POST', '/entities/merge', {
    primary_entity_token: 'P-Dm8InesWatchlist0008',
    secondary_entity_token: 'P-Dm9TheoReview0000009',
  });
  await send(first, 'POST', '/entity-feedback', [{ entity_token: 'P-Dm8InesWatchlist0008' }]);
  const saved: unknown = JSON.parse(first.formatState().text);
  const second = createSimulator({ now: () => testTime, state: saved });
  for (const [method, path, body] of [
    ['GET', '/cases'],
    ['GET', '/cases/C-Dm3LargeTransfer0003/works'],
    ['GET', '/entities/demo-customer-09'],
    ['GET', '/entities/demo-customer-09/documents/D-Dm9TheoPassport00009'],
    ['GET', '/batches/Dm2RunningBatch00002'],
    ['POST', '/cases/C-Dm8WatchlistCase0008/works', { type: 'note', note: 'x' }],
    ['POST', '/entity-feedback', [{ entity_token: 'P-ewaa6ImCcpv7FM2XhpNe' }]],
    ['POST', '/entities/demo-customer-09/reviews', 5],
    ['POST', '/portfolio-evaluations', { source: 'adhoc' }],
    ['GET', '/entity-feedback'],
  ] as const)
    expect(await send(second, method, path, body), path).toBe(await send(first, method, path, body));
  expect(second.formatState().checksum).toBe(first.formatState().checksum);
});
