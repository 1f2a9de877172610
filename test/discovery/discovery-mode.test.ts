/** Discovery mode, end to end: the list is four tools, and all others are found, described and called by them. */
import { encode } from 'gpt-tokenizer/encoding/o200k_base';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { catalog } from '../../src/catalog.ts';
import { type LoopbackAlloy, startLoopbackAlloy } from '../helpers/alloys/loopback-alloy.ts';
import { startHttpService } from '../helpers/clients/http-service.ts';
import type { ClientOptions, McpSession, ToolAnswer } from '../helpers/clients/mcp-session.ts';
import { fewRoutes } from '../helpers/clients/routes.ts';
import { sdkClients } from '../helpers/clients/sdk-clients.ts';
import { parseRpcReply, postRpc } from '../helpers/clients/send-http.ts';
import { stopProcesses, type Variables } from '../helpers/clients/start-process.ts';
import { readEnvelope as readEnvelopeOf } from '../helpers/read-envelope.ts';
import { readList, readMember, readNames } from '../helpers/read-member.ts';

afterAll(stopProcesses);

const [find, describeTool, read, write] = [
  'alloy_find_tools',
  'alloy_describe_tool',
  'alloy_call_read_tool',
  'alloy_call_write_tool',
] as const;
const discovery = { ALLOY_DISCOVERY: 'on' };
const evaluate = 'create_a_alloy_evaluation';
const readEvaluation = 'get_single_alloy_evaluation_by_id';
const deleteType = 'delete_a_alloy_investigation_type_by_id';

/** Whom the embedded Alloy gives to a person to decide. */
const person = {
  name_first: 'Maya',
  name_last: 'Review',
  birth_date: '1988-02-11',
  document_ssn: '666300001',
  email_address: 'maya@example.com',
};

const readEnvelope = ({ envelope }: ToolAnswer): unknown => envelope;

function expectError(answer: ToolAnswer, message: RegExp, hint = /./) {
  expect(answer.isError).toBe(true);
  expect(readMember(readEnvelope(answer), 'error')).toMatchObject({
    kind: 'invalid_arguments',
    message: expect.stringMatching(message),
    hint: expect.stringMatching(hint),
  });
}

const found = (answer: ToolAnswer) =>
  readList(readEnvelope(answer), 'result.tools').map((tool) => String(readMember(tool, 'name')));

describe.each(fewRoutes)('$client', ({ open }) => {
  let session: McpSession;
  beforeAll(async () => {
    session = await open(discovery, { shared: true });
  });
  afterAll(() => session.close());

  it('is shown four tools and told what they are for', async () => {
    const names = (await session.listTools()).map((tool) => readMember(tool, 'name'));
    expect(names).toEqual([find, describeTool, read, write]);
    for (const name of [find, read, write]) expect(session.instructions).toContain(name);
  });

  it('comes from a task to a decision on somebody', async () => {
    const [best] = readList(
      readEnvelope(await session.callTool(find, { query: 'evaluate a person' })),
      'result.tools',
    );
    expect(best).toMatchObject({ name: evaluate, effect: 'write' });
    const told = readEnvelope(await session.callTool(describeTool, { name: evaluate }));
    expect(readNames(told, 'result.input_schema.properties')).toContain('document_ssn');
    const ran = readEnvelope(await session.callTool(write, { name: evaluate, arguments: person }));
    expect(ran).toMatchObject({ result: { summary: { outcome: 'Manual Review' } }, status: 201 });
    const id = readMember(ran, 'result.evaluation_token');
    const again = readEnvelope(await session.callTool(read, { name: readEvaluation, arguments: { id } }));
    expect(again).toMatchObject({ result: { evaluation_token: id } });
    const [step] = readList(ran, 'next_steps');
    expect(readMember(step, 'needs')).toEqual(['agent.email', 'reasons', 'outcome']);
    const agents = await session.callTool(read, { name: 'list_all_alloy_investigation_agents' });
    const email = /[\w.]+@[\w.]+/.exec(JSON.stringify(agents.envelope))?.[0];
    const decision = { agent: { email }, reasons: ['Identity confirmed by phone'], outcome: 'Approved' };
    const decided = await session.callTool(write, {
      name: readMember(step, 'tool'),
      arguments: { ...Object(readMember(step, 'arguments')), ...decision },
    });
    expect(readEnvelope(decided)).toMatchObject({ result: { outcome: 'Approved' } });
  });

  it('cannot call the others by their own names', async () => {
    await expect(session.callTool(readEvaluation, { id: 'S-1' })).rejects.toMatchObject({
      code: -32602,
      message: expect.stringContaining(readEvaluation),
    });
  });
});

const [, , clientV2] = sdkClients;
if (clientV2 === undefined) throw new Error('no client');
const open = (settings: Variables = {}, options: ClientOptions = {}) =>
  clientV2.overHttp({ ...discovery, ...settings }, { ...options, shared: true });

/** Of those who set nothing of their own. */
let session: McpSession;
beforeAll(async () => {
  session = await open();
});

it('the four take at most 900 tokens (o200k)', async () => {
  expect(encode(JSON.stringify(await session.listTools())).length).toBeLessThanOrEqual(900);
});

it('only the tools that read can be marked as harmless', async () => {
  const marks = (await session.listTools()).map((tool) => readMember(tool, 'annotations.readOnlyHint'));
  expect(marks).toEqual([true, true, true, undefined]);
});

describe('what the tools take', () => {
  const call = (tool: string, args: Readonly<Record<string, unknown>>) => session.callTool(tool, args);

  it.each([
    [{}, /^query is missing/],
    [{ query: 7 }, /^query has to be a text/],
    [{ query: '  ' }, /query holds no word/],
    [{ query: 'x'.repeat(501) }, /500 characters/],
    [{ query: 'a person', limit: 0 }, /limit must be .* 1 to 20/],
    [{ query: 'a person', limit: 21 }, /limit must be .* 1 to 20/],
    [{ query: 'a person', limit: 1.5 }, /limit must be .* 1 to 20/],
    [{ query: 'a person', limit: 'many' }, /limit must be .* 1 to 20/],
    [{ query: 'a person', limit: [3] }, /limit must be .* 1 to 20/],
    [{ query: 'a person', count: 3 }, /count is not an argument of alloy_find_tools; it takes query, limit/],
  ])('a search for %j is refused', async (given, message) => {
    expectError(await call(find, given), message);
  });

  it('a search has as many tools as asked for, five unless told', async () => {
    expect(found(await call(find, { query: 'evaluate a person' }))).toHaveLength(5);
    expect(found(await call(find, { query: 'evaluate a person', limit: 2 }))).toHaveLength(2);
    expect(found(await call(find, { query: 'evaluate a person', limit: '20' })).length).toBeGreaterThan(5);
    // What clients add for themselves, and fill in with nothing.
    const query = { query: 'evaluate a person', sessionId: 'a1', wait_for_previous: true };
    for (const limit of ['', null])
      expect(found(await call(find, { ...query, limit }))).toEqual(
        found(await call(find, { ...query, limit: 5 })),
      );
  });

  it('a search that finds nothing says how to ask', async () => {
    expect(readEnvelope(await call(find, { query: 'zzyzx' }))).toMatchObject({
      result: { tools: [], hint: expect.stringMatching(/Say what you want to do/) },
    });
  });

  it('a search fits, however many it finds', async () => {
    const answer = await call(find, { query: 'create update list read journey evaluation event', limit: 20 });
    expect(encode(JSON.stringify(readEnvelope(answer))).length).toBeLessThan(10_000);
  });

  it('a tool is described whole, with an example that is taken', async () => {
    for (const { listing } of catalog) {
      const told = readMember(readEnvelope(await call(describeTool, { name: listing.name })), 'result');
      expect(told, listing.name).toMatchObject({
        name: listing.name,
        description: expect.stringMatching(/\S/),
        effect: expect.stringMatching(/^(read|write|decide|destroy)$/),
        input_schema: { type: 'object' },
      });
      const known = readNames(told, 'input_schema.properties');
      expect(
        readNames(told, 'example').filter((name) => !known.includes(name)),
        listing.name,
      ).toEqual([]);
      expect(JSON.stringify(told)).not.toMatch(/"(?:brief|told|piece|compact)":/);
    }
  });

  it.each([describeTool, read, write])('%s wants the name of a tool', async (tool) => {
    const rest = tool === describeTool ? {} : { arguments: {} };
    const findHint = /alloy_find_tools/;
    expectError(await call(tool, rest), /^name is missing/, findHint);
    expectError(await call(tool, { name: 7, ...rest }), /^name has to be a text/, findHint);
    expectError(
      await call(tool, { name: 'get_evaluations', ...rest }),
      /no tool "get_evaluations"/,
      findHint,
    );
    expectError(await call(tool, { name: `${readEvaluation}s`, ...rest }), /did you mean get_single/);
    expectError(await call(tool, { name: '__proto__', ...rest }), /no tool "__proto__"/);
    expectError(await call(tool, { name: find, ...rest }), /no tool "alloy_find_tools"/);
    expectError(await call(tool, { name: 'x'.repeat(10_000), ...rest }), /^.{0,300}$/);
  });

  it.each([read, write])('%s says where arguments belong', async (tool) => {
    expectError(
      await call(tool, { name: readEvaluation, id: 'S-1' }),
      /^id is not an argument of .* goes into arguments, e\.g\. \{"name": "\.\.\.", "arguments": \{"id": \.\.\.\}\}/,
    );
  });

  it('arguments may be the text of an object, and of nothing else', async () => {
    const listed = await call(read, { name: 'list_all_alloy_parameters', arguments: '{}' });
    expect(readEnvelope(listed)).toMatchObject({ status: 200 });
    const broken = { name: readEvaluation, arguments: '{"id": ' };
    expectError(await call(read, broken), /^arguments is a text that is not JSON/);
    for (const given of ['7', '[]', '"{}"', 7, [], true, null]) {
      const answer = await call(read, { name: readEvaluation, arguments: given });
      expectError(answer, /arguments must be a JSON object|is missing/);
    }
  });

  it('arguments may be missing where the tool needs none', async () => {
    expect(readEnvelope(await call(read, { name: 'list_all_alloy_parameters' }))).toMatchObject({
      status: 200,
    });
  });

  it('wrong arguments of the tool are refused as by the tool, with an example and where its schema is', async () => {
    const answer = await call(read, { name: readEvaluation, arguments: { token: 'S-1' } });
    expectError(answer, /id: is missing|id is missing/, /^Nothing was sent\..*alloy_describe_tool/);
    expectError(answer, /token is not an argument of get_single.* Example: \{"id":/);
  });
});

describe('effects and confirmation', () => {
  let alloy: LoopbackAlloy;
  let variables: Variables;
  beforeAll(async () => {
    alloy = await startLoopbackAlloy(() => ({ body: { ok: true } }));
    variables = { ALLOY_TOKEN: 'a-token', ALLOY_SECRET: 'a-secret', ALLOY_BASE_URL: alloy.baseUrl };
  });
  afterAll(() => alloy.stop());

  let seen = 0;
  const takeSent = () => {
    const sent = alloy.requests.slice(seen).map(({ method, path }) => `${method} ${path}`);
    seen = alloy.requests.length;
    return sent;
  };
  afterEach(() => {
    takeSent();
  });

  it('a read is refused by the tool that writes and the other way round, whatever the effect', async () => {
    const session = await open(variables);
    for (const { listing, effect } of catalog) {
      const [via, proper] = effect === 'read' ? [write, read] : [read, write];
      expectError(
        await session.callTool(via, { name: listing.name, arguments: { id: 'x' } }),
        new RegExp(`^${listing.name} has effect ${effect}; call it by ${proper}$`),
      );
    }
    expect(takeSent()).toEqual([]);
  });

  const remove = { name: deleteType, arguments: { id: 'Fraud' } };
  const removed = ['DELETE /v1/investigations/types/delete/Fraud'];

  describe.each(fewRoutes.filter(({ kind }) => sdkClients.includes(kind)))('$client', ({ open: connect }) => {
    it('asks a person before a tool that destroys', async () => {
      const questions: string[] = [];
      let action: 'accept' | 'decline' = 'accept';
      const answer: ClientOptions['answer'] = ({ message }) => {
        questions.push(message);
        return { action, ...(action === 'accept' ? { content: { confirm: true } } : {}) };
      };
      const asked = await connect({ ...variables, ...discovery }, { answer, shared: true });
      for (const [reply, sent] of [
        ['accept', removed],
        ['decline', []],
      ] as const) {
        action = reply;
        const { isError } = await asked.callTool(write, remove);
        expect(isError ?? false).toBe(action === 'decline');
        expect(takeSent()).toEqual(sent);
        expect(questions.splice(0)).toEqual([
          expect.stringMatching(new RegExp(`\\(${deleteType}\\) in Alloy's sandbox[^]*- id: "Fraud"`)),
        ]);
      }
      await asked.close();
    });
  });

  it('the policies are those of the calls', async () => {
    const fail = () => Promise.reject(new Error('asked'));
    const free = await open({ ...variables, ALLOY_CONFIRM: 'off' }, { answer: fail });
    expect((await free.callTool(write, remove)).isError ?? false).toBe(false);
    expect(takeSent()).toEqual(removed);
    const strict = await open({ ...variables, ALLOY_CONFIRM: 'always' });
    expect(readMember((await strict.callTool(write, remove)).envelope, 'error.kind')).toBe('confirmation');
    expect(takeSent()).toEqual([]);
    const asked = await strict.callTool(read, { name: readEvaluation, arguments: { id: 'S-1' } });
    expect(asked.isError ?? false).toBe(false);
    expect(takeSent()).toEqual(['GET /v1/evaluations/S-1']);
  });

  it('a mistake in fields follows nothing that was sent', async () => {
    const session = await open(variables);
    const given = { name: evaluate, arguments: { name_first: 'A', name_last: 'B', fields: 'a[' } };
    expectError(await session.callTool(write, given), /^fields: the expression ends too early/);
    expect(takeSent()).toEqual([]);
  });
});

describe('what the operator hides', () => {
  it.each<[string, Variables, string, string]>([
    ['a tool', { ALLOY_EXCLUDE_TOOLS: readEvaluation }, readEvaluation, read],
    ['a toolset', { ALLOY_TOOLSETS: 'cases,reviews' }, readEvaluation, read],
    ['an effect', { ALLOY_EFFECTS: 'read,write' }, deleteType, write],
  ])('%s cannot be found, described or called', async (_, settings, hidden, via) => {
    const session = await open(settings);
    const query = catalog.find(({ listing }) => listing.name === hidden)?.listing.title ?? '';
    expect(query).not.toBe('');
    const names = found(await session.callTool(find, { query, limit: 20 }));
    expect(names).not.toContain(hidden);
    expect(names.length).toBeGreaterThan(0);
    expectError(await session.callTool(describeTool, { name: hidden }), /there is no tool/);
    expectError(await session.callTool(via, { name: hidden, arguments: { id: 'S-1' } }), /there is no tool/);
  });

  it('leaves three tools where nothing may be written', async () => {
    const session = await open({ ALLOY_READ_ONLY: 'true' });
    const listed = (await session.listTools()).map((tool) => readMember(tool, 'name'));
    expect(listed).toEqual([find, describeTool, read]);
    await expect(session.callTool(write, { name: evaluate, arguments: {} })).rejects.toMatchObject({
      code: -32602,
    });
    const answer = await session.callTool(find, { query: 'evaluate a person', limit: 20 });
    for (const tool of readList(readEnvelope(answer), 'result.tools'))
      expect(readMember(tool, 'effect')).toBe('read');
  });

  it('is in no next step', async () => {
    const hidden = 'create_a_alloy_entity_review';
    for (const [settings, expected] of [
      [{}, [hidden]],
      [{ ALLOY_EXCLUDE_TOOLS: hidden }, []],
    ] as const) {
      const session = await open(settings);
      const ran = readEnvelope(await session.callTool(write, { name: evaluate, arguments: person }));
      const steps = readMember(ran, 'next_steps') ?? [];
      expect(Array.isArray(steps) && steps.map((step) => readMember(step, 'tool'))).toEqual(expected);
    }
  });
});

describe('a client that asks for less over HTTP', () => {
  let url: string;
  beforeAll(async () => {
    ({ url } = await startHttpService());
  });
  const ask = async (query: string, method: string, params: object = {}) =>
    parseRpcReply(await postRpc(url + query, method, params));
  const callBy = async (query: string, name: string, args: object) => {
    const { result } = await ask(query, 'tools/call', { name, arguments: args });
    return readEnvelopeOf(result);
  };

  it('gets discovery for itself alone, within what it chose', async () => {
    const narrowed = '?discovery=on&toolsets=cases,reviews';
    const list = async (query: string) => readList(await ask(query, 'tools/list'), 'result.tools').length;
    expect(await list(narrowed)).toBe(4);
    expect(await list('')).toBe(catalog.length);
    const names = readList(
      await callBy(narrowed, find, { query: 'evaluate a person', limit: 20 }),
      'result.tools',
    );
    const toolsets = names.map(
      (tool) => catalog.find(({ listing }) => listing.name === readMember(tool, 'name'))?.toolset,
    );
    expect(new Set(toolsets)).toEqual(new Set(['cases', 'reviews']));
    expect(await callBy(narrowed, describeTool, { name: evaluate })).toMatchObject({
      error: { kind: 'invalid_arguments' },
    });
    expect(await callBy(narrowed, read, { name: 'list_all_alloy_cases' })).toMatchObject({ status: 200 });
    expect(
      (await ask(narrowed, 'tools/call', { name: 'list_all_alloy_cases', arguments: {} })).error,
    ).toBeDefined();
    expect((await ask('', 'tools/call', { name: find, arguments: { query: 'x' } })).error).toBeDefined();
  });

  it('is not told of tools that write where it only wants to read', async () => {
    const tools = readList(await ask('?discovery=on&read-only=on', 'tools/list'), 'result.tools');
    expect(tools.map((tool) => readMember(tool, 'name'))).toEqual([find, describeTool, read]);
  });
});
