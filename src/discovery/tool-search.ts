/**
 * Ranked search over the catalog: BM25 (minisearch) on names, titles, paths, descriptions and arguments, with the
 * synonyms of the field put into the question. The index is built by the first question, not at start.
 */
import MiniSearch, { type SearchResult } from 'minisearch';
import { CallError } from '../base/errors.ts';
import type { CatalogEntry } from '../registry/listing.ts';
import { phraseWords } from './phrases.ts';
import { buildQuery, type Query } from './query.ts';
import { buildSearchDocument, fieldWeights, type SearchDocument } from './search-document.ts';
import { buildStem, buildWords, createMender, isStopWord } from './words.ts';

export interface RankedTool {
  readonly name: string;
  /** Comparable within one answer only. */
  readonly score: number;
  /** Other names of the same operation; they have no rank of their own. */
  readonly aliases: readonly string[];
}

/** Throws a CallError for a question or a limit that cannot be used. */
export type ToolSearch = (query: string, limit?: number) => readonly RankedTool[];

export type FindAsked = (tool: string) => string;

export const defaultLimit = 5;
export const maxLimit = 20;
const longestQuery = 500;

/** `findAsked`: words in which people ask for the tool of that name, beside its own texts. */
export function createToolSearch(catalog: readonly CatalogEntry[], findAsked: FindAsked): ToolSearch {
  let find: ((query: string) => readonly RankedTool[]) | undefined;
  return (query, limit = defaultLimit) => {
    if (buildWords(query).length === 0) {
      throw new CallError('invalid_arguments', 'query holds no word; say in a few words what you want to do');
    }
    if (query.length > longestQuery) {
      throw new CallError(
        'invalid_arguments',
        `query is longer than ${longestQuery} characters; one sentence is enough`,
      );
    }
    if (!Number.isInteger(limit) || limit < 1 || limit > maxLimit) {
      throw new CallError('invalid_arguments', `limit must be a whole number from 1 to ${maxLimit}`);
    }
    find ??= buildIndex(catalog, findAsked);
    return find(query).slice(0, limit);
  };
}

function buildIndex(
  catalog: readonly CatalogEntry[],
  findAsked: FindAsked,
): (query: string) => readonly RankedTool[] {
  const entries = new Map(catalog.map((entry) => [entry.listing.name, entry]));
  const aliases = groupAliases(entries);
  const documents = catalog
    .filter(({ aliasOf = '' }) => !entries.has(aliasOf))
    .map((entry) =>
      buildSearchDocument(entry, aliases.get(entry.listing.name) ?? [], findAsked(entry.listing.name)),
    );
  const known = new Set(phraseWords);
  const index = new MiniSearch<SearchDocument>({
    fields: Object.keys(fieldWeights),
    tokenize: (text) => {
      const words = buildWords(text);
      for (const word of words) known.add(word);
      return words.filter((word) => !isStopWord(word)).map(buildStem);
    },
    processTerm: (stem) => stem,
  });
  index.addAll(documents);
  const mend = createMender(known);

  return (text) => {
    const query = buildQuery(text, mend);
    const found = index.search([...query.weights.keys()].join(' '), {
      boost: fieldWeights,
      tokenize: (stems) => stems.split(' '),
      boostTerm: (stem) => query.weights.get(stem) ?? 1,
      bm25: { k: 1.2, b: 0.5, d: 0.3 },
    });
    return found
      .map((result) => {
        const name = String(result.id);
        const names = (aliases.get(name) ?? []).map(({ listing }) => listing.name);
        const score = rate(result, query) * weigh(entries.get(name), names, query);
        return { name, score, aliases: names };
      })
      .sort((one, other) => other.score - one.score);
  };
}

/** An alias is the same call, so it is found as its primary; without its primary in the catalog it stands alone. */
function groupAliases(
  entries: ReadonlyMap<string, CatalogEntry>,
): ReadonlyMap<string, readonly CatalogEntry[]> {
  const groups = new Map<string, CatalogEntry[]>();
  for (const entry of entries.values()) {
    const { aliasOf } = entry;
    if (aliasOf !== undefined && entries.has(aliasOf)) {
      groups.set(aliasOf, [...(groups.get(aliasOf) ?? []), entry]);
    }
  }
  return groups;
}

/** Minisearch multiplies by the number of stems found, which overrates tools that many synonyms touch. */
function rate({ score, queryTerms }: SearchResult, { weights }: Query): number {
  const found = queryTerms.reduce((sum, stem) => sum + (weights.get(stem) ?? 0), 0);
  return (score / queryTerms.length) * Math.sqrt(found);
}

const intentFactor = 2;
const methodFactor = 4;
const pathFactor = 4;
const nameFactor = 100;
const deprecatedFactor = 0.92;

/** What a question gives away beside its words. */
function weigh(entry: CatalogEntry | undefined, aliases: readonly string[], query: Query): number {
  if (entry === undefined) return 1;
  let factor = entry.deprecated === undefined ? 1 : deprecatedFactor;
  if ((query.intent === 'read') === (entry.effect === 'read')) factor *= intentFactor;
  if (query.method === entry.method) factor *= methodFactor;
  if (query.path !== undefined && isPathOf(query.path, entry.path)) factor *= pathFactor;
  if ([entry.listing.name, ...aliases].some((name) => query.names.has(name))) factor *= nameFactor;
  return factor;
}

function isPathOf(path: string, template: string): boolean {
  const parts = path.replace(/\/$/, '').split('/');
  const wanted = template.replace(/\/$/, '').split('/');
  return (
    parts.length === wanted.length &&
    wanted.every((part, index) => part.startsWith('{') || part === parts[index])
  );
}
