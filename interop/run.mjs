// @ts-check
/**
 * `npm run interop [-- frameworks | clients | NAME...]`: real clients and frameworks against the built server, with one
 * scripted model. `--json` prints the table as JSON, `--show` what the model
 * was shown of each result, `--no-install` takes the clients that are installed. Each row of expected.json is a run; whatever differs from it, for better or worse, ends this with 1.
 * What a row calls the client's fault has to happen with a server of no merit (bare.mjs) too. Clients run on the Node
 * that they need, the server on the Node that runs this; nothing leaves this machine.
 */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { here, runClient } from './run-client.mjs';
import { steps } from './script.mjs';

/**
 * @typedef {import('./run-client.mjs').Row} Row
 * @typedef {Readonly<Record<string, unknown>>} Columns
 */

/** What every column says where all is well. */
const clean = {
  tools: 'all',
  read: 'ok',
  write: 'ok',
  refusal: 'ok',
  missing: 'ok',
  cut: 'ok',
  readOn: 'ok',
  upload: 'ok',
  picture: 'picture',
  times: 1,
  calls: 'once',
  blocks: 'plain',
};
const atOnce = 2;

/** @type {readonly Row[]} */
const rows = JSON.parse(readFileSync(here('expected.json'), 'utf8'));
const { values: flags, positionals: wanted } = parseArgs({
  allowPositionals: true,
  options: { json: { type: 'boolean' }, 'no-install': { type: 'boolean' }, show: { type: 'boolean' } },
});
const known = new Set(rows.flatMap(({ client, group }) => [group, client]));
const strange = wanted.find((name) => !known.has(name));
if (strange !== undefined) throw new Error(`There is no client ${strange}, but ${[...known].join(', ')}`);
const chosen = rows.filter(
  ({ client, group }) => wanted.length === 0 || wanted.includes(client) || wanted.includes(group),
);
if (flags['no-install'] !== true) install(chosen.every(({ group }) => group === 'frameworks'));
/** @type {{ readonly packages: Readonly<Record<string, { readonly version: string }>> }} */
const { packages } = JSON.parse(readFileSync(here('package-lock.json'), 'utf8'));

/** @type {Map<string, ReturnType<typeof runClient>>} */
const bareRuns = new Map();
const waiting = [...chosen];
/** @type {{ row: Row, columns: Columns, problems: readonly string[] }[]} */
const outcomes = [];
await Promise.all(
  Array.from({ length: atOnce }, async () => {
    for (let row = waiting.shift(); row !== undefined; row = waiting.shift()) outcomes.push(await play(row));
  }),
);
outcomes.sort((one, other) => rows.indexOf(one.row) - rows.indexOf(other.row));
printTable();
const problems = outcomes.flatMap((outcome) => outcome.problems);
for (const problem of problems) console.log(problem);
console.log(
  problems.length === 0
    ? `\nInterop: as expected, ${outcomes.length} runs.`
    : `\nInterop: not as expected. Differences, named above: ${problems.length}.`,
);
process.exitCode = problems.length === 0 ? 0 : 1;

/** @param {Row} row */
async function play(row) {
  const name = nameRow(row);
  const { columns, note, results } = await runClient(row, 'program');
  if (flags.show) for (const result of results) console.log(`${name}: ${JSON.stringify(result)}`);
  /** @type {Record<string, unknown>} */
  const expected = { ...clean, protocol: row.protocol, decide: row.decide, ...row.varies, ...row.faults };
  const notRun = row.only && steps.map(({ name: step }) => step).filter((step) => !row.only?.includes(step));
  for (const step of notRun ?? []) expected[step] = 'not run';
  const differences = Object.keys(expected)
    .filter((key) => ![expected[key]].flat().includes(columns[key]))
    .map((key) => `${name}: ${key} is ${columns[key]}, expected ${expected[key]}`);
  const problems = differences.length > 0 && note !== '' ? [...differences, `${name}: ${note}`] : differences;
  if (row.faults === undefined) return { row, columns, problems };
  if (row.reason === undefined) problems.push(`${name}: faults need their reason`);
  const bare = await runBare(row);
  const ours = Object.entries(row.faults)
    .filter(([key, value]) => String(bare.columns[key]) !== String(value))
    .map(
      ([key, value]) =>
        `${name}: ${key} ${value} is called the client's fault, but is ${bare.columns[key]} with a bare server`,
    );
  return { row, columns, problems: [...problems, ...ours] };
}

/**
 * Over stdio, whatever the row says: a fault of the client is there over both.
 * @param {Row} row
 */
function runBare(row) {
  const key = `${row.client} ${row.provider}`;
  const run = bareRuns.get(key) ?? runClient({ ...row, transport: 'stdio' }, 'bare');
  bareRuns.set(key, run);
  return run;
}

/**
 * The large clients are development dependencies, so that the frameworks can be had without them.
 * @param {boolean} isSmall
 */
function install(isSmall) {
  const args = ['ci', '--ignore-scripts', '--loglevel', 'error', ...(isSmall ? ['--omit=dev'] : [])];
  const { status } = spawnSync('npm', args, {
    cwd: here('.'),
    stdio: 'inherit',
    shell: process.platform === 'win32',
  });
  if (status !== 0) throw new Error('npm ci has failed in interop/, see above');
}

function printTable() {
  const heads = ['protocol', 'decide', ...Object.keys(clean), 'listed'];
  const table = outcomes.map(({ row, columns }) => ({
    client: row.title,
    version: row.packages.map((name) => packages[`node_modules/${name}`]?.version).join(', '),
    transport: row.transport,
    model: row.provider ?? 'none',
    ...Object.fromEntries(heads.map((head) => [head, columns[head]])),
  }));
  if (flags.json) return console.log(JSON.stringify(table, null, 2));
  const names = Object.keys(table[0] ?? {});
  for (const cells of [names, names.map(() => '---'), ...table.map((line) => Object.values(line))])
    console.log(`| ${cells.join(' | ')} |`);
}

/** @param {Row} row */
function nameRow({ client, transport, provider }) {
  return [client, transport, ...(provider === undefined ? [] : [provider])].join(' ');
}
