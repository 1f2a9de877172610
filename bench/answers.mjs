/** What shaping an answer costs: `node bench/answers.mjs`. Milliseconds, the median of several runs. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const folder = await mkdtemp(path.join(import.meta.dirname, '.answers-'));
try {
  const entry = path.join(folder, 'entry.ts');
  const from = (name) => JSON.stringify(path.join(import.meta.dirname, '..', 'src', 'answers', name));
  await writeFile(entry, `export * from ${from('shape.ts')}; export * from ${from('answer-store.ts')};`);
  const outfile = path.join(folder, 'answers.mjs');
  await build({
    entryPoints: [entry],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    logLevel: 'error',
  });
  const { createShaper, createAnswerStore } = await import(pathToFileURL(outfile).href);
  await measureAll(createShaper, createAnswerStore());
} finally {
  await rm(folder, { recursive: true });
}

async function measureAll(createShaper, store) {
  const tool = { name: 'get_single_alloy_evaluation_by_id', effect: 'read' };
  const shaping = (maxChars, more = {}) => {
    const { shape } = createShaper({ maxChars, store });
    return (result) => shape({ tool, result, principal: 'bench', ...more });
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

async function report(name, run, answer) {
  const times = [];
  for (let index = 0; index < 15; index++) {
    const start = performance.now();
    await run(answer);
    times.push(performance.now() - start);
  }
  times.sort((one, other) => one - other);
  console.log(`${name.padEnd(30)} ${times[7].toFixed(2).padStart(8)} ms`);
}

function buildAnswer(characters) {
  const item = (index) => ({
    id: `P-${(index * 7919).toString(36)}`,
    status: 'completed',
    score: index / 7,
    text: 'The applicant was found in one list and not in the others.',
    matches: [{ name: 'Ada Berg', kind: 'person' }],
  });
  const items = Array.from({ length: Math.ceil(characters / JSON.stringify(item(1)).length) }, (_, index) =>
    item(index),
  );
  return { status: 'completed', items };
}
