/** What `alloy-mcp tools` prints and alloy://tools/{name} holds: a line a tool, or everything about one. Pure. */
import { toolsets } from '../../tools/index.ts';
import { ConfigurationError } from '../base/errors.ts';
import { formatNearest } from '../base/nearest.ts';
import { buildExample } from '../registry/example.ts';
import type { CatalogEntry } from '../registry/listing.ts';
import { buildPublicSchema, fullSchema } from '../registry/schema.ts';
import type { Tool } from '../registry/tool.ts';

export function formatTools(catalog: readonly CatalogEntry[], name: string | undefined): string {
  if (name === undefined) return catalog.map(formatLine).join('');
  const entry = catalog.find(({ listing }) => listing.name === name);
  const tool = findTool(name);
  if (entry === undefined || tool === undefined) {
    const names = catalog.map(({ listing }) => listing.name);
    throw new ConfigurationError(
      `${name} is not a tool${formatNearest(name, names)}alloy-mcp tools lists all`,
    );
  }
  return [
    `${entry.listing.name}: ${entry.listing.title}`,
    `${entry.method} ${entry.path} (toolset ${entry.toolset}, effect ${entry.effect})`,
    '',
    entry.listing.description,
    '',
    `Example: alloy-mcp call ${name} --json '${JSON.stringify(buildExample(tool, 'required'))}'`,
    '',
    JSON.stringify(buildPublicSchema(fullSchema(tool)), undefined, 2),
    '',
  ].join('\n');
}

/** The same about one tool as data, for clients; undefined for a name that is none. */
export function describeTool(catalog: readonly CatalogEntry[], name: string): object | undefined {
  const entry = catalog.find(({ listing }) => listing.name === name);
  const tool = findTool(name);
  if (entry === undefined || tool === undefined) return undefined;
  const { listing, ...facts } = entry;
  const { title, description } = listing;
  const inputSchema = buildPublicSchema(fullSchema(tool));
  return { name, title, description, ...facts, example: buildExample(tool, 'required'), inputSchema };
}

function findTool(name: string): Tool | undefined {
  return Object.values(toolsets)
    .flatMap((toolset) => Object.values<Tool>(toolset))
    .find((candidate) => candidate.name === name);
}

const formatLine = ({ listing, effect, toolset }: CatalogEntry) =>
  `${listing.name.padEnd(62)} ${effect.padEnd(8)} ${toolset.padEnd(22)} ${listing.title}\n`;
