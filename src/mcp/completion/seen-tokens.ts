/**
 * The tokens of Alloy that answers to a principal held, so that they can be offered when one is asked for. Over stdio
 * the one principal is the connection; over HTTP, where there are no connections, it is whoever sent the request.
 */
import type { ToolResult } from '../../calls/result.ts';
import {
  buildTokenPattern,
  lettered,
  listPrefixes,
  type TokenPlace,
  tokenLength,
} from '../../registry/token-kinds.ts';
import type { State } from '../../state/state.ts';

export interface SeenTokens {
  note(principal: string, result: ToolResult): void;
  /** Those that may stand at the place, the newest first. */
  list(principal: string, place: TokenPlace): Promise<readonly string[]>;
}

const maxTokens = 500;
const maxPrincipals = 200;
/** Longer answers take longer to look through than the tokens in them are worth. */
const maxCharacters = 200_000;

/** A whole text of the JSON, or a segment of a link in it; a token inside a sentence is not taken. */
const enclosedToken = new RegExp(`["/](${buildTokenPattern(lettered)})["/?#]$`);
const longestPrefix = Math.max(...lettered.map(({ length }) => length));

/** By way of hyphens, which there are few of: every answer is looked through. */
function findTokens(json: string): Set<string> {
  const found = new Set<string>();
  for (let hyphen = json.indexOf('-'); hyphen !== -1; hyphen = json.indexOf('-', hyphen + 1)) {
    const end = hyphen + tokenLength + 2;
    if (!'"/?#'.includes(json.charAt(end - 1))) continue;
    const token = enclosedToken.exec(json.slice(Math.max(0, hyphen - longestPrefix - 1), end))?.[1];
    if (token !== undefined) found.add(token);
  }
  return found;
}

export function createSeenTokens(state: State): SeenTokens {
  const shelf = state.shelf('seen tokens', { mostItems: maxTokens, mostPrincipals: maxPrincipals });
  return {
    note(principal, { content, isError }) {
      const [first] = content;
      // An error repeats tokens that may be nobody's.
      if (isError === true || first?.type !== 'text' || first.text.length > maxCharacters) return;
      const found = [...findTokens(first.text)];
      if (found.length === 0) return;
      // Lists begin with what is newest or most asked for. What cannot be kept is not offered, and that is all.
      const items = found.reverse().map((id) => ({ id, text: '' }));
      shelf.put(principal, items).catch(() => undefined);
    },
    async list(principal, place) {
      const prefixes = new Set(listPrefixes(place));
      const items = await shelf.list(principal);
      return items.map(({ id }) => id).filter((token) => prefixes.has(token.slice(0, token.indexOf('-'))));
    },
  };
}
