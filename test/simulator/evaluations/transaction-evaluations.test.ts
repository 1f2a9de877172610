/** POST /evaluations with a transaction, and the records it leaves. */
import { describe, expect, it } from 'vitest';
import { personOnboarding, transactionMonitoring } from '../../../src/simulator/settings/workflows.ts';
import { read } from '../helpers/account-client.ts';
import { createFrontDoor, testTime } from '../helpers/front-door.ts';

const workflow = transactionMonitoring.token;
const johnDoe = 'P-TfkFe6lCPkElc9Xktd3V';
const transaction = {
  transaction_id: 'txn-1',
  transaction_date: '2027-01-14T10:00:00Z',
  amount: 12_500,
  currency: 'USD',
  process_method: 'Card',
  source: { external_account_id: 'demo-checking-01' },
  destination: { account_number: '770012', account_name: 'Hillside Grocers' },
};

describe('a transaction', () => {
  it('is decided for the holder of its source account, and kept', async () => {
    const door = createFrontDoor();
    const { status, body } = await door.evaluate(workflow, transaction);
    expect(status).toBe(201);
    expect(body).toMatchObject({
      entity_token: johnDoe,
      application_token: workflow,
      supplied: transaction,
      summary: {
        outcome: 'Approved',
        services: { 'Transaction Rules': 'executed', 'Sanctions Screening': 'not_executed' },
      },
    });
    const kept = await door.send('GET', '/transactions/txn-1');
    expect(kept.body).toMatchObject({ transaction_id: 'txn-1', amount: 12_500 });
    const entity = await door.send('GET', `/entities/persons/${johnDoe}`);
    expect(read(entity.body, 'name_last')).toBe('Doe');
  });

  it('leaves its accounts; the same transaction_id updates', async () => {
    const door = createFrontDoor();
    const destination = { external_account_id: 'shop-1', account_class: 'deposit' };
    await door.evaluate(workflow, { ...transaction, destination });
    const account = await door.send('GET', '/bank-accounts/shop-1');
    expect(account.body).toMatchObject({ external_account_id: 'shop-1', account_class: 'deposit' });
    await door.evaluate(workflow, { ...transaction, amount: 900, destination });
    expect(read((await door.send('GET', '/transactions/txn-1')).body, 'amount')).toBe(900);
    const again = await door.send('GET', '/bank-accounts/shop-1');
    expect(read(again.body, 'account_token')).toBe(read(account.body, 'account_token'));
  });

  it('of a large amount goes to Manual Review, in either direction', async () => {
    const door = createFrontDoor();
    for (const [amount, outcome] of [
      [999_999, 'Approved'],
      [1_000_000, 'Manual Review'],
      [-1_000_000, 'Manual Review'],
    ] as const) {
      const { body } = await door.evaluate(workflow, { ...transaction, amount });
      expect(read(body, 'summary.outcome'), String(amount)).toBe(outcome);
    }
  });

  it('has its sides screened when the headers say so', async () => {
    const door = createFrontDoor();
    const suspect = { ...transaction, destination: { account_number: '1', name_last: 'Watchlist' } };
    const summaryOf = async (headers: Record<string, string>) =>
      read((await door.evaluate(workflow, suspect, headers)).body, 'summary');
    expect(await summaryOf({})).toMatchObject({ outcome: 'Approved', tags: [] });
    expect(await summaryOf({ 'alloy-hydrate-counterparty-data': 'true' })).toMatchObject({
      outcome: 'Manual Review',
      tags: ['Watchlist Hit'],
      services: { 'Sanctions Screening': 'executed' },
    });
    const denied = await door.evaluate(personOnboarding.token, {
      name_first: 'Maya',
      name_last: 'Deny',
      document_ssn: '666120417',
    });
    const entity = { 'alloy-entity-token': String(read(denied.body, 'entity_token')) };
    expect(await summaryOf(entity)).toMatchObject({ outcome: 'Approved' });
    // What speaks for a review does not soften a denial.
    expect(await summaryOf({ ...entity, 'alloy-hydrate-entity-data': 'true' })).toMatchObject({
      outcome: 'Denied',
    });
    const both = { ...entity, 'alloy-hydrate-entity-data': 'true' };
    const large = await door.evaluate(workflow, { ...suspect, amount: 5_000_000 }, both);
    expect(read(large.body, 'summary.outcome')).toBe('Denied');
  });

  it('makes an entity of the type that the header names when nobody is known', async () => {
    const door = createFrontDoor();
    const unknown = { ...transaction, source: { external_account_id: 'new-1' } };
    const person = await door.evaluate(workflow, unknown);
    expect(read(person.body, 'entity_token')).toMatch(/^P-/);
    const business = await door.evaluate(workflow, unknown, { 'alloy-entity-type': 'business' });
    expect(read(business.body, 'entity_token')).toMatch(/^B-/);
  });

  const soon = new Date(testTime + 60_000).toISOString();
  it.each([
    [{ amount: undefined }, 'amount', 'any.required'],
    [{ amount: 12.5 }, 'amount', 'number.base'],
    [{ source: {} }, 'source', 'object.missing'],
    [{ process_method: 'Pigeon' }, 'process_method', 'any.only'],
    [{ transaction_date: 'yesterday' }, 'transaction_date', 'date.base'],
    [{ currency: 'dollars' }, 'currency', 'string.regex.base'],
    [{ source: { account_number: '1', is_linked_account: true } }, 'source.link_timestamp', 'any.required'],
    [{ source: { account_number: '1', link_timestamp: soon } }, 'source.link_timestamp', 'date.max'],
  ])('with %j is refused', async (change, path, type) => {
    const door = createFrontDoor();
    const { status, body } = await door.evaluate(workflow, { ...transaction, ...change });
    expect([status, read(body, 'error.minor_code')]).toEqual([400, 4002]);
    expect(read(body, 'error.details.0')).toMatchObject({ path, type });
    expect((await door.send('GET', '/transactions/txn-1')).status).toBe(404);
  });
});
