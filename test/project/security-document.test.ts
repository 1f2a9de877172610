/** SECURITY.md names tests that there are, and is reached from the README. */
import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

const read = (name: string) => readFileSync(new URL(`../../${name}`, import.meta.url), 'utf8');

it('every promise names a test that there is', () => {
  const section = read('SECURITY.md').split('## What is promised')[1]?.split('\n## ')[0] ?? '';
  const rows = section
    .split('\n')
    .filter((line) => line.startsWith('| ') && !/^\| (?:promise|---)/.test(line));
  expect(rows.length).toBeGreaterThan(15);
  const missing = rows.flatMap((row) => {
    const named = [...(row.split(' | ')[1] ?? '').matchAll(/`(test\/[\w./-]+)`: ((?:"[^"]+"(?:, )?)+)/g)];
    if (named.length === 0) return [`no test: ${row}`];
    return named.flatMap(([, file = '', names = '']) =>
      [...names.matchAll(/"([^"]+)"/g)].flatMap(([, name = '']) =>
        read(file).includes(name) ? [] : [`${file} has no "${name}"`],
      ),
    );
  });
  expect(missing).toEqual([]);
});

it('the README leads to it', () => {
  expect(read('README.md')).toContain('(SECURITY.md)');
});
