/** What is told of the tools that were found, and how much of it. */
import { expect, test } from 'vitest';
import { catalog } from '../../src/catalog.ts';
import { buildFoundTools, defaultMaxChars, type ToolDescription } from '../../src/discovery/found-tools.ts';
import { createToolSearch, maxLimit } from '../../src/discovery/tool-search.ts';
import { buildPublicSchema, fullSchema } from '../../src/registry/schema.ts';
import { findTool } from '../helpers/find-tool.ts';
import { findAsked } from '../helpers/tools.ts';

const search = createToolSearch(catalog, findAsked);

function describeTool(name: string): ToolDescription {
  const entry = catalog.find(({ listing }) => listing.name === name);
  if (entry === undefined) throw new Error(`No ${name}`);
  return {
    effect: entry.effect,
    description: entry.listing.description,
    schema: buildPublicSchema(fullSchema(findTool(name))),
    shortSchema: entry.listing.inputSchema,
  };
}

const rank = (...names: readonly string[]) => names.map((name) => ({ name, score: 1, aliases: [] }));
const build = (query: string, limit?: number, maxChars?: number) =>
  buildFoundTools(search(query, limit), describeTool, maxChars);

test('whole schemas, in the order of the search', () => {
  const ranked = search('rename a custom list');
  const { tools, hint } = buildFoundTools(ranked, describeTool);
  expect(tools.map(({ name }) => name)).toEqual(ranked.map(({ name }) => name));
  expect(tools[0]).toEqual({
    name: 'update_a_alloy_custom_list_by_id',
    effect: 'write',
    description: describeTool('update_a_alloy_custom_list_by_id').description,
    input_schema: describeTool('update_a_alloy_custom_list_by_id').schema,
  });
  expect(hint).toBeUndefined();
});

test.each([defaultMaxChars, 6_000, 2_000])('at most %d characters', (maxChars) => {
  for (const query of ['run a KYC check', 'start onboarding', 'send an event', 'list', 'review', 'case']) {
    const { tools } = build(query, maxLimit, maxChars);
    expect(JSON.stringify(tools).length).toBeLessThanOrEqual(maxChars + 2 * maxLimit);
    expect(tools.length).toBeGreaterThan(0);
  }
});

test('a schema longer than the limit is shortened, and the next one still whole', () => {
  const { tools } = buildFoundTools(
    rank('create_a_alloy_evaluation', 'get_single_alloy_evaluation_by_id'),
    describeTool,
  );
  expect(tools[0]?.input_schema).toEqual(describeTool('create_a_alloy_evaluation').shortSchema);
  expect(tools[0]?.note).toContain(
    'alloy_describe_tool {"name": "create_a_alloy_evaluation"} gives it whole',
  );
  expect(tools[1]?.input_schema).toEqual(describeTool('get_single_alloy_evaluation_by_id').schema);
  expect(tools[1]).not.toHaveProperty('note');
});

test('without room for schemas, later tools say where theirs is', () => {
  const { tools } = build('add a note', 3, 1_600);
  expect(tools.length).toBe(3);
  expect(tools[0]).toHaveProperty('input_schema');
  expect(tools[2]).not.toHaveProperty('input_schema');
  expect(tools[2]?.note).toContain(`call alloy_describe_tool {"name": "${tools[2]?.name}"}`);
});

test('tools left out are counted', () => {
  const ranked = search('review', maxLimit);
  const { tools, hint } = buildFoundTools(ranked, describeTool, 1_000);
  expect(hint).toContain(`${ranked.length - tools.length} more left out`);
});

test('nothing found: what to ask for', () => {
  expect(build('zzyzx qwertzuiop')).toEqual({
    tools: [],
    hint: expect.stringContaining('Say what you want to do'),
  });
});

test('no schema shows how arguments are listed', () => {
  const shown = JSON.stringify(catalog.map(({ listing }) => describeTool(listing.name).schema));
  expect(shown).not.toContain('"listing":');
});
