/**
 * The bearer token that create_a_alloy_oauth_token gets from Alloy: good for an hour at all of Alloy's API, past every
 * rule of this server. It is made, and withheld; whoever needs one asks Alloy itself.
 */

import { mask } from '../base/secrets.ts';
import { readMember } from '../base/values.ts';

const members = ['access_token', 'bearer_token'] as const;

/** The token in an answer of Alloy's token endpoint. */
export function findIssuedToken(result: unknown): string | undefined {
  return members.map((name) => readMember(result, name)).find((token) => typeof token === 'string');
}

export interface Withheld {
  readonly result: unknown;
  readonly notice?: string;
}

/** The result of any tool, without such a token, and what to say of it. */
export function withholdIssuedToken(tool: { readonly path: string }, result: unknown): Withheld {
  if (tool.path !== '/oauth/bearer' || findIssuedToken(result) === undefined) return { result };
  const shown = Object.entries(result ?? {}).map(([name, value]) =>
    members.some((member) => member === name) ? [name, mask] : [name, value],
  );
  return {
    result: Object.fromEntries(shown),
    notice:
      'The token was issued and is withheld: it is a live secret. A program that needs one asks Alloy itself (POST /oauth/bearer with its key pair).',
  };
}
