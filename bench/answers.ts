/** What shaping an answer costs: milliseconds, the median of several runs. */
import { createAnswerStore } from '../src/results/answer-store.ts';
import { createShaper } from '../src/results/shape.ts';
import { createMemoryState } from '../src/state/memory.ts';
import { get_single_alloy_evaluation_by_id } from '../tools/evaluations/evaluations.ts';
import { findMedian } from './statistics.ts';

const runs = 15;

export async function measureAnswers(): Promise<void> {
  const store = createAnswerStore(createMemoryState());
  const tool = get_single_alloy_evaluation_by_id;
  const shaping = (maxChars: number, more: { readonly fields?: string } = {}) => {
    const { shape } = createShaper({ maxChars, store });
    return (result: unknown) => shape({ tool, result, principal: 'bench', ...more });
  };
  const small = buildAnswer(10_000);
  const middle = buildAnswer(100_000);
  const large = buildAnswer(1_000_000);
  const huge = buildAnswer(10_000_000);
  await report('10 kB untouched', shaping(40_000), small);
  await report('10 kB, JSON.stringify alone', JSON.stringify, small);
  await report('100 kB untouched', shaping(1_000_000), middle);
  await report('100 kB, JSON.stringify alone', JSON.stringify, middle);
  await report('100 kB cut', shaping(40_000), middle);
  await report('1 MB cut', shaping(40_000), large);
  await report('1 MB, one field', shaping(40_000, { fields: 'status, items[].id' }), large);
  await report('10 MB cut', shaping(40_000), huge);
}

async function report(name: string, run: (answer: object) => unknown, answer: object): Promise<void> {
  const times: number[] = [];
  for (let index = 0; index < runs; index += 1) {
    const begin = performance.now();
    await run(answer);
    times.push(performance.now() - begin);
  }
  console.log(`${name.padEnd(30)} ${findMedian(times).toFixed(2).padStart(8)} ms`);
}

function buildAnswer(characters: number): object {
  const buildItem = (index: number) => ({
    id: `P-${(index * 7919).toString(36)}`,
    status: 'completed',
    score: index / 7,
    text: 'The applicant was found in one list and not in the others.',
    matches: [{ name: 'Ada Berg', kind: 'person' }],
  });
  const length = Math.ceil(characters / JSON.stringify(buildItem(1)).length);
  return { status: 'completed', items: Array.from({ length }, (_, index) => buildItem(index)) };
}
