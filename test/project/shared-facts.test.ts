/** The fixtures and the texts of tools against the fact files, where those lie beside the checkout. */
import { describe, expect, test } from 'vitest';
import { catalog } from '../../src/catalog.ts';
import { prompts } from '../../src/mcp/prompts/prompts.ts';
import { references } from '../../src/mcp/resources/references.ts';
import { templates } from '../../src/mcp/resources/templates.ts';
import { fullSchema } from '../../src/registry/schema.ts';
import { isObject } from '../helpers/contract/field-paths.ts';
import { readToolFacts } from '../helpers/contract/operation-facts.ts';
import { expectNone } from '../helpers/expect-none.ts';
import { hasSharedFacts, normalize, readSharedFacts, readSharedTexts } from '../helpers/shared-facts.ts';
import { tools } from '../helpers/tools.ts';

const facts = readToolFacts();

if (hasSharedFacts) {
  describe('with ../shared/alloy beside the checkout', compareWithSharedFacts);
} else {
  test('there is no ../shared/alloy here to compare the fixtures with, which hold 138 tools', () => {
    expect(facts.size).toBe(138);
  });
}

function compareWithSharedFacts(): void {
  test('the fixtures say what the fact files say, tool by tool', () => {
    const shared = readSharedFacts();
    expect([...facts.keys()].sort()).toEqual([...shared.keys()].sort());
    for (const [name, { operation, places, required }] of facts) {
      const { tools: _, ...rest } = operation;
      expect({ name, places, required, ...rest }).toEqual({ name, ...shared.get(name) });
    }
  });

  test('no sentence of eight words or more is copied into a title, a description, a prompt or a reference', () => {
    const texts = readSharedTexts();
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
}

function findDescriptions(value: unknown): readonly string[] {
  if (Array.isArray(value)) return value.flatMap(findDescriptions);
  if (!isObject(value)) return [];
  const { description } = value;
  return [
    ...(typeof description === 'string' ? [description] : []),
    ...Object.values(value).flatMap(findDescriptions),
  ];
}
