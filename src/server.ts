/**
 * The MCP server that both transports use. Built on the SDK's protocol layer: the list is prepared once and every tool
 * goes through one handler, so that a server costs next to nothing to make (one is made for each HTTP request).
 */
import {
  CLIENT_CAPABILITIES_META_KEY,
  CLIENT_INFO_META_KEY,
  inputRequired,
  type JSONRPCNotification,
  type JSONRPCRequest,
  ProtocolError,
  ProtocolErrorCode,
  ResourceNotFoundError,
  Server,
  type ServerContext,
} from '@modelcontextprotocol/server';
import { type CallContext, type ClientInfo, Question, questionLifeMs } from './call-context.ts';
import { documentUriTemplate, findMimeType, parseDocumentUri } from './document.ts';
import { buildForm, canAsk, readClient, readMembers, readReply } from './elicitation.ts';
import { CallError } from './errors.ts';
import type { CatalogEntry } from './listing.ts';
import type { ToolResult } from './result.ts';
import type { Surface } from './surface.ts';
import { version } from './version.ts';

export interface ServerOptions {
  /** What the operator offers. */
  readonly surface: Surface;
  /** Runs a tool of the catalog; throws a Question when a person has to confirm it first, and nothing else. */
  readonly execute: (name: string, input: unknown, context: CallContext) => Promise<ToolResult>;
  /** Bytes of a document; throws a CallError. */
  readonly readDocument: (
    entityToken: string,
    documentToken: string,
    context: CallContext,
  ) => Promise<Uint8Array>;
}

/** What a transport knows of the client before the first message. */
export interface Connection {
  readonly principal: string;
  /** What is left of the operator's surface when the client asked to see less. */
  readonly surface?: Surface;
  /** Of a client of 2025 whose every request meets a server of its own: what it said when it introduced itself. */
  readonly introduction?: Introduction;
}

export interface Introduction {
  readonly client: ClientInfo;
  readonly canAsk: boolean;
  /** Sends a request to the client by `send` and resolves with its result, which comes in by another request. */
  ask(
    send: SendRequest,
    request: Pick<JSONRPCRequest, 'method' | 'params'>,
    signal: AbortSignal,
  ): Promise<unknown>;
}

export type SendRequest = (message: JSONRPCRequest | JSONRPCNotification) => Promise<void>;

export type CreateServer = (connection: Connection) => Server;

const instructions =
  'Tools for Alloy, which decides on identities (KYC, KYB, AML, fraud). Every result is {result, status, environment} or {error: {kind, message, hint}, environment}; follow the hint. environment tells whether it was real: embedded and sandbox decide nothing about anybody. In argument descriptions, {name*, count:integer} lists the members of an object: * marks a required one, no type means text. Times and units are named where they differ. Pass next_cursor back as cursor for the next page.';

/** A function that makes servers, as the SDK's entry points want it. */
export function createServerFactory(options: ServerOptions): CreateServer {
  const { execute, readDocument } = options;
  /** Each list is made once: narrowed surfaces come from a cache of few. */
  const lists = new WeakMap<Surface, ReturnType<typeof buildList>>();
  const listFor = (surface: Surface) => {
    const list = lists.get(surface) ?? buildList(surface.entries);
    lists.set(surface, list);
    return list;
  };
  const templates = {
    resourceTemplates: [
      {
        name: 'document',
        title: 'Document of an entity',
        uriTemplate: documentUriTemplate,
        description: 'The file itself',
      },
    ],
  };

  return (connection) => {
    const server = new Server(
      { name: 'alloy-mcp', title: 'Alloy', version },
      { capabilities: { tools: {}, resources: {} }, instructions },
    );
    const { surface = options.surface } = connection;
    const context = (request: ServerContext) => buildContext(server, connection, surface, request);
    server.setRequestHandler('tools/list', () => listFor(surface));
    server.setRequestHandler('tools/call', async ({ params }, request) => {
      if (!surface.isVisible(params.name)) {
        throw new ProtocolError(
          ProtocolErrorCode.InvalidParams,
          `Unknown tool: ${params.name.slice(0, 100)}; tools/list names those there are`,
        );
      }
      const called = context(request);
      try {
        return await execute(params.name, params.arguments, called);
      } catch (error) {
        if (!(error instanceof Question)) throw error;
        const { message, state } = error;
        // Clients of 2026-07-28 call again with the answer; those of 2025 are asked while their call waits.
        if (request.mcpReq.envelope !== undefined) {
          const inputRequests = { [questionKey]: inputRequired.elicit(buildForm(message)) };
          return inputRequired({ requestState: state, inputRequests });
        }
        const response = await askMeanwhile(server, connection, request, message);
        return execute(params.name, params.arguments, { ...called, reply: readReply(state, response) });
      }
    });
    server.setRequestHandler('resources/list', () => ({ resources: [] }));
    server.setRequestHandler('resources/templates/list', () => templates);
    server.setRequestHandler('resources/read', async ({ params: { uri } }, request) => {
      const tokens = parseDocumentUri(uri);
      if (tokens === undefined) {
        throw new ResourceNotFoundError(uri, `Unknown resource; documents are at ${documentUriTemplate}`);
      }
      try {
        const content = await readDocument(tokens.entityToken, tokens.documentToken, context(request));
        return {
          contents: [{ uri, mimeType: findMimeType(content), blob: Buffer.from(content).toString('base64') }],
        };
      } catch (error) {
        if (!(error instanceof CallError)) throw error;
        if (error.kind === 'unknown_object') throw new ResourceNotFoundError(uri, error.message);
        throw new ProtocolError(ProtocolErrorCode.InternalError, error.message);
      }
    });
    return server;
  };
}

const questionKey = 'confirm';

function buildList(entries: readonly CatalogEntry[]) {
  return {
    tools: entries.map(({ listing }) => ({
      ...listing,
      inputSchema: { ...listing.inputSchema, type: 'object' as const },
    })),
  };
}

function buildContext(
  server: Server,
  { principal, introduction }: Connection,
  { isVisible }: Surface,
  { mcpReq }: ServerContext,
): CallContext {
  const { envelope, _meta, signal, inputResponses } = mcpReq;
  // Clients of 2026-07-28 say with each request what they can do, those of 2025 once.
  const said = readMembers(envelope);
  const capabilities =
    envelope === undefined ? server.getClientCapabilities() : said[CLIENT_CAPABILITIES_META_KEY];
  const info = envelope === undefined ? server.getClientVersion() : said[CLIENT_INFO_META_KEY];
  const client = introduction?.client ?? readClient(info);
  const progressToken = _meta?.progressToken;
  const state = mcpReq.requestState();
  const isReply = state !== undefined || inputResponses !== undefined;
  return {
    signal,
    principal,
    isVisible,
    canAsk: introduction?.canAsk ?? canAsk(capabilities),
    ...(client === undefined ? {} : { client }),
    ...(isReply ? { reply: readReply(state, inputResponses?.[questionKey]) } : {}),
    ...(progressToken === undefined
      ? {}
      : {
          report: (progress: number, total: number, message: string) => {
            const params = { progressToken, progress, total, message };
            // A client that has gone away is noticed by its signal.
            mcpReq.notify({ method: 'notifications/progress', params }).catch(() => undefined);
          },
        }),
  };
}

/** Asks while the call waits. Without an answer, for whatever reason, it is undefined. */
async function askMeanwhile(
  server: Server,
  { introduction }: Connection,
  { mcpReq }: ServerContext,
  message: string,
): Promise<unknown> {
  const { signal } = mcpReq;
  const question = { method: 'elicitation/create' as const, params: buildForm(message) };
  try {
    if (introduction === undefined) return await mcpReq.send(question, { timeout: questionLifeMs, signal });
    const send: SendRequest = async (request) =>
      server.transport?.send(request, { relatedRequestId: mcpReq.id });
    return await introduction.ask(send, question, signal);
  } catch {
    return undefined;
  }
}
