/** Manual reviews of entities and legacy groups. */
import { describe, expect, it } from 'vitest';
import { personOnboarding, transactionMonitoring } from '../../../src/simulator/settings/workflows.ts';
import { read, readEach } from '../helpers/account-client.ts';
import { createFrontDoor, type FrontDoor, formatBasic, testTime } from '../helpers/front-door.ts';

const dana = 'dana.whitlock@example.com';
const decision = { agent: { email: dana }, reasons: ['Watchlist match cleared'], outcome: 'Approved' };
const ines = '/entities/demo-customer-08/reviews';
const group = '/groups/demo-joint-01';

const review = (door: FrontDoor, path: string, body: unknown = decision, headers = {}) =>
  door.send('POST', path, { body, headers });

describe('POST /entities/{entity_token}/reviews', () => {
  it('resolves an evaluation in Manual Review, once', async () => {
    const door = createFrontDoor();
    const { status, body } = await review(door, ines);
    expect(status).toBe(200);
    expect(read(body, 'review_token')).toMatch(/^R-[A-Za-z0-9]{20}$/);
    expect(body).toEqual({
      review_token: read(body, 'review_token'),
      entity_token: 'P-Dm8InesWatchlist0008',
      group_token: null,
      application_token: personOnboarding.token,
      application_name: 'Consumer onboarding',
      outcome: 'Approved',
      reviewer: dana,
      timestamp: testTime,
      reasons: ['Watchlist match cleared'],
      agent: { email: dana, external_id: null },
      notes: [],
      started: testTime,
      completed: testTime,
    });
    const again = await review(door, ines);
    expect([again.status, read(again.body, 'error.minor_code')]).toEqual([400, 4000]);
  });

  it('finds nothing to review where the outcome is another', async () => {
    const { status, body } = await review(createFrontDoor(), '/entities/P-TfkFe6lCPkElc9Xktd3V/reviews');
    expect([status, read(body, 'error.minor_code')]).toEqual([400, 4000]);
  });

  it('reviews the newest first, or those of the workflow that is named', async () => {
    const door = createFrontDoor();
    const headers = { 'alloy-external-entity-id': 'demo-customer-08' };
    const transfer = {
      transaction_id: 'tx-1',
      amount: 2_000_000,
      currency: 'USD',
      transaction_date: '2026-01-05T10:00:00Z',
      source: {
        account_number: '1',
        account_class: 'deposit',
        country_code: 'US',
        routing_number: '011000015',
        currency: 'USD',
        account_holder_name: 'Ines Watchlist',
      },
      destination: {
        account_number: '2',
        account_class: 'deposit',
        country_code: 'US',
        routing_number: '011000015',
        currency: 'USD',
        account_holder_name: 'Shop',
      },
    };
    const evaluated = await door.evaluate(transactionMonitoring.token, transfer, headers);
    expect(read(evaluated.body, 'summary.outcome'), JSON.stringify(evaluated.body)).toBe('Manual Review');
    const named = await review(door, ines, { ...decision, workflow_token: personOnboarding.token });
    expect(read(named.body, 'application_token')).toBe(personOnboarding.token);
    const left = await review(door, ines, decision, { 'alloy-workflow-token': personOnboarding.token });
    expect(left.status).toBe(400);
    const newest = await review(door, ines);
    expect(read(newest.body, 'application_name')).toBe('Transaction monitoring');
    const list = await door.send('GET', ines);
    expect(readEach(list.body, '', 'review_token')).toEqual([
      read(newest.body, 'review_token'),
      read(named.body, 'review_token'),
    ]);
    expect(Object.keys(Object(read(list.body, '0')))).not.toContain('group_token');
  });

  it('lets a workflow review its own with its key pair', async () => {
    const door = createFrontDoor();
    const pair = (workflow: { token: string; secret: string }) => ({
      body: decision,
      authorization: formatBasic(workflow.token, workflow.secret),
    });
    expect((await door.send('POST', ines, pair(transactionMonitoring))).status).toBe(400);
    expect((await door.send('POST', ines, pair(personOnboarding))).status).toBe(200);
  });

  it('leaves what journeys and alerts wait for to them', async () => {
    const { status, body } = await review(createFrontDoor(), '/entities/demo-customer-07/reviews');
    expect([status, read(body, 'error.minor_code')]).toEqual([400, 4000]);
  });

  it.each([
    ['agent.email', { ...decision, agent: { email: 'stranger@example.com' } }],
    ['agent', { ...decision, agent: undefined }],
    ['reasons.0', { ...decision, reasons: ['watchlist match cleared'] }],
    ['reasons', { ...decision, reasons: [] }],
    ['outcome', { ...decision, outcome: 'approved' }],
    ['workflow_token', { ...decision, workflow_token: 5 }],
  ])('refuses a bad %s and reviews nothing', async (path, body) => {
    const door = createFrontDoor();
    const reply = await review(door, ines, body);
    expect([reply.status, read(reply.body, 'error.minor_code')]).toEqual([400, 4002]);
    expect(readEach(reply.body, 'error.details', 'path')).toEqual([path]);
    expect((await door.send('GET', ines)).body).toEqual([]);
  });

  it.each([
    ['/entities/nobody/reviews', decision],
    [ines, { ...decision, workflow_token: 'Wf0' }],
  ])('refuses what is unknown: %s', async (path, body) => {
    const reply = await review(createFrontDoor(), path, body);
    expect([reply.status, read(reply.body, 'error.minor_code')]).toEqual([400, 4013]);
  });
});

describe('reading', () => {
  const theo = '/entities/demo-customer-09/reviews';

  it('shows one review, its notes, and all in the overview', async () => {
    const door = createFrontDoor();
    const note = { note: 'Looked again', note_author_agent_email: dana };
    const added = await door.send('POST', `${theo}/R-Dm9ReviewOfTheo00009/notes`, { body: note });
    expect(added).toEqual({ status: 200, body: { ...note, created_at: testTime, updated_at: testTime } });
    const one = await door.send('GET', `${theo}/R-Dm9ReviewOfTheo00009`);
    expect(read(one.body, 'group_token')).toBeNull();
    expect(readEach(one.body, 'notes', 'note')).toEqual([
      'Passport seen, name and date agree.',
      'Looked again',
    ]);
    const overview = await door.send('GET', '/entities/demo-customer-09');
    expect(read(overview.body, 'reviews.0.review_token')).toBe('R-Dm9ReviewOfTheo00009');
    expect(read(overview.body, 'reviews.0.outcome')).toBe('Approved');
  });

  it.each([
    ['GET', `${theo}/R-nothing`],
    ['GET', `${ines}/R-Dm9ReviewOfTheo00009`],
    ['POST', `${ines}/R-Dm9ReviewOfTheo00009/notes`],
    ['POST', `${group}/reviews/R-Dm9ReviewOfTheo00009/notes`],
    ['GET', '/entities/nobody/reviews'],
    ['POST', '/groups/nobody/reviews'],
    ['POST', '/groups/nobody/reviews/R-1/notes'],
  ])('refuses what is unknown: %s %s', async (method, path) => {
    const { status, body } = await createFrontDoor().send(method, path);
    expect([status, read(body, 'error.minor_code')]).toEqual([400, 4013]);
  });
});

describe('groups', () => {
  it('are reviewed through their own path, in their own form', async () => {
    const door = createFrontDoor();
    const { status, body } = await review(door, `${group}/reviews`);
    expect(status).toBe(200);
    expect(body).toMatchObject({
      group_token: 'G-Dm1JointApplicants01',
      application_name: 'Joint account group',
    });
    expect(body).not.toHaveProperty('entity_token');
    const token = String(read(body, 'review_token'));
    const note = { note: 'Both called', note_author_agent_email: dana };
    const added = await door.send('POST', `${group}/reviews/${token}/notes`, { body: note });
    expect(added.body).toMatchObject({ review_token: token, ...note });
    const overview = await door.send('GET', group);
    expect(readEach(overview.body, 'reviews', 'review_token')).toEqual([token]);
    const listed = await door.send('GET', '/entities/G-Dm1JointApplicants01/reviews');
    expect(read(listed.body, '0.entity_token')).toBe('G-Dm1JointApplicants01');
  });

  it('are reviewed through the path of entities too', async () => {
    const { body } = await review(createFrontDoor(), '/entities/G-Dm1JointApplicants01/reviews');
    expect(read(body, 'entity_token')).toBe('G-Dm1JointApplicants01');
  });

  it('are approved once all members are, by workflow or agent', async () => {
    const door = createFrontDoor();
    const headers = { 'alloy-workflow-token': 'Wf5GroupDecisionDemoAccountNum05' };
    const before = await door.send('POST', `${group}/evaluations`, { headers });
    expect(read(before.body, 'summary.outcome')).toBe('Manual Review');
    await review(door, ines);
    const after = await door.send('POST', `${group}/evaluations`, { headers });
    expect(read(after.body, 'summary.outcome')).toBe('Approved');
  });
});
