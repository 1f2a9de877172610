/** What documentation and tests name is there: files, folders, pages, scripts, the package. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { packageName } from '../../src/base/version.ts';
import { expectNone } from '../helpers/expect-none.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const read = (file: string) => readFileSync(path.join(root, file), 'utf8');

/** Files below a folder, by their path from the root. */
function listFiles(folder: string, ending: string): readonly string[] {
  return readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith(ending))
    .map((name) => path.join(folder, name));
}

const pages = [
  ...readdirSync(root).filter((name) => name.endsWith('.md')),
  ...listFiles('docs', '.md'),
  ...listFiles('.github', '.md'),
];

test('every path in a page is there', () => {
  const folders = 'src|test|tools|docs|bench|conformance|examples|\\.github|\\.ci';
  const form = new RegExp(`(?<![\\w/.@-])(?:${folders})/[\\w./-]*[\\w/]`, 'g');
  // The protocol's methods have such names too.
  const isMethod = (name: string) => name === 'tools/list' || name === 'tools/call';
  const named = pages
    .flatMap((page) => [...read(page).matchAll(form)].map(([name]) => ({ page, name })))
    .filter(({ name }) => !isMethod(name));
  expect(named.length).toBeGreaterThan(100);
  expectNone(
    named
      .filter(({ name }) => !existsSync(path.join(root, name)))
      .map(({ page, name }) => `${page}: ${name}`),
  );
});

test('every link from page to page, and to its headings, leads somewhere', () => {
  const headingsOf = (page: string) =>
    [...read(page).matchAll(/^#+ (.+)$/gm)].map(([, heading = '']) =>
      heading
        .toLowerCase()
        .replaceAll(/[^\w\s-]/g, '')
        .replaceAll(' ', '-'),
    );
  expectNone(
    pages.flatMap((page) =>
      [...read(page).matchAll(/\]\((?!https?:)([^)#\s]*)(?:#([^)\s]+))?\)/g)].flatMap(
        ([link, file = '', heading]) => {
          const target = file === '' ? page : path.join(path.dirname(page), file);
          if (!existsSync(path.join(root, target))) return [`${page}: ${link}`];
          const isThere = heading === undefined || headingsOf(target).includes(heading);
          return isThere ? [] : [`${page}: ${link}`];
        },
      ),
    ),
  );
});

test('every script in a page is in package.json', () => {
  const { scripts } = JSON.parse(read('package.json'));
  const named = pages.flatMap((page) =>
    [...read(page).matchAll(/npm run ([\w:-]+)/g)].map(([, name = '']) => `${page}: ${name}`),
  );
  expect(named.length).toBeGreaterThan(10);
  expectNone(named.filter((each) => !Object.hasOwn(scripts, each.split(': ')[1] ?? '')));
});

test('whoever installs or imports the package is told its name', () => {
  const told = pages.flatMap((page) =>
    [
      // By its name, or by the path of what npm packs of it.
      ...read(page).matchAll(
        /\bnpx (?:-y )?(?!vitest\b|tsc\b|biome\b)(?:\/path\/to\/)?([@\w/-]+?)(?:-\d[\d.]*\.tgz)?(?![@\w/.-])|\bimport [^\n]+ from '([@\w/-]+)'/g,
      ),
    ].map(([, started, imported]) => started ?? imported),
  );
  expect(told.length).toBeGreaterThanOrEqual(2);
  expect(new Set(told)).toEqual(new Set([packageName]));
});

test('every file that a test names beside itself is there', () => {
  const named = listFiles('test', '.ts').flatMap((file) =>
    [...read(file).matchAll(/new URL\('(\.[^']*)', import\.meta\.url\)/g)].map(([, name = '']) => ({
      file,
      name,
    })),
  );
  expect(named.length).toBeGreaterThan(5);
  const target = ({ file, name }: (typeof named)[number]) => path.join(path.dirname(file), name);
  // What lies beside the checkout is looked for, and not there on most machines; the build makes the program.
  const isMade = (file: string) => file.startsWith(path.join('..', 'shared')) || file.startsWith('dist');
  expectNone(
    named
      .filter((each) => !isMade(target(each)) && !existsSync(path.join(root, target(each))))
      .map(({ file, name }) => `${file}: ${name}`),
  );
});
