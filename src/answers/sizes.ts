/**
 * What every part of an answer takes as JSON: characters, weight (see weigh.ts) and levels of nesting. One pass over
 * the answer, without recursion, so that neither its size nor its depth can break it.
 */
import { weigh } from './weigh.ts';

export interface Size {
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
    if (typeof value === 'object' && value !== null) return containers.get(value) ?? walk(value);
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

function isContainer(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}

function measureText(text: string): Size {
  if (!escaped.test(text)) return { chars: text.length + 2, weight: weigh(text) + 5, height: 0 };
  const json = JSON.stringify(text);
  return { chars: json.length, weight: weigh(json), height: 0 };
}
