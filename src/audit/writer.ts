/**
 * Puts records into the chain and writes them, many at a time: one write for all of the last moment, one sync
 * for all that wait for one. What cannot be written is kept for a while; what cannot be kept is counted, and the count
 * is the next thing that is written.
 */

import { readErrorCode } from '../base/system.ts';
import type { AuditSink } from './file-sink.ts';
import type { AuditKey } from './key.ts';
import { buildLine, type Fields, formatMembers, type Head } from './line.ts';

/** Makes the members of a line when it is written: many in a row take a third of what each on its own would. */
export type BuildMembers = () => string;

export interface AuditWriter {
  /** Written soon; returns at once. */
  append(members: BuildMembers): void;
  /** Resolves with the number of the line when a power cut would not lose it. Rejects with a WriteFailure. */
  appendDurably(members: BuildMembers): Promise<number>;
  /** Writes what waits and a closing checkpoint. */
  close(): Promise<void>;
}

export interface AuditWriterOptions {
  readonly sink: AuditSink;
  readonly key: AuditKey;
  readonly head: Head;
  readonly now: () => number;
  /** First line of a next file. */
  readonly buildHeader: () => Fields;
  /** Told once when writing begins to fail, and once when it works again. */
  readonly onError: (message: string) => void;
  readonly onCheckpoint: (head: Head) => void;
  readonly checkpointEvery: number;
  /** How long nothing has to happen before a checkpoint is written. */
  readonly quietMs: number;
}

/** `seq` when the line stands in the file all the same, but may not outlast a power cut. */
export class WriteFailure extends Error {
  override readonly name = 'WriteFailure';
  readonly seq: number | undefined;

  constructor(cause: unknown, seq: number | undefined) {
    super('The record could not be written', { cause });
    this.seq = seq;
  }
}

/** How long records that nobody waits for are gathered. */
const gatherMs = 25;
/** While the place takes records slowly: a few tens of megabytes. */
const maxWaiting = 50_000;
/** While it takes none: each further attempt signs them anew. */
const maxKept = 2000;

interface Waiting {
  /** Once it is made, what it was made from need not be kept. */
  members: string | BuildMembers;
  readonly settle?: { resolve(seq: number): void; reject(error: WriteFailure): void };
}

type CheckpointReason = 'lines' | 'quiet' | 'rotate' | 'close';

export function createAuditWriter(options: AuditWriterOptions): AuditWriter {
  const { sink, key, now, buildHeader, onError, onCheckpoint, checkpointEvery, quietMs } = options;
  let head = options.head;
  let checkpointed = 0;
  let waiting: Waiting[] = [];
  let lost = 0;
  let failing = false;
  let closed = false;
  let flushing: Promise<void> | undefined;
  let gathering: NodeJS.Timeout | undefined;
  let retry: NodeJS.Timeout | undefined;
  let urgent: NodeJS.Immediate | undefined;

  const buildTime = () => new Date(now()).toISOString();
  const buildCheckpoint = (reason: CheckpointReason) =>
    formatMembers({ type: 'checkpoint', reason, time: buildTime() });

  /** Writes records as one piece. The chain moves on only when it stands in the file. */
  async function write(records: readonly string[]): Promise<void> {
    const counted = lost;
    const gap = counted === 0 ? [] : [formatMembers({ type: 'gap', time: buildTime(), lost: counted })];
    let next = head;
    let text = '';
    for (const members of [...gap, ...records]) {
      const line = buildLine(key, members, next);
      next = line.head;
      text += line.text;
    }
    await sink.write(Buffer.from(text));
    head = next;
    lost -= counted;
  }

  async function writeCheckpoint(reason: CheckpointReason): Promise<void> {
    await write([buildCheckpoint(reason)]);
    checkpointed = head.seq;
    await sink.sync();
    onCheckpoint(head);
  }

  async function rotate(): Promise<void> {
    const ending = buildLine(key, buildCheckpoint('rotate'), head);
    const beginning = buildLine(key, formatMembers(buildHeader()), ending.head);
    await sink.rotate({
      ending: Buffer.from(ending.text),
      beginning: Buffer.from(beginning.text),
      seq: beginning.head.seq,
    });
    head = beginning.head;
    checkpointed = head.seq;
    onCheckpoint(ending.head);
  }

  async function flushBatch(batch: readonly Waiting[]): Promise<void> {
    let written = false;
    try {
      await write(batch.map(makeMembers));
      written = true;
      if (batch.some(({ settle }) => settle !== undefined)) await sink.sync();
    } catch (error) {
      if (!written) keep(batch.filter(({ settle }) => settle === undefined));
      const first = head.seq - batch.length + 1;
      for (const [index, { settle }] of batch.entries())
        settle?.reject(new WriteFailure(error, written ? first + index : undefined));
      throw error;
    }
    const first = head.seq - batch.length + 1;
    for (const [index, { settle }] of batch.entries()) settle?.resolve(first + index);
  }

  /** For the next attempt. An intent is not among them: its call was refused, or says itself that it has none. */
  function keep(records: readonly Waiting[]): void {
    const all = [...records, ...waiting];
    // The oldest ones stay: they may tell how the trouble began.
    waiting = all.slice(0, maxKept);
    for (const record of all.slice(maxKept)) drop(record);
  }

  function drop({ settle }: Waiting): void {
    if (settle === undefined) lost += 1;
    else settle.reject(new WriteFailure(new Error('too many records wait'), undefined));
  }

  function retryLater(): void {
    if (!closed) retry ??= setTimeout(() => void flush(), quietMs).unref();
  }

  async function attempt(work: () => Promise<void>): Promise<boolean> {
    try {
      await work();
      if (failing) onError('The audit trail can be written again');
      failing = false;
      return true;
    } catch (error) {
      const reason = error instanceof Error && !('code' in error) ? error.message : readErrorCode(error);
      if (!failing) onError(`The audit trail cannot be written: ${reason}`);
      failing = true;
      retryLater();
      return false;
    }
  }

  async function flushAll(): Promise<void> {
    const batch = waiting;
    waiting = [];
    if (await attempt(() => flushBatch(batch))) {
      if (head.seq - checkpointed >= checkpointEvery) await attempt(() => writeCheckpoint('lines'));
      if (sink.isFull()) await attempt(rotate);
    }
    // What came meanwhile is gathered too: a write for every few records costs several times what they do.
    if (waiting.some(({ settle }) => settle !== undefined)) hurry();
    else if (waiting.length > 0) gather();
  }

  /** Somebody waits for an answer: it is not put off. */
  function hurry(): void {
    urgent ??= setImmediate(() => void flush());
  }

  function gather(): void {
    if (failing) retryLater();
    else gathering ??= setTimeout(() => void flush(), gatherMs);
  }

  /** One at a time: the chain has one end. */
  function flush(): Promise<void> {
    clearTimeout(gathering);
    clearImmediate(urgent);
    clearTimeout(retry);
    gathering = undefined;
    retry = undefined;
    urgent = undefined;
    flushing ??= flushAll().finally(() => {
      flushing = undefined;
    });
    return flushing;
  }

  function take(record: Waiting): void {
    quiet.refresh();
    if (closed || waiting.length >= (failing ? maxKept : maxWaiting)) {
      drop(record);
      if (!failing)
        onError(`The audit trail ${closed ? 'is closed' : 'takes records too slowly'}; some are lost`);
      failing = true;
      return;
    }
    waiting.push(record);
    if (record.settle !== undefined) hurry();
    else gather();
  }

  /** After a while without calls: leaves a mark of where the trail ends, or tries again after a failure. */
  const quiet = setTimeout(() => {
    const due = lost > 0 || head.seq > checkpointed;
    if (closed || (!due && waiting.length === 0)) return;
    // The mark comes behind what it marks.
    if (flushing !== undefined || waiting.length > 0) {
      void flush();
      quiet.refresh();
      return;
    }
    flushing = attempt(() => writeCheckpoint('quiet')).then((done) => {
      flushing = undefined;
      if (!done) quiet.refresh();
      if (waiting.length > 0) void flush();
    });
  }, quietMs).unref();

  return {
    append: (members) => take({ members }),
    appendDurably: (members) =>
      new Promise((resolve, reject) => take({ members, settle: { resolve, reject } })),
    async close() {
      if (closed) return;
      closed = true;
      clearTimeout(quiet);
      // A flush that is under way may have begun before the last records came.
      await flushing;
      if (waiting.length > 0) await flush();
      for (const record of waiting.splice(0)) drop(record);
      const left = lost;
      if (!(await attempt(() => writeCheckpoint('close'))) && left > 0)
        onError(`The audit trail ends without ${left} records that could not be written`);
      await sink.close().catch(() => undefined);
    },
  };
}

function makeMembers(record: Waiting): string {
  if (typeof record.members === 'function') record.members = record.members();
  return record.members;
}
