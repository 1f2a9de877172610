/**
 * The tokens of Alloy that answers to a principal held, so that they can be offered when one is asked for. Over stdio
 * the one principal is the connection; over HTTP, where there are no connections, it is whoever sent the request.
 */
import type { ToolResult } from '../../calls/result.ts';

/** What Alloy's tokens of 20 letters and digits begin with. */
const tokenKinds = [
  'P',
  'B',
  'G',
  'EG',
  'L',
  'S',
  'J',
  'JA',
  'EA',
  'JB',
  'INV',
  'AG',
  'D',
  'R',
  'C',
  'EV',
  'A',
  'T',
  'I',
  'CI',
  'PA',
] as const;

export type TokenKind = (typeof tokenKinds)[number];

export interface SeenTokens {
  note(principal: string, result: ToolResult): void;
  /** Newest first. */
  list(principal: string, kinds: readonly TokenKind[]): readonly string[];
}

const maxTokens = 500;
const maxPrincipals = 200;
/** Longer answers take longer to look through than the tokens in them are worth. */
const maxCharacters = 200_000;

/** A whole text of the JSON, or a segment of a link in it; a token inside a sentence is not taken. */
const enclosedToken = new RegExp(`["/]((?:${tokenKinds.join('|')})-[A-Za-z0-9]{20})["/?#]$`);
const longestKind = Math.max(...tokenKinds.map(({ length }) => length));
/** Behind its hyphen. */
const tokenLength = 20;

/** By way of hyphens, which there are few of: every answer is looked through. */
function findTokens(json: string): Set<string> {
  const found = new Set<string>();
  for (let hyphen = json.indexOf('-'); hyphen !== -1; hyphen = json.indexOf('-', hyphen + 1)) {
    const end = hyphen + tokenLength + 2;
    if (!'"/?#'.includes(json.charAt(end - 1))) continue;
    const token = enclosedToken.exec(json.slice(Math.max(0, hyphen - longestKind - 1), end))?.[1];
    if (token !== undefined) found.add(token);
  }
  return found;
}

export function createSeenTokens(): SeenTokens {
  /** Both orders are of last use: the first is the one to forget. */
  const principals = new Map<string, Set<string>>();
  return {
    note(principal, { content, isError }) {
      const [first] = content;
      // An error repeats tokens that may be nobody's.
      if (isError === true || first?.type !== 'text' || first.text.length > maxCharacters) return;
      const found = findTokens(first.text);
      if (found.size === 0) return;
      const seen = principals.get(principal) ?? new Set();
      renew(principals, principal, seen);
      // Lists begin with what is newest or most asked for.
      for (const token of [...found].reverse()) {
        seen.delete(token);
        seen.add(token);
      }
      shorten(seen, maxTokens);
      shorten(principals, maxPrincipals);
    },
    list(principal, kinds) {
      const prefixes = new Set<string>(kinds);
      return [...(principals.get(principal) ?? [])]
        .filter((token) => prefixes.has(token.slice(0, token.indexOf('-'))))
        .reverse();
    },
  };
}

function renew<Value>(map: Map<string, Value>, key: string, value: Value): void {
  map.delete(key);
  map.set(key, value);
}

function shorten(collection: Set<string> | Map<string, unknown>, longest: number): void {
  for (const key of collection.keys()) {
    if (collection.size <= longest) return;
    collection.delete(key);
  }
}
