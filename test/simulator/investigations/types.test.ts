import { describe, expect, it } from 'vitest';
import { read, readEach } from '../helpers/account-client.ts';
import { createFrontDoor, type FrontDoor } from '../helpers/front-door.ts';
import { close, open } from '../helpers/investigation-client.ts';

async function names(door: FrontDoor, query = '') {
  const { status, body } = await door.send('GET', `/investigations/types${query}`);
  expect(status).toBe(200);
  return readEach(body, 'investigation_types', 'name');
}

const create = (door: FrontDoor, body: unknown) => door.send('POST', '/investigations/types', { body });
const patch = (door: FrontDoor, verb: 'archive' | 'unarchive', investigation_types: unknown) =>
  door.send('PATCH', `/investigations/types/${verb}`, { body: { investigation_types } });
const remove = (door: FrontDoor, name: string) =>
  door.send('DELETE', `/investigations/types/delete/${encodeURIComponent(name)}`);

describe('the list of types', () => {
  it('has the newest first and none that is archived', async () => {
    const door = createFrontDoor();
    expect(await names(door)).toEqual([
      'Watchlist match',
      'Fraud',
      'Account takeover',
      'Suspicious activity',
    ]);
    for (const query of ['?q[archived]=true', '?archived=true', '?q={"archived":true}'])
      expect(await names(door, query)).toEqual(['Check kiting']);
    const { body } = await door.send(
      'GET',
      '/investigations/types?numRowsPerPage=1&sortColumn=name&sortOrder=ASC',
    );
    expect(body).toMatchObject({
      _embedded: {
        pagination: { total_investigation_types: 4, total_pages: 4, page: 1, per_page: 1 },
        sorting: { column: 'name', order: 'ASC' },
      },
      investigation_types: [
        {
          investigation_type_id: 2,
          name: 'Account takeover',
          use_case: 'Fraud',
          journeys_count: 1,
          archived_at: null,
        },
      ],
    });
  });

  it.each([
    ['name', 'Account takeover, Fraud, Suspicious activity, Watchlist match'],
    ['use_case', 'Suspicious activity, Account takeover, Fraud, Watchlist match'],
    ['journeys_count', 'Fraud, Watchlist match, Suspicious activity, Account takeover'],
    ['investigation_type_id', 'Suspicious activity, Account takeover, Fraud, Watchlist match'],
  ])('sorts by %s', async (column, expected) => {
    const found = await names(createFrontDoor(), `?sortColumn=${column}&sortOrder=ASC`);
    expect(found.join(', ')).toBe(expected);
  });

  it.each(['q[name]=["x"]', 'q[archived]=1', 'sortColumn=created_at', 'pageNum=-1'])(
    'refuses %s',
    async (query) => {
      const { status, body } = await createFrontDoor().send('GET', `/investigations/types?${query}`);
      expect([status, read(body, 'error.minor_code')]).toEqual([400, 4002]);
    },
  );
});

describe('a type', () => {
  it('is made, used, archived, brought back and deleted', async () => {
    const door = createFrontDoor();
    const type = { name: 'Elder abuse / scams', use_case: 'Fraud', description: 'Scams' };
    const made = await create(door, type);
    expect(made.status).toBe(200);
    expect(made.body).toMatchObject({ message: expect.any(String), ...type, investigation_type_id: 6 });
    const token = await open(door, { investigation_type: type.name });
    expect((await patch(door, 'archive', type.name)).status).toBe(409);
    await close(door, token);
    expect((await remove(door, type.name)).status).toBe(409);
    expect((await patch(door, 'archive', type.name)).status).toBe(200);
    expect((await patch(door, 'archive', type.name)).status).toBe(409);
    expect(await names(door)).not.toContain(type.name);
    for (let count = 0; count < 2; count += 1)
      expect((await patch(door, 'unarchive', type.name)).status).toBe(200);
    expect(await names(door)).toContain(type.name);
    await create(door, { name: 'Unused', use_case: 'AML' });
    expect((await remove(door, 'Unused')).status).toBe(200);
    expect((await remove(door, 'Unused')).status).toBe(404);
    expect(await names(door)).not.toContain('Unused');
  });

  it('cannot be archived or deleted while a journey has it', async () => {
    const door = createFrontDoor();
    expect((await patch(door, 'archive', 'Suspicious activity')).status).toBe(409);
    expect((await remove(door, 'Suspicious activity')).status).toBe(409);
  });

  it.each([
    [{}, 400, 4002],
    [{ name: ' ', use_case: 'AML' }, 400, 4002],
    [{ name: 'New', use_case: 'Weather' }, 400, 4002],
    [{ name: 'Fraud', use_case: 'Fraud' }, 409, 4091],
    [{ name: 'Check kiting', use_case: 'Fraud' }, 409, 4091],
  ])('%j is refused', async (body, status, code) => {
    const reply = await create(createFrontDoor(), body);
    expect([reply.status, read(reply.body, 'error.minor_code')]).toEqual([status, code]);
  });

  it('is 404 where it is unknown', async () => {
    const door = createFrontDoor();
    for (const reply of [
      await patch(door, 'archive', 'Nothing'),
      await patch(door, 'unarchive', 'Nothing'),
      await remove(door, 'Nothing'),
      await remove(door, '__proto__'),
    ])
      expect([reply.status, read(reply.body, 'error.minor_code')]).toEqual([404, 4041]);
    expect((await patch(door, 'archive', ['Fraud'])).status).toBe(400);
  });

  it('takes its use case from the list', async () => {
    const { body } = await createFrontDoor().send('GET', '/investigations/use-cases');
    expect(readEach(body, 'use_cases', 'name')).toContain('AML');
    expect(read(body, 'use_cases.0')).toMatchObject({ id: 1, created_at: '2027-01-15T08:00:00.000Z' });
  });
});
