/** `resources/list`, `resources/templates/list` and `resources/read`. All behind them is loaded when it is asked for. */
import {
  ProtocolError,
  ProtocolErrorCode,
  ResourceNotFoundError,
  type Server,
  type ServerContext,
} from '@modelcontextprotocol/server';
import type { CallContext } from '../../calls/call-context.ts';
import type { Surface } from '../../registry/surface.ts';
import type { Readers, ReadFailure } from './read-resource.ts';

export interface ResourceOptions {
  readonly load: () => Promise<Readers>;
  readonly surface: Surface;
  readonly context: (request: ServerContext) => CallContext;
}

export function registerResources(server: Server, options: ResourceOptions): void {
  const { load, surface, context } = options;
  server.setRequestHandler('resources/list', async () => {
    const { references } = await import('./references.ts');
    return {
      resources: references.map(({ format: _, ...reference }) => ({
        ...reference,
        mimeType: 'text/markdown',
      })),
    };
  });
  server.setRequestHandler('resources/templates/list', async () => {
    const { findTemplates } = await import('./templates.ts');
    return {
      resourceTemplates: findTemplates(surface).map(({ variables: _, reads: __, ...template }) => template),
    };
  });
  server.setRequestHandler('resources/read', async ({ params: { uri } }, request) => {
    const { ReadFailure, readResource } = await import('./read-resource.ts');
    const contents = await readResource(uri, surface, load, context(request)).catch((error: unknown) => {
      throw error instanceof ReadFailure ? findProtocolError(uri, error) : error;
    });
    if (contents === undefined) {
      throw new ResourceNotFoundError(
        uri,
        `Unknown resource: ${uri.slice(0, 200)}; resources/list and resources/templates/list name those there are`,
      );
    }
    return { contents: [...contents] };
  });
}

function findProtocolError(uri: string, { kind, message }: ReadFailure): ProtocolError {
  if (kind === 'unknown_object') return new ResourceNotFoundError(uri, message);
  const code =
    kind === 'invalid_arguments' ? ProtocolErrorCode.InvalidParams : ProtocolErrorCode.InternalError;
  return new ProtocolError(code, message);
}
