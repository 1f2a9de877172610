import { describe, expect, it } from 'vitest';
import { read, readEach } from '../helpers/account-client.ts';
import { createFrontDoor, type FrontDoor } from '../helpers/front-door.ts';

const john = 'P-TfkFe6lCPkElc9Xktd3V';
const unknown = '/published-attributes/PA-00000000000000000000';

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

describe('published attributes', () => {
  it('are defined, read, changed and archived', async () => {
    const door = createFrontDoor();
    const created = await door.send('POST', '/published-attributes', { body: definition });
    expect(created.status).toBe(201);
    expect(Object.keys(Object(created.body))).toEqual(['published_attribute_token', 'message']);
    const token = String(read(created.body, 'published_attribute_token'));
    expect(token).toMatch(/^PA-[A-Za-z0-9]{20}$/);
    const path = `/published-attributes/${token}`;
    const whole = {
      ...definition,
      published_attribute_token: token,
      default_value_note: null,
      value_expires_in: null,
      jq_filter: null,
      description: null,
      archived: false,
    };
    expect(await door.send('GET', path)).toEqual({ status: 200, body: { published_attributes: [whole] } });

    const patch = { published_attribute_name: 'years', default_value: -1, archived: true, description: 'd' };
    const patched = await door.send('PATCH', path, { body: patch });
    expect(patched).toMatchObject({ status: 200, body: { published_attribute_token: token } });
    const { body } = await door.send('GET', '/published-attributes');
    const all = read(body, 'published_attributes');
    expect(Array.isArray(all) ? all.at(-1) : undefined).toEqual({ ...whole, ...patch });
    expect(readEach(body, 'published_attributes', 'published_attribute_name')).toEqual([
      'internal_risk_tier',
      'meta.monthly_income',
      'counterparty_score',
      'meta.loyalty_tier',
      'years',
    ]);
    // The whole definition may be sent back.
    expect((await door.send('PATCH', path, { body: { ...whole, archived: false } })).status).toBe(200);
    expect((await door.send('PATCH', path, { body: {} })).status).toBe(200);
    expect((await door.send('GET', path)).body).toEqual({ published_attributes: [whole] });
  });

  it.each([
    ['data_type', 'decimal'],
    ['contains_pii', true],
    ['object_type', 'transaction'],
    ['published_attribute_token', 'PA-00000000000000000000'],
    ['default_value', 'none'],
    ['value_expires_in', 0],
    ['archived', 'yes'],
    ['published_attribute_name', ''],
    ['jq_filter', '.[] | select(.a)'],
    ['color', 'red'],
  ])('refuse a PATCH of %s to %j', async (member, value) => {
    const door = createFrontDoor();
    const path = await define(door);
    const before = await door.send('GET', path);
    const { status, body } = await door.send('PATCH', path, { body: { description: 'd', [member]: value } });
    expect(status).toBe(400);
    expect(read(body, 'error.minor_code')).toBe(4002);
    expect(readEach(body, 'error.details', 'path')).toEqual([member]);
    expect(await door.send('GET', path)).toEqual(before);
  });

  it('have names of their own', async () => {
    const door = createFrontDoor();
    const path = await define(door);
    const twin = await door.send('POST', '/published-attributes', { body: definition });
    expect(twin).toMatchObject({ status: 409, body: { error: { minor_code: 4091 } } });
    const body = { published_attribute_name: 'internal_risk_tier' };
    expect((await door.send('PATCH', path, { body })).status).toBe(409);
  });

  it.each(Object.keys(definition))('need %s', async (member) => {
    const { [member]: _left, ...body } = { ...definition } as Record<string, unknown>;
    const reply = await createFrontDoor().send('POST', '/published-attributes', { body });
    expect(reply.status).toBe(400);
    expect(read(reply.body, 'error.details.0')).toMatchObject({
      path: member,
      type: 'any.required',
      context: { key: member },
    });
  });

  it.each([
    { data_type: 'Integer' },
    { object_type: 'account' },
    { default_value: '0' },
    { default_value: 0.5 },
    { default_value: null },
    { default_value: [0] },
    { contains_pii: 'no' },
    { value_expires_in: 1.5 },
    { value_expires_in: 1e15 },
    { archived: false },
    { published_attribute_token: 'PA-00000000000000000000' },
    { jq_filter: 'map(.)' },
  ])('refuse a definition with %j', async (change) => {
    const body = { ...definition, ...change };
    const reply = await createFrontDoor().send('POST', '/published-attributes', { body });
    expect(reply).toMatchObject({ status: 400, body: { error: { minor_code: 4002 } } });
    expect(readEach(reply.body, 'error.details', 'path')).toEqual(Object.keys(change));
  });

  it('are 404 / 4041 when unknown', async () => {
    const door = createFrontDoor();
    for (const [method, path, body] of [
      ['GET', unknown, undefined],
      ['PATCH', unknown, {}],
      ['GET', `${unknown}/values`, undefined],
      ['POST', `${unknown}/values`, [{ entity_token: john, value: 1 }]],
    ] as const) {
      const reply = await door.send(method, path, { body });
      expect(reply.status).toBe(404);
      expect(read(reply.body, 'error')).toMatchObject({
        minor_code: 4041,
        type: 'Not Found',
        details: { published_attribute_token: 'PA-00000000000000000000' },
      });
      expect(read(reply.body, 'application_version_id')).toBeNull();
    }
  });
});
