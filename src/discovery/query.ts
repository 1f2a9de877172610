/** A question in anybody's words -> the stems to look for, with their weights, and what else it gives away. Pure. */
import { defined } from '../base/values.ts';
import { nameTokenKind } from '../registry/token-kinds.ts';
import { findMeanings } from './phrases.ts';
import { buildStem, buildStems, buildWords, isStopWord } from './words.ts';

// The words that tell whether a question wants to know something or orders it done.

/** A question that has one of these before any word of `changeWords` wants to know something. */
const readWords: ReadonlySet<string> = new Set(
  `what which who whose whom when where why how show see list get read look find view fetch download pull retrieve
  browse display lookup count know inspect`.split(/\s+/),
);
/** These ask only at the very start of a question. */
const askingStarts: ReadonlySet<string> = new Set('is are was were did does do has have can'.split(' '));
/** Words that order something done. */
const changeWords: ReadonlySet<string> = new Set(
  `accept activate add adjust allocate allow amend annotate answer append apply approve archive assign attach
  authenticate backfill ban begin block bring cancel change clean cleanse clear close combine comment complete
  conclude continue copy correct create decide decline dedupe deduplicate define delegate delete deny deploy
  detach dismiss edit elevate email enroll enter erase escalate evaluate execute exempt extend file fill
  finish fix flag free freeze give hand hide hold import inform insert jot kick kyb kyc launch leave let link
  load lock log mail make mark merge migrate modify monitor move new note notify onboard onboarding overwrite
  pass patch pause perform post proceed process promote provide publish push put raise reassign recheck record
  recover redo register reject release remark remove rename replace report rerun rescore rescreen resolve
  restore resubmit resume retire retry review reverse revise revoke rework roll route run save score screen screening
  select send set settle share shelve sign signal stage start stop store submit supply swap take tell throw
  tidy transfer trigger trust unarchive unassign unblock undo unfreeze unlink update upgrade upload
  verification verify whitelist wipe wrap write`.split(/\s+/),
);

export interface Query {
  /** Stem -> weight: 1 for the question's own words, more or less for what these also mean. */
  readonly weights: ReadonlyMap<string, number>;
  readonly intent: 'read' | 'change';
  /** Names of tools that the question holds. */
  readonly names: ReadonlySet<string>;
  readonly method?: string;
  /** A path of Alloy, as far as the question has one. */
  readonly path?: string;
}

/** What a word, a phrase or a token also means is shared among the stems of its meaning. */
const wordWeight = 0.6;
const phraseWeight = 0.8;
const tokenWeight = 0.6;
const largestWeight = 1.3;
/** A word inside a phrase (the bank in bank statement), and one that was mended. */
const partWeight = 0.5;
const mendedWeight = 0.6;

/** `mend` gives the known word nearest to an unknown one, or undefined where none is near. */
export function buildQuery(text: string, mend: (word: string) => string | undefined): Query {
  const plain = withoutPoliteness(text);
  const written = buildWords(plain);
  const words = written.flatMap((word) => {
    const known = isStopWord(word) ? word : mend(word);
    return known === undefined ? [] : [{ word: known, mended: known !== word }];
  });
  const stems = words.map(({ word }) => buildStem(word));
  const weights = new Map<string, number>();
  const raise = (stem: string, weight: number) =>
    weights.set(stem, Math.min(largestWeight, weight + (weights.get(stem) ?? 0)));

  const found = findMeanings(stems);
  for (const { positions, meaning } of found) {
    const weight = (positions.length > 1 ? phraseWeight : wordWeight) / Math.sqrt(meaning.length);
    for (const stem of meaning) raise(stem, weight);
  }
  for (const stem of buildTokenMeanings(text)) raise(stem, tokenWeight);
  const parts = new Set(found.flatMap(({ positions }) => (positions.length > 1 ? positions : [])));
  for (const [index, { word, mended }] of words.entries()) {
    if (!isStopWord(word)) raise(buildStem(word), parts.has(index) ? partWeight : mended ? mendedWeight : 1);
  }
  const method = /\b(?:GET|POST|PUT|PATCH|DELETE)\b/.exec(text)?.[0];
  const path = /\/[a-z][\w\-/{}.:]*/.exec(text)?.[0];
  return {
    weights,
    intent: findIntent(plain),
    names: new Set(text.toLowerCase().match(/\b\w{0,64}alloy_\w+/g)),
    ...defined({ method, path }),
  };
}

/** "Give me" gives nothing, and "do a check" is no question. */
function withoutPoliteness(text: string): string {
  return text
    .replaceAll(/\b(?:give|tell|show|get|let) (?:me|us)\b/gi, 'show')
    .replace(/^(?:please |can you |could you |i (?:want|need) to |i'd like to )+/i, '')
    .replace(/^do (?=an?\b|the\b|some\b)/i, 'run ');
}

/** A token in the question (JA-77) tells what is asked about. */
function buildTokenMeanings(text: string): readonly string[] {
  return [...text.matchAll(/\b([A-Z]{1,20})-\w+/g)].flatMap(([, prefix = '']) => {
    const meaning = nameTokenKind(prefix);
    return meaning === undefined ? [] : buildStems(`get ${meaning}`);
  });
}

/** An order begins a clause with its verb; a question that names nothing to be done wants to know something. */
function findIntent(text: string): 'read' | 'change' {
  const clauses = text.split(/[,;:.!?]\s|\b(?:please|then)\b/i).map(buildWords);
  if (clauses.some(([first = '']) => changeWords.has(first))) return 'change';
  const words = clauses.flat();
  const verb = words.find((word) => readWords.has(word) || changeWords.has(word));
  return askingStarts.has(words[0] ?? '') || verb === undefined || readWords.has(verb) ? 'read' : 'change';
}
