/**
 * Chooses the part of an answer that `fields` names. One JMESPath expression gives what it evaluates to. A comma list
 * gives an object: plain paths keep their places (see mask.ts), any other expression becomes a member named like its
 * text.
 */

import { CallError } from '../base/errors.ts';
import { isContainer, isObject } from '../base/values.ts';
import { type Fields, parseFields } from './fields.ts';
import { BudgetError, searchWithin } from './search.ts';

// A list of plain paths keeps the shape of the answer: `status, entities[].entity_token` gives
// `{status, entities: [{entity_token}]}`, so that what belongs together stays together. Lists are gone through whether
// or not the path says `[]`.

interface Branch {
  readonly members: Map<string, Branch>;
  /** The path that ends here. */
  text?: string;
}

const deepestLists = 50;

export function applyMask(
  paths: readonly { readonly text: string; readonly names: readonly string[] }[],
  value: unknown,
): unknown {
  const root: Branch = { members: new Map() };
  for (const { names, text } of paths) {
    let branch = root;
    for (const name of names) {
      const next = branch.members.get(name) ?? { members: new Map() };
      branch.members.set(name, next);
      branch = next;
    }
    branch.text = text;
  }
  return choose(root, value, 0);
}

function choose(branch: Branch, value: unknown, lists: number): unknown {
  if (branch.text !== undefined) return value;
  if (!isContainer(value)) return null;
  if (Array.isArray(value)) {
    return lists < deepestLists ? value.map((item) => choose(branch, item, lists + 1)) : null;
  }
  const chosen = [...branch.members]
    .filter(([name]) => Object.hasOwn(value, name))
    .map(([name, next]): [string, unknown] => [name, choose(next, Reflect.get(value, name), lists)]);
  return Object.fromEntries(chosen);
}

/** Whether a path leads to anything. */
export function hasPath(names: readonly string[], value: unknown, lists = 0): boolean {
  const [name, ...rest] = names;
  if (name === undefined) return true;
  if (Array.isArray(value))
    return lists < deepestLists && value.some((item) => hasPath(names, item, lists + 1));
  if (!isContainer(value) || !Object.hasOwn(value, name)) return false;
  return hasPath(rest, Reflect.get(value, name), lists);
}

// Where something is in an answer, written as JMESPath so that it can be given back as `fields`.

export interface Path {
  readonly parent: Path | undefined;
  readonly segment: string | number;
}

/** Longer paths are no help to anybody; the nearest shorter one above is given. */
const maxPathLength = 200;

export function formatPath(path: Path | undefined): string {
  let text = '';
  for (const segment of readSegments(path)) {
    if (typeof segment === 'number') text += `[${segment}]`;
    else text += `${text === '' ? '' : '.'}${formatName(segment)}`;
  }
  return text === '' ? '@' : text;
}

/** From an index on: the rest of a list or of a text. */
export function formatRest(path: Path | undefined, from: number): string {
  return path === undefined ? `[${from}:]` : `${formatPath(path)}[${from}:]`;
}

/** The path itself, or the nearest above that is short enough to be read and sent back. */
export function shortenPath(path: Path | undefined): Path | undefined {
  let kept: Path | undefined;
  let length = 0;
  for (const segment of readSegments(path)) {
    length += typeof segment === 'number' ? `[${segment}]`.length : formatName(segment).length + 1;
    if (length > maxPathLength) return kept;
    kept = { parent: kept, segment };
  }
  return path;
}

export function formatName(name: string): string {
  return /^[A-Za-z_][A-Za-z0-9_]*$/.test(name) ? name : JSON.stringify(name);
}

function readSegments(path: Path | undefined): (string | number)[] {
  const segments = [];
  for (let at = path; at !== undefined; at = at.parent) segments.push(at.segment);
  return segments.reverse();
}

export interface Projected {
  readonly value: unknown;
  /** What matched nothing, and what there is instead. */
  readonly notice?: string;
  /** Path in the projected value -> expression for the whole answer. */
  readonly locate: (path: string) => string;
}

export function project(expression: string, value: unknown): Projected {
  const fields = parseFields(expression);
  try {
    return fields.kind === 'list' ? projectList(fields.items, value) : projectOne(fields, value);
  } catch (error) {
    if (error instanceof BudgetError) {
      throw new CallError(
        'invalid_arguments',
        'fields makes too much of this answer; choose fewer parts of it',
      );
    }
    if (error instanceof RangeError)
      throw new CallError('invalid_arguments', 'fields goes too deep for this answer');
    // The library's messages name functions and types, never what the answer holds.
    const reason =
      error instanceof Error && !(error instanceof TypeError) ? error.message : 'it cannot be evaluated';
    throw new CallError(
      'invalid_arguments',
      `fields does not suit this answer: ${reason.replace(/\.$/, '')}`,
    );
  }
}

function projectOne(
  { text, node, names }: Extract<Fields, { kind: 'expression' }>,
  whole: unknown,
): Projected {
  const value = searchWithin(node, whole) ?? null;
  const locate = (path: string): string => (path === '@' ? text : `${text} | ${path}`);
  const isNothing = value === null || (Array.isArray(value) && value.length === 0);
  if (
    !isNothing ||
    (names !== undefined && value === null && hasPath(names, whole) && !needsBrackets(names, whole))
  ) {
    return { value, locate };
  }
  return { value, notice: `fields matched nothing: ${explain(names, whole)}`, locate };
}

function projectList(items: Extract<Fields, { kind: 'list' }>['items'], whole: unknown): Projected {
  const plain = items.flatMap(({ names, text }) => (names === undefined ? [] : [{ names, text }]));
  const others = items.filter(({ names }) => names === undefined);
  const masked = applyMask(plain, whole);
  const results = others.map(({ text, node }): [string, unknown] => [
    text,
    searchWithin(node, whole) ?? null,
  ]);
  const unmatched = [
    ...plain.filter(({ names }) => !hasPath(names, whole)).map(({ text }) => text),
    ...results.filter(([, result]) => result === null).map(([text]) => text),
  ];
  const value = results.length === 0 ? masked : joinResults(masked, results);
  const locate = (path: string): string => {
    const item = others.find(({ text }) => path.replace(/^items\(/, '').startsWith(formatName(text)));
    return item === undefined ? path : path.replace(formatName(item.text), () => `(${item.text})`);
  };
  if (unmatched.length === 0) return { value, locate };
  return {
    value,
    notice: `fields matched nothing for ${unmatched.join(', ')}: ${explain([], whole)}`,
    locate,
  };
}

/** Where the answer is a list, what was chosen of its items stands beside the other results. */
function joinResults(masked: unknown, results: readonly (readonly [string, unknown])[]): unknown {
  const own = Array.isArray(masked) ? [['[]', masked] as const] : Object.entries(masked ?? {});
  return Object.fromEntries([...own, ...results]);
}

/** The path goes through a list without saying `[]`, which only a comma list forgives. */
function needsBrackets(names: readonly string[], whole: unknown): boolean {
  return findStop(names, whole).isList;
}

function findStop(names: readonly string[], whole: unknown) {
  let at = whole;
  let passed = 0;
  for (const name of names) {
    if (!isObject(at) || !Object.hasOwn(at, name)) break;
    at = Reflect.get(at, name);
    passed++;
  }
  return { at, passed, isList: Array.isArray(at) && passed < names.length };
}

function explain(names: readonly string[] | undefined, whole: unknown): string {
  const { at, passed, isList } = findStop(names ?? [], whole);
  const way = (names ?? []).slice(0, passed).map(formatName).join('.');
  const place = way === '' ? 'the answer' : way;
  if (isList) {
    const rest = (names ?? []).slice(passed).map(formatName).join('.');
    return `${place} is a list; write ${way}[].${rest}`;
  }
  if (Array.isArray(at)) return `${place} is a list of ${at.length}; write ${way}[].name or ${way}[0]`;
  if (!isContainer(at)) return `${place} is ${at === null ? 'null' : `a ${typeof at}`}`;
  const members = Object.keys(at);
  const shown = members.slice(0, 20).map((name) => formatName(name.slice(0, 60)));
  const more = members.length > shown.length ? ` and ${members.length - shown.length} more` : '';
  const which = way === '' ? 'the top-level members of the result' : `the members of ${way}`;
  return members.length === 0 ? `${place} is empty` : `${which} are ${shown.join(', ')}${more}`;
}
