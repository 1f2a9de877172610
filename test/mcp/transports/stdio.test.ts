/** MCP over stdio as a host sees it: what is on the wire, what a broken client does to it, and how it ends. */
import { spawn } from 'node:child_process';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { type LoopbackAlloy, startLoopbackAlloy } from '../../helpers/alloys/loopback-alloy.ts';
import { initializeParams, modernMeta, parseRpcMessage } from '../../helpers/clients/json-rpc.ts';
import { createLineClient, type LineClient } from '../../helpers/clients/line-client.ts';
import { runCommand } from '../../helpers/clients/run-command.ts';
import {
  binary,
  buildEnvironment,
  type RunningProcess,
  startProcess,
  stopProcesses,
} from '../../helpers/clients/start-process.ts';
import { inFull } from '../../helpers/extent.ts';
import { readAnswered } from '../../helpers/read-envelope.ts';
import { readMember } from '../../helpers/read-member.ts';

/** More than a pipe takes at once. */
const longAnswer = 1024 * 1024;
const readTool = 'get_single_alloy_evaluation_by_id';

let alloy: LoopbackAlloy;
let variables: Record<string, string>;
beforeAll(async () => {
  // S-late... is answered late, S-never... not at all, S-long... at length; the rest at once, by the token alone.
  alloy = await startLoopbackAlloy(async ({ path, abandoned }) => {
    const token = /^\/v1\/evaluations\/(S-[\w-]+)$/.exec(path)?.[1];
    if (token?.startsWith('S-late')) await new Promise((resolve) => setTimeout(resolve, 300));
    if (token?.startsWith('S-never')) await abandoned;
    const text = token?.startsWith('S-long') ? { text: 'x'.repeat(longAnswer) } : {};
    return token === undefined ? undefined : { body: { evaluation_token: token, ...text } };
  });
  variables = { ALLOY_TOKEN: 'a-token', ALLOY_SECRET: 'a-secret', ALLOY_BASE_URL: alloy.baseUrl };
  // So that the long one is long on the wire too.
  variables['ALLOY_MAX_RESULT_CHARS'] = '10000000';
  // The log is compared as a whole, and a list of more than 128 tools is worth a line.
  variables['ALLOY_ALIASES'] = 'off';
});
afterAll(async () => {
  await stopProcesses();
  await alloy.stop();
});

/** Of the requests of this test, the one of that number (from 0), once it has come. */
const received = (index: number) => alloy.received(before + index);
let before = 0;
beforeEach(() => {
  before = alloy.requests.length;
});

async function connect(more: Record<string, string> = {}): Promise<{
  readonly server: RunningProcess;
  readonly client: LineClient;
}> {
  const server = startProcess([], { ...variables, ...more });
  const client = createLineClient(server);
  await client.initialize();
  return { server, client };
}

async function expectAnswer(client: LineClient, id: string) {
  const answer = await client.callTool(readTool, { id });
  expect(readAnswered(answer, 'result')).toEqual({ evaluation_token: id });
}

function formatCall(id: number, token: string, more: object = {}): string {
  const params = { name: readTool, arguments: { id: token }, ...more };
  return `${JSON.stringify({ jsonrpc: '2.0', id, method: 'tools/call', params })}\n`;
}

describe('the wire', () => {
  afterEach(stopProcesses);

  it('carries nothing but JSON-RPC lines; logs go to stderr', async () => {
    const { server, client } = await connect({ LOG_LEVEL: 'trace' });
    await client.request('tools/list');
    await expectAnswer(client, 'S-1');
    await client.callTool(readTool, { id: '' });
    client.write('not JSON');
    await client.ask('no/such/method');
    server.stdin.end();
    await server.ended;

    const output = server.output();
    expect(output.endsWith('\n')).toBe(true);
    const ids = output
      .slice(0, -1)
      .split('\n')
      .map((line) => parseRpcMessage(line).id);
    expect(ids).toEqual(['call-1', 'call-2', 'call-3', 'call-4', null, 'call-5']);
    const logged = server.log().trim().split('\n');
    expect(logged.map((line) => readMember(JSON.parse(line), 'msg'))).toEqual(
      expect.arrayContaining(['serving MCP over stdio', 'call failed']),
    );
    // In milliseconds a time would hold nine digits in a row: searches for SSNs find those, ours (leak.test.ts) too.
    for (const line of logged)
      expect(readMember(JSON.parse(line), 'time')).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
  });

  it.each(['2024-11-05', '2025-03-26', '2025-06-18', '2025-11-25'])('speaks %s', async (protocolVersion) => {
    const client = createLineClient(startProcess());
    expect(await client.request('initialize', { ...initializeParams, protocolVersion })).toMatchObject({
      protocolVersion,
      serverInfo: { name: 'alloy-mcp' },
      capabilities: { tools: {} },
    });
  });

  it('offers a protocol that it has to a client that asks for one that it has not', async () => {
    const client = createLineClient(startProcess());
    const hello = await client.request('initialize', { ...initializeParams, protocolVersion: '1999-12-31' });
    expect(hello).toMatchObject({ protocolVersion: expect.stringMatching(/^2025-/) });
  });

  it('gives each of many calls at a time its own answer', async () => {
    const { client } = await connect();
    const tokens = Array.from({ length: 50 }, (_, index) => `${index % 3 === 0 ? 'S-late' : 'S'}-${index}`);
    await Promise.all(tokens.map((token) => expectAnswer(client, token)));
  });

  it('keeps the id of a call as it came', async () => {
    const { client } = await connect();
    for (const id of [0, -1, 'x', '0']) expect(await client.ask('ping', {}, id)).toMatchObject({ id });
  });
});

describe('a broken client', () => {
  let server: RunningProcess;
  let client: LineClient;
  beforeAll(async () => {
    ({ server, client } = await connect());
  });
  afterEach(() => void alloy.take());

  it.each([
    ['text that is not JSON', 'hello'],
    ['half of a message', '{"jsonrpc":"2.0","id":7,"meth'],
    ['an empty line', ''],
    ['a line of spaces', '   '],
    ['null', 'null'],
    ['a number', '42'],
    ['an empty list', '[]'],
    ['a list of lists', '[[[[1]]]]'],
    ['an object without a call', '{"jsonrpc":"2.0"}'],
    ['an older JSON-RPC', '{"id":7,"method":"tools/list"}'],
    ['an id that is an object', '{"jsonrpc":"2.0","id":{"a":1},"method":"ping"}'],
    ['parameters that are a number', '{"jsonrpc":"2.0","id":7,"method":"tools/call","params":5}'],
    ['an answer to nothing', '{"jsonrpc":"2.0","id":7,"result":{}}'],
    ['a notification that nobody knows', '{"jsonrpc":"2.0","method":"notifications/nonsense"}'],
    ['a cancellation of nothing', '{"jsonrpc":"2.0","method":"notifications/cancelled","params":{}}'],
    ['control characters', '\u0000\u001b[2J\u0007'],
  ])('that sends %s is served on', async (_, line) => {
    client.write(line);
    await expectAnswer(client, 'S-1');
  });

  it('that sends bytes which are no UTF-8 is served on', async () => {
    server.stdin.write(Buffer.from([0xff, 0xfe, 0xc0, 0x0a]));
    await expectAnswer(client, 'S-1');
  });

  it.each([
    ['a method that is not there', 'no/such/method', {}, -32601],
    ['a tool call without a name', 'tools/call', { arguments: {} }, -32602],
    ['a tool call whose name is a number', 'tools/call', { name: 7 }, -32602],
    ['a tool call with a list of arguments', 'tools/call', { name: readTool, arguments: ['S-1'] }, -32602],
  ])('gets a protocol error for %s', async (_, method, params, code) => {
    expect(await client.ask(method, params)).toMatchObject({ error: { code, message: expect.any(String) } });
    await expectAnswer(client, 'S-1');
    expect(alloy.take()).toHaveLength(1);
  });

  it('that sends a message of 5 MB is answered, and served on', async () => {
    const long = 'x'.repeat(5 * 1024 * 1024);
    const answer = await client.callTool(readTool, { id: long });
    expect(answer.result).toMatchObject({ isError: true });
    expect(JSON.stringify(answer).length).toBeLessThan(5000);
    client.write(long);
    await expectAnswer(client, 'S-1');
    expect(alloy.take()).toHaveLength(1);
  });

  it('has ended nothing, and the end is as ever', async () => {
    server.stdin.end();
    expect(await server.ended).toEqual({ code: 0, signal: null });
  });
});

const ways: readonly (readonly [string, (server: RunningProcess) => void])[] = [
  ['end of input', (server) => void server.stdin.end()],
  ['SIGTERM', (server) => server.kill('SIGTERM')],
  ['SIGINT', (server) => server.kill('SIGINT')],
  ['SIGHUP', (server) => server.kill('SIGHUP')],
];

describe.each(inFull(ways, (_, index) => index < 2))('%s', (_, end) => {
  afterEach(stopProcesses);

  it('ends it with code 0 and no further word', async () => {
    const { server } = await connect();
    const before = server.output();
    end(server);
    expect(await server.ended).toEqual({ code: 0, signal: null });
    expect(server.output()).toBe(before);
    expect(server.log()).toBe('');
  });

  it('lets the calls that are under way be answered first', async () => {
    const { server, client } = await connect();
    const answers = [1, 2, 3].map((number) => expectAnswer(client, `S-late-${number}`));
    await received(2);
    end(server);
    await Promise.all(answers);
    expect(await server.ended).toEqual({ code: 0, signal: null });
  });
});

describe('the end', () => {
  afterEach(stopProcesses);

  it('does not wait for ever for an Alloy that does not answer', async () => {
    const started = inFull(ways, (_, index) => index < 2).map(async ([, end]) => {
      const { server, client } = await connect();
      client.callTool(readTool, { id: 'S-never' }).catch(() => undefined);
      return { server, end };
    });
    const servers = await Promise.all(started);
    const { abandoned } = await received(inFull(ways, (_, index) => index < 2).length - 1);
    for (const { server, end } of servers) end(server);
    for (const { server } of servers) expect(await server.ended).toEqual({ code: 0, signal: null });
    await abandoned;
  });

  it.each([
    ['2025', 'initialize', initializeParams, {}],
    ['2026-07-28', 'server/discover', { _meta: modernMeta }, { _meta: modernMeta }],
  ])('comes after all that was piped in has been answered, in %s', async (_, method, params, more) => {
    const hello = { jsonrpc: '2.0', id: 0, method, params };
    const calls = [1, 2, 3, 4, 5].map((id) => formatCall(id, `S-late-${id}`, more));
    const run = await runCommand([], { variables, input: `${JSON.stringify(hello)}\n${calls.join('')}` });
    expect(run).toMatchObject({ code: 0, log: '' });
    const ids = run.output
      .trim()
      .split('\n')
      .map((line) => parseRpcMessage(line).id);
    expect(ids.sort()).toEqual([0, 1, 2, 3, 4, 5]);
  });

  it('comes after a long answer has been read to its end, by a client that reads slowly', async () => {
    const { server, client } = await connect();
    const answers = ['S-long-1', 'S-long-2'].map((id) => client.callTool(readTool, { id }));
    await received(1);
    server.stdout.pause();
    server.stdin.end();
    await new Promise((resolve) => setTimeout(resolve, 300));
    server.stdout.resume();
    for (const answer of await Promise.all(answers))
      expect(readAnswered(answer, 'result.text')).toHaveLength(longAnswer);
    expect(await server.ended).toEqual({ code: 0, signal: null });
  });

  it('comes at once, with code 130, on a second signal', async () => {
    const { server, client } = await connect();
    const answer = client.callTool(readTool, { id: 'S-never' }).catch(() => undefined);
    await received(0);
    server.kill('SIGTERM');
    // A signal that comes again before it was delivered counts once, so it is sent until it took effect.
    const again = setInterval(() => server.kill('SIGTERM'), 20);
    const ending = await server.ended;
    clearInterval(again);
    await answer;
    expect(ending).toEqual({ code: 130, signal: null });
  });

  it('does not wait for a call that was cancelled, nor answers it', async () => {
    const { server, client } = await connect();
    client.send({
      id: 'gone',
      method: 'tools/call',
      params: { name: readTool, arguments: { id: 'S-never' } },
    });
    const request = await received(0);
    client.send({ method: 'notifications/cancelled', params: { requestId: 'gone' } });
    await request.abandoned;
    server.stdin.end();
    expect(await server.ended).toEqual({ code: 0, signal: null });
    expect(client.messages.map(({ id }) => id)).not.toContain('gone');
  });

  it('comes when the client reads no more, although a call is under way', async () => {
    const { server, client } = await connect();
    client.callTool(readTool, { id: 'S-late' }).catch(() => undefined);
    await received(0);
    server.stdout.destroy();
    server.stdin.destroy();
    expect(await server.ended).toEqual({ code: 0, signal: null });
  });

  it('comes when the host is killed: no orphan is left', async () => {
    const hosting = `
      const server = require('node:child_process').spawn(process.execPath, [process.argv[1]], { stdio: ['pipe', 'pipe', 'inherit'] });
      server.stdin.write(process.argv[2]);
      server.stdout.once('data', () => process.stdout.write('answered'));
    `;
    const host = spawn(process.execPath, ['-e', hosting, binary, formatCall(1, 'S-1')], {
      env: buildEnvironment(variables),
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    // The server shares the host's stderr, so that one closes when both have ended.
    const bothEnded = new Promise((resolve) => host.once('close', resolve));
    await new Promise((resolve) => host.stdout.once('data', resolve));
    host.stderr.resume();
    host.stdout.resume();
    host.kill('SIGKILL');
    await bothEnded;
  });
});
