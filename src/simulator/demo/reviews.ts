/**
 * People of the demo account whose evaluations ended in Manual Review: one has been reviewed, one awaits it, and so does
 * the group that they form. Their documents, cases and a transaction come with them. All tokens are fixed.
 */

import type { Account } from '../account.ts';
import { openCases } from '../cases/opening.ts';
import { applyWork } from '../cases/works.ts';
import { createEvaluation } from '../evaluations/evaluate.ts';
import { createGroupEvaluation } from '../evaluations/groups.ts';
import type { Entity } from '../records/entities.ts';
import { demoAgents } from '../settings/agents.ts';
import {
  groupDecision,
  personOnboarding,
  portfolioScreening,
  transactionMonitoring,
  type Workflow,
} from '../settings/workflows.ts';
import { formatDate, type Json } from '../values.ts';

const sandbox = { sandbox: true };

export function addDemoReviews(account: Account): void {
  const theo = addPerson(
    account,
    'P-Dm9TheoReview0000009',
    'demo-customer-09',
    'Theo',
    'Review',
    '1986-03-14',
  );
  const ines = addPerson(
    account,
    'P-Dm8InesWatchlist0008',
    'demo-customer-08',
    'Ines',
    'Watchlist',
    '1993-09-02',
  );
  addReviewed(account, theo);
  addDocuments(account, theo);
  addTransactionCase(account, theo);
  addAwaiting(account, ines);
  addGroup(account, [theo, ines]);
  account.portfolioEvaluations.add({
    workflowToken: portfolioScreening.token,
    workflowVersion: portfolioScreening.version,
    source: 'adhoc',
    ...sandbox,
    runAsOf: account.now(),
    rerunOf: null,
  });
}

function addPerson(
  { entities }: Account,
  token: string,
  external_entity_id: string,
  name_first: string,
  name_last: string,
  birthDate: string,
): Entity {
  return entities.create(
    'person',
    {
      externalIds: [{ external_entity_id, external_entity_id_type: null }],
      attributes: { name_first, name_last, status: 'active' },
      birthDate,
      emails: [`${name_first}.${name_last}@example.com`.toLowerCase()],
      addresses: [
        {
          type: 'primary',
          line_1: '44 Orchard Street',
          line_2: null,
          city: 'Albany',
          state: 'NY',
          postal_code: '12207',
          country_code: 'US',
        },
      ],
    },
    { token },
  );
}

function evaluate(account: Account, workflow: Workflow, entity: Entity, token: string, supplied: Json) {
  return createEvaluation(pinToken(account, token), { workflow, entity, supplied, mode: sandbox });
}

function addReviewed(account: Account, theo: Entity): void {
  const { token, createdAt } = evaluate(
    account,
    personOnboarding,
    theo,
    'S-Dm9NeedsReview000009',
    readSupplied(theo),
  );
  const review = account.reviews.add(
    {
      entityToken: theo.token,
      isGroup: false,
      evaluationToken: token,
      workflowToken: personOnboarding.token,
      outcome: 'Approved',
      reasons: ['Documents verified'],
      agentEmail: firstAgentEmail,
      startedAt: createdAt,
    },
    { token: 'R-Dm9ReviewOfTheo00009' },
  );
  account.reviews.addNote(review, 'Passport seen, name and date agree.', firstAgentEmail);
}

function addDocuments({ documents }: Account, theo: Entity): void {
  const passport = documents.create(
    theo.token,
    { name: 'passport', extension: 'pdf', type: 'passport' },
    { token: 'D-Dm9TheoPassport00009' },
  );
  documents.upload(passport, new TextEncoder().encode(samplePdf));
  documents.decide(passport, {
    approved: true,
    agentEmail: firstAgentEmail,
    name: 'passport',
    type: 'passport',
  });
  // Described, its file still to come.
  documents.create(
    theo.token,
    { name: 'electricity_bill', extension: 'png', type: 'utility' },
    { token: 'D-Dm9TheoUtility000009' },
  );
}

function addTransactionCase(account: Account, theo: Entity): void {
  const attributes = {
    amount: 1_250_000,
    currency: 'USD',
    transaction_date: formatDate(account.now()),
  };
  account.transactions.create('demo-transaction-02', 'evaluation', { attributes, entityToken: theo.token });
  const supplied = { transaction_id: 'demo-transaction-02', ...attributes };
  const evaluation = evaluate(account, transactionMonitoring, theo, 'S-Dm3LargeTransfer0003', supplied);
  openCases(account, evaluation, { token: 'C-Dm3LargeTransfer0003' });
  const opened = account.cases.find('C-Dm3LargeTransfer0003');
  if (opened === undefined) throw new Error('the demo transaction has opened no case');
  const agent = { email: firstAgentEmail };
  applyWork(account, opened, { type: 'assignment_created', assigned_agent: firstAgentEmail, agent });
  applyWork(account, opened, { type: 'status', status: 'Under Review', agent });
}

function addAwaiting(account: Account, ines: Entity): void {
  const evaluation = evaluate(account, personOnboarding, ines, 'S-Dm8WatchlistReview08', readSupplied(ines));
  openCases(account, evaluation, { token: 'C-Dm8WatchlistCase0008' });
}

function addGroup(account: Account, members: readonly Entity[]): void {
  const group = {
    token: 'G-Dm1JointApplicants01',
    externalId: 'demo-joint-01',
    createdAt: account.now(),
    memberTokens: members.map(({ token }) => token),
    evaluationTokens: [],
    notes: [],
  };
  account.groups.restoreLegacy(group);
  createGroupEvaluation(pinToken(account, 'S-Dm1JointDecision0001'), group, groupDecision, sandbox);
}

function readSupplied({ attributes, birthDates, emails }: Entity): Json {
  const { name_first, name_last } = attributes;
  return {
    name_first,
    name_last,
    birth_date: birthDates[0]?.birth_date,
    email_address: emails[0]?.email_address,
  };
}

/** The account, but for the next token, which takes none from the account's own. */
function pinToken(account: Account, token: string): Account {
  const { state, restore } = account.newToken;
  return { ...account, newToken: Object.assign(() => token, { state, restore }) };
}

const firstAgentEmail = demoAgents[0]?.email ?? '';

/** One empty page. */
const samplePdf = `%PDF-1.4
1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj
2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj
3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 200]>>endobj
trailer<</Root 1 0 R>>
%%EOF
`;
