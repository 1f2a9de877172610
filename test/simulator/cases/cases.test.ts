/** The legacy Case Management: what opens cases, how they read, and evidence that is added by hand. */
import { describe, expect, it } from 'vitest';
import { caseTypes } from '../../../src/simulator/settings/case-settings.ts';
import {
  personMonitoring,
  personOnboarding,
  transactionMonitoring,
} from '../../../src/simulator/settings/workflows.ts';
import { read, readEach } from '../helpers/account-client.ts';
import { createFrontDoor, type FrontDoor, testTime } from '../helpers/front-door.ts';

const applicant = {
  name_first: 'Vera',
  name_last: 'Watchlist',
  birth_date: '1990-01-02',
  document_ssn: '666120417',
  email_address: 'vera@example.com',
  phone_number: '2025550143',
  address_line_1: '18 Juniper Row',
  address_city: 'Albany',
  address_state: 'NY',
  address_postal_code: '12207',
  address_country_code: 'US',
};
const demoCase = '/cases/C-Dm8WatchlistCase0008';
const transferCase = '/cases/C-Dm3LargeTransfer0003';

const side = (name: string) => ({
  account_number: name.length.toString(),
  account_class: 'deposit',
  country_code: 'US',
  routing_number: '011000015',
  currency: 'USD',
  account_holder_name: name,
});

const transfer = (id: string) => ({
  transaction_id: id,
  amount: 2_000_000,
  currency: 'USD',
  transaction_date: '2026-01-05T10:00:00Z',
  source: side('Theo Review'),
  destination: side('Shop'),
});

async function listCases(door: FrontDoor, query = '') {
  return (await door.send('GET', `/cases${query}`)).body;
}

describe('what opens a case', () => {
  it('is a case-generating tag of an evaluation', async () => {
    const door = createFrontDoor();
    const { body } = await door.evaluate(personOnboarding.token, applicant);
    const entityToken = read(body, 'entity_token');
    const newest = read(await listCases(door), '_embedded.0');
    const token = String(read(newest, 'case_token'));
    expect(token).toMatch(/^C-[A-Za-z0-9]{20}$/);
    const expected = {
      case_token: token,
      entity_token: entityToken,
      status: 'Pending Review',
      closed: false,
      sandbox: true,
      unread: true,
      created_at: testTime,
      updated_at: testTime,
      closed_at: null,
      assigned_agent_email: null,
      assigned_agent_name: null,
      program_name: null,
      alerts: ['Watchlist Hit'],
      customer_tag_type_name: 'Sanctions Screening',
      customer_tag_type_description: 'Possible matches on watchlists',
      is_escalated: false,
      is_manual: false,
      created_by_agent_email: null,
      created_by_agent_name: null,
      _embedded: {
        entity: {
          name: 'Vera Watchlist',
          entity_token: entityToken,
          external_entity_id: null,
          type: 'person',
          _links: { self: { href: `/v1/entities/persons/${String(entityToken)}` } },
        },
      },
      _links: {
        self: { href: `/v1/cases/${token}` },
        evidences: { href: `/v1/cases/${token}/evidences` },
        works: { href: `/v1/cases/${token}/works` },
      },
    };
    expect(newest).toEqual(expected);
    expect((await door.send('GET', `/cases/${token}`)).body).toEqual(expected);
  });

  it('adds to the open case of that type, and opens another once it is closed', async () => {
    const door = createFrontDoor();
    const headers = { 'alloy-external-entity-id': 'demo-customer-08' };
    const before = read(await listCases(door), 'total');
    await door.send('POST', `${demoCase}/works`, { body: { type: 'read' } });
    await door.evaluate(personOnboarding.token, applicant, headers);
    expect(read(await listCases(door), 'total')).toBe(before);
    expect(read((await door.send('GET', demoCase)).body, 'unread')).toBe(true);
    const { body } = await door.send('GET', `${demoCase}/evidences`);
    expect(readEach(body, '_embedded.evidences', 'alerts')).toEqual([['Watchlist Hit'], ['Watchlist Hit']]);
    await door.send('POST', `${demoCase}/works`, { body: { type: 'closure' } });
    await door.evaluate(personOnboarding.token, applicant, headers);
    expect(read(await listCases(door), 'total')).toBe(Number(before) + 1);
  });

  it('keeps tests and live data apart', async () => {
    const door = createFrontDoor({ sandbox: false });
    await door.evaluate(personOnboarding.token, applicant, {
      'alloy-external-entity-id': 'demo-customer-08',
    });
    const newest = read(await listCases(door), '_embedded.0');
    expect(newest).toMatchObject({ entity_token: 'P-Dm8InesWatchlist0008', sandbox: false });
  });

  it('is no evaluation that waits, and one that is taken up again says it once', async () => {
    const door = createFrontDoor();
    const before = read(await listCases(door), 'total');
    const { name_first, ...rest } = { ...applicant, name_last: 'DenyFraud' };
    const waiting = await door.evaluate(personOnboarding.token, rest);
    expect(waiting.status, JSON.stringify(waiting.body)).toBe(200);
    expect(read(await listCases(door), 'total')).toBe(before);
    const path = `/evaluations/${String(read(waiting.body, 'evaluation_token'))}`;
    expect((await door.send('PATCH', path, { body: { name_first } })).status).toBe(201);
    expect(read(await listCases(door), '_embedded.0')).toMatchObject({
      alerts: ['Fraud Warning', 'Denied Fraud'],
      customer_tag_type_name: 'Fraud',
    });
    const partial = await door.evaluate(personOnboarding.token, { ...applicant, name_first: 'V*ra' });
    expect(partial.status, JSON.stringify(partial.body)).toBe(206);
    const again = `/evaluations/${String(read(partial.body, 'evaluation_token'))}`;
    await door.send('PATCH', again, { body: { name_first: 'Vera' } });
    const token = String(read(await listCases(door), '_embedded.0.case_token'));
    const { body } = await door.send('GET', `/cases/${token}/evidences`);
    expect(readEach(body, '_embedded.evidences', 'alerts')).toEqual([['Watchlist Hit']]);
  });

  it('is an event, where no ongoing journey takes it', async () => {
    const door = createFrontDoor();
    const event = (event_type: string, data: object) =>
      door.send('POST', '/events/', {
        body: { event_type, data: { timestamp: '2026-01-05T10:00:00Z', ...data } },
      });
    const before = Number(read(await listCases(door), 'total'));
    const updated = await event('person_updated', {
      external_entity_id: '9e82d5e7-ada0-4957-a8fd-4d937c99bae8',
      name_last: 'Watchlist',
    });
    expect(read(updated.body, 'event.evaluations.0.workflow_token'), JSON.stringify(updated.body)).toBe(
      personMonitoring.token,
    );
    expect(read(await listCases(door), 'total')).toBe(before + 1);
    const watched = await event('transaction', {
      external_transaction_id: 'txn-1',
      external_entity_id: '9e82d5e7-ada0-4957-a8fd-4d937c99bae8',
      external_account_id: 'demo-checking-01',
      transaction_created_date: '2026-01-02T09:00:00Z',
      amount: 2_000_000,
      currency: 'USD',
      counterparty: { external_counterparty_id: 'mrc-210' },
    });
    expect(read(watched.body, 'event.evaluations.0.summary.tags'), JSON.stringify(watched.body)).toContain(
      'Large Amount',
    );
    expect(read(await listCases(door), 'total')).toBe(before + 1);
  });
});

describe('GET /cases', () => {
  it('pages, newest first', async () => {
    const door = createFrontDoor();
    const all = await listCases(door);
    expect(all).toMatchObject({ status_code: 200, error: null, page: 1, pages: 1, per_page: 20, total: 2 });
    const tokens = readEach(all, '_embedded', 'case_token');
    expect(tokens).toEqual(['C-Dm8WatchlistCase0008', 'C-Dm3LargeTransfer0003']);
    const second = await listCases(door, '?page=2&per_page=1');
    expect(second).toMatchObject({ page: 2, pages: 2, per_page: 1, total: 2 });
    expect(readEach(second, '_embedded', 'case_token')).toEqual(['C-Dm3LargeTransfer0003']);
    expect(read(await listCases(door, '?page=3&per_page=1'), '_embedded')).toEqual([]);
  });

  it.each(['page=0', 'page=x', 'per_page=-1', 'per_page=1.5'])('refuses ?%s', async (query) => {
    const { status, body } = await createFrontDoor().send('GET', `/cases?${query}`);
    expect([status, read(body, 'error.minor_code')]).toEqual([400, 4002]);
  });
});

describe('evidences', () => {
  it('tell what the case rests on', async () => {
    const { body } = await createFrontDoor().send('GET', `${transferCase}/evidences`);
    expect(body).toEqual({
      status_code: 200,
      error: null,
      _embedded: {
        evidences: [
          {
            created_at: testTime,
            occurred_at: testTime,
            transaction_id: 'demo-transaction-02',
            evaluation_token: 'S-Dm3LargeTransfer0003',
            is_manual: false,
            is_portfolio_eval: false,
            portfolio_evaluation_token: null,
            alerts: ['Large Amount'],
            _embedded: {
              transaction: { transaction_id: 'demo-transaction-02', amount: 1_250_000, currency_code: 'USD' },
            },
            _links: {
              case: { href: '/v1/cases/C-Dm3LargeTransfer0003' },
              self: { href: '/v1/cases/C-Dm3LargeTransfer0003/evidences' },
            },
          },
        ],
      },
    });
  });

  it('take the time and the number of an own transaction', async () => {
    const door = createFrontDoor();
    const headers = { 'alloy-external-entity-id': 'demo-customer-09' };
    const evaluated = await door.evaluate(transactionMonitoring.token, transfer('48213'), headers);
    expect(evaluated.status, JSON.stringify(evaluated.body)).toBe(201);
    const { body } = await door.send('GET', `${transferCase}/evidences`);
    expect(read(body, '_embedded.evidences.0')).toMatchObject({
      occurred_at: Date.parse('2026-01-05T10:00:00Z'),
      transaction_id: '48213',
      _embedded: { transaction: { transaction_id: 48213, amount: 2_000_000 } },
    });
  });

  it('are added by hand: all, a part or none', async () => {
    const door = createFrontDoor();
    const add = (body: unknown) => door.send('POST', `${transferCase}/evidences`, { body });
    const all = await add({
      alerts: ['Rapid Withdrawals'],
      transaction_id: 'demo-transaction-02',
      occurred_at: 7,
    });
    expect(all.status).toBe(201);
    expect(all.body).toEqual({ error: null, message: expect.any(String) });
    const part = await add({
      alerts: ['Large Amount', 'Watchlist Hit'],
      transaction_id: 'demo-transaction-01',
    });
    expect(part.status).toBe(206);
    const none = await add({ alerts: ['Rapid Withdrawals', 'No such tag'], transaction_id: 'nothing' });
    expect([none.status, read(none.body, 'error.minor_code')]).toEqual([400, 4000]);
    const { body } = await door.send('GET', `${transferCase}/evidences`);
    expect(readEach(body, '_embedded.evidences', 'alerts')).toEqual([
      ['Large Amount'],
      ['Rapid Withdrawals'],
      ['Large Amount'],
    ]);
    expect(read(body, '_embedded.evidences.1')).toMatchObject({
      is_manual: true,
      evaluation_token: null,
      occurred_at: 7,
      transaction_id: 'demo-transaction-02',
    });
    expect(read(body, '_embedded.evidences.0._embedded.transaction')).toBeNull();
    const works = await door.send('GET', `${transferCase}/works`);
    expect(readEach(works.body, '_embedded.works', 'tag_name').slice(0, 2)).toEqual([
      'Large Amount',
      'Rapid Withdrawals',
    ]);
    expect(read((await door.send('GET', transferCase)).body, 'alerts')).toEqual([
      'Large Amount',
      'Rapid Withdrawals',
    ]);
  });

  it.each([
    {},
    { alerts: [] },
    { alerts: 'x' },
    { alerts: [1] },
    { transaction_id: {} },
    [],
    3,
    null,
    'text',
  ])('refuse %j', async (body) => {
    const reply = await createFrontDoor().send('POST', `${demoCase}/evidences`, {
      body: JSON.stringify(body),
    });
    expect([reply.status, read(reply.body, 'error.minor_code')]).toEqual([400, 4002]);
  });

  it('are not added to a closed case', async () => {
    const door = createFrontDoor();
    await door.send('POST', `${demoCase}/works`, { body: { type: 'closure' } });
    const { status, body } = await door.send('POST', `${demoCase}/evidences`, {
      body: { alerts: ['Adverse Media'] },
    });
    expect([status, read(body, 'error.minor_code')]).toEqual([409, 4091]);
  });
});

describe('alert data', () => {
  it.each(['alert', 'alerts'])('shows below /%s what met the criteria', async (form) => {
    const door = createFrontDoor();
    const { status, body } = await door.send('GET', `${demoCase}/evidences/S-Dm8WatchlistReview08/${form}`);
    expect(status).toBe(200);
    expect(body).toMatchObject({
      id: expect.stringMatching(/^\d+$/),
      case_token: 'C-Dm8WatchlistCase0008',
      evaluation_token: 'S-Dm8WatchlistReview08',
      attributes: {
        alerts: ['Watchlist Hit'],
        outcome: 'Manual Review',
        sanctions_screening: [{ list: 'OFAC', name: 'Ines Watchlist' }],
        transactions: [],
      },
    });
    const transferred = await door.send('GET', `${transferCase}/evidences/S-Dm3LargeTransfer0003/${form}`);
    expect(read(transferred.body, 'attributes.transactions.0.amount')).toBe(1_250_000);
  });
});

it.each([
  ['GET', '/cases/C-nothing'],
  ['GET', '/cases/C-nothing/evidences'],
  ['POST', '/cases/C-nothing/evidences'],
  ['GET', '/cases/C-nothing/works'],
  ['POST', '/cases/C-nothing/works'],
  ['GET', '/cases/C-nothing/evidences/S-1/alert'],
  ['GET', `${demoCase}/evidences/S-Dm3LargeTransfer0003/alerts`],
])('what is unknown is 404 / 4041: %s %s', async (method, path) => {
  const { status, body } = await createFrontDoor().send(method, path);
  expect([status, read(body, 'error.minor_code')]).toEqual([404, 4041]);
});

it('a tag opens cases of one type only', () => {
  const tags = caseTypes.flatMap((type) => type.tags);
  expect(new Set(tags).size).toBe(tags.length);
});
