import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import * as z from 'zod';
import { catalog } from '../../src/catalog.ts';
import { nameParameter, parseNarrowing } from '../../src/config/narrowing.ts';
import { metaToolNames } from '../../src/discovery/meta-tools.ts';
import { chooseSurface } from '../../src/registry/surface.ts';
import { toolsets } from '../../tools/index.ts';
import { formatPromptsDocument } from '../helpers/prompts-document.ts';
import { formatSettingsTable, formatToolsDocument } from '../helpers/reference.ts';

const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');

const servers = z.record(z.string(), z.unknown());

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

/** Texts of JSON in which a client is told of the server. */
const configurations = [
  'README.md',
  'mcp.json',
  ...readdirSync(new URL('../../docs', import.meta.url)).map((name) => `docs/${name}`),
]
  .flatMap((file) =>
    file.endsWith('.json')
      ? [read(file)]
      : [...read(file).matchAll(/```json\n([\s\S]*?)```/g)].map(([, text]) => String(text)),
  )
  .filter((text) => /"(?:mcpServers|servers)"/.test(text))
  .map((text) =>
    z.looseObject({ mcpServers: servers.optional(), servers: servers.optional() }).parse(JSON.parse(text)),
  );

test('the server is called alloy in every configuration, for clients put the name in front of those of tools', () => {
  expect(configurations.length).toBeGreaterThanOrEqual(6);
  for (const { mcpServers, servers: own } of configurations)
    expect(Object.keys(mcpServers ?? own ?? {})).toEqual(['alloy']);
  expect(read('README.md')).toContain('`claude mcp add alloy -- ');
});

test.each([
  ['Cursor', 80, 60 - 'alloy'.length],
  ['VS Code', 128, 64],
])(
  'the configuration for %s lists no more than its %i tools, with names of less than %i characters',
  (client, most, length) => {
    const [, text = ''] =
      new RegExp(`\\n\\*\\*${client}\\*\\*[\\s\\S]*?\`\`\`json\\n([\\s\\S]*?)\`\`\``).exec(
        read('README.md'),
      ) ?? [];
    const given = [...text.matchAll(/"--([a-z-]+)=([^"]+)"/g)].map(
      ([, name = '', value = '']) => [name, value] as const,
    );
    expect(given).toContainEqual(['aliases', 'off']);
    const { entries, rename } = chooseSurface(catalog, parseNarrowing(new Map(given)), nameParameter);
    expect(entries.length).toBeLessThanOrEqual(most);
    expect(entries.filter(({ listing }) => rename(listing.name).length >= length)).toEqual([]);
  },
);

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
