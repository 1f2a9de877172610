/** Large answers, end to end: what a model gets fits, says what is missing, and the whole can be read in parts. */
import { encode } from 'gpt-tokenizer/encoding/o200k_base';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { catalog } from '../../src/catalog.ts';
import { type LoopbackAlloy, startLoopbackAlloy } from '../helpers/alloys/loopback-alloy.ts';
import { startHttpService } from '../helpers/clients/http-service.ts';
import type { McpSession, ToolAnswer } from '../helpers/clients/mcp-session.ts';
import { fewRoutes } from '../helpers/clients/routes.ts';
import { sdkClients } from '../helpers/clients/sdk-clients.ts';
import { parseRpcReply, postRpc } from '../helpers/clients/send-http.ts';
import { stopProcesses, type Variables } from '../helpers/clients/start-process.ts';
import { inFull } from '../helpers/extent.ts';
import { readAnswered } from '../helpers/read-envelope.ts';
import { readList, readMember, readNames } from '../helpers/read-member.ts';

const readEvaluation = 'get_single_alloy_evaluation_by_id';
const readApplication = 'get_single_alloy_journey_application_by_id';
const evaluate = 'create_a_alloy_evaluation';
const person = { name_first: 'Ada', name_last: 'Berg' };

/** Of words, so that nothing in it looks like personal data. */
const words = (seed: number, count: number) =>
  Array.from(
    { length: count },
    (_, index) => ['alpha', 'beta', 'gamma', 'delta'][(seed * 7 + index) % 4],
  ).join(' ');

/** About a megabyte, most of it in two lists. */
const large = {
  status_code: 201,
  evaluation_token: 'S-LargeEvaluation0000001',
  summary: { outcome: 'Approved', score: 0.98, tags: ['One', 'Two'], outcome_reasons: [] },
  formatted_responses: {
    Vendor: {
      records: Array.from({ length: 3000 }, (_, index) => ({
        index,
        kind: ['a', 'b'][index % 2],
        note: words(index, 30),
      })),
    },
  },
  'matching rows': Array.from({ length: 2000 }, (_, index) => ({ row: index, text: words(index, 20) })),
  story: words(1, 30_000),
};
const small = {
  status_code: 201,
  evaluation_token: 'S-SmallEvaluation0000001',
  summary: { outcome: 'Denied', score: 0.1 },
  raw_responses: { Vendor: [{ deep: { word: 'rawword' } }] },
};

let alloy: LoopbackAlloy;
let variables: Variables;
beforeAll(async () => {
  alloy = await startLoopbackAlloy(({ path, method }) =>
    method === 'POST' || path.includes('Large') || path.includes('/applications/')
      ? { status: method === 'POST' ? 201 : 200, body: large }
      : { body: small },
  );
  variables = { ALLOY_TOKEN: 'a-token', ALLOY_SECRET: 'a-secret', ALLOY_BASE_URL: alloy.baseUrl };
});
afterAll(() => alloy.stop());
afterAll(stopProcesses);

const readText = ({ content }: ToolAnswer) => String(readMember(content, '0.text'));

const readEnvelope = ({ envelope }: ToolAnswer): unknown => envelope;

/** The address of the kept answer, from the notice. */
const findUri = ({ envelope }: ToolAnswer): string =>
  /alloy:\/\/answers\/[0-9a-f]{32}/.exec(String(readMember(envelope, 'notice')))?.[0] ?? 'none';

const readContents = async (session: McpSession, uri: unknown) =>
  readList(await session.ask('resources/read', { uri }), 'contents').map((part) => {
    const text = String(readMember(part, 'text'));
    expect(encode(text).length).toBeLessThanOrEqual(10_000);
    return text;
  });

/** Part after part, as each names the next. */
async function readWhole(session: McpSession, uri: unknown): Promise<unknown> {
  let whole = '';
  for (let next = uri; next !== undefined; ) {
    const [place = '', text = ''] = await readContents(session, next);
    whole += text;
    next = readMember(JSON.parse(place), 'next');
  }
  return JSON.parse(whole);
}

describe.each(fewRoutes)('$client', ({ open }) => {
  it('gets what fits of a megabyte, and the whole by its address', async () => {
    const session = await open(variables, { shared: true });
    const answer = await session.callTool(readEvaluation, { id: 'S-Large' });
    const envelope = readEnvelope(answer);
    expect(encode(readText(answer)).length).toBeLessThanOrEqual(10_000);
    expect(readText(answer).length).toBeGreaterThan(10_000);
    expect(envelope).toMatchObject({
      result: { evaluation_token: large.evaluation_token, summary: large.summary },
      notice: expect.stringMatching(/^Cut to fit, see left_out\./),
    });
    expect(answer.content).toHaveLength(1);
    const uri = findUri(answer);
    expect(await readWhole(session, uri)).toEqual(large);
    const [about = '', chosen = ''] = await readContents(session, `${uri}?fields=summary.outcome`);
    expect([JSON.parse(about), JSON.parse(chosen)]).toEqual([{ fields: 'summary.outcome' }, 'Approved']);
    await session.close();
  });
});

const [, , clientV2] = sdkClients;
if (clientV2 === undefined) throw new Error('no client');
const open = (settings: Variables = {}) => clientV2.overHttp({ ...variables, ...settings }, { shared: true });
/** Of those who set nothing of their own. */
let session: McpSession;
beforeAll(async () => {
  session = await open();
});

describe('a cut answer', () => {
  let answer: ToolAnswer;
  beforeAll(async () => {
    answer = await session.callTool(readEvaluation, { id: 'S-Large' });
  });

  it('says of each part that is missing where it is, and the path brings it', async () => {
    const parts = readList(readEnvelope(answer), 'left_out');
    expect(parts.length).toBeGreaterThan(2);
    for (const part of parts) {
      const path = String(readMember(part, 'path'));
      const again = readEnvelope(await session.callTool(readEvaluation, { id: 'S-Large', fields: path }));
      const brought = readMember(again, 'result');
      expect(brought, path).not.toBeNull();
      expect(JSON.stringify(brought).length, path).toBeGreaterThan(100);
      const uri = `${findUri(answer)}?fields=${encodeURIComponent(path)}`;
      const [, text = ''] = await readContents(session, uri);
      expect(JSON.parse(text), path).not.toBeNull();
    }
  });

  it('of a write says not to repeat it', async () => {
    const written = await session.callTool(evaluate, person);
    expect(readMember(readEnvelope(written), 'notice')).toMatch(
      /Do not repeat this call for the rest: read on in the kept answer, for which nothing is sent: create_a_alloy_evaluation \{/,
    );
    expect(await readWhole(session, findUri(written))).toEqual(large);
  });

  it('that was never given is not found, nor a part or a projection that cannot be', async () => {
    const uri = findUri(answer);
    const refused = async (at: string) =>
      session.ask('resources/read', { uri: at }).then(
        () => 'read',
        (error: unknown) => [readMember(error, 'code'), String(error)].join(' '),
      );
    const other = `alloy://answers/${'0'.repeat(32)}`;
    for (const at of [other, `${uri}0`, 'alloy://answers/', 'alloy://answers/../x', uri.toUpperCase()])
      expect(await refused(at), at).toMatch(/^-3200?2|^-32602/);
    for (const at of [`${uri}?part=0`, `${uri}?part=9999`, `${uri}?part=x`, `${uri}?part=-1`])
      expect(await refused(at), at).toMatch(/^-32602 .*part has to be a whole number from 1 to \d+/);
    expect(await refused(`${uri}?fields=a%5B`)).toMatch(/^-32602 .*ends too early, at column 3/);
  });
});

it('an address means nothing to another principal', async () => {
  const tokens = { ada: 'ada-canary-20260728', bo: 'bo-canary-20260728' };
  const named = Object.entries(tokens).map((entry) => entry.join(':'));
  const { url } = await startHttpService({ ...variables, ALLOY_MCP_TOKEN: named.join(',') });
  const ask = async (who: keyof typeof tokens, method: string, params: object) => {
    const headers = { authorization: `Bearer ${tokens[who]}` };
    return parseRpcReply(await postRpc(url, method, params, { modern: true, headers }));
  };
  const answered = await ask('ada', 'tools/call', { name: readEvaluation, arguments: { id: 'S-Large' } });
  const notice = String(readAnswered(answered, 'notice'));
  const uri = /alloy:\/\/answers\/[0-9a-f]{32}/.exec(notice)?.[0] ?? '';
  for (const at of [uri, `${uri}?part=1`, `${uri}?fields=summary`]) {
    expect((await ask('ada', 'resources/read', { uri: at })).error, at).toBeUndefined();
    const { error } = await ask('bo', 'resources/read', { uri: at });
    const made = await ask('bo', 'resources/read', { uri: `alloy://answers/${'0'.repeat(32)}` });
    expect(error?.message.replace(at, ''), at).toBe(made.error?.message.replace(at, ''));
    expect([error?.code, error?.message], at).toEqual([
      made.error?.code,
      expect.stringMatching(/no such answer/),
    ]);
  }
});

describe('fields', () => {
  const read = async (fields: unknown, id = 'S-Small') =>
    readMember(readEnvelope(await session.callTool(readEvaluation, { id, fields })), 'result');

  it.each<[string, unknown]>([
    ['summary.outcome', 'Denied'],
    ['{token: evaluation_token, score: summary.score}', { token: small.evaluation_token, score: 0.1 }],
    ['status_code, summary.outcome', { status_code: 201, summary: { outcome: 'Denied' } }],
    ['evaluation_token,', small.evaluation_token],
    ['nothing.here', null],
    ['raw_responses.Vendor[0].deep.word', 'rawword'],
  ])('%s', async (fields, expected) => {
    expect(await read(fields)).toEqual(expected);
  });

  it('choose from a large answer without cutting it', async () => {
    const fields = 'formatted_responses.Vendor.records[?index < `3`].index';
    const answer = await session.callTool(readEvaluation, { id: 'S-Large', fields });
    expect(readEnvelope(answer)).toEqual({ result: [0, 1, 2], status: 200, environment: 'sandbox' });
    expect(answer.content).toHaveLength(1);
  });

  it.each<[unknown, RegExp]>([
    ['a[', /column 3/],
    ['summary..outcome', /"\." is not expected at column 9/],
    ['a, , b', /not expected at column 3/],
    ['no_function(a)', /there is no function no_function\(\)/],
    ['  ', /fields is empty/],
    ['a'.repeat(1001), /1001 characters; at most 1000/],
    [7, /^fields expected string, got number/],
  ])('with a mistake (%.20s) are refused before anything is sent', async (fields, message) => {
    const before = alloy.requests.length;
    for (const [tool, args] of [
      [readEvaluation, { id: 'S-Small' }],
      [evaluate, person],
    ] as const) {
      const answer = await session.callTool(tool, { ...args, fields });
      expect(answer.isError).toBe(true);
      expect(readMember(readEnvelope(answer), 'error')).toMatchObject({
        kind: 'invalid_arguments',
        message: expect.stringMatching(message),
        hint: expect.stringMatching(/^Nothing was sent/),
      });
    }
    expect(alloy.requests.length).toBe(before);
  });

  it('that cannot be carried out do not turn a record that was made into an error', async () => {
    const answer = await session.callTool(evaluate, { ...person, fields: 'sum(summary.tags)' });
    expect(answer.isError ?? false).toBe(false);
    expect(readEnvelope(answer)).toMatchObject({
      status: 201,
      notice: expect.stringMatching(/This is the answer without fields/),
    });
  });

  it('belong to every tool that answers with JSON', async () => {
    const listed = await session.listTools();
    const without = listed
      .filter((tool) => !readNames(tool, 'inputSchema.properties').includes('fields'))
      .map((tool) => readMember(tool, 'name'));
    expect(without).toEqual(['get_single_alloy_entity_document_by_id']);
    expect(listed).toHaveLength(catalog.length);
  });

  it("are not Alloy's own choices, which are passed on", async () => {
    const before = alloy.requests.length;
    const args = {
      journey_token: 'J-1',
      id: 'JA-1',
      hideFields: 'a,b',
      fullData: true,
      fields: 'status_code',
    };
    expect(readEnvelope(await session.callTool(readApplication, args))).toMatchObject({ result: 201 });
    const { path } = await alloy.received(before);
    const { searchParams } = new URL(path, alloy.baseUrl);
    expect(Object.fromEntries(searchParams)).toEqual({ hideFields: 'a,b', fullData: 'true' });
  });
});

describe("vendors' raw responses", () => {
  it('are left out, which is said, unless they are asked for', async () => {
    const plain = readEnvelope(await session.callTool(readEvaluation, { id: 'S-Small' }));
    expect(JSON.stringify(plain)).not.toContain('rawword');
    expect(plain).toMatchObject({
      result: { raw_responses: { left_out: 'raw responses of Vendor' } },
      notice: expect.stringMatching(/call again with include_raw_responses: true/),
    });
    const asked = { id: 'S-Small', include_raw_responses: true };
    const before = alloy.requests.length;
    expect(readEnvelope(await session.callTool(readEvaluation, asked))).toEqual({
      result: small,
      status: 200,
      environment: 'sandbox',
    });
    expect((await alloy.received(before)).path).not.toContain('include_raw');
  });
});

it.each(inFull([4000, 12_000, 200_000], (limit) => limit === 12_000))(
  'ALLOY_MAX_RESULT_CHARS=%i is kept to',
  async (limit) => {
    const limited = await open({ ALLOY_MAX_RESULT_CHARS: String(limit) });
    const answer = await limited.callTool(readEvaluation, { id: 'S-Large' });
    const text = readText(answer);
    expect(text.length).toBeLessThanOrEqual(limit);
    expect(encode(text).length).toBeLessThanOrEqual(limit / 4);
    expect(readEnvelope(answer)).toMatchObject({ result: { summary: { outcome: 'Approved' } } });
    expect(await readWhole(limited, findUri(answer))).toEqual(large);
    await limited.close();
  },
);
