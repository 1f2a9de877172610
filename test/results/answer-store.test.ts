import fc from 'fast-check';
import { expect, test } from 'vitest';
import { CallError } from '../../src/base/errors.ts';
import { createAnswerStore } from '../../src/results/answer-store.ts';
import { readAnswer } from '../../src/results/read-answer.ts';
import { createMemoryState } from '../../src/state/memory.ts';

async function failure(read: () => Promise<unknown>): Promise<string> {
  try {
    await read();
  } catch (error) {
    if (error instanceof CallError) return `${error.kind}: ${error.message}`;
    throw error;
  }
  throw new Error('It was read.');
}

test('the parts, read one after the other, are the whole', async () => {
  const store = createAnswerStore(createMemoryState(), { partWeight: 2000 });
  let most = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.string({ unit: 'binary', maxLength: 200, size: 'max' }), { maxLength: 60, size: 'max' }),
      async (texts) => {
        const json = JSON.stringify(texts);
        let uri = await store.keep('someone', json);
        let read = '';
        for (let count = 1; uri !== undefined; count++) {
          const part = await store.readPart(uri, 'someone');
          expect(part).toMatchObject({ part: count, chars: json.length });
          expect(part.text).not.toMatch(/\p{Cs}/u);
          read += part.text;
          most = Math.max(most, count);
          uri = part.next;
        }
        expect(read).toBe(json);
      },
    ),
    { numRuns: 50, seed: 3 },
  );
  expect(most).toBeGreaterThan(3);
});

test('somebody else, a wrong id and an expired answer are told the same', async () => {
  let time = 0;
  const store = createAnswerStore(createMemoryState({ now: () => time }), { ttlMs: 1000 });
  const uri = (await store.keep('one', '{}')) ?? '';
  const foreign = await failure(() => store.readPart(uri, 'other'));
  expect(foreign).toMatch(/^unknown_object: There is no such answer/);
  expect(await failure(() => store.readPart(`alloy://answers/${'0'.repeat(32)}`, 'one'))).toBe(foreign);
  expect(await failure(() => store.readWhole('alloy://answers/../x', 'one'))).toBe(foreign);
  expect(await store.readWhole(uri, 'one')).toBe('{}');
  time = 1000;
  expect(await failure(() => store.readPart(uri, 'one'))).toBe(foreign);
});

test('what was read longest ago goes first, by number and by bytes; what is too large is not kept', async () => {
  const store = createAnswerStore(createMemoryState(), { maxAnswers: 2, maxBytes: 1000 });
  const first = (await store.keep('one', '1')) ?? '';
  const second = (await store.keep('one', '2')) ?? '';
  await store.readWhole(first, 'one');
  await store.keep('one', '3');
  expect(await store.readWhole(first, 'one')).toBe('1');
  await failure(() => store.readWhole(second, 'one'));
  expect(await store.keep('one', 'x'.repeat(501))).toBeUndefined();
  expect(await store.keep('one', 'x'.repeat(500))).toBeDefined();
  await failure(() => store.readWhole(first, 'one'));
});

test('a part that is not there is refused by number', async () => {
  const store = createAnswerStore(createMemoryState());
  const uri = (await store.keep('one', '{}')) ?? '';
  for (const part of ['2', '0', 'x', '1.5', '']) {
    expect(await failure(() => store.readPart(`${uri}?part=${part}`, 'one'))).toMatch(/from 1 to 1/);
  }
});

test('fields of a kept answer are JSON, cut where they have to be', async () => {
  const store = createAnswerStore(createMemoryState());
  const uri =
    (await store.keep('one', JSON.stringify({ status: 'done', list: Array(3000).fill('some words') }))) ?? '';
  const [about, content] = await readAnswer(
    store,
    `${uri}?fields=${encodeURIComponent('status, list')}`,
    'one',
    6000,
  );
  expect(JSON.parse(content?.text ?? '')).toMatchObject({ status: 'done' });
  expect(JSON.parse(about?.text ?? '')).toMatchObject({
    left_out: [{ path: expect.stringMatching(/^list\[\d+:\]$/) }],
  });
  const [place, text] = await readAnswer(store, uri, 'one', 6000);
  expect(JSON.parse(place?.text ?? '')).toMatchObject({ part: 1, next: `${uri}?part=2` });
  expect(text?.text).toMatch(/^\{"status":"done"/);
});
