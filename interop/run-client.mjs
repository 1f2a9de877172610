// @ts-check
/** One run of one client: its server, its model, a home of its own; and what was seen of it. */
import { execFile, spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { startModel } from './model.mjs';
import { judge } from './script.mjs';
import { readWire, startProxy } from './wire.mjs';

/**
 * A run, and what has to come of it.
 * @typedef {object} Row
 * @property {string} client File in the group's folder.
 * @property {string} group
 * @property {string} title
 * @property {readonly string[]} packages Whose versions are shown.
 * @property {'stdio' | 'http'} transport
 * @property {readonly string[]} [only] The steps to play, where not all: commands start anew for each.
 * @property {string} [toolsets] Where a client's own tools leave no room for all of ours.
 * @property {string} [provider] Whose API the model speaks; clients without a model have none.
 * @property {string | readonly string[]} protocol The revision that is spoken, or those that may be.
 * @property {'asked' | 'unasked' | 'declined'} decide What comes of a tool that decides.
 * @property {Readonly<Record<string, unknown>>} [varies] What is otherwise, and well.
 * @property {Readonly<Record<string, unknown>>} [faults] What is not well, and the client's.
 * @property {string} [reason]
 */

/**
 * @typedef {object} Outcome
 * @property {Readonly<Record<string, unknown>>} columns
 * @property {string} note What the model refused, and what the client says of its own end.
 * @property {readonly unknown[]} results As the model was shown them.
 * @property {readonly unknown[]} requests To the model.
 */

const seconds = 300;
const token = 'interop-token-of-32-characters-00';
/** @param {string} path */
export const here = (path) => fileURLToPath(new URL(path, import.meta.url));

/**
 * @param {Row} row
 * @param {'program' | 'bare'} kind Which server.
 * @returns {Promise<Outcome>}
 */
export async function runClient({ group, client, transport, provider, only, toolsets }, kind) {
  const home = mkdtempSync(join(tmpdir(), 'interop-'));
  mkdirSync(join(home, 'work'));
  const log = join(home, 'wire.log');
  // OpenAI's API takes 128 tools.
  const fewer = provider?.startsWith('openai') ? ['--aliases=off'] : [];
  const flags = ['--max-result-chars', '4000', ...fewer, ...(toolsets ? ['--toolsets', toolsets] : [])];
  const program = kind === 'bare' ? [here('bare.mjs')] : [here('../dist/main.js'), ...flags];
  const model = await startModel();
  const service = transport === 'http' ? await startService(flags, log) : undefined;
  try {
    const task = {
      transport,
      command: process.execPath,
      args: [here('wire.mjs'), log, process.execPath, ...program],
      url: service?.url ?? '',
      token,
      model: model.url,
      provider: provider ?? 'none',
      only,
    };
    const { out, note } = await start(here(`${group}/${client}.mjs`), task, home);
    const results = provider === undefined ? parseResults(out) : model.results;
    const wire = readWire(log);
    const { decide, ...columns } = judge(results, provider === undefined ? undefined : model.requests);
    const repeated = wire.calls.find((call, index) => wire.calls.indexOf(call) !== index);
    const shown = model.toolCount();
    return {
      results,
      requests: model.requests,
      note: [...model.refusals, note].join('\n').slice(0, 1500),
      columns: {
        protocol: wire.protocol,
        decide: nameDecision(String(decide), wire.asked),
        listed: wire.listed,
        tools: wire.listed > 0 && (provider === undefined || shown === wire.listed) ? 'all' : shown,
        ...columns,
        calls: repeated === undefined ? 'once' : `again: ${repeated}`,
        // Text and pictures are what every client of every revision takes.
        blocks:
          [...wire.kinds].filter((type) => !['text', 'image'].includes(type)).join(' ') ||
          (wire.isStructured ? 'structured' : 'plain'),
      },
    };
  } finally {
    service?.close();
    model.close();
    rmSync(home, { recursive: true, force: true, maxRetries: 3 });
  }
}

/**
 * @param {string} seen What the model saw of it.
 * @param {boolean} asked
 */
function nameDecision(seen, asked) {
  if (seen === 'ok') return asked ? 'asked' : 'unasked';
  return asked && seen === 'lost' ? 'declined' : seen;
}

/**
 * The client's program, which is told its task as JSON. Resolves with what it prints, however it ends.
 * @param {string} file
 * @param {object} task
 * @param {string} home
 * @returns {Promise<{ out: string, note: string }>}
 */
function start(file, task, home) {
  const env = {
    HOME: home,
    PATH: '/usr/local/bin:/usr/bin:/bin',
    // What is asked of the network in spite of all goes to a port where nobody listens.
    NODE_USE_ENV_PROXY: '1',
    HTTPS_PROXY: 'http://127.0.0.1:9',
    HTTP_PROXY: 'http://127.0.0.1:9',
    NO_PROXY: '127.0.0.1,localhost',
    DO_NOT_TRACK: '1',
    AI_SDK_TELEMETRY_DISABLED: '1',
    MASTRA_TELEMETRY_DISABLED: '1',
    LANGCHAIN_TRACING_V2: 'false',
    OPENAI_AGENTS_DISABLE_TRACING: '1',
    GENKIT_ENV: 'prod',
  };
  return new Promise((resolve) => {
    const options = { env, cwd: join(home, 'work'), timeout: seconds * 1000, maxBuffer: 1e8 };
    // Only now: the clients, and the Node that they need, may have been installed since this file was loaded.
    const child = execFile(findNode(), [file, JSON.stringify(task)], options, (error, out, errors) => {
      resolve({
        out,
        note: error === null ? '' : `${error.killed ? 'took too long\n' : ''}${errors.slice(-1200)}`,
      });
    });
    child.stdin?.end();
  });
}

/**
 * @param {string} out
 * @returns {readonly unknown[]}
 */
function parseResults(out) {
  const line = out.trim().split('\n').at(-1) ?? '';
  return line.startsWith('[') ? JSON.parse(line) : [];
}

/**
 * The program over HTTP, behind a proxy that keeps what passes.
 * @param {readonly string[]} flags
 * @param {string} log
 */
async function startService(flags, log) {
  const server = spawn(process.execPath, [here('../dist/main.js'), 'http', '--port', '0', ...flags], {
    env: { ALLOY_MCP_TOKEN: token },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  /** @type {string} */
  const target = await new Promise((resolve, reject) => {
    let text = '';
    server.stderr.on('data', (data) => {
      text += data;
      const url = /"url":"([^"]+)"/.exec(text)?.[1];
      if (url !== undefined) resolve(url);
    });
    server.once('exit', (code) => reject(new Error(`The server ended with ${code}: ${text}`)));
  });
  const proxy = await startProxy(target, log);
  return {
    url: proxy.url,
    close: () => {
      proxy.close();
      server.kill();
    },
  };
}

/** The binaries that the npm package `node` installs, without its install script: a lock file can hold them. */
function findNode() {
  const system = process.platform === 'win32' ? 'win' : process.platform;
  const binary = here(
    `node_modules/node-${system}-${process.arch}/bin/node${system === 'win' ? '.exe' : ''}`,
  );
  if (existsSync(binary)) return binary;
  if (Number.parseInt(process.versions.node, 10) >= 24) return process.execPath;
  throw new Error(
    `The clients need Node 24 or later and this is ${process.version}: run \`npm ci --prefix interop\`, or use a newer Node where that installs none (macOS)`,
  );
}
