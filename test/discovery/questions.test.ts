/**
 * How often the search finds the right tool for a question in a person's own words. The questions were written, in
 * five rounds, before the search had seen them; then those at even places tuned it. Those at odd places only measure.
 */
import { describe, expect, test } from 'vitest';
import { catalog } from '../../src/catalog.ts';
import { createToolSearch } from '../../src/discovery/tool-search.ts';
import questions from '../fixtures/questions.json' with { type: 'json' };
import { findAsked } from '../helpers/tools.ts';

const search = createToolSearch(catalog, findAsked);
const tuned = questions.filter((_, index) => index % 2 === 0);
const heldBack = questions.filter((_, index) => index % 2 === 1);

/** The share of questions that have an accepted tool among the first `within`. */
function countRecall(half: typeof questions, within: number): number {
  const found = half.filter(({ question, tools }) =>
    search(question, within).some(({ name }) => tools.includes(name)),
  );
  return found.length / half.length;
}

test('every operation has a question', () => {
  const asked = new Set(questions.flatMap(({ tools }) => tools));
  const primaries = catalog.filter(({ aliasOf }) => aliasOf === undefined).map(({ listing }) => listing.name);
  expect(primaries.filter((name) => !asked.has(name))).toEqual([]);
  expect([...asked].filter((name) => !primaries.includes(name))).toEqual([]);
});

describe('recall', () => {
  const halves = { tuned, heldBack };
  console.info(
    ['questions     number   at 1   at 3   at 5']
      .concat(
        Object.entries(halves).map(([name, half]) =>
          [
            name.padEnd(13),
            String(half.length).padStart(6),
            ...[1, 3, 5].map((within) => countRecall(half, within).toFixed(3)),
          ].join('  '),
        ),
      )
      .join('\n'),
  );

  test.each(Object.entries(halves))('%s: at 1 in three of four, at 5 in nineteen of twenty', (_, half) => {
    expect(countRecall(half, 1)).toBeGreaterThanOrEqual(0.75);
    expect(countRecall(half, 5)).toBeGreaterThanOrEqual(0.95);
  });
});
