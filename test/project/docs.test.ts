import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { catalog } from '../../src/catalog.ts';
import { metaToolNames } from '../../src/discovery/meta-tools.ts';
import { toolsets } from '../../tools/index.ts';
import { formatPromptsDocument } from '../helpers/prompts-document.ts';
import { formatSettingsTable, formatToolsDocument } from '../helpers/reference.ts';

const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');

test('docs/tools.md is what the registry says', async () => {
  await expect(formatToolsDocument(catalog, toolsets)).toMatchFileSnapshot('../../docs/tools.md');
});

test('docs/prompts-and-resources.md is what the data says', async () => {
  await expect(formatPromptsDocument()).toMatchFileSnapshot('../../docs/prompts-and-resources.md');
});

test("the README's table of settings is the one the program has", () => {
  expect(read('README.md')).toContain(formatSettingsTable());
});

test('every client configuration in the README is JSON that names the built program or the package', () => {
  const blocks = [...read('README.md').matchAll(/```json\n([\s\S]*?)```/g)].map(([, text]) => String(text));
  const configurations = blocks.filter((text) => text.includes('"command"') || text.includes('"url"'));
  expect(configurations.length).toBeGreaterThanOrEqual(4);
  for (const text of configurations) {
    expect(() => JSON.parse(text)).not.toThrow();
    expect(text).toMatch(/dist\/main\.js|alloy-mcp|127\.0\.0\.1:3000\/mcp/);
  }
});

test('the README names no tool, nor argument like one, that does not exist', () => {
  const names = new Set([
    ...catalog.map(({ listing }) => listing.name),
    ...metaToolNames,
    ...catalog.flatMap(({ listing }) => Object.keys(Object(listing.inputSchema['properties']))),
  ]);
  const mentioned = [
    ...read('README.md').matchAll(/\b(?:[a-z]+_)+alloy_[a-z_0-9]+|\balloy_[a-z]+_[a-z_0-9]+/g),
  ].map(([name]) => name);
  expect(mentioned.filter((name) => !names.has(name) && !name.endsWith('_'))).toEqual([]);
});
