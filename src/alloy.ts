/**
 * Configuration -> the executor and all that it needs: client, credentials, the embedded Alloy, files. Loaded with the
 * first call, not at the start: it brings the registry's schemas along.
 */
import { toolsets } from '../tools/index.ts';
import { nextStepRules } from '../tools/next-steps.ts';
import { createAnswerStore } from './answers/answer-store.ts';
import { type AnswerContent, readAnswer } from './answers/read-answer.ts';
import { createShaper } from './answers/shape.ts';
import { createApi } from './api.ts';
import type { Audit } from './audit/audit.ts';
import { type Auth, createBasicAuth, createOAuth } from './auth.ts';
import { type CallContext, localCall } from './call-context.ts';
import type { Config, Credentials } from './config.ts';
import { createConfirmation } from './confirmation.ts';
import { describeCall } from './describe-call.ts';
import type { Discovery } from './discovery/discovery.ts';
import type { MetaToolName } from './discovery/meta-tools.ts';
import { createExecutor } from './executor.ts';
import { createFiles } from './files.ts';
import type { Logger } from './logger.ts';
import { createPresenter } from './presenter.ts';
import { readMembers } from './read-members.ts';
import type { ToolResult } from './result.ts';
import { scrubResult } from './scrub-result.ts';
import { createFixedSource, type SecretSource } from './secret-source.ts';
import { createSecrets, type Secrets } from './secrets.ts';
import { createShield } from './shield/shield.ts';
import type { Surface } from './surface.ts';
import type { Tool } from './tool.ts';
import { createEmbeddedUpstream, type Upstream } from './upstream.ts';
import { guardUpstream } from './upstream-guard.ts';

export interface Alloy {
  /** Throws a Question when a person has to confirm the call first. */
  execute(name: string, input: unknown, context?: CallContext): Promise<ToolResult>;
  readDocument(entityToken: string, documentToken: string, context?: CallContext): Promise<Uint8Array>;
  /** A tool of discovery mode. Throws a Question like `execute`. */
  discover(tool: MetaToolName, input: unknown, surface: Surface, context: CallContext): Promise<ToolResult>;
  /** A whole answer that was cut, in parts. Throws a CallError. */
  readAnswer(uri: string, context?: CallContext): Promise<readonly AnswerContent[]>;
}

const downloadTool = 'get_single_alloy_entity_document_by_id';

export async function createAlloy(
  config: Config,
  logger: Logger,
  audit?: Audit,
  secrets: Secrets = createSecrets(),
): Promise<Alloy> {
  const tools = new Map<string, Tool>(
    Object.values(toolsets).flatMap((toolset) => Object.entries<Tool>(toolset)),
  );
  const { upstream, auth, workflowToken } = await connect(config, logger, secrets);
  const { baseUrl, timeoutMs, maxRetries, environment } = config;
  const find = (name: string): Tool => {
    const tool = tools.get(name);
    if (tool === undefined)
      throw new TypeError(`The catalog lists ${name}, which the registry does not have`);
    return tool;
  };
  const shield = createShield(config.pii);
  const answers = createAnswerStore();
  const shaper = createShaper({ maxChars: config.maxResultChars, store: answers });
  const executor = createExecutor({
    findTool: find,
    presenter: createPresenter({ environment, shaper, nextStepRules, protection: shield }),
    openArguments: shield.open,
    ...(audit === undefined ? {} : { audit }),
    api: createApi({ baseUrl, upstream, auth, timeoutMs, maxRetries, logger }),
    files: createFiles(config.filesDir),
    environment,
    defaults: workflowToken === undefined ? {} : { workflowToken },
    logger,
    baseUrl,
    dryRun: config.dryRun,
    confirmation: createConfirmation({
      policy: config.confirm,
      describe: (tool, args, principal) =>
        describeCall(tool, readMembers(shield.protect(args, principal)), environment),
    }),
  });
  // The last step of every call, whoever asked for it.
  const execute: Alloy['execute'] = async (name, input, context) =>
    scrubResult(await executor.execute(find(name), input, context), secrets);
  let discovery: Promise<Discovery> | undefined;
  return {
    execute,
    discover: async (tool, input, surface, context) => {
      // The search comes with an index; most servers never need it.
      discovery ??= import('./discovery/discovery.ts').then(({ createDiscovery }) =>
        createDiscovery({ environment, findTool: find, execute }),
      );
      return (await discovery).call(tool, input, surface, context);
    },
    readAnswer: async (uri, { principal } = localCall) =>
      secrets.scrub(await readAnswer(answers, uri, principal, config.maxResultChars)),
    readDocument: (entityToken, documentToken, context) =>
      executor.download(find(downloadTool), { entity_token: entityToken, id: documentToken }, context),
  };
}

interface Connection {
  readonly upstream: Upstream;
  readonly auth: Auth;
  readonly workflowToken: string | undefined;
}

async function connect(config: Config, logger: Logger, secrets: Secrets): Promise<Connection> {
  const { credentials, workflowToken, maxConcurrency } = config;
  if (config.environment !== 'embedded' && credentials !== undefined) {
    const { createNetworkUpstream } = await import('./network-upstream.ts');
    const network = createNetworkUpstream(new URL(config.baseUrl).origin, { connections: maxConcurrency });
    const upstream = guardUpstream(network, { maxConcurrency });
    return { upstream, auth: createAuth(config, credentials, upstream, secrets), workflowToken };
  }
  const [{ createSimulator }, { personOnboarding }] = await Promise.all([
    import('./simulator/simulator.ts'),
    import('./simulator/workflows.ts'),
  ]);
  const simulator = createSimulator({
    onUnexpectedError: (error) => logger.error({ reason: String(error) }, 'the embedded Alloy failed'),
  });
  const upstream = createEmbeddedUpstream(simulator.answer);
  // A first call should work before anybody has learnt the demo account's tokens.
  return {
    upstream,
    auth: createAuth(config, createFixedSource(simulator.credentials), upstream, secrets),
    workflowToken: workflowToken ?? personOnboarding.token,
  };
}

function createAuth(
  config: Config,
  credentials: SecretSource<Credentials>,
  upstream: Upstream,
  secrets: Secrets,
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
  return createOAuth(credentials, requestToken, secrets);
}
