/**
 * MCP over stdin and stdout. When the client ends its side, or asks the process to end, calls that are under way get a
 * moment to finish and be answered; the SDK's own transport would abort them, and it writes each message by itself.
 */
import type { Readable, Writable } from 'node:stream';
import {
  type JSONRPCMessage,
  ReadBuffer,
  serializeMessage,
  type Transport,
} from '@modelcontextprotocol/server';
import { serveStdio } from '@modelcontextprotocol/server/stdio';
import { localCall } from '../../calls/call-context.ts';
import type { CreateServer } from '../server.ts';
import { keepNames } from './kept-names.ts';

/** How long calls may take to finish once the end was asked for. */
const graceMs = 5000;

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
  const wire = new StdioTransport(stdin, stdout);
  const handle = serveStdio(() => createServer({ principal: localCall.principal }), {
    transport: wire,
    onerror: onError,
  });

  let stopping = false;
  const stop = () => {
    if (stopping) return;
    stopping = true;
    wire.stopReading();
    // Messages already read are delivered first; only then is it known what is still to be answered.
    setImmediate(() => {
      void wire.whenAnswered(graceMs).then(() => handle.close());
    });
  };
  stdin.once('end', stop);
  stdin.once('close', stop);
  stdin.once('error', stop);
  stdout.once('error', stop);
  return { ended: wire.closed, stop };
}

/** Messages as lines; knows which requests have not been answered yet. */
class StdioTransport implements Transport {
  onclose?: () => void;
  onerror?: (error: Error) => void;
  onmessage?: NonNullable<Transport['onmessage']>;
  readonly closed: Promise<void>;
  readonly #stdin: Readable;
  readonly #stdout: Writable;
  readonly #input = new ReadBuffer();
  readonly #pending = new Set<string | number>();
  #onAnswered: (() => void) | undefined;
  /** What this turn of the event loop has sent so far, and what settles when it is written. */
  #lines = '';
  #written = Promise.resolve();
  #onWritten: (error?: Error | null) => void = () => undefined;
  #isClosed = false;
  #onClosed: () => void = () => undefined;

  constructor(stdin: Readable, stdout: Writable) {
    this.#stdin = stdin;
    this.#stdout = stdout;
    this.closed = new Promise((resolve) => {
      this.#onClosed = resolve;
    });
  }

  async start(): Promise<void> {
    this.#stdin.on('data', this.#read);
    this.#stdin.on('error', this.#report);
    // Stays on for good: an error that comes after the end is nobody's, and without a listener ends the process.
    this.#stdout.on('error', this.#fail);
  }

  async close(): Promise<void> {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#flush();
    this.stopReading();
    this.#input.clear();
    this.onclose?.();
    this.#onClosed();
  }

  stopReading(): void {
    this.#stdin.off('data', this.#read);
    this.#stdin.pause();
  }

  /** Resolves when the message is written. The messages of one turn go out in one write: a pipe's is a system call. */
  send(message: JSONRPCMessage): Promise<void> {
    if (this.#isClosed) return Promise.reject(new Error('The connection has ended'));
    if (this.#lines === '') {
      this.#written = new Promise((resolve, reject) => {
        this.#onWritten = (error) => (error ? reject(error) : resolve());
      });
      setImmediate(this.#flush);
    }
    this.#lines += serializeMessage(message);
    if (!('method' in message) && message.id !== undefined) this.#settle(message.id);
    // Nothing else is under way that could go out with it.
    if (this.#pending.size === 0) this.#flush();
    return this.#written;
  }

  /** Resolves when every request is answered, or when the time is up. */
  async whenAnswered(limitMs: number): Promise<void> {
    if (this.#pending.size === 0) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, limitMs);
      this.#onAnswered = () => {
        clearTimeout(timer);
        // After the answer has been handed to stdout: the last one is, at once.
        setImmediate(resolve);
      };
    });
  }

  readonly #read = (chunk: Buffer): void => {
    try {
      this.#input.append(chunk);
    } catch (error) {
      // A line without an end.
      this.#fail(toError(error));
      return;
    }
    for (;;) {
      try {
        const message = this.#input.readMessage();
        if (message === null) return;
        keepNames(message);
        if ('method' in message) this.#note(message);
        this.onmessage?.(message);
      } catch (error) {
        this.#report(toError(error));
      }
    }
  };

  readonly #flush = (): void => {
    if (this.#lines === '') return;
    this.#stdout.write(this.#lines, this.#onWritten);
    this.#lines = '';
  };

  readonly #report = (error: Error): void => {
    this.onerror?.(error);
  };

  readonly #fail = (error: Error): void => {
    if (this.#isClosed) return;
    this.#report(error);
    void this.close();
  };

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

const toError = (value: unknown) => (value instanceof Error ? value : new Error(String(value)));
