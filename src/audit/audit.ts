/**
 * The audit trail: one line a call, in a signed chain (docs/audit.md). What changes a decision or destroys data is
 * written before it is sent. No value of an argument and no message is written, only keyed hashes and kinds.
 */

import { randomBytes } from 'node:crypto';
import { open } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import { CallError, ConfigurationError } from '../base/errors.ts';
import { readErrorCode } from '../base/system.ts';
import { version } from '../base/version.ts';
import { type AuditCall, formatCall, formatOutcome, noEnd } from './call.ts';
import type { OpenFile } from './file-sink.ts';
import { type AuditKey, createAuditKey } from './key.ts';
import { buildLine, type Fields, formatMembers, type Head, noHead } from './line.ts';
import { acquireAuditLock } from './lock.ts';
import { type OpenedTrail, openAuditFile, resolveAuditPath } from './open-file.ts';
import { createStreamSink } from './stream-sink.ts';
import type { AuditTarget } from './target.ts';
import type { Audit, AuditEntry } from './trail.ts';
import { type AuditWriter, type BuildMembers, createAuditWriter, WriteFailure } from './writer.ts';

/** Where a trail is kept. */
type OpenTarget = Exclude<AuditTarget, { kind: 'off' }>;

/** Calls whose clients were cut off end at once; whatever takes longer is not waited for. */
const endingMs = 1000;

export interface AuditOptions {
  readonly target: OpenTarget;
  /** ALLOY_AUDIT_KEY. */
  readonly key: string | undefined;
  /** In words, for the log: each fault once, not once a call. */
  readonly onError: (message: string) => void;
  /** Number and signature of a checkpoint; kept elsewhere, it shows that no lines up to it were removed. */
  readonly onCheckpoint?: (head: Head) => void;
  readonly now?: () => number;
  readonly maxFileBytes?: number;
  readonly checkpointEvery?: number;
  readonly quietMs?: number;
  readonly openFile?: OpenFile;
}

/** Throws a ConfigurationError when the trail cannot be kept: no key, no file, damage, another writer. */
export async function createAudit(options: AuditOptions): Promise<Audit> {
  const { target, onError, now = Date.now } = options;
  const key = createAuditKey(options.key);
  const build = (chain: string) => buildHeader(key, target, chain, now());
  const opened = await openTrail(target, key, options, build, now);
  const { sink, head, chain, after, unfinished, release } = opened;
  const writer = createAuditWriter({
    sink,
    key,
    head,
    now,
    buildHeader: () => build(chain),
    onError,
    onCheckpoint: options.onCheckpoint ?? (() => undefined),
    checkpointEvery: options.checkpointEvery ?? 1000,
    quietMs: options.quietMs ?? 1000,
  });
  const time = new Date(now()).toISOString();
  writer.append(() => formatMembers({ type: 'start', time, version, pid: process.pid, after }));
  if (after === 'crash')
    onError(
      'The audit trail was left without a closing checkpoint; records of the last moments may be missing',
    );
  if (unfinished.length > 0) {
    const tools = [...new Set(unfinished.map(({ tool }) => tool))].join(', ');
    onError(
      `The audit trail holds ${unfinished.length} calls whose end is not known (${tools}); check them at Alloy`,
    );
  }
  let closing: Promise<void> | undefined;
  const { allEnded, endOthers, ...recorder } = createRecorder(writer, key, now, target.required);
  const close = async () => {
    const timeout = new AbortController();
    const late = sleep(endingMs, undefined, { signal: timeout.signal }).catch(() => undefined);
    await Promise.race([allEnded(), late]);
    timeout.abort();
    endOthers();
    await writer.close();
    await release();
  };
  return {
    ...recorder,
    close() {
      closing ??= close();
      return closing;
    },
  };
}

interface Recorder extends Pick<Audit, 'begin' | 'record' | 'holds'> {
  /** Resolves when no call that has begun is without its end. */
  allEnded(): Promise<void>;
  /** Lines for those that have neither an end nor an intent: what was sent must not be missing. */
  endOthers(): void;
}

function createRecorder(writer: AuditWriter, key: AuditKey, now: () => number, required: boolean): Recorder {
  /** And what is done about each when nobody waits for its end any more. */
  const open = new Map<object, () => void>();
  let noneOpen = () => {};
  const startEntry = (members: BuildMembers, startedAt: number, intent?: number): AuditEntry => {
    const entry: AuditEntry = {
      end(outcome) {
        if (!open.delete(entry)) return;
        const ms = now() - startedAt;
        writer.append(() => `"type":"call",${members()},${formatOutcome(outcome, ms, intent)}`);
        if (open.size === 0) noneOpen();
      },
    };
    // An intent without a call says it already.
    open.set(entry, () => intent ?? entry.end({ outcome: noEnd }));
    return entry;
  };
  /** Arguments of reads are short and may wait until their line is written; those of writes may be files. */
  const describe = (call: AuditCall, startedAt: number): BuildMembers => {
    if (call.effect === 'read') return () => formatCall(call, startedAt, key);
    const members = formatCall(call, startedAt, key);
    return () => members;
  };
  async function beginDurably(
    { tool }: AuditCall,
    members: BuildMembers,
    startedAt: number,
  ): Promise<AuditEntry> {
    try {
      const seq = await writer.appendDurably(() => `"type":"intent",${members()}`);
      return startEntry(members, startedAt, seq);
    } catch (cause) {
      const seq = cause instanceof WriteFailure ? cause.seq : undefined;
      const entry = startEntry(members, startedAt, seq);
      if (!required) return entry;
      entry.end({ outcome: 'audit' });
      throw new CallError('audit', `${tool} was not sent, because it could not be recorded`, { cause });
    }
  }

  return {
    begin(call) {
      const startedAt = now();
      const members = describe(call, startedAt);
      return call.effect === 'read' || call.effect === 'write'
        ? startEntry(members, startedAt)
        : beginDurably(call, members, startedAt);
    },
    record(call, outcome) {
      const startedAt = now();
      startEntry(describe(call, startedAt), startedAt).end(outcome);
    },
    holds: (entry) => open.has(entry),
    endOthers() {
      for (const end of [...open.values()]) end();
    },
    async allEnded() {
      if (open.size > 0)
        await new Promise<void>((resolve) => {
          noneOpen = resolve;
        });
    },
  };
}

const buildHeader = (key: AuditKey, target: AuditTarget, chain: string, now: number): Fields => ({
  type: 'file',
  format: 1,
  time: new Date(now).toISOString(),
  chain,
  key: key.id,
  target: target.kind,
});

async function openTrail(
  target: OpenTarget,
  key: AuditKey,
  { maxFileBytes = 16 << 20, openFile = open, onError }: AuditOptions,
  build: (chain: string) => Fields,
  now: () => number,
): Promise<OpenedTrail & { release(): Promise<void> }> {
  if (target.kind === 'file') {
    const path = await resolveAuditPath(target.path);
    const lock = await acquireAuditLock(path);
    try {
      const opened = await openAuditFile({
        path,
        key,
        maxBytes: maxFileBytes,
        buildHeader: build,
        now,
        openFile,
        onError,
      });
      return { ...opened, release: () => lock.release() };
    } catch (error) {
      await lock.release();
      throw error;
    }
  }
  const sink = createStreamSink(target.descriptor);
  const chain = randomBytes(9).toString('base64url');
  const { text, head } = buildLine(key, formatMembers(build(chain)), noHead);
  await sink.write(Buffer.from(text)).catch((cause: unknown) => {
    throw new ConfigurationError(
      `The audit stream fd:${target.descriptor} cannot be written (${readErrorCode(cause)}); name another in ALLOY_AUDIT (--audit)`,
      { cause },
    );
  });
  return { sink, head, chain, after: 'new', unfinished: [], release: async () => undefined };
}
