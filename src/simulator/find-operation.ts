/** Which of Alloy's operations a call is for. */
import { type Operation, operations } from './operations.ts';

interface IndexedOperation {
  readonly operation: Operation;
  readonly segments: readonly string[];
}

const index = new Map<string, IndexedOperation[]>();
for (const operation of operations) {
  const segments = splitPath(operation.path);
  const key = `${operation.method} ${segments.length}`;
  index.set(key, [...(index.get(key) ?? []), { operation, segments }]);
}

/** `path` is below /v1; a slash at its end counts for nothing. */
export function findOperation(method: string, path: string): Operation | undefined {
  const segments = splitPath(path);
  let best: IndexedOperation | undefined;
  for (const candidate of index.get(`${method} ${segments.length}`) ?? []) {
    const matches = candidate.segments.every(
      (segment, at) => isParameter(segment) || segment === segments[at],
    );
    if (matches && (best === undefined || isMoreLiteral(candidate.segments, best.segments))) best = candidate;
  }
  return best?.operation;
}

export function splitPath(path: string): string[] {
  return path.split('/').filter((segment) => segment !== '');
}

/** In the form of the operations' table: `:entity_token`. */
export function isParameter(segment: string | undefined): boolean {
  return segment?.startsWith(':') === true;
}

/** /investigations/types is an operation of its own, not an investigation called types. */
function isMoreLiteral(left: readonly string[], right: readonly string[]): boolean {
  const at = left.findIndex((segment, position) => isParameter(segment) !== isParameter(right[position]));
  return at >= 0 && !isParameter(left[at]);
}
