/** POST /evaluations: the guide's payload, the personas, faults of the body. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { businessOnboarding, personOnboarding } from '../../../src/simulator/settings/workflows.ts';
import { read } from '../helpers/account-client.ts';
import { createFrontDoor, testTime } from '../helpers/front-door.ts';
import { membersOf } from '../helpers/members-of.ts';

const person = personOnboarding.token;
const customer = { name_first: 'Maya', name_last: 'Okafor', document_ssn: '666120417' };
const lucy = 'P-ewaa6ImCcpv7FM2XhpNe';
const named = (name_last: string) => ({ ...customer, name_last });

interface Guide {
  readonly request: Record<string, unknown>;
  readonly answer: Record<string, unknown>;
}
const guide: Guide = JSON.parse(
  readFileSync(new URL('../../fixtures/seeds/onboard-person.json', import.meta.url), 'utf8'),
);

describe("the guide's payload", () => {
  it('gets the printed answer', async () => {
    const { status, body } = await createFrontDoor().evaluate(person, guide.request);
    expect(status).toBe(201);
    const { raw_responses, formatted_responses, related_data, ...rest } = guide.answer;
    expect(body).toEqual({
      ...rest,
      timestamp: testTime,
      evaluation_token: expect.stringMatching(/^S-[A-Za-z0-9]{20}$/),
      entity_token: expect.stringMatching(/^P-[A-Za-z0-9]{20}$/),
      application_token: person,
      // The first two of the three that Alloy prints belong to a profile that a vendor found.
      related_data: { social: [{ type: 'Twitter', url: 'https://twitter.com/dog_rates', id: 'dog_rates' }] },
      raw_responses: expect.any(Object),
      formatted_responses: expect.any(Object),
    });
    expect(Object.keys(Object(body))).toEqual(Object.keys(guide.answer));
    for (const member of ['raw_responses', 'formatted_responses'])
      expect(Object.keys(Object(read(body, member))).sort()).toEqual(
        Object.keys(Object(guide.answer[member])).sort(),
      );
    expect(membersOf(read(body, 'related_data'))).toEqual(membersOf(related_data));
  });

  it('makes a person that keeps what was supplied', async () => {
    const door = createFrontDoor();
    const { body } = await door.evaluate(person, guide.request);
    const token = String(read(body, 'entity_token'));
    const evaluation_token = read(body, 'evaluation_token');
    expect((await door.send('GET', `/entities/persons/${token}`)).body).toMatchObject({
      name_first: 'John',
      document_ssn: '123456789',
      phones: [{ phone_number: '+18042562188', type: 'home' }],
      addresses: [{ address_line_1: '1717 E Test St', address_city: 'Richmond', type: 'primary' }],
      _embedded: { document_ssns: [{ document_ssn: '123456789', evaluation_token, created_at: testTime }] },
    });
    expect(read((await door.send('GET', `/entities/${token}`)).body, 'evaluations')).toEqual([
      {
        evaluation_token,
        timestamp: testTime,
        status: 'complete',
        application_name: personOnboarding.name,
        outcome: 'Approved',
      },
    ]);
  });

  it('is read back as it was answered: 201 by token, 200 below its entity', async () => {
    const door = createFrontDoor();
    const { body } = await door.evaluate(person, guide.request);
    const [evaluation, entity] = [read(body, 'evaluation_token'), read(body, 'entity_token')];
    expect(await door.send('GET', `/evaluations/${String(evaluation)}`)).toEqual({ status: 201, body });
    expect(await door.send('GET', `/entities/${String(entity)}/evaluations/${String(evaluation)}`)).toEqual({
      status: 200,
      body,
    });
    const wrong = await door.send('GET', `/entities/${lucy}/evaluations/${String(evaluation)}`);
    expect(wrong.status).toBe(400);
    expect(read(wrong.body, 'error.minor_code')).toBe(4013);
  });

  it('shows only what was supplied', async () => {
    const { body } = await createFrontDoor().evaluate(person, customer);
    expect(Object.keys(Object(read(body, 'matching')))).toEqual(['name', 'ssn']);
    expect(read(body, 'summary.tags')).toEqual([]);
    expect(read(body, 'summary.services')).toEqual({
      Emailage: 'not_executed',
      Socure: 'executed',
      'White Pages Pro': 'not_executed',
    });
    expect(read(body, 'related_data')).toEqual({});
  });
});

describe('personas', () => {
  it.each([
    ['Rabbit', 'Approved', [], 0.02],
    ['Review', 'Manual Review', ['Needs Review'], 0.52],
    ['Deny', 'Denied', ['High Risk'], 0.79],
    ['DENY', 'Denied', ['High Risk'], 0.79],
    ['DenyFraud', 'Denied', ['Fraud Warning', 'Denied Fraud'], 0.97],
    ['denied_fraud_idscore', 'Denied', ['Fraud Warning', 'Denied Fraud'], 0.97],
    ['Denyer', 'Approved', [], 0.02],
    ['constructor', 'Approved', [], 0.02],
  ])('%s: %s', async (name, outcome, tags, fraudScore) => {
    const { status, body } = await createFrontDoor().evaluate(person, named(name));
    expect(status).toBe(201);
    expect(read(body, 'summary')).toMatchObject({ result: 'success', outcome, tags, score: 0.99 });
    expect(read(body, 'diligence.fraud.score')).toBe(fraudScore);
    const reasons = read(body, 'summary.outcome_reasons');
    if (outcome === 'Approved') expect(reasons).toBeUndefined();
    else expect(reasons).toEqual([expect.any(String)]);
  });

  it("follow a business's last word", async () => {
    const door = createFrontDoor();
    const workflow = businessOnboarding.token;
    const { body } = await door.evaluate(workflow, { business_name: 'Larkspur Bakery Deny' });
    expect(read(body, 'entity_token')).toMatch(/^B-/);
    expect(read(body, 'summary.outcome')).toBe('Denied');
    const fine = await door.evaluate(workflow, { business_name: 'Larkspur Bakery LLC' });
    expect(read(fine.body, 'summary.outcome')).toBe('Approved');
  });

  it('Watchlist: a match on a list', async () => {
    const { body } = await createFrontDoor().evaluate(person, named('Watchlist'));
    expect(read(body, 'diligence.watchlists.matches')).toEqual([{ list: 'OFAC', name: 'Maya Watchlist' }]);
    expect(read(body, 'summary')).toMatchObject({ outcome: 'Manual Review', tags: ['Watchlist Hit'] });
  });

  it('Partial: 206 until a PATCH asks the vendor again', async () => {
    const door = createFrontDoor();
    const first = await door.evaluate(person, { ...named('Partial'), phone_number: '(202) 555-0143' });
    expect(first.status).toBe(206);
    expect(first.body).toMatchObject({
      status_code: 206,
      summary: {
        result: 'partial',
        outcome: 'Manual Review',
        services: { Socure: 'failed', 'White Pages Pro': 'not_executed' },
      },
      warnings: {
        blocked_actions: [
          {
            blocked: { action_name: 'White Pages Pro', action_type: 'service' },
            blocking: { action_name: 'Socure' },
          },
        ],
      },
    });
    const path = `/evaluations/${String(read(first.body, 'evaluation_token'))}`;
    expect((await door.send('GET', path)).status).toBe(206);
    const second = await door.send('PATCH', path, { body: {} });
    expect(second.status).toBe(201);
    expect(read(second.body, 'summary')).toMatchObject({ result: 'success', outcome: 'Approved' });
    expect(second.body).not.toHaveProperty('warnings');
  });

  it('a name that vendors choke on is partial until it is corrected', async () => {
    const door = createFrontDoor();
    const first = await door.evaluate(person, { ...customer, name_first: 'M#ya' });
    const path = `/evaluations/${String(read(first.body, 'evaluation_token'))}`;
    expect([first.status, (await door.send('PATCH', path, { body: {} })).status]).toEqual([206, 206]);
    expect((await door.send('PATCH', path, { body: { name_first: 'Maya' } })).status).toBe(201);
  });
});

describe('faults of the body', () => {
  it.each([
    [{ document_ssn: '666-12-0417' }, 'document_ssn', 'string.regex.base'],
    [{ document_ssn: 666120417 }, 'document_ssn', 'string.base'],
    [{ name_first: 'M'.repeat(37) }, 'name_first', 'string.regex.base'],
    [{ name_last: '' }, 'name_last', 'any.empty'],
    [{ name_last: null }, 'name_last', 'string.base'],
    [{ birth_date: '1990-02-31' }, 'birth_date', 'date.format'],
    [{ birth_date: '31.01.1990' }, 'birth_date', 'string.regex.base'],
    [{ address_country_code: 'USA' }, 'address_country_code', 'string.regex.base'],
    [{ identifiers: 'x' }, 'identifiers', 'object.base'],
    [{ identifiers: { external_entity_id: 7 } }, 'identifiers.external_entity_id', 'string.base'],
  ])('%j: 400 / 4002', async (change, path, type) => {
    const { status, body } = await createFrontDoor().evaluate(person, { ...customer, ...change });
    expect(status).toBe(400);
    expect(read(body, 'error')).toMatchObject({ minor_code: 4002, type: 'Request Body Validation Failure' });
    expect(read(body, 'error.details')).toEqual([
      { path, type, message: expect.stringContaining(path), context: { key: path.split('.').at(-1) } },
    ]);
    expect(read(body, 'application_token')).toBe(person);
  });

  it('leaves no entity behind', async () => {
    const door = createFrontDoor();
    const headers = { 'alloy-external-entity-id': 'cust-1' };
    await door.evaluate(person, { ...customer, document_ssn: '1' }, headers);
    expect((await door.send('GET', '/entities/cust-1')).status).toBe(400);
  });
});
