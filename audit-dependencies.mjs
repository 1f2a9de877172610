// @ts-check
/**
 * What is inside the bundle, against its licences and the registry's advisories. Ends with 1 for a licence that is not
 * allowed and for an advisory of severity high or critical. A registry without advisories is said and passes.
 */
import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';

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
 * The report of `npm audit`, which ends with 1 when it finds something; an `error` when the registry tells nothing.
 * @returns {Promise<Report>}
 */
async function readAdvisories() {
  // All of our packages are development dependencies, so none may be left out here.
  const { stdout } = await promisify(execFile)('npm', ['audit', '--json'], {
    maxBuffer: 64 * 1024 * 1024,
  }).catch((/** @type {{ readonly stdout: string }} */ error) => error);
  try {
    return JSON.parse(stdout);
  } catch {
    return { message: 'npm audit did not answer JSON' };
  }
}

const packages = await readBundled();
const faults = listLicenseFaults(packages);
console.log(
  `${packages.length} packages are bundled: ${packages.map(({ name, version }) => `${name} ${version}`).join(', ')}`,
);

const { vulnerabilities, message, error } = await readAdvisories();
if (vulnerabilities === undefined) {
  console.log(
    `Not checked for advisories, because this registry tells none: ${message ?? error?.summary ?? 'no report'}`,
  );
} else {
  const bundled = new Set(packages.map(({ name }) => name));
  const found = Object.values(vulnerabilities);
  for (const { name, severity, range } of found) {
    const isBundled = bundled.has(name);
    console.log(`advisory: ${name} ${range}, ${severity}${isBundled ? '' : ', not in the bundle'}`);
    if (isBundled && grave.has(severity))
      faults.push(`${name} ${range} has an advisory of severity ${severity}`);
  }
  if (found.length === 0) console.log('The registry knows no advisories for any installed package');
}

for (const fault of faults) console.error(fault);
if (faults.length === 0) console.log('Licences are in order');
process.exitCode = faults.length === 0 ? 0 : 1;
