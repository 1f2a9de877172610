/**
 * An embedded Alloy under observation: every answer is checked for its form, every record that a call names is read
 * afterwards and held against the laws of records, and once it is divided, its double, which was loaded from its saved
 * state, gets the same calls and has to answer alike.
 */
import { findOperation, operations } from '../../../src/simulator/http/operations.ts';
import { createSimulator, type Simulator } from '../../../src/simulator/simulator.ts';
import { findFormFault } from './answer-form.ts';
import { testTime } from './front-door.ts';
import { sendCall } from './mixed-calls.ts';
import type { MixedCall } from './mixed-family-calls.ts';
import { createRecordLaws } from './record-laws.ts';

export interface ObservedReply {
  readonly status: number;
  readonly text: string;
  /** Undefined for what is no JSON. */
  readonly body: unknown;
}

export interface ObservedAlloy {
  send(call: MixedCall): Promise<ObservedReply>;
  wait(milliseconds: number): void;
  /** Saves the state and loads it into the double. */
  divide(): void;
  /** Reads everything there is by the tokens that have turned up. Returns how many reads were 2xx. */
  readAll(): Promise<number>;
  /** Whatever was not as it has to be; callers add theirs. */
  readonly faults: readonly string[];
  fault(what: string): void;
  readonly moves: ReadonlyMap<string, number>;
  readonly tokens: ReadonlySet<string>;
  /** METHOD path, as in the table of operations, of what was 2xx at least once. */
  readonly succeeded: ReadonlySet<string>;
}

const tokenForm = /\b[A-Z]{1,4}-[A-Za-z0-9]{20}\b/g;
const linkForm =
  /\/v1(\/(?:journeys\/[\w-]+\/(?:applications|batches)\/[\w-]+(?:\/review\/[\w-]+)?|cases\/[\w-]+|evaluations\/[\w-]+))"/g;

export function createObservedAlloy(seed: string): ObservedAlloy {
  let time = testTime;
  const now = () => time;
  const faults: string[] = [];
  const onUnexpectedError = (error: unknown) => {
    faults.push(`inside: ${error instanceof Error ? error.stack : String(error)}`);
  };
  const options = { seed, now, onUnexpectedError };
  const first = createSimulator(options);
  let double: Simulator | undefined;
  const laws = createRecordLaws();
  const tokens = new Set<string>();
  /** Where a record is read, by its token. */
  const paths = new Map<string, string>();
  const succeeded = new Set<string>();

  const sendOnce = async (call: MixedCall): Promise<ObservedReply> => {
    const reply = await sendCall(first, call);
    if (double !== undefined) {
      const other = await sendCall(double, call);
      if (other.status !== reply.status || other.text !== reply.text)
        faults.push(
          `${call.method} ${call.path}: the double answers ${other.status} ${findDifference(reply.text, other.text)}`,
        );
    }
    const operation = findOperation(call.method, call.path.split('?')[0] ?? '');
    if (reply.status < 300 && operation !== undefined) succeeded.add(`${operation.method} ${operation.path}`);
    const fault = findFormFault(call, reply);
    if (fault !== undefined) faults.push(fault);
    return { ...reply, body: parse(reply.text) };
  };

  const learn = (call: MixedCall, { status, text }: ObservedReply) => {
    const words = `${call.path} ${text}`;
    for (const [token] of words.matchAll(tokenForm)) tokens.add(token);
    for (const [, path = ''] of text.matchAll(linkForm)) paths.set(path.split('/').at(-1) ?? '', path);
    const owner = /^\/entities\/[^/]+\/documents/.exec(call.path)?.[0];
    if (owner !== undefined && status < 300)
      for (const [token] of words.matchAll(/\bD-\w{20}\b/g)) paths.set(token, owner);
    for (const [token] of words.matchAll(/\bINV-\w{20}\b/g)) paths.set(token, `/investigations/${token}`);
    for (const [token] of words.matchAll(/\b(?:CI|PA)-\w{20}\b/g))
      paths.set(token, `${token.startsWith('CI') ? '/custom-lists' : '/published-attributes'}/${token}`);
  };

  const look = async (path: string) => {
    const reply = await sendOnce({ method: 'GET', path });
    learn({ method: 'GET', path }, reply);
    if (reply.status < 300) laws.observe(path, reply.body);
  };

  /** The records that the call or its answer names. */
  const lookAround = async (call: MixedCall, reply: ObservedReply) => {
    const words = `${call.path} ${JSON.stringify(call.body ?? null)} ${call.method === 'GET' ? '' : reply.text}`;
    const named = new Set([...words.matchAll(tokenForm)].flatMap(([token]) => paths.get(token) ?? []));
    for (const path of named) {
      await look(path);
      if (/^\/cases\/[^/]+$/.test(path)) await look(`${path}/works`);
      if (/\/applications\/[^/]+$/.test(path)) await look(`${path}/notes`);
    }
  };

  return {
    async send(call) {
      laws.called(call.method, call.path);
      const reply = await sendOnce(call);
      learn(call, reply);
      if (call.method === 'GET' && reply.status < 300) laws.observe(call.path, reply.body);
      if (call.method !== 'GET') await lookAround(call, reply);
      return reply;
    },
    wait(milliseconds) {
      time += milliseconds;
    },
    divide() {
      double = createSimulator({ ...options, state: JSON.parse(first.formatState().text) });
    },
    async readAll() {
      let count = 0;
      for (const call of listReads([...tokens])) {
        const reply = await sendOnce(call);
        if (reply.status >= 300) continue;
        count += 1;
        laws.observe(call.path, reply.body);
      }
      if (double !== undefined && first.formatState().text !== double.formatState().text)
        faults.push('the double holds something else');
      return count;
    },
    get faults() {
      return [...faults, ...laws.violations];
    },
    fault: (what) => {
      faults.push(what);
    },
    moves: laws.moves,
    tokens,
    succeeded,
  };
}

const readPrefixes: Readonly<Record<string, string>> = {
  evaluation_token: 'S',
  batch_token: 'BT',
  document_token: 'D',
  review_token: 'R',
  entity_token_or_external_id: 'EG',
  event_request_token: 'EV',
  account_identifier_or_token: 'A',
  case_token: 'C',
  custom_list_token: 'CI',
  list_token: 'I',
  published_attribute_token: 'PA',
  investigation_token: 'INV',
  journey_token: 'J',
  journey_application_token: 'JA',
  journey_batch_token: 'JB',
  manual_review_token: 'R',
  entity_token: 'P|B|G',
};

/** Every GET with the latest tokens of its kinds; those that belong to something else are refused by all alike. */
function* listReads(tokens: readonly string[]): Generator<MixedCall> {
  for (const { method, path } of operations) {
    if (method !== 'GET') continue;
    const names = [...path.matchAll(/:([a-z_]+)/g)].map(([, name = '']) => name);
    const perName = names.length < 2 ? 40 : 8;
    let filled = [path];
    for (const name of names) {
      const kinds = (readPrefixes[name] ?? 'P').split('|');
      const known = tokens.filter((token) => kinds.includes(token.split('-')[0] ?? '')).slice(-perName);
      const values = name === 'version' ? ['1.0', '1.1'] : [...known, 'nobody'];
      filled = filled.flatMap((each) => values.map((value) => each.replace(`:${name}`, value)));
    }
    for (const each of filled) {
      if (!each.endsWith('/values')) yield { method, path: each };
      else
        for (const token of tokens.filter((token) => token.startsWith('P-')).slice(-5))
          yield { method, path: each, headers: { 'alloy-entity-token': token } };
    }
  }
}

function findDifference(left: string, right: string): string {
  let index = 0;
  while (index < left.length && left[index] === right[index]) index += 1;
  const cut = (text: string) => text.slice(Math.max(0, index - 60), index + 60);
  return `${cut(right)} instead of ${cut(left)}`;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
