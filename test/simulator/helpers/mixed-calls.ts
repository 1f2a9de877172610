/** Calls of every kind in a random order that follows from a seed; later calls are about records that earlier ones made. */
import { operations } from '../../../src/simulator/http/operations.ts';
import { personaGuide } from '../../../src/simulator/settings/personas.ts';
import {
  businessOnboarding,
  personOnboarding,
  transactionMonitoring,
} from '../../../src/simulator/settings/workflows.ts';
import type { Simulator } from '../../../src/simulator/simulator.ts';
import { createRandom } from '../../../src/simulator/state/tokens.ts';
import { formatBasic } from './front-door.ts';
import { listFamilyCalls, type MixedCall } from './mixed-family-calls.ts';

export interface MixedReply {
  readonly status: number;
  readonly text: string;
}

export interface MixedCalls {
  next(): MixedCall;
  /** Its tokens turn up in later calls. */
  learn(reply: MixedReply): void;
}

const johnDoe = '9e82d5e7-ada0-4957-a8fd-4d937c99bae8';
const lastNames = ['Okafor', 'Ng', ...Object.keys(personaGuide)];
/** What the path's parameters stand for. */
const prefixes: Readonly<Record<string, string>> = {
  evaluation_token: 'S',
  batch_token: 'BT',
  portfolio_evaluation_token: 'PE',
  document_token: 'D',
  review_token: 'R',
  group_token: 'G',
  entity_token_or_external_id: 'EG',
  event_request_token: 'EV',
  bank_account_token: 'A',
  account_identifier_or_token: 'A',
  transaction_id: 'T',
  case_token: 'C',
  custom_list_token: 'CI',
  list_token: 'I',
  published_attribute_token: 'PA',
  investigation_token: 'INV',
  journey_token: 'J',
  journey_application_token: 'JA',
  journey_batch_token: 'JB',
  manual_review_token: 'MR',
};
const tokensKept = 300;

export function createMixedCalls(seed: string): MixedCalls {
  const random = createRandom(seed);
  const pick = <Item>(items: readonly Item[]): Item => {
    const item = items[random.next() % items.length];
    if (item === undefined) throw new Error('nothing to pick from');
    return item;
  };
  const tokens: string[] = [
    'P-TfkFe6lCPkElc9Xktd3V',
    'B-uiTne2ewkES7fLHN6UuD',
    'CI-Dm1RiskyEmailDomain1',
    'PA-Dm1InternalRiskTier1',
    'INV-Dm1AccountTakeover01',
    'JA-Dm1AccountTakeover01',
    'J-PersonOnboardDemo001',
    'J-BusinessOnboardDemo2',
    'G-Dm1JointApplicants01',
  ];
  // Mostly one of the latest, so that records go through several steps.
  const tokenOf = (prefixes: string) => {
    const kinds = prefixes.split('|').map((prefix) => `${prefix}-`);
    const known = tokens.filter((token) => kinds.some((kind) => token.startsWith(kind))).slice(-4);
    return known.length === 0 ? pick(tokens) : pick(known);
  };
  const demoTokens = tokens.length;
  let number = 0;

  const person = () => ({
    name_first: pick(['Maya', 'Ada', 'Jo']),
    name_last: pick(lastNames),
    document_ssn: `666${100_000 + (number % 800_000)}`,
    email_address: `person${number}@example.com`,
  });
  const customer = () => ({
    name_first: 'Lea',
    name_last: pick(lastNames),
    external_entity_id: `customer-${number}`,
  });
  const event = (event_type: string, data: Record<string, unknown>): MixedCall => ({
    method: 'POST',
    path: '/events',
    body: { event_type, data: { timestamp: '2026-01-05T10:00:00Z', ...data } },
  });
  const kinds: readonly (() => MixedCall)[] = [
    () => ({
      method: 'POST',
      path: '/evaluations',
      body: person(),
      headers: { 'alloy-workflow-token': personOnboarding.token },
    }),
    () => ({
      method: 'POST',
      path: '/evaluations',
      body: { business_name: `Harbor ${number} ${pick(['LLC', 'Deny', 'Review'])}` },
      headers: { 'alloy-workflow-token': pick([businessOnboarding.token, transactionMonitoring.token]) },
    }),
    () => ({ method: 'PATCH', path: `/evaluations/${tokenOf('S')}`, body: { license_state: 'NY' } }),
    () => ({ method: 'GET', path: `/evaluations/${tokenOf('S')}` }),
    () => ({ method: 'POST', path: '/entities/persons', body: customer() }),
    () => ({ method: 'PATCH', path: `/entities/persons/${tokenOf('P')}`, body: { gender: 'female' } }),
    () => ({
      method: 'POST',
      path: `/entities/${tokenOf('P|B')}/notes`,
      body: { note: `note ${number}`, note_author_agent_email: 'dana.whitlock@example.com' },
    }),
    () =>
      event('person_created', { external_entity_id: `person-${number % 30}`, name_last: pick(lastNames) }),
    () => event('person_updated', { external_entity_id: johnDoe, name_first: pick(['John', 'Jon']) }),
    () => event('login', { external_entity_id: johnDoe, login_method: pick(['password', 'nothing']) }),
    () =>
      event('transaction', {
        external_transaction_id: `txn-${number % 20}`,
        external_entity_id: johnDoe,
        external_account_id: 'demo-checking-01',
        transaction_created_date: '2026-01-02T09:00:00Z',
        amount: pick([-12_550, 4_000_000]),
        currency: 'USD',
        counterparty: { external_counterparty_id: 'mrc-210' },
      }),
    () => ({ method: 'GET', path: `/transactions/txn-${number % 20}` }),
    () => ({ method: 'POST', path: '/oauth/bearer', body: { grant_type: 'client_credentials' } }),
    () => ({ method: 'POST', path: '/entities/persons', body: pick(['{', '[]', 'null', '{"emails":{}}']) }),
    // Whatever there is, about whatever there is; most of these are refused.
    () => {
      const { method, path } = pick(operations);
      const filled = path.replaceAll(/:([a-z_]+)/g, (_, name: string) => tokenOf(prefixes[name] ?? 'P|B'));
      return method === 'GET'
        ? { method, path: filled }
        : { method, path: filled, body: pick<unknown>([{}, { note: 'x' }, { name: `n${number}` }]) };
    },
  ];
  const families = listFamilyCalls({
    pick,
    tokenOf,
    lastName: () => pick(lastNames),
    number: () => number,
  });

  return {
    next() {
      number += 1;
      return pick(pick([kinds, families]))();
    },
    learn({ text }) {
      for (const [token] of text.matchAll(/\b[A-Z]{1,4}-[A-Za-z0-9]{20}\b/g)) {
        if (!tokens.includes(token)) tokens.push(token);
      }
      // The demo account's stay known.
      tokens.splice(demoTokens, tokens.length - tokensKept);
    },
  };
}

export async function sendCall(simulator: Simulator, call: MixedCall): Promise<MixedReply> {
  const { method, path, body, headers } = call;
  const { token, secret } = simulator.credentials;
  const response = await simulator.fetch(
    new Request(`http://alloy.embedded/v1${path}`, {
      method,
      headers: {
        authorization: formatBasic(token, secret),
        'content-type': 'application/json',
        ...headers,
      },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    }),
  );
  return { status: response.status, text: await response.text() };
}

/** Sends that many calls and gives back all replies. */
export async function sendMixed(
  simulator: Simulator,
  calls: MixedCalls,
  count: number,
): Promise<MixedReply[]> {
  const replies: MixedReply[] = [];
  for (let sent = 0; sent < count; sent += 1) {
    const reply = await sendCall(simulator, calls.next());
    calls.learn(reply);
    replies.push(reply);
  }
  return replies;
}
