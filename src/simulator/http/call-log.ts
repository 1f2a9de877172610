/** The last calls and how often each operation was called: for the page. Bounded, and without bodies or credentials. */
import { findOperation } from './operations.ts';

export interface RecordedCall {
  /** Milliseconds since 1970, by the simulator's clock. */
  readonly at: number;
  readonly method: string;
  /** Without the query, which may name people. */
  readonly path: string;
  /** Null when no whole answer was given: a fault that was asked for, or the caller gave up. */
  readonly status: number | null;
  readonly milliseconds: number;
}

interface OperationCount {
  readonly calls: number;
  readonly failures: number;
}

export interface CallLog {
  add(call: RecordedCall): void;
  /** Newest first. */
  recent(): RecordedCall[];
  count(method: string, operationPath: string): OperationCount;
  total(): number;
}

const kept = 50;
const longestPath = 200;

export function createCallLog(): CallLog {
  const calls: RecordedCall[] = [];
  // One entry an operation at most: paths that are none are not counted apart.
  const counts = new Map<string, { calls: number; failures: number }>();
  let total = 0;
  return {
    add(call) {
      const { method, path, status } = call;
      total += 1;
      if (calls.length === kept) calls.shift();
      calls.push(path.length > longestPath ? { ...call, path: `${path.slice(0, longestPath)}…` } : call);
      const operation = findOperation(method, path.replace(/^\/v1/, ''));
      if (operation === undefined) return;
      const key = `${operation.method} ${operation.path}`;
      const count = counts.get(key) ?? { calls: 0, failures: 0 };
      count.calls += 1;
      if (status === null || status >= 400) count.failures += 1;
      counts.set(key, count);
    },
    recent: () => calls.toReversed(),
    count: (method, operationPath) => counts.get(`${method} ${operationPath}`) ?? { calls: 0, failures: 0 },
    total: () => total,
  };
}
