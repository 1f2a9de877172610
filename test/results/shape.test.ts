import { countTokens } from 'gpt-tokenizer/encoding/o200k_base';
import { expect, test } from 'vitest';
import { createAnswerStore } from '../../src/results/answer-store.ts';
import { project } from '../../src/results/project.ts';
import { createShaper, type Shaped } from '../../src/results/shape.ts';
import { createSimulator } from '../../src/simulator/simulator.ts';
import { createMemoryState } from '../../src/state/memory.ts';
import { findTool } from '../helpers/find-tool.ts';

const read = findTool('get_single_alloy_evaluation_by_id');
const write = findTool('create_a_alloy_evaluation');
const store = createAnswerStore(createMemoryState());
const { shape } = createShaper({ maxChars: 40_000, store });
const principal = 'someone';

const simulator = createSimulator({ seed: 'shape', now: () => 1_760_000_000_000 });
const { token, secret } = simulator.credentials;

async function evaluate(): Promise<Record<string, unknown>> {
  const answer = await simulator.fetch(
    new Request('http://alloy.test/v1/evaluations', {
      method: 'POST',
      headers: {
        authorization: `Basic ${Buffer.from(`${token}:${secret}`).toString('base64')}`,
        'content-type': 'application/json',
        'alloy-workflow-token': 'Wf1PersonOnboardingDemoAccount01',
      },
      body: JSON.stringify({
        name_first: 'Ada',
        name_last: 'Berg',
        birth_date: '1980-01-01',
        document_ssn: '123456789',
      }),
    }),
  );
  const body: unknown = await answer.json();
  if (answer.status >= 300 || typeof body !== 'object' || body === null)
    throw new Error(JSON.stringify(body));
  return { ...body };
}

/** As the client sees it. */
function envelope({ text: _, link: __, notices, ...shaped }: Shaped): string {
  return JSON.stringify({
    ...shaped,
    next_cursor: 'eyJwYWdlIjoyfQ'.repeat(6),
    status: 201,
    environment: 'production',
    notice: notices.join(' '),
  });
}

async function expectFit(shaped: Shaped, original: unknown): Promise<void> {
  const text = envelope(shaped);
  expect(countTokens(text, { disallowedSpecial: new Set() })).toBeLessThanOrEqual(10_000);
  expect(text.length).toBeLessThanOrEqual(40_000);
  expect(JSON.parse(text)).toMatchObject({ status: 201 });
  expect(shaped.left_out?.length).toBeGreaterThan(0);
  for (const { path } of shaped.left_out ?? []) expect(project(path, original).value, path).not.toBeNull();
  expect(shaped.link?.uri).toMatch(/^alloy:\/\/answers\/[0-9a-f]{32}$/);
  expect(JSON.parse(await store.readWhole(shaped.link?.uri ?? '', principal))).toEqual(original);
}

test('an evaluation of a megabyte reaches the model within 10,000 tokens, with its outcome and a way to the rest', async () => {
  const evaluation = await evaluate();
  const matches = Array.from({ length: 60 }, () => evaluation['raw_responses']);
  const large = {
    ...evaluation,
    raw_responses: { Sanctions: Array(12).fill(matches), ...Object(evaluation['raw_responses']) },
  };
  const filled = {
    ...large,
    padding: Array(Math.ceil(1e6 / JSON.stringify(evaluation).length)).fill(evaluation),
  };
  expect(JSON.stringify(filled).length).toBeGreaterThan(1_000_000);
  const shaped = await shape({ tool: read, includeRawResponses: true, result: filled, principal });
  await expectFit(shaped, filled);
  const { evaluation_token: evaluationToken, entity_token: entityToken, summary } = evaluation;
  expect(shaped.result).toMatchObject({ evaluation_token: evaluationToken, entity_token: entityToken });
  expect(shaped.result).toHaveProperty('summary.outcome', Object(summary).outcome);
});

const random = (length: number, code: (index: number) => number): string =>
  Array.from({ length }, (_, index) => String.fromCodePoint(code(index))).join('');
const noise = (index: number): number =>
  Math.abs(Math.imul(index * 2_654_435_761 + 12_345, 1_597_334_677) >>> 7);
const dense: Readonly<Record<string, unknown>> = {
  base64: Buffer.from(
    random(1_000_000, (index) => noise(index) % 256),
    'latin1',
  ).toString('base64'),
  digits: random(1_000_000, (index) => 48 + (noise(index) % 10)),
  numbers: Array.from({ length: 200_000 }, (_, index) => noise(index) % 10),
  Chinese: random(400_000, (index) => 0x4e00 + (noise(index) % 20_000)),
  'rare characters': random(300_000, (index) => 0x13000 + (noise(index) % 1000)),
  controls: random(300_000, (index) => noise(index) % 32),
  ids: Array.from({ length: 40_000 }, (_, index) =>
    Buffer.from(String(noise(index) * 7919)).toString('base64url'),
  ),
  keys: Object.fromEntries(Array.from({ length: 60_000 }, (_, index) => [`k${noise(index)}`, index])),
};

test.each(Object.entries(dense))('so does the densest text: %s', async (name, content) => {
  const result = { evaluation_token: 'S-1', summary: { outcome: 'Approved' }, content };
  const shaped = await shape({ tool: read, result, principal });
  await expectFit(shaped, result);
  expect(shaped.result, name).toMatchObject({ evaluation_token: 'S-1', summary: { outcome: 'Approved' } });
});

test('an answer that fits is handed on as it is', async () => {
  const { raw_responses: _, ...evaluation } = await evaluate();
  const shaped = await shape({ tool: read, result: evaluation, principal });
  expect(shaped).toEqual({ result: evaluation, text: JSON.stringify(evaluation), notices: [] });
  expect(shaped.result).toBe(evaluation);
});

test('raw responses come when asked for, by argument or by fields', async () => {
  const evaluation = await evaluate();
  const without = await shape({ tool: write, result: evaluation, principal });
  expect(without.result).toHaveProperty('raw_responses.left_out');
  expect(without.notices.join()).toMatch(/get_single_alloy_evaluation_by_id.*do not repeat this call/);
  expect(without.link).toBeUndefined();
  const asked = await shape({ tool: write, includeRawResponses: true, result: evaluation, principal });
  expect(asked.result).toBe(evaluation);
  const chosen = await shape({ tool: read, fields: 'raw_responses', result: evaluation, principal });
  expect(chosen.result).toEqual(evaluation['raw_responses']);
});

test('paths of a cut choice lead from the whole answer', async () => {
  const result = { list: [{ text: 'words '.repeat(50_000) }], other: 1 };
  const one = await shape({ tool: read, fields: 'list[0]', result, principal });
  expect(one.left_out?.[0]?.path).toMatch(/^list\[0\] \| text\[\d+:\]$/);
  await expectFit(one, result);
  const several = await shape({ tool: read, fields: 'other, list[].text, list[0].text', result, principal });
  expect(several.left_out).toHaveLength(2);
  await expectFit(several, result);
});

test('a choice that fails after the call leaves the answer, and a write is never to be repeated for its rest', async () => {
  const result = { a: 1, list: Array(9000).fill('words and words') };
  const shaped = await shape({ tool: write, fields: 'join(a, list)', result, principal });
  expect(shaped.result).toHaveProperty('a', 1);
  expect(shaped.notices.join(' ')).toMatch(/answer without fields.*Do not repeat this call/);
});

test('an answer nested too deep for JSON.stringify is cut all the same', async () => {
  const result: unknown = JSON.parse(`{"status":"done","deep":${'['.repeat(20_000)}${']'.repeat(20_000)}}`);
  const shaped = await shape({ tool: read, result, principal });
  expect(shaped.result).toHaveProperty('status', 'done');
  expect(shaped.link).toBeUndefined();
});
