/** What results hold: the text alone unless a client wants more, and nothing that its revision does not know. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type LoopbackAlloy, startLoopbackAlloy } from '../helpers/alloys/loopback-alloy.ts';
import { openHttpService } from '../helpers/clients/http-service.ts';
import { createLineClient } from '../helpers/clients/line-client.ts';
import { fewRoutes } from '../helpers/clients/routes.ts';
import { parseRpcReply, postRpc, sendHttp } from '../helpers/clients/send-http.ts';
import { startProcess, stopProcesses, type Variables } from '../helpers/clients/start-process.ts';
import { inFull } from '../helpers/extent.ts';
import { readEnvelope } from '../helpers/read-envelope.ts';
import { readList, readMember } from '../helpers/read-member.ts';

const png = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNk+A8AAQUBAScY42YAAAAASUVORK5CYII=',
  'base64',
);
/** One answer that is cut, one that is refused, one with a picture, one with another file. */
const calls = [
  ['get_single_alloy_evaluation_by_id', { id: 'S-1' }],
  ['get_single_alloy_evaluation_by_id', { id: '../x' }],
  ['get_single_alloy_entity_document_by_id', { entity_token: 'P-1', id: 'D-picture' }],
  ['get_single_alloy_entity_document_by_id', { entity_token: 'P-1', id: 'D-other' }],
] as const;

let alloy: LoopbackAlloy;
let variables: Variables;
beforeAll(async () => {
  const bytes = { 'content-type': 'application/octet-stream' };
  alloy = await startLoopbackAlloy(({ path }) => {
    if (path.endsWith('D-picture')) return { body: png, headers: bytes };
    if (path.endsWith('D-other')) return { body: Buffer.from('%PDF-1.7'), headers: bytes };
    return { body: { evaluation_token: 'S-1', notes: Array(3000).fill('some words of a note') } };
  });
  variables = { ALLOY_TOKEN: 'a-token', ALLOY_SECRET: 'a-secret', ALLOY_BASE_URL: alloy.baseUrl };
});
afterAll(() => alloy.stop());
afterAll(stopProcesses);

/** Of each result its blocks in their order, and whether it is structured too, which then says the same. */
function describeResult(result: unknown): string {
  const structured = readMember(result, 'structuredContent');
  if (structured !== undefined) expect(structured).toEqual(readEnvelope(result));
  const types = readList(result, 'content').map((block) => readMember(block, 'type'));
  return [...types, ...(structured === undefined ? [] : ['structured'])].join(' ');
}

const plain = ['text', 'text', 'text image', 'text'];
const whole = [
  'text resource_link structured',
  'text structured',
  'text image resource_link structured',
  'text resource_link structured',
];

describe.each(fewRoutes)('$client', ({ open }) => {
  it('gets the text and pictures, and nothing twice', async () => {
    const session = await open(variables, { shared: true });
    const results = [];
    for (const [name, args] of calls) results.push(await session.callTool(name, args));
    await session.close();
    expect(results.map(describeResult)).toEqual(plain);
    expect(results[2]?.content[1]).toEqual({
      type: 'image',
      data: png.toString('base64'),
      mimeType: 'image/png',
    });
  });
});

const sessions = [
  ['2024-11-05', plain],
  ['2025-03-26', plain],
  ['2025-06-18', whole],
  ['2025-11-25', whole],
] as const;

/** The oldest, and the first that knows the blocks. */
describe.each(inFull(sessions, (_, index) => index % 2 === 0))(
  'a session of %s whose operator wants all there is',
  (protocolVersion, expected) => {
    const all = { ALLOY_RESULT_CONTENT: 'text,images,structured,links' };
    const initialize = { protocolVersion, capabilities: {}, clientInfo: { name: 'old', version: '1' } };

    it('gets over stdio what its revision knows', async () => {
      const server = startProcess([], { ...variables, ...all });
      const client = createLineClient(server);
      expect(await client.request('initialize', initialize)).toMatchObject({ protocolVersion });
      client.send({ method: 'notifications/initialized' });
      const results = [];
      for (const [name, args] of calls) results.push((await client.callTool(name, args)).result);
      server.stdin.end();
      await server.ended;
      expect(results.map(describeResult)).toEqual(expected);
    });

    it('gets over HTTP what its revision knows', async () => {
      const { url } = await openHttpService({ ...variables, ...all }, { shared: true });
      const hello = parseRpcReply(await postRpc(url, 'initialize', initialize));
      expect(hello.result).toMatchObject({ protocolVersion });
      const results = [];
      for (const [name, args] of calls) {
        const reply = await sendHttp(url, {
          method: 'POST',
          headers: {
            'content-type': 'application/json',
            accept: 'application/json, text/event-stream',
            // Clients before 2025-06-18 do not say it.
            ...(expected === whole ? { 'mcp-protocol-version': protocolVersion } : {}),
          },
          body: JSON.stringify({
            jsonrpc: '2.0',
            id: 1,
            method: 'tools/call',
            params: { name, arguments: args },
          }),
        });
        results.push(parseRpcReply(reply).result);
      }
      expect(results.map(describeResult)).toEqual(expected);
    });
  },
);

describe('an HTTP client', () => {
  let url: string;
  beforeAll(async () => {
    ({ url } = await openHttpService(variables, { shared: true }));
  });
  const list = async (query: string, headers: Readonly<Record<string, string>> = {}) => {
    const results = [];
    for (const [name, args] of calls) {
      const sending = { modern: true, headers };
      results.push(
        parseRpcReply(await postRpc(url + query, 'tools/call', { name, arguments: args }, sending)),
      );
    }
    return results.map(({ result, error }) => error?.message ?? describeResult(result));
  };

  it('chooses for itself, by query or header', async () => {
    expect(await list('?result-content=text,images,structured,links')).toEqual(whole);
    expect(await list('', { 'alloy-mcp-result-content': 'structured' })).toEqual([
      'text structured',
      'text structured',
      'text structured',
      'text structured',
    ]);
    expect(await list('?result-content=text')).toEqual(['text', 'text', 'text', 'text']);
    expect(await list('')).toEqual(plain);
  });

  it('is told what there is to choose', async () => {
    const reply = await postRpc(`${url}?result-content=blocks`, 'tools/list', {}, { modern: true });
    expect(parseRpcReply(reply).error?.message).toMatch(
      /^result-content names blocks.* text, images, structured, links$/,
    );
  });
});
