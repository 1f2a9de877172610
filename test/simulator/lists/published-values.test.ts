import { describe, expect, it } from 'vitest';
import { personOnboarding } from '../../../src/simulator/settings/workflows.ts';
import { read, readEach } from '../helpers/account-client.ts';
import { createFrontDoor, type FrontDoor, testTime } from '../helpers/front-door.ts';

const john = 'P-TfkFe6lCPkElc9Xktd3V';
const johnsId = '9e82d5e7-ada0-4957-a8fd-4d937c99bae8';
const lucy = 'P-ewaa6ImCcpv7FM2XhpNe';
const tier = '/published-attributes/PA-Dm1InternalRiskTier1';
const score = '/published-attributes/PA-Dm3CounterpartyScor3';

const definition = {
  published_attribute_name: 'years_at_address',
  data_type: 'integer',
  default_value: 0,
  contains_pii: false,
  object_type: 'entity',
};

async function define(door: FrontDoor, change: Record<string, unknown> = {}): Promise<string> {
  const { status, body } = await door.send('POST', '/published-attributes', {
    body: { ...definition, ...change },
  });
  expect(status).toBe(201);
  return `/published-attributes/${String(read(body, 'published_attribute_token'))}`;
}

const publish = (door: FrontDoor, path: string, ...items: Record<string, unknown>[]) =>
  door.send('POST', `${path}/values`, { body: items });

const listValues = (door: FrontDoor, path: string, entity = john, query = '') =>
  door.send('GET', `${path}/values${query}`, { headers: { 'alloy-entity-token': entity } });

describe('values of published attributes', () => {
  it('are kept by entity, newest first, with backfills in their place', async () => {
    const door = createFrontDoor();
    const path = await define(door, { value_expires_in: 60 });
    const timestamp = '2027-01-15T09:00:00+02:00';
    const posted = await publish(
      door,
      path,
      { entity_token: john, value: 3 },
      { external_entity_id: johnsId, value: 2, timestamp },
      { entity_token: lucy, value: 9 },
    );
    const now = '2027-01-15T08:00:00.000Z';
    const newest = {
      value: 3,
      timestamp: now,
      created_at: now,
      expires_at: '2027-01-15T08:01:00.000Z',
      entity_token: john,
    };
    const backfilled = {
      value: 2,
      timestamp: '2027-01-15T07:00:00.000Z',
      created_at: now,
      expires_at: '2027-01-15T07:01:00.000Z',
      entity_token: john,
    };
    expect(posted.status).toBe(201);
    expect(posted.body).toEqual([
      { ...newest, status: 'inserted', error: null, message: null },
      { ...backfilled, status: 'inserted', error: null, message: null },
      expect.objectContaining({ value: 9, entity_token: lucy, status: 'inserted' }),
    ]);
    expect(await listValues(door, path)).toEqual({
      status: 200,
      body: { values: [newest, backfilled], page: 1, per_page: 1000 },
    });
    const headers = { 'alloy-external-entity-id': johnsId };
    const byExternalId = await door.send('GET', `${path}/values`, { headers });
    expect(readEach(byExternalId.body, 'values', 'value')).toEqual([3, 2]);
    expect(readEach((await listValues(door, path, lucy)).body, 'values', 'expires_at')).toHaveLength(1);
  });

  it('need a header that names one entity', async () => {
    const door = createFrontDoor();
    const { status, body } = await door.send('GET', `${tier}/values`);
    expect(status).toBe(400);
    expect(read(body, 'error')).toMatchObject({
      minor_code: 4001,
      type: 'Header Validation Failure',
      details: null,
    });
    const strange = await listValues(door, tier, 'P-none');
    expect(strange).toMatchObject({ status: 400, body: { error: { minor_code: 4013 } } });
    const two = { 'alloy-entity-token': lucy, 'alloy-external-entity-id': johnsId };
    expect((await door.send('GET', `${tier}/values`, { headers: two })).status).toBe(400);
    const same = { 'alloy-entity-token': john, 'alloy-external-entity-id': johnsId };
    expect((await door.send('GET', `${tier}/values`, { headers: same })).status).toBe(200);
  });

  it.each([1, 2, 3, 11, 5000])('page by %i without losing one', async (perPage) => {
    const door = createFrontDoor();
    const path = await define(door);
    const items = Array.from({ length: 11 }, (_, value) => ({ entity_token: john, value }));
    await publish(door, path, ...items);
    const seen: unknown[] = [];
    for (let page = 1; ; page += 1) {
      const { body } = await listValues(door, path, john, `?page=${page}&per_page=${perPage}`);
      expect(body).toMatchObject({ page, per_page: Math.min(perPage, 1000) });
      const values = readEach(body, 'values', 'value');
      seen.push(...values);
      if (values.length < perPage) break;
    }
    // Of one moment, the later one first.
    expect(seen).toEqual(items.map(({ value }) => value).reverse());
    expect((await listValues(door, path, john, '?page=0')).status).toBe(400);
    expect((await listValues(door, path, john, '?per_page=all')).status).toBe(400);
  });

  const typed: [string, unknown[], unknown[]][] = [
    ['integer', [0, -7, 1e6], ['7', 0.5, true, 1e300]],
    ['decimal', [0, -7.25], ['7', false]],
    ['string', ['', 'a'], [7, true]],
    ['boolean', [true, false], ['true', 0]],
    ['date', ['2026-02-28'], ['2026-02-30', '28.2.2026', '2026-02-28T00:00:00Z', 20260228]],
    ['timestamp', ['2026-02-28T00:00:00Z', '2026-02-28T00:00:00.5+01:00'], ['2026-02-28', 'now', 1]],
  ];
  it.each(typed)('are checked as %s', async (data_type, good, bad) => {
    const door = createFrontDoor();
    const path = await define(door, { data_type, default_value: good[0] });
    const items = [...good, ...bad].map((value) => ({ entity_token: john, value }));
    const { status, body } = await publish(door, path, ...items);
    expect(status).toBe(206);
    const list = { list: body };
    expect(readEach(list, 'list', 'value')).toEqual([...good, ...bad]);
    expect(readEach(list, 'list', 'status')).toEqual([
      ...good.map(() => 'inserted'),
      ...bad.map(() => 'errored'),
    ]);
    expect(readEach(list, 'list', 'error')).toEqual([
      ...good.map(() => null),
      ...bad.map(() => 'invalid_type'),
    ]);
    const stored = await listValues(door, path);
    expect(readEach(stored.body, 'values', 'value')).toEqual([...good].reverse());
  });

  it('answer 206 when an entity is unknown, 400 when nothing can be stored', async () => {
    const door = createFrontDoor();
    const path = await define(door);
    const good = { entity_token: john, value: 1 };
    const strange = { entity_token: 'P-none', value: 1 };
    const torn = { entity_token: lucy, external_entity_id: johnsId, value: 1 };
    const partly = await publish(door, path, good, strange, torn);
    expect(partly.status).toBe(206);
    expect(readEach({ list: partly.body }, 'list', 'error')).toEqual([
      null,
      'unknown_entity',
      'unknown_entity',
    ]);
    expect(read(partly.body, '1')).toMatchObject({ entity_token: 'P-none', expires_at: null });
    const none = await publish(door, path, strange, { entity_token: john, value: 'one' });
    expect(none.status).toBe(400);
    expect(read(none.body, 'error.minor_code')).toBe(4002);
    expect(readEach(none.body, 'error.details', 'path')).toEqual(['0', '1']);
    expect(readEach((await listValues(door, path)).body, 'values', 'value')).toEqual([1]);
  });

  it('are not taken by an archived attribute', async () => {
    const door = createFrontDoor();
    const path = await define(door);
    await publish(door, path, { entity_token: john, value: 1 });
    await door.send('PATCH', path, { body: { archived: true } });
    expect((await publish(door, path, { entity_token: john, value: 2 })).status).toBe(400);
    expect(readEach((await listValues(door, path)).body, 'values', 'value')).toEqual([1]);
    await door.send('PATCH', path, { body: { archived: false } });
    expect((await publish(door, path, { entity_token: john, value: 2 })).status).toBe(201);
  });

  it('hang on transactions when the attribute does', async () => {
    const door = createFrontDoor();
    const stored = await publish(door, score, { transaction_token: 'demo-transaction-01', value: 0.25 });
    expect(stored.status).toBe(201);
    expect(read(stored.body, '0')).toMatchObject({
      entity_token: john,
      transaction_token: expect.stringMatching(/^T-/),
      status: 'inserted',
    });
    expect(readEach((await listValues(door, score)).body, 'values', 'value')).toEqual([0.25]);
    expect(readEach((await listValues(door, score, lucy)).body, 'values', 'value')).toEqual([]);
    expect((await publish(door, score, { entity_token: john, value: 0.25 })).status).toBe(400);
    expect((await publish(door, score, { transaction_token: 'none', value: 0.25 })).status).toBe(400);
  });

  it('go through the filter of the attribute', async () => {
    const door = createFrontDoor();
    const path = await define(door, { jq_filter: '. | tonumber | . * 100 | floor' });
    const { status, body } = await publish(
      door,
      path,
      { entity_token: john, value: '12.349' },
      { entity_token: john, value: 2.5 },
      { entity_token: john, value: 'a lot' },
    );
    expect(status).toBe(206);
    expect(readEach({ list: body }, 'list', 'value')).toEqual([1234, 250, 'a lot']);
  });

  const item = { entity_token: john, value: 'high' };
  it.each([
    undefined,
    '{',
    {},
    item,
    [],
    [null],
    [7],
    [{ value: 'high' }],
    [{ entity_token: john }],
    [{ ...item, value: null }],
    [{ ...item, value: ['high'] }],
    [{ ...item, entity_token: '' }],
    [{ ...item, timestamp: 'yesterday' }],
    [{ ...item, timestamp: '2026-01-01' }],
    [{ ...item, expires_at: '2027-02-01T00:00:00Z' }],
    [{ ...item, transaction_token: 'T-1' }],
    [item, { ...item, colour: 'red' }],
    Array.from({ length: 1001 }, () => item),
  ])('are refused as a whole when the body is %j', async (body) => {
    const door = createFrontDoor();
    const reply = await door.send('POST', `${tier}/values`, { body });
    expect(reply).toMatchObject({ status: 400, body: { error: { minor_code: 4002 } } });
    expect(read((await listValues(door, tier)).body, 'values')).toEqual([]);
  });
});

describe('published attributes in decisions', () => {
  const applicant = { name_first: 'John', name_last: 'Doe', document_ssn: '666120684' };
  const headers = { 'alloy-entity-token': john };
  const outcomeOf = async (door: FrontDoor, more: Record<string, unknown> = {}) => {
    const { body } = await door.evaluate(personOnboarding.token, { ...applicant, ...more }, headers);
    return read(body, 'summary.outcome');
  };

  it('the newest value counts until it expires, then the default', async () => {
    let now = testTime;
    const door = createFrontDoor({ now: () => now });
    await door.send('PATCH', tier, { body: { value_expires_in: 60 } });
    expect(await outcomeOf(door)).toBe('Approved');
    await publish(door, tier, { entity_token: john, value: 'high' });
    const old = new Date(testTime - 1000).toISOString();
    await publish(door, tier, { entity_token: john, value: 'low', timestamp: old });
    expect(await outcomeOf(door)).toBe('Manual Review');
    now += 60_000;
    expect(await outcomeOf(door)).toBe('Approved');
    await door.send('PATCH', tier, { body: { default_value: 'high' } });
    expect(await outcomeOf(door)).toBe('Manual Review');
    await door.send('PATCH', tier, { body: { archived: true } });
    expect(await outcomeOf(door)).toBe('Approved');
  });

  it('are published by a top-level key of an evaluation', async () => {
    const door = createFrontDoor();
    expect(await outcomeOf(door, { internal_risk_tier: 'high' })).toBe('Manual Review');
    expect(readEach((await listValues(door, tier)).body, 'values', 'value')).toEqual(['high']);
    expect(await outcomeOf(door)).toBe('Manual Review');
    expect(await outcomeOf(door, { internal_risk_tier: 'low' })).toBe('Approved');
    expect(await outcomeOf(door, { internal_risk_tier: null })).toBe('Approved');
    expect(readEach((await listValues(door, tier)).body, 'values', 'value')).toEqual(['low', 'high']);
  });

  it('are published by a PATCH that brings what was missing', async () => {
    const door = createFrontDoor();
    const { document_ssn, ...waiting } = applicant;
    const { status, body } = await door.evaluate(personOnboarding.token, waiting, headers);
    expect(status).toBe(200);
    const path = `/evaluations/${String(read(body, 'evaluation_token'))}`;
    const wrong = await door.send('PATCH', path, { body: { document_ssn, internal_risk_tier: 7 } });
    expect(wrong.status).toBe(400);
    const patched = await door.send('PATCH', path, { body: { document_ssn, internal_risk_tier: 'high' } });
    expect(read(patched.body, 'summary.outcome')).toBe('Manual Review');
    expect(readEach((await listValues(door, tier)).body, 'values', 'value')).toEqual(['high']);
  });

  it('are refused in an evaluation when the type is wrong', async () => {
    const door = createFrontDoor();
    const body = { ...applicant, internal_risk_tier: { level: 'high' } };
    const reply = await door.evaluate(personOnboarding.token, body, headers);
    expect(reply.status).toBe(400);
    expect(readEach(reply.body, 'error.details', 'path')).toEqual(['internal_risk_tier']);
  });
});
