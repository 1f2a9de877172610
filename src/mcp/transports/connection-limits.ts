/** Limits on what connections may hold: their number, the time that a request takes to come, and who reads too slowly. */
import type { Server, ServerResponse } from 'node:http';
import type { Socket } from 'node:net';

export interface ConnectionLimits {
  /** More than the clients of a company, and below the files that a process may usually have open. */
  readonly connections: number;
  /**
   * An idle connection outlives what load balancers keep theirs for (60 s as a rule): the request that one of them sends
   * while the server hangs up is lost. Of the headers' time too, as a connection that was opened ahead waits just so.
   */
  readonly keepAliveMs: number;
  /** A client that sends its headers or body too slowly does not hold a connection for ever. */
  readonly headersMs: number;
  readonly requestMs: number;
  /** Nor one that does not read what it asked for: nothing of it has to leave for so long, */
  readonly stalledMs: number;
  /** and as much longer as the waiting bytes take at the slowest rate that is served. */
  readonly slowestBytesPerSecond: number;
}

const usual: ConnectionLimits = {
  connections: 1000,
  keepAliveMs: 75_000,
  headersMs: 80_000,
  requestMs: 120_000,
  stalledMs: 30_000,
  slowestBytesPerSecond: 32 * 1024,
};

interface Held {
  readonly bytes: number;
  readonly since: number;
}

/**
 * Returns the answers that are under way. `onRefused` is told of each connection above the number. The server has to be
 * closed for the watch to end.
 */
export function limitConnections(
  http: Server,
  given: Partial<ConnectionLimits> = {},
  onRefused: (limit: number) => void = () => undefined,
): ReadonlySet<ServerResponse> {
  const limits = { ...usual, ...given };
  http.maxConnections = limits.connections;
  http.on('drop', () => onRefused(limits.connections));
  http.keepAliveTimeout = limits.keepAliveMs;
  http.headersTimeout = limits.headersMs;
  http.requestTimeout = limits.requestMs;
  const open = new Set<ServerResponse>();
  http.prependListener('request', (_, outgoing) => {
    open.add(outgoing);
    outgoing.once('close', () => open.delete(outgoing));
  });

  const held = new WeakMap<Socket, Held>();
  const watch = setInterval(() => {
    const now = performance.now();
    for (const { socket } of open) {
      if (socket === null) continue;
      const bytes = socket.writableLength;
      const before = held.get(socket);
      if (bytes === 0) held.delete(socket);
      // Bytes that are added show nothing of its reading.
      else if (before === undefined || bytes < before.bytes) held.set(socket, { bytes, since: now });
      else if (now - before.since > limits.stalledMs + (bytes / limits.slowestBytesPerSecond) * 1000)
        socket.destroy();
    }
  }, limits.stalledMs / 6).unref();
  http.once('close', () => clearInterval(watch));
  return open;
}
