/** Untrusted arguments -> arguments that a tool's definition allows, or the list of what is wrong with them. */

import type * as z from 'zod';
import { deepest } from '../base/exact-json.ts';
import { findNearest } from '../base/nearest.ts';
import { isContainer, isObject } from '../base/values.ts';
import { matchCharacters } from '../base/visible-text.ts';
import { argumentSchemas, argumentsSchema } from '../registry/schema.ts';
import { type Arguments, type Issue, type Source, sourceArguments, type Tool } from '../registry/tool.ts';

// What no argument may hold, whatever its schema says: it is damaged already, or would be on its way to Alloy.

/** More of them say nothing new. */
const mostIssues = 5;

interface Place {
  readonly path: string;
  readonly value: unknown;
  readonly depth: number;
}

/** Walks without recursion: the depth is what it looks for, among others. */
function findArgumentFaults(args: object): readonly Issue[] {
  const issues: Issue[] = [];
  const places: Place[] = listMembers({ path: '', value: args, depth: 0 });
  for (let place = places.pop(); place !== undefined; place = places.pop()) {
    const message = findFault(place);
    if (message !== undefined) {
      issues.push({ argument: shorten(place.path), message });
      if (issues.length === mostIssues) break;
    } else if (isContainer(place.value)) {
      places.push(...listMembers(place));
    }
  }
  return issues;
}

/** Last first, because the last is looked at next. */
function listMembers({ path, value, depth }: Place): Place[] {
  return Object.entries(value ?? {})
    .map(([name, member]) => ({
      path: path === '' ? name : `${path}.${name}`,
      value: member,
      depth: depth + 1,
    }))
    .reverse();
}

function findFault({ path, value, depth }: Place): string | undefined {
  // Copies of objects would lose it, or take it for what they inherit from.
  if (path.endsWith('__proto__') && /(^|\.)__proto__$/.test(path)) return 'is not a name that Alloy has';
  if (typeof value === 'number') {
    return Number.isFinite(value) && (!Number.isInteger(value) || Number.isSafeInteger(value))
      ? undefined
      : 'is a number beyond 2^53, which was rounded before it came here; give it as text';
  }
  if (typeof value === 'string') {
    if (value.includes('\uFFFD')) {
      return 'holds U+FFFD, which stands for bytes that were not UTF-8; send the text as it should be';
    }
    return loneSurrogate.test(value)
      ? 'holds half a character (a lone surrogate); send whole text'
      : undefined;
  }
  return depth > deepest && isContainer(value) ? `is nested deeper than ${deepest} levels` : undefined;
}

/** With the u flag a pair is one character, which is none of these. */
const loneSurrogate = matchCharacters(['surrogate']);

const shorten = (path: string) => (path.length > 200 ? `${path.slice(0, 100)}...` : path);

type ParsedArguments =
  | { readonly ok: true; readonly args: Arguments }
  | { readonly ok: false; readonly issues: readonly Issue[] };

/** Prepared once a tool: building a zod object costs far more than using it. */
export type ParseArguments = (input: unknown) => ParsedArguments;

export function createArgumentsParser(tool: Tool): ParseArguments {
  const schema = argumentsSchema(tool);
  const synonyms = buildSynonyms(tool);
  return (input) => {
    if (input !== undefined && !isObject(input)) {
      return { ok: false, issues: [{ argument: '(all)', message: 'arguments must be a JSON object' }] };
    }
    const faults = findArgumentFaults(input ?? {});
    if (faults.length > 0) return { ok: false, issues: faults };
    const renamed = rename(Object.entries(input ?? {}), synonyms);
    if (!renamed.ok) return renamed;
    const parsed = parseLeniently(schema, renamed.args);
    if (!parsed.ok) {
      const issues = parsed.issues.flatMap((issue) => formatIssue(issue, tool));
      return { ok: false, issues: [...parsed.faults, ...issues] };
    }
    const checked = checkLeniently(tool, tool.settle?.(parsed.args) ?? parsed.args);
    const issues = [...checkSets(tool, checked.args), ...checked.issues];
    return issues.length === 0 ? { ok: true, args: checked.args } : { ok: false, issues };
  };
}

/** Alloy's own name of a field whose argument is named otherwise, and of headers with hyphens, is accepted too. */
function buildSynonyms(tool: Tool): ReadonlyMap<string, string> {
  const known = argumentSchemas(tool);
  const synonyms = new Map<string, string>();
  const fields: readonly (readonly [string, Source])[] = [
    ...Object.entries(tool.params),
    ...Object.entries(tool.headers),
    ...(tool.body?.kind === 'json' ? Object.entries(tool.body.fields) : []),
  ];
  for (const [field, source] of fields) {
    const names = sourceArguments(field, source).map(([name]) => name);
    const [name] = names;
    if (name === undefined || names.length > 1) continue;
    for (const other of [field, field.replaceAll('-', '_')]) {
      if (!known.has(other)) synonyms.set(other, name);
    }
  }
  return synonyms;
}

function rename(
  given: readonly (readonly [string, unknown])[],
  synonyms: ReadonlyMap<string, string>,
): ParsedArguments {
  const renamed = new Map<string, { readonly name: string; readonly value: unknown }>();
  for (const [name, value] of given) {
    // Alloy's guides write header names with capitals.
    const target =
      synonyms.get(name) ?? (name.includes('-') ? synonyms.get(name.toLowerCase()) : undefined) ?? name;
    const earlier = renamed.get(target);
    if (earlier !== undefined && earlier.value !== value) {
      return {
        ok: false,
        issues: [{ argument: name, message: `means the same as ${earlier.name}; give only one of them` }],
      };
    }
    renamed.set(target, { name, value });
  }
  return { ok: true, args: Object.fromEntries([...renamed].map(([target, { value }]) => [target, value])) };
}

type LenientResult =
  | { ok: true; args: Arguments }
  | { ok: false; issues: readonly z.core.$ZodIssue[]; faults: readonly Issue[] };

/**
 * The most frequent fault of agents is to send JSON as a text where an object or array is due. Such texts are parsed
 * and the arguments looked at again; each round goes one level deeper.
 */
function parseLeniently(schema: z.ZodObject, input: Arguments): LenientResult {
  let candidate: unknown = input;
  for (let depth = 0; ; depth += 1) {
    const parsed = schema.safeParse(candidate, { reportInput: true });
    if (parsed.success) return { ok: true, args: parsed.data };
    const { issues } = parsed.error;
    let repaired: unknown;
    for (const issue of issues) {
      if (issue.code === 'invalid_type' && ['object', 'array', 'record'].includes(issue.expected)) {
        repaired = parseTextAt(repaired ?? candidate, issue.path) ?? repaired;
      }
    }
    if (!isContainer(repaired) || depth === 5) return { ok: false, issues, faults: [] };
    const faults = findArgumentFaults(repaired);
    if (faults.length > 0) return { ok: false, issues: [], faults };
    candidate = repaired;
  }
}

/** The tool's own rules, which may look into open objects; JSON texts in there are parsed just the same. */
function checkLeniently(
  tool: Tool,
  args: Arguments,
): { readonly args: Arguments; readonly issues: readonly Issue[] } {
  let candidate = args;
  for (let depth = 0; ; depth += 1) {
    const issues = tool.check?.(candidate) ?? [];
    let repaired: unknown;
    for (const { argument } of issues) {
      repaired = parseTextAt(repaired ?? candidate, argument.split('.')) ?? repaired;
    }
    if (!isContainer(repaired) || depth === 5) return { args: candidate, issues };
    const faults = findArgumentFaults(repaired);
    if (faults.length > 0) return { args: candidate, issues: faults };
    candidate = Object.fromEntries(Object.entries(repaired));
  }
}

/** A copy of `value` in which the JSON text at `path` is parsed; undefined when there is none. */
function parseTextAt(value: unknown, path: readonly PropertyKey[]): unknown {
  const [key, ...rest] = path;
  if (key === undefined) {
    if (typeof value !== 'string' || !/^\s*[[{]/.test(value)) return undefined;
    try {
      return JSON.parse(value);
    } catch {
      return undefined;
    }
  }
  if (Array.isArray(value)) {
    const inner = parseTextAt(value[Number(key)], rest);
    return inner === undefined ? undefined : value.with(Number(key), inner);
  }
  if (!isContainer(value)) return undefined;
  const members = new Map<PropertyKey, unknown>(Object.entries(value));
  const inner = parseTextAt(members.get(key), rest);
  return inner === undefined ? undefined : Object.fromEntries(members.set(key, inner));
}

function checkSets(tool: Tool, args: Arguments): readonly Issue[] {
  const { anyOf } = tool;
  if (anyOf === undefined) return [];
  if (anyOf.some((set) => set.every((name) => args[name] !== undefined && args[name] !== null))) return [];
  const sets = anyOf.map((set) => set.join(' with '));
  return [{ argument: sets.join(' / '), message: `one of these is needed: ${sets.join(', or ')}` }];
}

/** Whoever sends hundreds of unknown names must not get them all back, each with what there is instead. */
const mostUnknown = 10;
const longestName = 100;

function formatIssue(issue: z.core.$ZodIssue, tool: Tool): readonly Issue[] {
  const argument = issue.path.map(String).join('.') || '(all)';
  const known = [...argumentSchemas(tool).keys()];
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.slice(0, mostUnknown).map((key, index) => {
        const name = key.length > longestName ? `${key.slice(0, longestName)}...` : key;
        const left = issue.keys.length - mostUnknown;
        const more = left > 0 && index === mostUnknown - 1 ? ` (and so are ${left} more)` : '';
        return {
          argument: issue.path.length === 0 ? name : `${argument}.${name}`,
          message: `is not an argument of ${tool.name}${more}${suggest(name, issue.path.length === 0 ? known : [])}`,
        };
      });
    case 'invalid_type': {
      const description = issue.path.length === 1 ? describeArgument(tool, String(issue.path[0])) : '';
      const found = /received (\w+)/.exec(issue.message)?.[1] ?? 'another type';
      return found === 'undefined'
        ? [{ argument, message: `is missing; expected ${issue.expected}${description}` }]
        : [{ argument, message: `expected ${issue.expected}, got ${found}${description}` }];
    }
    case 'too_small':
      return [{ argument, message: `must ${formatBound(issue.origin, '>=', issue.minimum)}` }];
    case 'too_big':
      return [{ argument, message: `must ${formatBound(issue.origin, '<=', issue.maximum)}` }];
    case 'invalid_union': {
      const expected = issue.errors.flatMap(([first]) =>
        first?.code === 'invalid_type' ? [first.expected] : [],
      );
      return [
        {
          argument,
          message:
            expected.length === 0 ? 'has none of the allowed forms' : `expected ${expected.join(' or ')}`,
        },
      ];
    }
    case 'invalid_value':
      return [
        {
          argument,
          message: `${issue.input === undefined ? 'is missing; ' : ''}expected one of ${issue.values.map(String).join(', ')}`,
        },
      ];
    default:
      return [{ argument, message: issue.message.replace(/^Invalid input: /, '') }];
  }
}

function formatBound(origin: string, relation: string, bound: number | bigint): string {
  const unit = origin === 'string' ? ' characters' : origin === 'array' ? ' items' : '';
  return `${unit === '' ? 'be' : 'have'} ${relation}${bound}${unit}`;
}

function describeArgument(tool: Tool, name: string): string {
  const description = argumentSchemas(tool).get(name)?.meta()?.description;
  return description === undefined ? '' : ` (${description})`;
}

function suggest(key: string, known: readonly string[]): string {
  const near = findNearest(key, known);
  return near === undefined
    ? `; it takes ${known.length === 0 ? 'none of that name' : known.join(', ')}`
    : `; did you mean ${near}?`;
}
