/**
 * What clients are shown of each tool, and the whole schema behind it, as committed files: a change of either is a
 * decision to be read, not to be updated away.
 */
import { readdirSync } from 'node:fs';
import { expect, test } from 'vitest';
import { catalog } from '../../src/catalog.ts';
import { fullSchema } from '../../src/registry/schema.ts';
import { findTool } from '../helpers/find-tool.ts';

test('there is a snapshot of every tool, and of nothing else', () => {
  const names = catalog.map(({ toolset, listing }) => `${toolset}/${listing.name}.json`);
  const found = readdirSync(new URL('snapshots/', import.meta.url), { recursive: true }).map(String);
  expect(found.filter((name) => name.endsWith('.json')).sort()).toEqual(names.sort());
});

test.each(catalog.map(({ toolset, listing }) => [listing.name, toolset, listing] as const))(
  '%s is listed as its snapshot says',
  async (name, toolset, listing) => {
    const shown = { listing, fullSchema: fullSchema(findTool(name)) };
    await expect(`${JSON.stringify(shown, undefined, 2)}\n`).toMatchFileSnapshot(
      `snapshots/${toolset}/${name}.json`,
    );
  },
);
