/**
 * Members of the protocol that are null mean the same as none, in every method and over both transports; what clients of
 * some languages write. Arguments of tools, and what people fill into forms, are not the protocol's.
 */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { normaliseMessage } from '../../../src/mcp/transports/received-message.ts';
import { startHttpService } from '../../helpers/clients/http-service.ts';
import { initializeParams, modernMeta, type RpcMessage } from '../../helpers/clients/json-rpc.ts';
import { createLineClient } from '../../helpers/clients/line-client.ts';
import { parseRpcReply, rpcHeaders, sendHttp } from '../../helpers/clients/send-http.ts';
import { startProcess, stopProcesses } from '../../helpers/clients/start-process.ts';

type Send = (message: Readonly<Record<string, unknown>>) => Promise<RpcMessage>;

const transports: readonly (readonly [string, () => Promise<Send>])[] = [
  [
    'stdio',
    async () => {
      const client = createLineClient(startProcess());
      await client.initialize();
      let next = 0;
      return (message) => {
        next += 1;
        return client.exchange(`null-${next}`, message);
      };
    },
  ],
  [
    'HTTP',
    async () => {
      const { url } = await startHttpService();
      return async (message) =>
        parseRpcReply(
          await sendHttp(url, {
            method: 'POST',
            headers: rpcHeaders,
            body: JSON.stringify({ jsonrpc: '2.0', id: 1, ...message }),
          }),
        );
    },
  ],
];
afterAll(stopProcesses);

const tool = 'list_all_alloy_parameters';
const client = { name: 'nulls', version: '1' };
const accepted: readonly (readonly [string, Readonly<Record<string, unknown>>])[] = [
  ['params', { method: 'ping', params: null }],
  ['params of a list', { method: 'tools/list', params: null }],
  ['result and error beside a method', { method: 'ping', result: null, error: null }],
  ['_meta', { method: 'prompts/list', params: { _meta: null } }],
  ['a progress token', { method: 'tools/list', params: { _meta: { progressToken: null } } }],
  ['a cursor of tools', { method: 'tools/list', params: { cursor: null } }],
  ['a cursor of prompts', { method: 'prompts/list', params: { cursor: null, _meta: null } }],
  ['a cursor of resources', { method: 'resources/list', params: { cursor: null } }],
  ['a cursor of templates', { method: 'resources/templates/list', params: { cursor: null } }],
  ['arguments of a call', { method: 'tools/call', params: { name: tool, arguments: null } }],
  [
    'all of a call',
    { method: 'tools/call', params: { name: tool, arguments: null, _meta: null, task: null } },
  ],
  [
    'an argument of a prompt',
    {
      method: 'prompts/get',
      params: { name: 'onboard_person', arguments: { person: 'Ada', workflow_token: null }, _meta: null },
    },
  ],
  ['capabilities', { method: 'initialize', params: { ...initializeParams, capabilities: null } }],
  [
    'each capability',
    {
      method: 'initialize',
      params: {
        ...initializeParams,
        capabilities: { sampling: null, roots: null, elicitation: null, experimental: null, tasks: null },
      },
    },
  ],
  [
    'members of capabilities',
    {
      method: 'initialize',
      params: {
        ...initializeParams,
        capabilities: {
          roots: { listChanged: null },
          elicitation: { form: null, url: null },
          sampling: { tools: null, context: null },
          tasks: { list: null, requests: { sampling: { createMessage: null } } },
        },
      },
    },
  ],
  [
    'what a client may say of itself',
    {
      method: 'initialize',
      params: {
        ...initializeParams,
        clientInfo: { ...client, title: null, icons: null, websiteUrl: null, description: null },
        _meta: null,
      },
    },
  ],
  [
    'the context of a completion',
    {
      method: 'completion/complete',
      params: {
        ref: { type: 'ref/prompt', name: 'onboard_person', title: null },
        argument: { name: 'workflow_token', value: '' },
        context: null,
      },
    },
  ],
];
/** Arguments as a text that is JSON, which models write, or that is empty. */
const texts: readonly string[] = ['{}', ' {} ', '{"fields":"required[0].key"}', '', ' '];
const refused: readonly (readonly [string, Readonly<Record<string, unknown>>, RegExp])[] = [
  [
    'arguments that are a number',
    { method: 'tools/call', params: { name: tool, arguments: 5 } },
    /arguments/,
  ],
  ['arguments that are a list', { method: 'tools/call', params: { name: tool, arguments: [] } }, /arguments/],
  [
    'arguments that are a text',
    { method: 'tools/call', params: { name: tool, arguments: 'x' } },
    /arguments/,
  ],
  ['a list in a text', { method: 'tools/call', params: { name: tool, arguments: '[1]' } }, /arguments/],
  ['a name that is null', { method: 'tools/call', params: { name: null } }, /name is missing/],
  ['no params', { method: 'tools/call', params: null }, /params is missing/],
  ['a cursor that is a number', { method: 'tools/list', params: { cursor: 5 } }, /cursor .*string/],
  ['an address that is null', { method: 'resources/read', params: { uri: null } }, /uri is missing/],
  ['a prompt without a name', { method: 'prompts/get', params: {} }, /name is missing/],
  [
    'no arguments of a prompt that needs one',
    { method: 'prompts/get', params: { name: 'onboard_person', arguments: null } },
    /person/,
  ],
  [
    'a completion of nothing',
    { method: 'completion/complete', params: {} },
    /ref is .*; .*argument is missing/,
  ],
  [
    'an introduction without a name',
    { method: 'initialize', params: { ...initializeParams, clientInfo: null } },
    /clientInfo is missing/,
  ],
  [
    'an introduction without a version',
    { method: 'initialize', params: { ...initializeParams, clientInfo: { name: 'x', version: null } } },
    /clientInfo.version is missing/,
  ],
  [
    'capabilities that are a text',
    { method: 'initialize', params: { ...initializeParams, capabilities: 'all' } },
    /capabilities .*object/,
  ],
];

describe.each(transports)('over %s', (_, connect) => {
  let send: Send;
  beforeAll(async () => {
    send = await connect();
  });

  it.each(accepted)('null for %s means none', async (_name, message) => {
    expect(await send(message)).toMatchObject({ result: expect.any(Object) });
  });

  it('arguments of a call may be JSON in a text', async () => {
    for (const text of texts) {
      const { result } = await send({ method: 'tools/call', params: { name: tool, arguments: text } });
      expect(result, text).not.toHaveProperty('isError', true);
    }
  });

  it("an argument that is null is still the tool's to judge", async () => {
    const { result } = await send({
      method: 'tools/call',
      params: { name: tool, arguments: { no_such_argument: null } },
    });
    expect(JSON.stringify(result)).toContain('no_such_argument');
  });

  it.each(refused)('%s is refused in words', async (_name, message, words) => {
    const { error } = await send(message);
    expect(error).toMatchObject({ code: -32602, message: expect.stringMatching(words) });
    expect(error?.message).not.toMatch(/ZodError|invalid_type|[[{]/);
  });

  it('a client of 2026-07-28 may give null for its capabilities', async () => {
    for (const capabilities of [null, { elicitation: null, sampling: { tools: null } }]) {
      const _meta = {
        ...modernMeta,
        'io.modelcontextprotocol/clientCapabilities': capabilities,
        progressToken: null,
      };
      const message = { jsonrpc: '2.0', id: 1, method: 'tools/list', params: { cursor: null, _meta } };
      normaliseMessage(message);
      expect(message.params).toEqual({
        _meta: {
          ...modernMeta,
          'io.modelcontextprotocol/clientCapabilities': capabilities === null ? {} : { sampling: {} },
        },
      });
    }
  });
});

it.each([
  [
    'a form that was filled in',
    { id: 1, result: { action: 'accept', content: { confirm: null }, _meta: null } },
    { id: 1, result: { action: 'accept', content: { confirm: null } } },
  ],
  [
    'a form that was declined',
    { id: 1, result: { action: 'decline', content: null }, error: null, method: null },
    { id: 1, result: { action: 'decline' } },
  ],
  [
    'a form that comes with the next call',
    {
      id: 1,
      method: 'tools/call',
      params: {
        name: 'x',
        arguments: { a: null, b: { c: null } },
        inputResponses: { confirm: { action: 'accept', content: { confirm: null }, _meta: null } },
        requestState: null,
      },
    },
    {
      id: 1,
      method: 'tools/call',
      params: {
        name: 'x',
        arguments: { a: null, b: { c: null } },
        inputResponses: { confirm: { action: 'accept', content: { confirm: null } } },
      },
    },
  ],
  [
    'a notification of a client that writes every member',
    { id: null, method: 'notifications/cancelled', params: { requestId: 1, reason: null }, result: null },
    { method: 'notifications/cancelled', params: { requestId: 1 } },
  ],
  ['a request without its id', { id: null, method: 'ping' }, { id: null, method: 'ping' }],
])('%s keeps what it says', (_, message, kept) => {
  normaliseMessage(message);
  expect(message).toEqual(kept);
});

it('a message that is nested without end does no harm', () => {
  let deep: unknown = null;
  for (let level = 0; level < 100_000; level += 1) deep = { deep };
  expect(() => normaliseMessage({ id: 1, method: 'ping', params: { deep } })).not.toThrow();
});
