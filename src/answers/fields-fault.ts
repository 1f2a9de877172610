/**
 * Where a JMESPath expression goes wrong. The library says what it did not expect, not where: the place is the end of
 * the longest beginning that could still become a whole expression.
 */
import { compile, tokenize } from '@jmespath-community/jmespath';

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
