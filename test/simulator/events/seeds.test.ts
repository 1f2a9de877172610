/** The payloads of Alloy's guides, as printed, get answers of the printed form. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { type AccountClient, createAccountClient, read, readEach } from '../helpers/account-client.ts';

interface Seed {
  readonly request: Record<string, unknown>;
  readonly answerShape: unknown;
}

function readSeed(name: string): Seed {
  return JSON.parse(readFileSync(new URL(`../../fixtures/seeds/${name}.json`, import.meta.url), 'utf8'));
}

/** Members and kinds of values; a list counts once for each different form of its items. */
function shapeOf(value: unknown): unknown {
  if (Array.isArray(value))
    return [...new Set(value.map((item) => JSON.stringify(sortKeys(shapeOf(item)))))].sort();
  if (value === null) return 'null';
  if (typeof value !== 'object') return typeof value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, shapeOf(item)]));
}

/** The same of a shape that a fixture holds. */
function normalize(shape: unknown): unknown {
  if (Array.isArray(shape))
    return [...new Set(shape.map((item) => JSON.stringify(sortKeys(normalize(item)))))].sort();
  if (typeof shape !== 'object' || shape === null) return shape;
  return Object.fromEntries(Object.entries(shape).map(([key, item]) => [key, normalize(item)]));
}

function sortKeys(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([left], [right]) => left.localeCompare(right))
      .map(([key, item]) => [key, sortKeys(item)]),
  );
}

async function postSeed(client: AccountClient, name: string) {
  const reply = await client.post('/events/', readSeed(name).request);
  expect(reply.status, JSON.stringify(reply.body)).toBe(201);
  return reply.body;
}

function expectForm(body: unknown, name: string) {
  expect(shapeOf(body)).toEqual(normalize(readSeed(name).answerShape));
}

describe('guide "creating entities and accounts"', () => {
  it('answers person_created with masked birth date and SSN', async () => {
    const body = await postSeed(createAccountClient(), 'person-created');
    expectForm(body, 'person-created');
    expect(read(body, 'event.data')).toMatchObject({
      external_entity_id: 'cf88a0a1-34d6-492d-b617-c8b43785e7b7',
      name_first: 'John',
      birth_date: '*********',
      document_ssn: '*********',
      _embedded: { birth_dates: [{ birth_date: '*********' }] },
    });
    expect(JSON.stringify(body)).not.toContain('666666666');
  });

  it('answers business_created', async () => {
    const body = await postSeed(createAccountClient(), 'business-created');
    expectForm(body, 'business-created');
    expect(read(body, 'event.data.business_federal_ein')).toBe('586179405');
  });

  it('answers bank_account_created for the business and a person on file', async () => {
    const client = createAccountClient();
    const business = await postSeed(client, 'business-created');
    const body = await postSeed(client, 'bank-account-created');
    expectForm(body, 'bank-account-created');
    expect(read(body, 'event.data')).toMatchObject({
      account_balance: '500000.00',
      opening_date: '2023-03-22T00:00:00.000Z',
      as_of_date: '2024-03-25T00:00:00.000Z',
      entities: [
        { entity_token: read(business, 'event.data.entity_token'), account_holder_type: 'primary' },
        { entity_token: 'P-TfkFe6lCPkElc9Xktd3V', account_holder_type: 'secondary' },
      ],
    });
  });
});

describe('guide "ongoing monitoring with entity groups"', () => {
  it('answers entity_group_created', async () => {
    const client = createAccountClient();
    const body = await postSeed(client, 'entity-group-created');
    expectForm(body, 'entity-group-created');
    expect(read(body, 'event.data')).toMatchObject({
      entity_group_external_identifiers: ['ccd37a77-9089-452d-ac55-c0ca7d7ffdff'],
      entity_group_relationships: [
        { entity_token: 'B-uiTne2ewkES7fLHN6UuD', roles: ['primary', 'shareholder'] },
        { name: 'Lucy Schoen', title: 'Executive Director', ownership_percentage: 10 },
      ],
    });
  });

  it('answers entity_group_updated without the removed member', async () => {
    const client = createAccountClient();
    await postSeed(client, 'group-person-created');
    const body = await postSeed(client, 'entity-group-updated');
    expectForm(body, 'entity-group-updated');
    expect(readEach(body, 'event.data.entity_group_relationships', 'name')).toEqual([
      'Trust Co',
      'Jazmyn Streich',
      'Harbor Lane Ventures LLC',
      'Leif Schaefer',
    ]);
    expect(read(body, 'event.data.entity_group_name')).toBe('Trusting Operations');
  });

  it('answers person_created in plain text, dated by the event, with its group', async () => {
    const body = await postSeed(createAccountClient(), 'group-person-created');
    expectForm(body, 'group-person-created');
    expect(read(body, 'event')).toMatchObject({
      event_lifecycle_id: '34b28eac-b490-41b0-8691-ce44a0362d93',
      data: {
        created_at: 1_767_726_982_254,
        person_details_updated_at: 1_767_478_987_712,
        birth_date: '1990-01-01',
        document_ssn: '111111111',
        phones: [{ phone_number: '+15747945102', type: 'home', created_at: 1_767_478_987_712 }],
        entity_groups: [
          {
            entity_group_token: 'EG-VuyHal5GhTORaNfi0eG8',
            roles: ['director', 'shareholder'],
            title: 'Finance Director',
            relationship_created_at: '2026-01-06T19:16:22.254Z',
          },
        ],
      },
    });
  });

  it('answers person_updated with the evaluation of the mapped workflow', async () => {
    const client = createAccountClient();
    await postSeed(client, 'group-person-created');
    const body = await postSeed(client, 'group-person-updated');
    expectForm(body, 'group-person-updated');
    expect(readEach(body, 'event.data.addresses', 'line_1')).toEqual(['41 Broadway', '41 E. 11th']);
    expect(readEach(body, 'event.data.phones', 'phone_number')).toEqual(['+15747945102', '+12372439169']);
    expect(read(body, 'event.evaluations')).toMatchObject([
      {
        workflow_token: 'PVIdeFAeYkzE4bTSYRdxRWQkPqd7q3Xg',
        workflow_version_id: 4,
        summary: { outcome: 'Manual Review' },
      },
    ]);
    const stored = await client.get(`/evaluations/${read(body, 'event.evaluations.0.evaluation_token')}`);
    expect(stored.body).toMatchObject({
      entity_token: read(body, 'event.data.entity_token'),
      summary: { outcome: 'Manual Review' },
    });
    const group = await client.get('/entity-groups/5216d25f-fe44-483d-ab22-6ba0ae25bbcc');
    expect(read(group.body, 'entity_group_relationships.4')).toMatchObject({
      name: 'Leif Schaefer',
      roles: ['shareholder', 'director'],
      title: 'VP of Finance',
      ownership_percentage: '10',
    });
  });

  it('answers business_created and business_updated', async () => {
    const client = createAccountClient();
    const created = await postSeed(client, 'group-business-created');
    expectForm(created, 'group-business-created');
    const updated = await postSeed(client, 'group-business-updated');
    expectForm(updated, 'group-business-updated');
    expect(read(updated, 'event.data')).toMatchObject({
      entity_token: read(created, 'event.data.entity_token'),
      business_name: 'GWR Inc',
      business_registry_id: '13145201',
      addresses: [
        { line_1: '123 Main Street', created_at: 1_767_651_787_712 },
        { line_1: '565 Weissnat Lakes', created_at: 1_767_565_387_712 },
      ],
    });
  });
});

it("takes all printed requests one after the other, in the order of the answers' dates", async () => {
  const client = createAccountClient();
  for (const name of [
    'person-created',
    'business-created',
    'bank-account-created',
    'entity-group-created',
    'group-person-created',
    'group-business-created',
    'entity-group-updated',
    'group-person-updated',
    'group-business-updated',
  ])
    expectForm(await postSeed(client, name), name);
  const { body } = await client.get('/entity-groups/5216d25f-fe44-483d-ab22-6ba0ae25bbcc');
  expect(readEach(body, 'entity_group_relationships', 'name')).toEqual([
    'Trust Co',
    'Jazmyn Streich',
    'Harbor Lane Ventures LLC',
    'Leif Schaefer',
    'GWR Inc',
  ]);
});
