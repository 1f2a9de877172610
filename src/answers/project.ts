/**
 * Chooses the part of an answer that `fields` names. One JMESPath expression gives what it evaluates to. A comma list
 * gives an object: plain paths keep their places (see mask.ts), any other expression becomes a member named like its
 * text.
 */
import { CallError } from '../errors.ts';
import { type Fields, parseFields } from './fields.ts';
import { applyMask, hasPath } from './mask.ts';
import { formatName } from './paths.ts';
import { BudgetError, searchWithin } from './search.ts';

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
    if (typeof at !== 'object' || at === null || Array.isArray(at) || !Object.hasOwn(at, name)) break;
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
  if (typeof at !== 'object' || at === null) return `${place} is ${at === null ? 'null' : `a ${typeof at}`}`;
  const members = Object.keys(at);
  const shown = members.slice(0, 20).map((name) => formatName(name.slice(0, 60)));
  const more = members.length > shown.length ? ` and ${members.length - shown.length} more` : '';
  const which = way === '' ? 'the top-level members of the result' : `the members of ${way}`;
  return members.length === 0 ? `${place} is empty` : `${which} are ${shown.join(', ')}${more}`;
}
