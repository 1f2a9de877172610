/**
 * What every part of an answer takes as JSON: characters, weight (see weigh.ts) and levels of nesting. One pass over
 * the answer, without recursion, so that neither its size nor its depth can break it.
 */
import { isContainer } from '../base/values.ts';
import { weigh } from './weigh.ts';

// The head of a long text that weighs no more than a budget, never cut inside a character as a person sees it.

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

// Where a text is parted: each part weighs no more than allowed and ends after a comma or bracket where one is near.

const step = 256;

/** `isQuoted`: the parts are to be texts within JSON, which escapes what they hold. */
export function findPartEnds(text: string, partWeight: number, isQuoted = false): readonly number[] {
  const measure = isQuoted ? weighQuoted : weigh;
  const ends: number[] = [];
  let start = 0;
  while (start < text.length) {
    const end = findEnd(text, start, partWeight, measure);
    ends.push(end);
    start = end;
  }
  return ends.length === 0 ? [0] : ends;
}

const weighQuoted = (text: string, start: number, end: number) =>
  weigh(JSON.stringify(text.slice(start, end)));

function findEnd(text: string, start: number, partWeight: number, measure: typeof weighQuoted): number {
  let end = start;
  let weight = 0;
  while (end < text.length) {
    const next = Math.min(text.length, end + step);
    weight += measure(text, end, next);
    if (weight > partWeight) break;
    end = next;
  }
  if (end === text.length) return end;
  // A part has to go on, however little is allowed.
  if (end === start) return keepPair(text, Math.min(text.length, start + step));
  for (let at = end; at > end - 2 * step && at > start + step; at--) {
    if (/[,}\]]/.test(text.charAt(at - 1))) return at;
  }
  return keepPair(text, end);
}

const keepPair = (text: string, end: number) => (isLowSurrogate(text, end) ? end - 1 : end);

interface Size {
  readonly chars: number;
  readonly weight: number;
  /** Levels below: 0 for a scalar. */
  readonly height: number;
}

export interface Sizes {
  of(value: unknown): Size;
  ofKey(key: string): Size;
}

interface Frame {
  readonly container: object;
  readonly children: readonly unknown[];
  next: number;
  chars: number;
  weight: number;
  height: number;
}

/** Texts above this are worth remembering: they are looked at again when they are cut. */
const longText = 256;
const escaped = /["\\\p{Cc}\p{Cs}]/u;

export function buildSizes(root: unknown): Sizes {
  const containers = new Map<object, Size>();
  const texts = new Map<string, Size>();

  function ofText(text: string): Size {
    const known = text.length > longText ? texts.get(text) : undefined;
    if (known !== undefined) return known;
    const size = measureText(text);
    if (text.length > longText) texts.set(text, size);
    return size;
  }

  function of(value: unknown): Size {
    if (typeof value === 'string') return ofText(value);
    if (isContainer(value)) return containers.get(value) ?? walk(value);
    const text = String(value);
    return { chars: text.length, weight: weigh(text), height: 0 };
  }

  function ofKey(key: string): Size {
    const { chars, weight } = ofText(key);
    return { chars: chars + 1, weight: weight + 1, height: 0 };
  }

  function open(container: object): Frame {
    const frame = { container, next: 0, chars: 2, weight: 5, height: 0 };
    if (Array.isArray(container)) {
      return { ...frame, children: container, chars: 2 + Math.max(0, container.length - 1) };
    }
    const keys = Object.keys(container);
    for (const key of keys) {
      const { chars, weight } = ofKey(key);
      frame.chars += chars;
      frame.weight += weight;
    }
    frame.chars += Math.max(0, keys.length - 1);
    return { ...frame, children: Object.values(container) };
  }

  function add(frame: Frame, size: Size): void {
    frame.chars += size.chars;
    frame.weight += size.weight + separatorWeight;
    frame.height = Math.max(frame.height, size.height + 1);
  }

  function walk(container: object): Size {
    const stack = [open(container)];
    for (let frame = stack.at(-1); frame !== undefined; frame = stack.at(-1)) {
      if (frame.next === frame.children.length) {
        const { chars, weight, height } = frame;
        const size = { chars, weight, height: Math.max(1, height) };
        containers.set(frame.container, size);
        stack.pop();
        const parent = stack.at(-1);
        if (parent === undefined) return size;
        add(parent, size);
        continue;
      }
      const child = frame.children[frame.next++];
      const known = isContainer(child) ? containers.get(child) : of(child);
      if (known !== undefined) add(frame, known);
      else if (isContainer(child)) stack.push(open(child));
    }
    throw new Error('A walk ends with its root.');
  }

  of(root);
  return { of, ofKey };
}

/** Levels; deeper values break `JSON.stringify` and many clients' parsers. */
export const deepest = 1000;

/** A comma, together with what it parts. */
export const separatorWeight = 2;

function measureText(text: string): Size {
  if (!escaped.test(text)) return { chars: text.length + 2, weight: weigh(text) + 5, height: 0 };
  const json = JSON.stringify(text);
  return { chars: json.length, weight: weigh(json), height: 0 };
}
