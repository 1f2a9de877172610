/**
 * Answers the tools of discovery mode. A tool that is called through them is called as if it stood in the list: same
 * checks, effects and confirmation; one that is hidden cannot be found, described or called.
 */

import type { Environment } from '../alloy/base-url.ts';
import { CallError, hints } from '../base/errors.ts';
import { findNearest } from '../base/nearest.ts';
import { type Members, readMembers } from '../base/values.ts';
import { readNumber } from '../calls/argument-repairs.ts';
import type { CallContext } from '../calls/call-context.ts';
import { omitClientMembers } from '../calls/client-members.ts';
import { formatError, formatSuccess, type ToolResult } from '../calls/result.ts';
import { buildExample } from '../registry/example.ts';
import type { CatalogEntry } from '../registry/listing.ts';
import { buildPublicSchema, fullSchema } from '../registry/schema.ts';
import type { Surface } from '../registry/surface.ts';
import type { Tool } from '../registry/tool.ts';
import { buildFoundTools } from './found-tools.ts';
import type { MetaToolName } from './meta-tools.ts';
import { createToolSearch, defaultLimit } from './tool-search.ts';

export interface DiscoveryOptions {
  readonly environment: Environment;
  readonly findTool: (name: string) => Tool;
  /** Throws a ConfirmationRequired when a person has to confirm the call first. */
  readonly execute: (name: string, input: unknown, context: CallContext) => Promise<ToolResult>;
}

export interface Discovery {
  call(tool: MetaToolName, input: unknown, surface: Surface, context: CallContext): Promise<ToolResult>;
}

const argumentNames: Readonly<Record<MetaToolName, readonly string[]>> = {
  alloy_find_tools: ['query', 'limit'],
  alloy_describe_tool: ['name'],
  alloy_call_read_tool: ['name', 'arguments'],
  alloy_call_write_tool: ['name', 'arguments'],
};

export function createDiscovery({ environment, findTool, execute }: DiscoveryOptions): Discovery {
  /** The index costs some milliseconds; a surface keeps its own. */
  const searches = new WeakMap<Surface, ReturnType<typeof createToolSearch>>();

  function find({ query, limit = defaultLimit }: Members, surface: Surface): ToolResult {
    if (typeof query !== 'string')
      throw refuse(`query ${sayMissing(query)}; say in words what you want to do`);
    // What is no number is refused by the search, which knows the bounds.
    const wanted = typeof limit === 'string' && limit !== '' ? readNumber(limit) : limit;
    const search =
      searches.get(surface) ?? createToolSearch(surface.entries, (name) => findTool(name).asked ?? '');
    searches.set(surface, search);
    const entries = new Map(surface.entries.map((entry) => [entry.listing.name, entry]));
    const found = buildFoundTools(search(query, typeof wanted === 'number' ? wanted : Number.NaN), (name) => {
      const entry = entries.get(name);
      if (entry === undefined) throw new TypeError(`The search found ${name}, which is not offered`);
      return {
        effect: entry.effect,
        description: entry.listing.description,
        schema: buildPublicSchema(fullSchema(findTool(name))),
        shortSchema: entry.listing.inputSchema,
      };
    });
    return formatSuccess({ result: found, environment });
  }

  function describe(given: Members, surface: Surface): ToolResult {
    const { listing, effect } = findEntry(given, surface);
    const tool = findTool(listing.name);
    const result = {
      name: listing.name,
      effect,
      description: listing.description,
      input_schema: buildPublicSchema(fullSchema(tool)),
      example: buildExample(tool, 'required'),
    };
    return formatSuccess({ result, environment });
  }

  async function callTool(
    via: MetaToolName,
    given: Members,
    surface: Surface,
    context: CallContext,
  ): Promise<ToolResult> {
    const { listing, effect } = findEntry(given, surface);
    const proper = effect === 'read' ? 'alloy_call_read_tool' : 'alloy_call_write_tool';
    if (via !== proper) throw refuse(`${listing.name} has effect ${effect}; call it by ${proper}`);
    const result = await execute(listing.name, parseArguments(given['arguments']), { ...context, via });
    return pointAtSchema(listing.name, result);
  }

  return {
    async call(tool, input, surface, context) {
      try {
        const given = readInput(tool, input);
        if (tool === 'alloy_find_tools') return find(given, surface);
        if (tool === 'alloy_describe_tool') return describe(given, surface);
        return await callTool(tool, given, surface, context);
      } catch (error) {
        if (!(error instanceof CallError)) throw error;
        return formatError(error, error.kind === 'invalid_arguments' ? hint : hints[error.kind], environment);
      }
    },
  };
}

function readInput(tool: MetaToolName, input: unknown): Members {
  const known = argumentNames[tool];
  const given = omitClientMembers(readMembers(input), (name) => known.includes(name));
  // As of every tool: what a client fills in with nothing was left out.
  const members = Object.fromEntries(
    Object.entries(given).filter(([, value]) => value !== null && value !== ''),
  );
  const unknown = Object.keys(members).find((name) => !known.includes(name));
  if (unknown === undefined) return members;
  const advice = known.includes('arguments')
    ? `what the tool takes goes into arguments, e.g. {"name": "...", "arguments": {"${unknown.slice(0, 50)}": ...}}`
    : `it takes ${known.join(', ')}`;
  throw refuse(`${unknown.slice(0, 50)} is not an argument of ${tool}; ${advice}`);
}

function findEntry({ name }: Members, { entries, find }: Surface): CatalogEntry {
  if (typeof name !== 'string') throw refuse(`name ${sayMissing(name)}; it is that of a tool`);
  const entry = find(name);
  if (entry !== undefined) return entry;
  const near = findNearest(
    name,
    entries.map(({ listing }) => listing.name),
  );
  const advice = near === undefined ? 'search with alloy_find_tools' : `did you mean ${near}?`;
  throw refuse(`name: there is no tool ${JSON.stringify(name.slice(0, 100))}; ${advice}`);
}

/** Agents send JSON as a text now and then; the tool's own check tells of everything else. */
function parseArguments(given: unknown): unknown {
  if (typeof given !== 'string') return given;
  try {
    const parsed: unknown = JSON.parse(given);
    return parsed;
  } catch {
    throw refuse('arguments is a text that is not JSON; give an object');
  }
}

const hint = `${hints.invalid_arguments} alloy_find_tools gives tools and their names.`;

/** Whoever got the arguments wrong may have seen a shortened schema, or none. */
function pointAtSchema(name: string, result: ToolResult): ToolResult {
  const envelope = readMembers(result.structuredContent);
  const error = readMembers(envelope['error']);
  if (result.isError !== true || error['kind'] !== 'invalid_arguments') return result;
  const advice = `alloy_describe_tool {"name": "${name}"} gives the whole input_schema.`;
  const shown = { ...envelope, error: { ...error, hint: `${error['hint']} ${advice}` } };
  return { ...result, content: [{ type: 'text', text: JSON.stringify(shown) }], structuredContent: shown };
}

const sayMissing = (given: unknown) => (given === undefined ? 'is missing' : 'has to be a text');

const refuse = (message: string) => new CallError('invalid_arguments', message);
