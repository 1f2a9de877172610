// @ts-check
/**
 * `npm run conformance`: the official conformance suites of MCP against the built server over HTTP, with the embedded
 * Alloy. Whatever a suite finds must be named in expected.json with its reason, and whatever is named there must still
 * be found. The suites need Node 22 and bring their schemas along: nothing leaves this machine.
 */
import { execFile, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * One run of a suite: its arguments, and those that list its scenarios.
 * @typedef {object} Run
 * @property {keyof typeof suites} suite
 * @property {string} title
 * @property {readonly string[]} run
 * @property {readonly string[]} list
 *
 * What a scenario says of one thing it checked.
 * @typedef {object} Check
 * @property {string} id
 * @property {string} status
 * @property {string} [errorMessage]
 * @property {unknown} [details]
 *
 * Scenarios (or single checks) of expected.json that fail for one reason.
 * @typedef {object} Group
 * @property {readonly string[]} scenarios
 * @property {string} [message]
 *
 * @typedef {'passed' | 'silent' | 'listed'} Outcome
 */

const suites = { '0.1.16': 'conformance-0.1', '0.2 alpha': 'conformance-0.2' };
/** @type {readonly Run[]} */
const runs = [
  { suite: '0.1.16', title: 'all scenarios', run: ['--suite', 'all'], list: ['--server'] },
  ...['2025-11-25', '2026-07-28'].map((revision) => ({
    suite: /** @type {const} */ ('0.2 alpha'),
    title: `requirements of ${revision}`,
    run: ['--requirements', revision],
    list: ['--requirements', revision],
  })),
  { suite: '0.2 alpha', title: 'all scenarios', run: ['--suite', 'all'], list: ['--server'] },
];
/** Nothing that the caller's environment sets (credentials, proxies) reaches a server or a suite. */
const env = {};
/** @param {string} path */
const here = (path) => fileURLToPath(new URL(path, import.meta.url));

/** @type {readonly Group[]} */
const groups = JSON.parse(readFileSync(here('expected.json'), 'utf8'));
const node = findNode();
/** @type {readonly Outcome[]} */
const allOutcomes = ['passed', 'silent', 'listed'];
const folder = mkdtempSync(join(tmpdir(), 'conformance-'));
const server = spawn(process.execPath, [here('../dist/main.js'), 'http', '--port', '0'], {
  env,
  stdio: ['ignore', 'ignore', 'pipe'],
});
try {
  const url = await readUrl(server);
  /** @type {string[]} */
  const problems = [];
  /** @type {Set<string>} */
  const used = new Set();
  const totals = { passed: 0, silent: 0, listed: 0 };
  for (const run of runs) {
    const { count, outcomes, wrong } = await play(run, url, used);
    for (const outcome of allOutcomes) totals[outcome] += outcomes[outcome];
    console.log(
      `suite ${run.suite}, ${run.title}: ${count} scenarios, ${outcomes.passed} pass, ${outcomes.silent} find nothing to check, ${outcomes.listed} are listed, problems: ${wrong.length}`,
    );
    problems.push(...wrong.map((text) => `suite ${run.suite}, ${run.title}: ${text}`));
  }
  for (const { scenarios } of groups) {
    for (const name of scenarios.filter((entry) => !used.has(entry)))
      problems.push(
        `${name} is listed, but nothing of that name fails; correct or remove it in expected.json`,
      );
  }
  for (const problem of problems) console.log(`  ${problem}`);
  console.log(
    problems.length === 0
      ? `Conformance: as expected. Of ${totals.passed + totals.silent + totals.listed} scenarios over all runs, ${totals.passed} pass and ${totals.silent} find nothing to check; conformance/expected.json names the other ${totals.listed} with the reason.`
      : `Conformance: not as expected. Problems, named above: ${problems.length}.`,
  );
  process.exitCode = problems.length === 0 ? 0 : 1;
} finally {
  server.kill();
  rmSync(folder, { recursive: true });
}

/**
 * Plays one run of a suite and holds every finding against expected.json.
 * @param {Run} run
 * @param {string} url
 * @param {Set<string>} used
 */
async function play({ suite, title, run, list }, url, used) {
  const results = join(folder, `${suite} ${title}`);
  const output = await runSuite(suite, ['server', '--url', url, '--output-dir', results, ...run]);
  const ran = existsSync(results) ? readdirSync(results) : [];
  /** @type {ReadonlyMap<string, readonly Check[]>} */
  const checks = new Map(
    ran.map((name) => [
      name.replace(/^server-/, '').replace(/-\d{4}-\d\d-\d\dT[\d-]+Z$/, ''),
      JSON.parse(readFileSync(join(results, name, 'checks.json'), 'utf8')),
    ]),
  );
  const listing = await runSuite(suite, ['list', ...list]);
  const section = listing.split('\n\n').find((part) => part.trimStart().startsWith('Server scenarios')) ?? '';
  const known = [...section.matchAll(/^ {2}- (\S+)/gm)].map(([, name = '']) => name);

  const wrong = known.filter((name) => !checks.has(name)).map((name) => `${name} did not run`);
  if (known.length === 0) wrong.push('the suite lists no scenarios');
  if (wrong.length > 0) console.log(output.slice(-2000));
  const outcomes = { passed: 0, silent: 0, listed: 0 };
  for (const [scenario, found] of checks) {
    const { outcome, faults } = judge(scenario, found, used);
    wrong.push(...faults);
    if (faults.length === 0) outcomes[outcome] += 1;
  }
  return { count: checks.size, outcomes, wrong };
}

/**
 * An entry is a scenario, or one check of it: `scenario:check`.
 * @param {string} scenario
 * @param {readonly Check[]} found
 * @param {Set<string>} used
 * @returns {{ readonly outcome: Outcome, readonly faults: readonly string[] }}
 */
function judge(scenario, found, used) {
  /** @type {string[]} */
  const faults = [];
  const findings = found.filter(({ status }) => status === 'FAILURE' || status === 'WARNING');
  for (const { id, status, errorMessage, details } of findings) {
    const message = (errorMessage ?? JSON.stringify(details ?? null)).replace(/\s+/g, ' ').slice(0, 300);
    const entry = [`${scenario}:${id}`, scenario].find(findGroup);
    // No reason excuses a message that the protocol's own schema refuses.
    if (entry === undefined || id.startsWith('wire-schema')) {
      faults.push(`${scenario}:${id} is a ${status.toLowerCase()} that is not listed: ${message}`);
      continue;
    }
    used.add(entry);
    const { message: expected = '' } = findGroup(entry) ?? {};
    if (!new RegExp(expected).test(message))
      faults.push(`${scenario}:${id} fails, but not with "${expected}" as listed: ${message}`);
  }
  const stale = [
    ...(findings.length === 0 ? [scenario] : []),
    ...found
      .filter(({ id, status }) => status === 'SUCCESS' && findings.every((finding) => finding.id !== id))
      .map(({ id }) => `${scenario}:${id}`),
  ].filter(findGroup);
  for (const entry of stale) {
    used.add(entry);
    faults.push(`${entry} is listed, but passes now; remove it from expected.json`);
  }
  if (found.length === 0) faults.push(`${scenario} checked nothing at all`);
  const passes = found.some(({ status }) => status === 'SUCCESS');
  return { outcome: findings.length > 0 ? 'listed' : passes ? 'passed' : 'silent', faults };
}

/** @param {string} entry */
function findGroup(entry) {
  return groups.find(({ scenarios }) => scenarios.includes(entry));
}

/**
 * Resolves with what the suite prints; it exits with 1 whenever a scenario fails, listed or not.
 * @param {keyof typeof suites} suite
 * @param {readonly string[]} args
 * @returns {Promise<string>}
 */
function runSuite(suite, args) {
  const program = here(`node_modules/${suites[suite]}/dist/index.js`);
  return new Promise((resolve, reject) => {
    execFile(
      node,
      [program, ...args],
      { env, cwd: folder, timeout: 120_000, maxBuffer: 1e8 },
      (error, out, errors) => {
        if (error !== null && error.code !== 1) reject(error);
        else resolve(out + errors);
      },
    );
  });
}

/**
 * @param {import('node:child_process').ChildProcess} child
 * @returns {Promise<string>}
 */
function readUrl(child) {
  return new Promise((resolve, reject) => {
    let log = '';
    child.stderr?.on('data', (data) => {
      log += data;
      const url = /"url":"([^"]+)"/.exec(log)?.[1];
      if (url !== undefined) resolve(url);
    });
    child.once('exit', (code) => reject(new Error(`The server ended with ${code}: ${log}`)));
  });
}

/** The binaries that the npm package `node` installs, without its install script: a lock file can hold them. */
function findNode() {
  const system = process.platform === 'win32' ? 'win' : process.platform;
  const binary = here(
    `node_modules/node-${system}-${process.arch}/bin/node${system === 'win' ? '.exe' : ''}`,
  );
  if (existsSync(binary)) return binary;
  if (Number.parseInt(process.versions.node, 10) >= 22) return process.execPath;
  throw new Error(
    `The conformance suites need Node 22 or later and this is ${process.version}: run \`npm ci --prefix conformance\`, or use a newer Node where that installs none (macOS)`,
  );
}
