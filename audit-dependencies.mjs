// @ts-check
/**
 * What is inside the bundle, against its licences and the registry's advisories. Ends with 1 for a licence that is not
 * allowed and for an advisory of severity high or critical. Where nothing could be learnt of advisories, they are
 * unknown: a warning, and the end is 0; with `--require-advisories`, which a release asks for, it is 2.
 */
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs, promisify } from 'node:util';

const { values: flags } = parseArgs({
  options: { 'require-advisories': { type: 'boolean', default: false } },
});

const allowed = new Set([
  'MIT',
  'ISC',
  'Apache-2.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  '0BSD',
  'BlueOak-1.0.0',
]);
/** Files under it stay as they are, and the bundle says where their source is. */
const allowedFor = new Map([['@jmespath-community/jmespath', 'MPL-2.0']]);
const grave = new Set(['high', 'critical']);

/**
 * @typedef {object} Bundled
 * @property {string} name
 * @property {string} version
 * @property {string} license
 * @property {string} source
 * @property {string} content
 */

/**
 * What is read of a report of `npm audit`.
 * @typedef {object} Report
 * @property {Readonly<Record<string, { name: string, severity: string, range: string }>>} [vulnerabilities]
 * @property {string} [message]
 * @property {{ readonly summary?: string }} [error]
 */

/**
 * What build.mjs wrote: name, version, licence, source and text of each package.
 * @returns {Promise<readonly Bundled[]>}
 */
async function readBundled() {
  const text = await readFile(new URL('dist/THIRD_PARTY_LICENSES.txt', import.meta.url), 'utf8').catch(() => {
    throw new Error('dist/ is missing: npm run build makes it');
  });
  return text.split(/^-{80}\n\n/m).map((section) => {
    const [, name, version = '', license = '', source = '', content = ''] =
      /^(\S+) (\S+) \(([^)\n]+)\)\n([^\n]*)\n\n(.*)$/s.exec(section) ?? [];
    if (name === undefined) throw new Error(`not the beginning of a licence: ${section.slice(0, 80)}`);
    return { name, version, license, source, content };
  });
}

/** @param {readonly Bundled[]} packages */
function listLicenseFaults(packages) {
  return packages.flatMap(({ name, license, source, content }) => [
    ...(allowed.has(license) || allowedFor.get(name) === license ? [] : [`${name} is under ${license}`]),
    ...(/^https:\/\//.test(source) ? [] : [`${name} does not say where its source is (${source})`]),
    ...(content.length > 200 ? [] : [`${name} has no text of its licence`]),
  ]);
}

/**
 * The report of `npm audit` in a folder, which ends with 1 when it finds something; an `error` when the registry tells
 * nothing.
 * @param {string} folder
 * @returns {Promise<Report>}
 */
async function readAdvisories(folder) {
  // All of our packages are development dependencies, so none may be left out here.
  const { stdout } = await promisify(execFile)('npm', ['audit', '--json'], {
    cwd: folder,
    maxBuffer: 64 * 1024 * 1024,
  }).catch((/** @type {{ readonly stdout: string }} */ error) => error);
  try {
    return JSON.parse(stdout);
  } catch {
    return { message: 'npm audit did not answer JSON' };
  }
}

/** Versions with advisories of severity critical since 2021 and 2018: who tells none of them has none to tell. */
const notorious = { minimist: '0.0.8', lodash: '4.17.4' };

/**
 * Whether advisories are told at all. An npm that is offline and a mirror without them report nothing found, which looks
 * like a clean bill.
 */
async function tellsAdvisories() {
  const folder = await mkdtemp(path.join(tmpdir(), 'alloy-mcp-advisories-'));
  try {
    const root = { name: 'advisories', version: '1.0.0', dependencies: notorious };
    const locked = Object.entries(notorious).map(([name, version]) => [`node_modules/${name}`, { version }]);
    const lock = { lockfileVersion: 3, packages: { '': root, ...Object.fromEntries(locked) } };
    await writeFile(path.join(folder, 'package.json'), JSON.stringify(root));
    await writeFile(path.join(folder, 'package-lock.json'), JSON.stringify({ ...root, ...lock }));
    const { vulnerabilities = {} } = await readAdvisories(folder);
    return Object.keys(vulnerabilities).length > 0;
  } finally {
    await rm(folder, { recursive: true });
  }
}

const packages = await readBundled();
const faults = listLicenseFaults(packages);
console.log(
  `${packages.length} packages are bundled: ${packages.map(({ name, version }) => `${name} ${version}`).join(', ')}`,
);

const { vulnerabilities, message, error } = await readAdvisories(
  fileURLToPath(new URL('.', import.meta.url)),
);
const found = Object.values(vulnerabilities ?? {});
const bundled = new Set(packages.map(({ name }) => name));
for (const { name, severity, range } of found) {
  const isBundled = bundled.has(name);
  console.log(`advisory: ${name} ${range}, ${severity}${isBundled ? '' : ', not in the bundle'}`);
  if (isBundled && grave.has(severity))
    faults.push(`${name} ${range} has an advisory of severity ${severity}`);
}
const unknown =
  vulnerabilities === undefined
    ? (message ?? error?.summary ?? 'npm audit gave no report')
    : found.length === 0 && !(await tellsAdvisories())
      ? 'npm audit finds nothing, not even where there is something to find'
      : undefined;

if (unknown !== undefined) {
  // GitHub shows a line of this form with the run.
  console.warn(
    `::warning title=audit:deps::Advisories are unknown, because this registry tells none: ${unknown}`,
  );
} else if (found.length === 0) console.log('The registry knows no advisories for any installed package');

for (const fault of faults) console.error(fault);
if (faults.length === 0) console.log('Licences are in order');
if (unknown !== undefined && flags['require-advisories'])
  console.error('Unknown is not enough here (--require-advisories): ask a registry that tells advisories');
process.exitCode = faults.length > 0 ? 1 : unknown !== undefined && flags['require-advisories'] ? 2 : 0;
