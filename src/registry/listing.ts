/** Registry -> what `tools/list`, the docs and the command line show of it. Pure. */
import { compactSchema, fullSchema, type JsonSchema } from './schema.ts';
import type { Effect, Tool } from './tool.ts';

/** MCP tool annotations: https://modelcontextprotocol.io/specification/2026-07-28/server/tools */
interface Annotations {
  readonly readOnlyHint?: boolean;
  readonly destructiveHint?: boolean;
  readonly idempotentHint?: boolean;
}

/** A tool as `tools/list` answers it. */
export interface Listing {
  readonly name: string;
  readonly title: string;
  readonly description: string;
  readonly inputSchema: JsonSchema;
  readonly annotations: Annotations;
}

export interface CatalogEntry {
  readonly toolset: string;
  readonly effect: Effect;
  readonly method: string;
  readonly path: string;
  readonly aliasOf?: string;
  readonly deprecated?: string;
  readonly listing: Listing;
}

export function buildCatalog(
  toolsets: Readonly<Record<string, Readonly<Record<string, Tool>>>>,
): readonly CatalogEntry[] {
  return Object.entries(toolsets).flatMap(([toolset, tools]) =>
    // Module namespaces are not in the same order everywhere; the list has to be.
    Object.values(tools)
      .sort((a, b) => (a.name < b.name ? -1 : 1))
      .map((tool) => buildEntry(toolset, tool)),
  );
}

function buildEntry(toolset: string, tool: Tool): CatalogEntry {
  return {
    toolset,
    effect: tool.effect,
    method: tool.method,
    path: tool.path,
    ...(tool.aliasOf === undefined ? {} : { aliasOf: tool.aliasOf }),
    ...(tool.deprecated === undefined ? {} : { deprecated: tool.deprecated }),
    listing: {
      name: tool.name,
      title: tool.title,
      description: `${tool.description}${relate(tool)}`,
      inputSchema: compactSchema(fullSchema(tool), tool.name),
      annotations: annotations(tool),
    },
  };
}

/** What is told of a tool in relation to others, after its own description. */
function relate({ aliasOf, deprecated }: Pick<CatalogEntry, 'aliasOf' | 'deprecated'>): string {
  return [
    ...(aliasOf === undefined ? [] : [` Same call as ${aliasOf}.`]),
    ...(deprecated === undefined ? [] : [` Deprecated; prefer ${deprecated}.`]),
  ].join('');
}

/** A tool's own description, without its relations to others. */
export function readOwnDescription(entry: CatalogEntry): string {
  const { description } = entry.listing;
  const relations = relate(entry);
  return description.endsWith(relations)
    ? description.slice(0, description.length - relations.length)
    : description;
}

/** One field, the effect, yields every hint; hints that hold by default for what is not read only are left out. */
function annotations(tool: Tool): Annotations {
  if (tool.effect === 'read') return { readOnlyHint: true };
  return {
    destructiveHint: tool.effect !== 'write',
    ...(tool.idempotent ? { idempotentHint: true } : {}),
  };
}
