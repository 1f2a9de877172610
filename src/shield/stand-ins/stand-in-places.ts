/**
 * Whether a stand-in stands in a member of its own kind: there, where the shield would seal the value again if it read
 * it back. So it is the shield's own walk that is asked, with a probe in the place of each stand-in that has no form of
 * its own, so that only names and labels can tell what it is.
 */
import { isContainer } from '../../base/values.ts';
import { isKind, type Kind, mapKinds } from '../kind.ts';
import { protectValue } from '../protect-value.ts';
import { createWork, type Protection } from '../protection.ts';

export interface Places {
  /** What stands for a stand-in of that kind in what is judged. */
  probe(kind: Kind): string;
  /** Tells of a path of `args` whether it is of that kind, or one that is the same to Alloy. */
  judge(args: unknown): (path: string, kind: Kind) => boolean;
}

/** One number may be an SSN in one answer and a tax number in another, or a document of a kind not told. */
const families: readonly (readonly Kind[])[] = [
  ['ssn', 'ein', 'tax_id', 'national_id'],
  ['passport', 'license', 'id_card', 'document'],
  ['account', 'iban'],
];

const areAlike = (left: Kind, right: Kind) =>
  left === right || families.some((family) => family.includes(left) && family.includes(right));

/** Plausible below a name of that kind, and of no kind anywhere else. */
const probes = mapKinds((kind) => {
  switch (kind) {
    case 'email':
      return 'q@q';
    case 'phone':
      return '2025550100';
    case 'name':
      return 'Qq';
    default:
      return 'qqqq11';
  }
});

const sign = '\u0001';

export function createPlaces(): Places {
  const protection: Protection = {
    active: mapKinds(() => true),
    needsLetters: true,
    showsLastDigits: () => false,
    replace: (kind) => `${sign}${kind}`,
    reuses: () => true,
    found: [],
    left: [],
    work: createWork(Number.POSITIVE_INFINITY),
  };
  return {
    probe: (kind) => probes[kind],
    judge(args) {
      const judged = protectValue(args, protection);
      return (path, kind) => {
        const shown = readPath(judged, path);
        if (typeof shown !== 'string' || !shown.startsWith(sign)) return false;
        const other = shown.slice(sign.length);
        return isKind(other) && areAlike(kind, other);
      };
    },
  };
}

/** Names may hold dots themselves, so the longest that is there counts. */
function readPath(value: unknown, path: string): unknown {
  if (path === '') return value;
  if (!isContainer(value)) return undefined;
  const parts = path.split('.');
  for (let count = parts.length; count > 0; count -= 1) {
    const name = parts.slice(0, count).join('.');
    if (!Object.hasOwn(value, name)) continue;
    const found = readPath(Reflect.get(value, name), parts.slice(count).join('.'));
    if (found !== undefined) return found;
  }
  return undefined;
}
