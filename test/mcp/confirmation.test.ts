/** People in control, end to end: every kind of client, over both transports, in front of an Alloy that records. */
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { catalog } from '../../src/catalog.ts';
import { type LoopbackAlloy, startLoopbackAlloy } from '../helpers/alloys/loopback-alloy.ts';
import { answerPage } from '../helpers/clients/approval-page.ts';
import { startHttpService } from '../helpers/clients/http-service.ts';
import { modernMeta, type RpcMessage } from '../helpers/clients/json-rpc.ts';
import { createLineClient } from '../helpers/clients/line-client.ts';
import type { ClientOptions, GivenReply, McpSession, ShownQuestion } from '../helpers/clients/mcp-session.ts';
import { fewRoutes, routes, sdkRoutes } from '../helpers/clients/routes.ts';
import { sdkClients } from '../helpers/clients/sdk-clients.ts';
import { parseRpcReply, postRpc } from '../helpers/clients/send-http.ts';
import { startProcess, stopProcesses, type Variables } from '../helpers/clients/start-process.ts';
import { inFull } from '../helpers/extent.ts';
import { readAnswered, readEnvelope } from '../helpers/read-envelope.ts';
import { readList, readMember } from '../helpers/read-member.ts';
import { createTemporaryFolder } from '../helpers/temporary-folder.ts';

const destroyTool = 'delete_a_alloy_investigation_type_by_id';
const decideTool = 'update_a_alloy_investigation_promote_by_id';
const readTool = 'get_single_alloy_evaluation_by_id';
const args = { id: 'Fraud' };
const done = 'DELETE /v1/investigations/types/delete/Fraud';

let alloy: LoopbackAlloy;
let variables: Variables;
beforeAll(async () => {
  alloy = await startLoopbackAlloy(() => ({ body: { ok: true } }));
  variables = { ALLOY_TOKEN: 'a-token', ALLOY_SECRET: 'a-secret', ALLOY_BASE_URL: alloy.baseUrl };
});
afterAll(() => alloy.stop());
afterAll(stopProcesses);

let seen = 0;
/** What has been sent to Alloy since the last time. */
function takeSent(): readonly string[] {
  const sent = alloy.requests.slice(seen).map(({ method, path }) => `${method} ${path}`);
  seen = alloy.requests.length;
  return sent;
}
afterEach(() => {
  takeSent();
});

const accept: GivenReply = { action: 'accept', content: { confirm: true } };

function expectRefused(answer: object, message: RegExp) {
  expect(answer).toMatchObject({ isError: true });
  expect(readEnvelope(answer)).toMatchObject({
    error: {
      kind: 'confirmation',
      message: expect.stringMatching(message),
      hint: expect.stringMatching(/^Nothing was sent/),
    },
    environment: 'sandbox',
  });
  expect(takeSent()).toEqual([]);
}

describe.each(inFull(sdkRoutes, (_, index) => index < 2))('$client', ({ kind, open: connect }) => {
  const open = (settings: Variables, options?: ClientOptions): Promise<McpSession> =>
    connect({ ...variables, ...settings }, options);

  describe('that can ask', () => {
    let questions: ShownQuestion[];
    let reply: GivenReply | Error | Promise<GivenReply>;
    let session: McpSession;
    beforeAll(async () => {
      const answer = (question: ShownQuestion) => {
        questions.push(question);
        if (reply instanceof Error) throw reply;
        return reply;
      };
      session = await open({}, { answer, shared: true });
      questions = [];
    });
    afterAll(() => session.close());
    afterEach(() => {
      questions = [];
    });

    it('shows what will happen, and the call goes out once a person agrees', async () => {
      reply = accept;
      const answer = await session.callTool(destroyTool, args);
      expect(answer.envelope).toMatchObject({ result: { ok: true }, status: 200 });
      expect(takeSent()).toEqual([done]);
      expect(questions).toEqual([
        expect.objectContaining({
          message: [
            `Delete investigation type (${destroyTool}) in Alloy's sandbox (test data)?`,
            'Deletes an investigation type for good. This loses data that cannot be brought back.',
            '- id: "Fraud"',
          ].join('\n'),
          requestedSchema: expect.objectContaining({ required: ['confirm'] }),
        }),
      ]);
    });

    it('asks before a decision too, each time, several at once', async () => {
      reply = accept;
      const ids = ['INV-1', 'INV-2', 'INV-3'];
      const calls = ids.map((id) => session.callTool(decideTool, { investigation_token: id }));
      for (const answer of await Promise.all(calls)) expect(answer.isError ?? false).toBe(false);
      expect(questions).toHaveLength(3);
      expect(
        takeSent()
          .map((line) => line.split('/')[3])
          .sort(),
      ).toEqual(ids);
    });

    it.each<[string, GivenReply, RegExp]>([
      ['no', { action: 'decline' }, /declined at the client/],
      ['no, in the form', { action: 'accept', content: { confirm: false } }, /declined at the client/],
      ['yes without having ticked it', { action: 'accept', content: {} }, /declined at the client/],
      ['nothing and closes it', { action: 'cancel' }, /closed at the client without an answer/],
    ])('sends nothing when the person says %s', async (_, given, message) => {
      reply = given;
      expectRefused(await session.callTool(destroyTool, args), message);
      expect(questions).toHaveLength(1);
    });

    it('sends nothing when the client fails to ask', async () => {
      reply = new Error('no window');
      const outcome = await session.callTool(destroyTool, args).catch((error: unknown) => error);
      // A client of 2026-07-28 gives the call up by itself.
      if (outcome instanceof Error) expect(takeSent()).toEqual([]);
      else
        expectRefused(
          outcome as Awaited<ReturnType<McpSession['callTool']>>,
          /closed at the client without an answer/,
        );
    });

    it('sends nothing when the call is cancelled before the person agrees, and serves on', async () => {
      let agree: (given: GivenReply) => void = () => undefined;
      reply = new Promise((resolve) => {
        agree = resolve;
      });
      const controller = new AbortController();
      const call = session.callTool(destroyTool, args, { signal: controller.signal });
      const outcome = expect(call).rejects.toThrow();
      while (questions.length === 0) await new Promise((resolve) => setTimeout(resolve, 5));
      controller.abort();
      // The yes comes too late: clients of 2025 cancel by a request that has to arrive before it.
      if (kind.protocolVersion !== '2026-07-28') {
        await outcome;
        await session.callTool(readTool, { id: 'S-1' });
      }
      agree(accept);
      await outcome;
      reply = accept;
      await session.callTool(destroyTool, args);
      expect(takeSent().filter((line) => line === done)).toHaveLength(1);
    });

    it('is not asked about reads', async () => {
      await session.callTool(readTool, { id: 'S-1' });
      expect(takeSent()).toEqual(['GET /v1/evaluations/S-1']);
      expect(questions).toEqual([]);
    });

    it('is not asked about a call with bad arguments', async () => {
      expect((await session.callTool(destroyTool, { id: '../x' })).isError).toBe(true);
      expect(questions).toEqual([]);
      expect(takeSent()).toEqual([]);
    });
  });

  it('is not asked when the policy is off', async () => {
    const fail = () => Promise.reject(new Error('asked'));
    const session = await open({ ALLOY_CONFIRM: 'off' }, { answer: fail, shared: true });
    expect((await session.callTool(destroyTool, args)).isError ?? false).toBe(false);
    await session.close();
    expect(takeSent()).toEqual([done]);
  });

  it('is asked when the policy is always', async () => {
    const session = await open({ ALLOY_CONFIRM: 'always' }, { answer: () => accept, shared: true });
    expect((await session.callTool(destroyTool, args)).isError ?? false).toBe(false);
    await session.close();
    expect(takeSent()).toEqual([done]);
  });
});

describe.each(fewRoutes)('$client without elicitation', ({ open }) => {
  it('calls as ever by default', async () => {
    const session = await open(variables, { shared: true });
    expect((await session.callTool(destroyTool, args)).isError ?? false).toBe(false);
    expect(takeSent()).toEqual([done]);
    await session.close();
  });
});

const listNames = async (session: McpSession) =>
  (await session.listTools()).map((tool) => String(readMember(tool, 'name')));
const needing = catalog.filter(({ effect }) => effect === 'decide' || effect === 'destroy');

const httpRoutes = routes.filter(({ transport }) => transport === 'http');

describe.each(httpRoutes)('$client, where a person always has to be asked', ({ kind, open }) => {
  const strict = { ALLOY_CONFIRM: 'always' };

  it('is offered nothing that decides or destroys when it cannot ask, and is refused it', async () => {
    const session = await open({ ...variables, ...strict }, { shared: true });
    const names = await listNames(session);
    expect(names).toHaveLength(catalog.length - needing.length);
    for (const { listing } of needing) expect(names).not.toContain(listing.name);
    expectRefused(
      await session.callTool(destroyTool, args),
      /the client cannot ask anybody.*A client that can/,
    );
    expect((await session.callTool(readTool, { id: 'S-1' })).isError ?? false).toBe(false);
    expect(takeSent()).toEqual(['GET /v1/evaluations/S-1']);
    await session.close();
  });

  it('is offered all when it can', async () => {
    if (!sdkClients.includes(kind)) return;
    const session = await open({ ...variables, ...strict }, { answer: () => accept, shared: true });
    expect(await listNames(session)).toHaveLength(catalog.length);
    await session.close();
  });

  it('neither finds them by discovery, nor has them proposed', async () => {
    const session = await open({ ...variables, ...strict, ALLOY_DISCOVERY: 'on' }, { shared: true });
    const query = { query: 'delete an investigation type', limit: 20 };
    const { envelope } = await session.callTool('alloy_find_tools', query);
    expect(readList(envelope, 'result.tools').length).toBeGreaterThan(0);
    for (const { listing } of needing) expect(JSON.stringify(envelope)).not.toContain(`"${listing.name}"`);
    expectRefused(
      await session.callTool('alloy_call_write_tool', { name: destroyTool, arguments: args }),
      /the client cannot ask anybody/,
    );
    await session.close();
  });
});

/** Where there is no screen, the address of the page stands on stderr. */
const noScreen = { BROWSER: '', DISPLAY: '', WAYLAND_DISPLAY: '', WSL_DISTRO_NAME: '' };
/** Of the question of that number, from 1. */
const addressOnScreen = (number: number) =>
  new RegExp(
    `(?:waits for a person[^]*?){${number}}open (http://127\\.0\\.0\\.1:\\d+/[\\w-]+) on this machine`,
  );

describe('over stdio, for a client that cannot ask,', () => {
  it.each(['always', 'page'])('%s asks on a page, whose address no message holds', async (policy) => {
    const folder = createTemporaryFolder();
    const trail = path.join(folder, 'audit.jsonl');
    const server = startProcess([], {
      ...variables,
      ...noScreen,
      ALLOY_CONFIRM: policy,
      ALLOY_AUDIT: `file:${trail}`,
      ALLOY_AUDIT_KEY: 'a-key-of-32-characters-or-more-1',
    });
    const client = createLineClient(server);
    await client.initialize();
    for (const [number, id, answer] of [
      [1, 'Fraud', 'yes'],
      [2, 'Other', 'no'],
    ] as const) {
      const call = client.callTool(destroyTool, { id });
      const [, url = ''] = await server.waitFor('log', addressOnScreen(number));
      expect(takeSent()).toEqual([]);
      await answerPage(url, answer);
      if (answer === 'no') expectRefused((await call).result ?? {}, /^Declined by a person/);
      else expect(readAnswered(await call, 'status')).toBe(200);
      expect(takeSent()).toEqual(answer === 'yes' ? [done] : []);
      expect(JSON.stringify(client.messages)).not.toContain(new URL(url).port);
    }
    server.stdin.end();
    await server.ended;
    const ways = [...readFileSync(trail, 'utf8').matchAll(/"type":"call".*"how":"(\w+)"/g)];
    expect(ways.map(([, how]) => how)).toEqual(['confirmed_on_page', 'declined_on_page']);
  });

  it('opens the browser that BROWSER names, without credentials', async () => {
    const folder = createTemporaryFolder();
    const script = path.join(folder, 'browser.mjs');
    const opened = path.join(folder, 'opened.json');
    writeFileSync(
      script,
      `import { renameSync, writeFileSync } from 'node:fs';
writeFileSync('${opened}.new', JSON.stringify([process.argv[2], Object.keys(process.env)]));
renameSync('${opened}.new', '${opened}');`,
    );
    const browser = { ...noScreen, BROWSER: `${process.execPath} ${script} %s` };
    const server = startProcess([], { ...variables, ...browser, ALLOY_CONFIRM: 'always' });
    const client = createLineClient(server);
    await client.initialize();
    const call = client.callTool(destroyTool, args);
    const [url, names] = await readWhenThere(opened);
    expect(names).toContain('PATH');
    expect(names.filter((name) => name.startsWith('ALLOY_'))).toEqual([]);
    await answerPage(url, 'yes');
    expect(readAnswered(await call, 'status')).toBe(200);
    expect(server.log()).not.toContain('http');
    server.kill();
    await server.ended;
  });
});

async function readWhenThere(file: string): Promise<[url: string, names: readonly string[]]> {
  for (;;) {
    try {
      return JSON.parse(readFileSync(file, 'utf8'));
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }
}

/** A call of protocol 2026-07-28, by hand. */
type Call = (call: {
  readonly tool?: string;
  readonly args?: object;
  readonly state?: unknown;
  readonly reply?: unknown;
  readonly principal?: string;
}) => Promise<RpcMessage>;

const tokens = { ada: 'ada-canary-20260728', bo: 'bo-canary-20260728' };

async function openHttp(): Promise<Call> {
  const named = Object.entries(tokens).map((entry) => entry.join(':'));
  const { url } = await startHttpService({ ...variables, ALLOY_MCP_TOKEN: named.join(',') });
  return async ({ principal = 'ada', ...call }) => {
    const token = Object.entries(tokens).find(([name]) => name === principal)?.[1];
    const headers = { authorization: `Bearer ${token}` };
    const sending = { modern: true, headers, capabilities: { elicitation: {} } };
    return parseRpcReply(await postRpc(url, 'tools/call', buildParams(call), sending));
  };
}

async function openLines(): Promise<Call> {
  const client = createLineClient(startProcess([], variables));
  const _meta = { ...modernMeta, 'io.modelcontextprotocol/clientCapabilities': { elicitation: {} } };
  return (call) => client.ask('tools/call', { ...buildParams(call), _meta });
}

function buildParams({ tool = destroyTool, args: given = args, state, reply = accept }: Parameters<Call>[0]) {
  return {
    name: tool,
    arguments: given,
    ...(state === undefined ? {} : { requestState: state, inputResponses: { confirm: reply } }),
  };
}

describe.each([
  { transport: 'HTTP', open: openHttp },
  { transport: 'stdio', open: openLines },
])('a confirmation that is made by hand over $transport', ({ transport, open }) => {
  let call: Call;
  beforeAll(async () => {
    call = await open();
  });

  async function ask(): Promise<string> {
    const { result } = await call({});
    expect(result).toMatchObject({ resultType: 'input_required' });
    return String(readMember(result, 'requestState'));
  }
  async function expectNoUse(given: Parameters<Call>[0], message: RegExp) {
    const { result = {} } = await call(given);
    expectRefused(result, message);
  }

  it('holds once', async () => {
    const state = await ask();
    expect(takeSent()).toEqual([]);
    expect(readAnswered(await call({ state }), 'status')).toBe(200);
    expect(takeSent()).toEqual([done]);
    await expectNoUse({ state }, /used already/);
  });

  it('holds once even when it comes many times at the same moment', async () => {
    const state = await ask();
    const answers = await Promise.all(Array.from({ length: 10 }, () => call({ state })));
    expect(answers.filter(({ result }) => result?.['isError'] !== true)).toHaveLength(1);
    expect(takeSent()).toEqual([done]);
  });

  it('says nothing of the call to whoever reads it', async () => {
    const state = await ask();
    expect(state).not.toMatch(/Fraud|delete_a/);
    for (const part of state.split('.'))
      expect(Buffer.from(part, 'base64url').toString()).not.toMatch(/Fraud/);
  });

  it('is refused when it was tampered with', async () => {
    const state = await ask();
    for (const at of [0, 10, 25, 40, 70, state.length - 1]) {
      const other = state[at] === 'A' ? 'B' : 'A';
      await expectNoUse(
        { state: state.slice(0, at) + other + state.slice(at + 1) },
        /not one that this server/,
      );
    }
    await expectNoUse({ state: '' }, /not one that this server/);
    await expectNoUse({ state: `${state}.` }, /not one that this server/);
  });

  it('is refused for another tool and for other arguments', async () => {
    const state = await ask();
    await expectNoUse({ state, args: { id: 'Other' } }, /another call/);
    await expectNoUse({ state, tool: decideTool, args: { investigation_token: 'Fraud' } }, /another call/);
    expect(readAnswered(await call({ state }), 'status')).toBe(200);
  });

  it('is refused without a yes, and then used up', async () => {
    for (const reply of [
      undefined,
      null,
      'yes',
      { action: 'accept' },
      { action: 'accept', content: { confirm: 'true' } },
      { action: 'yes', content: { confirm: true } },
    ]) {
      const state = await ask();
      const { result, error } = await call({ state, reply: reply ?? null });
      if (error === undefined) expect(result).toMatchObject({ isError: true });
      expect(takeSent()).toEqual([]);
    }
  });

  it('is refused for whoever did not ask', async () => {
    if (transport !== 'HTTP') return;
    const state = await ask();
    await expectNoUse({ state, principal: 'bo' }, /another call/);
    expect(readAnswered(await call({ state }), 'status')).toBe(200);
    expect(takeSent()).toEqual([done]);
  });

  it('is refused by another process', async () => {
    const state = await ask();
    const other = await open();
    expectRefused((await other({ state })).result ?? {}, /not one that this server/);
  });
});
