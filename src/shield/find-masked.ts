/** Where arguments hold a masked value, if they do; also in JSON texts and member names. */
import { classifyKey } from './classify-key.ts';
import { isMasked, isMaskedField } from './is-masked.ts';
import type { Kind } from './kind.ts';

const deepest = 100;

export function findMasked(args: unknown): string | undefined {
  return findAt(args, '', undefined, 0);
}

function findAt(value: unknown, path: string, kind: Kind | undefined, depth: number): string | undefined {
  if (depth > deepest) return undefined;
  if (typeof value === 'string') {
    if (kind === undefined ? isMasked(value) : isMaskedField(value, kind)) return path;
    if (!/^\s*[[{]/.test(value)) return undefined;
    return findAt(parse(value), path, kind, depth + 1);
  }
  if (typeof value !== 'object' || value === null) return undefined;
  if (Array.isArray(value)) {
    for (const [index, item] of value.entries()) {
      const found = findAt(item, join(path, String(index)), kind, depth + 1);
      if (found !== undefined) return found;
    }
    return undefined;
  }
  for (const [name, member] of Object.entries(value)) {
    const here = join(path, name);
    if (isMasked(name)) return here;
    const facts = classifyKey(name);
    const found = findAt(member, here, facts.kind ?? (facts.neutral ? kind : undefined), depth + 1);
    if (found !== undefined) return found;
  }
  return undefined;
}

function join(path: string, name: string): string {
  return path === '' ? name : `${path}.${name}`;
}

/** An object or array; a text in quotation marks is none. */
function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
