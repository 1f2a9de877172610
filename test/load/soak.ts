/**
 * A load with faults: many clients call the built server over HTTP, which calls an embedded Alloy that fails, breaks
 * off, falls silent, limits and lets tokens expire. At the end what Alloy holds is compared with what the clients were told;
 * then the server is ended in the middle of a second load. Counts and compares; nothing is judged by time.
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { runCommand } from '../helpers/clients/run-command.ts';
import { type RunningProcess, startProcess, stopProcesses } from '../helpers/clients/start-process.ts';
import { readMember } from '../helpers/read-member.ts';
import { createCaller } from './caller.ts';
import { countMarkers } from './count-markers.ts';
import { createLedger, type Ledger, type WriteCounts } from './ledger.ts';
import { connectLoadClient, type LoadClient } from './load-clients.ts';
import { openServerProbe, probeAddress, probeOption, type ServerLevel } from './server-probe.ts';
import { startUpstreamTap, type UpstreamTap } from './upstream-tap.ts';

export interface SoakOptions {
  readonly calls: number;
  readonly clients: number;
  /** An empty folder for the trail and Alloy's state. */
  readonly folder: string;
  /** Told what has begun. */
  readonly onPhase?: (text: string) => void;
}

export interface SoakReport {
  /** Whatever must not be; empty when all is well. */
  readonly faults: readonly string[];
  readonly outcomes: Readonly<Record<string, number>>;
  /** How calls ended while the server was being ended. */
  readonly endingOutcomes: Readonly<Record<string, number>>;
  readonly exit: { readonly code: number | null; readonly milliseconds: number };
  readonly writes: WriteCounts;
  /** How the requests to Alloy ended: by status, or as broken or abandoned. */
  readonly upstream: Readonly<Record<string, number>>;
  /** After a tenth of the calls, after all of them, and when everybody has gone. */
  readonly levels: readonly [warm: ServerLevel, loaded: ServerLevel, idle: ServerLevel];
  readonly milliseconds: number;
}

/** Of a hundred requests 20 fail with 503, 10 break off, 5 are not answered, 3 each are limited and cut short, and 1 has a token that has ended. */
const faultFlags = ['503:0.2', 'reset:0.1', 'stall:0.05', '429:0.03', 'cut:0.03', '401:0.01'].flatMap(
  (fault) => ['--fault', `* /*:${fault}`],
);
/** Above what a sound server needs, below what one needs that sends all again at once. */
const limitFlags = ['--rate-limit', '250/s', '--token-ttl', '4'];
const auditKey = 'an example key of the load, 32 characters or more';
const principals = 8;
/** By how much memory may be above its level after the first tenth. */
const allowedGrowth = 1.3;

/** Ends every process that was started with `startProcess`, also when it fails. */
export async function runSoak(options: SoakOptions): Promise<SoakReport> {
  try {
    return await load(options);
  } finally {
    await stopProcesses();
  }
}

async function load({ calls, clients, folder, onPhase }: SoakOptions): Promise<SoakReport> {
  const started = performance.now();
  const ledger = createLedger();
  const say = onPhase ?? (() => undefined);
  const stateFile = path.join(folder, 'alloy.json');
  const trail = path.join(folder, 'audit.jsonl');
  const { alloy, tap, credentials } = await startAlloy(stateFile);
  const tokens = Array.from({ length: principals }, (_, at) => `token-of-principal-${at}`);
  const server = startProcess(['http', '--port', '0'], {
    ...credentials,
    ALLOY_BASE_URL: tap.baseUrl,
    ALLOY_AUTH: 'oauth',
    ALLOY_TIMEOUT_MS: '1500',
    ALLOY_WORKFLOW_TOKEN: 'Wf1PersonOnboardingDemoAccount01',
    ALLOY_AUDIT: `file:${trail},required`,
    ALLOY_AUDIT_KEY: auditKey,
    ALLOY_MCP_TOKEN: tokens.map((token, at) => `principal-${at}:${token}`).join(','),
    NODE_OPTIONS: probeOption,
  });
  const [, address = ''] = await server.waitFor('log', probeAddress);
  const [, url = ''] = await server.waitFor('log', /"url":"([^"]+)"/);
  const probe = await openServerProbe(address);
  const connect = (from: number) =>
    Promise.all(
      Array.from({ length: clients }, (_, at) =>
        connectLoadClient(at, url, tokens[at % principals] ?? '').then((client) => ({
          client,
          // A number of its own each: a marker is never used again.
          caller: createCaller(client, from + at, ledger),
        })),
      ),
    );

  say(`${clients} clients, the first tenth of ${calls} calls`);
  const loaders = await connect(0);
  const run = (count: number) =>
    runCalls(
      loaders.map(({ caller }) => caller),
      count,
    );
  const warming = Math.round(calls / 10);
  await run(warming);
  const warm = await probe.measure();
  say('the rest');
  await run(calls - warming);
  const loaded = await probe.measure();
  const outcomes = Object.fromEntries(ledger.outcomes);
  if (outcomes['connection closed'] !== undefined)
    ledger.fault(`${outcomes['connection closed']} calls lost their connection`);
  await closeAll(loaders.map(({ client }) => client));
  say('everybody has gone');
  const idle = await waitUntilIdle(probe.measure, ledger);
  await probe.close();
  checkMemory(warm, loaded, ledger);

  say('ending the server in the middle of a load');
  const late = await connect(clients);
  const ending = await endUnderLoad(
    server,
    late.map(({ caller }) => caller),
    clients * 10,
  );
  await closeAll(late.map(({ client }) => client));
  if (ending.code !== 0) ledger.fault(`the server ended with ${ending.code}, not 0`);
  checkLog(server.log(), ledger);

  alloy.kill();
  await alloy.ended;
  const writes = ledger.settle(countMarkers(JSON.parse(readFileSync(stateFile, 'utf8'))), tap.sendings);
  await tap.stop();
  const verified = await runCommand(['audit', 'verify', trail], { variables: { ALLOY_AUDIT_KEY: auditKey } });
  if (verified.code !== 0) ledger.fault(`the audit trail is not whole: ${verified.output}${verified.log}`);
  return {
    faults: ledger.faults,
    outcomes,
    endingOutcomes: subtract(ledger.outcomes, outcomes),
    exit: ending,
    writes,
    upstream: Object.fromEntries(tap.endings),
    levels: [warm, loaded, idle],
    milliseconds: performance.now() - started,
  };
}

async function startAlloy(stateFile: string): Promise<{
  readonly alloy: RunningProcess;
  readonly tap: UpstreamTap;
  readonly credentials: { readonly ALLOY_TOKEN: string; readonly ALLOY_SECRET: string };
}> {
  const flags = ['--port', '0', '--state', stateFile, '--seed', 'load', ...limitFlags, ...faultFlags];
  const alloy = startProcess(['simulator', ...flags]);
  const [, baseUrl = '', token = '', secret = ''] = await alloy.waitFor(
    'output',
    /ALLOY_BASE_URL=(\S+) ALLOY_TOKEN=(\S+) ALLOY_SECRET=(\S+)/,
  );
  const tap = await startUpstreamTap(baseUrl);
  return { alloy, tap, credentials: { ALLOY_TOKEN: token, ALLOY_SECRET: secret } };
}

type Step = { step(): Promise<boolean> };

/** All at once, each one call after the other, until there have been so many. */
async function runCalls(callers: readonly Step[], count: number): Promise<void> {
  let left = count;
  await Promise.all(
    callers.map(async (caller) => {
      while (left > 0) {
        left -= 1;
        await caller.step();
      }
    }),
  );
}

/** After `count` calls; the clients go on until there is nobody to connect to. */
async function endUnderLoad(server: RunningProcess, callers: readonly Step[], count: number) {
  let left = count;
  let asked = Number.POSITIVE_INFINITY;
  const loads = callers.map(async (caller) => {
    for (;;) {
      left -= 1;
      if (left === 0) {
        asked = performance.now();
        server.kill('SIGTERM');
      }
      if (!(await caller.step()) && left <= 0) return;
    }
  });
  const { code } = await server.ended;
  const milliseconds = performance.now() - asked;
  await Promise.all(loads);
  return { code, milliseconds };
}

const closeAll = (clients: readonly LoadClient[]) => Promise.all(clients.map((client) => client.close()));

/** Connections that nobody uses end by themselves after some seconds. */
async function waitUntilIdle(measure: () => Promise<ServerLevel>, ledger: Ledger): Promise<ServerLevel> {
  for (let tries = 0; ; tries += 1) {
    const level = await measure();
    const open = level.resources['TCPSocketWrap'] ?? 0;
    if (open === 0) return level;
    if (tries === 60) {
      ledger.fault(`${open} sockets stay open: ${JSON.stringify(level.resources)}`);
      return level;
    }
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
}

function checkMemory(warm: ServerLevel, loaded: ServerLevel, ledger: Ledger): void {
  if (loaded.heap > warm.heap * allowedGrowth)
    ledger.fault(
      `memory did not return to its level: ${warm.heap.toFixed(1)} MB, then ${loaded.heap.toFixed(1)} MB`,
    );
}

function checkLog(log: string, ledger: Ledger): void {
  for (const line of log.split('\n')) {
    if (/unhandled rejection|defect|"level":[56]0|Warning:/.test(line))
      ledger.fault(`the server wrote: ${line.slice(0, 500)}`);
  }
}

function subtract(all: ReadonlyMap<string, number>, before: Readonly<Record<string, number>>) {
  return Object.fromEntries(
    [...all].map(([name, number]) => [name, number - Number(readMember(before, name) ?? 0)]),
  );
}
