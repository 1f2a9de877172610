/** The arguments that the contract is tested with: made from a tool's schema, and renamed to Alloy's own names. */
import { buildExample } from '../../../src/registry/example.ts';
import type { Arguments, Tool } from '../../../src/registry/tool.ts';
import { exclusiveMembers } from './contract-exceptions.ts';
import { findPlaces, headerArgument } from './expected-request.ts';
import { isObject, replaceAll } from './field-paths.ts';
import type { ToolFacts } from './operation-facts.ts';

/** Every argument; where members exclude each other, one call for each group that is left out. */
export function buildFullCalls(tool: Tool): readonly Arguments[] {
  const all = buildExample(tool, 'all');
  const groups = exclusiveMembers[tool.name]?.groups ?? [[]];
  return groups.map((group) => group.reduce<Arguments>((args, path) => without(args, path), all));
}

/** Arguments without what is at the path. */
export function without(args: Arguments, path: string): Arguments {
  return withValue(args, path, undefined);
}

/** Arguments with another value at a path that they have. */
export function withValue(args: Arguments, path: string, value: unknown): Arguments {
  const changed = replaceAll(args, path, value);
  if (!isObject(changed)) throw new TypeError(`${path} leads to no argument`);
  return changed;
}

/** The same call in Alloy's names: `entity_token` for `id`, `alloy-sandbox` for `alloy_sandbox`, arrays as arrays. */
export function renameToAlloys(facts: ToolFacts, args: Arguments): Arguments {
  const renamed: Record<string, unknown> = {};
  for (const [argument, value] of Object.entries(args)) {
    const [place = ''] = findPlaces(facts, argument);
    const [kind, name = ''] = place.split('.');
    if (name.endsWith('[0]')) {
      const target = name.slice(0, -3);
      const others = args[target];
      renamed[target] = [value, ...(Array.isArray(others) ? others.filter((other) => other !== value) : [])];
    } else {
      const isRenamed = (kind === 'path' || kind === 'headers' || kind === 'body') && name !== '';
      // Alloy calls two fields of one call the same; only one argument can have the name.
      const isTaken = name !== argument && Object.hasOwn(args, name);
      const chosen = isRenamed && !isTaken ? name : argument;
      if (!Object.hasOwn(renamed, chosen)) renamed[chosen] = value;
    }
  }
  return renamed;
}

/** The path of a field among the arguments: `body[].value` -> `values[].value`, `headers.A-B` -> `a_b`. */
export function toArgumentPath(facts: ToolFacts, tool: Tool, field: string): string {
  const [place = '', name = '', ...deeper] = field.split('.');
  if (place === 'headers') return headerArgument(name);
  if (place === 'body[]') return [`${wrapperOf(tool)}[]`, name, ...deeper].join('.');
  const plain = name.replace('[]', '');
  const candidates = Object.keys(buildExample(tool, 'all')).filter((argument) => argument !== plain);
  const alias = candidates.find((argument) => findPlaces(facts, argument).includes(`${place}.${plain}`));
  return [name.replace(plain, alias ?? plain), ...deeper].join('.');
}

function wrapperOf(tool: Tool): string {
  const [wrapper = ''] = tool.body?.kind === 'array' ? Object.keys(tool.body.items) : [];
  return wrapper;
}

/** The characters that a URL gives a meaning to, and some beyond ASCII. */
const awkwardSegment = "Kundin 7+ü@x&y=z;50%,~(1)*!'$:";
const awkwardQuery = 'a b&c=d+é#?/100%';
const awkwardHeader = 'plain (text); q=1, "two"';

/** The same arguments with texts that only arrive whole when they are encoded as their place asks. */
export function withAwkwardText(facts: ToolFacts, args: Arguments): Arguments {
  return Object.fromEntries(
    Object.entries(args).map(([argument, value]) => {
      const [place = ''] = findPlaces(facts, argument);
      const field = facts.operation.fields[place];
      const isFree = field === undefined || (field.type === 'string' && field.enum === undefined);
      const awkward = { path: awkwardSegment, query: awkwardQuery, headers: awkwardHeader }[
        place.split('.')[0] ?? ''
      ];
      return [argument, typeof value === 'string' && isFree ? (awkward ?? value) : value];
    }),
  );
}

/** The same arguments with two items in every array. */
export function withTwoOfEach(args: Arguments): Arguments {
  return Object.fromEntries(Object.entries(args).map(([name, value]) => [name, doubleArrays(value)]));
}

function doubleArrays(value: unknown): unknown {
  if (Array.isArray(value)) {
    const items: readonly unknown[] = value.map(doubleArrays);
    return [...items, ...items.map(buildSecond)];
  }
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, doubleArrays(member)]));
}

/** Another item of the same kind: with ids of its own, and not marked as the primary one. */
function buildSecond(item: unknown): unknown {
  if (typeof item === 'string') return `${item}-2`;
  if (!isObject(item)) return item;
  return Object.fromEntries(
    Object.entries(item).flatMap(([name, member]) => {
      if (name === 'designation') return [];
      return [[name, /_(id|token)$/.test(name) && typeof member === 'string' ? `${member}-2` : member]];
    }),
  );
}
