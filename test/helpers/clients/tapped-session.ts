/**
 * A client that keeps every byte it gets: JSON-RPC lines of protocol 2025 over stdio, POST requests of 2026-07-28 over
 * HTTP. It agrees to every question that it is asked.
 */

import { readMember } from '../read-member.ts';
import { startHttpService } from './http-service.ts';
import { initializeParams, modernMeta, parseRpcMessage, type RpcMessage } from './json-rpc.ts';
import { createLineClient } from './line-client.ts';
import { rpcHeaders, sendHttp } from './send-http.ts';
import { startProcess, type Variables } from './start-process.ts';

export interface TappedSession {
  call(tool: string, args: Readonly<Record<string, unknown>>): Promise<RpcMessage>;
  ask(method: string, params: Readonly<Record<string, unknown>>): Promise<RpcMessage>;
  /** All that came since the last time: stdout, or status lines, headers and bodies. */
  take(): string;
  /** All that it wrote to stderr. */
  log(): string;
  /** Ends the server in order. */
  close(): Promise<void>;
}

export type Transport = 'stdio' | 'http';

export interface TapOptions {
  /** A bearer token, over HTTP. */
  readonly token?: string;
}

const accepted = { action: 'accept', content: { confirm: true } };

export function openTapped(
  transport: Transport,
  variables: Variables,
  options: TapOptions = {},
): Promise<TappedSession> {
  return transport === 'stdio' ? openLines(variables) : openPosts(variables, options);
}

async function openLines(variables: Variables): Promise<TappedSession> {
  const server = startProcess([], variables);
  const client = createLineClient(server);
  const taken: string[] = [];
  let answered = 0;
  server.stdout.on('data', (text: string) => {
    taken.push(text);
    for (const { id, method } of client.messages.slice(answered))
      if (method === 'elicitation/create') client.send({ id, result: accepted });
    answered = client.messages.length;
  });
  await client.request('initialize', { ...initializeParams, capabilities: { elicitation: {} } });
  client.send({ method: 'notifications/initialized' });
  let calls = 0;
  return {
    call: (name, args) =>
      client.ask('tools/call', { name, arguments: args, _meta: { progressToken: `progress-${++calls}` } }),
    ask: (method, params) => client.ask(method, params),
    take: () => taken.splice(0).join(''),
    log: server.log,
    close: async () => {
      server.stdin.end();
      await server.ended;
    },
  };
}

async function openPosts(variables: Variables, { token }: TapOptions): Promise<TappedSession> {
  const { url, server } = await startHttpService(variables);
  let taken = '';
  let id = 0;
  async function post(method: string, params: Readonly<Record<string, unknown>>): Promise<RpcMessage> {
    id += 1;
    const name = params['name'] ?? params['uri'];
    const { status, headers, body } = await sendHttp(url, {
      method: 'POST',
      headers: {
        ...rpcHeaders,
        'mcp-protocol-version': '2026-07-28',
        'mcp-method': method,
        ...(name === undefined ? {} : { 'mcp-name': String(name) }),
        ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      },
      body: JSON.stringify({
        jsonrpc: '2.0',
        id,
        method,
        params: {
          ...params,
          _meta: {
            ...modernMeta,
            'io.modelcontextprotocol/clientCapabilities': { elicitation: {} },
            progressToken: `progress-${id}`,
          },
        },
      }),
    });
    taken += `${status} ${JSON.stringify(headers)}\n${body}\n`;
    const isStream = headers['content-type']?.startsWith('text/event-stream') === true;
    const messages = isStream
      ? body.split('\n').flatMap((line) => (line.startsWith('data: {') ? [line.slice(6)] : []))
      : [body];
    return parseRpcMessage(messages.at(-1) ?? '');
  }
  return {
    call: async (name, args) => {
      const params = { name, arguments: args };
      const first = await post('tools/call', params);
      if (readMember(first, 'result.resultType') !== 'input_required') return first;
      const requestState = readMember(first, 'result.requestState');
      return post('tools/call', { ...params, requestState, inputResponses: { confirm: accepted } });
    },
    ask: post,
    take: () => {
      const rest = taken;
      taken = '';
      return rest;
    },
    log: server.log,
    close: async () => {
      server.kill();
      await server.ended;
    },
  };
}
