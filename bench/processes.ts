/** Servers as processes of their own, and what the kernel tells about them (Linux only). */
import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';

export type Variables = Readonly<Record<string, string>>;

export interface Command {
  /** What node gets: options, the file, arguments. */
  readonly args: readonly string[];
  readonly variables: Variables;
}

/** A file of this folder, or relative to it. */
export const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

const running = new Set<ChildProcess>();
// A bench that fails leaves nothing behind.
process.on('exit', () => {
  for (const child of running) child.kill('SIGKILL');
});
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => process.exit(1));

/** Nothing that configures node or the program comes from the caller's own environment. */
function buildEnvironment(variables: Variables): Record<string, string | undefined> {
  const inherited = Object.entries(process.env).filter(([name]) => !/^(ALLOY_|LOG_LEVEL$|NODE_)/.test(name));
  return { ...Object.fromEntries(inherited), ...variables };
}

type Stdio = 'pipe' | 'ignore' | 'inherit' | 'ipc';

export function startNode({ args, variables }: Command, stdio: readonly Stdio[]): ChildProcess {
  const child = spawn(process.execPath, args, { stdio: [...stdio], env: buildEnvironment(variables) });
  running.add(child);
  child.once('exit', () => running.delete(child));
  return child;
}

export async function endProcess(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise((resolve) => {
    child.once('exit', resolve);
  });
  child.kill('SIGKILL');
  await ended;
}

const patienceMs = 60_000;

/** Resolves with the first match in what the process writes; rejects when it ends or writes nothing such for long. */
export function waitFor(child: ChildProcess, stream: Readable | null, pattern: RegExp): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = '';
    const fail = (reason: string) => reject(new Error(`${child.spawnargs.join(' ')} ${reason}: ${text}`));
    const timer = setTimeout(() => fail(`wrote nothing like ${pattern}`), patienceMs);
    stream?.on('data', (data) => {
      text += data;
      const match = pattern.exec(text);
      if (match === null) return;
      clearTimeout(timer);
      resolve(match[1] ?? match[0]);
    });
    child.once('exit', (code) => {
      clearTimeout(timer);
      fail(`ended with ${code}`);
    });
  });
}

/** Starts the stand-in for Alloy; resolves with its base URL. */
export async function startUpstream(largeToken: string): Promise<string> {
  const command = { args: [here('upstream.mjs')], variables: { BENCH_LARGE: largeToken } };
  const child = startNode(command, ['ignore', 'pipe', 'inherit']);
  return `http://127.0.0.1:${await waitFor(child, child.stdout, /^(\d+)\n/)}/v1`;
}

const tickMs = 10;

/** Milliseconds that processors have worked for a process so far: those of all its threads, its own and the kernel's. */
export function readWorkMs({ pid }: ChildProcess): number {
  // The second field is a name that may hold spaces and parentheses.
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? [];
  return (Number(fields[11]) + Number(fields[12])) * tickMs;
}

export function readPeakMemoryMb({ pid }: ChildProcess): number {
  const [, kilobytes] = /VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8')) ?? [];
  return Number(kilobytes) / 1024;
}
