/** Personal data in free text, by its form, and where the form alone says little by the words around it. */

import { dropOverlaps, type Finding } from './findings.ts';
import type { Kind } from './kind.ts';
import { ibanLength, isCardNumber, isIban, isRoutingNumber } from './number-forms.ts';

interface TextPattern {
  readonly kind: Kind;
  readonly gate: keyof typeof gates;
  /** The value is group `v`, at the end of the match. */
  readonly pattern: RegExp;
  /** The part of a match that is a value, counted from its beginning; all of it when there is no such function. */
  readonly refine?: (found: string) => readonly [number, number] | undefined;
  /** Where nothing was found, all but that many last characters are done with. */
  readonly retry?: number;
  /** Only an unmistakable form is looked for in ids. */
  readonly inIdentifiers?: boolean;
}

/**
 * A text without any of these holds none of the patterns; most texts are done with after them. Nine digits with single
 * marks between, the start of an IBAN, the words that give shorter values away.
 */
const gates = {
  digits: /\d(?:[-\u2010-\u2015\u2212 .\u00a0]?\d){8}/,
  iban: /(?<![A-Za-z0-9])[A-Za-z]{2}\d{2}[ \u00a0-]?[A-Za-z0-9]{4}/,
  account: /acc(?:oun)?t/i,
  document: /passport|licen[cs]e|\bdl\b|\bid\b|identity/i,
  birth: /born|birth|dob|d\.o\.b/i,
  contact: /@|\d{3}/,
} as const;

const dash = '[-\u2010-\u2015\u2212]';
/** What may stand between a word and its value: `SSN of the applicant is: `. */
const gap = (length: number) => `[^\\d\\n]{0,${length}}?`;
const notInside = '(?<![\\w.+]|\\d-)';
const months =
  '(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sep(?:t(?:ember)?)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)';
const date = [
  '\\d{4}[-/.]\\d{1,2}[-/.]\\d{1,2}',
  '\\d{1,2}[-/.]\\d{1,2}[-/.]\\d{2,4}',
  '(?:19|20)\\d{6}|\\d{8}',
  `\\d{1,2}(?:st|nd|rd|th)?(?: of)?[ -]${months}\\.?,?[ -]\\d{2,4}`,
  `${months}\\.? \\d{1,2}(?:st|nd|rd|th)?,? \\d{2,4}`,
].join('|');

const textPatterns: readonly TextPattern[] = [
  {
    kind: 'ssn',
    gate: 'digits',
    pattern: new RegExp(
      `${notInside}(?<v>\\d{3}(?<s>${dash}|[ .\\u00a0])\\d{2}\\k<s>\\d{4})(?!${dash}?\\w)`,
      'g',
    ),
    inIdentifiers: true,
  },
  {
    kind: 'ssn',
    gate: 'digits',
    pattern: new RegExp(
      `(?:\\b|_)(?:ssns?|social(?: security)?|itin)(?![a-z])${gap(40)}(?:\\d{4}[^\\d\\n]{1,40}?)?(?<v>\\d(?:[-. ]?\\d){8})(?![\\w])`,
      'gi',
    ),
  },
  {
    kind: 'ssn',
    gate: 'digits',
    pattern:
      /(?<![\w.+-])(?<v>\d{9})(?= ?(?:\(|is (?:the|his|her|their|my) |as (?:the |his |her )?)(?:ssn|social|itin))/gi,
  },
  {
    kind: 'ein',
    gate: 'digits',
    pattern: new RegExp(
      `(?:\\b|_)(?:f?ein|tin|tax(?:payer)? ?(?:id|identification|number)?|employer identification)(?![a-z])${gap(40)}(?<v>\\d{2}${dash}?\\d{7}|\\d{3}-\\d{2}-\\d{4})(?![\\w])`,
      'gi',
    ),
  },
  {
    kind: 'ein',
    gate: 'digits',
    pattern: new RegExp(`(?<![\\w.+/]|${dash})(?<v>\\d{2}${dash}\\d{7})(?!${dash}?\\w)`, 'g'),
  },
  {
    kind: 'card',
    gate: 'digits',
    pattern: new RegExp(`${notInside}(?<v>\\d(?:[ \\u00a0-]?\\d){12,200})(?![A-Za-z_]|\\.\\d)`, 'g'),
    refine: findCard,
    // Nineteen digits with a mark between any two.
    retry: 37,
  },
  {
    kind: 'routing',
    gate: 'digits',
    pattern: new RegExp(`\\b(?:routing|aba|rtn)(?![a-z])${gap(25)}(?<v>\\d{9})(?!\\w)`, 'gi'),
    refine: (found) => (isRoutingNumber(found) ? [0, found.length] : undefined),
  },
  {
    kind: 'iban',
    gate: 'iban',
    pattern: /(?<![A-Za-z0-9])(?<v>[A-Za-z]{2}\d{2}(?:[ \u00a0-]?[A-Za-z0-9]){11,40})/g,
    refine: findIban,
    inIdentifiers: true,
  },
  {
    kind: 'account',
    gate: 'account',
    pattern: new RegExp(
      `\\b(?:account|acct)s?(?![a-z])(?: ?(?:number|num|no|nr)\\b\\.?| ?#|:)${gap(15)}(?<v>\\d(?:[ -]?\\d){4,17})(?![\\w-])`,
      'gi',
    ),
  },
  {
    kind: 'account',
    gate: 'account',
    pattern: /\b(?:account|acct)\.? (?<v>\d{7,17})(?![\w-])/gi,
  },
  {
    kind: 'passport',
    gate: 'document',
    pattern:
      /\bpassports?(?![a-z])(?: ?(?:number|num|no|nr)\b\.?| ?#|:)?(?: is)?[ :#]{0,3}(?<v>(?=[A-Z0-9]*\d{3})[A-Z0-9]{6,12})(?!\w)/gi,
  },
  {
    kind: 'license',
    gate: 'document',
    pattern:
      /\b(?:licen[cs]es?|dl)(?![a-z])(?: ?(?:number|num|no|nr)\b\.?| ?#|:)?(?: is)?[ :#]{0,3}(?<v>(?=[A-Z0-9-]*\d{3})[A-Z0-9][A-Z0-9-]{4,18}[A-Z0-9])(?!\w)/gi,
  },
  {
    kind: 'id_card',
    gate: 'document',
    pattern:
      /\b(?:(?:id|identity|identification|national id) ?cards?|(?:national|government) ids?)(?![a-z])(?: ?(?:number|num|no|nr)\b\.?| ?#|:)?(?: is)?[ :#]{0,3}(?<v>(?=[A-Z0-9-]*\d{3})[A-Z0-9][A-Z0-9-]{4,18}[A-Z0-9])(?!\w)/gi,
  },
  {
    kind: 'birth_date',
    gate: 'birth',
    pattern: new RegExp(
      `(?:\\b|_)(?:born|birth|dob|d\\.o\\.b\\.?|birthda(?:y|te)s?)(?![a-z])${gap(30)}(?<v>${date})(?![\\w])`,
      'gi',
    ),
  },
  { kind: 'email', gate: 'contact', pattern: /(?<![\w.%+-])(?<v>[\w.%+-]+@[A-Za-z0-9.-]+\.[A-Za-z]{2,})/g },
  {
    kind: 'phone',
    gate: 'contact',
    pattern:
      /(?<![\w.-])(?<v>\+\d{1,3}[ .-]?(?:\(\d{1,4}\)[ .-]?)?\d(?:[ .-]?\d){5,13}|(?:1[ .-])?\(\d{3}\) ?\d{3}[ .-]\d{4}|(?:1[ .-])?\d{3}([ .-])\d{3}\2\d{4})(?![\w-])/g,
  },
  {
    kind: 'phone',
    gate: 'contact',
    pattern:
      /\b(?:phone|mobile|cell|tel(?:ephone)?|fax|call(?:ed)?)(?![a-z])[^\d\n]{0,20}?(?<v>\d{10,11})(?!\w)/gi,
  },
];

/** The longest stretch of whole groups of digits that is a card: its security code may stand right behind it. */
function findCard(found: string): readonly [number, number] | undefined {
  const groups = [...found.matchAll(/\d+/g)];
  for (const [first, { index: start }] of groups.entries()) {
    let digits = '';
    let longest: number | undefined;
    for (const { index, 0: group } of groups.slice(first, first + 19)) {
      digits += group;
      if (digits.length > 19) break;
      if (digits.length >= 13 && isCardNumber(digits)) longest = index + group.length;
    }
    if (longest !== undefined) return [start, longest];
  }
  return undefined;
}

function findIban(found: string): readonly [number, number] | undefined {
  const length = ibanLength(found) ?? Number.POSITIVE_INFINITY;
  let count = 0;
  for (let index = 0; index < found.length; index += 1) {
    if (!/[A-Za-z0-9]/.test(found.charAt(index))) continue;
    count += 1;
    if (count < length) continue;
    const isEnd = !/[A-Za-z0-9]/.test(found.charAt(index + 1));
    return isEnd && isIban(found.slice(0, index + 1).replace(/[^A-Za-z0-9]/g, ''))
      ? [0, index + 1]
      : undefined;
  }
  return undefined;
}

interface PatternGroup {
  readonly gate: RegExp;
  readonly patterns: readonly TextPattern[];
}

function buildGroups(patterns: readonly TextPattern[]): readonly PatternGroup[] {
  return Object.entries(gates)
    .map(([name, gate]) => ({ gate, patterns: patterns.filter((each) => each.gate === name) }))
    .filter((group) => group.patterns.length > 0);
}

const groups = buildGroups(textPatterns);
const unmistakable = buildGroups(textPatterns.filter(({ inIdentifiers }) => inIdentifiers === true));
const none: readonly Finding[] = [];

/** What is found, from left to right, without overlaps; of two that begin together the longer one. */
export function findPatterns(
  text: string,
  isOn: (kind: Kind) => boolean,
  onlyUnmistakable: boolean,
): readonly Finding[] {
  let findings: Finding[] | undefined;
  for (const { gate, patterns } of onlyUnmistakable ? unmistakable : groups) {
    if (!gate.test(text)) continue;
    for (const each of patterns) {
      if (!isOn(each.kind)) continue;
      findings ??= [];
      findPattern(text, each, findings);
    }
  }
  return findings === undefined ? none : dropOverlaps(findings);
}

function findPattern(text: string, { kind, pattern, refine, retry }: TextPattern, findings: Finding[]): void {
  pattern.lastIndex = 0;
  for (let match = pattern.exec(text); match !== null; match = pattern.exec(text)) {
    const to = match.index + match[0].length;
    const from = to - (match.groups?.['v']?.length ?? 0);
    const part = refine === undefined ? ([0, to - from] as const) : refine(text.slice(from, to));
    if (part === undefined) {
      // What was no value may hold one further on.
      pattern.lastIndex = Math.max(match.index + 1, retry === undefined ? 0 : to - retry);
    } else {
      findings.push({ start: from + part[0], end: from + part[1], kind });
      pattern.lastIndex = Math.max(match.index + 1, from + part[1]);
    }
  }
}
