/**
 * The MCP server that both transports use. Built on the SDK's protocol layer: the list is prepared once and every tool
 * goes through one handler, so that a server costs next to nothing to make (one is made for each HTTP request).
 */
import {
  ProtocolError,
  ProtocolErrorCode,
  ResourceNotFoundError,
  Server,
} from '@modelcontextprotocol/server';
import { documentUriTemplate, findMimeType, parseDocumentUri } from './document.ts';
import { CallError } from './errors.ts';
import type { CatalogEntry } from './listing.ts';
import type { ToolResult } from './result.ts';
import { version } from './version.ts';

export interface ServerOptions {
  readonly catalog: readonly CatalogEntry[];
  /** Runs a tool of the catalog; never throws. */
  readonly execute: (name: string, input: unknown, signal: AbortSignal) => Promise<ToolResult>;
  /** Bytes of a document; throws a CallError. */
  readonly readDocument: (
    entityToken: string,
    documentToken: string,
    signal: AbortSignal,
  ) => Promise<Uint8Array>;
}

const instructions =
  'Tools for Alloy, which decides on identities (KYC, KYB, AML, fraud). Every result is {result, status, environment} or {error: {kind, message, hint}, environment}; follow the hint. environment tells whether it was real: embedded and sandbox decide nothing about anybody. In argument descriptions, {name*, count:integer} lists the members of an object: * marks a required one, no type means text. Times and units are named where they differ. Pass next_cursor back as cursor for the next page.';

/** A function that makes servers, as the SDK's entry points want it. */
export function createServerFactory({ catalog, execute, readDocument }: ServerOptions): () => Server {
  const list = {
    tools: catalog.map(({ listing }) => ({
      ...listing,
      inputSchema: { ...listing.inputSchema, type: 'object' as const },
    })),
  };
  const names = new Set(catalog.map(({ listing }) => listing.name));
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

  return () => {
    const server = new Server(
      { name: 'alloy-mcp', title: 'Alloy', version },
      { capabilities: { tools: {}, resources: {} }, instructions },
    );
    server.setRequestHandler('tools/list', () => list);
    server.setRequestHandler('tools/call', ({ params }, context) => {
      if (!names.has(params.name)) {
        throw new ProtocolError(
          ProtocolErrorCode.InvalidParams,
          `Unknown tool: ${params.name.slice(0, 100)}; tools/list names those there are`,
        );
      }
      return execute(params.name, params.arguments, context.mcpReq.signal);
    });
    server.setRequestHandler('resources/list', () => ({ resources: [] }));
    server.setRequestHandler('resources/templates/list', () => templates);
    server.setRequestHandler('resources/read', async ({ params: { uri } }, context) => {
      const tokens = parseDocumentUri(uri);
      if (tokens === undefined) {
        throw new ResourceNotFoundError(uri, `Unknown resource; documents are at ${documentUriTemplate}`);
      }
      try {
        const content = await readDocument(tokens.entityToken, tokens.documentToken, context.mcpReq.signal);
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
