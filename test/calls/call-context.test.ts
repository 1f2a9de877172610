/** What a call knows of its client, and what it tells it while it works: real clients, both eras, over HTTP. */
import { Client as ClientV2, StreamableHTTPClientTransport as HttpV2 } from '@modelcontextprotocol/client';
import { Client as ClientV1 } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport as HttpV1 } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createFixedSource } from '../../src/base/secret-source.ts';
import type { CallContext } from '../../src/calls/call-context.ts';
import { formatSuccess } from '../../src/calls/result.ts';
import { catalog } from '../../src/catalog.ts';
import { createServerFactory } from '../../src/mcp/server.ts';
import { type HttpService, startHttp } from '../../src/mcp/transports/http.ts';
import { chooseSurface } from '../../src/registry/surface.ts';
import { createMemoryState } from '../../src/state/memory.ts';
import { postRpc } from '../helpers/clients/send-http.ts';

const tool = 'get_single_alloy_evaluation_by_id';
const client = { name: 'tests', version: '7' };

let service: HttpService;
let contexts: CallContext[] = [];
/** Lets the call under way end. */
let finish: () => void;
beforeAll(async () => {
  const state = createMemoryState();
  const createServer = createServerFactory({
    surface: chooseSurface(catalog, {}, (key) => key),
    onlyClientAsks: false,
    state,
    load: async () => ({
      readDocument: () => Promise.reject(new Error('not asked for')),
      readAnswer: () => Promise.reject(new Error('not asked for')),
      discover: () => Promise.reject(new Error('not asked for')),
      describeTool: () => undefined,
      execute: async (_name, _input, context) => {
        contexts.push(context);
        context.report?.(1, 2, 'half way');
        // Only what a client has got while its call was under way counts.
        if (context.report !== undefined) await new Promise<void>((resolve) => (finish = resolve));
        return formatSuccess({ result: {}, environment: 'embedded' });
      },
    }),
  });
  service = await startHttp({
    createServer,
    narrowing: { parameters: [], narrow: (_, within) => within ?? chooseSurface(catalog, {}, (key) => key) },
    host: '127.0.0.1',
    port: 0,
    tokens: createFixedSource([{ principal: 'ada', token: 'ada-canary-20260728' }]),
    allowedHosts: [],
    allowedOrigins: [],
    state,
    health: {},
    onError: () => undefined,
    warn: () => undefined,
  });
});
afterAll(() => service.stop());

const requestInit = { headers: { authorization: 'Bearer ada-canary-20260728' } };

interface Progress {
  readonly progress: number;
  readonly total?: number | undefined;
  readonly message?: string | undefined;
}
type Call = (onprogress?: (progress: Progress) => void) => Promise<unknown>;

const connectV1 = async (capabilities: object): Promise<Call> => {
  const connected = new ClientV1(client, { capabilities });
  await connected.connect(new HttpV1(new URL(service.url), { requestInit }));
  return (onprogress) =>
    connected.callTool({ name: tool, arguments: {} }, undefined, onprogress ? { onprogress } : {});
};

const connectV2 =
  (mode: 'legacy' | { readonly pin: string }) =>
  async (capabilities: object): Promise<Call> => {
    const connected = new ClientV2(client, { capabilities, versionNegotiation: { mode } });
    await connected.connect(new HttpV2(new URL(service.url), { requestInit }));
    return (onprogress) =>
      connected.callTool({ name: tool, arguments: {} }, onprogress ? { onprogress } : {});
  };

describe.each([
  ['SDK 1.x client', connectV1],
  ['SDK 2.x client of 2025', connectV2('legacy')],
  ['SDK 2.x client of 2026-07-28', connectV2({ pin: '2026-07-28' })],
])('%s', (_, connect) => {
  it.each([
    [{}, false],
    [{ elicitation: {} }, true],
    [{ elicitation: { form: {} } }, true],
    [{ elicitation: { form: {}, url: {} } }, true],
    [{ elicitation: { url: {} } }, false],
  ])('is known by its name, and with %o it can be asked: %s', async (capabilities, canAsk) => {
    contexts = [];
    await (await connect(capabilities))();
    expect(contexts).toEqual([expect.objectContaining({ principal: 'ada', client, canAsk })]);
    expect(contexts[0]).not.toHaveProperty('report');
  });

  it('is told how far its call is while it is under way', async () => {
    const call = await connect({});
    const told: Progress[] = [];
    await call((progress) => {
      told.push(progress);
      finish();
    });
    expect(told).toEqual([{ progress: 1, total: 2, message: 'half way' }]);
  });
});

it.each([false, true])(
  'a client that takes JSON alone is told nothing on the way, whatever token it shows (2026-07-28: %s)',
  async (modern) => {
    contexts = [];
    const headers = { ...requestInit.headers, accept: 'application/json' };
    const meta = { progressToken: 'p' };
    const call = { name: tool, arguments: {} };
    const reply = await postRpc(service.url, 'tools/call', call, { modern, headers, meta });
    expect(reply.status).toBe(200);
    expect(contexts).toHaveLength(1);
    expect(contexts[0]).not.toHaveProperty('report');
  },
);
