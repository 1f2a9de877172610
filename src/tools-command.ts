/** What `alloy-mcp tools` prints: a line a tool, or everything about one. Pure. */
import { toolsets } from '../tools/index.ts';
import { ConfigurationError } from './errors.ts';
import { buildExample } from './example.ts';
import type { CatalogEntry } from './listing.ts';
import { formatNearest } from './nearest.ts';
import { fullSchema } from './schema.ts';
import type { Tool } from './tool.ts';

export function formatTools(catalog: readonly CatalogEntry[], name: string | undefined): string {
  if (name === undefined) return catalog.map(formatLine).join('');
  const entry = catalog.find(({ listing }) => listing.name === name);
  const tool = Object.values(toolsets)
    .flatMap((toolset) => Object.values<Tool>(toolset))
    .find((candidate) => candidate.name === name);
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
    JSON.stringify(fullSchema(tool), dropInternal, 2),
    '',
  ].join('\n');
}

/** Keywords of ours that are no JSON Schema; a member of that name is an object. */
const dropInternal = (key: string, value: unknown) =>
  ['hint', 'compact', 'piece', 'plain', 'brief', 'told'].includes(key) && typeof value !== 'object'
    ? undefined
    : value;

const formatLine = ({ listing, effect, toolset }: CatalogEntry) =>
  `${listing.name.padEnd(62)} ${effect.padEnd(8)} ${toolset.padEnd(22)} ${listing.title}\n`;
