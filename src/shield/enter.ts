/** From one member to the next: what the name of a value, the names around it and the labels beside it tell of it. */

import { isObject, type Members } from '../base/values.ts';
import { findKindInside, type KeyFacts } from './classify-key.ts';
import { isAboutContact, type Kind } from './kind.ts';
import { findLabelKind, findVouching, hasDigit } from './labels.ts';
import { vocabularyValue } from './name-rules.ts';
import { findGround, type Surroundings, surround } from './place.ts';
import { isPlain } from './protect-leaf.ts';
import { isActive, type Protection } from './protection.ts';

/** `score: { value }`: what is known of the outer name, or of a label, holds for an inner one that says nothing. */
export function pickFacts(
  record: Members,
  facts: KeyFacts,
  parent: KeyFacts,
  { kind }: Surroundings,
): KeyFacts {
  if (!facts.neutral || kind !== undefined) return facts;
  if (parent.harmless || parent.harmlessDate) return parent;
  return findVouching(record) ?? facts;
}

/** What surrounds the value of a member; undefined where it is nothing to look at. */
export function enter(
  protection: Protection,
  record: Members,
  value: unknown,
  facts: KeyFacts,
  parent: KeyFacts,
  around: Surroundings,
): Surroundings | undefined {
  const outer = around.kind ?? around.outer;
  const source = around.kind === undefined ? around.source : 'field';
  const { name } = facts;
  let { kind } = facts;
  if (facts.scalarOnly && isObject(value)) kind = undefined;
  if (facts.neutral && kind === undefined && !facts.about) {
    kind = parent.scalarOnly && name !== 'name' ? parent.kind : findKindInside(parent, name);
    if (kind === undefined && name !== 'name')
      kind = findLabelKind(record) ?? (source === 'field' && !isOther(facts, outer) ? outer : undefined);
  }
  // `mrz: { line1 }`
  if (around.kind === 'document' && /^line_?\d$/i.test(name)) kind = 'document';
  // `tax: { id }`; other ids in objects are those of records.
  if (name === 'id' && findKindInside(parent, name) === 'tax_id') kind = 'tax_id';
  const ground = findGround(facts, around.ground, value);
  if (
    kind === undefined &&
    ground === 'foreign' &&
    protection.active.name &&
    isSomebody(value, facts, parent)
  )
    kind = 'name';
  const staff = around.staff || facts.staff;
  if (facts.aboutKind !== undefined && !isAboutContact(facts.aboutKind))
    return surround(undefined, facts.aboutKind, 'about', staff, ground);
  const isFree = outer === undefined && (kind === undefined || !isActive(protection, kind, around.staff));
  // `{ field: 'SSN', reported_by_bureau: '...' }`
  const label = isFree && mayBeLabelled(value) ? findLabelKind(record) : undefined;
  const isNothing = kind === undefined && outer === undefined && label === undefined;
  if (isNothing && !facts.plain && isPlain(protection, value, facts, around)) return undefined;
  return label === undefined
    ? surround(kind, outer, source, staff, ground)
    : surround(kind, label, 'label', staff, ground);
}

/** Amounts; and parts of dates, which only a birth date has. */
function isOther({ quantity, name }: KeyFacts, outer: Kind | undefined): boolean {
  return quantity || (outer !== 'birth_date' && /^(?:day|month|year)$/i.test(name));
}

/** What a name without more to it holds, where vendors name people: `hits: [{ name }]`. */
function isSomebody(value: unknown, facts: KeyFacts, parent: KeyFacts): boolean {
  if (!facts.ofName || facts.harmless || typeof value !== 'string' || vocabularyValue.test(value))
    return false;
  if (
    /list|source|bank|institution|vendor|service|product|rule|check|merchant|report|model|tag|program|compan|business|workflow|file|device|browser|country|city|state|categor|breakdown/i.test(
      parent.name,
    )
  )
    return false;
  return /^\p{Lu}[\p{L}.'\u2019-]*(?:,? \p{Lu}[\p{L}.'\u2019-]*){1,5}$/u.test(value);
}

/** A bare value of some kind, for which it is worth to look for a label beside it. */
function mayBeLabelled(value: unknown): boolean {
  if (Array.isArray(value)) return value.length > 0 && mayBeLabelled(value[0]);
  return typeof value === 'number' || (typeof value === 'string' && value.length < 40 && hasDigit(value));
}
