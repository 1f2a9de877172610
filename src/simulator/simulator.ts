/**
 * The embedded Alloy: its API below /v1 with a demo account in memory. The same seed and clock give the same answers.
 * It knows nothing of MCP, so that a wrong method, path or body in a tool fails against it as it would against Alloy.
 */
import { Hono } from 'hono';
import { getPath } from 'hono/utils/url';
import { createAccount } from './account.ts';
import { registerBankAccountRoutes } from './accounts/routes.ts';
import { registerTransactionRoutes } from './accounts/transaction-routes.ts';
import { registerCaseRoutes } from './cases/routes.ts';
import { describeAccount } from './demo/describe.ts';
import { addDemoRecords } from './demo/records.ts';
import { registerDocumentRoutes } from './entities/document-routes.ts';
import { registerFeedbackRoutes } from './entities/feedback-routes.ts';
import { registerEntityMergeRoutes } from './entities/merge.ts';
import { registerEntityRoutes } from './entities/routes.ts';
import { AlloyError, notFound } from './errors.ts';
import { registerPortfolioEvaluationRoutes } from './evaluations/portfolio-routes.ts';
import { registerEvaluationRecordRoutes } from './evaluations/record-routes.ts';
import { registerReviewRoutes } from './evaluations/review-routes.ts';
import { registerEvaluationRoutes } from './evaluations/routes.ts';
import { registerEventRoutes } from './events/routes.ts';
import { createDisturbances, createFaultMiddleware, type DisturbanceOptions } from './faults/middleware.ts';
import { registerGroupRoutes } from './groups/routes.ts';
import {
  type Answer,
  buildPartialResponse,
  buildResponse,
  ConnectionFault,
  createJsonAnswers,
  readAnswer,
} from './http/answer.ts';
import { createAuthentication, createBearerTokens } from './http/authentication.ts';
import { createCallLog } from './http/call-log.ts';
import type { Credentials, Env } from './http/env.ts';
import { registerOauthRoutes } from './http/oauth-routes.ts';
import { registerInvestigationAlertRoutes } from './investigations/alert-routes.ts';
import { registerInvestigationListRoutes } from './investigations/list.ts';
import { registerInvestigationRoutes } from './investigations/routes.ts';
import { registerInvestigationTypeRoutes } from './investigations/type-routes.ts';
import { registerJourneyRoutes } from './journeys/routes.ts';
import { registerPublishedAttributeRoutes } from './lists/attribute-routes.ts';
import { registerCustomListRoutes } from './lists/custom-routes.ts';
import { registerListRoutes } from './lists/routes.ts';
import { registerPage } from './page/routes.ts';
import { createClock } from './state/clock.ts';
import { type FormattedState, formatState, restoreState } from './state.ts';

export interface SimulatorOptions extends DisturbanceOptions {
  /** Tokens follow from it: the same seed, the same tokens. */
  readonly seed?: string;
  /** Milliseconds since 1970. */
  readonly now?: () => number;
  readonly credentials?: Credentials;
  /** False makes it behave like the production host, where only `alloy-sandbox: true` asks for sandbox mode. */
  readonly sandbox?: boolean;
  /** Told of faults of the simulator itself, which a caller only sees as 500 / 5000. */
  readonly onUnexpectedError?: (error: unknown) => void;
  /** How long bearer tokens are valid; an hour when absent. */
  readonly tokenTtlSeconds?: number;
  /** Milliseconds by which every request moves the clock. */
  readonly clockStep?: number;
  /** What `formatState` gave, parsed; it takes the place of the demo records. */
  readonly state?: unknown;
  /** Told after every call that may have changed something. */
  readonly onChange?: () => void;
}

export interface Simulator {
  /** What the demo account is set up with, as text for a person. */
  describe(): string;
  readonly credentials: Credentials;
  /** Rejects as a broken connection does with a ConnectionFault, when that was asked for. */
  answer(request: Request): Promise<Answer>;
  /** The same as a Response; an answer that was to break off does so while its body is read. */
  fetch(request: Request): Promise<Response>;
  /** All that the account holds, as JSON text. */
  formatState(): FormattedState;
}

/** The account-level API key of the demo account. It guards nothing but invented records. */
export const demoCredentials: Credentials = {
  token: 'Kt0DemoAccountKeyOfEmbeddedAlloy',
  secret: 'Ks0DemoAccountKeyOfEmbeddedAlloy',
};

export function createSimulator(options: SimulatorOptions = {}): Simulator {
  const { seed = 'alloy', credentials = demoCredentials, sandbox = true } = options;
  const clock = createClock(options.now ?? Date.now, options.clockStep ?? 0);
  const { now } = clock;
  const account = createAccount({ seed, now });
  const callLog = createCallLog();
  const disturbances = createDisturbances(options, seed, now);
  if (options.state === undefined) addDemoRecords(account);
  else clock.resume(restoreState(account, options.state));
  const ring = { credentials, workflows: account.workflows };
  const bearerTokens = createBearerTokens(
    now,
    () => account.newToken(''),
    `${seed}:${credentials.secret}`,
    options.tokenTtlSeconds,
  );

  const api = new Hono<Env>();
  api.use(createJsonAnswers());
  api.use(createFaultMiddleware(disturbances, account));
  // The two that hand out and check tokens read the caller's credentials themselves.
  registerOauthRoutes(api, ring, bearerTokens);
  api.use(createAuthentication(ring, bearerTokens, sandbox));
  registerEvaluationRoutes(api, account);
  registerEvaluationRecordRoutes(api, account);
  registerPortfolioEvaluationRoutes(api, account);
  registerEntityRoutes(api, account);
  registerEntityMergeRoutes(api, account);
  registerDocumentRoutes(api, account);
  registerReviewRoutes(api, account);
  registerCaseRoutes(api, account);
  registerFeedbackRoutes(api, account);
  registerEventRoutes(api, account);
  registerBankAccountRoutes(api, account);
  registerTransactionRoutes(api, account);
  registerGroupRoutes(api, account);
  registerJourneyRoutes(api, account);
  // Before those on one investigation, whose path takes in theirs.
  registerInvestigationListRoutes(api, account);
  registerInvestigationTypeRoutes(api, account);
  registerInvestigationRoutes(api, account);
  registerInvestigationAlertRoutes(api, account);
  registerListRoutes(api, account);
  registerCustomListRoutes(api, account);
  registerPublishedAttributeRoutes(api, account);

  const app = new Hono<Env>();
  app.route('/v1', api);
  registerPage(app, {
    account,
    demoCredentials: isDemo(credentials) ? credentials : null,
    callLog,
    faults: disturbances.faults,
    options,
  });
  app.notFound((context) => {
    throw notFound('There is no such operation', { method: context.req.method, path: context.req.path });
  });
  app.onError((error, context) => {
    // Faults of the connection, and callers that give up, are no answers: `fetch` rejects.
    if (error instanceof ConnectionFault || context.req.raw.signal.aborted) throw error;
    if (!(error instanceof AlloyError)) options.onUnexpectedError?.(error);
    const alloyError = error instanceof AlloyError ? error : unexpected();
    const body = alloyError.toBody(account.newToken('', 10), now());
    return Response.json(
      { ...body, application_token: context.get('workflow')?.token ?? null },
      { status: alloyError.status, headers: alloyError.headers },
    );
  });

  async function answer(request: Request): Promise<Answer> {
    const path = getPath(request);
    if (!path.startsWith('/v1/')) return readAnswer(await app.fetch(request));
    clock.tick();
    const at = now();
    const started = performance.now();
    let status: number | null = null;
    try {
      const answered = await readAnswer(await app.fetch(request));
      status = answered.status;
      return answered;
    } finally {
      callLog.add({ at, method: request.method, path, status, milliseconds: performance.now() - started });
      options.onChange?.();
    }
  }

  return {
    credentials,
    describe: () => describeAccount(account),
    formatState: () => formatState(account),
    answer,
    async fetch(request) {
      try {
        return buildResponse(await answer(request));
      } catch (error) {
        if (error instanceof ConnectionFault && error.partial !== undefined)
          return buildPartialResponse(error, error.partial);
        throw error;
      }
    },
  };
}

function isDemo({ token, secret }: Credentials): boolean {
  return token === demoCredentials.token && secret === demoCredentials.secret;
}

/** 500 / 5000 says nothing of the cause: what went wrong inside is not for the caller. */
function unexpected(): AlloyError {
  return new AlloyError(500, 5000, 'Unhandled Error', 'Something went wrong on the side of the service');
}
