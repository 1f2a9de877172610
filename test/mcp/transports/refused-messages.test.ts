/** What is no JSON-RPC message, over stdio: each is answered where anybody waits, and logged once, without its values. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { initializeParams, type RpcMessage } from '../../helpers/clients/json-rpc.ts';
import { createLineClient, type LineClient } from '../../helpers/clients/line-client.ts';
import { type RunningProcess, startProcess, stopProcesses } from '../../helpers/clients/start-process.ts';
import { inFull } from '../../helpers/extent.ts';

afterAll(stopProcesses);

interface Session {
  readonly server: RunningProcess;
  readonly client: LineClient;
}

interface Exchange {
  readonly answers: readonly RpcMessage[];
  readonly log: string;
}

let markers = 0;

/** Sends lines as they are, and collects what came of them: a message behind them is refused by a name of its own. */
async function exchange({ server, client }: Session, lines: readonly string[]): Promise<Exchange> {
  const [answered, logged] = [client.messages.length, server.log().length];
  for (const line of lines) client.write(line);
  markers += 1;
  const [marker, last] = [`marker_${markers}`, `last_${markers}`];
  client.write(JSON.stringify({ ...ping, id: marker, [marker]: 1 }));
  await server.waitFor('log', new RegExp(marker));
  await client.ask('ping', {}, last);
  const [log = ''] = server
    .log()
    .slice(logged)
    .split(new RegExp(`.*${marker}`));
  return {
    answers: client.messages.slice(answered).filter(({ id }) => id !== marker && id !== last),
    log: log.trim(),
  };
}

async function connect(protocolVersion: string): Promise<Session> {
  const server = startProcess(['--aliases=off']);
  const client = createLineClient(server);
  await client.request('initialize', { ...initializeParams, protocolVersion });
  return { server, client };
}

/** A value that must not reach the log, in a place that each of them has. */
const secret = '123-45-6789';
const ping = { jsonrpc: '2.0', method: 'ping' };

const invalid: readonly (readonly [string, unknown, id?: string | number])[] = [
  ['params that are a list', { ...ping, id: 1, params: [secret] }, 1],
  ['params that are a text', { ...ping, id: 'a', params: secret }, 'a'],
  ['params that are a number', { ...ping, id: 1, params: 123456789 }, 1],
  ['_meta that is a text', { ...ping, id: 1, params: { _meta: secret } }, 1],
  ['_meta that is a list', { ...ping, id: 1, params: { _meta: [secret] } }, 1],
  [
    'a progress token that is half a number',
    { ...ping, id: 1, params: { _meta: { progressToken: 1.5 } } },
    1,
  ],
  ['a progress token that is an object', { ...ping, id: 1, params: { _meta: { progressToken: {} } } }, 1],
  ['a member more', { ...ping, id: 0, wait: secret }, 0],
  ['a member more that is null, and one that is not', { ...ping, id: '', error: null, x: secret }, ''],
  ['no jsonrpc', { id: -7, method: 'ping', params: { secret } }, -7],
  ['jsonrpc that is a number', { ...ping, jsonrpc: 2, id: 7 }, 7],
  ['an older jsonrpc', { ...ping, jsonrpc: '1.0', id: 7 }, 7],
  ['jsonrpc that is null', { ...ping, jsonrpc: null, id: 7 }, 7],
  ['no method', { jsonrpc: '2.0', id: 7, params: { secret } }, 7],
  ['a method that is null', { ...ping, id: 7, method: null }, 7],
  ['a method that is a number', { ...ping, id: 7, method: 5 }, 7],
  ['an id that is null', { ...ping, id: null }],
  ['an id that is half a number', { ...ping, id: 1.5 }],
  ['an id that is too large to be exact', { ...ping, id: 2 ** 60 }],
  ['an id that is an object', { ...ping, id: { secret } }],
  ['an id that is a list', { ...ping, id: [7] }],
  ['an id that is true', { ...ping, id: true }],
  ['nothing but its revision', { jsonrpc: '2.0' }],
  ['no member', {}],
  ['a number', 42],
  ['a text', secret],
  ['null', null],
  ['false', false],
];
const notJson: readonly (readonly [string, string])[] = [
  ['words', `hello ${secret}`],
  ['half of a message', '{"jsonrpc":"2.0","id":7,"meth'],
  ['two messages on a line', `${JSON.stringify({ ...ping, id: 1 })}${JSON.stringify({ ...ping, id: 2 })}`],
  ['a header of another framing', 'Content-Length: 52'],
  ['control characters', '\u0000\u001b[2J'],
  ['single quotes', "{'jsonrpc':'2.0','id':1,'method':'ping'}"],
  ['a mark in the middle', `{"jsonrpc":"2.0",\ufeff"id":7}`],
];
const unanswered: readonly (readonly [string, unknown])[] = [
  ['a notification whose params are a list', { jsonrpc: '2.0', method: 'notifications/x', params: [secret] }],
  ['a notification with a member more', { jsonrpc: '2.0', method: 'notifications/initialized', x: secret }],
  ['a notification of no revision', { method: 'notifications/cancelled', params: { requestId: 1 } }],
  ['an answer that is a text', { jsonrpc: '2.0', id: 1, result: secret }],
  ['an answer that is both', { jsonrpc: '2.0', id: 1, result: {}, error: { code: 1, message: secret } }],
  ['an error without a code', { jsonrpc: '2.0', id: 1, error: { message: secret } }],
  ['an answer to nothing', { jsonrpc: '2.0', id: 7, result: { content: { secret } } }],
];

const revisions = [
  { revision: '2024-11-05', withoutId: { id: null } },
  { revision: '2025-06-18', withoutId: { id: null } },
  { revision: '2025-11-25', withoutId: {} },
];
describe.each(inFull(revisions, ({ revision }) => revision !== '2024-11-05'))(
  'in a session of $revision',
  ({ revision, withoutId }) => {
    let session: Session;
    beforeAll(async () => {
      session = await connect(revision);
    });

    async function expectRefusal(line: string, code: number, id: object): Promise<void> {
      const { answers, log } = await exchange(session, [line]);
      const error = { code, message: expect.stringMatching(/\w{3}/) };
      expect(answers, line).toEqual([{ jsonrpc: '2.0', ...id, error }]);
      expect(log.split('\n'), line).toHaveLength(1);
      expect(log).toContain('"msg":"protocol"');
      expect(log + JSON.stringify(answers)).not.toMatch(/123-45-6789|123456789/);
    }

    it.each(invalid)('a message of %s is refused', async (_, message, id) => {
      await expectRefusal(JSON.stringify(message), -32600, id === undefined ? withoutId : { id });
    });

    it.each(notJson)('%s are refused', async (_, line) => {
      await expectRefusal(line, -32700, withoutId);
    });

    it.each(unanswered)('%s is logged, and not answered', async (_, message) => {
      const { answers, log } = await exchange(session, [JSON.stringify(message)]);
      expect(answers).toEqual([]);
      expect(log.split('\n')).toHaveLength(1);
      expect(log).not.toContain(secret);
    });

    it.each([
      ['', 'an empty line'],
      ['   \t\r', 'a line of spaces'],
      ['\ufeff', 'a mark alone'],
    ])('%j is nothing (%s)', async (line) => {
      expect(await exchange(session, [line])).toEqual({ answers: [], log: '' });
    });

    it('a byte order mark is no part of the message behind it, on any line', async () => {
      const marked = `\ufeff${JSON.stringify({ ...ping, id: 'marked' })}`;
      const { answers, log } = await exchange(session, [marked, `${marked}\r`]);
      expect(answers).toEqual([
        { jsonrpc: '2.0', id: 'marked', result: {} },
        { jsonrpc: '2.0', id: 'marked', result: {} },
      ]);
      expect(log).toBe('');
    });

    it('a batch is refused, to each that waits for an answer in it', async () => {
      const batch = [
        { ...ping, id: 1 },
        { jsonrpc: '2.0', method: 'notifications/initialized' },
        { ...ping, id: 'b' },
      ];
      const { answers, log } = await exchange(session, [JSON.stringify(batch)]);
      const error = { code: -32600, message: expect.stringContaining('2025-03-26') };
      expect(answers).toEqual([1, 'b'].map((id) => ({ jsonrpc: '2.0', id, error })));
      expect(log.split('\n')).toHaveLength(1);
      for (const none of [[], [[[]]], [42], [{ jsonrpc: '2.0', method: 'x' }]])
        await expectRefusal(JSON.stringify(none), -32600, withoutId);
    });
  },
);

describe('in a session of 2025-03-26', () => {
  it('a batch is carried out, also behind the introduction that it came with', async () => {
    const server = startProcess(['--aliases=off']);
    const client = createLineClient(server);
    const hello = client.request('initialize', { ...initializeParams, protocolVersion: '2025-03-26' });
    client.write(
      JSON.stringify([
        { ...ping, id: 'one' },
        { jsonrpc: '2.0', method: 'notifications/initialized' },
        { ...ping, id: 'two', params: null },
        { ...ping, id: 'wrong', params: 5 },
      ]),
    );
    await hello;
    await client.ask('ping');
    const about = (id: string) => client.messages.filter((message) => message.id === id);
    expect(about('one')).toMatchObject([{ result: {} }]);
    expect(about('two')).toMatchObject([{ result: {} }]);
    expect(about('wrong')).toMatchObject([{ error: { code: -32600 } }]);
  });

  it.each([
    ['is empty', []],
    ['has too many messages', Array.from({ length: 101 }, (_, id) => ({ ...ping, id }))],
    ['holds an introduction', [{ ...ping, method: 'initialize', params: initializeParams, id: 'again' }]],
  ])('a batch that %s is refused', async (_, batch) => {
    const { answers } = await exchange(await connect('2025-03-26'), [JSON.stringify(batch)]);
    expect(answers).toMatchObject([{ error: { code: -32600 } }]);
  });
});

describe('an answer to a question of the server', () => {
  it.each([
    ['a result that is null', { result: null }],
    ['a result that is a list', { result: [] }],
    ['an error that is null', { error: null }],
    ['an error without a number', { error: { code: 'x', message: 'no' } }],
    ['a result beside an error', { result: {}, error: { code: 1, message: 'no' } }],
  ])('that is %s ends the call that waits for it', async (_, reply) => {
    const server = startProcess(['--aliases=off']);
    const client = createLineClient(server);
    const capabilities = { elicitation: {} };
    await client.request('initialize', { ...initializeParams, capabilities });
    client.send({ method: 'notifications/initialized' });
    const waiting = client.callTool(
      'update_a_alloy_investigation_promote_by_id',
      { investigation_token: 'INV-Dm1AccountTakeover01' },
      'c',
    );
    const findQuestion = () => client.messages.find(({ method }) => method === 'elicitation/create');
    while (findQuestion() === undefined) await new Promise((resolve) => setTimeout(resolve, 20));
    client.write(JSON.stringify({ jsonrpc: '2.0', id: findQuestion()?.id, ...reply }));
    expect(JSON.stringify(await waiting)).toMatch(/closed at the client/);
    // The client's own request of that id is not refused in its place.
    expect(client.messages.filter(({ error }) => error !== undefined)).toEqual([]);
    server.kill('SIGTERM');
  });
});

describe('a client of 2026-07-28', () => {
  it('gets refusals without an id, as its revision has them', async () => {
    const server = startProcess(['--aliases=off']);
    const client = createLineClient(server);
    const _meta = {
      'io.modelcontextprotocol/protocolVersion': '2026-07-28',
      'io.modelcontextprotocol/clientCapabilities': {},
    };
    await client.request('tools/list', { _meta });
    client.write('no JSON');
    await client.ask('tools/list', { _meta });
    expect(client.messages[1]).toEqual({
      jsonrpc: '2.0',
      error: { code: -32700, message: expect.any(String) },
    });
  });
});
