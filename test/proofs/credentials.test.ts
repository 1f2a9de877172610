/**
 * Canaries in place of every secret, through every kind of success and failure at the chattiest log level: they reach
 * Alloy, and no byte that the program writes or answers holds one of them, in any form it has on the way.
 */
import { execFile } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { inspect, promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parseConfig } from '../../src/config/config.ts';
import {
  type GivenAnswer,
  type LoopbackAlloy,
  type ReceivedRequest,
  startLoopbackAlloy,
} from '../helpers/alloys/loopback-alloy.ts';
import { startHttpService } from '../helpers/clients/http-service.ts';
import { createLineClient } from '../helpers/clients/line-client.ts';
import { runCommand } from '../helpers/clients/run-command.ts';
import { postRpc, sendHttp } from '../helpers/clients/send-http.ts';
import { type RunningProcess, startProcess, stopProcesses } from '../helpers/clients/start-process.ts';
import { inFull, isLong } from '../helpers/extent.ts';
import { readAnswered } from '../helpers/read-envelope.ts';
import { createTemporaryFolder } from '../helpers/temporary-folder.ts';

const secrets = {
  token: 'TokenCanary7q2/with+signs=and:colon',
  secret: 'SecretCanary9x8&<>"quoted"q',
  mcpToken: 'McpTokenCanary3k5-bearer',
  bearer: 'BearerCanary.4m6.signature',
};
const pair = `${secrets.token}:${secrets.secret}`;

/** As they are, and as headers, URLs, JSON and logs may write them. */
const forms = [...Object.values(secrets), pair].flatMap((secret) => [
  secret,
  Buffer.from(secret).toString('base64'),
  Buffer.from(secret).toString('base64').replace(/=+$/, ''),
  Buffer.from(secret).toString('hex'),
  encodeURIComponent(secret),
  JSON.stringify(secret).slice(1, -1),
]);

function expectNoSecret(text: string) {
  expect(text).not.toBe('');
  for (const form of forms) expect(text.includes(form), `holds ${form}`).toBe(false);
  // Whatever else may have become of them.
  expect(text).not.toMatch(/Canary/i);
}

/** What stands in an answer of an Alloy, or a proxy, that repeats whatever it knows in whatever form. */
const echoed = {
  ...Object.fromEntries(forms.map((form, index) => [`form${index}`, form])),
  nested: [JSON.stringify({ forms }), { [secrets.token]: [secrets.secret] }],
  sentence: `Basic ${Buffer.from(`user=${pair};`).toString('base64')} of ${secrets.bearer}`,
};

function answer({ method, path: asked, headers, abandoned }: ReceivedRequest) {
  const fault = (status: number, minor_code: number, message: string): GivenAnswer => ({
    status,
    body: { status_code: status, error: { minor_code, type: 'Fault', message } },
  });
  const reflected = `refused: ${headers.authorization ?? ''}`;
  const answers: Readonly<Record<string, GivenAnswer | Promise<GivenAnswer>>> = {
    'POST /v1/oauth/bearer': { body: { access_token: secrets.bearer, expires_in: 3600 } },
    'GET /v1/evaluations/S-ok': { body: { evaluation_token: 'S-ok' } },
    'GET /v1/evaluations/S-401': fault(401, 4010, 'Unauthorized'),
    'GET /v1/evaluations/S-403': fault(403, 4030, 'Forbidden'),
    'GET /v1/evaluations/S-500': fault(500, 5000, 'Unhandled'),
    'GET /v1/evaluations/S-html': { status: 502, headers: { 'content-type': 'text/html' }, body: reflected },
    'GET /v1/evaluations/S-broken': { body: `{"cut": "${reflected}` },
    'GET /v1/evaluations/S-moved': { status: 302, headers: { location: 'http://127.0.0.1:9/' }, body: '' },
    'GET /v1/evaluations/S-mirror': fault(400, 4000, reflected),
    'GET /v1/evaluations/S-echo': { body: { evaluation_token: 'S-echo', ...echoed } },
    'GET /v1/evaluations/S-details': {
      status: 400,
      body: { status_code: 400, error: { minor_code: 4000, message: pair, details: echoed } },
    },
    'GET /v1/evaluations/S-zip': { headers: { 'content-encoding': `gzip, ${secrets.token}` }, body: 'zip' },
    'GET /v1/evaluations/S-never': abandoned.then(() => ({ body: {} })),
  };
  return answers[`${method} ${asked}`];
}

/** What a call for it comes to. */
const outcomes: Readonly<Record<string, string | undefined>> = {
  'S-ok': undefined,
  'S-401': 'authentication',
  'S-403': 'forbidden',
  'S-500': 'alloy_failed',
  'S-html': 'alloy_failed',
  'S-broken': 'bad_answer',
  'S-moved': 'bad_answer',
  'S-mirror': 'invalid_request',
  'S-echo': undefined,
  'S-details': 'invalid_request',
  'S-zip': 'bad_answer',
  'S-never': 'timeout',
  '../S-ok': 'invalid_arguments',
};
const issue = ['create_a_alloy_oauth_token', { grant_type: 'client_credentials' }] as const;

/** What everybody on the machine may see of it. */
async function describeProcess({ pid }: RunningProcess): Promise<string> {
  const columns = ['-ww', '-o', 'comm=', '-o', 'args=', '-p', String(pid)];
  return (await promisify(execFile)('ps', columns)).stdout;
}

const readTool = 'get_single_alloy_evaluation_by_id';

let alloy: LoopbackAlloy;
let variables: Record<string, string>;
beforeEach(async () => {
  alloy = await startLoopbackAlloy(answer);
  variables = {
    ALLOY_TOKEN: secrets.token,
    ALLOY_SECRET: secrets.secret,
    ALLOY_MCP_TOKEN: secrets.mcpToken,
    ALLOY_BASE_URL: alloy.baseUrl,
    ALLOY_TIMEOUT_MS: '1500',
    ALLOY_MAX_RETRIES: '1',
    LOG_LEVEL: 'trace',
  };
});
afterEach(async () => {
  await stopProcesses();
  await alloy.stop();
});

const authorizations = {
  basic: `Basic ${Buffer.from(pair).toString('base64')}`,
  oauth: `Bearer ${secrets.bearer}`,
} as const;

describe.each(['basic', 'oauth'] as const)('with %s', (auth) => {
  function expectSent() {
    const calls = alloy.requests.filter(({ path: asked }) => !asked.startsWith('/v1/oauth'));
    expect(calls.length).toBeGreaterThan(0);
    expect(new Set(calls.map(({ headers }) => headers.authorization))).toEqual(
      new Set([authorizations[auth]]),
    );
  }

  it.runIf(isLong || auth === 'oauth')('stdio shows none', async () => {
    const server = startProcess(['--auth', auth], variables);
    const client = createLineClient(server);
    await client.initialize();
    await client.request('tools/list');
    // From here on the bearer token is known, whoever it was issued to.
    await client.callTool(...issue);
    const calls = Object.entries(outcomes).map(async ([id, kind]) => {
      const message = await client.callTool(readTool, { id });
      expect(readAnswered(message, 'error.kind'), id).toBe(kind);
    });
    await Promise.all(calls);
    client.write('{"jsonrpc":"2.0","broken');
    expectNoSecret(await describeProcess(server));
    server.stdin.end();
    await server.ended;
    expectSent();
    expectNoSecret(server.output());
    expectNoSecret(server.log());
  });

  it.runIf(isLong || auth === 'basic')('HTTP shows none', async () => {
    const token = { ALLOY_MCP_TOKEN: secrets.mcpToken };
    const { url, server } = await startHttpService({ ...variables, ...token }, ['--auth', auth]);
    const headers = { authorization: `Bearer ${secrets.mcpToken}` };
    const replies = [
      await postRpc(url, 'tools/list', {}),
      await postRpc(url, 'tools/list', {}, { headers: { authorization: 'Bearer wrong' } }),
      await sendHttp(new URL('/healthz', url).href),
      await sendHttp(url, { method: 'POST', headers: { ...headers, host: 'evil.example' }, body: '{' }),
      await postRpc(url, 'no/such/method', {}, { headers }),
    ];
    const [name, args] = issue;
    replies.push(await postRpc(url, 'tools/call', { name, arguments: args }, { headers }));
    const calls = Object.keys(outcomes).flatMap((id) => {
      const params = { name: readTool, arguments: { id } };
      return [false, true].map((modern) => postRpc(url, 'tools/call', params, { headers, modern }));
    });
    replies.push(...(await Promise.all(calls)));
    expectNoSecret(await describeProcess(server));
    server.kill();
    await server.ended;
    expectSent();
    for (const reply of replies) expectNoSecret(JSON.stringify(reply.headers) + reply.body);
    expectNoSecret(server.log());
    expect(server.output()).toBe('');
  });

  it.runIf(isLong || auth === 'basic')('call shows none', async () => {
    for (const id of inFull(['S-ok', 'S-401', 'S-broken', '../S-ok'], (each) => each === 'S-401')) {
      const flags = ['call', readTool, '--auth', auth, '--json', JSON.stringify({ id })];
      const { output, log } = await runCommand(flags, { variables });
      expectNoSecret(output + log);
    }
    expectSent();
  });

  it.runIf(isLong || auth === 'oauth')(
    'an error of Alloy that repeats the credentials is shown without them',
    async () => {
      const flags = ['call', readTool, '--auth', auth, '--json', '{"id":"S-mirror"}'];
      const { output, log } = await runCommand(flags, { variables });
      expect(output).toContain('refused');
      expectSent();
      expectNoSecret(output + log);
    },
  );

  it.runIf(isLong || auth === 'basic')('an Alloy that cannot be reached shows none', async () => {
    const nowhere = { ...variables, ALLOY_BASE_URL: 'http://127.0.0.1:9/v1', ALLOY_MAX_RETRIES: '0' };
    const flags = ['call', readTool, '--auth', auth, '--json', '{"id":"S-ok"}'];
    const { code, output, log } = await runCommand(flags, { variables: nowhere });
    expect(code).toBe(1);
    expect(JSON.parse(output)).toMatchObject({ error: { kind: 'unreachable' } });
    expectNoSecret(output + log);
  });
});

it('secrets that come from files show as little', async () => {
  const folder = createTemporaryFolder();
  const { ALLOY_TOKEN: _token, ALLOY_SECRET: _secret, ...rest } = variables;
  for (const [name, value] of Object.entries(secrets)) writeFileSync(path.join(folder, name), `${value}\n`);
  const files = {
    ...rest,
    ALLOY_TOKEN_FILE: path.join(folder, 'token'),
    ALLOY_SECRET_FILE: path.join(folder, 'secret'),
  };
  for (const id of ['S-ok', 'S-401']) {
    const flags = ['call', readTool, '--json', JSON.stringify({ id })];
    const { output, log } = await runCommand(flags, { variables: files });
    expectNoSecret(output + log);
  }
  expect(alloy.requests.map(({ headers }) => headers.authorization)).toEqual([
    authorizations.basic,
    authorizations.basic,
  ]);
});

describe('a defect that nobody expected', () => {
  /** Runs inside the program before it. The second line of its message looks like a frame of the stack. */
  function provoke(failure: string) {
    const file = path.join(createTemporaryFolder(), 'provoke.mjs');
    const error = `Object.assign(new TypeError(process.env.SAID + '\\n    at ' + process.env.SAID), { headers: process.env.SAID })`;
    writeFileSync(file, `setTimeout(() => { ${failure}(${error}) }, 1500)`);
    return { ...variables, SAID: `${secrets.secret} of Ada Lovelace`, NODE_OPTIONS: `--import=${file}` };
  }

  it('ends the process without what it quotes', async () => {
    const server = startProcess([], provoke('throw '));
    expect(await server.ended).toEqual({ code: 1, signal: null });
    expectNoSecret(server.log());
    expect(server.log()).toMatch(/^alloy-mcp: failed by a defect: TypeError\n +at Timeout/m);
    expect(server.log()).not.toContain('Ada');
  });

  it('in a promise is logged without what it quotes, and the server goes on', async () => {
    const server = startProcess([], provoke('Promise.reject'));
    await server.waitFor('log', /unhandled rejection/);
    await createLineClient(server).initialize();
    server.stdin.end();
    await server.ended;
    expectNoSecret(server.log());
    expect(server.log()).toContain('TypeError');
    expect(server.log()).not.toContain('Ada');
  });
});

it('a log line shows none, whatever gets into it', async () => {
  const file = path.join(createTemporaryFolder(), 'provoke.mjs');
  // The name of an error is logged, and this one is not as names are.
  const error =
    'Object.assign(new Error(), { name: "E " + process.env.ALLOY_SECRET + " " + process.env.ALLOY_TOKEN })';
  writeFileSync(file, `setTimeout(() => { Promise.reject(${error}) }, 1500)`);
  const server = startProcess([], { ...variables, NODE_OPTIONS: `--import=${file}` });
  const [line] = await server.waitFor('log', /.*unhandled rejection.*\n/);
  expect(JSON.parse(line)).toMatchObject({
    level: 50,
    err: expect.stringMatching(/^E \[removed\] \[removed\]\n/),
  });
  expectNoSecret(server.log());
});

it('a configuration that is printed shows none, however that is done', () => {
  const folder = createTemporaryFolder();
  const file = path.join(folder, 'token');
  writeFileSync(file, secrets.token);
  const { ALLOY_TOKEN: _token, ...rest } = variables;
  for (const given of [variables, { ...rest, ALLOY_TOKEN_FILE: file }]) {
    const config = parseConfig(given, {}, (name) => readFileSync(name, 'utf8'));
    expect(config.credentials?.current()).toEqual({ token: secrets.token, secret: secrets.secret });
    const showAll = { depth: Number.POSITIVE_INFINITY, showHidden: true, getters: true } as const;
    expectNoSecret(JSON.stringify(config) + inspect(config, showAll) + Object.values(config).join());
    expectNoSecret(inspect(structuredClone(JSON.parse(JSON.stringify(config)))));
  }
});

it('configuration that is refused shows none', async () => {
  const both = { ALLOY_TOKEN: secrets.token, ALLOY_SECRET: secrets.secret };
  const refused: readonly (readonly [readonly string[], Record<string, string>])[] = [
    [[], { ALLOY_TOKEN: secrets.token }],
    [[], { ALLOY_SECRET: secrets.secret }],
    [[], { ...both, ALLOY_TIMEOUT_MS: 'x' }],
    [[], { ...both, ALLOY_BASE_URL: `https://me:${encodeURIComponent(secrets.secret)}@alloy.example/v1` }],
    [[], { ...both, ALLOY_BASE_URL: `https://alloy.example/v1?key=${encodeURIComponent(secrets.token)}` }],
    [[], { ...both, ALLOY_BASE_URL: `nonsense ${secrets.token}` }],
    [[], { ...both, ALLOY_TOKEN_FILE: '/no/such/file' }],
    [[`--secret=${secrets.secret}`], {}],
    [['--token', secrets.token], {}],
    [['http'], { ALLOY_MCP_TOKEN: 'Canary' }],
    [['http', '--host', '0.0.0.0'], { ...both, ALLOY_MCP_TOKEN: secrets.mcpToken }],
  ];
  // One of each: a variable alone, a value within another, a flag, a token of HTTP.
  for (const [flags, given] of inFull(refused, (_, index) => [0, 3, 7, 9].includes(index))) {
    const { code, output, log } = await runCommand(flags, { variables: given });
    expect(code, flags.join(' ')).toBe(2);
    expectNoSecret(output + log);
  }
});
