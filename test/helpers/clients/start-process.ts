/** The built program as a process of its own, with everything it writes kept as it came. */
import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

/** What the package's bin names; `npm test` builds it first. */
export const binary = fileURLToPath(new URL('../../../dist/main.js', import.meta.url));

export interface Ending {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

export interface RunningProcess {
  readonly pid: number;
  readonly stdin: ChildProcessWithoutNullStreams['stdin'];
  readonly stdout: ChildProcessWithoutNullStreams['stdout'];
  /** All of it so far. */
  readonly output: () => string;
  readonly log: () => string;
  /** Settles when the process has ended and all it wrote has been read. */
  readonly ended: Promise<Ending>;
  /** Resolves with the first match in what it wrote so far or will write; rejects when it ends without. */
  waitFor(stream: 'output' | 'log', pattern: RegExp): Promise<RegExpExecArray>;
  kill(signal?: NodeJS.Signals): void;
}

export type Variables = Readonly<Record<string, string>>;

/** The environment of the tests without what would configure the program, and with `variables`. */
export function buildEnvironment(variables: Variables = {}): Record<string, string> {
  const inherited = Object.entries(process.env).flatMap(([name, value]) =>
    value === undefined || /^(ALLOY_|LOG_LEVEL$|NODE_|VITEST|(https?|all|no)_proxy$)/i.test(name)
      ? []
      : [[name, value] as const],
  );
  return { ...Object.fromEntries(inherited), ...variables };
}

const running = new Set<ChildProcessWithoutNullStreams>();

export function startProcess(flags: readonly string[] = [], variables: Variables = {}): RunningProcess {
  const child = spawn(process.execPath, [binary, ...flags], { env: buildEnvironment(variables) });
  const { pid } = child;
  if (pid === undefined) throw new Error(`${process.execPath} did not start`);
  running.add(child);
  const written = { output: '', log: '' };
  const readers = new Set<() => void>();
  const note = (stream: 'output' | 'log') => (text: string) => {
    written[stream] += text;
    for (const read of readers) read();
  };
  child.stdout.setEncoding('utf8').on('data', note('output'));
  child.stderr.setEncoding('utf8').on('data', note('log'));
  // A process that ends while it is written to is what some tests are about.
  child.stdin.on('error', () => undefined);
  const ended = new Promise<Ending>((resolve) => {
    child.once('close', (code, signal) => {
      running.delete(child);
      resolve({ code, signal });
    });
  });

  return {
    pid,
    stdin: child.stdin,
    stdout: child.stdout,
    output: () => written.output,
    log: () => written.log,
    ended,
    kill: (signal = 'SIGTERM') => child.kill(signal),
    waitFor: (stream, pattern) =>
      new Promise((resolve, reject) => {
        const read = () => {
          const match = pattern.exec(written[stream]);
          if (match === null) return;
          readers.delete(read);
          resolve(match);
        };
        readers.add(read);
        void ended.then(({ code, signal }) => {
          reject(new Error(`ended (${code ?? signal}) without ${pattern}: ${written.output}${written.log}`));
        });
        read();
      }),
  };
}

/** For afterEach or afterAll: nothing a test started outlives it. */
export async function stopProcesses(): Promise<void> {
  const endings = [...running].map(
    (child) =>
      new Promise((resolve) => {
        child.once('close', resolve);
        child.kill('SIGKILL');
      }),
  );
  await Promise.all(endings);
}
