/**
 * The embedded Alloy: its API below /v1 with a demo account in memory. The same seed and clock give the same answers.
 * It knows nothing of MCP, so that a wrong method, path or body in a tool fails against it as it would against Alloy.
 */
import { Hono } from 'hono';
import { createAccount } from './account.ts';
import type { Credentials, Env } from './app-env.ts';
import { createAuthentication } from './authentication.ts';
import { registerBankAccountRoutes } from './bank-account-routes.ts';
import { createBearerTokens } from './bearer-tokens.ts';
import { addDemoRecords } from './demo.ts';
import { registerEntityRoutes } from './entity-routes.ts';
import { AlloyError, notFound } from './errors.ts';
import { registerEvaluationRoutes } from './evaluation-routes.ts';
import { registerEventRoutes } from './event-routes.ts';
import { registerGroupRoutes } from './group-routes.ts';
import { registerOauthRoutes } from './oauth-routes.ts';
import { operations } from './operations.ts';
import { registerTransactionRoutes } from './transaction-routes.ts';

export interface SimulatorOptions {
  /** Tokens follow from it: the same seed, the same tokens. */
  readonly seed?: string;
  /** Milliseconds since 1970. */
  readonly now?: () => number;
  readonly credentials?: Credentials;
  /** False makes it behave like the production host, where only `alloy-sandbox: true` asks for sandbox mode. */
  readonly sandbox?: boolean;
  /** Told of faults of the simulator itself, which a caller only sees as 500 / 5000. */
  readonly onUnexpectedError?: (error: unknown) => void;
}

export interface Simulator {
  readonly credentials: Credentials;
  fetch(request: Request): Promise<Response>;
}

/** The account-level API key of the demo account. It guards nothing but invented records. */
export const demoCredentials: Credentials = {
  token: 'Kt0DemoAccountKeyOfEmbeddedAlloy',
  secret: 'Ks0DemoAccountKeyOfEmbeddedAlloy',
};

export function createSimulator(options: SimulatorOptions = {}): Simulator {
  const { seed = 'alloy', now = Date.now, credentials = demoCredentials, sandbox = true } = options;
  const account = createAccount({ seed, now });
  addDemoRecords(account);
  const ring = { credentials, workflows: account.workflows };
  const bearerTokens = createBearerTokens(now, () => account.newToken(''), `${seed}:${credentials.secret}`);

  const api = new Hono<Env>();
  // The two that hand out and check tokens read the caller's credentials themselves.
  registerOauthRoutes(api, ring, bearerTokens);
  api.use(createAuthentication(ring, bearerTokens, sandbox));
  registerEvaluationRoutes(api, account);
  registerEntityRoutes(api, account);
  registerEventRoutes(api, account);
  registerBankAccountRoutes(api, account);
  registerTransactionRoutes(api, account);
  registerGroupRoutes(api, account);
  // Last, so that it only meets the operations that nothing above has answered.
  for (const { method, path } of operations) {
    api.on(method, path, () => {
      throw notBuilt(method, path);
    });
  }

  const app = new Hono<Env>();
  app.route('/v1', api);
  app.notFound((context) => {
    throw notFound('There is no such operation', { method: context.req.method, path: context.req.path });
  });
  app.onError((error, context) => {
    if (!(error instanceof AlloyError)) options.onUnexpectedError?.(error);
    const alloyError = error instanceof AlloyError ? error : unexpected();
    const body = alloyError.toBody(account.newToken('', 10), now());
    return Response.json(
      { ...body, application_token: context.get('workflow')?.token ?? null },
      { status: alloyError.status, headers: alloyError.headers },
    );
  });

  return { credentials, fetch: async (request) => app.fetch(request) };
}

/** 501 is ours: Alloy has no operation that is documented and missing. */
function notBuilt(method: string, path: string): AlloyError {
  return new AlloyError(501, 5010, 'Not Implemented', 'The embedded Alloy does not have this operation yet', {
    details: { method, path: `/v1${path}` },
  });
}

/** 500 / 5000 says nothing of the cause: what went wrong inside is not for the caller. */
function unexpected(): AlloyError {
  return new AlloyError(500, 5000, 'Unhandled Error', 'Something went wrong on the side of the service');
}
