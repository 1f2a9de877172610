/** The clients of both majors of the MCP SDK, which are what hosts such as Claude Desktop are built on. */
import { Client as ClientV2, StreamableHTTPClientTransport as HttpV2 } from '@modelcontextprotocol/client';
import { StdioClientTransport as StdioV2 } from '@modelcontextprotocol/client/stdio';
import { Client as ClientV1 } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport as StdioV1 } from '@modelcontextprotocol/sdk/client/stdio.js';
import { StreamableHTTPClientTransport as HttpV1 } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { ElicitRequestSchema } from '@modelcontextprotocol/sdk/types.js';
import { openHttpService } from './http-service.ts';
import {
  type CallOptions,
  type ClientOptions,
  type GivenReply,
  type McpClientKind,
  type McpSession,
  type OtherMethod,
  parseToolAnswer,
  parseToolList,
  type ShownQuestion,
} from './mcp-session.ts';
import { binary, buildEnvironment, type Variables } from './start-process.ts';

const identity = { name: 'alloy-mcp-tests', version: '1' };

function stdioParameters(variables: Variables) {
  return {
    command: process.execPath,
    args: [binary],
    env: buildEnvironment(variables),
    stderr: 'pipe' as const,
  };
}

/** Keeps what a transport's process writes to stderr. */
function createLog({ stderr }: StdioV1 | StdioV2): () => string {
  let text = '';
  stderr?.on('data', (data: Buffer) => {
    text += data.toString('utf8');
  });
  return () => text;
}

/** By the method of the client that users call; the tests give what its types ask for. */
function askSdk(
  client: ClientV1 | ClientV2,
  method: OtherMethod,
  params: Readonly<Record<string, unknown>>,
): Promise<unknown> {
  switch (method) {
    case 'prompts/list':
      return client.listPrompts();
    case 'prompts/get':
      return client.getPrompt(params as Parameters<ClientV2['getPrompt']>[0]);
    case 'resources/list':
      return client.listResources();
    case 'resources/templates/list':
      return client.listResourceTemplates();
    case 'resources/read':
      return client.readResource(params as Parameters<ClientV2['readResource']>[0]);
    case 'completion/complete':
      return client.complete(params as Parameters<ClientV2['complete']>[0]);
    default:
      return method satisfies never;
  }
}

const buildRequestOptions = ({ signal, onProgress }: CallOptions = {}) => ({
  ...(signal === undefined ? {} : { signal }),
  ...(onProgress === undefined ? {} : { onprogress: onProgress }),
});

function createSessionV1(client: ClientV1, protocolVersion: string | undefined): Omit<McpSession, 'log'> {
  return {
    instructions: client.getInstructions(),
    protocolVersion,
    listTools: async () => parseToolList(await client.listTools()),
    callTool: async (name, args, options) =>
      parseToolAnswer(
        await client.callTool({ name, arguments: args }, undefined, buildRequestOptions(options)),
      ),
    ask: (method, params) => askSdk(client, method, params),
    close: () => client.close(),
  };
}

const buildCapabilities = ({ answer }: ClientOptions) =>
  answer === undefined ? {} : { elicitation: { form: {} } };

async function reply(answer: NonNullable<ClientOptions['answer']>, params: ShownQuestion) {
  const { action, content }: GivenReply = await answer(params);
  return { action, ...(content === undefined ? {} : { content: { ...content } }) };
}

function createClientV1(options: ClientOptions): ClientV1 {
  const client = new ClientV1(identity, { capabilities: buildCapabilities(options) });
  const { answer } = options;
  if (answer !== undefined)
    client.setRequestHandler(ElicitRequestSchema, ({ params }) => reply(answer, params));
  return client;
}

/** The newest revision that 1.x knows. */
const newestOfV1 = '2025-11-25';

const clientV1: McpClientKind = {
  name: 'SDK 1.x client',
  protocolVersion: newestOfV1,
  overStdio: async (variables, options = {}) => {
    const client = createClientV1(options);
    const transport = new StdioV1(stdioParameters(variables));
    const log = createLog(transport);
    let agreed: string | undefined;
    // Its client tells the transport, not its user, which version was agreed on.
    Object.assign(transport, { setProtocolVersion: (version: string) => (agreed = version) });
    await client.connect(transport);
    return { ...createSessionV1(client, agreed), log };
  },
  overHttp: async (variables, options = {}) => {
    const { url, server } = await openHttpService(variables, options);
    const client = createClientV1(options);
    const transport = new HttpV1(new URL(url));
    await client.connect(transport);
    return { ...createSessionV1(client, transport.protocolVersion), log: server.log };
  },
};

function createSessionV2(client: ClientV2): Omit<McpSession, 'log'> {
  return {
    instructions: client.getInstructions(),
    protocolVersion: client.getNegotiatedProtocolVersion(),
    listTools: async () => parseToolList(await client.listTools()),
    callTool: async (name, args, options) =>
      parseToolAnswer(await client.callTool({ name, arguments: args }, buildRequestOptions(options))),
    ask: (method, params) => askSdk(client, method, params),
    close: () => client.close(),
  };
}

function createKindV2(
  name: string,
  protocolVersion: string,
  mode: 'legacy' | 'auto' | { readonly pin: string },
): McpClientKind {
  const createClient = (options: ClientOptions) => {
    const capabilities = buildCapabilities(options);
    const client = new ClientV2(identity, { capabilities, versionNegotiation: { mode } });
    const { answer } = options;
    if (answer !== undefined)
      client.setRequestHandler('elicitation/create', ({ params }) => reply(answer, params));
    return client;
  };
  return {
    name,
    protocolVersion,
    overStdio: async (variables, options = {}) => {
      const client = createClient(options);
      const transport = new StdioV2(stdioParameters(variables));
      const log = createLog(transport);
      await client.connect(transport);
      return { ...createSessionV2(client), log };
    },
    overHttp: async (variables, options = {}) => {
      const { url, server } = await openHttpService(variables, options);
      const client = createClient(options);
      await client.connect(new HttpV2(new URL(url)));
      return { ...createSessionV2(client), log: server.log };
    },
  };
}

export const sdkClients: readonly McpClientKind[] = [
  clientV1,
  createKindV2('SDK 2.x client pinned to 2026-07-28', '2026-07-28', { pin: '2026-07-28' }),
  createKindV2('SDK 2.x client that negotiates', '2026-07-28', 'auto'),
  createKindV2('SDK 2.x client of 2025', newestOfV1, 'legacy'),
];
