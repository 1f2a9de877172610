/**
 * Mode `token` end to end: an agent carries an SSN, an account number and a birth date from one tool's answer to
 * another tool's argument and never sees them, from one server to another too; whatever is not exactly what it was
 * given is refused by name, and nothing is sent.
 */

import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type LoopbackAlloy, startLoopbackAlloy } from '../helpers/alloys/loopback-alloy.ts';
import { startHttpService } from '../helpers/clients/http-service.ts';
import type { RpcMessage } from '../helpers/clients/json-rpc.ts';
import { parseRpcReply, postRpc } from '../helpers/clients/send-http.ts';
import { stopProcesses } from '../helpers/clients/start-process.ts';
import { openTapped, type TappedSession } from '../helpers/clients/tapped-session.ts';
import { readAnswered, readEnvelope } from '../helpers/read-envelope.ts';
import { readMember } from '../helpers/read-member.ts';

const person = { document_ssn: '666120417', birth_date: '1931-04-17', account_number: '774120009871' };
const keys = {
  first: 'first-key-of-the-tests-0123456789abcdefgh',
  second: 'second-key-of-the-tests-0123456789abcdef',
};

let alloy: LoopbackAlloy;
beforeAll(async () => {
  alloy = await startLoopbackAlloy(({ text: body, method }) => ({
    body:
      method === 'GET'
        ? { evaluation_token: 'S-2WU9staJ5pVCQ6xgn3KV', supplied: person, notes: [`SSN is 666-12-0417`] }
        : // As Alloy does: what it was sent comes back, also where no name tells it.
          {
            evaluation_token: 'S-2WU9staJ5pVCQ6xgn3KV',
            supplied: JSON.parse(body),
            remark: `got ${body.slice(0, 60)}`,
          },
  }));
});
afterAll(stopProcesses);
afterAll(() => alloy.stop());

let seen = 0;
const takeSent = () => {
  const sent = alloy.requests.slice(seen);
  seen = alloy.requests.length;
  return sent;
};
afterEach(() => {
  takeSent();
});

const variables = (key: string = keys.first) => ({
  ALLOY_TOKEN: 'a-token-of-the-test',
  ALLOY_SECRET: 'a-secret-of-the-test',
  ALLOY_BASE_URL: alloy.baseUrl,
  ALLOY_PII: 'token',
  ALLOY_PII_KEY: key,
});

const readTool = 'get_single_alloy_evaluation_by_id';
const read = { id: 'S-2WU9staJ5pVCQ6xgn3KV' };
const names = ['document_ssn', 'birth_date', 'account_number'] as const;

type Call = (tool: string, args: Readonly<Record<string, unknown>>) => Promise<RpcMessage>;
type Carried = Readonly<Record<(typeof names)[number], string>>;

/** What the agent gets in place of the three values. */
async function readStandIns(call: Call): Promise<Carried> {
  const reply = await call(readTool, read);
  takeSent();
  const supplied = readAnswered(reply, 'result.supplied');
  const [document_ssn = '', birth_date = '', account_number = ''] = names.map((name) =>
    String(readMember(supplied, name)),
  );
  return { document_ssn, birth_date, account_number };
}

/** Sends the three on, to two other tools. */
async function carry(call: Call, { account_number, ...rest }: Carried): Promise<readonly RpcMessage[]> {
  return [
    await call('create_a_alloy_evaluation', { name_first: 'Maya', name_last: 'Okafor', ...rest }),
    await call('create_a_alloy_account', {
      entities: [{ external_entity_id: 'cust-1', account_holder_type: 'primary' }],
      account_number,
    }),
  ];
}

function expectCarried(replies: readonly RpcMessage[]): void {
  for (const reply of replies)
    expect(readMember(reply, 'result.isError') ?? false, JSON.stringify(reply)).toBe(false);
  const bodies = takeSent().map(({ text }): unknown => JSON.parse(text));
  expect(bodies).toEqual([
    expect.objectContaining({ document_ssn: person.document_ssn, birth_date: person.birth_date }),
    expect.objectContaining({ account_number: person.account_number }),
  ]);
}

function expectRefused(reply: RpcMessage, message: RegExp): void {
  expect(reply).toMatchObject({ result: { isError: true } });
  expect(readEnvelope(reply)).toMatchObject({
    error: { kind: 'invalid_arguments', message: expect.stringMatching(message) },
  });
  expect(takeSent()).toEqual([]);
}

const inClear = /666[-. ]?12[-. ]?0417|1931-04-17|774120009871/;

describe.each(['stdio', 'http'] as const)('over %s', (transport) => {
  let session: TappedSession;
  let replica: TappedSession;
  let bytes = '';
  const open = (key?: string) => openTapped(transport, variables(key));
  const call: Call = (tool, args) => session.call(tool, args);
  beforeAll(async () => {
    [session, replica] = await Promise.all([open(), open()]);
  });
  afterEach(() => {
    bytes += session.take() + replica.take();
  });

  it('an agent carries the three values from one tool to others', async () => {
    const carried = await readStandIns(call);
    for (const name of names) expect(carried[name]).toMatch(/^pii:[a-z_]+:[A-Za-z0-9_-]{40,}$/);
    expectCarried(await carry(call, carried));
  });

  it('from one server to another with the same key', async () => {
    const carried = await readStandIns(call);
    expectCarried(await carry((tool, args) => replica.call(tool, args), carried));
    expect(await readStandIns((tool, args) => replica.call(tool, args))).toEqual(carried);
  });

  it('an altered one is refused by name', async () => {
    const { document_ssn: standIn } = await readStandIns(call);
    const end = standIn.length - 5;
    const other = standIn.charAt(end) === 'A' ? 'B' : 'A';
    for (const altered of [
      standIn.slice(0, end) + other + standIn.slice(end + 1),
      standIn.slice(0, -4),
      standIn.replace('pii:ssn:', 'pii:account:'),
      standIn.toUpperCase(),
      `x${standIn}`,
    ])
      expectRefused(
        await call('create_a_alloy_evaluation', { name_last: 'Okafor', document_ssn: altered }),
        /^document_ssn holds .*(?:altered|the whole of its argument|of kind account and is taken in arguments of that kind alone)/i,
      );
  });

  it('one under a key that has been removed is refused by name; one that is still listed opens', async () => {
    const carried = await readStandIns(call);
    const both = await open(`${keys.second},${keys.first}`);
    expectCarried(await carry((tool, args) => both.call(tool, args), carried));
    const other = await open(keys.second);
    for (const name of ['document_ssn', 'birth_date'] as const)
      expectRefused(
        await other.call('create_a_alloy_evaluation', { name_last: 'Okafor', [name]: carried[name] }),
        new RegExp(`^${name} holds .*key that this server no longer has`),
      );
    bytes += both.take() + other.take();
  });

  it('a masked value is refused by name', async () => {
    for (const masked of ['***0417', '*********', 'XXX-XX-0417'])
      expectRefused(
        await call('create_a_alloy_evaluation', { name_last: 'Okafor', document_ssn: masked }),
        /^document_ssn is a masked value/,
      );
    expectRefused(
      await call('create_a_alloy_event', {
        event_type: 'person_created',
        data: { external_entity_id: 'cust-1', identifiers: { document_ssn: '***0417' } },
      }),
      /^data\.identifiers\.document_ssn is a masked value/,
    );
  });

  it('none of it is ever in the bytes, nor on stderr', async () => {
    expect(bytes.length).toBeGreaterThan(5000);
    expect(bytes).not.toMatch(inClear);
    expect(session.log() + replica.log()).not.toMatch(inClear);
  });
});

it("somebody else's is refused by name", async () => {
  const tokens = { jane: 'token-of-jane-0123456789abcdef', bo: 'token-of-bo-0123456789abcdefgh' };
  const { url } = await startHttpService({
    ...variables(),
    ALLOY_MCP_TOKEN: `jane:${tokens.jane},bo:${tokens.bo}`,
  });
  const as =
    (who: keyof typeof tokens): Call =>
    async (name, args) => {
      const headers = { authorization: `Bearer ${tokens[who]}` };
      return parseRpcReply(
        await postRpc(url, 'tools/call', { name, arguments: args }, { headers, modern: true }),
      );
    };
  const [janes, bos] = [await readStandIns(as('jane')), await readStandIns(as('bo'))];
  expect(janes.document_ssn).not.toBe(bos.document_ssn);
  for (const name of ['document_ssn', 'birth_date'] as const)
    expectRefused(
      await as('bo')('create_a_alloy_evaluation', { name_last: 'Okafor', [name]: janes[name] }),
      new RegExp(`^${name} holds .*given to somebody else`),
    );
  expectCarried(await carry(as('bo'), bos));
});

it('what travels with a question cannot be tried out for the value behind a stand-in', async () => {
  const capabilities = { elicitation: {} };
  const services = await Promise.all([startHttpService(variables()), startHttpService(variables())]);
  const asks = services.map(({ url }) => async (name: string, args: object) => {
    const params = { name, arguments: args };
    return parseRpcReply(await postRpc(url, 'tools/call', params, { modern: true, capabilities }));
  });
  const parts = [];
  for (const ask of asks) {
    const { document_ssn } = await readStandIns(ask);
    const reply = await ask('create_a_alloy_list_entity', {
      list_token: 'I-2WU9staJ5pVCQ6xgn3KV',
      document_ssn,
    });
    expect(JSON.stringify(reply)).not.toMatch(inClear);
    const state = String(readMember(reply, 'result.requestState')).split('.');
    expect(state).toHaveLength(4);
    parts.push(...state);
  }
  // A digest of the opened arguments that anybody can compute would be the same in both.
  expect(new Set(parts).size).toBe(parts.length);
});
