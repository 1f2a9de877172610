/** Who is measured, and how each is started and called. */
import type { ChildProcess } from 'node:child_process';
import { type Answer, connectHttp, connectStdio } from './clients.ts';
import { type Command, endProcess, startNode, type Variables, waitFor } from './processes.ts';

export type Transport = 'stdio' | 'HTTP 2025, stateless' | 'HTTP 2026-07-28';

export const transports: readonly Transport[] = ['stdio', 'HTTP 2025, stateless', 'HTTP 2026-07-28'];

export interface Contender {
  readonly name: string;
  readonly stdio: Command;
  /** None for one that speaks stdio only. */
  readonly http?: Command;
  /** Where it says on which URL it listens. */
  readonly readUrl?: (child: ChildProcess) => Promise<string>;
  readonly tool: string;
  /** The arguments that read the evaluation of this token. */
  readonly buildInput: (token: string) => object;
}

/** A contender that runs. */
export interface Running {
  readonly child: ChildProcess;
  call(input: object): Promise<Answer>;
  stop(): Promise<void>;
}

export const canSpeak = ({ http }: Contender, transport: Transport): boolean =>
  transport === 'stdio' || http !== undefined;

export async function start(
  contender: Contender,
  transport: Transport,
  startProcess = startNode,
): Promise<Running> {
  const { tool, stdio, http, readUrl } = contender;
  if (transport === 'stdio') {
    const child = startProcess(stdio, ['pipe', 'pipe', 'inherit']);
    const client = await connectStdio(child);
    return {
      child,
      call: (input) => client.call('tools/call', { name: tool, arguments: input }),
      stop: () => endProcess(child),
    };
  }
  if (http === undefined || readUrl === undefined)
    throw new TypeError(`${contender.name} does not speak HTTP`);
  const child = startProcess(http, ['ignore', 'pipe', 'pipe']);
  const url = await readUrl(child);
  const revision = transport === 'HTTP 2026-07-28' ? '2026-07-28' : '2025-06-18';
  return { child, call: connectHttp(url, tool, revision), stop: () => endProcess(child) };
}

/** As long as Alloy's: shorter ones would not be looked for in what leaves the server. */
export const credentials = {
  ALLOY_TOKEN: 'bench-token-5f0c1d2e3b4a59687766',
  ALLOY_SECRET: 'bench-secret-8a7b6c5d4e3f2a1b0c9d',
};

/** A server of ours; `main` is the built program. */
export function createOwn(
  main: string,
  variables: Variables,
  tool = readTool,
  name = 'alloy-mcp',
): Contender {
  return {
    name,
    stdio: { args: [main], variables },
    http: { args: [main, 'http', '--port', '0'], variables },
    readUrl: (child) => waitFor(child, child.stderr, /"url":"([^"]+)"/),
    tool,
    buildInput: (token) => ({ id: token }),
  };
}

const readTool = 'get_single_alloy_evaluation_by_id';

/** The server of the SDK alone; `file` is bare.mjs or its bundle. */
export function createBare(file: string, upstream: string): Contender {
  const variables = { BENCH_UPSTREAM: upstream };
  return {
    name: 'bare',
    stdio: { args: [file], variables },
    http: { args: [file, 'http'], variables },
    readUrl: async (child) => `http://127.0.0.1:${await waitFor(child, child.stdout, /^(\d+)\n/)}/mcp`,
    tool: 'tool_1',
    buildInput: (token) => ({ id: token }),
  };
}
