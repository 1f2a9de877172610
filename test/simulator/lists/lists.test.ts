import { describe, expect, it } from 'vitest';
import { maximumListsOfKind } from '../../../src/simulator/lists/routes.ts';
import { read, readEach } from '../helpers/account-client.ts';
import { createFrontDoor, type FrontDoor, testTime } from '../helpers/front-door.ts';

const deny = { listName: 'Repeat offenders', isBlacklist: true, description: 'Kept by fraud operations' };

async function createList(door: FrontDoor, body: Record<string, unknown> = deny): Promise<string> {
  const created = await door.send('POST', '/lists', { body });
  expect(created.status).toBe(201);
  return String(read(created.body, 'list_token'));
}

async function readOverview(door: FrontDoor, token: string): Promise<unknown> {
  const { body } = await door.send('GET', '/lists');
  const lists = read(body, 'data');
  return Array.isArray(lists) ? lists.find((list) => read(list, 'list_token') === token) : undefined;
}

describe('lists', () => {
  it('come with the demo account, one of each kind', async () => {
    const { status, body } = await createFrontDoor().send('GET', '/lists');
    expect(status).toBe(200);
    expect(body).toMatchObject({ status_code: 200, error: null, timestamp: testTime });
    expect(read(body, 'data')).toMatchObject([
      { name: 'Known Mules', is_blacklist: true, is_whitelist: false, entities_count: 2 },
      { name: 'Employees', is_blacklist: false, is_whitelist: true, entities_count: 1 },
      { name: 'Branch visitors', is_blacklist: false, is_whitelist: false, entities_count: 0 },
    ]);
  });

  it('are made, filled, replaced and renamed', async () => {
    const door = createFrontDoor();
    const token = await createList(door);
    expect(token).toMatch(/^I-[A-Za-z0-9]{20}$/);
    expect(await readOverview(door, token)).toEqual({
      list_token: token,
      name: 'Repeat offenders',
      is_blacklist: true,
      is_whitelist: false,
      description: 'Kept by fraud operations',
      created_at: '2027-01-15T08:00:00.000Z',
      entities_count: 0,
    });

    for (const [index, name_first] of ['Ann', 'Ben'].entries()) {
      const added = await door.send('POST', `/lists/${token}`, { body: { name_first } });
      expect(added).toEqual({
        status: 200,
        body: {
          status_code: 200,
          error: null,
          timestamp: testTime,
          name: 'Repeat offenders',
          list_token: token,
          data: `http://alloy.embedded/lists/${token}`,
          records_added: 1,
          total_records: index + 1,
        },
      });
    }
    const page = await door.send('GET', `/lists/${token}`);
    expect(readEach(page.body, 'data', 'name_first')).toEqual(['Ann', 'Ben']);
    expect(Object.keys(Object(read(page.body, 'data.0')))).toHaveLength(27);
    expect(read(page.body, 'data.0.document_ssn')).toBeNull();

    // What was read can be sent back.
    const replaced = await door.send('PUT', `/lists/${token}`, {
      body: [read(page.body, 'data.1'), { name_first: 'Cleo' }, {}],
    });
    expect(replaced.body).toMatchObject({ records_added: 3, total_records: 3 });
    const after = await door.send('GET', `/lists/${token}`);
    expect(readEach(after.body, 'data', 'name_first')).toEqual(['Ben', 'Cleo', null]);
    await door.send('PUT', `/lists/${token}`, { body: [] });
    expect(read((await door.send('GET', `/lists/${token}`)).body, 'paging')).toEqual({
      next: null,
      previous: null,
      total_records: 0,
      page_records: 0,
      offset: 0,
    });

    const renamed = await door.send('PUT', `/lists/${token}/meta`, { body: { listName: 'Offenders' } });
    expect(renamed).toMatchObject({ status: 201, body: { status_code: 201, list_token: token } });
    await door.send('PUT', `/lists/${token}/meta`, { body: { description: 'New' } });
    expect(await readOverview(door, token)).toMatchObject({ name: 'Offenders', description: 'New' });
  });

  it.each([1, 2, 3, 7, 20, 5000])('page by %i without losing a row', async (records) => {
    const door = createFrontDoor();
    const token = await createList(door);
    const sent = Array.from({ length: 7 }, (_, index) => ({ customer_id: `c${index}` }));
    await door.send('PUT', `/lists/${token}`, { body: sent });
    const seen: unknown[] = [];
    let query = `records=${records}`;
    for (;;) {
      const { body } = await door.send('GET', `/lists/${token}?${query}`);
      const ids = readEach(body, 'data', 'customer_id');
      expect(read(body, 'paging.page_records')).toBe(ids.length);
      expect(read(body, 'paging.total_records')).toBe(7);
      expect(read(body, 'paging.offset')).toBe(seen.length);
      expect(read(body, 'paging.previous') === null).toBe(seen.length === 0);
      seen.push(...ids);
      const next = read(body, 'paging.next');
      if (typeof next !== 'string') break;
      expect(next.startsWith(`alloy.embedded/lists/${token}?`)).toBe(true);
      query = next.slice(next.indexOf('?') + 1);
    }
    expect(seen).toEqual(sent.map(({ customer_id }) => customer_id));
    const { body } = await door.send('GET', `/lists/${token}?records=2&offset=3`);
    expect(read(body, 'paging.previous')).toBe(`alloy.embedded/lists/${token}?records=2&offset=1`);
    const early = await door.send('GET', `/lists/${token}?records=3&offset=1`);
    expect(read(early.body, 'paging.previous')).toBe(`alloy.embedded/lists/${token}?records=3&offset=0`);
    const beyond = await door.send('GET', `/lists/${token}?offset=99`);
    expect(beyond.body).toMatchObject({ data: [], paging: { next: null, total_records: 7 } });
  });

  it.each(['records=0', 'records=x', 'offset=-1', 'offset=1.5', 'records='])('refuse ?%s', async (query) => {
    const reply = await createFrontDoor().send('GET', `/lists/I-Dm1KnownMulesDeny001?${query}`);
    expect(reply).toMatchObject({ status: 400, body: { error: { minor_code: 4002 } } });
  });

  it('have names of their own', async () => {
    const door = createFrontDoor();
    const token = await createList(door);
    const again = await door.send('POST', '/lists', { body: { ...deny, isBlacklist: false } });
    expect(again.status).toBe(409);
    expect(again.body).toMatchObject({
      error: {
        minor_code: 4091,
        type: 'LIST_NAME_EXISTS',
        details: { customerId: 1, listName: 'Repeat offenders' },
      },
    });
    const taken = await door.send('PUT', `/lists/${token}/meta`, { body: { listName: 'Employees' } });
    expect(taken.status).toBe(409);
    expect(read(taken.body, 'error.details')).toEqual({ listName: 'Employees' });
    const own = await door.send('PUT', `/lists/${token}/meta`, { body: { listName: 'Repeat offenders' } });
    expect(own.status).toBe(201);
  });

  it.each([
    ['deny', { isBlacklist: true }],
    ['allow', { isWhitelist: true }],
    ['neither', {}],
  ])('are limited by kind: %s', async (_kind, flags) => {
    const door = createFrontDoor();
    for (let made = 1; made < maximumListsOfKind; made += 1)
      await createList(door, { listName: `List ${made}`, ...flags });
    const body = { listName: 'One too many', ...flags };
    const { status, body: answer } = await door.send('POST', '/lists', { body });
    expect(status).toBe(403);
    expect(read(answer, 'error')).toMatchObject({
      minor_code: 4033,
      type: 'NEW_LIST_NOT_ALLOWED',
      details: { customerId: 1, isBlacklist: false, isWhitelist: false, ...flags },
    });
    const other = 'isBlacklist' in flags ? { isWhitelist: true } : { isBlacklist: true };
    await createList(door, { listName: 'Another kind', ...other });
  });

  it('are 404 / 4042 when unknown, in an envelope without the members of evaluations', async () => {
    const door = createFrontDoor();
    const calls = [
      ['GET', '/lists/I-none', undefined],
      ['POST', '/lists/I-none', { name_first: 'A' }],
      ['PUT', '/lists/I-none', []],
      ['PUT', '/lists/I-none/meta', { listName: 'A' }],
    ] as const;
    for (const [method, path, body] of calls) {
      const { status, body: answer } = await door.send(method, path, { body });
      expect(status).toBe(404);
      expect(Object.keys(Object(answer))).toEqual(['status_code', 'error', 'timestamp']);
      expect(read(answer, 'error')).toMatchObject({
        minor_code: 4042,
        type: 'Not Found',
        details: { list_token: 'I-none' },
      });
    }
  });

  const path = '/lists/I-Dm1KnownMulesDeny001';
  const faulty: [string, string, unknown, string][] = [
    ['POST', '/lists', undefined, 'listName'],
    ['POST', '/lists', { listName: '  ' }, 'listName'],
    ['POST', '/lists', { listName: 7 }, 'listName'],
    ['POST', '/lists', { listName: 'A', isBlacklist: 'yes' }, 'isBlacklist'],
    ['POST', '/lists', { listName: 'A', isBlacklist: true, isWhitelist: true }, 'isWhitelist'],
    ['POST', '/lists', { listName: 'A', name: 'A' }, 'name'],
    ['POST', '/lists', [], 'value'],
    ['POST', path, undefined, 'value'],
    ['POST', path, [{ name_first: 'A' }], 'value'],
    ['POST', path, { document_ssn: 666112233 }, 'document_ssn'],
    ['POST', path, { nickname: 'A' }, 'nickname'],
    ['POST', path, { expires_at: 'soon' }, 'expires_at'],
    ['PUT', path, undefined, 'value'],
    ['PUT', path, { name_first: 'A' }, 'value'],
    ['PUT', path, [{}, { customer_id: 7 }], '1.customer_id'],
    ['PUT', path, [null], '0'],
    ['PUT', `${path}/meta`, { listName: '' }, 'listName'],
    ['PUT', `${path}/meta`, { isBlacklist: false }, 'isBlacklist'],
    ['PUT', `${path}/meta`, '{', 'value'],
  ];
  it.each(faulty)('refuse %s %s %j', async (method, at, body, fault) => {
    const door = createFrontDoor();
    const { status, body: answer } = await door.send(method, at, { body });
    expect(status).toBe(400);
    expect(read(answer, 'error.minor_code')).toBe(4002);
    expect(readEach(answer, 'error.details', 'path')).toContain(fault);
    expect(Object.keys(Object(answer))).toHaveLength(3);
    expect(await readOverview(door, 'I-Dm1KnownMulesDeny001')).toMatchObject({ entities_count: 2 });
  });
});
