/**
 * Configuration -> the executor and all that it needs: client, credentials, the embedded Alloy, files. Loaded with the
 * first call, not at the start: it brings the registry's schemas along.
 */

import { hintFacts } from '../tools/hints/rules.ts';
import { toolsets } from '../tools/index.ts';
import { nextStepRules } from '../tools/next-steps/rules.ts';
import { type Auth, type Credentials, createBasicAuth, createOAuth } from './alloy/auth.ts';
import { createApi } from './alloy/client.ts';
import { createEmbeddedSend, type HttpResponse, type Send } from './alloy/exchange.ts';
import { guardSend } from './alloy/overload-guard.ts';
import type { AuditCall } from './audit/call.ts';
import type { Audit } from './audit/trail.ts';
import { CallError } from './base/errors.ts';
import type { Logger } from './base/logger.ts';
import { createFixedSource, type SecretSource } from './base/secret-source.ts';
import type { Secrets } from './base/secrets.ts';
import { readMembers } from './base/values.ts';
import type { Approver, CallContext } from './calls/call-context.ts';
import { createConfirmation, describeCall } from './calls/confirmation.ts';
import { createHints, findReader } from './calls/error-hints.ts';
import { createExecutor } from './calls/executor.ts';
import { createFiles } from './calls/files.ts';
import { createPresenter } from './calls/presenter.ts';
import { createReadOn } from './calls/read-on.ts';
import type { ToolResult } from './calls/result.ts';
import { scrubResult } from './calls/result.ts';
import type { Config } from './config/config.ts';
import type { Discovery } from './discovery/discovery.ts';
import type { MetaToolName } from './discovery/meta-tools.ts';
import type { Surface } from './registry/surface.ts';
import type { Tool } from './registry/tool.ts';
import { createAnswerStore } from './results/answer-store.ts';
import { type AnswerContent, readAnswer } from './results/read-answer.ts';
import { createShaper } from './results/shape.ts';
import { createShield } from './shield/shield.ts';
import type { State } from './state/state.ts';

export interface App {
  /** Throws a ConfirmationRequired when a person has to confirm the call first. */
  execute(name: string, input: unknown, context: CallContext): Promise<ToolResult>;
  /** The bytes of a document, by the same path as any call. Throws a CallError. */
  readDocument(entityToken: string, documentToken: string, context: CallContext): Promise<Uint8Array>;
  /** A tool of discovery mode. Throws a ConfirmationRequired like `execute`. */
  discover(tool: MetaToolName, input: unknown, surface: Surface, context: CallContext): Promise<ToolResult>;
  /** Resolves when no write is on its way to Alloy, those among them whose callers have gone. */
  settled(): Promise<void>;
  /** A whole answer that was cut, in parts. Throws a CallError. */
  readAnswer(uri: string, context: CallContext): Promise<readonly AnswerContent[]>;
}

export interface AppOptions {
  readonly config: Config;
  readonly logger: Logger;
  readonly audit: Audit;
  readonly secrets: Secrets;
  readonly state: State;
  /** Asks a person where the client cannot. */
  readonly approver?: Approver | undefined;
}

const downloadTool = 'get_single_alloy_entity_document_by_id';

export async function createApp(options: AppOptions): Promise<App> {
  const { config, logger, audit, secrets, state } = options;
  const tools = new Map<string, Tool>(
    Object.values(toolsets).flatMap((toolset) => Object.entries<Tool>(toolset)),
  );
  const { upstream, auth, workflowToken } = await connect(options);
  const { baseUrl, timeoutMs, maxRetries, environment } = config;
  const find = (name: string): Tool => {
    const tool = tools.get(name);
    if (tool === undefined)
      throw new TypeError(`The catalog lists ${name}, which the registry does not have`);
    return tool;
  };
  const shield = createShield({ ...config.pii, state });
  const answers = createAnswerStore(state);
  const shaper = createShaper({ maxChars: config.maxResultChars, store: answers });
  const executor = createExecutor({
    findTool: find,
    buildHint: createHints(hintFacts),
    presenter: createPresenter({
      environment,
      shaper,
      nextStepRules,
      protection: shield,
      pageKey: await state.secret('pages'),
    }),
    openArguments: shield.open,
    audit,
    api: createApi({ baseUrl, upstream, auth, timeoutMs, maxRetries, logger, isRecorded: audit.holds }),
    files: createFiles(config.filesDir),
    environment,
    defaults: workflowToken === undefined ? {} : { workflowToken },
    logger,
    baseUrl,
    dryRun: config.dryRun,
    confirmation: createConfirmation({
      policy: config.confirm,
      state,
      approver: options.approver,
      describe: (tool, args, principal) =>
        describeCall(tool, readMembers(shield.protect(args, principal)), environment),
    }),
  });
  const readOn = createReadOn({
    store: answers,
    shaper,
    maxChars: config.maxResultChars,
    environment,
    protection: shield,
    findReader: (tool) => findReader(hintFacts, tool),
  });
  const execute: App['execute'] = async (name, input, context) => {
    const tool = find(name);
    const result = await (readOn(tool, input, context) ?? executor.execute(tool, input, context));
    // The last step of every call, whoever asked for it.
    return scrubResult(result, secrets);
  };
  let discovery: Promise<Discovery> | undefined;
  return {
    execute,
    settled: executor.settled,
    discover: async (tool, input, surface, context) => {
      // The search comes with an index; most servers never need it.
      discovery ??= import('./discovery/discovery.ts').then(({ createDiscovery }) =>
        createDiscovery({ environment, findTool: find, execute }),
      );
      return (await discovery).call(tool, input, surface, context);
    },
    readAnswer: async (uri, { principal }) =>
      secrets.scrub(
        shield.hideOpened(await readAnswer(answers, uri, principal, config.maxResultChars), principal),
      ),
    readDocument: (entityToken, documentToken, context) =>
      executor.readFile(find(downloadTool), { entity_token: entityToken, id: documentToken }, context),
  };
}

interface Connection {
  readonly upstream: Send;
  readonly auth: Auth;
  readonly workflowToken: string | undefined;
}

async function connect(options: AppOptions): Promise<Connection> {
  const { config, logger } = options;
  const { credentials, workflowToken, maxConcurrency } = config;
  if (config.environment !== 'embedded' && credentials !== undefined) {
    const { createNetworkSend } = await import('./alloy/network.ts');
    const network = createNetworkSend(new URL(config.baseUrl).origin, {
      connections: maxConcurrency,
      proxy: config.proxy,
    });
    const upstream = guardSend(network, { maxConcurrency });
    return { upstream, auth: createAuth(options, credentials, upstream), workflowToken };
  }
  const [{ createSimulator }, { personOnboarding }] = await Promise.all([
    import('./simulator/simulator.ts'),
    import('./simulator/settings/workflows.ts'),
  ]);
  const simulator = createSimulator({
    onUnexpectedError: (error) => logger.error({ reason: String(error) }, 'the embedded Alloy failed'),
  });
  const upstream = createEmbeddedSend(simulator.answer);
  // A first call should work before anybody has learnt the demo account's tokens.
  return {
    upstream,
    auth: createAuth(options, createFixedSource(simulator.credentials), upstream),
    workflowToken: workflowToken ?? personOnboarding.token,
  };
}

function createAuth(
  { config, secrets, audit }: AppOptions,
  credentials: SecretSource<Credentials>,
  upstream: Send,
): Auth {
  if (config.auth === 'basic') return createBasicAuth(credentials, secrets);
  const { origin, pathname } = new URL(config.baseUrl);
  const requestToken = (authorization: string) =>
    upstream({
      origin,
      path: `${pathname}/oauth/bearer`,
      method: 'POST',
      headers: { accept: 'application/json', 'content-type': 'application/json', authorization },
      body: JSON.stringify({ grant_type: 'client_credentials' }),
      signal: AbortSignal.timeout(config.timeoutMs),
    });
  return createOAuth(credentials, recordTokenRequests(requestToken, audit, config), secrets);
}

/** The server asks for bearer tokens by itself, for all its callers: such a request has a line of its own. */
function recordTokenRequests(
  request: (authorization: string) => Promise<HttpResponse>,
  audit: Audit,
  { environment }: Config,
): (authorization: string) => Promise<HttpResponse> {
  const call: AuditCall = {
    principal: 'alloy-mcp',
    tool: 'bearer_token',
    effect: 'read',
    operation: 'POST /oauth/bearer',
    environment,
    args: {},
  };
  return async (authorization) => {
    const entry = await audit.begin(call);
    try {
      const answer = await request(authorization);
      entry.end({ outcome: answer.status < 300 ? 'ok' : 'authentication', status: answer.status });
      return answer;
    } catch (error) {
      entry.end({ outcome: error instanceof CallError ? error.kind : 'unreachable' });
      throw error;
    }
  };
}
