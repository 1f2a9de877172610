import { describe, expect, it } from 'vitest';
import { personOnboarding } from '../../../src/simulator/settings/workflows.ts';
import { read, readEach } from '../helpers/account-client.ts';
import { createFrontDoor, type FrontDoor, formatBasic } from '../helpers/front-door.ts';

const columns = [{ name: 'sort_code' }, { name: 'note', data_type: 'string' }];
const rows = [{ sort_code: '10-20-30', note: 'closed' }, { sort_code: '40-50-60' }];
const domains = '/custom-lists/CI-Dm1RiskyEmailDomain1';

async function createList(door: FrontDoor, name = 'Sort codes'): Promise<string> {
  const { status, body } = await door.send('POST', '/custom-lists', { body: { name } });
  expect(status).toBe(201);
  return `/custom-lists/${String(read(body, 'custom_list_token'))}`;
}

async function addVersion(door: FrontDoor, path: string, body: unknown): Promise<string> {
  const added = await door.send('POST', `${path}/versions`, { body });
  expect(added.status).toBe(201);
  return String(read(added.body, 'version'));
}

describe('custom lists', () => {
  it('are listed as a bare array', async () => {
    const { status, body } = await createFrontDoor().send('GET', '/custom-lists');
    expect(status).toBe(200);
    expect(body).toEqual([
      {
        custom_list_token: 'CI-Dm1RiskyEmailDomain1',
        name: 'Risky Email Domains',
        description: 'Looked over every quarter',
      },
      { custom_list_token: 'CI-Dm2PartnerBranches02', name: 'Partner Branches', description: null },
    ]);
  });

  it('are made, renamed and described', async () => {
    const door = createFrontDoor();
    const path = await createList(door);
    const token = path.slice('/custom-lists/'.length);
    expect(token).toMatch(/^CI-[\dA-Za-z]{20}$/);
    expect(await door.send('GET', path)).toEqual({
      status: 200,
      body: {
        custom_list_token: token,
        name: 'Sort codes',
        description: null,
        active_major_version: null,
        versions: [],
      },
    });
    const renamed = await door.send('PATCH', path, { body: { name: 'Codes', description: 'UK' } });
    expect(renamed).toEqual({
      status: 200,
      body: { custom_list_token: token, name: 'Codes', description: 'UK' },
    });
    expect((await door.send('PATCH', path, { body: { name: 'Codes' } })).status).toBe(200);
    const taken = await door.send('PATCH', path, { body: { name: 'Partner Branches' } });
    expect(taken).toMatchObject({ status: 409, body: { error: { minor_code: 4091 } } });
    const twin = await door.send('POST', '/custom-lists', { body: { name: 'Codes' } });
    expect(twin).toMatchObject({ status: 409, body: { error: { minor_code: 4091 } } });
  });

  it('grow in major and minor versions', async () => {
    const door = createFrontDoor();
    const path = await createList(door);
    const first = await door.send('POST', `${path}/versions`, {
      body: { columns, data: rows, notes: 'first' },
    });
    const filled = [rows[0], { sort_code: '40-50-60', note: null }];
    expect(first).toEqual({
      status: 201,
      body: {
        version: '1.0',
        notes: 'first',
        changelog: '2 columns defined, 2 rows added',
        columns,
        data: filled,
      },
    });
    expect(await door.send('GET', `${path}/versions/1.0`)).toEqual({ status: 200, body: first.body });

    const base = { major_version: '1', minor_version: 0 };
    expect(await addVersion(door, path, { base_version: base, added: [{ sort_code: 'x' }] })).toBe('1.1');
    const grown = await door.send('GET', `${path}/versions/1.1`);
    expect(readEach(grown.body, 'data', 'sort_code')).toEqual(['10-20-30', '40-50-60', 'x']);
    expect(read(grown.body, 'changelog')).toBe('1 row added to 1.0');

    expect(await addVersion(door, path, { base_version: { major_version: 1 }, data: [] })).toBe('1.2');
    expect(read((await door.send('GET', `${path}/versions/1.2`)).body, 'data')).toEqual([]);
    // Alone, a base restores.
    expect(await addVersion(door, path, { base_version: base, additional: true })).toBe('1.3');
    const restored = await door.send('GET', `${path}/versions/1.3`);
    expect(restored.body).toMatchObject({ changelog: '1.0 restored', data: filled });
    // Without a minor version the latest is the base: 1.3, not 1.2.
    await addVersion(door, path, { base_version: { major_version: 1 }, added: [{ note: 'y' }] });
    expect(readEach((await door.send('GET', `${path}/versions/1.4`)).body, 'data', 'note')).toEqual([
      'closed',
      null,
      'y',
    ]);
    expect(await addVersion(door, path, { columns: [{ name: 'iban' }], data: [] })).toBe('2.0');
    expect(await addVersion(door, path, { base_version: base, added: rows })).toBe('1.5');

    const { body } = await door.send('GET', path);
    const made = ['1.0', '1.1', '1.2', '1.3', '1.4', '2.0', '1.5'];
    expect(readEach(body, 'versions', 'version')).toEqual(made);
    expect(readEach(body, 'versions', 'row_count')).toEqual([2, 3, 0, 2, 3, 0, 4]);
    expect(readEach(body, 'versions', 'live')).not.toContain(true);
    // What was made stays as it was.
    expect((await door.send('GET', `${path}/versions/1.0`)).body).toEqual(first.body);
  });

  it('are live in the latest minor version of the active major one', async () => {
    const door = createFrontDoor();
    const path = await createList(door);
    await addVersion(door, path, { columns, data: rows });
    await addVersion(door, path, { columns, data: [] });
    const activated = await door.send('POST', `${path}/activate/1`);
    expect(activated).toMatchObject({
      status: 201,
      body: { active_major_version: 1, live_version: '1.0' },
    });
    await addVersion(door, path, { base_version: { major_version: 1 }, added: rows });
    const live = async () => {
      const { body } = await door.send('GET', path);
      const versions = read(body, 'versions');
      return Array.isArray(versions) ? versions.filter((each) => read(each, 'live')) : [];
    };
    expect(await live()).toMatchObject([{ version: '1.1' }]);
    await door.send('POST', `${path}/activate/2`);
    await door.send('POST', `${path}/activate/2`);
    expect(await live()).toMatchObject([{ version: '2.0' }]);
  });

  it.each([
    ['GET', '/custom-lists/X-none', 400],
    ['GET', '/custom-lists/CI-short', 400],
    ['GET', '/custom-lists/CI-00000000000000000000', 404],
    ['PATCH', '/custom-lists/CI-00000000000000000000', 404],
    ['PATCH', '/custom-lists/CI-0', 400],
    ['POST', '/custom-lists/CI-00000000000000000000/versions', 404],
    ['GET', `${domains}/versions/1`, 400],
    ['GET', `${domains}/versions/latest`, 400],
    ['GET', `${domains}/versions/1.9`, 404],
    ['GET', `${domains}/versions/01.0`, 404],
    ['POST', `${domains}/activate/3`, 404],
    ['POST', `${domains}/activate/1.0`, 400],
    ['POST', '/custom-lists/CI-00000000000000000000/activate/1', 404],
  ])('answer %s %s with %i', async (method, path, status) => {
    const body = method === 'PATCH' ? { name: 'A' } : undefined;
    const reply = await createFrontDoor().send(method, path, { body });
    expect(reply.status).toBe(status);
    expect(read(reply.body, 'error.minor_code')).toBe(status === 404 ? 4041 : 4000);
  });

  it('are closed to the keys of a workflow', async () => {
    const { token, secret } = personOnboarding;
    const reply = await createFrontDoor().send('GET', domains, { authorization: formatBasic(token, secret) });
    expect(reply.status).toBe(403);
  });

  const base_version = { major_version: 1 };
  const faulty: [string, string, unknown, string][] = [
    ['POST', '/custom-lists', undefined, 'name'],
    ['POST', '/custom-lists', { name: '' }, 'name'],
    ['POST', '/custom-lists', { name: 'A', columns: [] }, 'columns'],
    ['PATCH', domains, {}, 'value'],
    ['PATCH', domains, { name: 7 }, 'name'],
    ['POST', `${domains}/versions`, undefined, 'columns'],
    ['POST', `${domains}/versions`, [], 'value'],
    ['POST', `${domains}/versions`, { columns }, 'data'],
    ['POST', `${domains}/versions`, { columns: [], data: [] }, 'columns'],
    ['POST', `${domains}/versions`, { columns: ['a'], data: [] }, 'columns.0'],
    ['POST', `${domains}/versions`, { columns: [{ name: '' }], data: [] }, 'columns.0.name'],
    ['POST', `${domains}/versions`, { columns: [{ name: 'a' }, { name: 'a' }], data: [] }, 'columns.1.name'],
    ['POST', `${domains}/versions`, { columns, data: [{ sort_code: 'a', iban: 'b' }] }, 'data.0.iban'],
    ['POST', `${domains}/versions`, { columns, data: [{ sort_code: ['a'] }] }, 'data.0.sort_code'],
    ['POST', `${domains}/versions`, { columns, data: [], base_version }, 'base_version'],
    ['POST', `${domains}/versions`, { columns, data: [], added: [{}] }, 'added'],
    ['POST', `${domains}/versions`, { data: [] }, 'base_version'],
    ['POST', `${domains}/versions`, { added: [{}] }, 'base_version'],
    ['POST', `${domains}/versions`, { base_version, added: [] }, 'added'],
    ['POST', `${domains}/versions`, { base_version, added: [{}], data: [] }, 'added'],
    ['POST', `${domains}/versions`, { base_version, added: [{ domain: 'x' }] }, 'added.0.domain'],
    ['POST', `${domains}/versions`, { base_version: {}, data: [] }, 'base_version.major_version'],
    [
      'POST',
      `${domains}/versions`,
      { base_version: { major_version: 'one' }, data: [] },
      'base_version.major_version',
    ],
  ];
  it.each(faulty)('refuse %s %s %j', async (method, path, body, fault) => {
    const door = createFrontDoor();
    const { status, body: answer } = await door.send(method, path, { body });
    expect(status).toBe(400);
    expect(read(answer, 'error.minor_code')).toBe(4002);
    expect(readEach(answer, 'error.details', 'path')).toContain(fault);
    expect(readEach((await door.send('GET', domains)).body, 'versions', 'version')).toEqual([
      '1.0',
      '1.1',
      '2.0',
    ]);
  });

  it('tell a base version that is not there', async () => {
    const body = { base_version: { major_version: 1, minor_version: 9 }, data: [] };
    const reply = await createFrontDoor().send('POST', `${domains}/versions`, { body });
    expect(reply).toMatchObject({ status: 404, body: { error: { minor_code: 4041 } } });
  });
});

describe('the custom list of risky domains in decisions', () => {
  const outcomeOf = async (door: FrontDoor, domain: string) => {
    const { body } = await door.evaluate(personOnboarding.token, {
      name_first: 'Nadia',
      name_last: 'Ferro',
      document_ssn: '666421986',
      email_address: `nadia@${domain}`,
    });
    return read(body, 'summary.outcome');
  };

  it('sends to Manual Review whom its live version names', async () => {
    const door = createFrontDoor();
    expect(await outcomeOf(door, 'example.com')).toBe('Approved');
    expect(await outcomeOf(door, 'QUICK.example')).toBe('Manual Review');
    expect(await outcomeOf(door, 'parcel.example')).toBe('Approved');
    await door.send('POST', `${domains}/activate/2`);
    expect(await outcomeOf(door, 'parcel.example')).toBe('Manual Review');
    expect(await outcomeOf(door, 'quick.example')).toBe('Approved');
    // A minor version of the active major one needs no activation.
    await addVersion(door, domains, { base_version: { major_version: 2 }, data: [] });
    expect(await outcomeOf(door, 'parcel.example')).toBe('Approved');
  });
});
