/** Every operation that changes something: how it is called so that it succeeds, on a fresh embedded Alloy. */
import { read } from './account-client.ts';
import {
  dana,
  demoAlert,
  demoInvestigation,
  johnDoe,
  lucySchoen,
  newInvestigation,
} from './investigation-client.ts';
import { writingJourneyOperations } from './writing-journey-operations.ts';
import {
  address,
  agent,
  list,
  note,
  nothing,
  object,
  person,
  quizAnswers,
  slugs,
  type WritingOperation,
} from './writing-operation.ts';

const theo = 'P-Dm9TheoReview0000009';
const ines = 'P-Dm8InesWatchlist0008';
const group = 'G-Dm1JointApplicants01';
const demoCase = 'C-Dm3LargeTransfer0003';
const review = { agent, reasons: ['Other'], outcome: 'Approved' };
const workflow = (token: string) => ({ 'alloy-workflow-token': token });
const tokens = { investigation_tokens: [demoInvestigation] };

const documents = `/entities/${theo}/documents`;
const alert = `/investigations/${demoInvestigation}/alerts/${demoAlert}`;
const license = { name: 'license', extension: 'png', type: 'license' };
const evaluated = { ...person, 'meta.monthly_income': 5 };

/** By METHOD path, as in the table of operations. */
export const writingOperations: Readonly<Record<string, WritingOperation>> = {
  'POST /evaluations': {
    ...object('/evaluations', evaluated, workflow('Wf1PersonOnboardingDemoAccount01')),
    repeats: true,
  },
  'PATCH /evaluations/:evaluation_token': {
    takes: 'object',
    async prepare(door) {
      const body = { ...person, name_last: 'Quiz' };
      const made = await door.evaluate('Wf1PersonOnboardingDemoAccount01', body);
      return {
        path: `/evaluations/${read(made.body, 'evaluation_token')}`,
        body: { answers: { answers: quizAnswers }, name_first: 'Mia' },
      };
    },
  },
  'PATCH /evaluations/:evaluation_token/auditaccess': nothing(
    '/evaluations/S-Dm9NeedsReview000009/auditaccess',
    slugs,
  ),
  'POST /portfolio-evaluations': object(
    '/portfolio-evaluations',
    { source: 'adhoc' },
    workflow('Wf9PortfolioScreeningDemoAcct009'),
  ),
  'POST /portfolio-evaluations/:portfolio_evaluation_token/rerun': {
    takes: 'nothing',
    async prepare(door) {
      const sending = { body: { source: 'adhoc' }, headers: workflow('Wf9PortfolioScreeningDemoAcct009') };
      const made = await door.send('POST', '/portfolio-evaluations', sending);
      return { path: `/portfolio-evaluations/${read(made.body, 'portfolio_evaluation_token')}/rerun` };
    },
  },
  'POST /oauth/bearer': object('/oauth/bearer', { grant_type: 'client_credentials' }),
  'POST /oauth/validate': {
    takes: 'object',
    async prepare(door) {
      const made = await door.send('POST', '/oauth/bearer', { body: { grant_type: 'client_credentials' } });
      return { path: '/oauth/validate', body: { bearer_token: read(made.body, 'access_token') } };
    },
  },

  'POST /entities/merge': object('/entities/merge', {
    primary_entity_token: johnDoe,
    secondary_entity_token: lucySchoen,
  }),
  'POST /entities/persons': object('/entities/persons', {
    external_entity_id: 'maya-1',
    name_first: 'Maya',
    birth_date: '1990-05-17',
    document_ssn: '666120417',
    addresses: [address],
    emails: [{ email_address: 'maya@example.com' }],
    phones: [{ phone_number: '+12025550118', type: 'home' }],
    pii_status: 'successful',
  }),
  'PATCH /entities/persons/:entity_token': object(`/entities/persons/${johnDoe}`, {
    gender: 'male',
    external_entity_ids: [{ external_entity_id: 'john-2', external_entity_id_type: 'x' }],
  }),
  'POST /entities/businesses': object('/entities/businesses', {
    business_name: 'Quay LLC',
    addresses: [address],
  }),
  'PATCH /entities/businesses/:entity_token': {
    takes: 'object',
    async prepare(door) {
      const made = await door.send('POST', '/entities/businesses', { body: { business_name: 'Quay LLC' } });
      return {
        path: `/entities/businesses/${read(made.body, 'entity_token')}`,
        body: { business_name: 'Quay Ltd', external_entity_ids: [{ external_entity_id: 'quay-2' }] },
      };
    },
  },
  'POST /entities/:entity_token/notes': object(`/entities/${johnDoe}/notes`, note),
  'POST /entities/:entity_token/documents': object(documents, { ...license, ...note }),
  'PUT /entities/:entity_token/documents/:document_token': {
    takes: 'bytes',
    prepare: () => ({ path: `${documents}/D-Dm9TheoPassport00009`, body: 'bytes' }),
  },
  'PATCH /entities/:entity_token/documents/:document_token': object(`${documents}/D-Dm9TheoPassport00009`, {
    approved: true,
    approval_agent_email: agent.email,
    name: 'passport',
    type: 'passport',
  }),
  'POST /entities/:entity_token/documents/:document_token/notes': object(
    `${documents}/D-Dm9TheoPassport00009/notes`,
    note,
  ),
  'POST /entities/:entity_token/reviews': object(`/entities/${ines}/reviews`, {
    ...review,
    workflow_token: 'Wf1PersonOnboardingDemoAccount01',
  }),
  'POST /entities/:entity_token/reviews/:review_token/notes': object(
    `/entities/${theo}/reviews/R-Dm9ReviewOfTheo00009/notes`,
    note,
  ),
  'POST /entity-feedback': list('/entity-feedback', [
    { entity_token: johnDoe, feedback_case_status: 'open', loss_amount: 5, evaluation_token: null },
  ]),
  'POST /groups/:group_token/evaluations': nothing(
    `/groups/${group}/evaluations`,
    workflow('Wf5GroupDecisionDemoAccountNum05'),
  ),
  'POST /groups/:group_token/notes': object(`/groups/${group}/notes`, note),
  'POST /groups/:group_token/reviews': object(`/groups/${group}/reviews`, review),
  'POST /groups/:group_token/reviews/:review_token/notes': {
    takes: 'object',
    async prepare(door) {
      const made = await door.send('POST', `/groups/${group}/reviews`, { body: review });
      return { path: `/groups/${group}/reviews/${read(made.body, 'review_token')}/notes`, body: note };
    },
  },

  'POST /events/': object('/events/', {
    event_type: 'transaction',
    event_lifecycle_id: 'x',
    data: {
      timestamp: '2026-01-05T10:00:00Z',
      external_transaction_id: 'txn-1',
      external_entity_id: '9e82d5e7-ada0-4957-a8fd-4d937c99bae8',
      external_account_id: 'demo-checking-01',
      transaction_created_date: '2026-01-02T09:00:00Z',
      amount: 4_000_000,
      currency: 'USD',
      counterparty: { external_counterparty_id: 'mrc-210' },
      device: { external_device_id: 'dev-1' },
      meta: { a: 1 },
      supplemental_data: { a: 1 },
    },
  }),
  'POST /accounts': object('/accounts', {
    external_account_id: 'account-1',
    account_class: 'deposit',
    entities: [{ entity_token: johnDoe, account_holder_type: 'primary' }],
    account_snapshot: {
      timestamp: '2026-02-01T08:00:00Z',
      account_view: { account_balance: 5 },
      details: { status: 'Active' },
    },
    meta: { a: 1 },
  }),
  'PATCH /accounts/:bank_account_token': object('/accounts/demo-checking-01', {
    account_class: 'deposit',
    account_snapshot: { timestamp: '2026-02-01T08:00:00Z' },
  }),
  'PATCH /transactions/:transaction_id': object('/transactions/demo-transaction-02', {
    amount: 5,
    transaction_meta: { a: 1 },
    settled_at: '2026-02-01T08:00:00Z',
  }),

  'POST /cases/multi/works': object('/cases/multi/works', {
    case_tokens: [demoCase],
    type: 'status',
    status: 'Under Review',
    reasons: ['Other'],
    agent,
  }),
  'POST /cases/:case_token/evidences': object(`/cases/${demoCase}/evidences`, {
    alerts: ['Rapid Withdrawals'],
    transaction_id: 'demo-transaction-02',
    occurred_at: 1,
    note: 'x',
    agent,
  }),
  'POST /cases/:case_token/works': object(`/cases/${demoCase}/works`, {
    type: 'status',
    status: 'Under Review',
    assigned_agent: agent.email,
    tag_name: 'Rapid Withdrawals',
    reasons: ['Other'],
    note: 'x',
    agent,
  }),

  'POST /custom-lists': object('/custom-lists', { name: 'Codes', description: 'x' }),
  'PATCH /custom-lists/:custom_list_token': object('/custom-lists/CI-Dm1RiskyEmailDomain1', {
    name: 'Codes',
    description: 'x',
  }),
  'POST /custom-lists/:custom_list_token/versions': object('/custom-lists/CI-Dm1RiskyEmailDomain1/versions', {
    base_version: { major_version: 1, minor_version: 0 },
    added: [{ email_domain: 'x.example', reason: 5 }],
    notes: 'x',
  }),
  'POST /custom-lists/:custom_list_token/activate/:major_version': nothing(
    '/custom-lists/CI-Dm1RiskyEmailDomain1/activate/2',
  ),
  'POST /lists': object('/lists', { listName: 'x', isBlacklist: true, isWhitelist: false, description: 'x' }),
  'POST /lists/:list_token': object('/lists/I-Dm1KnownMulesDeny001', {
    name_last: 'Cleo',
    expires_at: '2030-01-01T00:00:00Z',
  }),
  'PUT /lists/:list_token': list('/lists/I-Dm1KnownMulesDeny001', [{ name_last: 'Cleo' }]),
  'PUT /lists/:list_token/meta': object('/lists/I-Dm1KnownMulesDeny001/meta', {
    listName: 'x',
    description: 'x',
  }),
  'POST /published-attributes': object('/published-attributes', {
    published_attribute_name: 'x',
    data_type: 'decimal',
    default_value: 0.5,
    contains_pii: false,
    object_type: 'entity',
    jq_filter: '. | floor',
    value_expires_in: 60,
  }),
  'PATCH /published-attributes/:published_attribute_token': object(
    '/published-attributes/PA-Dm2MonthlyIncomeDm02',
    {
      default_value: 5,
      archived: false,
      jq_filter: '. | floor',
      data_type: 'integer',
    },
  ),
  'POST /published-attributes/:published_attribute_token/values': list(
    '/published-attributes/PA-Dm2MonthlyIncomeDm02/values',
    [{ entity_token: johnDoe, value: 5, timestamp: '2026-02-01T08:00:00Z' }],
  ),

  'POST /investigations': object('/investigations', {
    ...newInvestigation,
    journey_alerts: [{ agent_token: dana, journey_alert_token: demoAlert, outcome: 'Dismissed', note: 'x' }],
    investigation_assignee_token: dana,
    investigation_name: 'x',
    note: 'x',
    tags: [{ tag_name: 'x', is_outcome_reason: false }],
  }),
  'PUT /investigations/archive': {
    takes: 'object',
    async prepare(door) {
      await door.send('PUT', `/investigations/${demoInvestigation}/review`, {
        body: { outcome: 'x', reason: 'x' },
      });
      return { path: '/investigations/archive', body: tokens };
    },
  },
  'PUT /investigations/unarchive': {
    takes: 'object',
    async prepare(door) {
      await door.send('PUT', `/investigations/${demoInvestigation}/review`, {
        body: { outcome: 'x', reason: 'x' },
      });
      await door.send('PUT', '/investigations/archive', { body: tokens });
      return { path: '/investigations/unarchive', body: tokens };
    },
  },
  'PUT /investigations/assign': object('/investigations/assign', { ...tokens, agent_token: dana }),
  'PUT /investigations/unassign': object('/investigations/unassign', tokens),
  'POST /investigations/types': object('/investigations/types', {
    name: 'x',
    use_case: 'AML',
    description: 'x',
  }),
  'PATCH /investigations/types/archive': object('/investigations/types/archive', {
    investigation_types: 'Fraud',
  }),
  'PATCH /investigations/types/unarchive': object('/investigations/types/unarchive', {
    investigation_types: 'Check kiting',
  }),
  'DELETE /investigations/types/delete/:investigation_type': nothing(
    '/investigations/types/delete/Check%20kiting',
  ),
  'PATCH /investigations/:investigation_token/evidences': object(
    `/investigations/${demoInvestigation}/evidences`,
    {
      note: 'x',
      journey_alerts: [demoAlert],
      tags: [{ tag_name: 'x', is_outcome_reason: true }],
    },
  ),
  'POST /investigations/:investigation_token/notes': object(`/investigations/${demoInvestigation}/notes`, {
    note: 'x',
    entity_token: 'P-Dm7MaraLindqvist0007',
  }),
  'PUT /investigations/:investigation_token/promote': object(
    `/investigations/${demoInvestigation}/promote`,
    {},
  ),
  'PUT /investigations/:investigation_token/review': object(`/investigations/${demoInvestigation}/review`, {
    outcome: 'Dismissed',
    reason: 'x',
    note: 'x',
  }),
  'PUT /investigations/:investigation_token/alerts/:journey_application_token/assign': object(
    `${alert}/assign`,
    {
      agent_token: dana,
      ...tokens,
    },
  ),
  'PUT /investigations/:investigation_token/alerts/:journey_application_token/unassign': object(
    `${alert}/unassign`,
    {},
  ),
  'PUT /investigations/:investigation_token/alerts/:journey_application_token/review': object(
    `${alert}/review`,
    {
      outcome: 'Dismissed',
      reason: 'False positive',
      note: 'x',
    },
  ),
  'POST /investigations/:investigation_token/alerts/:journey_application_token/review/:manual_review_token/review':
    {
      takes: 'object',
      async prepare(door) {
        const found = await door.send('GET', alert);
        return {
          path: `${alert}/review/${read(found.body, 'manual_review_token')}/review`,
          body: { outcome: 'Dismissed', reason: 'False positive', note: 'x' },
        };
      },
    },

  ...writingJourneyOperations,
};
