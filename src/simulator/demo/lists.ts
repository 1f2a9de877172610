/** Invented lists, custom lists and published attributes of the demo account, under fixed tokens. */
import type { Account } from '../account.ts';
import { buildListEntry } from '../records/lists.ts';
import { consultedByPersonOnboarding } from '../settings/workflows.ts';

export function addDemoLists(account: Account): void {
  addLists(account);
  addCustomLists(account);
  addPublishedAttributes(account);
}

function addLists({ lists }: Account): void {
  const mules = lists.create(
    { name: 'Known Mules', kind: 'deny', description: 'Confirmed by fraud operations' },
    { token: 'I-Dm1KnownMulesDeny001' },
  );
  const employees = lists.create(
    { name: 'Employees', kind: 'allow', description: null },
    { token: 'I-Dm2EmployeesAllow002' },
  );
  lists.create(
    { name: 'Branch visitors', kind: 'neither', description: 'For reports only' },
    { token: 'I-Dm3BranchVisitors003' },
  );
  lists.append(
    mules,
    buildListEntry({
      name_first: 'Ilse',
      name_last: 'Marchetti',
      birth_date: '1979-11-03',
      document_ssn: '666112233',
      email_address: 'ilse.marchetti@example.com',
      comment: 'Charged off in 2025',
      group: 'fraud',
    }),
  );
  lists.append(
    mules,
    buildListEntry({ email_address: 'omar.haddad@example.com', comment: 'Shared device', group: 'fraud' }),
  );
  lists.append(
    employees,
    buildListEntry({ name_first: 'Tessa', name_last: 'Review', birth_date: '1990-05-17', group: 'staff' }),
  );
}

/** Version 1.1 is live; 2.0 waits for its activation. */
function addCustomLists({ customLists }: Account): void {
  const domains = customLists.create('Risky Email Domains', 'Looked over every quarter', {
    token: consultedByPersonOnboarding.emailDomainList,
  });
  const columns = [{ name: 'email_domain' }, { name: 'reason' }];
  const first = { email_domain: 'mailbox.example', reason: 'throwaway' };
  const second = { email_domain: 'quick.example', reason: 'mule ring' };
  customLists.addVersion(domains, {
    columns,
    data: [first],
    notes: null,
    changelog: '2 columns defined, 1 row added',
  });
  const added = {
    columns,
    data: [first, second],
    notes: 'After the ring of May',
    changelog: '1 row added to 1.0',
  };
  customLists.addVersion(domains, added, 1);
  domains.activeMajor = 1;
  customLists.addVersion(domains, {
    columns: [...columns, { name: 'seen_on' }],
    data: [{ email_domain: 'parcel.example', reason: 'throwaway', seen_on: '2025-08-01' }],
    notes: 'With the day on which a domain was first seen',
    changelog: '3 columns defined, 1 row added',
  });
  customLists.create('Partner Branches', null, { token: 'CI-Dm2PartnerBranches02' });
}

function addPublishedAttributes({ publishedAttributes }: Account): void {
  const common = {
    containsPii: false,
    objectType: 'entity',
    defaultValueNote: null,
    valueExpiresIn: null,
    jqFilter: null,
    archived: false,
  } as const;
  publishedAttributes.create(
    {
      ...common,
      name: consultedByPersonOnboarding.reviewedAttribute.name,
      dataType: 'string',
      defaultValue: 'standard',
      description: 'Set by the risk team; "high" sends an applicant to Manual Review',
    },
    { token: 'PA-Dm1InternalRiskTier1' },
  );
  publishedAttributes.create(
    {
      ...common,
      name: 'meta.monthly_income',
      dataType: 'integer',
      defaultValue: -1,
      defaultValueNote: 'No income known',
      valueExpiresIn: 7_776_000,
      jqFilter: '. | floor',
      description: 'Monthly income as stated',
    },
    { token: 'PA-Dm2MonthlyIncomeDm02' },
  );
  publishedAttributes.create(
    {
      ...common,
      name: 'counterparty_score',
      dataType: 'decimal',
      objectType: 'transaction',
      defaultValue: 0.5,
      description: null,
    },
    { token: 'PA-Dm3CounterpartyScor3' },
  );
  publishedAttributes.create(
    {
      ...common,
      name: 'meta.loyalty_tier',
      dataType: 'string',
      defaultValue: 'none',
      description: null,
      archived: true,
    },
    { token: 'PA-Dm4LoyaltyTierOld004' },
  );
}
