/** The second pass over an answer: values that are known by now, wherever else they stand. */

import { classifyKey } from './classify-key.ts';
import type { Kind } from './kind.ts';
import type { KnownValues } from './known-values.ts';
import { isMembers, renameMembers } from './members.ts';
import { replaceFindings } from './protection.ts';
import { isTokenOrMoment } from './token-or-moment.ts';

const standIn = /(pii:[a-z_]+:[A-Za-z0-9_-]{20,})/;
const deepest = 110;

export function replaceKnown(
  value: unknown,
  known: KnownValues,
  replace: (kind: Kind, text: string) => string,
  depth = 0,
): unknown {
  if (typeof value === 'string') return replaceInText(value, known, replace);
  if (typeof value === 'number') {
    if (!Number.isInteger(value) || value < 100_000) return value;
    const kind = known.findWhole(String(value));
    return kind === undefined ? value : replace(kind, String(value));
  }
  if (typeof value !== 'object' || value === null || depth > deepest) return value;
  if (Array.isArray(value)) {
    let copy: unknown[] | undefined;
    for (let index = 0; index < value.length; index += 1) {
      const changed = replaceKnown(value[index], known, replace, depth + 1);
      if (changed === value[index]) continue;
      copy ??= value.slice();
      copy[index] = changed;
    }
    return copy ?? value;
  }
  if (!isMembers(value)) return value;
  let copy: Record<string, unknown> | undefined;
  let renamed: Map<string, string> | undefined;
  for (const name in value) {
    const member = value[name];
    if (member !== null && typeof member !== 'boolean') {
      const changed = replaceKnown(member, known, replace, depth + 1);
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

function replaceInText(
  text: string,
  known: KnownValues,
  replace: (kind: Kind, text: string) => string,
): string {
  if (text.length < known.shortest || isTokenOrMoment(text)) return text;
  const kind = known.findWhole(text);
  if (kind !== undefined) return replace(kind, text);
  if (text.includes('pii:'))
    return text
      .split(standIn)
      .map((part, index) => (index % 2 === 1 ? part : replaceInPart(part, known, replace)))
      .join('');
  return replaceInPart(text, known, replace);
}

function replaceInPart(
  text: string,
  known: KnownValues,
  replace: (kind: Kind, text: string) => string,
): string {
  const findings = known.findIn(text);
  return findings.length === 0 ? text : replaceFindings(text, findings, replace);
}
