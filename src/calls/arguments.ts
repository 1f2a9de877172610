/** Untrusted arguments -> arguments that a tool's definition allows, or the list of what is wrong with them. */

import { isObject } from '../base/values.ts';
import { isBlank } from '../registry/blank-values.ts';
import { argumentSchemas, argumentsSchema } from '../registry/schema.ts';
import {
  type Arguments,
  type Issue,
  type Schema,
  type Source,
  sourceArguments,
  type Tool,
} from '../registry/tool.ts';
import { findArgumentFaults } from './argument-faults.ts';
import { formatIssue } from './argument-issues.ts';
import { checkLeniently, parseLeniently } from './argument-repairs.ts';
import { createIdentityNormalizer } from './identity-members.ts';

type ParsedArguments =
  | {
      readonly ok: true;
      readonly args: Arguments;
      /** The same with identifying members as the caller wrote them; the same object where nothing was changed. */
      readonly asWritten: Arguments;
      /** Arguments of the body that were left out as blank, where nothing of a body is left. */
      readonly blanks: readonly string[];
    }
  | { readonly ok: false; readonly issues: readonly Issue[] };

/** Prepared once a tool: building a zod object costs far more than using it. */
export type ParseArguments = (input: unknown) => ParsedArguments;

export function createArgumentsParser(tool: Tool): ParseArguments {
  const schema = argumentsSchema(tool);
  const known = argumentSchemas(tool);
  const synonyms = buildSynonyms(tool, known);
  const normalize = createIdentityNormalizer(tool);
  const ofBody = listBodyArguments(tool);
  return (input) => {
    if (input !== undefined && !isObject(input)) {
      return { ok: false, issues: [{ argument: '(all)', message: 'arguments must be a JSON object' }] };
    }
    const faults = findArgumentFaults(input ?? {});
    if (faults.length > 0) return { ok: false, issues: faults };
    const given = readGiven(Object.entries(input ?? {}), known, synonyms);
    if (!given.ok) return given;
    const parsed = parseLeniently(schema, given.args);
    if (!parsed.ok) {
      const issues = [...parsed.faults, ...parsed.issues.flatMap((issue) => formatIssue(issue, tool))];
      const told = new Set(issues.map(({ argument }) => argument));
      // All at once, or the next call would be refused as well.
      const more = normalize(given.args).issues.filter(({ argument }) => !told.has(argument));
      return { ok: false, issues: [...issues, ...more] };
    }
    const checked = checkLeniently(tool, tool.settle?.(parsed.args) ?? parsed.args);
    const normalized = normalize(checked.args);
    const issues = [...checkSets(tool, checked.args), ...checked.issues, ...normalized.issues];
    return issues.length === 0
      ? {
          ok: true,
          args: normalized.args,
          asWritten: checked.args,
          blanks: ofBody.some((name) => checked.args[name] !== undefined)
            ? []
            : given.blanks.filter((name) => ofBody.includes(name)),
        }
      : { ok: false, issues };
  };
}

function listBodyArguments({ body, effect }: Tool): readonly string[] {
  if (body?.kind !== 'json' || effect === 'read') return [];
  return Object.entries(body.fields).flatMap(([field, source]) =>
    sourceArguments(field, source).map(([name]) => name),
  );
}

/** Alloy's own name of a field whose argument is named otherwise, and of headers with hyphens, is accepted too. */
function buildSynonyms(tool: Tool, known: ReadonlyMap<string, Schema>): ReadonlyMap<string, string> {
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

type GivenArguments =
  | { readonly ok: true; readonly args: Arguments; readonly blanks: readonly string[] }
  | { readonly ok: false; readonly issues: readonly Issue[] };

/** Arguments under the tool's own names, without those that say nothing. What lies inside of them stays as it is. */
function readGiven(
  given: readonly (readonly [string, unknown])[],
  known: ReadonlyMap<string, Schema>,
  synonyms: ReadonlyMap<string, string>,
): GivenArguments {
  const renamed = new Map<string, { readonly name: string; readonly value: unknown }>();
  const blanks: string[] = [];
  for (const [name, value] of given) {
    // Alloy's guides write header names with capitals.
    const target =
      synonyms.get(name) ?? (name.includes('-') ? synonyms.get(name.toLowerCase()) : undefined) ?? name;
    const schema = known.get(target);
    if (schema !== undefined && isBlank(schema, value)) {
      blanks.push(target);
      continue;
    }
    const earlier = renamed.get(target);
    if (earlier !== undefined && earlier.value !== value) {
      return {
        ok: false,
        issues: [{ argument: name, message: `means the same as ${earlier.name}; give only one of them` }],
      };
    }
    renamed.set(target, { name, value });
  }
  const args = Object.fromEntries([...renamed].map(([target, { value }]) => [target, value]));
  return { ok: true, args, blanks };
}

function checkSets(tool: Tool, args: Arguments): readonly Issue[] {
  const { anyOf } = tool;
  if (anyOf === undefined) return [];
  if (anyOf.some((set) => set.every((name) => args[name] !== undefined))) return [];
  const sets = anyOf.map((set) => set.join(' with '));
  return [{ argument: sets.join(' / '), message: `one of these is needed: ${sets.join(', or ')}` }];
}
