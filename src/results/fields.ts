/**
 * The argument `fields`: a JMESPath expression, or a comma list of them. Parsed before anything is sent to Alloy, so
 * that a mistake in it never follows a write. https://jmespath.site is the grammar.
 */

import { compile, getRegisteredFunctions, tokenize } from '@jmespath-community/jmespath';
import { CallError } from '../base/errors.ts';
import { isContainer } from '../base/values.ts';

// Where a JMESPath expression goes wrong. The library says what it did not expect, not where: the place is the end of
// the longest beginning that could still become a whole expression.

/** In the expression from `start` to `end`; what stands around it is other expressions of a list. */
export function findFault(text: string, start = 0, end = text.length): string {
  const column = start + findColumn(text.slice(start, end));
  if (column >= text.length)
    return `the expression ends too early, at column ${text.length + 1}: ${show(text, column)}`;
  return `${JSON.stringify(readWord(text, column))} is not expected at column ${column + 1}: ${show(text, column)}`;
}

function findColumn(text: string): number {
  const starts = readTokenStarts(text);
  if (starts === undefined) return findUnreadable(text);
  for (const [index, start] of starts.entries()) {
    if (isWrong(text.slice(0, starts[index + 1] ?? text.length))) return start;
  }
  return text.trimEnd().length;
}

function readTokenStarts(text: string): readonly number[] | undefined {
  try {
    return tokenize(text).map(({ start }) => start);
  } catch {
    return undefined;
  }
}

/** Wrong already, not only unfinished. */
function isWrong(beginning: string): boolean {
  try {
    compile(beginning);
    return false;
  } catch (error) {
    return !(error instanceof Error && /EOF/.test(error.message));
  }
}

function findUnreadable(text: string): number {
  for (let end = text.length - 1; end > 0; end--) {
    if (readTokenStarts(text.slice(0, end)) !== undefined) return end;
  }
  return 0;
}

function readWord(text: string, column: number): string {
  return /^(?:\w+|.)/s.exec(text.slice(column, column + 20))?.[0] ?? '';
}

/** A little of the text with a mark before the fault; one line, since messages are read inside JSON. */
function show(text: string, column: number): string {
  const before = text.slice(Math.max(0, column - 25), column);
  const after = text.slice(column, column + 15);
  return `${column > 25 ? '…' : ''}${before} >>>${after}${column + 15 < text.length ? '…' : ''}`;
}

export type ExpressionNode = ReturnType<typeof compile>;

export type Fields =
  | ({ readonly kind: 'expression' } & ListItem)
  | { readonly kind: 'list'; readonly items: readonly ListItem[] };

export interface ListItem {
  readonly text: string;
  /** The names of a plain path such as `entities[].status`; its place in the answer is kept. */
  readonly names: readonly string[] | undefined;
  readonly node: ExpressionNode;
}

const maxLength = 1000;
/** They make much out of little, and nobody needs them to choose fields. */
const refusedFunctions = new Set(['pad_left', 'pad_right', 'replace']);
const example =
  'Write JMESPath, e.g. summary.outcome, entities[].{token: entity_token, status: status}, or a list: status, summary.outcome';

/** Throws a CallError that shows where the fault is. */
export function parseFields(text: string): Fields {
  if (text.length > maxLength) {
    throw new CallError(
      'invalid_arguments',
      `fields has ${text.length} characters; at most ${maxLength} are taken`,
    );
  }
  if (text.trim() === '') throw new CallError('invalid_arguments', `fields is empty. ${example}`);
  const pieces = splitList(text).map((piece) => parsePiece(text, piece));
  const [first] = pieces;
  return pieces.length === 1 && first !== undefined
    ? { kind: 'expression', ...first }
    : { kind: 'list', items: pieces };
}

interface Piece {
  readonly start: number;
  readonly end: number;
}

/** At commas outside all brackets. One at the end is forgiven. */
function splitList(text: string): readonly Piece[] {
  const pieces: Piece[] = [];
  let depth = 0;
  let start = 0;
  for (const { type, start: at } of readTokens(text)) {
    if (opening.has(type)) depth++;
    else if (closing.has(type)) depth--;
    else if (type === 'Comma' && depth === 0) {
      pieces.push({ start, end: at });
      start = at + 1;
    }
  }
  if (pieces.length > 0 && text.slice(start).trim() === '') return pieces;
  return [...pieces, { start, end: text.length }];
}

const opening: ReadonlySet<string> = new Set(['Lparen', 'Lbracket', 'Lbrace', 'Filter']);
const closing: ReadonlySet<string> = new Set(['Rparen', 'Rbracket', 'Rbrace']);

function readTokens(text: string): ReturnType<typeof tokenize> {
  try {
    return tokenize(text);
  } catch {
    return refuse(findFault(text));
  }
}

function parsePiece(whole: string, { start, end }: Piece): ListItem {
  const text = whole.slice(start, end).trim();
  const node = compileOrRefuse(whole, start, end);
  checkNode(node);
  return { text, node, names: readNames(text) };
}

function compileOrRefuse(whole: string, start: number, end: number): ExpressionNode {
  try {
    return compile(whole.slice(start, end));
  } catch {
    return refuse(findFault(whole, start, end));
  }
}

/** Recursion ends with the expression, which is at most `maxLength` long. */
function checkNode(node: object): void {
  if ('type' in node && 'name' in node && typeof node.name === 'string')
    checkName(String(node.type), node.name);
  if ('type' in node && node.type === 'Literal') return;
  if ('type' in node && node.type === 'LetExpression') refuse('let expressions are not taken here');
  for (const child of Object.values(node)) if (isContainer(child)) checkNode(child);
}

function checkName(type: string, name: string): void {
  if (type === 'KeyValuePair' && name === '__proto__') refuse('__proto__ cannot be the name of a member');
  if (type !== 'Function') return;
  const known = getRegisteredFunctions().filter((other) => !refusedFunctions.has(other));
  if (!known.includes(name)) refuse(`there is no function ${name}(); there are ${known.join(', ')}`);
}

function refuse(reason: string): never {
  throw new CallError('invalid_arguments', `fields: ${reason}. ${example}`);
}

/** The names of `a."b c"[].d[*]`; undefined for any other expression. */
function readNames(text: string): readonly string[] | undefined {
  const kinds = tokenize(text).map(({ type }) => String(type));
  // One letter a token, so that a pattern can say what a plain path is.
  const shape = kinds.map((kind) => letters[kind] ?? '?').join('');
  if (!/^n(?:f|\[\*\]|\.n)*$/.test(shape)) return undefined;
  return tokenize(text).flatMap(({ value }, index) => (shape[index] === 'n' ? [String(value)] : []));
}

const letters: Readonly<Record<string, string>> = {
  UnquotedIdentifier: 'n',
  QuotedIdentifier: 'n',
  Flatten: 'f',
  Dot: '.',
  Lbracket: '[',
  Star: '*',
  Rbracket: ']',
};
