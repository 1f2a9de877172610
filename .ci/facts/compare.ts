/** The fixtures and the texts of tools against the fact files in the folder that FACTS_DIR names. */
import { expect, test } from 'vitest';
import { catalog } from '../../src/catalog.ts';
import { prompts } from '../../src/mcp/prompts/prompts.ts';
import { references } from '../../src/mcp/resources/references.ts';
import { templates } from '../../src/mcp/resources/templates.ts';
import { fullSchema } from '../../src/registry/schema.ts';
import { isObject } from '../../test/helpers/contract/field-paths.ts';
import { readToolFacts } from '../../test/helpers/contract/operation-facts.ts';
import { expectNone } from '../../test/helpers/expect-none.ts';
import { tools } from '../../test/helpers/tools.ts';
import { normalize, readFacts, readTexts } from './read-facts.ts';

const facts = readToolFacts();

test('the fixtures say what the fact files say, tool by tool', () => {
  const given = readFacts();
  expect([...facts.keys()].sort()).toEqual([...given.keys()].sort());
  for (const [name, { operation, places, required }] of facts) {
    const { tools: _, ...rest } = operation;
    expect({ name, places, required, ...rest }).toEqual({ name, ...given.get(name) });
  }
});

test('no sentence of eight words or more is copied into a title, a description, a prompt or a reference', () => {
  const texts = readTexts();
  expect(texts.length).toBeGreaterThan(100_000);
  const own = [
    ...catalog.flatMap(({ listing }) => [listing.title, listing.description]),
    ...tools.flatMap((tool) => findDescriptions(fullSchema(tool))),
    ...prompts.flatMap(({ description, goal, steps }) => [description, goal, ...steps]),
    ...templates.map(({ description }) => description),
    ...references.flatMap(({ description, format }) => [description, ...format(() => true).split(/[|\n]/)]),
  ];
  const sentences = own.flatMap((text) => text.split(/(?<=[.:;!?])\s|\n/)).map(normalize);
  const long = [...new Set(sentences)].filter(
    (each) => !each.includes('|') && each.trim().split(' ').length >= 8,
  );
  expect(long.length).toBeGreaterThan(100);
  expectNone(long.filter((sentence) => texts.includes(sentence)));
});

function findDescriptions(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.flatMap(findDescriptions);
  if (!isObject(value)) return [];
  const { description } = value;
  return [
    ...(typeof description === 'string' ? [description] : []),
    ...Object.values(value).flatMap(findDescriptions),
  ];
}
