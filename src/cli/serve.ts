/** `alloy-mcp` and `alloy-mcp http`: the MCP servers of both transports. */
import type { Audit } from '../audit/audit.ts';
import type { Logger } from '../base/logger.ts';
import type { Secrets } from '../base/secrets.ts';
import { version } from '../base/version.ts';
import { catalog } from '../catalog.ts';
import type { Config } from '../config/config.ts';
import { nameParameter, narrowingParameters, parseNarrowing } from '../config/narrowing.ts';
import { settings } from '../config/settings.ts';
import { createServerFactory } from '../mcp/server.ts';
import { startStdio } from '../mcp/transports/stdio.ts';
import { chooseSurface, type Surface } from '../registry/surface.ts';
import { complain, leave, onSignal, type Service } from './process.ts';
import { checkExposure, failToListen } from './start-checks.ts';

export interface Started {
  readonly config: Config;
  readonly logger: Logger;
  readonly secrets: Secrets;
}

export async function serveStdio(started: Started): Promise<void> {
  const { config, logger } = started;
  const surface = chooseTools(config);
  const audit = await openAudit(config, logger);
  const service = startStdio({
    createServer: createServers(started, surface, audit),
    stdin: process.stdin,
    stdout: process.stdout,
    onError: (error) => logger.warn({ reason: error.message }, 'protocol'),
  });
  logger.debug({ environment: config.environment, version }, 'serving MCP over stdio');
  onSignal(() => service.stop());
  await service.ended;
  await audit?.close();
  await leave(0, logger);
}

export async function serveHttp(started: Started): Promise<void> {
  const { config, logger } = started;
  checkExposure(config);
  const surface = chooseTools(config);
  const audit = await openAudit(config, logger);
  const { startHttp } = await import('../mcp/transports/http.ts');
  const { host, port = 3000, tokens, allowedHosts, allowedOrigins } = config.http;
  const service = await startHttp({
    createServer: createServers(started, surface, audit),
    narrowing: {
      parameters: narrowingParameters,
      narrow: (given, within) =>
        chooseSurface(catalog, parseNarrowing(given), nameParameter, within ?? surface),
    },
    host,
    port,
    tokens,
    allowedHosts,
    allowedOrigins,
    health: { status: 'ok', version, environment: config.environment },
    onError: (error) => logger.warn({ reason: error.message }, 'protocol'),
  }).catch((error: unknown) => failToListen(error, host, port));
  logger.info({ url: service.url, environment: config.environment, version }, 'serving MCP over HTTP');
  onSignal(() => void end(service, started, audit));
}

/** The MCP servers of both transports; the registry and the client are loaded with the first call. */
function createServers({ config, logger, secrets }: Started, surface: Surface, audit: Audit | undefined) {
  let app: ReturnType<typeof load> | undefined;
  const load = () => import('../app.ts').then(({ createApp }) => createApp(config, logger, audit, secrets));
  const loaded = () => {
    app ??= load();
    return app;
  };
  return createServerFactory({
    surface,
    execute: async (name, input, context) => (await loaded()).execute(name, input, context),
    readDocument: async (entity, document, context) =>
      (await loaded()).readDocument(entity, document, context),
    readAnswer: async (uri, context) => (await loaded()).readAnswer(uri, context),
    discover: async (tool, input, within, context) => (await loaded()).discover(tool, input, within, context),
    describeTool: async (name) => (await import('./tools-command.ts')).describeTool(catalog, name),
  });
}

/** The audit trail, before anything is served; none when it is off. */
export async function openAudit(
  { audit: { target, key } }: Config,
  logger: Logger,
): Promise<Audit | undefined> {
  if (target.kind === 'off') return undefined;
  const { createAudit } = await import('../audit/audit.ts');
  return createAudit({
    target,
    key,
    onError: (reason) => logger.error({ reason }, 'audit'),
    onCheckpoint: (head) => logger.debug({ head }, 'audit checkpoint'),
  });
}

/** The tools that the settings leave; they are named by variable and flag in what is wrong with them. */
export function chooseTools(config: Config): Surface {
  return chooseSurface(
    catalog,
    config.surface,
    (key) => `${settings[key].variable} (--${settings[key].flag})`,
  );
}

export async function end(
  service: Service,
  { logger, secrets }: Pick<Started, 'logger' | 'secrets'>,
  audit?: Audit,
): Promise<void> {
  const failure: unknown = await service.stop().catch((error: unknown) => error);
  await audit?.close();
  if (failure === undefined) return leave(0, logger);
  complain(failure instanceof Error ? failure.message : 'could not stop in order', secrets);
  return leave(1, logger);
}
