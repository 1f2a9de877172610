import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fitResult } from '../../src/results/fit.ts';
import { project } from '../../src/results/project.ts';
import { weigh } from '../../src/results/weigh.ts';

const limit = 4000;
const key = fc.oneof(
  fc.string({ maxLength: 12 }),
  fc.constantFrom('status', 'Vendor X', '__proto__', 'left_out', 'a.b'),
);
const json = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 5, depthSize: 'small' },
    fc.oneof(
      fc.string({ maxLength: 30, unit: 'binary' }),
      fc.integer(),
      fc.double({ noNaN: true, noDefaultInfinity: true }),
      fc.boolean(),
      fc.constant(null),
      fc
        .tuple(
          fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 }),
          fc.integer({ min: 20, max: 300 }),
        )
        .map(([text, times]) => text.repeat(times)),
    ),
    fc.array(tie('value'), { maxLength: 30 }),
    fc.dictionary(key, tie('value'), { maxKeys: 12 }),
  ),
}));

/** As an answer arrives: parsed, with `__proto__` as a member of its own. */
const answers = json.value.map((value): unknown => JSON.parse(JSON.stringify(value)));

test('whatever the answer, what is left is JSON within the limit and every path leads to what was cut', () => {
  let cut = 0;
  fc.assert(
    fc.property(answers, (answer) => {
      const fitted = fitResult(answer, limit);
      const text = JSON.stringify(fitted);
      expect(JSON.parse(text)).toEqual(fitted);
      expect(fitResult(answer, limit)).toEqual(fitted);
      if (fitted.left_out === undefined) {
        expect(fitted.result).toBe(answer);
        return;
      }
      cut++;
      expect(weigh(text)).toBeLessThanOrEqual(limit);
      expectListsMarked(answer, fitted.result);
      for (const { path, total, kept } of fitted.left_out) {
        const part = project(path, answer).value;
        expect(part, path).not.toBeNull();
        // A slice is a projection, and these pass over null.
        const whole = /^items\(/.test(path)
          ? undefined
          : project(path.replace(/\[\d+:\]$/, '') || '@', answer).value;
        if (whole !== undefined && total !== undefined && kept !== undefined && /:\]$/.test(path)) {
          expect(countOf(whole, 0), path).toBe(total);
          expect(countOf(part, 0), path).toBe(countOf(whole, kept, isPresent));
        }
      }
    }),
    { numRuns: 300, seed: 11, endOnFailure: true },
  );
  expect(cut).toBeGreaterThan(50);
});

/** A list is as long as it was, or ends with a word on what is missing. */
function expectListsMarked(original: unknown, kept: unknown): void {
  if (!Array.isArray(original) || !Array.isArray(kept)) return;
  const marker: unknown = kept.at(-1);
  if (kept.length === original.length && JSON.stringify(marker) === JSON.stringify(original.at(-1))) return;
  if (kept.length !== original.length) expect(marker).toHaveProperty('left_out');
  for (const [index, item] of original.entries()) expectListsMarked(item, kept[index]);
}

function countOf(part: unknown, from: number, counts: (item: unknown) => boolean = () => true): number {
  const items: readonly unknown[] = Array.isArray(part) ? part : [...String(part)];
  return items.slice(from).filter(counts).length;
}

function isPresent(item: unknown): boolean {
  return item !== null;
}

test('short scalars near the top survive whatever stands beside them', () => {
  const scalar = fc.oneof(fc.integer(), fc.boolean(), fc.stringMatching(/^[A-Za-z0-9-]{1,24}$/));
  const scalars = fc.dictionary(fc.stringMatching(/^[a-z_]{1,12}$/), scalar, { maxKeys: 6 });
  fc.assert(
    fc.property(scalars, scalars, answers, answers, (top, nested, one, other) => {
      const answer = { bulk: 'x'.repeat(9000), one, ...top, summary: { ...nested, other } };
      const { result } = fitResult(answer, limit);
      expect(result).toMatchObject({ ...top, summary: nested });
    }),
    { numRuns: 100, seed: 12, endOnFailure: true },
  );
});

test('a list keeps its first items and says how many; the path is that of the rest', () => {
  const answer = {
    status: 'done',
    items: Array.from({ length: 500 }, (_, index) => ({ index, name: 'n'.repeat(20) })),
  };
  const { result, left_out: leftOut } = fitResult(answer, limit);
  const [part] = leftOut ?? [];
  expect(leftOut).toHaveLength(1);
  expect(part).toMatchObject({ kind: 'array', total: 500, path: `items[${part?.kept}:]` });
  expect(part?.kept).toBeGreaterThan(10);
  expect(result).toEqual({
    status: 'done',
    items: [...answer.items.slice(0, part?.kept), { left_out: `${500 - (part?.kept ?? 0)} of 500 items` }],
  });
});

test('the largest part goes first, the small ones stay whole', () => {
  const answer = {
    small: { list: [1, 2, 3] },
    middle: 'm '.repeat(200),
    'Vendor X': { raw: 'r '.repeat(50_000) },
  };
  const { result, left_out: leftOut } = fitResult(answer, limit);
  expect(result).toMatchObject({ small: answer.small, middle: answer.middle });
  expect(leftOut).toEqual([
    expect.objectContaining({ kind: 'text', path: expect.stringMatching(/^"Vendor X"\.raw\[\d+:\]$/) }),
  ]);
});

test('a text is never cut inside a character as a person sees it', () => {
  const family = '👩‍👩‍👧‍👦';
  const { result } = fitResult({ text: family.repeat(2000) }, limit);
  const [, head = ''] = /^\{"text":"(.*)… \[/.exec(JSON.stringify(result)) ?? [];
  expect(head.length).toBeGreaterThan(family.length);
  expect(head.replaceAll(family, '')).toBe('');
});

test('ten thousand levels of nesting do not overflow the stack', () => {
  const levels = 10_000;
  const answer: unknown = JSON.parse(`${'{"a":['.repeat(levels / 2)}${']}'.repeat(levels / 2)}`);
  const fitted = fitResult({ status: 'done', answer }, 40_000);
  expect(JSON.stringify(fitted.result)).toContain('"status":"done"');
  expect(fitted.left_out).toHaveLength(1);
});

test('ten of many cuts are listed, the rest are counted', () => {
  const answer = Object.fromEntries(
    Array.from({ length: 20 }, (_, index) => [`part${index}`, 'words '.repeat(500)]),
  );
  const { left_out: leftOut, more_left_out: more } = fitResult(answer, limit * 3);
  expect(leftOut).toHaveLength(10);
  expect(more).toBe(10);
});
