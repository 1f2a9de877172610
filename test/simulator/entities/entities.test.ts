/** /entities: persons, businesses, the overview and notes. */
import { describe, expect, it } from 'vitest';
import { read } from '../helpers/account-client.ts';
import { createFrontDoor, type FrontDoor, testTime } from '../helpers/front-door.ts';

const person = {
  external_entity_id: 'cust-20418',
  name_first: 'Maya',
  name_last: 'Okafor',
  birth_date: '1991-04-17',
  document_ssn: '666120417',
  addresses: [
    {
      address_line_1: '18 Juniper Row',
      address_city: 'Albany',
      address_state: 'NY',
      address_postal_code: '12207',
      address_country_code: 'US',
      type: 'primary',
    },
  ],
  emails: [{ email_address: 'maya.okafor@example.com' }],
  phones: [{ phone_number: '202-555-0143' }],
};
const business = {
  external_entity_id: 'biz-3071',
  business_name: 'Larkspur Bakery LLC',
  business_federal_ein: '981234567',
  phones: [{ phone_number: '(518) 555-0177' }],
};
const add = (door: FrontDoor, family: string, body: unknown) =>
  door.send('POST', `/entities/${family}`, { body });

describe('persons', () => {
  it('are made in the documented form', async () => {
    const { status, body } = await add(createFrontDoor(), 'persons', person);
    expect(status).toBe(201);
    const token = read(body, 'entity_token');
    expect(token).toMatch(/^P-[A-Za-z0-9]{20}$/);
    expect(body).toEqual({
      entity_token: token,
      external_entity_id: 'cust-20418',
      created_at: testTime,
      person_details_updated_at: testTime,
      gender: null,
      birth_date: '1991-04-17',
      name_first: 'Maya',
      name_middle: null,
      name_last: 'Okafor',
      document_ssn: '666120417',
      document_id_card: null,
      document_license: null,
      document_passport: null,
      addresses: person.addresses,
      emails: person.emails,
      phones: [{ phone_number: '+12025550143', type: 'home' }],
      entity_groups: [],
      type: 'person',
      _embedded: {
        notes: [],
        document_ssns: [{ document_ssn: '666120417', created_at: testTime }],
        external_entity_ids: [{ external_entity_id: 'cust-20418', external_entity_id_type: null }],
        birth_dates: [{ birth_date: '1991-04-17', created_at: testTime }],
      },
      _links: { self: { href: `/v1/entities/persons/${String(token)}` } },
    });
  });

  it('are read by token and by external id', async () => {
    const door = createFrontDoor();
    const { body } = await add(door, 'persons', person);
    const token = String(read(body, 'entity_token'));
    expect((await door.send('GET', `/entities/persons/${token}`)).body).toEqual(body);
    expect((await door.send('GET', '/entities/persons/cust-20418')).body).toEqual(body);
  });

  it('change what is named, keep the rest and every value of the lists', async () => {
    let now = testTime;
    const door = createFrontDoor({ now: () => now });
    await add(door, 'persons', person);
    now += 1_000;
    const { status, body } = await door.send('PATCH', '/entities/persons/cust-20418', {
      body: {
        name_last: 'Lindqvist',
        gender: null,
        document_ssn: '666120499',
        emails: [{ email_address: 'maya@example.com' }, ...person.emails],
        addresses: [{ line_1: '9 Larch Court', city: 'Troy', type: 'mailing' }],
      },
    });
    expect(status).toBe(200);
    expect(body).toMatchObject({
      created_at: testTime,
      person_details_updated_at: now,
      name_first: 'Maya',
      name_last: 'Lindqvist',
      gender: null,
      document_ssn: '666120499',
      addresses: [
        { address_line_1: '9 Larch Court', address_city: 'Troy', type: 'mailing' },
        { type: 'primary' },
      ],
      emails: [{ email_address: 'maya.okafor@example.com' }, { email_address: 'maya@example.com' }],
    });
    expect(read(body, '_embedded.document_ssns')).toHaveLength(2);
  });

  it.each([
    ['no name', {}, 'value', 'object.missing'],
    ['an empty name', { name_first: '' }, 'name_first', 'any.empty'],
    ['a number for a name', { name_first: 7 }, 'name_first', 'string.base'],
    ['an unknown member', { name_first: 'A', nickname: 'B' }, 'nickname', 'object.allowUnknown'],
    [
      'an e-mail without address',
      { name_first: 'A', emails: [{}] },
      'emails.0.email_address',
      'any.required',
    ],
    ['an unknown pii_status', { name_first: 'A', pii_status: 'x' }, 'pii_status', 'any.only'],
    ['a wrong date', { name_first: 'A', birth_date: '1990-13-01' }, 'birth_date', 'string.regex.base'],
  ])('are refused with %s', async (_, sent, path, type) => {
    const { status, body } = await add(createFrontDoor(), 'persons', sent);
    expect(status).toBe(400);
    expect(read(body, 'error.minor_code')).toBe(4002);
    expect(read(body, 'error.details')).toContainEqual(expect.objectContaining({ path, type }));
  });
});

describe('businesses', () => {
  it('are made and changed', async () => {
    const door = createFrontDoor();
    const { status, body } = await add(door, 'businesses', business);
    expect(status).toBe(201);
    expect(body).toEqual({
      entity_token: expect.stringMatching(/^B-[A-Za-z0-9]{20}$/),
      external_entity_id: 'biz-3071',
      created_at: testTime,
      business_name: 'Larkspur Bakery LLC',
      business_alternate_name: null,
      business_registry_id: null,
      business_federal_ein: '981234567',
      addresses: [],
      emails: [],
      phones: [{ phone_number: '5185550177' }],
      entity_groups: [],
      type: 'business',
      _embedded: {
        notes: [],
        external_entity_ids: [{ external_entity_id: 'biz-3071', external_entity_id_type: null }],
      },
      _links: { self: { href: `/v1/entities/businesses/${String(read(body, 'entity_token'))}` } },
    });
    const changed = await door.send('PATCH', '/entities/businesses/biz-3071', {
      body: { business_alternate_name: 'Larkspur' },
    });
    expect(changed.body).toMatchObject({
      business_name: 'Larkspur Bakery LLC',
      business_alternate_name: 'Larkspur',
    });
  });

  it('need a name', async () => {
    const { status, body } = await add(createFrontDoor(), 'businesses', { external_entity_id: 'b' });
    expect(status).toBe(400);
    expect(read(body, 'error.details.0')).toEqual({
      message: '"business_name" is required',
      path: 'business_name',
      type: 'any.required',
      context: { key: 'business_name' },
    });
  });

  it('show the groups they belong to', async () => {
    const { body } = await createFrontDoor().send('GET', '/entities/businesses/B-uiTne2ewkES7fLHN6UuD');
    expect(read(body, 'entity_groups.0')).toMatchObject({
      entity_group_token: 'EG-VuyHal5GhTORaNfi0eG8',
      roles: ['primary', 'shareholder'],
      ownership_percentage: null,
    });
  });
});

describe('unknown entities', () => {
  it.each([
    ['GET', '/entities/P-none'],
    ['GET', '/entities/persons/P-none'],
    ['PATCH', '/entities/businesses/P-none'],
    ['POST', '/entities/P-none/notes'],
    ['GET', '/entities/P-none/evaluations/S-none'],
  ])('%s %s: 400 / 4013', async (method, path) => {
    const sending = method === 'GET' ? {} : { body: {} };
    const { status, body } = await createFrontDoor().send(method, path, sending);
    expect(status).toBe(400);
    expect(read(body, 'error')).toMatchObject({
      minor_code: 4013,
      type: 'Authorization Error',
      details: { entity_token_or_external_id: 'P-none' },
    });
  });

  it('are persons where a business is asked for', async () => {
    const { body } = await createFrontDoor().send('GET', '/entities/businesses/P-ewaa6ImCcpv7FM2XhpNe');
    expect(read(body, 'error.minor_code')).toBe(4013);
  });
});

describe('notes', () => {
  const note = { note: 'Address confirmed by phone', note_author_agent_email: 'dana.whitlock@example.com' };

  it('show in the overview and in the typed read', async () => {
    const door = createFrontDoor();
    await add(door, 'persons', person);
    const { status, body } = await door.send('POST', '/entities/cust-20418/notes', { body: note });
    expect(status).toBe(200);
    expect(body).toEqual({
      entity_token: expect.stringMatching(/^P-/),
      external_entity_id: 'cust-20418',
      ...note,
      created_at: testTime,
      updated_at: testTime,
    });
    const shown = {
      text: note.note,
      created_at: testTime,
      updated_at: testTime,
      email: note.note_author_agent_email,
      name: 'Dana Whitlock',
    };
    const overview = await door.send('GET', '/entities/cust-20418');
    expect(overview.body).toEqual({
      name: 'Maya Okafor',
      type: 'person',
      entity_token: read(body, 'entity_token'),
      archived: false,
      created: testTime,
      external_entity_id: 'cust-20418',
      meta: {},
      identity_details: {},
      evaluations: [],
      documents: [],
      reviews: [],
      notes: [shown],
    });
    const typed = await door.send('GET', '/entities/persons/cust-20418');
    expect(read(typed.body, '_embedded.notes')).toEqual([shown]);
  });

  it.each([
    ['text', { note_author_agent_email: note.note_author_agent_email }, 'note'],
    ['author', { note: 'x' }, 'note_author_agent_email'],
    [
      'agent of the account',
      { ...note, note_author_agent_email: 'x@example.com' },
      'note_author_agent_email',
    ],
  ])('need a %s', async (_, body, path) => {
    const door = createFrontDoor();
    const reply = await door.send('POST', '/entities/P-ewaa6ImCcpv7FM2XhpNe/notes', { body });
    expect([reply.status, read(reply.body, 'error.details.0.path')]).toEqual([400, path]);
  });
});
