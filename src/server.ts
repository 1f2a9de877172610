/**
 * The MCP server that both transports use. Built on the SDK's protocol layer: the list is prepared once and every tool
 * goes through one handler, so that a server costs next to nothing to make (one is made for each HTTP request).
 */
import {
  CLIENT_CAPABILITIES_META_KEY,
  CLIENT_INFO_META_KEY,
  type InputRequiredResult,
  inputRequired,
  ProtocolError,
  ProtocolErrorCode,
  ResourceNotFoundError,
  Server,
  type ServerContext,
} from '@modelcontextprotocol/server';
import { type CallContext, type ClientInfo, Question, type Reply } from './call-context.ts';
import { documentUriTemplate, findMimeType, parseDocumentUri } from './document.ts';
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
}

export type CreateServer = (connection: Connection) => Server;

/** Also what the list of tools leaves out because it holds for all of them (schema.ts). */
const instructions = [
  'Tools for Alloy, which decides on identities (KYC, KYB, AML, fraud). Every result is {result, status, environment} or {error: {kind, message, hint}, environment}; follow the hint. environment tells whether it was real: embedded and sandbox decide nothing about anybody.',
  'In descriptions, {name*, count:integer} lists the members of an object: * marks a required one, no type means text. Dates are YYYY-MM-DD, times ISO 8601, currencies ISO 4217, countries two letters, SSN and EIN digits only, unless an argument says otherwise. external ids are your own; outcomes, reasons and statuses are those configured in the account.',
  'Tokens begin with P-, B- (person, business), S-, L- (evaluation in sandbox, live), J-, JA-, JB- (journey, its application or an alert, its batch), EA- (entity application), INV- (investigation), AG- (agent), C- (case), R- (review), D- (document), A- (bank account), EG- (entity group), EV- (event), I-, CI- (list, custom list), PA- (published attribute), MEC- (multi-environment configuration).',
  'The whole schema of a tool, with limits and all members, is the resource alloy://tools/<name>. fields is a JMESPath projection of result, e.g. {status: status, token: entity_token}. additional_fields holds body fields that have no argument. Pages count from 1; pass next_cursor back as cursor for the next one.',
].join('\n');

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
      try {
        return await execute(params.name, params.arguments, context(request));
      } catch (error) {
        if (error instanceof Question) return ask(error);
        throw error;
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
  { principal }: Connection,
  { isVisible }: Surface,
  { mcpReq }: ServerContext,
): CallContext {
  const { envelope, _meta, signal } = mcpReq;
  // Clients of 2026-07-28 say with each request what they can do, those of 2025 once.
  const said = readMembers(envelope);
  const capabilities =
    envelope === undefined ? server.getClientCapabilities() : said[CLIENT_CAPABILITIES_META_KEY];
  const client = readClient(envelope === undefined ? server.getClientVersion() : said[CLIENT_INFO_META_KEY]);
  const progressToken = _meta?.progressToken;
  const reply = readReply(mcpReq);
  return {
    signal,
    principal,
    isVisible,
    canAsk: canAsk(readMembers(capabilities)['elicitation']),
    ...(client === undefined ? {} : { client }),
    ...(reply === undefined ? {} : { reply }),
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

/** An empty capability means forms, as before there were others. */
function canAsk(elicitation: unknown): boolean {
  if (typeof elicitation !== 'object' || elicitation === null) return false;
  return 'form' in elicitation || !('url' in elicitation);
}

function readClient(info: unknown): ClientInfo | undefined {
  const { name, version: clientVersion } = readMembers(info);
  return typeof name === 'string' ? { name, version: String(clientVersion) } : undefined;
}

const questionKey = 'confirm';

function ask({ message, state }: Question): InputRequiredResult {
  return inputRequired({
    requestState: state,
    inputRequests: {
      [questionKey]: inputRequired.elicit({
        message,
        requestedSchema: {
          type: 'object',
          properties: {
            confirm: { type: 'boolean', title: 'Yes, do it', description: 'Carry this call out as shown' },
          },
          required: ['confirm'],
        },
      }),
    },
  });
}

/** What the client sends back is untrusted; whoever takes it checks the state. */
function readReply({ requestState, inputResponses }: ServerContext['mcpReq']): Reply | undefined {
  const state = requestState();
  if (state === undefined && inputResponses === undefined) return undefined;
  const response = readMembers(inputResponses?.[questionKey]);
  const action = response['action'];
  return {
    state: typeof state === 'string' ? state : undefined,
    action: action === 'accept' || action === 'decline' ? action : 'cancel',
    agreed: readMembers(response['content'])['confirm'] === true,
  };
}

function readMembers(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? Object.fromEntries(Object.entries(value)) : {};
}
