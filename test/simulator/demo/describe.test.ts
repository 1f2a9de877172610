import { describe, expect, it } from 'vitest';
import { createAccount } from '../../../src/simulator/account.ts';
import { describeAccount } from '../../../src/simulator/demo/describe.ts';
import { addDemoRecords } from '../../../src/simulator/demo/records.ts';
import { formatState, restoreState } from '../../../src/simulator/state.ts';

function createDemoAccount() {
  const account = createAccount({ seed: 'alloy', now: () => 1_800_000_000_000 });
  addDemoRecords(account);
  return account;
}

describe('describeAccount', () => {
  const account = createDemoAccount();
  const text = describeAccount(account);

  it('names all that a caller needs to name', () => {
    const names = [
      ...account.workflows.flatMap(({ token, name }) => [token, name]),
      ...account.eventMappings.flatMap(({ eventType, eventStatuses }) => [
        eventType,
        ...(eventStatuses ?? []),
      ]),
      ...account.ongoingJourneys.flatMap(({ investigationType, programName }) => [
        investigationType,
        programName,
      ]),
      ...[...account.journeys.journeys()].flatMap(({ token, name }) => [token, name]),
      ...[...account.investigationTypes.all()].map(({ name }) => name),
      ...[...account.lists.all()].flatMap(({ token, name }) => [token, name]),
      ...[...account.customLists.all()].map(({ token }) => token),
      ...[...account.publishedAttributes.all()].map(({ token }) => token),
      'AG-Dana0Whitlock1Demo22',
      'Documents verified',
      'Suspicious',
      'DenyFraud',
      'parent-bank',
    ];
    expect(names.filter((name) => !text.includes(name))).toEqual([]);
  });

  it('is plain text with no secret in it', () => {
    expect(account.workflows.filter(({ secret }) => text.includes(secret))).toEqual([]);
    // biome-ignore lint/suspicious/noControlCharactersInRegex: that there are none is the point
    expect(text).not.toMatch(/[\u0000-\u0009\u000b-\u001f]|[ ]\n|undefined|\[object/);
  });
});

describe('investigations', () => {
  it('are the same after they were saved and loaded', () => {
    const account = createDemoAccount();
    const loaded = createAccount({ seed: 'alloy', now: () => 1_800_000_000_000 });
    restoreState(loaded, JSON.parse(formatState(account).text));
    expect([...loaded.investigations.all()]).toEqual([...account.investigations.all()]);
    expect([...loaded.investigationTypes.all()]).toEqual([...account.investigationTypes.all()]);
    const { id } = loaded.investigationTypes.create({ name: 'Next', useCase: 'AML', description: null });
    expect(id).toBe(6);
  });

  it('of the demo account have the same tokens whatever the seed', () => {
    const other = createAccount({ seed: 'other', now: () => 1_800_000_000_000 });
    addDemoRecords(other);
    const [investigation] = other.investigations.all();
    expect(investigation).toEqual([...createDemoAccount().investigations.all()][0]);
    const alert = 'JA-Dm1AccountTakeover01';
    expect(other.journeys.find(alert)?.reviews).toEqual(createDemoAccount().journeys.find(alert)?.reviews);
  });
});
