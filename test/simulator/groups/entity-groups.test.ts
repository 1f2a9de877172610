/** Entity groups: who belongs to them, through which events, and how they read. */
import { describe, expect, it } from 'vitest';
import { type AccountClient, createAccountClient, read, readEach } from '../helpers/account-client.ts';

const johnDoe = { external_entity_id: '9e82d5e7-ada0-4957-a8fd-4d937c99bae8' };
const trustCo = { external_entity_id: 'f15481af-9bd0-44be-bcca-0deba23c203c' };

async function createGroup(client: AccountClient, data: Record<string, unknown> = {}) {
  const reply = await client.event('entity_group_created', {
    name: 'Larkspur',
    type: 'business',
    external_entity_group_ids: [{ external_entity_id: 'grp-1' }],
    entities: [{ ...trustCo, roles: ['primary'] }],
    ...data,
  });
  expect(reply.status, JSON.stringify(reply.body)).toBe(201);
  return reply.body;
}

async function readMembers(client: AccountClient, id = 'grp-1') {
  return read((await client.get(`/entity-groups/${id}`)).body, 'entity_group_relationships');
}

describe('GET /entity-groups/{token or external id}', () => {
  it('shows every member of the record, shares as text', async () => {
    const client = createAccountClient();
    const created = await createGroup(client, {
      entities: [
        { ...trustCo, roles: ['shareholder', 'primary'] },
        { ...johnDoe, roles: ['director'], title: 'CFO', ownership_percentage: '40' },
      ],
    });
    const token = read(created, 'event.data.entity_group_token');
    const expected = {
      entity_group_token: token,
      entity_group_name: 'Larkspur',
      entity_group_type: 'business',
      created_at: '2026-01-06T19:16:22.254Z',
      archived_at: null,
      entity_group_external_identifiers: ['grp-1'],
      entity_group_relationships: [
        {
          entity_token: 'B-uiTne2ewkES7fLHN6UuD',
          name: 'Trust Co',
          type: 'business',
          title: null,
          ownership_percentage: null,
          roles: ['primary', 'shareholder'],
          relationship_created_at: '2026-01-05T10:00:00.000Z',
          bank_accounts: [],
        },
        {
          entity_token: 'P-TfkFe6lCPkElc9Xktd3V',
          name: 'John Doe',
          type: 'person',
          title: 'CFO',
          ownership_percentage: '40',
          roles: ['director'],
          relationship_created_at: '2026-01-05T10:00:00.000Z',
          bank_accounts: [],
        },
      ],
    };
    expect((await client.get('/entity-groups/grp-1')).body).toEqual(expected);
    expect((await client.get(`/entity-groups/${token}`)).body).toEqual(expected);
  });

  it('refuses an unknown one as unknown entities are refused', async () => {
    const { status, body } = await createAccountClient().get('/entity-groups/nothing');
    expect(status).toBe(400);
    expect(body).toMatchObject({ error: { minor_code: 4013 } });
  });
});

describe('entity_group_updated', () => {
  it('merges roles, replaces title and share, keeps the date of joining', async () => {
    const client = createAccountClient();
    await createGroup(client, {
      entities: [{ ...johnDoe, roles: ['director'], title: 'CFO', ownership_percentage: 5 }],
    });
    const { body } = await client.event('entity_group_updated', {
      timestamp: '2026-01-06T10:00:00Z',
      external_entity_group_ids: [{ external_entity_id: 'grp-1' }],
      entities: [{ ...johnDoe, roles: 'shareholder', ownership_percentage: 15 }],
    });
    expect(read(body, 'event.data.entity_group_relationships')).toMatchObject([
      {
        roles: ['shareholder', 'director'],
        title: 'CFO',
        ownership_percentage: 15,
        relationship_created_at: '2026-01-05T10:00:00.000Z',
      },
    ]);
  });

  it('names a group only while it has no name, adds ids, archives', async () => {
    const client = createAccountClient();
    await createGroup(client, { name: undefined });
    const update = (data: Record<string, unknown>) =>
      client.event('entity_group_updated', {
        external_entity_group_ids: [{ external_entity_id: 'grp-1' }],
        ...data,
      });
    await update({ name: 'First' });
    await update({
      name: 'Second',
      archive_entity_group: true,
      external_entity_group_ids: [{ external_entity_id: 'grp-1' }, { external_entity_id: 'grp-1b' }],
    });
    expect((await client.get('/entity-groups/grp-1b')).body).toMatchObject({
      entity_group_name: 'First',
      archived_at: '2026-01-05T10:00:00.000Z',
      entity_group_external_identifiers: ['grp-1', 'grp-1b'],
    });
  });

  it('refuses an id of another group', async () => {
    const client = createAccountClient();
    await createGroup(client);
    const { status } = await client.event('entity_group_updated', {
      external_entity_group_ids: [
        { external_entity_id: 'grp-1' },
        { external_entity_id: '5216d25f-fe44-483d-ab22-6ba0ae25bbcc' },
      ],
    });
    expect(status).toBe(409);
  });

  it("adds and removes a member's bank accounts", async () => {
    const client = createAccountClient();
    await createGroup(client, {
      entities: [
        {
          ...johnDoe,
          roles: ['primary'],
          bank_accounts: [{ external_account_id: 'bag123', role: 'joint_owner' }],
        },
      ],
    });
    expect(await readMembers(client)).toMatchObject([
      {
        bank_accounts: [
          {
            bank_account_token: 'A-cn8cN9IuEgK39nNweuvY',
            account_holder_type: 'joint_owner',
            external_account_id: 'bag123',
          },
        ],
      },
    ]);
    await client.event('entity_group_updated', {
      external_entity_group_ids: [{ external_entity_id: 'grp-1' }],
      entities: [
        { ...johnDoe, bank_accounts: [{ account_token: 'A-cn8cN9IuEgK39nNweuvY', role: 'trustee' }] },
      ],
    });
    expect(readEach(await readMembers(client), '0.bank_accounts', 'account_holder_type')).toEqual([
      'trustee',
    ]);
    await client.event('entity_group_updated', {
      external_entity_group_ids: [{ external_entity_id: 'grp-1' }],
      entities: [
        { ...johnDoe, bank_accounts: [{ external_account_id: 'bag123', remove_bank_account: true }] },
      ],
    });
    expect(await readMembers(client)).toMatchObject([{ bank_accounts: [], roles: ['primary'] }]);
  });
});

describe('membership through persons and businesses', () => {
  it('makes a group that is not there yet', async () => {
    const client = createAccountClient();
    await client.event('person_created', {
      external_entity_id: 'p-1',
      name_first: 'Maya',
      name_last: 'Okafor',
      entity_groups: [
        {
          external_entity_group_id: 'grp-2',
          entity_group_name: 'Okafor Household',
          entity_group_type: 'joint_account',
          roles: ['primary'],
        },
      ],
    });
    expect((await client.get('/entity-groups/grp-2')).body).toMatchObject({
      entity_group_name: 'Okafor Household',
      entity_group_type: 'joint_account',
      entity_group_relationships: [{ name: 'Maya Okafor', roles: ['primary'] }],
    });
  });

  it('removes the entity that says so, and takes it back with a fresh date', async () => {
    const client = createAccountClient({ now: () => Date.parse('2026-02-01T00:00:00Z') });
    await createGroup(client, {
      entities: [
        { ...trustCo, roles: ['primary'] },
        { ...johnDoe, roles: ['director'] },
      ],
    });
    const membership = { external_entity_group_id: 'grp-1' };
    await client.event('person_updated', {
      ...johnDoe,
      entity_groups: [{ ...membership, remove_entity: true }],
    });
    expect(readEach(await readMembers(client), '', 'name')).toEqual(['Trust Co']);
    const person = await client.get('/entities/persons/P-TfkFe6lCPkElc9Xktd3V');
    expect(read(person.body, 'entity_groups')).toEqual([]);
    await client.event('person_updated', {
      ...johnDoe,
      entity_groups: [{ ...membership, roles: ['guarantor'] }],
    });
    expect(await readMembers(client)).toMatchObject([
      { name: 'Trust Co' },
      { name: 'John Doe', roles: ['guarantor'], relationship_created_at: '2026-02-01T00:00:00.000Z' },
    ]);
  });

  it('answers members of a group in the full form, others in the short one', async () => {
    const client = createAccountClient();
    const update = () =>
      client.event('person_updated', { ...johnDoe, gender: 'male' }, { event_lifecycle_id: 'lc' });
    const short = await update();
    expect(read(short.body, 'event.data.birth_date')).toBe('*********');
    expect(read(short.body, 'event.event_lifecycle_id')).toBeUndefined();
    await createGroup(client, { entities: [{ ...johnDoe, roles: ['primary'] }] });
    const full = await update();
    expect(read(full.body, 'event.data.birth_date')).toBe('1984-06-12');
    expect(read(full.body, 'event.event_lifecycle_id')).toBe('lc');
  });
});
