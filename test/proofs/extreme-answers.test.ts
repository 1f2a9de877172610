/** Answers that Alloy would not give: too deep, too large. Each is told clearly, and the server lives on. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type LoopbackAlloy, startLoopbackAlloy } from '../helpers/alloys/loopback-alloy.ts';
import type { McpSession } from '../helpers/clients/mcp-session.ts';
import { sdkClients } from '../helpers/clients/sdk-clients.ts';
import { stopProcesses } from '../helpers/clients/start-process.ts';
import { isLong } from '../helpers/extent.ts';
import { readMember } from '../helpers/read-member.ts';

const read = 'get_single_alloy_evaluation_by_id';
const write = 'create_a_alloy_evaluation';
const person = { name_first: 'Ada', name_last: 'Berg' };

type Brackets = readonly [string, string];
const lists: Brackets = ['[', ']'];
const objects: Brackets = ['{"a":', '}'];
const nest = (levels: number, inner = '1', [open, close] = objects) =>
  `{"evaluation_token":"S-1","deep":${open.repeat(levels)}${inner}${close.repeat(levels)}}`;

const megabyte = 1024 * 1024;
/** More than is read; in the long suite nearly as much as is taken off the network. */
const large = (isLong ? 60 : 20) * megabyte;
const repeat = (text: string, bytes: number) => text.repeat(Math.ceil(bytes / text.length));

const answers: Readonly<Record<string, () => string>> = {
  'Deep objects': () => nest(10_000),
  'Deep lists': () => nest(10_000, '1', lists),
  // What nobody sees is looked for in every text.
  'Deep with something hidden': () => nest(10_000, '"\u200b"'),
  'Very deep': () => nest(1_000_000, '1', lists),
  'Deep and broken': () => nest(10_000).slice(0, -5000),
  'Large in members': () => `[${repeat('{"note":"alpha"},', large)}1]`,
  'Large in a text': () => `"${repeat('alpha beta ', large)}"`,
  'Larger than is read': () => `"${repeat('alpha beta ', 70 * megabyte)}"`,
  'As deep as is read': () => nest(98),
  'Brackets in texts': () =>
    JSON.stringify({ note: `${'{['.repeat(5000)}\\"`, [`a${'{"['.repeat(300)}`]: 1 }),
};

let alloy: LoopbackAlloy;
let session: McpSession;
let posted = '';
let status = 200;
beforeAll(async () => {
  alloy = await startLoopbackAlloy(({ method, path }) => {
    const name = method === 'POST' ? posted : decodeURIComponent(path.split('/').at(-1) ?? '');
    return { status, body: answers[name]?.() ?? '{"evaluation_token":"S-1"}' };
  });
  const [, , client] = sdkClients;
  if (client === undefined) throw new Error('no client');
  session = await client.overStdio({
    ALLOY_TOKEN: 'a-token',
    ALLOY_SECRET: 'a-secret',
    ALLOY_BASE_URL: alloy.baseUrl,
    ALLOY_MAX_RETRIES: '0',
  });
});
afterAll(() => alloy.stop());
afterAll(stopProcesses);

describe.each([
  ['Deep objects', /nested deeper than 100 levels$/],
  ['Deep lists', /nested deeper than 100 levels$/],
  ['Deep with something hidden', /nested deeper than 100 levels$/],
  ['Very deep', /nested deeper than 100 levels$/],
  ['Deep and broken', /are not whole JSON$/],
  ['Large in members', /more than the 16777216 that are read; ask for less at once$/],
  ['Large in a text', /more than the 16777216 that are read; ask for less at once$/],
  ['Larger than is read', /./],
])('%s', (id, message) => {
  it('is a bad answer to a read, and the next call is served', async () => {
    const { isError, envelope } = await session.callTool(read, { id });
    expect(isError).toBe(true);
    expect(readMember(envelope, 'error')).toMatchObject({
      kind: 'bad_answer',
      message: expect.stringMatching(message),
    });
    expect((await session.callTool(read, { id: 'S-1' })).isError ?? false).toBe(false);
  });

  it('is a bad answer to a write, which is not to be repeated blindly', async () => {
    posted = id;
    const before = alloy.requests.length;
    const { isError, envelope } = await session.callTool(write, person);
    expect(isError).toBe(true);
    expect(readMember(envelope, 'error')).toMatchObject({
      kind: 'bad_answer',
      hint: expect.stringMatching(/read the record before you send it again/),
    });
    expect(alloy.requests.length).toBe(before + 1);
  });
});

it.each(['Deep objects', 'Very deep', 'Large in members'])(
  'an error (%s) is told by its status',
  async (id) => {
    status = 400;
    const { isError, envelope } = await session.callTool(read, { id });
    status = 200;
    expect(isError).toBe(true);
    expect(readMember(envelope, 'error')).toMatchObject({
      kind: 'invalid_request',
      message: expect.stringMatching(
        /^HTTP 400 with \d+ bytes of application\/json in place of Alloy's error$/,
      ),
    });
  },
);

it.each(['As deep as is read', 'Brackets in texts'])('%s is an answer like any other', async (id) => {
  const { isError, envelope } = await session.callTool(read, { id });
  expect(isError ?? false).toBe(false);
  expect(JSON.stringify(envelope)).not.toContain('***');
});
