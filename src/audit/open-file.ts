/**
 * Takes up the trail in a file where it was left: every line is verified before one is added, and what a crash left is
 * kept in a line of its own.
 */
import { randomBytes } from 'node:crypto';
import {
  appendFile,
  copyFile,
  type FileHandle,
  open,
  realpath,
  rename,
  rm,
  stat,
  truncate,
} from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { ConfigurationError } from '../base/errors.ts';
import { readErrorCode, syncFolder } from '../base/system.ts';
import type { AuditSink } from './file-sink.ts';
import { createFileSink, fileMode, type OpenFile } from './file-sink.ts';
import type { AuditKey } from './key.ts';
import { buildLine, type Fields, formatMembers, type Head, noHead, parseSignedLine } from './line.ts';
import { findRotatedFiles, readLines } from './trail-files.ts';
import { createVerifier, type Unfinished } from './verifier.ts';

export interface OpenedTrail {
  readonly sink: AuditSink;
  readonly head: Head;
  readonly chain: string;
  /** How the program before this one left the trail. */
  readonly after: 'new' | 'close' | 'crash';
  readonly unfinished: readonly Unfinished[];
}

export interface OpenAuditFileOptions {
  /** The lock on it is held. */
  readonly path: string;
  readonly key: AuditKey;
  readonly maxBytes: number;
  readonly buildHeader: (chain: string) => Fields;
  readonly now: () => number;
  readonly openFile: OpenFile;
  /** In words, for the log. */
  readonly onError: (message: string) => void;
}

export async function openAuditFile(options: OpenAuditFileOptions): Promise<OpenedTrail> {
  const { path, maxBytes, openFile } = options;
  await finishRotation(path);
  const facts = await stat(path).catch(() => undefined);
  if (facts !== undefined && !facts.isFile())
    throw new ConfigurationError(
      `The audit file ${path} is not a regular file; for a stream open it as fd:3`,
    );
  const trail =
    facts === undefined || facts.size === 0 ? await startFile(options) : await resumeFile(options);
  const file = await openFile(path, 'a', fileMode).catch((error: unknown) => refuseFile(path, error));
  await keepPrivate(file, options);
  const sink = await createFileSink({ path, file, first: trail.first, maxBytes, openFile });
  return { ...trail, sink };
}

const forOthers = 0o077;

/** A file that was there before may have been open to others: whoever writes into it could end the trail at any line. */
async function keepPrivate(
  file: FileHandle,
  { path, onError }: Pick<OpenAuditFileOptions, 'path' | 'onError'>,
): Promise<void> {
  const readMode = async () => (await file.stat()).mode & 0o777;
  const mode = await readMode();
  // Windows has no such modes and tells one that is made up.
  if ((mode & forOthers) === 0 || process.platform === 'win32') return;
  await file.chmod(mode & ~forOthers).catch(() => undefined);
  const was = `The audit file ${path} had the mode ${formatMode(mode)}, which lets others read or write it`;
  if (((await readMode()) & forOthers) === 0) onError(`${was}; it is ${formatMode(mode & ~forOthers)} now`);
  else
    onError(
      `${was}, and that cannot be changed: give it to this user, or put it on a file system with modes`,
    );
}

const formatMode = (mode: number) => mode.toString(8).padStart(4, '0');

/** Behind a symbolic link the file is moved aside when it is full, not the link. */
export async function resolveAuditPath(path: string): Promise<string> {
  const folder = await stat(dirname(path)).catch(() => undefined);
  if (folder?.isDirectory() !== true) {
    throw new ConfigurationError(
      `The audit file ${path} cannot be made: ${dirname(path)} is not a folder; create it, or name another file in ALLOY_AUDIT (--audit)`,
    );
  }
  return realpath(path).catch(() => path);
}

type Trail = Omit<OpenedTrail, 'sink'> & { readonly first: number };

/** A crash in the middle of a rotation leaves the next file under its first name. */
async function finishRotation(path: string): Promise<void> {
  const next = `${path}.next`;
  if ((await stat(next).catch(() => undefined)) === undefined) return;
  if ((await stat(path).catch(() => undefined)) === undefined) await rename(next, path);
  // It holds its header only; the trail goes on in the full file and will be rotated again.
  else await rm(next);
}

async function startFile({ path, key, buildHeader, openFile }: OpenAuditFileOptions): Promise<Trail> {
  const older = (await findRotatedFiles(path)).at(-1);
  if (older !== undefined) {
    throw new ConfigurationError(
      `The audit file ${path} is missing or empty, though ${basename(older.path)} comes before it; put it back, or move the older ones away to start a new trail`,
    );
  }
  const chain = randomBytes(9).toString('base64url');
  const { text, head } = buildLine(key, formatMembers(buildHeader(chain)), noHead);
  const file = await openFile(path, 'a', fileMode).catch((error: unknown) => refuseFile(path, error));
  try {
    await file.writeFile(text);
    await file.sync();
  } catch (error) {
    refuseFile(path, error);
  } finally {
    await file.close();
  }
  await syncFolder(dirname(path));
  return { head, chain, after: 'new', unfinished: [], first: head.seq };
}

async function resumeFile({ path, key, now }: OpenAuditFileOptions): Promise<Trail> {
  const verifier = createVerifier(key);
  verifier.startFile(basename(path));
  let sound = 0;
  let firstLine: Buffer | undefined;
  let torn: Buffer | undefined;
  try {
    for await (const { bytes, end, whole } of readLines(path)) {
      if (!whole) {
        torn = bytes;
        break;
      }
      firstLine ??= bytes;
      verifier.push(bytes, whole);
      sound = end;
    }
  } catch (error) {
    refuseFile(path, error);
  }
  const { problems, head, first, chain, closed, unfinished } = verifier.finish();
  const [damage] = problems;
  if (damage !== undefined || first === undefined || chain === undefined || firstLine === undefined) {
    throw new ConfigurationError(
      `The audit file ${path} is damaged${damage === undefined ? '' : ` at line ${damage.line}: ${damage.message}`}; \`alloy-mcp audit verify ${path}\` tells all. Keep it: move it and its rotated files away, and a new trail starts`,
    );
  }
  await checkBefore(path, key, firstLine);
  const last = torn === undefined ? head : await keepTorn({ path, key, now, torn, sound, head });
  return {
    head: last,
    chain,
    after: closed && torn === undefined ? 'close' : 'crash',
    unfinished,
    first: first.seq,
  };
}

/** The file must go on where the last full one ended: an older state of it, put back, would not. */
async function checkBefore(path: string, key: AuditKey, firstLine: Buffer): Promise<void> {
  const header = parseSignedLine(key, firstLine);
  const before = (await findRotatedFiles(path)).at(-1);
  // Full files may have been moved to an archive.
  if (header === undefined || before === undefined || before.last < header.seq - 1) return;
  let last: Buffer | undefined;
  for await (const { bytes } of readLines(before.path)) last = bytes;
  if (last !== undefined && parseSignedLine(key, last)?.mac === header.prev) return;
  throw new ConfigurationError(
    `The audit file ${path} does not go on where ${basename(before.path)} ends; \`alloy-mcp audit verify ${path}\` tells all. Put back the right file, or move all of them away to start a new trail`,
  );
}

/** Half a line stays in the trail, inside a line that is whole. The file is replaced at once, so that no crash loses it. */
async function keepTorn(found: {
  readonly path: string;
  readonly key: AuditKey;
  readonly now: () => number;
  readonly torn: Buffer;
  readonly sound: number;
  readonly head: Head;
}): Promise<Head> {
  const { path, key, now, torn, sound } = found;
  const { text, head } = buildLine(
    key,
    formatMembers({
      type: 'recovered',
      time: new Date(now()).toISOString(),
      bytes: torn.length,
      hash: key.hashValue(torn.toString('base64')),
      start: torn.subarray(0, keptBytes).toString('base64'),
    }),
    found.head,
  );
  const copy = `${path}.recovering`;
  try {
    await copyFile(path, copy);
    await truncate(copy, sound);
    await appendFile(copy, text);
    const file = await open(copy, 'r+');
    await file.sync().finally(() => file.close());
    await rename(copy, path);
  } catch (error) {
    await rm(copy, { force: true }).catch(() => undefined);
    refuseFile(path, error);
  }
  await syncFolder(dirname(path));
  return head;
}

/** A line is never that long; what a power cut leaves may be. */
const keptBytes = 16_384;

function refuseFile(path: string, error: unknown): never {
  throw new ConfigurationError(
    `The audit file ${path} cannot be written (${readErrorCode(error)}); give it space and permissions, or name another in ALLOY_AUDIT (--audit)`,
    { cause: error },
  );
}
