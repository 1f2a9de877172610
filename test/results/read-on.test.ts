/** What was cut is read on by the tool that gave it: the notice shows the call, and nothing is sent for it. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { CfWorkerJsonSchemaValidator } from '@modelcontextprotocol/server/validators/cf-worker';
import { encode } from 'gpt-tokenizer/encoding/o200k_base';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { catalog } from '../../src/catalog.ts';
import { formatReadOnCall } from '../../src/results/read-on-call.ts';
import { type LoopbackAlloy, startLoopbackAlloy } from '../helpers/alloys/loopback-alloy.ts';
import { startHttpService } from '../helpers/clients/http-service.ts';
import type { McpSession, ToolAnswer } from '../helpers/clients/mcp-session.ts';
import { fewRoutes } from '../helpers/clients/routes.ts';
import { sdkClients } from '../helpers/clients/sdk-clients.ts';
import { parseRpcReply, postRpc } from '../helpers/clients/send-http.ts';
import { stopProcesses, type Variables } from '../helpers/clients/start-process.ts';
import { readEnvelope } from '../helpers/read-envelope.ts';
import { readList, readMember } from '../helpers/read-member.ts';
import { createTemporaryFolder } from '../helpers/temporary-folder.ts';
import { tools } from '../helpers/tools.ts';

const reading = ['get_single_alloy_evaluation_by_id', { id: 'S-1' }] as const;
const writing = ['create_a_alloy_evaluation', { name_first: 'Ada', name_last: 'Berg' }] as const;
const deciding = ['update_a_alloy_investigation_promote_by_id', { investigation_token: 'INV-1' }] as const;

/** Quotes and backslashes, which take more room within a text of JSON; no word of it looks like personal data. */
const large = {
  evaluation_token: 'S-LargeEvaluation0000001',
  summary: { outcome: 'Approved' },
  notes: Array.from({ length: 900 }, (_, index) => ({
    kind: 'a "b" \\ c',
    note: `é\u{1f600} row ${index % 7} of words`,
  })),
};

let alloy: LoopbackAlloy;
let variables: Variables;
beforeAll(async () => {
  alloy = await startLoopbackAlloy(({ method }) => ({ status: method === 'GET' ? 200 : 201, body: large }));
  variables = { ALLOY_TOKEN: 'a-token', ALLOY_SECRET: 'a-secret', ALLOY_BASE_URL: alloy.baseUrl };
});
afterAll(() => alloy.stop());
afterAll(stopProcesses);

type ShownCall = readonly [name: string, args: Readonly<Record<string, unknown>>];

/** The call that a notice shows, word for word; undefined where it shows none. */
function readCall({ envelope }: Pick<ToolAnswer, 'envelope'>): ShownCall | undefined {
  const [, name = '', args = ''] =
    /(?:is sent|Next): (\w+) (\{.*\})(?: \(or|$)/.exec(String(readMember(envelope, 'notice'))) ?? [];
  return name === '' ? undefined : [name, JSON.parse(args)];
}

/** All parts, by following the calls that are shown. */
async function readWhole(session: McpSession, first: ToolAnswer, mostTokens: number): Promise<unknown> {
  let whole = '';
  for (let call = readCall(first); call !== undefined; ) {
    const answer = await session.callTool(...call);
    expect(answer.isError ?? false, JSON.stringify(answer.envelope)).toBe(false);
    expect(answer.content).toHaveLength(1);
    expect(encode(String(readMember(answer.content, '0.text'))).length).toBeLessThanOrEqual(mostTokens);
    whole += String(readMember(answer.envelope, 'result'));
    call = readCall(answer);
  }
  return JSON.parse(whole);
}

const withPath = ([name, { fields, ...args }]: ShownCall, expression: string): ShownCall => [
  name,
  { ...args, fields: String(fields).replace('?part=1', `?fields=${expression}`) },
];

describe.each(fewRoutes)('$client', ({ open }) => {
  it.each([reading, writing])('reads on in the answer of %s, and nothing is sent', async (...call) => {
    const session = await open({ ...variables, ALLOY_MAX_RESULT_CHARS: '12000' }, { shared: true });
    const answer = await session.callTool(...call);
    alloy.take();
    expect(await readWhole(session, answer, 3000)).toEqual(large);
    const shown = readCall(answer) ?? ['none', {}];
    const chosen = await session.callTool(...withPath(shown, 'summary.outcome'));
    expect(chosen.envelope).toEqual({ result: 'Approved', environment: 'sandbox' });
    for (const part of readList(answer.envelope, 'left_out')) {
      const expression = String(readMember(part, 'path'));
      for (const given of [expression, encodeURIComponent(expression)]) {
        const { envelope, isError } = await session.callTool(...withPath(shown, given));
        expect(isError ?? false, given).toBe(false);
        expect(JSON.stringify(readMember(envelope, 'result')).length, given).toBeGreaterThan(100);
      }
    }
    expect(alloy.take()).toEqual([]);
    await session.close();
  });
});

const [clientV1, clientV2] = sdkClients;
if (clientV1 === undefined || clientV2 === undefined) throw new Error('no clients');

describe('a call that reads on', () => {
  let session: McpSession;
  beforeAll(async () => {
    session = await clientV2.overHttp(variables, { shared: true });
  });
  afterAll(() => session.close());

  it('passes the schema of each tool that a client checks, and repeats nothing that was given', () => {
    const validator = new CfWorkerJsonSchemaValidator();
    const checked = tools.filter((tool) => tool.answer !== 'file');
    expect(checked.length).toBeGreaterThan(130);
    for (const tool of checked) {
      const { listing } = catalog.find((entry) => entry.listing.name === tool.name) ?? {};
      const text = formatReadOnCall(tool, `alloy://answers/${'0'.repeat(32)}?part=1`, undefined);
      const args: unknown = JSON.parse(text.slice(tool.name.length + 1));
      const { valid, errorMessage } = validator.getValidator({ ...listing?.inputSchema, type: 'object' })(
        args,
      );
      expect(valid, `${text}: ${errorMessage}`).toBe(true);
    }
  });

  it.each([
    [reading, /^Call get_single_alloy_evaluation_by_id again with the arguments it had before/],
    [
      writing,
      /^Do not repeat create_a_alloy_evaluation\. Read the record with the tool that shows it: get_single_alloy_\w+/,
    ],
    [deciding, /^Do not repeat update_a_alloy_investigation_promote_by_id\. Read the record/],
  ])('of an answer that is gone (%s) is told what to do', async ([name, args], hint) => {
    alloy.take();
    for (const query of ['', '?part=2', '?fields=summary.outcome']) {
      const fields = `alloy://answers/${'0'.repeat(32)}${query}`;
      const { isError, envelope } = await session.callTool(name, { ...args, fields });
      expect(isError).toBe(true);
      expect(readMember(envelope, 'error')).toMatchObject({
        kind: 'unknown_object',
        hint: expect.stringMatching(hint),
      });
    }
    expect(alloy.take()).toEqual([]);
  });

  it.each([
    ['?part=0', /part has to be a whole number/],
    ['?part=999', /part has to be a whole number/],
    ['?fields=a[', /ends too early, at column 3/],
    ['?fields=', /fields is empty/],
    ['?PART=2', /part has to be a whole number/],
    ['?page=2', /part has to be a whole number/],
  ])('with a mistake (%s) is refused', async (query, message) => {
    const shown = readCall(await session.callTool(...writing)) ?? ['none', {}];
    alloy.take();
    const [name, args] = shown;
    const fields = String(args['fields']).replace('?part=1', query);
    const { isError, envelope } = await session.callTool(name, { ...args, fields });
    expect(isError).toBe(true);
    expect(readMember(envelope, 'error')).toMatchObject({
      kind: 'invalid_arguments',
      message: expect.stringMatching(message),
    });
    expect(alloy.take()).toEqual([]);
  });

  it.each([
    ['"URI"', true],
    ["'URI'", true],
    ['`URI`', true],
    [' <URI> ', true],
    ['{"uri": "URI"}', false],
    ["contains(@, 'URI')", false],
    ['"URI"."part"', false],
    ["'see URI'", false],
  ])('as %s sends nothing either', async (form, isRead) => {
    for (const [name, args] of [writing, reading]) {
      const shown = readCall(await session.callTool(name, args)) ?? ['none', {}];
      const uri = String(shown[1]['fields']);
      for (const given of [uri, uri.replaceAll('/', '\\/'), uri.replace('alloy:', 'ALLOY:')]) {
        alloy.take();
        const { isError, envelope } = await session.callTool(name, {
          ...args,
          fields: form.replace('URI', given),
        });
        expect(alloy.take(), given).toEqual([]);
        expect(isError ?? false, given).toBe(!isRead || given.startsWith('ALLOY'));
        if (isError === true)
          expect(readMember(envelope, 'error.message')).toMatch(/give the address alone|part has to be/);
      }
    }
  });

  it('whose address got lost is refused, so that no write is done with what stands for its values', async () => {
    alloy.take();
    const [name, args] = ['create_a_alloy_entity_note', { entity_token: '(as before)', note: '(as before)' }];
    for (const fields of [undefined, 'summary', 'answers/1']) {
      const { isError, envelope } = await session.callTool(name, { ...args, fields });
      expect(isError).toBe(true);
      expect(JSON.stringify(envelope)).toMatch(/stands for a value only beside fields/);
    }
    expect(alloy.take()).toEqual([]);
  });
});

it('belongs to its principal', async () => {
  const bearer = { ada: 'ada-canary-20260728', bo: 'bo-canary-20260728' };
  const named = Object.entries(bearer).map((entry) => entry.join(':'));
  const { url } = await startHttpService({ ...variables, ALLOY_MCP_TOKEN: named.join(',') });
  const call = async (who: keyof typeof bearer, [name, args]: ShownCall) => {
    const headers = { authorization: `Bearer ${bearer[who]}` };
    const reply = await postRpc(url, 'tools/call', { name, arguments: args }, { modern: true, headers });
    return { envelope: readEnvelope(parseRpcReply(reply)) };
  };
  const shown = readCall(await call('ada', reading));
  if (shown === undefined) throw new Error('no call is shown');
  expect(readMember((await call('bo', shown)).envelope, 'error.kind')).toBe('unknown_object');
  expect(readMember((await call('ada', shown)).envelope, 'error')).toBeUndefined();
});

it('goes through the call tools of discovery mode', async () => {
  const session = await clientV2.overHttp({ ...variables, ALLOY_DISCOVERY: 'on' }, { shared: true });
  for (const [via, [name, args]] of [
    ['alloy_call_read_tool', reading],
    ['alloy_call_write_tool', writing],
  ] as const) {
    const answer = await session.callTool(via, { name, arguments: args });
    expect(readCall(answer)).toEqual([via, { name, arguments: { fields: expect.any(String) } }]);
    alloy.take();
    expect(await readWhole(session, answer, 10_000)).toEqual(large);
    expect(alloy.take()).toEqual([]);
  }
  await session.close();
});

it('asks nobody and has no line in the trail', async () => {
  const trail = path.join(createTemporaryFolder(), 'audit.jsonl');
  let asked = 0;
  const session = await clientV1.overStdio(
    {
      ...variables,
      ALLOY_CONFIRM: 'always',
      ALLOY_AUDIT: `file:${trail},required`,
      ALLOY_AUDIT_KEY: 'a-key-of-32-characters-or-more-1',
    },
    {
      answer: () => {
        asked += 1;
        return { action: 'accept', content: { confirm: true } };
      },
    },
  );
  const answer = await session.callTool(...deciding);
  expect(await readWhole(session, answer, 10_000)).toEqual(large);
  expect(asked).toBe(1);
  await session.close();
  const lines = readFileSync(trail, 'utf8').match(/"type":"call".*"outcome":"\w+"/g);
  expect(lines?.map((line) => /\w+(?="$)/.exec(line)?.[0])).toEqual(['asked', 'ok']);
});
