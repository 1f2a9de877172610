// @ts-check
/**
 * `npm run breakages`: breaks the program in each of the ways that breakages.json lists, one at a time and in a copy,
 * and tells whether the tests notice. Ends with code 1 when one goes unnoticed, or does not fit the source any more.
 *
 *     npm run breakages [-- --all] [-- TEXT...]
 *
 * --all runs the whole quick suite each time, not only the files that are named. TEXT: only breakages whose file or
 * description holds it.
 */
import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { promisify } from 'node:util';

/**
 * @typedef {object} Breakage
 * @property {string} file
 * @property {string} fault What goes wrong, in words.
 * @property {string} snippet Stands once in the file.
 * @property {string} replacement
 * @property {readonly string[]} tests Files, one of which has to fail.
 */

const run = promisify(execFile);
const root = path.join(import.meta.dirname, '..', '..');
const wanted = process.argv.slice(2);
const isWhole = wanted.includes('--all');
const texts = wanted.filter((text) => !text.startsWith('--'));

/** @type {readonly Breakage[]} */
const all = JSON.parse(await readFile(path.join(import.meta.dirname, 'breakages.json'), 'utf8'));
const chosen = all.filter(
  ({ file, fault }) => texts.length === 0 || texts.some((text) => `${file} ${fault}`.includes(text)),
);

/** The files that git knows or would take, with the packages as they are installed. */
async function copyCheckout() {
  const copy = await mkdtemp(path.join(tmpdir(), 'alloy-mcp-breakages-'));
  const { stdout } = await run('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
    cwd: root,
    maxBuffer: 2 ** 26,
  });
  for (const file of stdout.split('\0').filter(Boolean)) {
    await mkdir(path.dirname(path.join(copy, file)), { recursive: true });
    // A file that was removed and not yet committed is listed all the same.
    await cp(path.join(root, file), path.join(copy, file), { preserveTimestamps: true }).catch(
      () => undefined,
    );
  }
  await symlink(path.join(root, 'node_modules'), path.join(copy, 'node_modules'));
  return copy;
}

/** Relative imports, of whatever kind. */
const imports = /(?:from|import)\s*\(?\s*'(\.[^']+)'/g;

/**
 * Whether a file, or one that it imports, starts the built program: only then has it to be built.
 * @param {string} file
 * @param {Set<string>} seen
 * @returns {Promise<boolean>}
 */
async function startsProgram(file, seen = new Set()) {
  if (file.endsWith('start-process.ts') || file.endsWith(path.join('project', 'package.test.ts')))
    return true;
  if (seen.has(file)) return false;
  seen.add(file);
  const source = await readFile(file, 'utf8').catch(() => '');
  for (const [, target = ''] of source.matchAll(imports))
    if (await startsProgram(path.join(path.dirname(file), target), seen)) return true;
  return false;
}

/**
 * The names of the tests, or files, that fail; undefined when nothing was run, which proves nothing.
 * @param {string} copy
 * @param {readonly string[]} files
 */
async function findFailing(copy, files) {
  const report = path.join(copy, 'report.json');
  await rm(report, { force: true });
  const vitest = path.join(copy, 'node_modules', 'vitest', 'vitest.mjs');
  const flags = ['run', '--bail=1', '--reporter=json', `--outputFile=${report}`, ...files];
  const starting = await Promise.all(files.map((file) => startsProgram(path.join(copy, file))));
  const needsBuild = files.length === 0 || starting.includes(true);
  const env = { ...process.env, ...(needsBuild ? {} : { TEST_BUILD: 'off' }) };
  const end = await run(process.execPath, [vitest, ...flags], { cwd: copy, env, maxBuffer: 2 ** 26 }).catch(
    (error) => error,
  );
  const text = await readFile(report, 'utf8').catch(() => undefined);
  if (text === undefined) return { failing: undefined, output: String(end.stderr || end.stdout || end) };
  /** @type {{ testResults: { name: string, status: string, assertionResults: { status: string, fullName: string }[] }[] }} */
  const { testResults } = JSON.parse(text);
  const failing = testResults.flatMap(({ name, status, assertionResults }) => {
    const tests = assertionResults.filter((test) => test.status === 'failed').map((test) => test.fullName);
    return tests.length > 0 || status !== 'failed' ? tests : [path.relative(copy, name)];
  });
  return { failing, output: '' };
}

const copy = await copyCheckout();
/** @type {string[]} */
const unnoticed = [];
try {
  for (const [index, { file, fault, snippet, replacement, tests }] of chosen.entries()) {
    const target = path.join(copy, file);
    const source = await readFile(target, 'utf8');
    const parts = source.split(snippet);
    let verdict = '';
    if (parts.length !== 2) {
      verdict = `DOES NOT FIT: its snippet stands ${parts.length - 1} times in the file`;
    } else {
      await writeFile(target, parts.join(replacement));
      const { failing, output } = await findFailing(copy, isWhole ? [] : tests);
      await writeFile(target, source);
      if (failing === undefined) verdict = `PROVES NOTHING: no test was run\n${output}`;
      else verdict = failing.length === 0 ? 'UNNOTICED' : `noticed by "${failing[0]}"`;
    }
    if (!verdict.startsWith('noticed')) unnoticed.push(`${file}: ${fault}`);
    console.log(`${index + 1}/${chosen.length} ${file}: ${fault}\n    ${verdict}`);
  }
} finally {
  await rm(copy, { recursive: true, force: true });
}
console.log(`${chosen.length - unnoticed.length} of ${chosen.length} breakages were noticed`);
for (const each of unnoticed) console.log(`not noticed: ${each}`);
process.exitCode = unnoticed.length === 0 && chosen.length > 0 ? 0 : 1;
