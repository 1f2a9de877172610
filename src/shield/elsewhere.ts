/** What fields held is found again where nothing tells it: in notes, messages, links, names of members. */

import { isContainer, type Members } from '../base/values.ts';
import { classifyKey, type KeyFacts } from './classify-key.ts';
import { isAboutContact, type Kind } from './kind.ts';
import { vocabularyValue } from './name-rules.ts';
import { findGround, type Ground, isClosed } from './place.ts';
import { renameMembers } from './protection.ts';
import type { KnownValues } from './texts/known-values.ts';
import { replaceKnown } from './texts/replace-known.ts';

type Replace = (kind: Kind, text: string) => string;

const deepest = 110;
const nowhere = classifyKey('');

/**
 * The value with what is known replaced, but for what an agent decides by (see `isClosed`). What a stand-in stood for
 * is looked for by `replaceKnown`, which leaves nothing out.
 */
export function replaceElsewhere(value: unknown, known: KnownValues, replace: Replace): unknown {
  return replaceAt(value, nowhere, 'own', { known, replace }, 0);
}

interface Search {
  readonly known: KnownValues;
  readonly replace: Replace;
}

function replaceAt(value: unknown, facts: KeyFacts, ground: Ground, search: Search, depth: number): unknown {
  const { known, replace } = search;
  if (typeof value === 'string') {
    if (isClosed(facts, ground) || (ground === 'own' && vocabularyValue.test(value))) return value;
    return replaceKnown(value, known, facts.staff ? keepContact(replace) : replace);
  }
  if (typeof value === 'number') return isClosed(facts, ground) ? value : replaceKnown(value, known, replace);
  if (!isContainer(value) || depth > deepest) return value;
  if (Array.isArray(value)) {
    let copy: unknown[] | undefined;
    for (let index = 0; index < value.length; index += 1) {
      const changed = replaceAt(value[index], facts, ground, search, depth + 1);
      if (changed === value[index]) continue;
      copy ??= value.slice();
      copy[index] = changed;
    }
    return copy ?? value;
  }
  // The answer is JSON: own enumerable members are all there are.
  const record = value as Members;
  let copy: Record<string, unknown> | undefined;
  let renamed: Map<string, string> | undefined;
  for (const name in record) {
    const member = record[name];
    const own = classifyKey(name);
    if (member !== null && typeof member !== 'boolean') {
      // `tags: [{ name }]`
      const inner = own.neutral && isClosed(facts, ground) ? facts : own;
      const changed = replaceAt(member, inner, findGround(own, ground, member), search, depth + 1);
      if (changed !== member) {
        copy ??= { ...record };
        copy[name] = changed;
      }
    }
    // Names of fields are words; those that are values have digits.
    if (name.length < known.shortest || !own.hasDigits) continue;
    const other = replaceKnown(name, known, replace);
    if (typeof other !== 'string' || other === name) continue;
    renamed ??= new Map();
    renamed.set(name, other);
  }
  return renamed === undefined ? (copy ?? value) : renameMembers(copy ?? record, renamed);
}

/** Who works with Alloy may also be a customer. */
function keepContact(replace: Replace): Replace {
  return (kind, text) => (isAboutContact(kind) ? text : replace(kind, text));
}
