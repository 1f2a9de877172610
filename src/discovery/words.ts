/** Text -> the stems that the search compares; the same way for tools, questions and synonyms. Pure. */

import { stemmer } from 'stemmer';
import { findNearest } from '../base/nearest.ts';

/** Words that say nothing about what is wanted. */
const stopWords = new Set(
  `a about after again all also am an and any anyone anything are as at be because been before being but by can
  could did do does doing done each else ever every everybody everything for from had has have he her here hers him
  his how i if in into is it its itself just kindly let like may me mine more most much must my need needs no nobody
  new not now of off on once only or our ours out over own per please shall she should so some somebody someone something
  still such than that the their them then there these they thing things this those to too up us very want wants was
  we were what when where which while who whom whose why will with would yet you your yours`.split(/\s+/),
);

export const isStopWord = (word: string) => stopWords.has(word);

/** `listName`, `list_name` and `list-name` are all two words. */
export function buildWords(text: string): readonly string[] {
  return text
    .replace(/([a-z\d])([A-Z])/g, '$1 $2')
    .normalize('NFKD')
    .replace(/[\u0300-\u036f\u2019']/g, '')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '');
}

/** People, whom the stemmer would take for what they take part in. */
const people: Readonly<Record<string, string>> = {
  applicant: 'applicant',
  applicants: 'applicant',
  investigator: 'investigator',
  investigators: 'investigator',
};

const stems = new Map<string, string>(Object.entries(people));

/** Enough for the words of all tools and synonyms; those of questions may not fill the memory. */
const mostStems = 5_000;

export function buildStem(word: string): string {
  let stem = stems.get(word);
  if (stem === undefined) {
    stem = stemmer(word);
    if (stems.size < mostStems) stems.set(word, stem);
  }
  return stem;
}

/** What of a text goes into the index. */
export function buildStems(text: string): readonly string[] {
  return buildWords(text)
    .filter((word) => !isStopWord(word))
    .map(buildStem);
}

// Mends typing errors in questions.

/** Below this length nearly every word is a typing error away from another one. */
const shortest = 6;

/** A word -> itself when its stem is known, else the known word nearest to it, or undefined where none is near. */
export function createMender(known: ReadonlySet<string>): (word: string) => string | undefined {
  const stems = new Set([...known].map(buildStem));
  return (word) => {
    if (stems.has(buildStem(word))) return word;
    if (word.length < shortest) return undefined;
    // The first letter is seldom the wrong one.
    const candidates = [...known].filter(
      (other) => other[0] === word[0] && Math.abs(other.length - word.length) <= 2,
    );
    return findNearest(word, candidates, Math.round(word.length / 5));
  };
}
