/** A loopback Alloy that issues bearer tokens as documented and serves everything else to whoever holds a good one. */
import { answerJson } from './behaviours.ts';
import {
  type Behaviour,
  type LoopbackAlloy,
  type ReceivedRequest,
  startAlloyOfTest,
} from './loopback-alloy.ts';

export interface OAuthAlloy extends LoopbackAlloy {
  /** Requests to the token endpoint, and all others. */
  readonly tokenRequests: readonly ReceivedRequest[];
  readonly calls: readonly ReceivedRequest[];
  /** Every token issued so far is refused from now on. */
  expireTokens(): void;
}

export interface OAuthAlloyOptions {
  /** Answers to the token requests, in their order; then, or without it, tokens are issued. */
  readonly tokenAnswers?: readonly Behaviour[];
  /** Answer to a call with a good token. */
  readonly respond?: Behaviour;
}

/** A token as Alloy's schema has it: three parts with dots between. */
export const formatToken = (count: number) => `head.body${count}.sign`;

export async function startOAuthAlloy(options: OAuthAlloyOptions = {}): Promise<OAuthAlloy> {
  const { tokenAnswers = [], respond = answerJson(200, { done: true }) } = options;
  const tokenRequests: ReceivedRequest[] = [];
  const calls: ReceivedRequest[] = [];
  let good = 1;
  const alloy = await startAlloyOfTest((exchange) => {
    if (exchange.path === '/v1/oauth/bearer' && exchange.method === 'POST') {
      tokenRequests.push(exchange);
      const issue = answerJson(200, {
        access_token: formatToken(tokenRequests.length),
        token_type: 'bearer',
        expires_in: 3600,
      });
      return (tokenAnswers[tokenRequests.length - 1] ?? issue)(exchange);
    }
    calls.push(exchange);
    const accepted = tokenRequests.some(
      (_, index) =>
        index + 1 >= good && exchange.headers.authorization === `Bearer ${formatToken(index + 1)}`,
    );
    return (accepted ? respond : refuseToken)(exchange);
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
export const refuseToken: Behaviour = (exchange) =>
  answerJson(401, {
    status_code: 401,
    error: {
      minor_code: 4012,
      type: 'API Authentication Failure',
      message: 'Expired.',
      details: { bearer_token: exchange.headers.authorization?.replace('Bearer ', '') },
    },
    timestamp: 1_800_000_000_000,
  })(exchange);
