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
  PROTOCOL_VERSION_META_KEY,
  ProtocolError,
  ProtocolErrorCode,
  type Server,
  type ServerContext,
} from '@modelcontextprotocol/server';
import { readMembers } from '../base/values.ts';
import { version } from '../base/version.ts';
import {
  type CallContext,
  type ClientInfo,
  ConfirmationRequired,
  questionLifeMs,
} from '../calls/call-context.ts';
import type { ToolResult } from '../calls/result.ts';
import { isMetaTool, listMetaTools, type MetaToolName } from '../discovery/meta-tools.ts';
import type { Listing } from '../registry/listing.ts';
import type { JsonSchema } from '../registry/schema.ts';
import { leaveOutDecisions, type Surface } from '../registry/surface.ts';
import type { State } from '../state/state.ts';
import { registerCompletion } from './completion/register-completion.ts';
import { createSeenTokens } from './completion/seen-tokens.ts';
import { buildForm, canAsk, readClient, readReply } from './elicitation.ts';
import { discoveryInstructions, instructions } from './instructions.ts';
import { registerPrompts } from './prompts/register-prompts.ts';
import { ReadableServer } from './readable-server.ts';
import type { Readers } from './resources/read-resource.ts';
import { registerResources } from './resources/register-resources.ts';
import { buildToolAnswer } from './tool-answer.ts';

/** What the server hands messages to. Loaded with the first call: most of a start is over without it. */
export interface Service extends Readers {
  /** A tool of discovery mode. */
  discover(tool: MetaToolName, input: unknown, surface: Surface, context: CallContext): Promise<ToolResult>;
}

export interface ServerOptions {
  /** What the operator offers. */
  readonly surface: Surface;
  /** Decisions and losses wait for a person, whom nobody but the client can ask. */
  readonly onlyClientAsks: boolean;
  readonly load: () => Promise<Service>;
  readonly state: State;
}

/** What a transport knows of the client before the first message. */
export interface Connection {
  readonly principal: string;
  /** What is left of the operator's surface when the client asked to see less. */
  readonly surface?: Surface;
  /** Whether what is said before an answer reaches the client; it does when absent. */
  readonly streams?: boolean;
  /** Of a client of 2025 whose every request meets a server of its own: what it said when it introduced itself. */
  readonly legacyClient?: LegacyClient;
}

export interface LegacyClient {
  readonly client: ClientInfo;
  readonly canAsk: boolean;
  /** Sends a request to the client by `send` and resolves with its result, which comes in by another request. */
  ask(
    send: SendRequest,
    request: Pick<JSONRPCRequest, 'method' | 'params'>,
    signal: AbortSignal,
  ): Promise<unknown>;
}

type SendRequest = (message: JSONRPCRequest | JSONRPCNotification) => Promise<void>;

export type CreateServer = (connection: Connection) => Server;

/** A function that makes servers, as the SDK's entry points want it. */
export function createServerFactory(options: ServerOptions): CreateServer {
  const { load, state } = options;
  /** Each list is made once: narrowed surfaces come from a cache of few. */
  const lists = new WeakMap<Surface, ReturnType<typeof buildList>>();
  const listFor = (surface: Surface) => {
    const list = lists.get(surface) ?? buildList(surface);
    lists.set(surface, list);
    return list;
  };
  /** Without the tools that would be refused to a client that cannot ask. */
  const narrowed = new WeakMap<Surface, Surface>();
  const offer = (surface: Surface, canAsk: boolean): Surface => {
    if (canAsk || !options.onlyClientAsks) return surface;
    const offered = narrowed.get(surface) ?? leaveOutDecisions(surface);
    narrowed.set(surface, offered);
    return offered;
  };
  const seen = createSeenTokens(state);
  const note = async ({ principal }: CallContext, answer: Promise<ToolResult>) => {
    const result = await answer;
    seen.note(principal, result);
    return result;
  };
  const run: Service['execute'] = async (name, input, context) =>
    note(context, (await load()).execute(name, input, context));

  return (connection) => {
    const { surface = options.surface } = connection;
    const server = new ReadableServer(
      { name: 'alloy-mcp', title: 'Alloy', version },
      {
        capabilities: { tools: {}, prompts: {}, resources: {}, completions: {} },
        instructions: surface.discovery ? discoveryInstructions : instructions,
      },
    );
    const context = (request: ServerContext): CallContext => {
      const called = buildContext(server, connection, request);
      return { ...called, isVisible: offer(surface, called.canAsk).isVisible, rename: surface.rename };
    };
    server.setRequestHandler('tools/list', (_, request) => listFor(offer(surface, context(request).canAsk)));
    /** A tool of the list, of whichever mode; undefined when there is none of that name. */
    const findCall = (name: string) => {
      if (!surface.discovery) {
        const tool = surface.find(name)?.listing.name;
        return tool === undefined
          ? undefined
          : (input: unknown, called: CallContext) => run(tool, input, called);
      }
      return isMetaTool(name) && listFor(surface).tools.some((tool) => tool.name === name)
        ? async (input: unknown, called: CallContext) => {
            // What would be refused is not found; called all the same, it is refused with the reason.
            const found = name === 'alloy_find_tools' ? offer(surface, called.canAsk) : surface;
            return note(called, (await load()).discover(name, input, found, called));
          }
        : undefined;
    };
    const show = (result: ToolResult, request: ServerContext): ToolResult =>
      buildToolAnswer(result, surface.resultContent, findRevision(server, request));
    server.setRequestHandler('tools/call', async ({ params }, request) => {
      const call = findCall(params.name);
      if (call === undefined) {
        throw new ProtocolError(
          ProtocolErrorCode.InvalidParams,
          `Unknown tool: ${params.name.slice(0, 100)}; tools/list names those there are`,
        );
      }
      const called = context(request);
      try {
        return show(await call(params.arguments, called), request);
      } catch (error) {
        if (!(error instanceof ConfirmationRequired)) throw error;
        const { message, state } = error;
        // Clients of 2026-07-28 call again with the answer; those of 2025 are asked while their call waits.
        if (request.mcpReq.envelope !== undefined) {
          const inputRequests = { [questionKey]: inputRequired.elicit(buildForm(message)) };
          return inputRequired({ requestState: state, inputRequests });
        }
        const response = await askMeanwhile(server, connection, request, message);
        return show(await call(params.arguments, { ...called, reply: readReply(state, response) }), request);
      }
    });
    registerPrompts(server, surface);
    registerResources(server, { load: async () => ({ ...(await load()), execute: run }), surface, context });
    registerCompletion(server, { surface, principal: connection.principal, seen });
    return server;
  };
}

const questionKey = 'confirm';

function listFrom({ entries, discovery }: Surface): readonly Listing[] {
  if (discovery) return listMetaTools(entries.some(({ effect }) => effect !== 'read'));
  return entries.map(({ listing }) => listing);
}

/** Tools are named in the descriptions of others as in the list. */
function buildList(surface: Surface) {
  return {
    tools: listFrom(surface).map((listing) => ({
      ...listing,
      name: surface.rename(listing.name),
      description: surface.rename(listing.description),
      inputSchema: renameIn(listing.inputSchema, surface),
    })),
  };
}

function renameIn({ properties, ...schema }: JsonSchema, { rename }: Surface) {
  const renamed = Object.entries(readMembers(properties)).map(([name, property]) => {
    const { description, ...shape } = readMembers(property);
    return [name, description === undefined ? shape : { description: rename(String(description)), ...shape }];
  });
  return { ...schema, type: 'object' as const, properties: Object.fromEntries(renamed) };
}

function buildContext(
  server: Server,
  { principal, streams = true, legacyClient }: Connection,
  { mcpReq }: ServerContext,
): CallContext {
  const { envelope, _meta, signal, inputResponses } = mcpReq;
  // Clients of 2026-07-28 say with each request what they can do, those of 2025 once.
  const said = readMembers(envelope);
  const capabilities =
    envelope === undefined ? server.getClientCapabilities() : said[CLIENT_CAPABILITIES_META_KEY];
  const info = envelope === undefined ? server.getClientVersion() : said[CLIENT_INFO_META_KEY];
  const client = legacyClient?.client ?? readClient(info);
  const progressToken = _meta?.progressToken;
  const state = mcpReq.requestState();
  const isReply = state !== undefined || inputResponses !== undefined;
  return {
    signal,
    principal,
    canAsk: legacyClient?.canAsk ?? canAsk(capabilities),
    ...(client === undefined ? {} : { client }),
    ...(isReply ? { reply: readReply(state, inputResponses?.[questionKey]) } : {}),
    ...(progressToken === undefined || !streams
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

/** The revision of the protocol that a request is of; undefined where neither it nor its session says. */
function findRevision(server: Server, { mcpReq, http }: ServerContext): string | undefined {
  const said = readMembers(mcpReq.envelope)[PROTOCOL_VERSION_META_KEY];
  if (typeof said === 'string') return said;
  return server.getNegotiatedProtocolVersion() ?? http?.req?.headers.get('mcp-protocol-version') ?? undefined;
}

/** Asks while the call waits. Without an answer, for whatever reason, it is undefined. */
async function askMeanwhile(
  server: Server,
  { legacyClient }: Connection,
  { mcpReq }: ServerContext,
  message: string,
): Promise<unknown> {
  const { signal } = mcpReq;
  const question = { method: 'elicitation/create' as const, params: buildForm(message) };
  try {
    if (legacyClient === undefined) return await mcpReq.send(question, { timeout: questionLifeMs, signal });
    const send: SendRequest = async (request) =>
      server.transport?.send(request, { relatedRequestId: mcpReq.id });
    return await legacyClient.ask(send, question, signal);
  } catch {
    return undefined;
  }
}
