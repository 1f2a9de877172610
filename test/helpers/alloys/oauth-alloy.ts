/** A fake Alloy that issues bearer tokens as documented and serves everything else to whoever holds a good one. */

import type { Credentials } from '../../../src/alloy/auth.ts';
import { createApp } from '../../../src/app.ts';
import { unrecorded } from '../../../src/audit/trail.ts';
import { createSecrets } from '../../../src/base/secrets.ts';
import type { CallContext } from '../../../src/calls/call-context.ts';
import { localCall } from '../../../src/calls/call-context.ts';
import type { ToolResult } from '../../../src/calls/result.ts';
import { parseConfig } from '../../../src/config/config.ts';
import { createMemoryState } from '../../../src/state/memory.ts';
import { createLogRecord, type LogRecord } from '../log-record.ts';
import { credentials } from './alloy-client.ts';
import {
  answerJson,
  type FakeAlloy,
  type Responder,
  type SentRequest,
  startFakeAlloy,
} from './fake-alloy.ts';

export interface OAuthAlloy extends FakeAlloy {
  /** Requests to the token endpoint, and all others. */
  readonly tokenRequests: readonly SentRequest[];
  readonly calls: readonly SentRequest[];
  /** Every token issued so far is refused from now on. */
  expireTokens(): void;
}

export interface OAuthAlloyOptions {
  /** Answers to the token requests, in their order; then, or without it, tokens are issued. */
  readonly tokenAnswers?: readonly Responder[];
  /** Answer to a call with a good token. */
  readonly respond?: Responder;
}

/** A token as Alloy's schema has it: three parts with dots between. */
export const formatToken = (count: number) => `head.body${count}.sign`;

export async function startOAuthAlloy(options: OAuthAlloyOptions = {}): Promise<OAuthAlloy> {
  const { tokenAnswers = [], respond = answerJson(200, { done: true }) } = options;
  const tokenRequests: SentRequest[] = [];
  const calls: SentRequest[] = [];
  let good = 1;
  const alloy = await startFakeAlloy((exchanged) => {
    const { request } = exchanged;
    if (request.url === '/v1/oauth/bearer' && request.method === 'POST') {
      tokenRequests.push(request);
      const issue = answerJson(200, {
        access_token: formatToken(tokenRequests.length),
        token_type: 'bearer',
        expires_in: 3600,
      });
      return (tokenAnswers[tokenRequests.length - 1] ?? issue)(exchanged);
    }
    calls.push(request);
    const accepted = tokenRequests.some(
      (_, index) => index + 1 >= good && request.headers.authorization === `Bearer ${formatToken(index + 1)}`,
    );
    return (accepted ? respond : refuseToken)(exchanged);
  });
  return Object.assign(alloy, {
    tokenRequests,
    calls,
    expireTokens: () => {
      good = tokenRequests.length + 1;
    },
  });
}

/** What Alloy answers to an expired token; it repeats the token. */
export const refuseToken: Responder = (exchanged) =>
  answerJson(401, {
    status_code: 401,
    error: {
      minor_code: 4012,
      type: 'API Authentication Failure',
      message: 'Expired.',
      details: { bearer_token: exchanged.request.headers.authorization?.replace('Bearer ', '') },
    },
    timestamp: 1_800_000_000_000,
  })(exchanged);

export interface ConfiguredAlloy {
  execute(name: string, input: unknown, context?: CallContext): Promise<ToolResult>;
  readDocument(entityToken: string, documentToken: string): Promise<Uint8Array>;
  readonly log: LogRecord;
}

/** Alloy as the program sets it up from its environment. */
export async function configureAlloy(
  { baseUrl }: { readonly baseUrl: string },
  environment: Readonly<Record<string, string>> = {},
  { token, secret }: Credentials = credentials,
): Promise<ConfiguredAlloy> {
  const log = createLogRecord();
  const variables = {
    ALLOY_TOKEN: token,
    ALLOY_SECRET: secret,
    ALLOY_AUTH: 'oauth',
    ALLOY_BASE_URL: baseUrl,
    ...environment,
  };
  const config = parseConfig(variables, {}, () => {
    throw new Error('No file is named');
  });
  const app = await createApp({
    config,
    logger: log.logger,
    audit: unrecorded,
    secrets: createSecrets(),
    state: createMemoryState(),
  });
  const execute = (name: string, input: unknown, context = localCall) => app.execute(name, input, context);
  const readDocument = (entity: string, document: string, context = localCall) =>
    app.readDocument(entity, document, context);
  return { ...app, execute, readDocument, log };
}
