/**
 * MCP over stdin and stdout. When the client ends its side, reads no more, or asks the process to end, calls that are
 * under way get a moment to finish and be answered; the SDK's own transport would abort them, it writes each message by
 * itself, and it answers nothing that is no message.
 * https://modelcontextprotocol.io/specification/2025-11-25/basic/transports#stdio
 */
import type { Readable, Writable } from 'node:stream';
import {
  type JSONRPCMessage,
  PROTOCOL_VERSION_META_KEY,
  serializeMessage,
  type Transport,
} from '@modelcontextprotocol/server';
import { serveStdio } from '@modelcontextprotocol/server/stdio';
import { localCall } from '../../calls/call-context.ts';
import type { CreateServer } from '../server.ts';
import { isServedBatch, maxBatchMessages } from './batch.ts';
import { createLineReader } from './lines.ts';
import { explainTooLarge, maxLineBytes } from './message-limits.ts';
import { asksForAnswer, normaliseMessage, parseMessage, readRequestId } from './received-message.ts';

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
  for (const event of ['end', 'close', 'error']) stdin.once(event, stop);
  for (const event of ['close', 'error']) stdout.once(event, stop);
  return { ended: wire.closed, stop };
}

const [parseError, invalidRequest] = [-32700, -32600];

/** Messages as lines; knows which requests have not been answered yet. */
class StdioTransport implements Transport {
  onclose?: () => void;
  onerror?: (error: Error) => void;
  onmessage?: NonNullable<Transport['onmessage']>;
  readonly closed: Promise<void>;
  readonly #stdin: Readable;
  readonly #stdout: Writable;
  readonly #lines = createLineReader({
    maxBytes: maxLineBytes,
    onLine: (line) => this.#take(line),
    onLongLine: (outline) => this.#refuse([outline], invalidRequest, explainTooLarge(maxLineBytes)),
  });
  readonly #pending = new Set<string | number>();
  #onAnswered: (() => void) | undefined;
  /** Of the protocol: the one that client and server agreed on, or that the client names. */
  #revision = '';
  /** What this turn of the event loop has sent so far, and what settles when it is written. */
  #unsent = '';
  #written = Promise.resolve();
  #onWritten: (error?: Error | null) => void = () => undefined;
  #isClosed = false;
  /** Nobody reads any more. */
  #isBroken = false;
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
    this.#stdin.on('end', this.#readEnd);
    this.#stdin.on('error', this.#report);
    // Stays on for good: an error that comes after the end is nobody's, and without a listener ends the process.
    this.#stdout.on('error', this.#break);
  }

  async close(): Promise<void> {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#flush();
    this.stopReading();
    this.onclose?.();
    this.#onClosed();
  }

  setProtocolVersion(version: string): void {
    this.#revision = version;
  }

  stopReading(): void {
    this.#stdin.off('data', this.#read);
    this.#stdin.off('end', this.#readEnd);
    this.#stdin.pause();
  }

  /** Resolves when the message is written. */
  send(message: JSONRPCMessage): Promise<void> {
    if (this.#isClosed) return Promise.reject(new Error('The connection has ended'));
    if (!('method' in message) && message.id !== undefined) this.#settle(message.id);
    return this.#write(serializeMessage(message));
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

  readonly #read = (chunk: Buffer): void => this.#lines.push(chunk);
  readonly #readEnd = (): void => this.#lines.end();

  #take(line: string): void {
    // With the mark of UTF-8 (U+FEFF) that some clients begin with, and JSON does not know.
    const text = line.trim();
    if (text === '') return;
    let value: unknown;
    try {
      value = JSON.parse(text);
    } catch {
      this.#refuse([undefined], parseError, 'The line is not JSON; a message is one line of JSON');
      return;
    }
    if (Array.isArray(value)) this.#takeBatch(value);
    else this.#takeMessage(value);
  }

  #takeBatch(batch: readonly unknown[]): void {
    if (this.#revision === '2025-03-26' && isServedBatch(batch)) {
      for (const message of batch) this.#takeMessage(message);
      return;
    }
    const reason =
      this.#revision === '2025-03-26'
        ? `a batch has 1 to ${maxBatchMessages} messages, and no initialize among them`
        : 'batches belong to protocol 2025-03-26 alone; send each message on a line of its own';
    // Whoever waits for one of them is told by its id.
    const asking = batch.filter((message) => asksForAnswer(message) && readRequestId(message) !== undefined);
    const refused = asking.length > 0 && asking.length <= maxBatchMessages ? asking : [undefined];
    this.#refuse(refused, invalidRequest, `Invalid request: ${reason}`);
  }

  #takeMessage(value: unknown): void {
    normaliseMessage(value);
    const message = parseMessage(value);
    if (typeof message === 'string') {
      this.#refuse([value], invalidRequest, `Invalid request: ${message}`);
      return;
    }
    if ('method' in message) this.#note(message);
    this.onmessage?.(message);
  }

  /** Logs once, and answers each that asks for an answer: with its id where it has one. */
  #refuse(messages: readonly unknown[], code: number, reason: string): void {
    this.#report(new Error(reason));
    for (const message of messages.filter(asksForAnswer)) {
      const id = readRequestId(message);
      const error = { code, message: reason };
      // JSON-RPC wants null where no id is known; since 2025-11-25 MCP has none there.
      const answer =
        id === undefined && this.#revision >= '2025-11-25'
          ? { jsonrpc: '2.0', error }
          : { jsonrpc: '2.0', id: id ?? null, error };
      // Who reads no more is noticed elsewhere.
      this.#write(`${JSON.stringify(answer)}\n`).catch(() => undefined);
    }
  }

  /** The messages of one turn go out in one write: a pipe's is a system call. */
  #write(line: string): Promise<void> {
    if (this.#isBroken) return Promise.reject(new Error('The client reads no more'));
    if (this.#unsent === '') {
      this.#written = new Promise((resolve, reject) => {
        this.#onWritten = (error) => (error ? reject(error) : resolve());
      });
      setImmediate(this.#flush);
    }
    this.#unsent += line;
    // Nothing else is under way that could go out with it.
    if (this.#pending.size === 0) this.#flush();
    return this.#written;
  }

  readonly #flush = (): void => {
    if (this.#unsent === '') return;
    this.#stdout.write(this.#unsent, this.#onWritten);
    this.#unsent = '';
  };

  readonly #report = (error: Error): void => {
    this.onerror?.(error);
  };

  /** Calls go on, since Alloy may have been asked already; what they answer is for nobody. */
  readonly #break = (): void => {
    this.#isBroken = true;
  };

  #note(message: Extract<JSONRPCMessage, { method: string }>): void {
    // A subscription is answered when it ends, which is not worth waiting for.
    if ('id' in message && message.method !== 'subscriptions/listen') this.#pending.add(message.id);
    // An introduction and each request of 2026-07-28 name the revision; lines behind it may have come already.
    const revision =
      message.method === 'initialize'
        ? message.params?.['protocolVersion']
        : message.params?._meta?.[PROTOCOL_VERSION_META_KEY];
    if (typeof revision === 'string') this.#revision = revision;
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
