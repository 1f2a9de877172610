/** `alloy-mcp` and `alloy-mcp http`: the MCP servers of both transports. */
import { type Audit, unrecorded } from '../audit/trail.ts';
import type { Logger } from '../base/logger.ts';
import type { Secrets } from '../base/secrets.ts';
import { version } from '../base/version.ts';
import { catalog } from '../catalog.ts';
import type { Config } from '../config/config.ts';
import { nameParameter, narrowingParameters, parseNarrowing } from '../config/narrowing.ts';
import { settings } from '../config/settings.ts';
import { createServerFactory, type Service } from '../mcp/server.ts';
import { startStdio } from '../mcp/transports/stdio.ts';
import { chooseSurface, type Surface } from '../registry/surface.ts';
import type { State } from '../state/state.ts';
import { complain, leave, onSignal, type Stoppable } from './process.ts';
import { checkExposure, failToListen } from './start-checks.ts';

export interface Started {
  readonly config: Config;
  readonly logger: Logger;
  readonly secrets: Secrets;
  readonly state: State;
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
  tellLimit(surface, logger);
  logger.debug({ environment: config.environment, version }, 'serving MCP over stdio');
  onSignal(() => service.stop());
  await service.ended;
  await audit.close();
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
    state: started.state,
    health: { status: 'ok', version, environment: config.environment },
    onError: (error) => logger.warn({ reason: error.message }, 'protocol'),
  }).catch((error: unknown) => failToListen(error, host, port));
  tellLimit(surface, logger);
  logger.info({ url: service.url, environment: config.environment, version }, 'serving MCP over HTTP');
  onSignal(() => void end(service, started, audit));
}

/** https://platform.openai.com/docs/api-reference/chat/create on `tools`; whoever sends more is refused. */
const mostTools = 128;

function tellLimit({ entries, discovery }: Surface, logger: Logger): void {
  if (discovery || entries.length <= mostTools) return;
  const left = entries.filter(({ aliasOf }) => aliasOf === undefined).length;
  logger.info(
    { tools: entries.length },
    `${entries.length} tools are listed; OpenAI's API takes ${mostTools}: --aliases=off lists ${left}`,
  );
}

/** The MCP servers of both transports; the registry and the client are loaded with the first call. */
function createServers({ config, logger, secrets, state }: Started, surface: Surface, audit: Audit) {
  let service: Promise<Service> | undefined;
  const load = async (): Promise<Service> => {
    const [{ createApp }, { describeTool }] = await Promise.all([
      import('../app.ts'),
      import('./tools-command.ts'),
    ]);
    const app = await createApp({ config, logger, audit, secrets, state });
    return { ...app, describeTool: (name) => describeTool(catalog, name) };
  };
  const loadOnce = () => {
    service ??= load();
    return service;
  };
  return createServerFactory({ surface, load: loadOnce, state });
}

/** The audit trail, before anything is served. */
export async function openAudit({ audit: { target, key } }: Config, logger: Logger): Promise<Audit> {
  if (target.kind === 'off') return unrecorded;
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
  service: Stoppable,
  { logger, secrets }: Pick<Started, 'logger' | 'secrets'>,
  audit?: Audit,
): Promise<void> {
  const failure: unknown = await service.stop().catch((error: unknown) => error);
  await audit?.close();
  if (failure === undefined) return leave(0, logger);
  complain(failure instanceof Error ? failure.message : 'could not stop in order', secrets);
  return leave(1, logger);
}
