/** The name of a field -> what it is known to hold. */

import { isCredentialName, isWeakCredentialName } from './credential-names.ts';
import {
  aboutHead,
  aboutTail,
  aboutWords,
  dateTail,
  keyRules,
  otherBirth,
  plainTail,
  scalarRules,
  valueTail,
} from './key-rules.ts';
import { isAboutContact, type Kind } from './kind.ts';
import {
  callersName,
  foreignName,
  harmlessDateName,
  identifierName,
  isHarmlessName,
  isOwnContainer,
  labelName,
  linkName,
  neutralName,
  proseName,
  quantityName,
  staffName,
  vocabularyName,
} from './name-rules.ts';

/** Whose fields are below a name; `other` where no documented container has it. */
type Ground = 'own' | 'callers' | 'foreign' | 'other';

export interface KeyFacts {
  readonly name: string;
  /** What the field holds, if that is personal data. */
  readonly kind: Kind | undefined;
  /** Of a text or number only; an object of that name is about more. */
  readonly scalarOnly: boolean;
  /** Says something about personal data (`ssn_match`): what is inside is not taken for the value. */
  readonly about: boolean;
  /** What it says something about: a value of that form is that value all the same. */
  readonly aboutKind: Kind | undefined;
  /** An id or link: only values of an unmistakable form are looked for. */
  readonly identifier: boolean;
  /** Of those, an address of something. */
  readonly link: boolean;
  /** An amount, a moment or the like: numbers are what they are. */
  readonly quantity: boolean;
  /** On foreign ground, where a form alone tells: numbers of that name are nobody's. */
  readonly harmless: boolean;
  /** Of those, sentences. */
  readonly prose: boolean;
  /** The same of dates. */
  readonly harmlessDate: boolean;
  /** Holds words of Alloy's or of the operator's. */
  readonly vocabulary: boolean;
  /** What a program shows to be let in. */
  readonly credential: boolean;
  /** May hold such things, or be about something else: `auth`, `credentials`. */
  readonly weakCredential: boolean;
  readonly ground: Ground;
  /** Names somebody or something: `name`, `matchedName`. */
  readonly ofName: boolean;
  /** Holds or is about somebody who works with Alloy. */
  readonly staff: boolean;
  /** Means what its surroundings say. */
  readonly neutral: boolean;
  /** Says what the members beside it are. */
  readonly label: boolean;
  /** Holds the last digits only, which is what masks show anyway. */
  readonly lastDigits: boolean;
  /** The name itself may be a value: a map by SSN. */
  readonly hasDigits: boolean;
  /** None of this: what it holds is looked at for its form alone. So are most names. */
  readonly plain: boolean;
  /** What neutral names inside of it turned out to hold. */
  readonly inside: Map<string, Kind | null>;
}

/** Names are a small vocabulary; a map keyed by values must not fill the memory, nor keep them for long. */
const cacheSize = 4000;
const longestName = 64;
/** Spellings of the few names that are neutral. */
const mostInside = 100;
const cache = new Map<string, KeyFacts>();

export function classifyKey(name: string): KeyFacts {
  const known = cache.get(name);
  if (known !== undefined) return known;
  const facts = buildFacts(name);
  if (cache.size >= cacheSize) cache.clear();
  if (name.length <= longestName) cache.set(name, facts);
  return facts;
}

function buildFacts(name: string): KeyFacts {
  const words = splitWords(name);
  const { kind, about, aboutKind, scalarOnly = false } = findKind(words, /s$/i.test(name));
  const neutral = neutralName.test(words);
  const hasDigits = /\d{3}/.test(name) || name.includes('@');
  return {
    name,
    kind,
    scalarOnly,
    about,
    aboutKind,
    identifier: identifierName.test(words),
    link: linkName.test(words),
    quantity: quantityName.test(words),
    harmless: isHarmlessName(words),
    prose: proseName.test(words),
    harmlessDate: harmlessDateName.test(words),
    vocabulary: vocabularyName.test(words),
    credential: isCredentialName(words),
    weakCredential: isWeakCredentialName(words),
    ground: readGround(name, words),
    ofName: words.endsWith(' name '),
    staff: staffName.test(words),
    neutral,
    label: labelName.test(words),
    lastDigits: / (?:last (?:\d+|four|five|digit)|ssn 4) /.test(words),
    hasDigits,
    plain:
      kind === undefined && aboutKind === undefined && !hasDigits && name !== 'id' && (about || !neutral),
    inside: new Map(),
  };
}

/** `passport: { number }` is a passport_number. Only for names that mean what their surroundings say: they are few. */
export function findKindInside(parent: KeyFacts, name: string): Kind | undefined {
  if (parent.name === '') return undefined;
  const known = parent.inside.get(name);
  if (known !== undefined) return known ?? undefined;
  const { kind } = classifyKey(`${parent.name}_${name}`);
  if (name.length <= longestName && parent.inside.size < mostInside) parent.inside.set(name, kind ?? null);
  return kind;
}

function readGround(name: string, words: string): Ground {
  if (foreignName.test(words)) return 'foreign';
  if (callersName.test(words)) return 'callers';
  return isOwnContainer(name) ? 'own' : 'other';
}

interface FoundKind {
  readonly kind: Kind | undefined;
  readonly about: boolean;
  readonly aboutKind: Kind | undefined;
  readonly scalarOnly?: boolean;
}

function findKind(words: string, isPlural: boolean): FoundKind {
  for (const { kind, pattern } of keyRules) {
    const match = pattern.exec(words);
    if (match === null) continue;
    const tail = words.slice(match.index + match[0].length);
    if (isAboutContact(kind)) {
      // Their words are in the names of much else: email_domain, phone_risk.
      if (plainTail.test(tail)) return { kind, about: false, aboutKind: undefined };
      continue;
    }
    const about =
      aboutHead.test(words) ||
      (aboutTail.test(tail) && !(kind === 'birth_date' && valueTail.test(tail))) ||
      (kind === 'birth_date' ? otherBirth.test(words) : dateTail.test(tail));
    return about ? { kind: undefined, about, aboutKind: kind } : { kind, about, aboutKind: undefined };
  }
  const scalar = isPlural ? undefined : scalarRules.find(({ pattern }) => pattern.test(words));
  if (scalar !== undefined)
    return { kind: scalar.kind, about: false, aboutKind: undefined, scalarOnly: true };
  const core = words.replace(aboutWords, ' ');
  const { kind } = core === words || core === ' ' ? nothing : findKind(core, false);
  if (kind !== undefined && !isAboutContact(kind)) return { kind: undefined, about: true, aboutKind: kind };
  return { kind: undefined, about: aboutHead.test(words), aboutKind: undefined };
}

const nothing: FoundKind = { kind: undefined, about: false, aboutKind: undefined };

/** `PrimarySSNs` -> ` primary ssn `. */
function splitWords(name: string): string {
  const words = name
    .slice(0, longestName)
    .replaceAll('DoB', 'Dob')
    .replace(/([A-Z]{2,64})s(?![a-z])/g, '$1')
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/([A-Z]{1,64})([A-Z][a-z])/g, '$1 $2')
    .toLowerCase()
    .replace(/([a-z])(\d)/g, '$1 $2')
    .replace(/(\d)([a-z])/g, '$1 $2')
    .replace(/['’]/g, '')
    .replaceAll('#', ' # ')
    .split(/[^a-z0-9#]+/)
    .filter((word) => word !== '')
    .map(toSingular);
  return ` ${words.join(' ')} `;
}

const unchanged = new Set([
  'expires',
  'status',
  'alias',
  'previous',
  'is',
  'has',
  'was',
  'ms',
  'seconds',
  'cents',
  'naics',
  'duns',
  'plus',
  'fips',
  'requires',
]);

function toSingular(word: string): string {
  if (word === 'ids') return 'id';
  if (word === 'addresses') return 'address';
  if (word === 'aliases') return 'alias';
  if (word.length > 4 && word.endsWith('ies') && word !== 'series') return `${word.slice(0, -3)}y`;
  return word.length > 3 && word.endsWith('s') && !word.endsWith('ss') && !unchanged.has(word)
    ? word.slice(0, -1)
    : word;
}
