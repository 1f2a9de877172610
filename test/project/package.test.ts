import { execFile } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { packageName } from '../../src/base/version.ts';

const run = promisify(execFile);
const root = fileURLToPath(new URL('../..', import.meta.url));
let folder = '';
let installed = '';

/** The package as a user gets it: packed, and installed in an empty folder without a network. */
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'alloy-mcp-package-'));
  // The test command has built already; packing must not build once more under the other tests.
  await run('npm', ['pack', '--ignore-scripts', '--pack-destination', folder], { cwd: root });
  const tarball = (await readdir(folder)).find((name) => name.endsWith('.tgz'));
  await writeFile(path.join(folder, 'package.json'), '{"private":true,"type":"module"}');
  await run('npm', ['install', '--offline', '--no-audit', '--no-fund', `./${tarball}`], { cwd: folder });
  installed = path.join(folder, 'node_modules', packageName);
}, 120_000);

afterAll(() => rm(folder, { recursive: true, force: true }));

test('npx starts it offline in an empty folder', async () => {
  const { version } = JSON.parse(await readFile(path.join(root, 'package.json'), 'utf8'));
  const { stdout } = await run('npx', ['--offline', 'alloy-mcp', '--version'], { cwd: folder });
  expect(stdout.trim()).toBe(version);
});

test('a call works from the package alone', async () => {
  const { stdout } = await run('npx', ['--offline', 'alloy-mcp', 'call', 'list_all_alloy_parameters'], {
    cwd: folder,
  });
  expect(JSON.parse(stdout)).toMatchObject({ status: 200, environment: 'embedded' });
});

test('it installs nothing beside itself and holds only what is needed', async () => {
  const [scopeOrName] = packageName.split('/');
  expect((await readdir(path.join(folder, 'node_modules'))).filter((name) => !name.startsWith('.'))).toEqual([
    scopeOrName,
  ]);
  const files = await readdir(installed, { recursive: true });
  const unexpected = files.filter(
    (name) =>
      !/^(dist|dist\/chunks|docs|docs\/[\w-]+\.md|package\.json|(README|CHANGELOG|SECURITY)\.md|LICENSE|dist\/(main|program|library)\.js|dist\/library\.d\.ts|dist\/THIRD_PARTY_LICENSES\.txt|dist\/chunks\/[\w.-]+\.js)$/.test(
        name,
      ),
  );
  expect(unexpected).toEqual([]);
});

// CONTRIBUTING.md is for those who have the repository.
test('every page that one of its pages points to is in it', async () => {
  const pages = (await readdir(installed, { recursive: true })).filter((name) => name.endsWith('.md'));
  expect(pages).toEqual(expect.arrayContaining(['SECURITY.md', 'docs/personal-data.md', 'docs/safety.md']));
  for (const page of pages) {
    const text = await readFile(path.join(installed, page), 'utf8');
    for (const [, target = ''] of text.matchAll(/\]\((?!https?:|mailto:|#|CONTRIBUTING\.md)([^)#\s]+)/g))
      expect(pages, `${page} points to ${target}`).toContain(path.join(path.dirname(page), target));
  }
});

test('no file of it tells where it was built', async () => {
  const files = (await readdir(installed, { recursive: true, withFileTypes: true })).filter((entry) =>
    entry.isFile(),
  );
  for (const entry of files) {
    const text = await readFile(path.join(entry.parentPath, entry.name), 'utf8');
    expect(text.includes(root.replace(/\/$/, '')), entry.name).toBe(false);
  }
});

test('the library answers as the embedded Alloy, and its types are whole without our dependencies', async () => {
  await writeFile(
    path.join(folder, 'use.ts'),
    `import { catalog, createEmbeddedAlloy, type CatalogEntry } from '${packageName}';
type IsAny<T> = 0 extends 1 & T ? true : false;
const notAny: [IsAny<CatalogEntry>, IsAny<typeof catalog>, IsAny<ReturnType<typeof createEmbeddedAlloy>>] = [false, false, false];
const first: string | undefined = catalog[0]?.listing.name;
const { fetch, credentials } = createEmbeddedAlloy({ seed: 'a', now: () => 1 });
const token: string = credentials.token;
export const used = [notAny, first, token, fetch(new Request('http://alloy.example/v1/parameters'))];
// @ts-expect-error the options have no such member
createEmbeddedAlloy({ sead: 'a' });
`,
  );
  const tsc = path.join(root, 'node_modules', 'typescript', 'bin', 'tsc');
  const flags = [
    '--noEmit',
    '--strict',
    '--module',
    'nodenext',
    '--target',
    'es2023',
    '--lib',
    'es2023,dom',
    '--types',
    '',
    'use.ts',
  ];
  await run(process.execPath, [tsc, ...flags], { cwd: folder });

  const program = `import { catalog, createEmbeddedAlloy } from '${packageName}';
const { fetch, credentials } = createEmbeddedAlloy();
const authorization = 'Basic ' + btoa(credentials.token + ':' + credentials.secret);
const response = await fetch(new Request('http://alloy.example/v1/lists', { headers: { authorization } }));
console.log(catalog.length, response.status);`;
  const { stdout } = await run(process.execPath, ['--input-type=module', '-e', program], { cwd: folder });
  expect(stdout).toMatch(/^138 (200|501)\n$/);
});
