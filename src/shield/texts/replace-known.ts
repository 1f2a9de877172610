/** The second pass over an answer: values that are known by now, wherever else they stand. */

import { isObject } from '../../base/values.ts';
import { classifyKey } from '../classify-key.ts';
import type { Kind } from '../kind.ts';
import { changeAround } from '../mask.ts';
import { isTokenOrMoment } from '../plausible.ts';
import { renameMembers, replaceFindings } from '../protection.ts';
import type { KnownValues } from './known-values.ts';

const deepest = 110;

type Replace = (kind: Kind, text: string) => string;
const none: ReadonlySet<string> = new Set();

/**
 * The value with what is known replaced in texts, numbers and names of members; the same object when nothing is. Texts
 * and numbers that are `spared` stay as they are.
 */
export function replaceKnown(
  value: unknown,
  known: KnownValues,
  replace: Replace,
  spared: ReadonlySet<string> = none,
  depth = 0,
): unknown {
  if (typeof value === 'string') return spared.has(value) ? value : replaceInText(value, known, replace);
  if (typeof value === 'number') {
    if (spared.has(String(value))) return value;
    const found = known.findNumber(value);
    return found === undefined ? value : replace(found.kind, found.text);
  }
  if (typeof value !== 'object' || value === null || depth > deepest) return value;
  if (Array.isArray(value)) {
    let copy: unknown[] | undefined;
    for (let index = 0; index < value.length; index += 1) {
      const changed = replaceKnown(value[index], known, replace, spared, depth + 1);
      if (changed === value[index]) continue;
      copy ??= value.slice();
      copy[index] = changed;
    }
    return copy ?? value;
  }
  if (!isObject(value)) return value;
  let copy: Record<string, unknown> | undefined;
  let renamed: Map<string, string> | undefined;
  for (const name in value) {
    const member = value[name];
    if (member !== null && typeof member !== 'boolean') {
      const changed = replaceKnown(member, known, replace, spared, depth + 1);
      if (changed !== member) {
        copy ??= { ...value };
        copy[name] = changed;
      }
    }
    // Names of fields are words; those that are values have digits.
    if (name.length < known.shortest || !classifyKey(name).hasDigits) continue;
    const other = replaceInText(name, known, replace);
    if (other !== name) {
      renamed ??= new Map();
      renamed.set(name, other);
    }
  }
  return renamed === undefined ? (copy ?? value) : renameMembers(copy ?? value, renamed);
}

function replaceInText(text: string, known: KnownValues, replace: Replace): string {
  if (text.length < known.shortest || (isTokenOrMoment(text) && !isMidnight(text)) || !known.mayHold(text))
    return text;
  return changeAround(text, (part) =>
    // As it is known, so that one value has one stand-in however it is written.
    replaceFindings(part, known.findIn(part), (kind, _, { value }) => replace(kind, value)),
  );
}

/** Moments are left alone; a date that was written as one is none. */
function isMidnight(text: string): boolean {
  return text.charCodeAt(10) === 84 && text.includes(':00');
}
