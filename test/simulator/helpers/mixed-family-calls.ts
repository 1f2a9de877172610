/** Calls of the families beside evaluations, entities and events, for mixed-calls.ts. */

export interface MixedCall {
  readonly method: string;
  readonly path: string;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface Choices {
  pick<Item>(items: readonly Item[]): Item;
  /** A token that an earlier answer had, of one of these prefixes: `P|B`. */
  tokenOf(prefixes: string): string;
  lastName(): string;
  /** Counts the calls. */
  number(): number;
}

const dana = 'dana.whitlock@example.com';
const agents = ['AG-Dana0Whitlock1Demo22', 'AG-Ravi0Menon1DemoAgt33'];
const documents = '/entities/P-TfkFe6lCPkElc9Xktd3V/documents';
const personJourney = '/journeys/J-PersonOnboardDemo001';
const businessJourney = '/journeys/J-BusinessOnboardDemo2';
const note = { note: 'Called the customer', note_author_agent_email: dana };

export function listFamilyCalls(choices: Choices): readonly (() => MixedCall)[] {
  const { pick, tokenOf, lastName, number } = choices;
  const post = (path: string, body: unknown): MixedCall => ({ method: 'POST', path, body });
  const put = (path: string, body: unknown): MixedCall => ({ method: 'PUT', path, body });
  const patch = (path: string, body: unknown): MixedCall => ({ method: 'PATCH', path, body });
  const get = (path: string): MixedCall => ({ method: 'GET', path });
  const entity = () => `/entities/${tokenOf('P|B')}`;
  const application = () => `${personJourney}/applications/${tokenOf('JA')}`;
  const investigation = () => `/investigations/${tokenOf('INV')}`;
  const person = () => ({
    branch_name: 'persons',
    entity_type: 'person',
    data: {
      name_first: 'Noor',
      name_last: lastName(),
      birth_date: '1990-05-17',
      document_ssn: `6662${10_000 + (number() % 80_000)}`,
      email_address: `noor${number()}@example.com`,
    },
  });
  const business = () => ({
    branch_name: 'businesses',
    entity_type: 'business',
    data: { business_name: `Quay ${number()} ${pick(['LLC', 'Review'])}`, representatives: [person().data] },
  });
  const bare = ({ data }: { readonly data: unknown; readonly entity_type: string }, entity_type: string) => ({
    entity_type,
    data,
  });

  return [
    () => post(`${personJourney}/applications`, { entities: [bare(person(), 'person')] }),
    () => post(`${personJourney}/applications`, { entities: [bare(person(), 'person')] }),
    () => post(`${businessJourney}/applications`, { entities: [bare(business(), 'business')] }),
    () => get(application()),
    () =>
      put(application(), {
        entities: [{ entity_application_token: tokenOf('EA'), data: { document_license: 'D1234567' } }],
      }),
    () => post(`${application()}/rerun`, {}),
    () =>
      post(`${application()}/review`, {
        outcome: pick(['Approved', 'Denied']),
        reason: 'Identity confirmed',
      }),
    () => post(`${application()}/notes`, note),
    () =>
      post(`${personJourney}/batches`, { entities: [bare(person(), 'person'), bare(person(), 'person')] }),
    () => get(`${personJourney}/batches/${tokenOf('JB')}/applications`),

    () =>
      post('/investigations', {
        investigation_state: pick(['alert_review', 'case_review']),
        investigation_type: 'Fraud',
        entity_tokens: [tokenOf('P')],
        journey_alerts: [],
      }),
    () => put(`${investigation()}/promote`, undefined),
    () => put(`${investigation()}/review`, { outcome: 'Dismissed', reason: 'Explained' }),
    () =>
      put('/investigations/assign', { investigation_tokens: [tokenOf('INV')], agent_token: pick(agents) }),
    () => put('/investigations/archive', { investigation_tokens: [tokenOf('INV')] }),
    () => post(`${investigation()}/notes`, { note: 'Looked into it', entity_token: tokenOf('P') }),
    () => get(pick(['/investigations', '/investigations?pageSize=3', '/investigations/filters'])),
    () =>
      post('/investigations/types', {
        name: `Kind ${number() % 9}`,
        use_case: pick(['fraud', 'aml', 'Fraud']),
      }),
    () => ({ method: 'DELETE', path: `/investigations/types/delete/Kind%20${number() % 9}` }),

    () => post('/lists', { listName: `List ${number() % 15}`, isBlacklist: true }),
    () => post(`/lists/${tokenOf('I')}`, { name_first: 'Cleo', name_last: lastName() }),
    () => put(`/lists/${tokenOf('I')}`, [{ name_last: lastName() }]),
    () => post('/custom-lists', { name: `Codes ${number() % 15}` }),
    () =>
      post(`/custom-lists/${tokenOf('CI')}/versions`, {
        columns: [{ name: 'code' }, { name: 'level', data_type: 'string' }],
        data: [{ code: String(number()) }],
      }),
    () => post(`/custom-lists/${tokenOf('CI')}/activate/1`, undefined),
    () =>
      post('/published-attributes', {
        published_attribute_name: `attribute_${number() % 12}`,
        data_type: 'integer',
        default_value: 0,
        contains_pii: false,
        object_type: 'entity',
      }),
    () =>
      post(`/published-attributes/${tokenOf('PA')}/values`, [
        { entity_token: tokenOf('P'), value: number() },
        { entity_token: 'P-unknown', value: 'x' },
      ]),

    () => post(documents, { name: 'license_front', extension: 'jpg', type: 'license' }),
    () => put(`${documents}/${tokenOf('D')}`, 'bytes of an image'),
    () =>
      patch(`${documents}/${tokenOf('D')}`, {
        approved: pick([true, false]),
        approval_agent_email: dana,
        name: 'license',
        type: 'license',
      }),
    () =>
      post(`${entity()}/reviews`, {
        agent: { email: dana },
        reasons: ['Watchlist match cleared'],
        outcome: pick(['Approved', 'Denied']),
      }),
    () => post(`${entity()}/reviews/${tokenOf('R')}/notes`, note),
    () => post('/entity-feedback', [{ entity_token: tokenOf('P'), feedback_case_status: 'open' }]),
    () =>
      post('/entities/merge', {
        primary_entity_token: 'P-TfkFe6lCPkElc9Xktd3V',
        secondary_entity_token: tokenOf('P'),
      }),
    () => post(`/cases/${tokenOf('C')}/works`, { type: pick(['read', 'note', 'status']), note: 'Seen' }),
    () => get('/cases'),
    () => ({
      ...post('/portfolio-evaluations', { source: 'adhoc' }),
      headers: { 'alloy-workflow-token': 'Wf9PortfolioScreeningDemoAcct009' },
    }),
    () => post(`/portfolio-evaluations/${tokenOf('PE')}/rerun`, {}),
  ];
}
