/**
 * The records that Alloy's guides take for granted when they print a request, under the ids they use, and a few more
 * that make an entity group and an account to look at. Names and contacts beyond the guides' are invented.
 * Sources: https://developer.alloy.com/public/docs/creating-entities-and-bank-accounts-events and
 * https://developer.alloy.com/public/docs/onboarding-with-entity-groups
 */

import type { Account } from '../account.ts';
import type { Entity } from '../records/entities.ts';
import type { BatchRow } from '../records/evaluation-batches.ts';
import { addDemoInvestigations } from './investigations.ts';
import { addDemoLists } from './lists.ts';
import { addDemoReviews } from './reviews.ts';

export function addDemoRecords(account: Account): void {
  const people = addEntities(account);
  addAccounts(account, people);
  addGroup(account, people);
  addDemoReviews(account);
  addEvaluationBatches(account);
  addDemoLists(account);
  addDemoInvestigations(account);
}

interface DemoEntities {
  readonly johnDoe: Entity;
  readonly lucySchoen: Entity;
  readonly jazmynStreich: Entity;
  readonly trustCo: Entity;
  readonly harborLane: Entity;
}

function addEntities({ entities }: Account): DemoEntities {
  const named = (external_entity_id: string) => ({
    externalIds: [{ external_entity_id, external_entity_id_type: null }],
  });
  return {
    // The second holder in the guide's bank_account_created.
    johnDoe: entities.create(
      'person',
      {
        ...named('9e82d5e7-ada0-4957-a8fd-4d937c99bae8'),
        attributes: { name_first: 'John', name_last: 'Doe', status: 'active' },
        birthDate: '1984-06-12',
        ssn: '666120684',
        emails: ['john.doe@example.com'],
        phones: [{ phone_number: '+12025550118', type: 'cell' }],
        addresses: [buildAddress('primary', '123 Allen St', 'New York', '10002')],
      },
      { token: 'P-TfkFe6lCPkElc9Xktd3V' },
    ),
    lucySchoen: entities.create(
      'person',
      {
        ...named('55fe8955-7e7b-4785-b9fa-60dac5e89fc8'),
        attributes: { name_first: 'Lucy', name_last: 'Schoen', status: 'active' },
        birthDate: '1979-02-03',
        ssn: '666030279',
        emails: ['lucy.schoen@example.com'],
        phones: [{ phone_number: '+12025550127', type: 'home' }],
        addresses: [buildAddress('primary', '9 Larch Court', 'Albany', '12207')],
      },
      { token: 'P-ewaa6ImCcpv7FM2XhpNe' },
    ),
    jazmynStreich: entities.create(
      'person',
      {
        ...named('c0f4b7de-52a1-4b0e-9d1c-6a6f0c2e7b15'),
        attributes: { name_first: 'Jazmyn', name_last: 'Streich', status: 'active' },
        birthDate: '1988-11-30',
        ssn: '666301188',
        emails: ['jazmyn.streich@example.com'],
        phones: [{ phone_number: '+12025550139', type: 'home' }],
        addresses: [buildAddress('primary', '70 Canal Street', 'Troy', '12180')],
      },
      { token: 'P-g2g3YTOecIpAiZtFbhNi' },
    ),
    trustCo: entities.create(
      'business',
      {
        ...named('f15481af-9bd0-44be-bcca-0deba23c203c'),
        attributes: { business_name: 'Trust Co', business_federal_ein: '980001127' },
        emails: ['office@trustco.example'],
        addresses: [buildAddress('business_primary', '1 Exchange Place', 'New York', '10005')],
      },
      { token: 'B-uiTne2ewkES7fLHN6UuD' },
    ),
    harborLane: entities.create(
      'business',
      {
        ...named('7b0a2c64-0f3e-4d58-8f5a-2d1b9c7e4a90'),
        attributes: { business_name: 'Harbor Lane Ventures LLC', business_registry_id: '40117723' },
        emails: ['desk@harborlane.example'],
        addresses: [buildAddress('business_primary', '18 Quay Street', 'New York', '10004')],
      },
      { token: 'B-Hq3vZk81TsWm5LdYx0Pb' },
    ),
  };
}

function buildAddress(type: string, line_1: string, city: string, postal_code: string) {
  return { type, line_1, line_2: null, city, state: 'NY', postal_code, country_code: 'US' };
}

/** The account that shows with a member of the group in the guide, and one for trying transactions. */
function addAccounts({ bankAccounts, transactions }: Account, { harborLane, johnDoe }: DemoEntities): void {
  const common = { account_class: 'deposit', country_code: 'US', currency: 'USD', status: 'Active' };
  bankAccounts.create(
    {
      externalId: 'bag123',
      attributes: {
        ...common,
        account_name: 'Operating account',
        account_number: '440001871',
        routing_number: '011000015',
        account_balance: 1_250_000,
      },
      holders: [{ entityToken: harborLane.token, accountHolderType: 'primary' }],
    },
    { token: 'A-cn8cN9IuEgK39nNweuvY' },
  );
  const checking = bankAccounts.create(
    {
      externalId: 'demo-checking-01',
      attributes: {
        ...common,
        account_name: 'Everyday checking',
        account_number: '440002934',
        routing_number: '011000015',
        product_name: 'Alloy Checking',
        product_code: 'DDA02',
        account_balance: 184_250,
      },
      holders: [{ entityToken: johnDoe.token, accountHolderType: 'primary' }],
    },
    { token: 'A-Dm0ChK4wq7RzYb2XnT9e' },
  );
  transactions.create('demo-transaction-01', 'event', {
    attributes: {
      amount: -4_250,
      currency: 'USD',
      counterparty: { external_counterparty_id: 'mrc-210', account_name: 'Hillside Grocers' },
      transaction_created_date: '2024-03-22T14:05:00.000Z',
      timestamp: '2024-03-22T14:05:00.000Z',
      category: 'Purchase',
      process_method: 'Card',
      status: 'Completed',
    },
    entityToken: johnDoe.token,
    bankAccountToken: checking.token,
  });
}

/** The group that the guide's events on persons, businesses and the group itself name by its external id. */
function addGroup(account: Account, people: DemoEntities): void {
  const { groups, bankAccounts } = account;
  const group = groups.create(
    {
      name: 'Trusting Operations',
      type: 'business',
      externalIds: ['5216d25f-fe44-483d-ab22-6ba0ae25bbcc'],
    },
    { token: 'EG-VuyHal5GhTORaNfi0eG8' },
  );
  const at = group.createdAt;
  groups.relate(group, people.trustCo.token, { roles: ['primary', 'shareholder'] }, at);
  groups.relate(
    group,
    people.lucySchoen.token,
    { roles: ['shareholder', 'director'], title: 'Executive Director', ownershipPercentage: 10 },
    at,
  );
  groups.relate(
    group,
    people.jazmynStreich.token,
    { roles: ['shareholder', 'authorized_signer'], ownershipPercentage: 10 },
    at,
  );
  const bankAccount = bankAccounts.find('bag123');
  groups.relate(
    group,
    people.harborLane.token,
    {
      roles: ['shareholder'],
      title: 'Investor',
      ownershipPercentage: null,
      addBankAccounts:
        bankAccount === undefined
          ? []
          : [{ bankAccountToken: bankAccount.token, accountHolderType: 'primary' }],
    },
    at,
  );
}

/** One that is done, and one that starts with the account. */
function addEvaluationBatches({ evaluationBatches, now }: Account): void {
  evaluationBatches.add({
    token: 'Dm1FinishedBatch0001',
    createdAt: now() - 3_600_000,
    millisecondsPerRow: 2_000,
    rows: [approved, approved, failed],
  });
  // A minute of rows.
  evaluationBatches.add({
    token: 'Dm2RunningBatch00002',
    createdAt: now(),
    millisecondsPerRow: 2_000,
    rows: Array.from({ length: 30 }, (_, index) =>
      index % 5 === 4 ? (others[(index - 4) / 5] ?? approved) : approved,
    ),
  });
}

const approved: BatchRow = {
  evaluationStatus: 'complete',
  evaluationResult: 'success',
  rowStatus: 'complete',
};

const failed: BatchRow = { evaluationStatus: 'failed', evaluationResult: 'none', rowStatus: 'failed' };

const others: readonly BatchRow[] = [
  { evaluationStatus: 'complete', evaluationResult: 'partial', rowStatus: 'complete' },
  failed,
  { evaluationStatus: 'waiting', evaluationResult: 'none', rowStatus: 'complete' },
  { evaluationStatus: 'webhook_pending', evaluationResult: 'none', rowStatus: 'complete' },
  { evaluationStatus: 'none', evaluationResult: 'none', rowStatus: 'timed_out' },
];
