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
 * The value with what is known replaced, but for what an agent decides by (see `isClosed`), and for what comes back as it
 * was sent, under the same name: of many guesses that a call brings, the one that is replaced would be the right one.
 * What a stand-in stood for is looked for by `replaceKnown`, which leaves nothing out.
 */
export function replaceElsewhere(
  value: unknown,
  known: KnownValues,
  replace: Replace,
  sent?: unknown,
): unknown {
  return replaceAt(value, nowhere, 'own', { known, replace, sent: listSent(sent) }, 0);
}

/** Texts and numbers with the nearest name of each. */
function listSent(value: unknown, name = '', sent = new Set<string>(), depth = 0): ReadonlySet<string> {
  if (typeof value === 'string' || typeof value === 'number') sent.add(`${name}\n${value}`);
  else if (isContainer(value) && depth < deepest)
    for (const [inner, member] of Object.entries(value))
      listSent(member, Array.isArray(value) ? name : inner, sent, depth + 1);
  return sent;
}

interface Search {
  readonly known: KnownValues;
  readonly replace: Replace;
  readonly sent: ReadonlySet<string>;
}

function replaceAt(value: unknown, facts: KeyFacts, ground: Ground, search: Search, depth: number): unknown {
  const { known, replace, sent } = search;
  if ((typeof value === 'string' || typeof value === 'number') && sent.has(`${facts.name}\n${value}`))
    return value;
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
