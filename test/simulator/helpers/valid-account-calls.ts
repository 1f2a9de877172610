/** Valid calls on entities and what hangs on them, lists, attributes and money. */
import { read, readEach } from './account-client.ts';
import { agents, type Play } from './valid-play.ts';

type Action = (play: Play) => Promise<unknown>;

const people = ['Okafor', 'Ng', 'Review', 'Deny', 'DenyFraud', 'Watchlist', 'MissingData', 'Quiz', 'Partial'];
const personWorkflow = { 'alloy-workflow-token': 'Wf1PersonOnboardingDemoAccount01' };
const quizAnswers = [4, 1, 3, 2, 5].map((answer_id, index) => ({ question_id: index + 1, answer_id }));

export const note = (play: Play) => ({
  note: `note ${play.number()} is kept`,
  note_author_agent_email: play.pick(agents),
});

const createPerson: Action = async (play) => {
  const id = `person-${play.number()}`;
  const body = { name_first: 'Maya', name_last: `Rao${play.number()}`, external_entity_id: id };
  const { body: made } = await play.call('POST', '/entities/persons', body, 201);
  const token = play.claim(read(made, 'entity_token'));
  play.persons.push(token);
  play.shows(`/entities/persons/${token}`, 'attributes', [body.name_last]);
  // By any of its ids, also when it has been merged into another one.
  play.shows(`/entities/persons/${id}`, 'id', [`"${id}"`]);
};

const updatePerson: Action = async (play) => {
  const path = `/entities/persons/${play.pick(play.persons)}`;
  const name_middle = `Middle${play.number()}`;
  await play.call('PATCH', path, { name_middle });
  play.shows(path, 'middle attributes', [name_middle]);
};

const createBusiness: Action = async (play) => {
  const business_name = `Quay ${play.number()} LLC`;
  const { body } = await play.call('POST', '/entities/businesses', { business_name }, 201);
  const token = play.claim(read(body, 'entity_token'));
  play.businesses.push(token);
  play.shows(`/entities/businesses/${token}`, 'attributes', [business_name]);
  await play.call('PATCH', `/entities/businesses/${token}`, { business_registry_id: `R${play.number()}` });
};

const addEntityNote: Action = async (play) => {
  const path = `/entities/${play.pick([...play.persons, ...play.businesses])}`;
  const said = note(play);
  await play.call('POST', `${path}/notes`, said);
  play.shows(path, said.note, [said.note]);
};

const mergePersons: Action = async (play) => {
  const primary = play.pick(play.persons);
  // The demo's own stay, as events and groups name them.
  const secondary = play.pick(play.persons);
  if (primary === secondary || play.persons.indexOf(secondary) < 2) return;
  const body = { primary_entity_token: primary, secondary_entity_token: secondary };
  await play.call('POST', '/entities/merge', body, 201);
  play.persons.splice(play.persons.indexOf(secondary), 1);
  play.rename(secondary, primary);
};

const addDocument: Action = async (play) => {
  const owner = play.pick([...play.persons, ...play.businesses]);
  await uploadDocument(play, owner);
};

/** Returns the token of a document with its file. */
export async function uploadDocument(play: Play, owner: string): Promise<string> {
  const list = `/entities/${owner}/documents`;
  const body = { name: `paper_${play.number()}`, extension: 'png', type: play.pick(['license', 'passport']) };
  const { body: made } = await play.call('POST', list, body);
  const token = play.claim(read(made, 'document_token'));
  play.shows(list, token, [token]);
  const bytes = `bytes of ${token}`;
  await play.call('PUT', `${list}/${token}`, bytes, 200, { 'content-type': 'image/png' });
  play.shows(`${list}/${token}`, 'bytes', [bytes]);
  if (play.once(2)) {
    const decision = { approved: play.once(2), approval_agent_email: play.pick(agents), ...body };
    const { extension: _fixed, ...patch } = decision;
    await play.call('PATCH', `${list}/${token}`, patch);
    for (const said of [note(play), note(play)]) {
      await play.call('POST', `${list}/${token}/notes`, said);
      play.shows(list, said.note, [said.note]);
    }
  }
  return token;
}

const evaluate: Action = async (play) => {
  const email_address = `applicant${play.number()}@example.com`;
  const supplied = {
    name_first: 'Noor',
    name_last: play.pick(people),
    email_address,
    ...(play.once(3) ? {} : { document_ssn: '666120417' }),
  };
  const { body } = await play.call('POST', '/evaluations', supplied, [200, 201, 206], personWorkflow);
  const token = play.claim(read(body, 'evaluation_token'));
  const path = `/evaluations/${token}`;
  play.shows(path, 'email', [email_address]);
  let status = read(body, 'status_code');
  for (let round = 0; status !== 201 && round < 3; round += 1) {
    const more = {
      document_ssn: '666120417',
      document_license: `D${play.number()}`,
      document_license_state: 'NY',
      ...(supplied.name_last === 'Quiz' ? { answers: { answers: quizAnswers } } : {}),
    };
    const resumed = await play.call('PATCH', path, more, [200, 201, 206]);
    status = read(resumed.body, 'status_code');
  }
  const entity = String(read(body, 'entity_token'));
  play.shows(`/entities/${entity}/evaluations/${token}`, 'email', [email_address]);
  play.persons.push(entity);
  if (read(await play.get(path), 'summary.outcome') !== 'Manual Review') return;
  const decision = {
    agent: { email: play.pick(agents) },
    reasons: ['Other'],
    outcome: play.pick(['Approved', 'Denied']),
  };
  const { body: review } = await play.call('POST', `/entities/${entity}/reviews`, decision);
  const reviewToken = play.claim(read(review, 'review_token'));
  const said = note(play);
  await play.call('POST', `/entities/${entity}/reviews/${reviewToken}/notes`, said);
  play.shows(`/entities/${entity}/reviews`, reviewToken, [reviewToken]);
  play.shows(`/entities/${entity}/reviews/${reviewToken}`, 'note', [said.note]);
};

const giveFeedback: Action = async (play) => {
  const amount = 1000 + play.number();
  const item = { entity_token: play.pick(play.persons), feedback_case_status: 'open', loss_amount: amount };
  const { body } = await play.call('POST', '/entity-feedback', [item]);
  const [id] = readEach(body, 'data.inserted_entity_feedback', 'entity_feedback_id');
  play.claim(`feedback ${id}`);
  play.shows('/entity-feedback', `${id}`, [`"loss_amount":${amount}`]);
};

const sendEvent: Action = async (play) => {
  const timestamp = '2026-01-05T10:00:00Z';
  const number = play.number();
  const external_entity_id = '9e82d5e7-ada0-4957-a8fd-4d937c99bae8';
  const transaction = {
    external_transaction_id: `txn-${number}`,
    external_entity_id,
    external_account_id: 'demo-checking-01',
    transaction_created_date: '2026-01-02T09:00:00Z',
    amount: play.pick([-12_550, 4_000_000]),
    currency: 'USD',
    counterparty: { external_counterparty_id: 'mrc-210' },
  };
  const [event_type, data, status] = play.pick<readonly [string, Record<string, unknown>, string?]>([
    ['person_created', { external_entity_id: `evented-${number}`, name_last: 'Brook' }],
    ['person_updated', { external_entity_id, name_first: play.pick(['John', 'Jon']) }],
    [
      'login',
      { external_entity_id, login_method: 'password' },
      play.pick(['failed', 'rejected', 'successful']),
    ],
    ['transaction', transaction],
  ]);
  const event = { event_type, data: { timestamp, ...data }, ...(status ? { event_status: status } : {}) };
  const { body } = await play.call('POST', '/events', event, 201);
  const token = play.claim(read(body, 'event_request_token'));
  play.shows(`/events/${token}`, 'type', [event_type, timestamp]);
  if (event_type !== 'transaction') return;
  const path = `/transactions/txn-${number}`;
  play.shows(path, 'id', [`txn-${number}`]);
  const description = `parcel ${number}`;
  await play.call('PATCH', path, { description });
  play.shows(path, 'description', [description]);
};

const keepBankAccount: Action = async (play) => {
  const number = play.number();
  const body = {
    external_account_id: `account-${number}`,
    account_class: 'deposit',
    account_name: `Pot ${number}`,
  };
  const { body: made } = await play.call('POST', '/accounts', body, 201);
  const token = play.claim(read(made, 'bank_account_token') ?? read(made, 'account_token'));
  for (let day = 1; day <= 3; day += 1) {
    const snapshot = {
      timestamp: `2026-02-0${day}T08:00:00Z`,
      account_view: { account_balance: number + day },
    };
    await play.call('PATCH', `/accounts/${token}`, { account_class: 'deposit', account_snapshot: snapshot });
  }
  play.shows(`/bank-accounts/account-${number}`, 'name', [`Pot ${number}`, token]);
};

const keepList: Action = async (play) => {
  const number = play.number();
  const all = readEach(await play.get('/lists'), 'data', 'list_token').map(String);
  if (all.length < 12) {
    const kind = play.pick([{ isBlacklist: true }, { isWhitelist: true }, {}]);
    const { body } = await play.call('POST', '/lists', { listName: `List ${number}`, ...kind }, [201, 403]);
    const token = read(body, 'list_token');
    if (token !== undefined) play.shows('/lists', play.claim(token), [`"name":"List ${number}"`]);
  }
  const token = play.pick(all);
  const comment = `row ${number}`;
  await play.call('POST', `/lists/${token}`, { name_last: 'Cleo', comment });
  play.shows(`/lists/${token}?records=1000`, 'rows', [comment]);
  if (!play.once(5)) return;
  const rows = Array.from({ length: 9 }, (_, index) => ({ comment: `row ${number} ${index}` }));
  await play.call('PUT', `/lists/${token}`, rows);
  play.shows(
    `/lists/${token}?records=1000`,
    'rows',
    rows.map((row) => row.comment),
  );
  await play.call('PUT', `/lists/${token}/meta`, { description: `about ${number}` }, 201);
};

const keepCustomList: Action = async (play) => {
  const number = play.number();
  const { body } = await play.call('POST', '/custom-lists', { name: `Codes ${number}` }, 201);
  const path = `/custom-lists/${play.claim(read(body, 'custom_list_token'))}`;
  const first = { columns: [{ name: 'code' }], data: [{ code: `code ${number}` }] };
  await play.call('POST', `${path}/versions`, first, 201);
  const added = { base_version: { major_version: 1 }, added: [{ code: `other ${number}` }] };
  await play.call('POST', `${path}/versions`, added, 201);
  await play.call('POST', `${path}/activate/1`, undefined, 201);
  await play.call('PATCH', path, { description: `about ${number}` });
  play.shows(`${path}/versions/1.0`, 'rows', [`code ${number}`]);
  play.shows(`${path}/versions/1.1`, 'rows', [`code ${number}`, `other ${number}`]);
  play.shows('/custom-lists', path, [`about ${number}`]);
};

const publish: Action = async (play) => {
  const number = play.number();
  const definition = {
    published_attribute_name: `attribute_${number}`,
    data_type: 'integer',
    default_value: -1,
    contains_pii: false,
    object_type: 'entity',
  };
  const { body } = await play.call('POST', '/published-attributes', definition, 201);
  const path = `/published-attributes/${play.claim(read(body, 'published_attribute_token'))}`;
  play.shows('/published-attributes', definition.published_attribute_name, [
    definition.published_attribute_name,
  ]);
  const entity_token = play.pick(play.persons);
  const values = Array.from({ length: 5 }, (_, index) => ({
    entity_token,
    value: 9_000_000 + 10 * number + index,
    timestamp: `2026-02-0${((index * 2) % 5) + 1}T08:00:00Z`,
  }));
  await play.call('POST', `${path}/values`, values, 201);
  const partly = [
    { entity_token, value: 8_000_000 + number },
    { entity_token: 'P-nobody', value: 1 },
  ];
  await play.call('POST', `${path}/values`, partly, 206);
  const written = [...values.map(({ value }) => value), 8_000_000 + number].map(
    (value) => `"value":${value}`,
  );
  play.shows(`${path}/values`, 'values', written, { 'alloy-entity-token': entity_token });
  await play.call('PATCH', path, { description: `about ${number}`, archived: play.once(3) });
  play.shows(path, 'description', [`about ${number}`]);
};

const askForToken: Action = async (play) => {
  const { body } = await play.call('POST', '/oauth/bearer', { grant_type: 'client_credentials' });
  const bearer_token = play.claim(read(body, 'access_token'));
  await play.call('POST', '/oauth/validate', { bearer_token });
  await play.get('/parameters', personWorkflow);
  await play.get('/events/schema?type=login');
};

const lookAround: Action = async (play) => {
  await play.get('/batches/Dm1FinishedBatch0001');
  await play.get('/entity-groups/EG-VuyHal5GhTORaNfi0eG8');
  await play.get('/investigations/filters');
  await play.get('/investigations/assignable-agents');
  await play.get('/investigations/use-cases');
};

const shareEvaluation: Action = async (play) => {
  const slugs = { 'alloy-audit-account-slugs': 'parent-bank' };
  await play.call('PATCH', '/evaluations/S-Dm9NeedsReview000009/auditaccess', undefined, 200, slugs);
};

export const accountActions: readonly Action[] = [
  createPerson,
  updatePerson,
  createBusiness,
  addEntityNote,
  mergePersons,
  addDocument,
  evaluate,
  evaluate,
  giveFeedback,
  sendEvent,
  sendEvent,
  keepBankAccount,
  keepList,
  keepList,
  keepCustomList,
  publish,
  askForToken,
  lookAround,
  shareEvaluation,
];
