/**
 * What importing the package gives: the catalog of tools, and the embedded Alloy for tests of agents and clients. The
 * types stand here whole, so that they mean the same where none of our dependencies are installed.
 */
import { catalog as entries } from './catalog.ts';
import { createSimulator } from './simulator/simulator.ts';

/** What a call does: `decide` changes a compliance decision or somebody's access, `destroy` loses data for good. */
export type Effect = 'read' | 'write' | 'decide' | 'destroy';

/** A tool as MCP's tools/list answers it. */
export interface Listing {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  /** JSON Schema of the arguments. */
  readonly inputSchema: { readonly [key: string]: unknown };
  readonly annotations: {
    readonly readOnlyHint?: boolean;
    readonly destructiveHint?: boolean;
    readonly idempotentHint?: boolean;
  };
}

export interface CatalogEntry {
  readonly toolset: string;
  readonly effect: Effect;
  /** Alloy's HTTP method and path below the base URL. */
  readonly method: string;
  readonly path: string;
  /** The tool whose operation this one repeats under another name. */
  readonly aliasOf?: string;
  /** What to use in place of an operation that Alloy has deprecated. */
  readonly deprecated?: string;
  readonly listing: Listing;
}

/** All tools, in the order of tools/list. */
export const catalog: readonly CatalogEntry[] = entries;

export interface EmbeddedAlloyOptions {
  /** The same seed and calls give the same tokens and answers. */
  readonly seed?: string;
  /** Milliseconds since 1970; the real clock by default. */
  readonly now?: () => number;
}

export interface EmbeddedAlloy {
  /** Answers a request to any origin whose path begins with /v1, as Alloy would. */
  readonly fetch: (request: Request) => Promise<Response>;
  /** What it accepts for Basic authentication. */
  readonly credentials: { readonly token: string; readonly secret: string };
}

/** An Alloy of its own in this process: deterministic, in memory, without a network. */
export function createEmbeddedAlloy(options: EmbeddedAlloyOptions = {}): EmbeddedAlloy {
  const simulator = createSimulator(options);
  return { fetch: async (request) => simulator.fetch(request), credentials: simulator.credentials };
}
