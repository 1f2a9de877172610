/**
 * Personal data in free text. Candidates come first: runs of digits and dates, found in one pass; a bounded piece of text
 * before each, and a shorter one behind it, then says what it is. So no label takes another along, one label holds for a
 * list, and the cost is that of the text's length, whatever it says.
 */

import type { Kind } from '../kind.ts';
import { type FoundDate, mayBeBirth } from './dates.ts';
import type { Finding } from './findings.ts';
import type { Label } from './text-labels.ts';
import { type DigitRuns, findByForm, findNumber, type Span } from './text-numbers.ts';

type IsOn = (kind: Kind) => boolean;

/** What a label reaches: from its end, or from the last number that it was for. */
const farthest = 60;

interface Reach {
  readonly label: Label;
  /** Of "SSN/DOB" or "SSN and passport", those before the last. */
  readonly besides: readonly Label[];
  /** Where the text between begins. */
  from: number;
  /** Numbers that it was for so far. */
  count: number;
}

/** Between the labels of a list. */
const listed = /^ ?(?:[/,&|+;]|and|or|y|und|et|e|en) ?$/i;

/** Goes through labels and candidates at once, from left to right. */
class Labels {
  readonly #text: string;
  readonly #labels: readonly Label[];
  #next = 0;
  #reach: Reach | undefined;

  constructor(text: string, labels: readonly Label[]) {
    this.#text = text;
    this.#labels = labels;
  }

  /** The last label before a position, if it reaches it. */
  reach(position: number): Reach | undefined {
    for (; this.#next < this.#labels.length; this.#next += 1) {
      const label = this.#labels[this.#next];
      if (label === undefined || label.end > position) break;
      // A word that stands within another says less, as "card" of "identity card number".
      if (
        this.#reach !== undefined &&
        label.start < this.#reach.label.end &&
        label.end <= this.#reach.label.end
      )
        continue;
      // An order of an SSN's check is still about that SSN, when it stands before the first number.
      const isAside =
        label.kind === undefined &&
        this.#reach?.label.kind === 'ssn' &&
        this.#reach.count === 0 &&
        label.end - this.#reach.from < 40;
      if (!isAside) this.#reach = { label, besides: this.#findBesides(label), from: label.end, count: 0 };
    }
    const reach = this.#reach;
    return reach !== undefined && this.#isNear(reach, position) ? reach : undefined;
  }

  #findBesides(label: Label): readonly Label[] {
    const last = this.#reach;
    if (last === undefined || last.count > 0) return [];
    if (label.start < last.label.end) return last.besides;
    if (!listed.test(this.#text.slice(last.label.end, Math.min(label.start, last.label.end + 8)))) return [];
    return label.start - last.label.end > 7 ? [] : [last.label, ...last.besides].slice(0, 4);
  }

  /** Right behind a word for something else: two digits, a hyphen and seven are also the numbers of cases. */
  isOthers(position: number): boolean {
    const { label, from } = this.#reach ?? {};
    if (label === undefined || from === undefined || label.kind !== undefined || position - from > 12)
      return false;
    return /^(?: ?(?:numbers?|nos?\.?|#|:))? ?$/i.test(this.#text.slice(from, position));
  }

  #isNear({ label: { kind, strong }, from, count }: Reach, position: number): boolean {
    if (kind === undefined || position - from > farthest || position < from) return false;
    const between = this.#text.slice(from, position);
    if (/\n/.test(between))
      return /^[^\n\d]{0,40}\r?\n[\s\-*"'[\](){}<>|,;:=.#]{0,20}(?<![A-Za-z])[A-Za-z]{0,5}[- ]?$/.test(
        between,
      );
    if (count > 0) return !/[.!?] {1,3}[A-Z][a-z]/.test(between);
    if (kind === 'ssn') return true;
    if ((kind !== 'birth_date' && /\d/.test(between)) || /[.!?] {1,3}[A-Z][a-z]/.test(between)) return false;
    if (kind === 'account' && !strong && !besideAccount.test(between)) return false;
    return between.length <= longestBetween(kind, strong);
  }
}

/** An account is much else than its number: "the account has 1234567 points". */
const besideAccount = /^[\s:#.(]{0,4}(?:is|was|ending in|ends in|with)?[\s:#(]{0,4}$/i;

function longestBetween(kind: Kind, strong: boolean): number {
  switch (kind) {
    case 'secret':
      return 8;
    case 'phone':
      return 20;
    case 'routing':
      return 25;
    case 'account':
      return strong ? 40 : 20;
    case 'birth_date':
    case 'ein':
      return 40;
    default:
      return strong ? 40 : 24;
  }
}

/** ` (SSN)`, ` is the SSN`, ` - DOB`. */
const beforeLabel =
  /(?: ?[(/[] ?| - | is (?:the |his |her |their |my |an? )?| as (?:the |his |her |their )?| = )(?=[A-Za-z])/y;

/** Labels by where they begin, for what stands before one. */
function findBehind(text: string, end: number, starts: ReadonlyMap<number, Label>): Label | undefined {
  beforeLabel.lastIndex = end;
  return beforeLabel.test(text) ? starts.get(beforeLabel.lastIndex) : undefined;
}

export function findNumbers(
  text: string,
  runs: DigitRuns,
  labels: readonly Label[],
  isOn: IsOn,
): readonly Finding[] {
  const findings: Finding[] = [];
  const walk = new Labels(text, labels);
  const starts = mapStarts(labels);
  let position = 0;
  for (const [index, start] of runs.starts.entries()) {
    if (start < position) continue;
    const reach = walk.reach(start);
    const form = findByForm(text, runs, index);
    const found =
      form !== undefined && isOn(form.kind) && !(form.kind === 'ein' && walk.isOthers(start))
        ? form
        : (findLabelled(text, runs, index, reach, isOn) ?? findBefore(text, runs, index, starts, isOn));
    if (found === undefined) continue;
    const { span, kind } = found;
    findings.push({ start: span[0], end: span[1], kind });
    position = span[1];
    if (reach === undefined) continue;
    reach.from = span[1];
    reach.count += 1;
  }
  return findings;
}

interface Found {
  readonly span: Span;
  readonly kind: Kind;
}

function findLabelled(
  text: string,
  runs: DigitRuns,
  index: number,
  reach: Reach | undefined,
  isOn: IsOn,
): Found | undefined {
  if (reach === undefined) return undefined;
  for (const { kind, strong } of [reach.label, ...reach.besides]) {
    if (kind === undefined || !isOn(kind)) continue;
    const span = findNumber(text, runs, index, kind, strong);
    if (span !== undefined) return { span, kind };
  }
  return undefined;
}

function findBefore(
  text: string,
  runs: DigitRuns,
  index: number,
  starts: ReadonlyMap<number, Label>,
  isOn: IsOn,
): Found | undefined {
  if (starts.size === 0) return undefined;
  const end = runs.ends[index] ?? 0;
  for (const at of [index, index + 1, index + 2]) {
    const last = runs.ends[at];
    if (last === undefined || last - end > 12) break;
    const { kind } = findBehind(text, endOfWord(text, last), starts) ?? {};
    if (kind === undefined || !isOn(kind)) continue;
    const span = findNumber(text, runs, index, kind, true);
    if (span !== undefined) return { span, kind };
  }
  return undefined;
}

function endOfWord(text: string, position: number): number {
  let end = position;
  while (end < text.length && end - position < 3 && /[A-Za-z]/.test(text.charAt(end))) end += 1;
  return end;
}

function mapStarts(labels: readonly Label[]): ReadonlyMap<number, Label> {
  const starts = new Map<number, Label>();
  for (const label of labels) if (label.kind !== undefined) starts.set(label.start, label);
  return starts;
}

/** Between two dates of one person: "1985-01-23 vs 1986-02-24". */
const shortBetween =
  /^(?:[^A-Za-z0-9]|vs|versus|and|or|but|not|got|was|is|to|instead|of|expected|found|y|e|et|ou|und|oder|en|with|against|on|file|does|did|match){0,16}$/i;

/** Dates that a word before or behind makes those of a birth. */
export function findBirthDates(
  text: string,
  dates: readonly FoundDate[],
  labels: readonly Label[],
): readonly Finding[] {
  const findings: Finding[] = [];
  const births = labels.filter(({ kind }) => kind === undefined || kind === 'birth_date');
  if (!births.some(({ kind }) => kind !== undefined)) return findings;
  const walk = new Labels(text, births);
  const starts = mapStarts(births);
  for (const { start, end, readings } of dates) {
    const reach = walk.reach(start);
    const isNext =
      reach !== undefined &&
      (reach.count === 0 || mayBeBirth(readings) || shortBetween.test(text.slice(reach.from, start)));
    if (!isNext && findBehind(text, end, starts) === undefined) continue;
    findings.push({ start, end, kind: 'birth_date' });
    if (reach === undefined) continue;
    reach.from = end;
    reach.count += 1;
  }
  return findings;
}

const birthday =
  /(?<![A-Za-z])(?:birthday|born|b-?day|dob)(?: is| on|:| was){0,2} {0,2}((?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\.? \d{1,2}(?:st|nd|rd|th)?|\d{1,2}(?:st|nd|rd|th)? (?:of )?(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6})(?![\w])/gi;

/** Without a year, right behind the word. */
export function findBirthdays(text: string): readonly Finding[] {
  return [...text.matchAll(birthday)].map(({ index, 0: whole, 1: day = '' }) => ({
    start: index + whole.length - day.length,
    end: index + whole.length,
    kind: 'birth_date',
  }));
}
