/**
 * The most frequent faults of agents: JSON as a text where an object or a list is due, and a number or a switch as a
 * text. Such texts are read and the arguments looked at again; each round goes one level deeper.
 */

import type * as z from 'zod';
import { isExact } from '../base/exact-json.ts';
import { isContainer, parseContainer } from '../base/values.ts';
import type { Arguments, Issue, Tool } from '../registry/tool.ts';
import { findArgumentFaults } from './argument-faults.ts';

const mostRounds = 5;

export type RepairedArguments =
  | { readonly ok: true; readonly args: Arguments }
  | {
      readonly ok: false;
      readonly issues: readonly z.core.$ZodIssue[];
      /** In what the texts held. */
      readonly faults: readonly Issue[];
    };

/** Arguments by a tool's schema. */
export function parseLeniently(schema: z.ZodObject, input: Arguments): RepairedArguments {
  let candidate: unknown = input;
  for (let round = 0; ; round += 1) {
    const parsed = schema.safeParse(candidate, { reportInput: true });
    if (parsed.success) return { ok: true, args: parsed.data };
    const { issues } = parsed.error;
    const faulty = issues.flatMap((issue) =>
      issue.code === 'invalid_type' ? [{ path: issue.path, expected: issue.expected }] : [],
    );
    const repaired = repair(candidate, faulty);
    if (repaired === undefined || round === mostRounds) return { ok: false, issues, faults: [] };
    const faults = findArgumentFaults(repaired);
    if (faults.length > 0) return { ok: false, issues: [], faults };
    candidate = repaired;
  }
}

/** The tool's own rules, which may look into open objects. */
export function checkLeniently(
  tool: Tool,
  args: Arguments,
): { readonly args: Arguments; readonly issues: readonly Issue[] } {
  let candidate = args;
  for (let round = 0; ; round += 1) {
    const issues = tool.check?.(candidate) ?? [];
    const faulty = issues.map(({ argument, expected = 'object' }) => ({
      path: argument.split('.'),
      expected,
    }));
    const repaired = repair(candidate, faulty);
    if (repaired === undefined || round === mostRounds) return { args: candidate, issues };
    const faults = findArgumentFaults(repaired);
    if (faults.length > 0) return { args: candidate, issues: faults };
    candidate = Object.fromEntries(Object.entries(repaired));
  }
}

interface Faulty {
  readonly path: readonly PropertyKey[];
  readonly expected: string;
}

/** A copy in which the texts at these places are what is due there; undefined when none of them can be. */
function repair(args: unknown, faulty: readonly Faulty[]): object | undefined {
  let repaired: unknown;
  for (const { path, expected } of faulty) {
    repaired = replaceText(repaired ?? args, path, readers[expected] ?? (() => undefined)) ?? repaired;
  }
  return isContainer(repaired) ? repaired : undefined;
}

type Read = (text: string) => unknown;

const readContainer: Read = (text) => (/^\s*[[{]/.test(text) ? parseContainer(text) : undefined);

/** As JSON writes numbers, but for powers of ten and for whole ones with a fraction: whoever writes 1.0 may mean either. */
export const readNumber = (text: string): number | undefined => {
  const value = Number(text);
  if (!/^-?(?:0|[1-9]\d*)(?:\.\d+)?$/.test(text) || text === '-0' || !isExact(text)) return undefined;
  return text.includes('.') && Number.isInteger(value) ? undefined : value;
};

const readSwitch: Read = (text) => (text === 'true' ? true : text === 'false' ? false : undefined);

/** By what a schema calls the type that it expects. */
const readers: Readonly<Record<string, Read>> = {
  object: readContainer,
  record: readContainer,
  array: readContainer,
  number: readNumber,
  boolean: readSwitch,
};

function replaceText(value: unknown, path: readonly PropertyKey[], read: Read): unknown {
  const [key, ...rest] = path;
  if (key === undefined) return typeof value === 'string' ? read(value) : undefined;
  if (Array.isArray(value)) {
    const inner = replaceText(value[Number(key)], rest, read);
    return inner === undefined ? undefined : value.with(Number(key), inner);
  }
  if (!isContainer(value)) return undefined;
  const members = new Map<PropertyKey, unknown>(Object.entries(value));
  const inner = replaceText(members.get(key), rest, read);
  return inner === undefined ? undefined : Object.fromEntries(members.set(key, inner));
}
