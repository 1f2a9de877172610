/**
 * Values for a further call, taken from the arguments and the answer of an earlier one. What the caller sent may be
 * sent again as it is. Of an answer only texts of a fixed form pass (tokens, ids): whatever else Alloy's data holds was
 * written by others and must never become part of a call that we propose.
 */
import { readMember } from '../base/values.ts';

/** `args.id`, `result.entity_token`, `item.entity_token`; a list on the way stands for each of its items. */
export type Path = string;

/** The items of a list whose members are these; a value that begins with `item.` is read there. */
export interface Selection {
  readonly list: Path;
  readonly where: Readonly<Record<string, string>>;
  /** Path below an item; the item itself when absent. */
  readonly member?: string;
}

export interface Reference {
  /** Looked at one after the other; the first that has a value is taken, the newest one of several. */
  readonly at: readonly (Path | Selection)[];
  /** What a text of an answer has to look like; its first group is the value. */
  readonly form?: RegExp;
  /** Left out of the arguments when there is none; otherwise the whole call falls away. */
  readonly optional?: true;
}

/** Arguments with references in them; everything else stands for itself. */
export type Template =
  | Reference
  | string
  | number
  | boolean
  | readonly Template[]
  | { readonly [name: string]: Template };

export interface Scope {
  readonly args: unknown;
  readonly result: unknown;
  readonly item?: unknown;
}

/** The template with its references resolved; undefined when one that is needed has no value. */
export function resolveArguments(
  template: Readonly<Record<string, Template>>,
  scope: Scope,
): Readonly<Record<string, unknown>> | undefined {
  const resolved: [string, unknown][] = [];
  for (const [name, part] of Object.entries(template)) {
    const value = resolve(part, scope);
    if (value === missing) return undefined;
    if (value !== undefined) resolved.push([name, value]);
  }
  return Object.fromEntries(resolved);
}

const missing = Symbol('missing');

function resolve(template: Template, scope: Scope): unknown {
  if (typeof template !== 'object') return template;
  if (isList(template)) {
    const items = template.map((each) => resolve(each, scope));
    return items.includes(missing) ? missing : items;
  }
  if (isReference(template)) {
    const value = resolveReference(template, scope);
    return value === undefined && template.optional !== true ? missing : value;
  }
  return resolveArguments(template, scope) ?? missing;
}

const isList = (template: object): template is readonly Template[] => Array.isArray(template);
const isReference = (template: object): template is Reference => Array.isArray(Reflect.get(template, 'at'));

function resolveReference({ at, form }: Reference, scope: Scope): unknown {
  for (const place of at) {
    const found = select(place, scope);
    const isCallers = typeof place === 'string' && place.startsWith('args.');
    const values = isCallers ? found : found.flatMap((value) => extract(value, form));
    const newest = values.at(-1);
    if (newest !== undefined) return newest;
  }
  return undefined;
}

function extract(value: unknown, form: RegExp | undefined): readonly string[] {
  const match = typeof value === 'string' ? form?.exec(value) : undefined;
  return match?.[1] === undefined ? [] : [match[1]];
}

/** All values at a place; null and absent ones are none. */
export function select(place: Path | Selection, scope: Scope): readonly unknown[] {
  if (typeof place === 'string') {
    const [root = '', ...names] = place.split('.');
    return walk([Reflect.get(scope, root)], names);
  }
  const items = select(place.list, scope).filter((item) =>
    Object.entries(place.where).every(([name, wanted]) => {
      const [value] = walk([item], name.split('.'));
      const expected = wanted.startsWith('item.') ? select(wanted, scope)[0] : wanted;
      return value !== undefined && value === expected;
    }),
  );
  return place.member === undefined ? items : walk(items, place.member.split('.'));
}

function walk(values: readonly unknown[], names: readonly string[]): readonly unknown[] {
  let reached: unknown[] = [];
  for (const value of values) open(value, reached);
  for (const name of names) {
    const next: unknown[] = [];
    for (const value of reached) open(readMember(value, name), next);
    reached = next;
  }
  return reached;
}

/** Adds what is there: a list is its items, at whatever depth; null and absent values are none. */
function open(value: unknown, found: unknown[]): void {
  if (Array.isArray(value)) for (const item of value) open(item, found);
  else if (value !== undefined && value !== null) found.push(value);
}
