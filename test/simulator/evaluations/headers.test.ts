/** The alloy-* headers of an evaluation: the workflow, the entity, the switches. */
import { describe, expect, it } from 'vitest';
import {
  businessOnboarding,
  groupDecision,
  personOnboarding,
  retiredOnboarding,
} from '../../../src/simulator/settings/workflows.ts';
import { read, readEach } from '../helpers/account-client.ts';
import { createFrontDoor, testTime } from '../helpers/front-door.ts';

const person = personOnboarding.token;
const customer = { name_first: 'Maya', name_last: 'Okafor', document_ssn: '666120417' };
const lucy = 'P-ewaa6ImCcpv7FM2XhpNe';

describe('the workflow', () => {
  const door = createFrontDoor();

  it.each([
    ['is not named', {}, 4001],
    ['is named in a wrong form', { 'alloy-workflow-token': 'short' }, 4001],
    ['is unknown', { 'alloy-workflow-token': 'a'.repeat(32) }, 4013],
    ['is disabled', { 'alloy-workflow-token': retiredOnboarding.token }, 4013],
  ])('%s: 400', async (_, headers, minorCode) => {
    for (const [method, path, body] of [
      ['POST', '/evaluations', customer],
      ['GET', '/parameters', undefined],
    ] as const) {
      const reply = await door.send(method, path, { headers, body });
      expect(reply.status).toBe(400);
      expect(read(reply.body, 'error.minor_code')).toBe(minorCode);
    }
  });

  it('tells a caller that names none which ones there are', async () => {
    const { body } = await door.send('POST', '/evaluations', { body: customer });
    expect(readEach(body, 'error.details.workflows', 'token')).toContain(person);
    expect(readEach(body, 'error.details.workflows', 'token')).not.toContain(retiredOnboarding.token);
  });

  it.each([
    [person, ['name_first', 'name_last'], 2],
    [businessOnboarding.token, ['business_name'], 0],
  ])('%s has parameters of its own', async (token, required, alternatives) => {
    for (const path of ['/parameters', '/parameters/']) {
      const { status, body } = await door.send('GET', path, { headers: { 'alloy-workflow-token': token } });
      expect(status).toBe(200);
      expect(readEach(body, 'required', 'key')).toEqual(required);
      expect(read(body, 'or')).toHaveLength(alternatives);
      expect(Object.keys(Object(read(body, 'required.0')))).toEqual(['key', 'type', 'description', 'regex']);
    }
  });

  it('that decides groups takes no person', async () => {
    const { status, body } = await door.evaluate(groupDecision.token, customer);
    expect([status, read(body, 'error.minor_code')]).toEqual([400, 4000]);
  });
});

describe('headers', () => {
  it('Alloy-Refresh-Cache asks vendors again that were asked before', async () => {
    let now = testTime;
    const door = createFrontDoor({ now: () => now });
    const socure = async (headers = {}) =>
      read((await door.evaluate(person, customer, headers)).body, 'summary.services.Socure');
    expect(await socure()).toBe('executed');
    expect(await socure()).toBe('cached');
    expect(await socure({ 'Alloy-Refresh-Cache': 'true' })).toBe('executed');
    now += 31 * 24 * 3_600_000;
    expect(await socure()).toBe('executed');
  });

  it('Alloy-Bypass-Formatter keeps what was supplied', async () => {
    const supplied = { ...customer, phone_number: '202-555-0143' };
    const door = createFrontDoor();
    const plain = await door.evaluate(person, supplied);
    const bypassed = await door.evaluate(person, supplied, { 'Alloy-Bypass-Formatter': 'true' });
    expect(read(plain.body, 'formatted.phone_number')).toBe('+12025550143');
    expect(read(bypassed.body, 'formatted')).toEqual(supplied);
  });

  it('Alloy-Application-Version runs an earlier version, not one to come', async () => {
    const door = createFrontDoor();
    const earlier = await door.evaluate(person, customer, { 'Alloy-Application-Version': '3' });
    expect(read(earlier.body, 'application_version_id')).toBe(3);
    const later = await door.evaluate(person, customer, { 'Alloy-Application-Version': '99' });
    expect([later.status, read(later.body, 'error.minor_code')]).toEqual([400, 4001]);
  });

  it.each([
    ['alloy-refresh-cache', 'yes'],
    ['alloy-application-version', 'latest'],
    ['alloy-entity-type', 'group'],
  ])('%s: %s is 400 / 4001', async (name, value) => {
    const { status, body } = await createFrontDoor().evaluate(person, customer, { [name]: value });
    expect([status, read(body, 'error.minor_code')]).toEqual([400, 4001]);
  });

  it('alloy-sandbox chooses sandbox mode where live mode is the rule', async () => {
    const tokenOf = async (sandbox: boolean, headers = {}) =>
      read((await createFrontDoor({ sandbox }).evaluate(person, customer, headers)).body, 'evaluation_token');
    expect(await tokenOf(false)).toMatch(/^L-/);
    expect(await tokenOf(false, { 'alloy-sandbox': 'true' })).toMatch(/^S-/);
    expect(await tokenOf(true, { 'alloy-sandbox': 'false' })).toMatch(/^S-/);
  });
});

describe('the entity', () => {
  it('is new for each call that does not name one', async () => {
    const door = createFrontDoor();
    const first = await door.evaluate(person, customer);
    const second = await door.evaluate(person, customer);
    expect(read(second.body, 'entity_token')).not.toBe(read(first.body, 'entity_token'));
  });

  it('is the one of that external id, by header or body, once it is there', async () => {
    const door = createFrontDoor();
    const headers = { 'alloy-external-entity-id': 'cust-20418' };
    const first = await door.evaluate(person, customer, headers);
    expect(read(first.body, 'external_entity_id')).toBe('cust-20418');
    const second = await door.evaluate(person, {
      ...customer,
      identifiers: { external_entity_id: 'cust-20418' },
    });
    expect(read(second.body, 'entity_token')).toBe(read(first.body, 'entity_token'));
    const overview = await door.send('GET', '/entities/cust-20418');
    expect(read(overview.body, 'evaluations')).toHaveLength(2);
  });

  it('keeps a value once that is supplied again', async () => {
    const door = createFrontDoor();
    const headers = { 'alloy-external-entity-id': 'cust-20418' };
    const supplied = {
      ...customer,
      address_line_1: '18 Juniper Row',
      email_address: 'maya.okafor@example.com',
      phone_number: '2025550143',
    };
    await door.evaluate(person, supplied, headers);
    await door.evaluate(person, supplied, headers);
    const { body } = await door.send('GET', '/entities/persons/cust-20418');
    for (const list of ['addresses', 'emails', 'phones', '_embedded.document_ssns'])
      expect(read(body, list), list).toHaveLength(1);
  });

  it('is the one of the token, which takes a new external id', async () => {
    const door = createFrontDoor();
    const { body } = await door.evaluate(person, customer, {
      'alloy-entity-token': lucy,
      'alloy-external-entity-id': 'lucy-2',
    });
    expect(read(body, 'entity_token')).toBe(lucy);
    expect(read((await door.send('GET', '/entities/lucy-2')).body, 'entity_token')).toBe(lucy);
  });

  it.each([
    ['an unknown token', { 'alloy-entity-token': 'P-none' }, 400, 4013],
    ['an unknown parent', { 'alloy-parent-entity-token': 'P-none' }, 400, 4013],
    [
      "another entity's external id",
      {
        'alloy-entity-token': lucy,
        'alloy-external-entity-id': 'f15481af-9bd0-44be-bcca-0deba23c203c',
      },
      409,
      4091,
    ],
    ['a business', { 'alloy-entity-token': 'B-uiTne2ewkES7fLHN6UuD' }, 400, 4000],
  ])('is refused: %s', async (_, headers, status, minorCode) => {
    const reply = await createFrontDoor().evaluate(person, customer, headers);
    expect([reply.status, read(reply.body, 'error.minor_code')]).toEqual([status, minorCode]);
  });

  it('has the parent that the header names', async () => {
    const parent = 'B-uiTne2ewkES7fLHN6UuD';
    const { body } = await createFrontDoor().evaluate(person, customer, {
      'alloy-parent-entity-token': parent,
    });
    expect(read(body, 'parent_entity_token')).toBe(parent);
  });
});
