/**
 * MCP over stdin and stdout. When the client ends its side, or asks the process to end, calls that are under way get a
 * moment to finish and be answered; the SDK's own transport would abort them.
 */
import type { Readable, Writable } from 'node:stream';
import { PassThrough } from 'node:stream';
import type { JSONRPCMessage, Transport } from '@modelcontextprotocol/server';
import { StdioServerTransport, serveStdio } from '@modelcontextprotocol/server/stdio';
import { localCall } from '../call-context.ts';
import type { CreateServer } from '../server.ts';

/** How long calls may take to finish once the end was asked for. */
export const graceMs = 5000;

export interface StdioOptions {
  readonly createServer: CreateServer;
  readonly stdin: Readable;
  readonly stdout: Writable;
  readonly onError: (error: Error) => void;
}

export interface StdioService {
  /** Resolves when the connection has ended and nothing more will be written. */
  readonly ended: Promise<void>;
  /** Takes no more input, lets calls finish, then ends. */
  stop(): void;
}

export function startStdio({ createServer, stdin, stdout, onError }: StdioOptions): StdioService {
  // The transport ends with its input, so it gets one that ends later than stdin.
  const input = new PassThrough();
  const wire = new DrainingTransport(new StdioServerTransport(input, stdout));
  const handle = serveStdio(() => createServer({ principal: localCall.principal }), {
    transport: wire,
    onerror: onError,
  });

  let stopping = false;
  const stop = () => {
    if (stopping) return;
    stopping = true;
    stdin.unpipe(input);
    // Messages already read are delivered first; only then is it known what is still to be answered.
    setImmediate(() => {
      void wire.whenAnswered(graceMs).then(() => handle.close());
    });
  };
  stdin.pipe(input, { end: false });
  stdin.once('end', stop);
  stdin.once('close', stop);
  stdin.once('error', stop);
  stdout.once('error', stop);
  return { ended: wire.closed, stop };
}

/** Passes everything through and knows which requests have not been answered yet. */
class DrainingTransport implements Transport {
  onclose?: () => void;
  onerror?: (error: Error) => void;
  onmessage?: NonNullable<Transport['onmessage']>;
  readonly closed: Promise<void>;
  readonly #inner: StdioServerTransport;
  readonly #pending = new Set<string | number>();
  #onAnswered: (() => void) | undefined;

  constructor(inner: StdioServerTransport) {
    this.#inner = inner;
    this.closed = new Promise((resolve) => {
      inner.onclose = () => {
        this.onclose?.();
        resolve();
      };
    });
    inner.onerror = (error) => this.onerror?.(error);
    inner.onmessage = (message) => {
      if ('method' in message) this.#note(message);
      this.onmessage?.(message);
    };
  }

  start(): Promise<void> {
    return this.#inner.start();
  }

  close(): Promise<void> {
    return this.#inner.close();
  }

  send(message: JSONRPCMessage): Promise<void> {
    if (!('method' in message) && message.id !== undefined) this.#settle(message.id);
    return this.#inner.send(message);
  }

  /** Resolves when every request is answered, or when the time is up. */
  async whenAnswered(limitMs: number): Promise<void> {
    if (this.#pending.size === 0) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, limitMs);
      this.#onAnswered = () => {
        clearTimeout(timer);
        // After the answer has been handed to stdout.
        setImmediate(resolve);
      };
    });
  }

  #note(message: Extract<JSONRPCMessage, { method: string }>): void {
    // A subscription is answered when it ends, which is not worth waiting for.
    if ('id' in message && message.method !== 'subscriptions/listen') this.#pending.add(message.id);
    // A cancelled request is never answered.
    if (message.method === 'notifications/cancelled') {
      const id = message.params?.['requestId'];
      if (typeof id === 'string' || typeof id === 'number') this.#settle(id);
    }
  }

  #settle(id: string | number): void {
    this.#pending.delete(id);
    if (this.#pending.size === 0) this.#onAnswered?.();
  }
}
