/** `alloy-mcp` and `alloy-mcp http`: the MCP servers of both transports. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { App } from '../app.ts';
import { type Audit, unrecorded } from '../audit/trail.ts';
import type { Logger } from '../base/logger.ts';
import type { Secrets } from '../base/secrets.ts';
import { homepage, version } from '../base/version.ts';
import type { Approver } from '../calls/call-context.ts';
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
  /** For a browser that is opened. */
  readonly env: Readonly<Record<string, string | undefined>>;
}

export async function serveStdio(started: Started): Promise<void> {
  const { config, logger } = started;
  if (process.stdin.isTTY) greet();
  const surface = chooseTools(config);
  const audit = await openAudit(config, logger);
  const { createServer, settle } = createServers(started, surface, audit, createApprover(started));
  const service = startStdio({
    createServer,
    stdin: process.stdin,
    stdout: process.stdout,
    onError: noteFault(logger),
  });
  tellLimit(surface, logger);
  logger.debug({ ...describeStart(config), version }, 'serving MCP over stdio');
  const asked = new AbortController();
  onSignal(() => {
    asked.abort();
    service.stop();
  });
  await service.ended;
  await settle(asked.signal);
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
  const { createServer, settle } = createServers(started, surface, audit);
  const service = await startHttp({
    createServer,
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
    health: { version, environment: config.environment },
    warn: logger.warn,
    onError: noteFault(logger),
  }).catch((error: unknown) => failToListen(error, host, port));
  logger.info({ url: service.url, ...describeStart(config), version }, 'serving MCP over HTTP');
  tellLimit(surface, logger);
  const stop = async () => {
    await service.stop();
    await settle();
  };
  onSignal(() => void end({ stop }, started, audit));
}

/** For a person who started it in a terminal, where it would only seem to hang. */
function greet(): void {
  process.stderr.write(
    `alloy-mcp ${version} is an MCP server: it waits here for an MCP client to write to its stdin (Ctrl+C ends it).
The README says how to configure clients, which start it themselves: ${homepage}; alloy-mcp --help lists commands and settings.\n`,
  );
}

/** What the SDK says of a message may quote the message, and so what it holds of a person. */
const noteFault = (logger: Logger) => (error: Error) =>
  logger.warn({ reason: error.message.split(/[[{]/, 1)[0] }, 'protocol');

/** Where calls go, for the log. */
const describeStart = ({ environment, proxy }: Config) => ({
  environment,
  ...(proxy === undefined ? {} : { proxy: `${proxy.host} (${proxy.variable})` }),
});

/**
 * How long writes may take to finish whose callers have gone, after a signal. With the service's own grace it is less than
 * the ten seconds that containers are given.
 */
const unseenMs = 4000;

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
function createServers(
  { config, logger, secrets, state }: Started,
  surface: Surface,
  audit: Audit,
  approver?: Approver,
) {
  let service: Promise<Service & Pick<App, 'settled'>> | undefined;
  const load = async () => {
    const [{ createApp }, { describeTool }] = await Promise.all([
      import('../app.ts'),
      import('./tools-command.ts'),
    ]);
    const app = await createApp({ config, logger, audit, secrets, state, approver });
    return { ...app, describeTool: (name: string) => describeTool(catalog, name) };
  };
  const loadOnce = () => {
    service ??= load();
    return service;
  };
  const onlyClientAsks = config.confirm === 'always' && approver === undefined;
  return {
    createServer: createServerFactory({ surface, onlyClientAsks, load: loadOnce, state }),
    /**
     * Before the trail is closed: what was sent gets its end there. A signal gives little time; a client that only went
     * away gives all that a write may take.
     */
    async settle(asked: AbortSignal = AbortSignal.abort()): Promise<void> {
      const app = await service?.catch(() => undefined);
      const late = async () => {
        if (!asked.aborted)
          await sleep(config.timeoutMs, undefined, { ref: false, signal: asked }).catch(() => undefined);
        if (asked.aborted) await sleep(unseenMs, undefined, { ref: false });
      };
      await Promise.race([app?.settled(), late()]);
    },
  };
}

/** Asks in the browser of whoever runs the program, where the settings want that; loaded with the first question. */
export function createApprover({ config, env, secrets }: Started): Approver | undefined {
  if (config.confirm !== 'always' && config.confirm !== 'page') return undefined;
  let approver: Promise<Approver> | undefined;
  const load = async (): Promise<Approver> => {
    const [{ createPageApprover }, { openBrowser }] = await Promise.all([
      import('../approval/page-approver.ts'),
      import('../approval/open-browser.ts'),
    ]);
    return createPageApprover({
      openBrowser: (url) => openBrowser({ platform: process.platform, env }, url),
      tell: (message) => complain(message, secrets),
    });
  };
  return {
    ask: async (question) => {
      approver ??= load();
      return (await approver).ask(question);
    },
  };
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
