/** OAuth tokens. Source: https://developer.alloy.com/public/docs/authentication-guide */
import * as z from 'zod';
import { defineTool } from '../src/registry/tool.ts';
import { omitDescription, oneOf } from './schemas.ts';

/** Alloy documents the pair as body fields, so they are arguments; the server sends its own Basic header instead. */
const credential = z
  .string()
  .regex(/^[A-Za-z0-9]{32}$/)
  .describe('Default: the configured one')
  .optional();

export const create_a_alloy_oauth_token = defineTool({
  name: 'create_a_alloy_oauth_token',
  title: 'Create bearer token',
  description:
    'Has Alloy issue a bearer token (one hour), to see that it does; the token itself is withheld, and the other tools need none.',
  method: 'POST',
  path: '/oauth/bearer',
  body: {
    kind: 'json',
    fields: {
      // Required by the seed, not by Alloy.
      grant_type: omitDescription(oneOf(['client_credentials'], 'The only grant')),
      application_token: credential,
      application_secret: credential,
    },
  },
  effect: 'write',
  asked: 'log in, sign in, authenticate, client credentials, API access token, JWT, for a script',
  hints: [
    {
      kind: 'invalid_request',
      status: 401,
      hint: "The pair in the arguments was refused: leave out application_token and application_secret, and the server's own credentials are used.",
    },
  ],
});

/** Alloy answers 200 with an object; the seed's empty 204 and its "credentials" are not in Alloy's pages. */
export const create_a_alloy_oauth_validation = defineTool({
  name: 'create_a_alloy_oauth_validation',
  title: 'Check bearer token',
  description:
    'Whether a bearer token still works: valid, application_active, expires (epoch milliseconds); 401: it does not.',
  method: 'POST',
  path: '/oauth/validate',
  body: {
    kind: 'json',
    fields: {
      bearer_token: z
        .string()
        .regex(/^[A-Za-z0-9-_]+\.[A-Za-z0-9-_]+\.[A-Za-z0-9-_]*$/)
        .describe('Bearer token'),
    },
  },
  effect: 'read',
  asked: 'is my API token still good, valid, alive or expired, verify JWT',
  hints: [
    {
      kind: 'invalid_request',
      status: 401,
      hint: 'bearer_token is not or no longer valid; its holder gets another from Alloy itself (this server withholds those it is issued).',
    },
  ],
});
