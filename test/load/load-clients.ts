/** The clients of a load: without an SDK in both protocol eras, and of both SDKs; each keeps its connections open. */
import { Agent, request as httpRequest, type IncomingHttpHeaders, type IncomingMessage } from 'node:http';
import { Client as ClientV2, StreamableHTTPClientTransport as HttpV2 } from '@modelcontextprotocol/client';
import { Client as ClientV1 } from '@modelcontextprotocol/sdk/client/index.js';
import { StreamableHTTPClientTransport as HttpV1 } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { Agent as FetchAgent, fetch } from 'undici';
import { initializeParams, legacyVersion, modernMeta, readResult } from '../helpers/clients/json-rpc.ts';
import { parseToolAnswer, type ToolAnswer } from '../helpers/clients/mcp-session.ts';
import { parseRpcReply, rpcHeaders } from '../helpers/clients/send-http.ts';

export interface LoadClient {
  readonly kind: string;
  callTool(name: string, args: Readonly<Record<string, unknown>>, signal?: AbortSignal): Promise<ToolAnswer>;
  close(): Promise<void>;
}

/** An answer that is not the one to this call, or not whole. */
export class WrongAnswer extends Error {
  override readonly name = 'WrongAnswer';
}

interface Reply {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

interface Post {
  readonly url: string;
  readonly agent: Agent;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly signal?: AbortSignal | undefined;
}

function post({ url, agent, headers, body, signal }: Post): Promise<Reply> {
  return new Promise((resolve, reject) => {
    const read = (response: IncomingMessage) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', (error) =>
        reject(signal?.aborted === true ? error : new WrongAnswer('the answer broke off', { cause: error })),
      );
      response.on('end', () => {
        const text = Buffer.concat(chunks).toString('utf8');
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body: text });
      });
    };
    const length = String(Buffer.byteLength(body));
    const options = { method: 'POST', agent, headers: { ...headers, 'content-length': length } };
    const sent = httpRequest(url, { ...options, ...(signal && { signal }) }, read);
    sent.on('error', reject).end(body);
  });
}

/** Ids are the same for all clients of this kind: what tells their answers apart is not the id alone. */
async function connectRaw(url: string, token: string, modern: boolean): Promise<LoadClient> {
  const agent = new Agent({ keepAlive: true });
  const authorization = `Bearer ${token}`;
  let session: string | undefined;
  let nextId = 0;

  async function ask(method: string, params: object, signal?: AbortSignal) {
    nextId += 1;
    const id = nextId;
    const name = 'name' in params ? String(params.name) : undefined;
    const era = modern
      ? { 'mcp-protocol-version': '2026-07-28', 'mcp-method': method, ...(name && { 'mcp-name': name }) }
      : { 'mcp-protocol-version': legacyVersion, ...(session && { 'mcp-session-id': session }) };
    const sent = modern ? { ...params, _meta: modernMeta } : params;
    const body = JSON.stringify({ jsonrpc: '2.0', id, method, params: sent });
    const reply = await post({
      url,
      agent,
      headers: { ...rpcHeaders, ...era, authorization },
      body,
      signal,
    });
    const message = parseRpcReply(reply);
    if (message.id !== id) throw new WrongAnswer(`asked with id ${id}, answered with id ${message.id}`);
    return { result: readResult(message), headers: reply.headers };
  }

  if (!modern) {
    const { headers } = await ask('initialize', initializeParams);
    const given = headers['mcp-session-id'];
    session = typeof given === 'string' ? given : undefined;
  }
  return {
    kind: modern ? 'raw 2026-07-28' : 'raw 2025',
    callTool: async (name, args, signal) =>
      parseToolAnswer((await ask('tools/call', { name, arguments: args }, signal)).result),
    close: async () => agent.destroy(),
  };
}

const identity = { name: 'load', version: '1' };

/** Of its own, or they would outlive the client for as long as the server keeps them. */
function keepConnections() {
  const dispatcher = new FetchAgent();
  const send = (url: string | URL, { method = 'GET', headers, body, signal = null }: RequestInit = {}) =>
    fetch(url, {
      method,
      headers: [...new Headers(headers)],
      body: typeof body === 'string' ? body : null,
      signal,
      dispatcher,
    });
  return { fetch: send, close: () => dispatcher.destroy() };
}

async function connectV1(url: string, token: string): Promise<LoadClient> {
  const client = new ClientV1(identity);
  const connections = keepConnections();
  await client.connect(
    new HttpV1(new URL(url), {
      requestInit: { headers: { authorization: `Bearer ${token}` } },
      fetch: connections.fetch,
    }),
  );
  return {
    kind: 'SDK 1.x',
    callTool: async (name, args, signal) =>
      parseToolAnswer(
        await client.callTool({ name, arguments: args }, undefined, signal === undefined ? {} : { signal }),
      ),
    close: async () => {
      await client.close();
      await connections.close();
    },
  };
}

async function connectV2(url: string, token: string): Promise<LoadClient> {
  const client = new ClientV2(identity, { versionNegotiation: { mode: 'auto' } });
  const connections = keepConnections();
  await client.connect(
    new HttpV2(new URL(url), {
      requestInit: { headers: { authorization: `Bearer ${token}` } },
      fetch: connections.fetch,
    }),
  );
  return {
    kind: 'SDK 2.x',
    callTool: async (name, args, signal) =>
      parseToolAnswer(
        await client.callTool({ name, arguments: args }, signal === undefined ? {} : { signal }),
      ),
    close: async () => {
      await client.close();
      await connections.close();
    },
  };
}

/** Of ten, four speak 2025 and four 2026-07-28 without an SDK; one is of each SDK. */
export function connectLoadClient(number: number, url: string, token: string): Promise<LoadClient> {
  const kind = number % 10;
  if (kind === 4) return connectV1(url, token);
  if (kind === 9) return connectV2(url, token);
  return connectRaw(url, token, kind % 2 === 1);
}
