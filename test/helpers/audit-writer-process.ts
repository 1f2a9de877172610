/**
 * A program of its own that writes a trail: it does what it reads from stdin, a line each (`begin`, `end`, `close`), and
 * answers with a line. Bundled when it is first needed.
 */
import { type ChildProcess, type StdioOptions, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { afterAll, onTestFinished } from 'vitest';
import { decideCall, keyText } from './audit-trail.ts';

const source = `
import { createInterface } from 'node:readline';
import { createAudit } from './audit.ts';
import { parseAuditTarget } from './target.ts';
const say = (text) => process.stdout.write(text + '\\n');
try {
  const audit = await createAudit({
    target: parseAuditTarget(process.argv[2]),
    key: ${JSON.stringify(keyText)},
    quietMs: 600000,
    onError: (message) => say('error ' + message),
  });
  say('ready');
  const entries = [];
  for await (const line of createInterface({ input: process.stdin })) {
    try {
      if (line === 'begin') entries.push(await audit.begin(${JSON.stringify(decideCall)}));
      if (line === 'end') entries.pop().end({ outcome: 'ok', status: 200 });
      if (line === 'close') await audit.close();
      say('done ' + line);
    } catch (error) {
      say('failed ' + error.kind + ' ' + error.message);
    }
  }
} catch (error) {
  say('refused ' + error.name + ' ' + error.message);
}
`;

let folder: string | undefined;
afterAll(() => {
  if (folder !== undefined) rmSync(folder, { recursive: true });
});

async function bundle(): Promise<string> {
  if (folder !== undefined) return path.join(folder, 'writer.mjs');
  folder = mkdtempSync(path.join(tmpdir(), 'alloy-mcp-writer-'));
  const outfile = path.join(folder, 'writer.mjs');
  await build({
    stdin: { contents: source, resolveDir: fileURLToPath(new URL('../../src/audit', import.meta.url)) },
    bundle: true,
    platform: 'node',
    format: 'esm',
    outfile,
    logLevel: 'error',
  });
  return outfile;
}

export interface WriterProcess {
  readonly child: ChildProcess;
  /** Writes a line and resolves with the next one it answers; without one it waits for the next. */
  ask(line?: string): Promise<string>;
  /** Ends it and resolves when it has ended. */
  end(signal?: NodeJS.Signals): Promise<void>;
}

/** `wrap` may put a shell before the program; `more` are descriptors from 3 on. */
export async function startWriter(
  target: string,
  { shell, more = [] }: { readonly shell?: string; readonly more?: readonly (number | 'pipe')[] } = {},
): Promise<WriterProcess> {
  const script = await bundle();
  const stdio: StdioOptions = ['pipe', 'pipe', 'pipe', ...more];
  const child =
    shell === undefined
      ? spawn(process.execPath, [script, target], { stdio })
      : spawn('bash', ['-c', `${shell}; exec "$0" "$@"`, process.execPath, script, target], { stdio });
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  onTestFinished(async () => {
    child.kill('SIGKILL');
    await ended;
  });
  if (child.stdout === null || child.stdin === null) throw new Error('The writer has no pipes');
  const { stdin } = child;
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return {
    child,
    async ask(line) {
      if (line !== undefined) stdin.write(`${line}\n`);
      const { value, done } = await lines.next();
      if (done === true) throw new Error('The writer ended');
      return value;
    },
    async end(signal) {
      if (signal === undefined) stdin.end();
      else child.kill(signal);
      await ended;
    },
  };
}
