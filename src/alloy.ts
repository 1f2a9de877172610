/**
 * Configuration -> the executor and all that it needs: client, credentials, the embedded Alloy, files. Loaded with the
 * first call, not at the start: it brings the registry's schemas along.
 */
import { toolsets } from '../tools/index.ts';
import { createApi } from './api.ts';
import { type Auth, createBasicAuth, createOAuth } from './auth.ts';
import type { CallContext } from './call-context.ts';
import type { Config, Credentials } from './config.ts';
import { createConfirmation } from './confirmation.ts';
import { describeCall } from './describe-call.ts';
import { createExecutor } from './executor.ts';
import { createFiles } from './files.ts';
import type { Logger } from './logger.ts';
import type { ToolResult } from './result.ts';
import { scrubResult } from './scrub-result.ts';
import { createFixedSource, type SecretSource } from './secret-source.ts';
import { createSecrets, type Secrets } from './secrets.ts';
import type { Tool } from './tool.ts';
import { createEmbeddedUpstream, type Upstream } from './upstream.ts';
import { guardUpstream } from './upstream-guard.ts';

export interface Alloy {
  /** Throws a Question when a person has to confirm the call first. */
  execute(name: string, input: unknown, context?: CallContext): Promise<ToolResult>;
  readDocument(entityToken: string, documentToken: string, context?: CallContext): Promise<Uint8Array>;
}

const downloadTool = 'get_single_alloy_entity_document_by_id';

export async function createAlloy(
  config: Config,
  logger: Logger,
  secrets: Secrets = createSecrets(),
): Promise<Alloy> {
  const tools = new Map<string, Tool>(
    Object.values(toolsets).flatMap((toolset) => Object.entries<Tool>(toolset)),
  );
  const { upstream, auth, workflowToken } = await connect(config, logger, secrets);
  const { baseUrl, timeoutMs, maxRetries, environment } = config;
  const executor = createExecutor({
    api: createApi({ baseUrl, upstream, auth, timeoutMs, maxRetries, logger }),
    files: createFiles(config.filesDir),
    environment,
    defaults: workflowToken === undefined ? {} : { workflowToken },
    logger,
    baseUrl,
    dryRun: config.dryRun,
    confirmation: createConfirmation({
      policy: config.confirm,
      describe: (tool, args) => describeCall(tool, args, environment),
    }),
  });
  const find = (name: string): Tool => {
    const tool = tools.get(name);
    if (tool === undefined)
      throw new TypeError(`The catalog lists ${name}, which the registry does not have`);
    return tool;
  };
  return {
    // The last step of every call, whoever asked for it.
    execute: async (name, input, context) =>
      scrubResult(await executor.execute(find(name), input, context), secrets),
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
