/** External ids of entities: several for one entity, one of them primary, none for two. */
import { describe, expect, it } from 'vitest';
import { read } from '../helpers/account-client.ts';
import { createFrontDoor, type FrontDoor } from '../helpers/front-door.ts';

const person = { external_entity_id: 'cust-20418', name_first: 'Maya', name_last: 'Okafor' };
const add = (door: FrontDoor, family: string, body: unknown) =>
  door.send('POST', `/entities/${family}`, { body });

describe('external ids', () => {
  const path = '/entities/persons/cust-20418';
  const addIds = async (ids: readonly Record<string, unknown>[]) => {
    const door = createFrontDoor();
    await add(door, 'persons', person);
    return { door, reply: await door.send('PATCH', path, { body: { external_entity_ids: ids } }) };
  };

  it('are added; the first stays the primary one', async () => {
    const { door, reply } = await addIds([{ external_entity_id: 'cif-7', external_entity_id_type: 'cif' }]);
    expect(read(reply.body, 'external_entity_id')).toBe('cust-20418');
    expect(read(reply.body, '_embedded.external_entity_ids.1')).toEqual({
      external_entity_id: 'cif-7',
      external_entity_id_type: 'cif',
    });
    expect((await door.send('GET', '/entities/persons/cif-7')).body).toEqual(reply.body);
  });

  it('designated primary take its place', async () => {
    const { reply } = await addIds([{ external_entity_id: 'cif-7', designation: 'primary' }]);
    expect(read(reply.body, 'external_entity_id')).toBe('cif-7');
    expect(read(reply.body, '_embedded.external_entity_ids')).toHaveLength(2);
  });

  it.each([
    ['twice', [{ external_entity_id: 'a' }, { external_entity_id: 'a' }]],
    [
      'with two primary ones',
      [
        { external_entity_id: 'a', designation: 'primary' },
        { external_entity_id: 'b', designation: 'primary' },
      ],
    ],
  ])('are refused %s', async (_, ids) => {
    const { reply } = await addIds(ids);
    expect([reply.status, read(reply.body, 'error.details.0.type')]).toEqual([400, 'array.unique']);
  });

  it('belong to one entity', async () => {
    const { door, reply } = await addIds([{ external_entity_id: 'f15481af-9bd0-44be-bcca-0deba23c203c' }]);
    expect([reply.status, read(reply.body, 'error.minor_code')]).toEqual([409, 4091]);
    expect((await add(door, 'persons', person)).status).toBe(409);
  });

  it('cannot be changed', async () => {
    const { door } = await addIds([]);
    const { status, body } = await door.send('PATCH', path, { body: { external_entity_id: 'other' } });
    expect([status, read(body, 'error.minor_code')]).toEqual([400, 4000]);
    const same = await door.send('PATCH', path, { body: { external_entity_id: 'cust-20418' } });
    expect(same.status).toBe(200);
  });
});
