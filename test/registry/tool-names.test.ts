/**
 * What belongs to one tool stands in tools/, so that a tool is added, renamed or dropped in one place. Few files of
 * src/ may name tools, each for a reason.
 */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { tools } from '../helpers/tools.ts';

const mayNameTools: Readonly<Record<string, string>> = {
  'src/mcp/prompts/prompts.ts': 'a prompt is a way through several tools',
  'src/mcp/resources/templates.ts': 'a resource is what one read shows, under an address',
  'src/app.ts': 'a document that is read as a resource is downloaded by a tool',
  'src/base/errors.ts': 'the advice on an unknown object where nothing more is known of it',
  'src/calls/result.ts': 'an evaluation that waits says so in the answers of several tools',
  'src/discovery/meta-tools.ts': 'an example of a call through the tools of discovery mode',
};

const root = fileURLToPath(new URL('../..', import.meta.url));
const known = new Set(tools.map(({ name }) => name));

/** Names of tools, and what has their form. */
function findNames(file: string): readonly string[] {
  const words = readFileSync(path.join(root, file), 'utf8').match(/\b[a-z]\w*\b/g) ?? [];
  return words.filter((word) => known.has(word) || /^\w+_alloy_\w+$/.test(word));
}

const naming = readdirSync(path.join(root, 'src'), { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
  .map((entry) => path.relative(root, path.join(entry.parentPath, entry.name)))
  .filter((file) => findNames(file).length > 0);

test('no other file of src/ names a tool, and these still do', () => {
  expect(naming.sort()).toEqual(Object.keys(mayNameTools).sort());
});

test('what they name are tools', () => {
  expect(naming.flatMap(findNames).filter((name) => !known.has(name))).toEqual([]);
});
