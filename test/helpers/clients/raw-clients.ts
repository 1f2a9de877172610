/** MCP without an SDK: JSON-RPC lines over stdio, and POST requests, in both protocol eras. */

import { readMember } from '../read-member.ts';
import { openHttpService } from './http-service.ts';
import { initializeParams, legacyVersion, modernMeta, type RpcMessage, readResult } from './json-rpc.ts';
import { createLineClient } from './line-client.ts';
import {
  type CallOptions,
  type ClientOptions,
  type McpClientKind,
  type McpSession,
  parseToolAnswer,
  parseToolList,
} from './mcp-session.ts';
import { parseRpcMessages, postRpc } from './send-http.ts';
import { type RunningProcess, startProcess, type Variables } from './start-process.ts';

type Request = (
  method: string,
  params: object,
  options?: CallOptions,
) => Promise<Readonly<Record<string, unknown>>>;

const modernVersion = '2026-07-28';

async function createSession(
  server: RunningProcess,
  modern: boolean,
  request: Request,
): Promise<Omit<McpSession, 'close'>> {
  const hello = modern ? await request('server/discover', {}) : await request('initialize', initializeParams);
  const { instructions, protocolVersion, supportedVersions } = hello;
  const agreed =
    Array.isArray(supportedVersions) && supportedVersions.includes(modernVersion)
      ? modernVersion
      : protocolVersion;
  return {
    instructions: typeof instructions === 'string' ? instructions : undefined,
    protocolVersion: typeof agreed === 'string' ? agreed : undefined,
    listTools: async () => parseToolList(await request('tools/list', {})),
    callTool: async (name, args, options) =>
      parseToolAnswer(await request('tools/call', { name, arguments: args }, options)),
    ask: request,
    log: server.log,
  };
}

async function connectLines(variables: Variables, modern: boolean): Promise<McpSession> {
  const server = startProcess([], variables);
  const client = createLineClient(server);
  const own = modern ? modernMeta : {};
  const _meta = modern ? { _meta: modernMeta } : {};
  let nextId = 0;
  const session = await createSession(server, modern, async (method, params, options = {}) => {
    nextId += 1;
    const requestId = nextId;
    const { signal, onProgress } = options;
    const asked = onProgress === undefined ? own : { ...own, progressToken: requestId };
    const seen = client.messages.length;
    const answered = client.ask(method, { ...params, _meta: asked }, requestId);
    void answered
      .then(() => tellProgress(client.messages.slice(seen), requestId, onProgress))
      .catch(() => undefined);
    // Nobody waits for the answer to a cancelled call: there must be none.
    const cancelled = new Promise<never>((_, reject) => {
      signal?.addEventListener('abort', () => {
        client.send({ method: 'notifications/cancelled', params: { requestId, ..._meta } });
        reject(new Error('cancelled'));
      });
    });
    answered.catch(() => undefined);
    return readResult(await Promise.race([answered, cancelled]));
  });
  if (!modern) client.send({ method: 'notifications/initialized' });
  return {
    ...session,
    close: async () => {
      server.stdin.end();
      await server.ended;
    },
  };
}

async function connectPosts(
  variables: Variables,
  modern: boolean,
  options: ClientOptions = {},
): Promise<McpSession> {
  const { url, server } = await openHttpService(variables, options);
  const gone = new AbortController();
  const session = await createSession(server, modern, async (method, params, options = {}) => {
    const { signal, onProgress } = options;
    const either = AbortSignal.any(signal === undefined ? [gone.signal] : [gone.signal, signal]);
    const sending = {
      modern,
      signal: either,
      ...(onProgress === undefined ? {} : { meta: { progressToken: 'p' } }),
    };
    const messages = parseRpcMessages(await postRpc(url, method, params, sending));
    tellProgress(messages, 'p', onProgress);
    const answer = messages.at(-1);
    if (answer === undefined || (onProgress === undefined && messages.length > 1))
      throw new Error(`not one message: ${JSON.stringify(messages)}`);
    return readResult(answer);
  });
  return { ...session, close: async () => gone.abort() };
}

/** What came of progress while the call was under way; of other calls nothing may have come. */
function tellProgress(
  messages: readonly RpcMessage[],
  token: string | number,
  onProgress: CallOptions['onProgress'],
): void {
  for (const { method, params } of messages) {
    if (method !== 'notifications/progress' || readMember(params, 'progressToken') !== token) continue;
    onProgress?.({
      progress: Number(readMember(params, 'progress')),
      total: Number(readMember(params, 'total')),
      message: String(readMember(params, 'message')),
    });
  }
}

function createRawKind(modern: boolean): McpClientKind {
  const protocolVersion = modern ? modernVersion : legacyVersion;
  return {
    name: `raw messages of ${protocolVersion}`,
    protocolVersion,
    overStdio: (variables) => connectLines(variables, modern),
    overHttp: (variables, options) => connectPosts(variables, modern, options),
  };
}

export const rawClients: readonly McpClientKind[] = [createRawKind(false), createRawKind(true)];
