/**
 * Whom the HTTP service lets in: bearer tokens, each with the name of the principal that it stands for. Answers,
 * stand-ins, confirmations and the audit trail are bound to that name.
 */
import { createHash, timingSafeEqual } from 'node:crypto';
import { ConfigurationError } from '../../base/errors.ts';
import { cleanText, refusePlaceholder, refuseSurroundings } from '../../base/given-text.ts';
import type { SecretSource } from '../../base/secret-source.ts';
import { localCall } from '../../calls/call-context.ts';

export interface AccessToken {
  readonly principal: string;
  readonly token: string;
}

/** The principal of a service that asks for no token, and of a token without a name. */
const anyone = 'http';

/** Calls over stdio, whose files lie in the files folder itself, and the server's own requests in the audit trail. */
const reserved: ReadonlySet<string> = new Set([localCall.principal, 'alloy-mcp']);

const shortest = 16;
const longestName = 64;

/** `TOKEN`, or several as `NAME:TOKEN`, between commas or white space (a line each, in a file). */
export function parseAccessTokens(text: string): readonly AccessToken[] {
  const tokens = text
    .split(/[\s,]+/)
    .map((entry) => cleanText(entry))
    .filter((entry) => entry !== undefined)
    .map(parseToken);
  const names = tokens.map(({ principal }) => principal);
  const repeated = names.find((name, index) => names.indexOf(name) !== index);
  if (repeated === anyone)
    throw new ConfigurationError('ALLOY_MCP_TOKEN holds several tokens; name each of them, like ada:TOKEN');
  if (repeated !== undefined)
    throw new ConfigurationError(`ALLOY_MCP_TOKEN names ${repeated} twice; a name stands for one token`);
  if (new Set(tokens.map(({ token }) => token)).size < tokens.length)
    throw new ConfigurationError('ALLOY_MCP_TOKEN gives two names the same token; each needs its own');
  return tokens;
}

function parseToken(entry: string): AccessToken {
  const colon = entry.indexOf(':');
  const principal = colon < 0 ? anyone : entry.slice(0, colon);
  const token = cleanText(entry.slice(colon + 1)) ?? '';
  if (!/^[\w.@-]+$/.test(principal) || principal.length > longestName) {
    throw new ConfigurationError(
      'ALLOY_MCP_TOKEN has a name that is not usable; a name has letters, digits and . @ _ -, like ada:TOKEN',
    );
  }
  if (reserved.has(principal)) {
    throw new ConfigurationError(
      `ALLOY_MCP_TOKEN names ${principal}, which stands for calls that no token brings; choose another name`,
    );
  }
  refusePlaceholder('ALLOY_MCP_TOKEN', token, true);
  refuseSurroundings('ALLOY_MCP_TOKEN', token);
  if (token.length < shortest)
    throw new ConfigurationError(
      `ALLOY_MCP_TOKEN is not usable: at least ${shortest} characters are needed for each token`,
    );
  return { principal, token };
}

/** Who sends this Authorization header; undefined when nobody who is let in. */
export type FindPrincipal = (authorization: string | null) => string | undefined;

/** Compares digests, and all of them, so that neither length, content nor place of a token shows in the time it takes. */
export function createPrincipalFinder(source: SecretSource<readonly AccessToken[]>): FindPrincipal {
  const digest = (text: string) => createHash('sha256').update(text).digest();
  const prepare = (tokens: readonly AccessToken[]) =>
    tokens.map(({ principal, token }) => ({ principal, expected: digest(token) }));
  let tokens = source.current();
  let known = prepare(tokens);
  return (authorization) => {
    const latest = source.current();
    if (latest !== tokens) {
      tokens = latest;
      known = prepare(tokens);
    }
    if (known.length === 0) return anyone;
    const given = /^Bearer +(\S+)$/i.exec(authorization ?? '')?.[1];
    if (given === undefined) return undefined;
    const actual = digest(given);
    const matches = known.filter(({ expected }) => timingSafeEqual(actual, expected));
    return matches[0]?.principal;
  };
}
