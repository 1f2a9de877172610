/** Appends to the trail's file and moves it aside when it is full. Only one writer is supposed to have it. */
import { type FileHandle, rename, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { syncFolder } from '../base/system.ts';
import { buildRotatedPath } from './trail-files.ts';

// Where lines go: a file or a stream.

export interface AuditSink {
  /** Writes all of it, or throws with nothing of it left behind as far as the place allows. */
  write(lines: Buffer): Promise<void>;
  /** Resolves when what was written would outlast a power cut, where the place can promise that. */
  sync(): Promise<void>;
  /** Whether the file is full, so that the trail should go on in another one. */
  isFull(): boolean;
  /** Ends the file with `ending` and goes on in one that begins with `beginning`, or throws and changes nothing. */
  rotate(next: { readonly ending: Buffer; readonly beginning: Buffer; readonly seq: number }): Promise<void>;
  close(): Promise<void>;
}

export type OpenFile = (path: string, flags: string, mode: number) => Promise<FileHandle>;

export interface FileSinkOptions {
  readonly path: string;
  readonly file: FileHandle;
  /** Number of the first line of the file. */
  readonly first: number;
  readonly maxBytes: number;
  readonly openFile: OpenFile;
}

/** Beside every sync: to ask the system with each write would cost more than the write. */
const checkEveryMs = 500;

/** For the owner's eyes only. */
export const fileMode = 0o600;

export async function createFileSink({
  path,
  maxBytes,
  openFile,
  ...given
}: FileSinkOptions): Promise<AuditSink> {
  let { file, first } = given;
  let { size, ino } = await file.stat();
  let limit = maxBytes;
  let broken: Error | undefined;
  let checkedAt = 0;

  /** A chain that somebody else cuts, moves or appends to is no proof any more: better to say so than to go on. */
  async function checkUntouched(): Promise<void> {
    checkedAt = performance.now();
    const found = await stat(path).catch(() => undefined);
    if (found?.ino === ino && found.size === size) return;
    const what = found === undefined ? 'removed or moved' : found.ino === ino ? 'changed' : 'replaced';
    broken = new Error(`the file was ${what} by another program; restart the server`);
    throw broken;
  }

  async function append(target: FileHandle, bytes: Buffer): Promise<void> {
    for (let at = 0; at < bytes.length; ) at += (await target.write(bytes, at)).bytesWritten;
  }

  async function write(lines: Buffer): Promise<void> {
    if (broken !== undefined) throw broken;
    if (performance.now() - checkedAt > checkEveryMs) await checkUntouched();
    try {
      await append(file, lines);
    } catch (error) {
      // Half a line must not stay: the next one would be joined to it.
      await file.truncate(size).catch(() => {
        broken = new Error('half a line could not be taken back; restart the server');
      });
      throw error;
    }
    size += lines.length;
  }

  async function createNext(beginning: Buffer): Promise<FileHandle> {
    const next = await openFile(`${path}.next`, 'ax', fileMode);
    try {
      await append(next, beginning);
      await next.sync();
      return next;
    } catch (error) {
      await next.close();
      throw error;
    }
  }

  async function rotate(ending: Buffer, beginning: Buffer, seq: number): Promise<void> {
    // What lies under the name is about to be renamed: it has to be ours.
    await checkUntouched();
    const aside = buildRotatedPath(path, first, seq - 1);
    if ((await stat(aside).catch(() => undefined)) !== undefined) throw new Error(`${aside} exists`);
    // First all that may fail for want of space: a start after a crash finds the trail in either file.
    const next = await createNext(beginning);
    const before = size;
    try {
      await write(ending);
      await file.sync();
      await rename(path, aside);
      await rename(`${path}.next`, path).catch(async (error: unknown) => {
        await rename(aside, path);
        throw error;
      });
    } catch (error) {
      await next.close();
      if (size !== before) {
        size = before;
        await file.truncate(before);
      }
      throw error;
    }
    await syncFolder(dirname(path));
    await file.close().catch(() => undefined);
    file = next;
    first = seq;
    ({ size, ino } = await file.stat());
    limit = maxBytes;
  }

  return {
    write,
    async sync() {
      await checkUntouched();
      await file.datasync();
    },
    isFull: () => size >= limit,
    async rotate({ ending, beginning, seq }) {
      try {
        await rotate(ending, beginning, seq);
      } catch (error) {
        await rm(`${path}.next`, { force: true }).catch(() => undefined);
        // Not with every line again.
        limit = size + maxBytes / 8;
        throw error;
      }
    },
    close: () => file.close(),
  };
}
