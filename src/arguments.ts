/** Untrusted arguments -> arguments that a tool's definition allows, or the list of what is wrong with them. */
import type * as z from 'zod';
import { findArgumentFaults } from './argument-faults.ts';
import { findNearest } from './nearest.ts';
import { argumentSchemas, argumentsSchema } from './schema.ts';
import { type Arguments, type Issue, type Source, sourceArguments, type Tool } from './tool.ts';

export type ParsedArguments =
  | { readonly ok: true; readonly args: Arguments }
  | { readonly ok: false; readonly issues: readonly Issue[] };

/** Prepared once a tool: building a zod object costs far more than using it. */
export type ParseArguments = (input: unknown) => ParsedArguments;

export function createArgumentsParser(tool: Tool): ParseArguments {
  const schema = argumentsSchema(tool);
  const synonyms = buildSynonyms(tool);
  return (input) => {
    if (input !== undefined && (typeof input !== 'object' || input === null || Array.isArray(input))) {
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
    const checked = checkLeniently(tool, parsed.args);
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
    if (typeof repaired !== 'object' || repaired === null || depth === 5)
      return { ok: false, issues, faults: [] };
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
    if (typeof repaired !== 'object' || repaired === null || depth === 5) return { args: candidate, issues };
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
  if (typeof value !== 'object' || value === null) return undefined;
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

function formatIssue(issue: z.core.$ZodIssue, tool: Tool): readonly Issue[] {
  const argument = issue.path.map(String).join('.') || '(all)';
  const known = [...argumentSchemas(tool).keys()];
  switch (issue.code) {
    case 'unrecognized_keys':
      return issue.keys.map((key) => ({
        argument: issue.path.length === 0 ? key : `${argument}.${key}`,
        message: `is not an argument of ${tool.name}${suggest(key, issue.path.length === 0 ? known : [])}`,
      }));
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
