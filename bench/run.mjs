/**
 * `npm run bench -- [rounds] [simulator|safety]`: our built server beside a bare one of the SDK, in interleaved rounds;
 * with `simulator` only what the embedded Alloy costs, with `safety` only what shield and audit cost. Machines differ
 * and are noisy, so the table gives medians and, what counts, the median of the ratios within each round.
 */
import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { Agent, request as httpRequest } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { encode } from 'gpt-tokenizer/encoding/o200k_base';

const rounds = Number(process.argv[2] ?? 5);
const parts = ['bare', 'simulator', 'safety'].filter((part) => [part, undefined].includes(process.argv[3]));
const here = (path) => fileURLToPath(new URL(path, import.meta.url));
const id = 'S-2WU9staJ5pVCQ6xgn3KV';

const upstream = spawn(process.execPath, [here('upstream.mjs')], { stdio: ['ignore', 'pipe', 'inherit'] });
const upstreamPort = await firstLine(upstream);
const base = `http://127.0.0.1:${upstreamPort}/v1`;

const contenders = {
  bare: { stdio: ['bare.mjs'], http: ['bare.mjs', 'http'], tool: 'tool_1' },
  ours: {
    stdio: ['../dist/main.js'],
    http: ['../dist/main.js', 'http', '--port', '0'],
    tool: 'get_single_alloy_evaluation_by_id',
  },
};
/** As long as Alloy's: shorter ones would not be looked for in what leaves the server. */
const credentials = {
  ALLOY_TOKEN: 'bench-token-5f0c1d2e3b4a59687766',
  ALLOY_SECRET: 'bench-secret-8a7b6c5d4e3f2a1b0c9d',
};
const env = { ...process.env, BENCH_UPSTREAM: base, ALLOY_BASE_URL: base, ...credentials };

function start(args, stdio) {
  const [file, ...rest] = args;
  return spawn(process.execPath, [here(file), ...rest], { stdio, env });
}

function firstLine(child, stream = child.stdout) {
  return new Promise((resolve, reject) => {
    let text = '';
    stream.on('data', (data) => {
      text += data;
      const end = text.indexOf('\n');
      if (end >= 0) resolve(text.slice(0, end));
    });
    child.once('exit', (code) =>
      reject(new Error(`${child.spawnargs.join(' ')} ended with ${code}: ${text}`)),
    );
  });
}

/** A JSON-RPC client that costs as little as one can: what is measured is the server. */
function connectStdio(child) {
  const waiting = new Map();
  let rest = '';
  child.stdout.setEncoding('utf8').on('data', (data) => {
    const lines = (rest + data).split('\n');
    rest = lines.pop();
    for (const line of lines) {
      const message = JSON.parse(line);
      waiting.get(message.id)?.(message);
      waiting.delete(message.id);
    }
  });
  let next = 0;
  const send = (message) => child.stdin.write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`);
  return {
    send,
    call: (method, params) =>
      new Promise((resolve) => {
        next += 1;
        waiting.set(next, resolve);
        send({ id: next, method, params });
      }),
  };
}

async function initialize(client) {
  await client.call('initialize', {
    protocolVersion: '2025-06-18',
    capabilities: {},
    clientInfo: { name: 'bench', version: '1' },
  });
  client.send({ method: 'notifications/initialized' });
}

function check(message) {
  if (message.error !== undefined || message.result.isError === true)
    throw new Error(JSON.stringify(message).slice(0, 400));
}

function peakMemory(child) {
  return Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${child.pid}/status`, 'utf8'))[1]) / 1024;
}

/** What the processor has done for a process so far, in clock ticks: says more than the time where others compete for it. */
function readWork(child) {
  const fields = readFileSync(`/proc/${child.pid}/stat`, 'utf8').split(') ')[1].split(' ');
  return Number(fields[11]) + Number(fields[12]);
}

async function measureStart(contender) {
  const begin = performance.now();
  const child = start(contender.stdio, ['pipe', 'pipe', 'ignore']);
  const client = connectStdio(child);
  await initialize(client);
  await client.call('tools/list');
  const took = performance.now() - begin;
  child.kill('SIGKILL');
  return took;
}

async function measureStdio(contender) {
  const child = start(contender.stdio, ['pipe', 'pipe', 'inherit']);
  const client = connectStdio(child);
  await initialize(client);
  const { result } = await client.call('tools/list');
  const call = () => client.call('tools/call', { name: contender.tool, arguments: { id } });
  const list = JSON.stringify(result.tools);
  const measured = await measureCalls(call, 3000, 15_000);
  const memory = peakMemory(child);
  child.kill('SIGKILL');
  return { ...measured, memory, bytes: Buffer.byteLength(list), tokens: encode(list).length };
}

async function startHttp(args, variables = env) {
  const ours = args[0].includes('main.js');
  const [file, ...rest] = args;
  const stdio = ['ignore', 'pipe', ours ? 'pipe' : 'inherit'];
  const child = spawn(process.execPath, [here(file), ...rest], { stdio, env: variables });
  const line = await firstLine(child, ours ? child.stderr : child.stdout);
  return { child, url: ours ? JSON.parse(line).url : `http://127.0.0.1:${line}/mcp` };
}

/** Calls a tool of a stateless server; `input` makes the arguments of each call. */
function connectHttp(url, tool, modern, input) {
  const agent = new Agent({ keepAlive: true, maxSockets: 32 });
  const headers = {
    'content-type': 'application/json',
    accept: 'application/json, text/event-stream',
    'mcp-protocol-version': modern ? '2026-07-28' : '2025-06-18',
    ...(modern ? { 'mcp-method': 'tools/call', 'mcp-name': tool } : {}),
  };
  const envelope = {
    'io.modelcontextprotocol/protocolVersion': '2026-07-28',
    'io.modelcontextprotocol/clientInfo': { name: 'bench', version: '1' },
    'io.modelcontextprotocol/clientCapabilities': {},
  };
  let next = 0;
  return () =>
    new Promise((resolve, reject) => {
      next += 1;
      const params = { name: tool, arguments: input(next), ...(modern ? { _meta: envelope } : {}) };
      const body = JSON.stringify({ jsonrpc: '2.0', id: next, method: 'tools/call', params });
      const options = {
        method: 'POST',
        agent,
        headers: { ...headers, 'content-length': Buffer.byteLength(body) },
      };
      const request = httpRequest(url, options, (response) => {
        let text = '';
        response.setEncoding('utf8').on('data', (data) => {
          text += data;
        });
        response.on('end', () =>
          resolve(JSON.parse(text.startsWith('{') ? text : text.slice(text.indexOf('data: {') + 6))),
        );
      });
      request.on('error', reject).end(body);
    });
}

async function measureHttp(contender, modern) {
  const { child, url } = await startHttp(contender.http);
  const measured = await measureCalls(
    connectHttp(url, contender.tool, modern, () => ({ id })),
    500,
    3000,
  );
  const memory = peakMemory(child);
  child.kill('SIGKILL');
  return { ...measured, memory };
}

async function measureCalls(call, sequential, parallel) {
  // Warm up as the parallel part will run, so that neither contender is measured while it is being compiled.
  await Promise.all(
    Array.from({ length: 8 }, async () => {
      for (let index = 0; index < sequential / 10; index += 1) check(await call());
    }),
  );
  const times = [];
  for (let index = 0; index < sequential; index += 1) {
    const begin = performance.now();
    await call();
    times.push(performance.now() - begin);
  }
  times.sort((a, b) => a - b);
  const rate = await measureRate(call, parallel);
  return { p50: times[Math.floor(times.length / 2)], p99: times[Math.floor(times.length * 0.99)], rate };
}

const rows = {
  'cold start to tools/list (ms)': { from: ({ start }) => start, target: '<= 0.75' },
  'stdio: sequential call p50 (ms)': { from: ({ stdio }) => stdio.p50, target: '<= 1.1' },
  'stdio: sequential call p99 (ms)': { from: ({ stdio }) => stdio.p99 },
  'stdio: calls/s, 32 in flight': { from: ({ stdio }) => stdio.rate, target: '>= 0.85' },
  'HTTP 2025, stateless: p50 (ms)': { from: ({ http2025 }) => http2025.p50 },
  'HTTP 2025, stateless: calls/s, 32 in flight': { from: ({ http2025 }) => http2025.rate, target: '>= 1.4' },
  'HTTP 2026-07-28: p50 (ms)': { from: ({ http2026 }) => http2026.p50 },
  'HTTP 2026-07-28: calls/s, 32 in flight': { from: ({ http2026 }) => http2026.rate, target: '>= 1.4' },
  'peak memory, stdio (MB)': { from: ({ stdio }) => stdio.memory, target: '<= 1.1' },
  'peak memory, HTTP (MB)': { from: ({ http2025 }) => http2025.memory, target: '<= 1.1' },
  'tools/list bytes': { from: ({ stdio }) => stdio.bytes },
  'tools/list tokens (o200k)': { from: ({ stdio }) => stdio.tokens },
};

const loads = {
  stdio: measureStdio,
  http2025: (contender) => measureHttp(contender, false),
  http2026: (contender) => measureHttp(contender, true),
};

const evaluationTool = 'create_a_alloy_evaluation';
const buildPerson = (number) => ({
  name_first: 'Ada',
  name_last: `Okafor${number}`,
  birth_date: '1990-01-31',
  document_ssn: '000000001',
});

/** Evaluations created in a second, over both transports, by a server of ours with these settings. */
async function measureEvaluations(variables) {
  const settings = { ...process.env, ...variables };
  const server = spawn(process.execPath, [here('../dist/main.js')], {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: settings,
  });
  const client = connectStdio(server);
  await initialize(client);
  let person = 0;
  const call = () => {
    person += 1;
    return client.call('tools/call', { name: evaluationTool, arguments: buildPerson(person) });
  };
  const stdio = await measureCalls(call, 500, 4000);
  server.kill('SIGKILL');
  const { child, url } = await startHttp(contenders.ours.http, settings);
  const http = await measureCalls(
    connectHttp(url, evaluationTool, true, (number) => buildPerson(number + person)),
    500,
    3000,
  );
  child.kill('SIGKILL');
  return { stdio: stdio.rate, http: http.rate };
}

/**
 * What the embedded Alloy costs: creating evaluations through the whole stack, against the same calls to the fixed
 * answer. `port`: the simulator as a process of its own, `embedded`: in the server's process.
 */
async function measureSimulator() {
  const fixed = { ...credentials, ALLOY_BASE_URL: base };
  const simulator = spawn(process.execPath, [here('../dist/main.js'), 'simulator', '--port', '0'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const text = await new Promise((resolve) => {
    let all = '';
    simulator.stdout.on('data', (data) => {
      all += data;
      if (all.includes('ALLOY_SECRET=')) resolve(all);
    });
  });
  const served = Object.fromEntries(
    [...text.matchAll(/(ALLOY_\w+)=(\S+)/g)].map(([, name, value]) => [name, value]),
  );
  const workflow = { ALLOY_WORKFLOW_TOKEN: 'Wf1PersonOnboardingDemoAccount01' };
  const against = await measureEvaluations(fixed);
  const port = await measureEvaluations({ ...served, ...workflow });
  simulator.kill('SIGKILL');
  const embedded = await measureEvaluations({});
  return {
    'on a port, over stdio': port.stdio / against.stdio,
    'on a port, over HTTP': port.http / against.http,
    'in process, over stdio': embedded.stdio / against.stdio,
    'in process, over HTTP': embedded.http / against.http,
  };
}

/** Pairs of servers in a round, slices of each pair, and calls in a slice. */
const pairs = 4;
const slices = 10;
const slice = 500;

/**
 * What shield and audit cost: two servers of ours that differ in them alone, taking turns within one run, because a
 * machine changes its pace more than they do. The ratios of neighbouring slices. Several pairs of them: two processes
 * of the same program differ by a tenth and more, for as long as they live.
 */
async function measureSafety() {
  const ratios = { rate: {}, work: {} };
  for (const [transport, connect] of Object.entries({ stdio: connectOwnStdio, HTTP: connectOwnHttp })) {
    ratios.rate[transport] = [];
    ratios.work[transport] = [];
    for (let pair = 0; pair < pairs; pair += 1) {
      const { rate, work } = await measurePair(connect, pair);
      ratios.rate[transport].push(rate);
      ratios.work[transport].push(work);
    }
  }
  return ratios;
}

/** The middle of the ratios of one pair. */
async function measurePair(connect, pair) {
  const folder = mkdtempSync(path.join(tmpdir(), 'alloy-mcp-bench-'));
  const variables = {
    off: { ...env, ALLOY_PII: 'off', ALLOY_AUDIT: 'off' },
    on: {
      ...env,
      ALLOY_AUDIT: `file:${path.join(folder, 'audit.jsonl')},required`,
      ALLOY_AUDIT_KEY: 'an example key of the bench, 32 characters or more',
    },
  };
  const off = await connect(variables.off);
  const on = await connect(variables.on);
  // Neither is to be measured while its code is still being compiled.
  for (const { call } of [off, on]) await measureRate(call, 6000);
  const rates = [];
  const works = [];
  for (let index = 0; index < slices; index += 1) {
    // Who goes first alternates, as in the rounds.
    const order = (pair + index) % 2 === 0 ? [off, on] : [on, off];
    const measured = new Map();
    for (const server of order) {
      const before = readWork(server.child);
      const rate = await measureRate(server.call, slice);
      measured.set(server, { rate, work: readWork(server.child) - before });
    }
    rates.push(measured.get(on).rate / measured.get(off).rate);
    works.push(measured.get(off).work / measured.get(on).work);
  }
  for (const { child } of [off, on]) child.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
  return { rate: median(rates), work: median(works) };
}

async function connectOwnStdio(settings) {
  const child = spawn(process.execPath, [here('../dist/main.js')], {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: settings,
  });
  const client = connectStdio(child);
  await initialize(client);
  const { tool } = contenders.ours;
  return { child, call: () => client.call('tools/call', { name: tool, arguments: { id } }) };
}

async function connectOwnHttp(settings) {
  const { child, url } = await startHttp(contenders.ours.http, settings);
  return { child, call: connectHttp(url, contenders.ours.tool, true, () => ({ id })) };
}

/** Calls in a second, 32 in flight. */
async function measureRate(call, count) {
  let left = count;
  const begin = performance.now();
  await Promise.all(
    Array.from({ length: 32 }, async () => {
      while (left > 0) {
        left -= 1;
        check(await call());
      }
    }),
  );
  return count / ((performance.now() - begin) / 1000);
}

const results = [];
const simulated = [];
const safe = [];
for (let round = 0; round < rounds; round += 1) {
  if (parts.includes('bare')) results.push(await measureRound(round));
  if (parts.includes('simulator')) simulated.push(await measureSimulator());
  if (parts.includes('safety')) safe.push(await measureSafety());
}
upstream.kill();

async function measureRound(round) {
  const result = { bare: {}, ours: {} };
  // Alternate who goes first: what runs second may find the machine warmer.
  const order = round % 2 === 0 ? ['bare', 'ours'] : ['ours', 'bare'];
  for (const name of order) {
    const starts = [];
    for (let index = 0; index < 5; index += 1) starts.push(await measureStart(contenders[name]));
    result[name].start = median(starts);
  }
  for (const [measure, run] of Object.entries(loads)) {
    for (const name of order) result[name][measure] = await run(contenders[name]);
  }
  return result;
}

function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)];
}

const format = (value) => (value >= 1000 ? value.toFixed(0) : value.toPrecision(3));
if (results.length > 0) printComparison();
if (simulated.length > 0) printSimulated();
if (safe.length > 0) printSafety();

function printComparison() {
  console.log('| measure | bare | alloy-mcp | ratio | wanted |\n| --- | --- | --- | --- | --- |');
  for (const [label, { from, target = '' }] of Object.entries(rows)) {
    const bare = results.map((result) => from(result.bare));
    const ours = results.map((result) => from(result.ours));
    const ratio = median(ours.map((value, index) => value / bare[index]));
    console.log(
      `| ${label} | ${format(median(bare))} | ${format(median(ours))} | ${ratio.toFixed(2)} | ${target} |`,
    );
  }
}

function printSimulated() {
  console.log(
    '\n| creating evaluations, calls/s against a fixed answer | ratio | wanted |\n| --- | --- | --- |',
  );
  for (const label of Object.keys(simulated[0])) {
    console.log(
      `| the embedded Alloy ${label} | ${median(simulated.map((each) => each[label])).toFixed(2)} | >= 0.7 |`,
    );
  }
}

function printSafety() {
  console.log('\n| reading, against shield and audit off | ratio | wanted |\n| --- | --- | --- |');
  const kinds = { rate: 'calls/s', work: 'calls for the same processor time' };
  for (const [kind, label] of Object.entries(kinds)) {
    for (const transport of Object.keys(safe[0][kind])) {
      const all = safe.flatMap((each) => each[kind][transport]);
      // The mean of the pairs: their differences are not outliers, each process has its own.
      const ratio = (all.reduce((sum, each) => sum + each, 0) / all.length).toFixed(2);
      console.log(`| shield, and audit to a file, over ${transport}: ${label} | ${ratio} | >= 0.85 |`);
    }
  }
}
