/**
 * Every client over every transport. The quick suite has each client once, and both eras of the protocol over both
 * transports; the long one has all of them.
 */
import { inFull } from '../extent.ts';
import type { ClientOptions, McpClientKind, McpSession } from './mcp-session.ts';
import { rawClients } from './raw-clients.ts';
import { sdkClients } from './sdk-clients.ts';
import type { Variables } from './start-process.ts';

export interface Route {
  /** For the name of a test. */
  readonly client: string;
  readonly kind: McpClientKind;
  readonly transport: 'stdio' | 'http';
  open(variables: Variables, options?: ClientOptions): Promise<McpSession>;
}

const transports = ['stdio', 'http'] as const;
/** Over what the quick suite has them, in the order of `sdkClients` and then `rawClients`. */
const quick: readonly Route['transport'][] = ['stdio', 'http', 'stdio', 'http', 'http', 'stdio'];

const all: readonly Route[] = [...sdkClients, ...rawClients].flatMap((kind) =>
  transports.map((transport) => ({
    client: `${kind.name} over ${transport}`,
    kind,
    transport,
    open: transport === 'stdio' ? kind.overStdio : kind.overHttp,
  })),
);

export const routes = inFull(all, ({ transport }, index) => quick[Math.floor(index / 2)] === transport);

/** Those that can be asked something. */
export const sdkRoutes = routes.filter(({ kind }) => sdkClients.includes(kind));

/**
 * For what depends on the client no further than that it is one of 2025 or of 2026-07-28: an older one over stdio, a
 * newer one over HTTP, and in the long suite all of them.
 */
export const fewRoutes = inFull(routes, (_, index) => index < 2);
