import { describe, expect, it } from 'vitest';
import { personOnboarding } from '../../../src/simulator/settings/workflows.ts';
import { read } from '../helpers/account-client.ts';
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

const applicant = {
  name_first: 'Nadia',
  name_last: 'Ferro',
  birth_date: '1986-04-21',
  document_ssn: '666421986',
  email_address: 'nadia.ferro@example.com',
  phone_number: '(207) 555-0181',
};

async function decide(door: FrontDoor, change: Record<string, unknown> = {}) {
  const { status, body } = await door.evaluate(personOnboarding.token, { ...applicant, ...change });
  expect(status).toBe(201);
  return {
    outcome: read(body, 'summary.outcome'),
    tags: read(body, 'summary.tags'),
    reasons: read(body, 'summary.outcome_reasons'),
  };
}

describe('lists in decisions', () => {
  const matching: [string, Record<string, string>][] = [
    ['name and birth date', { name_first: ' nadia', name_last: 'FERRO', birth_date: '1986-04-21' }],
    ['SSN', { document_ssn: '666-42-1986' }],
    ['e-mail', { email_address: 'Nadia.Ferro@EXAMPLE.com' }],
    ['phone', { phone_number: '+12075550181' }],
  ];

  it.each(matching)('a deny list denies by %s', async (_name, entry) => {
    const door = createFrontDoor();
    expect(await decide(door)).toMatchObject({ outcome: 'Approved' });
    const token = await createList(door);
    await door.send('POST', `/lists/${token}`, { body: entry });
    const { outcome, tags, reasons } = await decide(door);
    expect(outcome).toBe('Denied');
    expect(tags).toContain('Deny List Match');
    expect(reasons).toEqual(['On the deny list Repeat offenders']);
    await door.send('PUT', `/lists/${token}`, { body: [] });
    expect(await decide(door)).toMatchObject({ outcome: 'Approved' });
  });

  it.each([
    { name_first: 'Nadia', name_last: 'Ferro' },
    { name_first: 'Nadia', name_last: 'Ferro', birth_date: '1986-04-22' },
    { name_last: 'Ferro', birth_date: '1986-04-21' },
    { document_ssn: '' },
    { address_city: 'Portland' },
    {},
  ])('a deny list spares a person who shares %j only', async (entry) => {
    const door = createFrontDoor();
    const token = await createList(door);
    await door.send('POST', `/lists/${token}`, { body: entry });
    expect(await decide(door)).toMatchObject({ outcome: 'Approved' });
  });

  it('a name alone is no match, even of an applicant without birth date', async () => {
    const door = createFrontDoor();
    const token = await createList(door);
    await door.send('POST', `/lists/${token}`, { body: { name_first: 'Nadia', name_last: 'Ferro' } });
    expect(await decide(door, { birth_date: '' })).toMatchObject({ outcome: 'Approved' });
  });

  it('an entry acts until it expires, and stays on file', async () => {
    let now = testTime;
    const door = createFrontDoor({ now: () => now });
    const token = await createList(door);
    const expires_at = new Date(testTime + 1000).toISOString();
    await door.send('POST', `/lists/${token}`, {
      body: { email_address: applicant.email_address, expires_at },
    });
    expect(await decide(door)).toMatchObject({ outcome: 'Denied' });
    expect(await readOverview(door, token)).toMatchObject({ entities_count: 1 });
    now += 1000;
    expect(await decide(door)).toMatchObject({ outcome: 'Approved' });
    now += 1;
    expect(await decide(door)).toMatchObject({ outcome: 'Approved' });
    expect(await readOverview(door, token)).toMatchObject({ entities_count: 0 });
    const { body } = await door.send('GET', `/lists/${token}`);
    expect(body).toMatchObject({ data: [{ expires_at }], paging: { total_records: 1 } });
  });

  it.each(['Review', 'Deny', 'DenyFraud'])('an allow list sets %s aside', async (name_last) => {
    const door = createFrontDoor();
    const token = await createList(door, { listName: 'Trusted', isWhitelist: true });
    expect((await decide(door, { name_last })).outcome).not.toBe('Approved');
    await door.send('POST', `/lists/${token}`, { body: { document_ssn: applicant.document_ssn } });
    const { outcome, tags, reasons } = await decide(door, { name_last });
    expect(outcome).toBe('Approved');
    expect(tags).toContain('Allow List Match');
    expect(reasons).toBeUndefined();
  });

  it('an allow list sets neither a watchlist match nor a deny list aside', async () => {
    const door = createFrontDoor();
    const entry = { document_ssn: applicant.document_ssn };
    const allow = await createList(door, { listName: 'Trusted', isWhitelist: true });
    await door.send('POST', `/lists/${allow}`, { body: entry });
    expect(await decide(door, { name_last: 'Watchlist' })).toMatchObject({ outcome: 'Manual Review' });
    const denyToken = await createList(door);
    await door.send('POST', `/lists/${denyToken}`, { body: entry });
    expect(await decide(door)).toMatchObject({ outcome: 'Denied' });
  });

  it('a list that is neither has no say', async () => {
    const door = createFrontDoor();
    const token = await createList(door, { listName: 'Neither' });
    await door.send('POST', `/lists/${token}`, { body: { document_ssn: applicant.document_ssn } });
    expect(await decide(door)).toMatchObject({ outcome: 'Approved' });
    expect((await decide(door, { name_last: 'Review' })).outcome).toBe('Manual Review');
  });

  it('the demo account has someone to try each on', async () => {
    const door = createFrontDoor();
    const mule = { name_first: 'Ilse', name_last: 'Marchetti', birth_date: '1979-11-03' };
    expect(await decide(door, mule)).toMatchObject({ outcome: 'Denied' });
    const employee = { name_first: 'Tessa', name_last: 'Review', birth_date: '1990-05-17' };
    expect(await decide(door, employee)).toMatchObject({ outcome: 'Approved' });
  });
});
