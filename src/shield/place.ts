/** Where a value stands: whose ground it is, and what the names around it say. */

import { isContainer } from '../base/values.ts';
import type { KeyFacts } from './classify-key.ts';
import type { Kind } from './kind.ts';

/** Alloy's documented fields, what the caller made up, and what anybody may have written. */
export type Ground = 'own' | 'callers' | 'foreign';

/** How it is known what a value is about: it stands inside a field of that kind, below a word about it, by a label. */
type Source = 'field' | 'about' | 'label';

/** What surrounds a value, beside the name that it stands under. */
export interface Surroundings {
  /** What the field itself holds. */
  readonly kind: Kind | undefined;
  /** What a field further out is about; inside, only values of that form count. */
  readonly outer: Kind | undefined;
  readonly source: Source;
  /** About somebody who works with Alloy: contact and names stay. */
  readonly staff: boolean;
  readonly ground: Ground;
}

/** Most values are in one of these, which therefore are not made anew for each. */
const bare = (ground: Ground, staff: boolean): Surroundings => ({
  kind: undefined,
  outer: undefined,
  source: 'field',
  staff,
  ground,
});
const ofNobody = {
  own: bare('own', false),
  callers: bare('callers', false),
  foreign: bare('foreign', false),
};
const ofStaff = { own: bare('own', true), callers: bare('callers', true), foreign: bare('foreign', true) };

export const outermost = ofNobody.own;

export function surround(
  kind: Kind | undefined,
  outer: Kind | undefined,
  source: Source,
  staff: boolean,
  ground: Ground,
): Surroundings {
  if (kind === undefined && outer === undefined) return (staff ? ofStaff : ofNobody)[ground];
  return { kind, outer, source, staff, ground };
}

/** Nothing leads back from foreign ground. */
export function findGround(facts: KeyFacts, outer: Ground, value: unknown): Ground {
  if (outer === 'foreign' || facts.ground === 'foreign') return 'foreign';
  if (outer === 'callers' || facts.ground === 'callers') return 'callers';
  const isKnown = facts.ground === 'own' || facts.kind !== undefined || facts.about;
  return isKnown || !holdsRecords(value) ? outer : 'foreign';
}

function holdsRecords(value: unknown): boolean {
  return isContainer(value) && (!Array.isArray(value) || isContainer(value[0]));
}

/**
 * Whether a value that was found elsewhere may not take the place of what stands here: Alloy's vocabulary, ids, amounts
 * and scores are what an agent decides by, and anybody can claim a number that looks like one.
 */
export function isClosed(facts: KeyFacts, ground: Ground): boolean {
  if (facts.quantity) return true;
  return ground !== 'foreign' && (facts.vocabulary || (facts.identifier && !facts.link));
}
