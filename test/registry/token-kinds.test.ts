/** The one table of token kinds says what the tools' arguments, the embedded Alloy and the shield say of them. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { buildQuery } from '../../src/discovery/query.ts';
import { buildStem } from '../../src/discovery/words.ts';
import { instructions } from '../../src/mcp/instructions.ts';
import { argumentSchemas } from '../../src/registry/schema.ts';
import {
  buildTokenPattern,
  listPrefixes,
  type TokenPlace,
  tokenKinds,
} from '../../src/registry/token-kinds.ts';
import type { Tool } from '../../src/registry/tool.ts';
import { hasForm, isTokenOrMoment } from '../../src/shield/plausible.ts';
import { toolsets } from '../../tools/index.ts';

const prefixes = Object.keys(tokenKinds);
const example = (prefix: string) => `${prefix}-2WU9staJ5pVCQ6xgn3KV`;
const places: ReadonlySet<string> = new Set(Object.values(tokenKinds).flatMap((kind) => [...kind.places]));
const isPlace = (name: string): name is TokenPlace => places.has(name);

/** `(P-, B-)` in the description of an argument. */
const told = Object.values(toolsets)
  .flatMap((tools) => Object.values<Tool>(tools))
  .flatMap((tool) =>
    [...argumentSchemas(tool)].flatMap(([argument, schema]) =>
      [...(schema.description ?? '').matchAll(/\((?:[A-Z]+-(?:, )?)+\)/g)].map(([text]) => ({
        tool: tool.name,
        argument,
        prefixes: (text.match(/[A-Z]+/g) ?? []).sort(),
      })),
    ),
  );

describe('the prefixes of tokens', () => {
  it('that arguments name are in the table, and told to every model', () => {
    expect(told.length).toBeGreaterThan(100);
    for (const prefix of new Set(told.flatMap((each) => each.prefixes))) {
      expect(prefixes).toContain(prefix);
      expect(instructions).toMatch(new RegExp(`[ ,]${prefix}- \\w`));
    }
    expect(instructions).not.toMatch(/ T-/);
  });

  it('stand at the places that the table says', () => {
    // Here Alloy takes the group that stands for an entity.
    const known = told.filter(({ tool, argument }) => isPlace(argument) && tool !== 'list_all_alloy_groups');
    expect(known.length).toBeGreaterThan(70);
    const wrong = known.filter(
      ({ argument, prefixes: given }) =>
        isPlace(argument) && given.join() !== [...listPrefixes(argument)].sort().join(),
    );
    expect(wrong).toEqual([]);
  });

  it('are those that the embedded Alloy makes', () => {
    const folder = fileURLToPath(new URL('../../src/simulator', import.meta.url));
    const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) =>
      file.endsWith('.ts'),
    );
    const made = files
      .map((file) => readFileSync(path.join(folder, file), 'utf8'))
      .flatMap((text) => [...text.matchAll(/'([A-Z]{1,4})-'/g)].map(([, prefix = '']) => prefix));
    // Events of a journey have tokens too, which no call takes.
    const unknown = new Set(made.filter((prefix) => !prefixes.includes(prefix)));
    expect([...unknown]).toEqual(['JAE']);
    // Journeys, agents and multi-environment configurations are settings; a portfolio evaluation has a number.
    const unmade = prefixes.filter((prefix) => !made.includes(prefix));
    expect(unmade.sort()).toEqual(['AG', 'J', 'MEC', 'SPE']);
  });

  it('tell discovery what a question is about', () => {
    for (const [prefix, { names }] of Object.entries(tokenKinds)) {
      const { weights } = buildQuery(`what is ${prefix}-77`, () => undefined);
      const last = names.split(' ').at(-1) ?? '';
      expect([...weights.keys()], prefix).toContain(buildStem(last));
    }
  });

  // The shield knows nothing of the registry, and takes a token of a kind that is yet to come for one as well.
  it('make tokens that the shield takes for tokens, not for personal data', () => {
    for (const prefix of prefixes) {
      expect(example(prefix)).toMatch(new RegExp(`^${buildTokenPattern([prefix])}$`));
      expect(isTokenOrMoment(example(prefix)), prefix).toBe(true);
      expect(hasForm('document', example(prefix)), prefix).toBe(false);
    }
  });
});
