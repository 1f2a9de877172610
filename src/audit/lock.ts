/**
 * One writer for one file. The lock names its owner, who touches it now and then: a lock that nobody touches any more
 * is left over from a crash, on this machine or another.
 */

import { randomUUID } from 'node:crypto';
import { lstat, readFile, rename, rm, utimes, writeFile } from 'node:fs/promises';
import { hostname } from 'node:os';
import { ConfigurationError } from '../base/errors.ts';
import { readErrorCode } from '../base/system.ts';
import { readMembers } from '../base/values.ts';

export interface AuditLock {
  release(): Promise<void>;
}

const touchMs = 10_000;
/** Long enough for a machine that is very busy. */
const staleMs = 60_000;

export async function acquireAuditLock(file: string): Promise<AuditLock> {
  const path = `${file}.lock`;
  const id = randomUUID();
  const own = `${JSON.stringify({ pid: process.pid, host: hostname(), id })}\n`;
  const create = () => writeFile(path, own, { flag: 'wx', mode: 0o600 });
  try {
    await create();
  } catch (error) {
    if (readErrorCode(error) !== 'EEXIST')
      throw refuse(
        `cannot be made (${readErrorCode(error)}); give its folder space and permissions, or name another file in ALLOY_AUDIT (--audit)`,
        path,
        error,
      );
    await removeStale(path);
    await create().catch((cause: unknown) => {
      throw refuse('was taken by another process just now', path, cause);
    });
  }
  held.add(id);
  const timer = setInterval(() => {
    const now = new Date();
    utimes(path, now, now).catch(() => undefined);
  }, touchMs).unref();
  return {
    async release() {
      clearInterval(timer);
      held.delete(id);
      if ((await readText(path)) === own) await rm(path, { force: true });
    },
  };
}

/** What our own have is far below it. */
const longestLock = 1024;

const advice = 'if that process is no alloy-mcp, the lock was put there by something else: remove it';

async function removeStale(path: string): Promise<void> {
  const facts = await lstat(path).catch(() => undefined);
  if (facts === undefined) return;
  // A pipe would never be read to its end, and a link leads who knows where.
  const text = facts.isFile() && facts.size <= longestLock ? await readText(path) : undefined;
  if (text === undefined) throw refuse(`is none that a server made, or cannot be read; ${advice}`, path);
  const { pid, host, id } = parseOwner(text);
  // Whoever holds it touches it by the clock of now: a time that lies ahead says no more than one long ago.
  const untouched = Math.abs(Date.now() - facts.mtimeMs) > staleMs;
  const dead = host === hostname() && pid !== undefined && !isAlive(pid, id);
  if (!untouched && !dead) {
    throw refuse(
      `is held by process ${pid ?? 'unknown'} on ${host ?? 'an unknown host'}; give each server a file of its own, or stop that one. A lock that nobody touches gives way after a minute; ${advice}`,
      path,
    );
  }
  // Another process may do the same at this moment: only the lock that was looked at may go.
  const aside = `${path}.${randomUUID()}`;
  await rename(path, aside).catch(() => undefined);
  const moved = await readText(aside);
  if (moved !== undefined && moved !== text) {
    await rename(aside, path);
    throw refuse('was taken by another process just now', path);
  }
  await rm(aside, { force: true });
}

/** Ids of locks held by this process. */
const held = new Set<string>();

function isAlive(pid: number, id: string | undefined): boolean {
  // Another process with our own number ended before this one began: in containers all starts have the same.
  if (pid === process.pid) return id !== undefined && held.has(id);
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return readErrorCode(error) === 'EPERM';
  }
}

function parseOwner(text: string): { pid?: number; host?: string; id?: string } {
  try {
    const { pid, host, id } = readMembers(JSON.parse(text));
    return {
      ...(Number.isSafeInteger(pid) && Number(pid) > 0 ? { pid: Number(pid) } : {}),
      ...(typeof host === 'string' ? { host } : {}),
      ...(typeof id === 'string' ? { id } : {}),
    };
  } catch {
    return {};
  }
}

const readText = (path: string) => readFile(path, 'utf8').catch(() => undefined);

const refuse = (reason: string, path: string, cause?: unknown) =>
  new ConfigurationError(`The lock of the audit file, ${path}, ${reason}`, { cause });
