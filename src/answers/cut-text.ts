/** The head of a long text that weighs no more than a budget, never cut inside a character as a person sees it. */
import { weigh } from './weigh.ts';

export interface Head {
  readonly head: string;
  /** In code points, as JMESPath counts them: `[kept:]` is the rest. */
  readonly kept: number;
  readonly total: number;
}

const window = 64;
const segmenter = new Intl.Segmenter('en', { granularity: 'grapheme' });

export function cutText(text: string, budget: number): Head {
  let end = Math.max(0, Math.min(text.length, Math.floor(budget)));
  for (let weight = weighHead(text, end); end > 0 && weight > budget; weight = weighHead(text, end)) {
    end = Math.min(end - 1, Math.max(0, Math.floor((end * budget) / weight)));
  }
  const head = text.slice(0, findBoundary(text, end));
  return { head, kept: countCharacters(head), total: countCharacters(text) };
}

function weighHead(text: string, end: number): number {
  return weigh(JSON.stringify(text.slice(0, end)));
}

function findBoundary(text: string, end: number): number {
  if (end === 0 || end >= text.length) return end;
  const start = isLowSurrogate(text, end - window) ? end - window - 1 : Math.max(0, end - window);
  const around = text.slice(start, end + window);
  const index = segmenter.segment(around).containing(end - start)?.index ?? end - start;
  // A pile of combining marks can be longer than the window: there only the code point stays whole.
  if (index > 0 || start === 0) return start + index;
  return isLowSurrogate(text, end) ? end - 1 : end;
}

function isLowSurrogate(text: string, index: number): boolean {
  const code = text.charCodeAt(index);
  return code >= 0xdc00 && code < 0xe000;
}

function countCharacters(text: string): number {
  let count = 0;
  for (let index = 0; index < text.length; index++) {
    const code = text.codePointAt(index);
    if (code !== undefined && code > 0xffff) index++;
    count++;
  }
  return count;
}
