/**
 * What reading `alloy://answers/{id}{?part,fields}` gives: two texts, first where this is in the whole, then the part
 * itself. With `fields` the second is JSON, cut to the limit like any answer; without, the parts put together are.
 */
import type { AnswerStore } from './answer-store.ts';
import { parseAnswerUri } from './answer-store.ts';
import { fits } from './shape.ts';

export interface AnswerContent {
  readonly uri: string;
  readonly mimeType: string;
  readonly text: string;
}

export async function readAnswer(
  store: AnswerStore,
  uri: string,
  principal: string,
  maxChars: number,
): Promise<readonly AnswerContent[]> {
  const { fields } = parseAnswerUri(uri);
  if (fields !== undefined) return readFields(await store.readWhole(uri, principal), uri, fields, maxChars);
  const { text, uri: own, ...place } = await store.readPart(uri, principal);
  return [
    { uri: own, mimeType: 'application/json', text: JSON.stringify(place) },
    { uri: own, mimeType: place.parts === 1 ? 'application/json' : 'text/plain', text },
  ];
}

async function readFields(json: string, uri: string, fields: string, maxChars: number) {
  const [{ project }, { fitResult }] = await Promise.all([import('./project.ts'), import('./fit.ts')]);
  const whole: unknown = JSON.parse(json);
  const { value, notice, locate } = project(fields, whole);
  const limit = Math.max(1000, maxChars - 1000);
  const text = JSON.stringify(value);
  const fitted = fits(text, limit) ? { result: value } : fitResult(value, limit);
  const { result, left_out: leftOut, ...more } = { left_out: undefined, ...fitted };
  const about = {
    fields,
    ...(notice === undefined ? {} : { notice }),
    ...(leftOut === undefined
      ? {}
      : { left_out: leftOut.map((part) => ({ ...part, path: locate(part.path) })) }),
    ...more,
  };
  return [
    { uri, mimeType: 'application/json', text: JSON.stringify(about) },
    { uri, mimeType: 'application/json', text: JSON.stringify(result) },
  ];
}
