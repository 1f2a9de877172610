/** The scripted breakages (`npm run breakages`) still fit the sources, so that the list does not rot. */
import { existsSync, readFileSync } from 'node:fs';
import { expect, it, test } from 'vitest';
import * as z from 'zod';

const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8');
const breakages = z
  .array(
    z.strictObject({
      file: z.string(),
      fault: z.string().min(1),
      snippet: z.string().min(1),
      replacement: z.string(),
      tests: z.array(z.string()).min(1),
    }),
  )
  .parse(JSON.parse(read('test/breakages/breakages.json')));

it.each(breakages)('$file: $fault', ({ file, snippet, replacement, tests }) => {
  expect(read(file).split(snippet)).toHaveLength(2);
  expect(replacement).not.toBe(snippet);
  expect(tests.filter((each) => !existsSync(new URL(`../../${each}`, import.meta.url)))).toEqual([]);
});

test('there are at least forty, in every room', () => {
  expect(breakages.length).toBeGreaterThanOrEqual(40);
  const rooms = new Set(breakages.map(({ file }) => file.split('/').slice(0, -1).join('/')));
  for (const room of [
    ...['base', 'alloy', 'audit', 'calls', 'results', 'shield', 'registry', 'discovery', 'config', 'cli'],
    ...['mcp', 'mcp/transports', 'mcp/prompts', 'mcp/resources', 'mcp/completion'],
    ...['journeys', 'investigations', 'cases', 'events', 'evaluations', 'entities', 'groups', 'accounts'].map(
      (family) => `simulator/${family}`,
    ),
    ...['lists', 'page', 'faults', 'http', 'records'].map((family) => `simulator/${family}`),
  ])
    expect(rooms, room).toContain(`src/${room}`);
  expect([...rooms].filter((room) => room.startsWith('tools')).length).toBeGreaterThan(3);
});
