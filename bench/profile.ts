/**
 * Where the processor time of our server goes, over stdio and HTTP with 32 calls in flight. What is profiled is the
 * program as it is shipped, built once more with source maps.
 */
import type { ChildProcess } from 'node:child_process';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createOwn, credentials, start, type Transport, transports } from './contenders.ts';
import { tokens } from './measures.ts';
import { type Command, here, readWorkMs, startNode, startUpstream } from './processes.ts';
import { type CpuProfile, type Shares, sumByModule, sumByRoom } from './profile-shares.ts';
import { measureRate } from './slices.ts';
import { formatTable } from './statistics.ts';

const warmUp = 4000;
const calls = 10_000;
const shownFiles = 25;

export async function profileServer(): Promise<void> {
  const folder = mkdtempSync(path.join(tmpdir(), 'alloy-mcp-profile-'));
  try {
    execFileSync(process.execPath, [here('../build.mjs'), '--profile', folder], { stdio: 'inherit' });
    const upstream = await startUpstream(tokens.large);
    const profiles = new Map<Transport, CpuProfile>();
    for (const transport of transports)
      profiles.set(transport, await profileTransport(transport, folder, upstream));
    const sum = (add: (profile: CpuProfile) => Shares) =>
      new Map([...profiles].map(([transport, profile]) => [transport, add(profile)] as const));
    console.log(
      formatShares(
        'module',
        sum((profile) => sumByRoom(profile, here('..'))),
      ),
    );
    console.log(
      formatShares(
        'file',
        sum((profile) => sumByModule(profile, here('..'))),
        shownFiles,
      ),
    );
    console.log(
      'Percent of the busy time of the main thread: in functions of the module itself, and in brackets with what the engine did for them (JSON, strings, maps, system calls).',
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function profileTransport(transport: Transport, folder: string, upstream: string): Promise<CpuProfile> {
  const variables = { ALLOY_BASE_URL: upstream, ...credentials };
  const contender = createOwn(path.join(folder, 'main.js'), variables);
  const server = await start(contender, transport, (command, stdio) =>
    startNode(withProfiler(command), [...stdio, 'ipc']),
  );
  const { child } = server;
  const call = () => server.call(contender.buildInput(tokens.small));
  await measureRate(call, warmUp);
  await ask(child, 'start');
  const before = readWorkMs(child);
  const rate = await measureRate(call, calls);
  const work = (readWorkMs(child) - before) / calls;
  const file = path.join(folder, `${transport}.cpuprofile`);
  await ask(child, file);
  await server.stop();
  console.log(
    `${transport}: ${rate.toFixed(0)} calls/s and ${work.toFixed(3)} ms of processor a call, while it is profiled`,
  );
  // V8 wrote it.
  return JSON.parse(readFileSync(file, 'utf8')) as CpuProfile;
}

const withProfiler = ({ args, variables }: Command): Command => ({
  args: ['--import', here('profiler.mjs'), ...args],
  variables,
});

function ask(child: ChildProcess, message: string): Promise<void> {
  return new Promise((resolve, reject) => {
    child.once('message', () => resolve());
    child.send(message, (error) => {
      if (error !== null) reject(error);
    });
  });
}

function formatShares(
  title: string,
  shares: ReadonlyMap<Transport, Shares>,
  most = Number.POSITIVE_INFINITY,
): string {
  const largest = (name: string) =>
    Math.max(
      ...[...shares.values()].flatMap((each) => {
        const { own = 0, whole = 0 } = each.get(name) ?? {};
        return [own, whole];
      }),
    );
  const names = [...new Set([...shares.values()].flatMap((each) => [...each.keys()]))]
    .filter((name) => largest(name) >= 0.001)
    .sort((one, other) => largest(other) - largest(one))
    .slice(0, most);
  const rows = names.map((name) => [
    name,
    ...[...shares.values()].map((each) => {
      const { own = 0, whole = 0 } = each.get(name) ?? {};
      return `${(own * 100).toFixed(1)} (${(whole * 100).toFixed(1)})`;
    }),
  ]);
  return `\n${formatTable([[title, ...shares.keys()], ...rows])}\n`;
}
