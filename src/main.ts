#!/usr/bin/env node
/**
 * Entry: the only file that reads the environment and the command line, and that ends the process. What a start does
 * not need is loaded when it is first used.
 */
import { readFileSync } from 'node:fs';
import type { Audit } from './audit/audit.ts';
import { isLoopback } from './base-url.ts';
import { localCall } from './call-context.ts';
import { catalog } from './catalog.ts';
import { type CommandLine, formatHelp, parseCommandLine } from './command-line.ts';
import { type Config, parseConfig } from './config.ts';
import { describeDefect } from './defect.ts';
import { ConfigurationError } from './errors.ts';
import { createLogger, type Logger } from './logger.ts';
import { formatNearest } from './nearest.ts';
import { createSecrets } from './secrets.ts';
import { createServerFactory } from './server.ts';
import { settings } from './settings.ts';
import { checkExposure, checkFolder, failToListen } from './start-checks.ts';
import { chooseSurface, type Surface } from './surface.ts';
import { nameParameter } from './transports/narrowing.ts';
import { startStdio } from './transports/stdio.ts';
import { version } from './version.ts';

/** Known to all that writes or answers anything, so that none of them is in it. */
const secrets = createSecrets();

async function main(argv: readonly string[]): Promise<void> {
  const line = parseCommandLine(argv);
  if (line.help) return print(formatHelp());
  if (line.version) return print(`${version}\n`);
  if (line.command === 'tools') {
    const { formatTools } = await import('./tools-command.ts');
    return print(formatTools(catalog, line.operands[0]));
  }
  if (line.command === 'audit') return audit(line.operands);
  const config = parseConfig(process.env, line.flags, (path) => readFileSync(path, 'utf8'), {
    secrets,
    onFault: (message) => logger.warn({ reason: message }, 'a secret was replaced by one that is no use'),
  });
  const logger = createLogger(config.logLevel, secrets.scrubText);
  checkFolder(config.filesDir);
  await checkStandIns(config);
  process.on('unhandledRejection', (error) =>
    logger.error({ err: describeDefect(error) }, 'unhandled rejection'),
  );
  switch (line.command) {
    case 'stdio':
      return serveStdio(config, logger);
    case 'http':
      return serveHttp(config, logger);
    case 'simulator':
      return serveSimulator(line, config, logger);
    case 'call':
      return call(line, config, logger);
    default:
      return line.command satisfies never;
  }
}

async function serveStdio(config: Config, logger: Logger): Promise<void> {
  const surface = chooseTools(config);
  const audit = await openAudit(config, logger);
  const service = startStdio({
    createServer: createServers(config, surface, logger, audit),
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

async function serveHttp(config: Config, logger: Logger): Promise<void> {
  checkExposure(config);
  const surface = chooseTools(config);
  const audit = await openAudit(config, logger);
  const { startHttp } = await import('./transports/http.ts');
  const { host, port = 3000, tokens, allowedHosts, allowedOrigins } = config.http;
  const service = await startHttp({
    createServer: createServers(config, surface, logger, audit),
    narrow: (choice, within) => chooseSurface(catalog, choice, nameParameter, within ?? surface),
    host,
    port,
    tokens,
    allowedHosts,
    allowedOrigins,
    health: { status: 'ok', version, environment: config.environment },
    onError: (error) => logger.warn({ reason: error.message }, 'protocol'),
  }).catch((error: unknown) => failToListen(error, host, port));
  logger.info({ url: service.url, environment: config.environment, version }, 'serving MCP over HTTP');
  onSignal(() => void end(service, logger, audit));
}

async function serveSimulator(
  { simulator: given }: CommandLine,
  config: Config,
  logger: Logger,
): Promise<void> {
  const [{ startSimulator }, { openSimulator }, { parseSimulatorFlags }] = await Promise.all([
    import('./simulator/server.ts'),
    import('./simulator/open-simulator.ts'),
    import('./simulator/simulator-flags.ts'),
  ]);
  const { host, port = 4010 } = config.http;
  if (!isLoopback(host)) {
    throw new ConfigurationError(
      `ALLOY_MCP_HOST is ${host}; the simulator's credentials are public, so it listens on loopback only`,
    );
  }
  const text = (flag: string) => {
    const value = given.get(flag);
    return typeof value === 'string' ? value : undefined;
  };
  const faults = given.get('fault');
  const flags = parseSimulatorFlags({
    fault: Array.isArray(faults) ? faults : undefined,
    latency: text('latency'),
    'rate-limit': text('rate-limit'),
    'token-ttl': text('token-ttl'),
    now: text('now'),
    'clock-step': text('clock-step'),
    seed: text('seed'),
    state: text('state'),
    reset: given.has('reset'),
  });
  const simulator = await openSimulator({
    ...flags,
    onUnexpectedError: (error) => logger.error({ reason: String(error) }, 'the embedded Alloy failed'),
    onStateError: (error) => logger.error({ reason: String(error) }, 'the state could not be written'),
  });
  if (given.has('describe')) {
    await print(simulator.describe());
    return leave(0, logger);
  }
  const service = await startSimulator(simulator, host, port).catch(async (error: unknown) => {
    await simulator.close();
    return failToListen(error, host, port);
  });
  await print(
    [
      `The embedded Alloy listens at ${service.url}`,
      `ALLOY_BASE_URL=${service.url} ALLOY_TOKEN=${simulator.credentials.token} ALLOY_SECRET=${simulator.credentials.secret}`,
      '',
    ].join('\n'),
  );
  logger.debug({ url: service.url }, 'serving the embedded Alloy');
  onSignal(() => void end(service, logger));
}

async function call(line: CommandLine, config: Config, logger: Logger): Promise<void> {
  const [name] = line.operands;
  if (name === undefined)
    throw new ConfigurationError("call needs the name of a tool: alloy-mcp call NAME --json '{...}'");
  if (!catalog.some(({ listing }) => listing.name === name)) {
    const names = catalog.map(({ listing }) => listing.name);
    throw new ConfigurationError(
      `${name} is not a tool${formatNearest(name, names)}alloy-mcp tools lists all`,
    );
  }
  const text = line.json === '-' ? readFileSync(0, 'utf8') : (line.json ?? '{}');
  let input: unknown;
  try {
    input = JSON.parse(text);
  } catch (cause) {
    throw new ConfigurationError('--json is not JSON; write it like --json \'{"id": "P-..."}\'', { cause });
  }
  if (!chooseTools(config).isVisible(name))
    throw new ConfigurationError(`${name} is not offered: the settings that choose the tools rule it out`);
  const audit = await openAudit(config, logger);
  const { createAlloy } = await import('./alloy.ts');
  const alloy = await createAlloy(config, logger, audit, secrets);
  const controller = new AbortController();
  onSignal(() => controller.abort());
  const result = await alloy.execute(name, input, { ...localCall, signal: controller.signal });
  await print(`${JSON.stringify(result.structuredContent, null, 2)}\n`);
  await audit?.close();
  await leave(result.isError === true ? 1 : 0, logger);
}

async function audit(argv: readonly string[]): Promise<void> {
  const { runAuditCommand } = await import('./audit/audit-command.ts');
  process.exitCode = await runAuditCommand({
    argv,
    env: process.env,
    readText: (path) => readFileSync(path, 'utf8'),
    print,
    remark: complain,
    now: Date.now,
  });
}

/** The MCP servers of both transports; the registry and the client are loaded with the first call. */
function createServers(config: Config, surface: Surface, logger: Logger, audit: Audit | undefined) {
  let alloy: ReturnType<typeof load> | undefined;
  const load = () =>
    import('./alloy.ts').then(({ createAlloy }) => createAlloy(config, logger, audit, secrets));
  const loaded = () => {
    alloy ??= load();
    return alloy;
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
async function openAudit({ audit: { target, key } }: Config, logger: Logger): Promise<Audit | undefined> {
  if (target.kind === 'off') return undefined;
  const { createAudit } = await import('./audit/audit.ts');
  return createAudit({
    target,
    key,
    onError: (reason) => logger.error({ reason }, 'audit'),
    onCheckpoint: (head) => logger.debug({ head }, 'audit checkpoint'),
  });
}

/** Keys that cannot be used are refused before anything is served. */
async function checkStandIns({ pii }: Config): Promise<void> {
  if (!Object.values(pii.modes).includes('token') && pii.keys.length === 0) return;
  const { createShield } = await import('./shield/shield.ts');
  createShield(pii);
}

/** The tools that the settings leave; they are named by variable and flag in what is wrong with them. */
function chooseTools(config: Config): Surface {
  return chooseSurface(
    catalog,
    config.surface,
    (key) => `${settings[key].variable} (--${settings[key].flag})`,
  );
}

async function end(service: { stop(): Promise<void> }, logger: Logger, audit?: Audit): Promise<void> {
  const failure: unknown = await service.stop().catch((error: unknown) => error);
  await audit?.close();
  if (failure === undefined) return leave(0, logger);
  complain(failure instanceof Error ? failure.message : 'could not stop in order');
  return leave(1, logger);
}

/** The first signal ends in order, the second at once. */
function onSignal(stop: () => void): void {
  let asked = false;
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      if (asked) process.exit(130);
      asked = true;
      stop();
    });
  }
}

/** Resolves when the text has left: a pipe takes no more at a time than its reader reads. */
function print(text: string): Promise<void> {
  return new Promise((resolve) => process.stdout.write(text, () => resolve()));
}

/** Lets what has been written to stdout and the log go out, for a moment. */
async function leave(code: number, logger: Logger): Promise<never> {
  const written = new Promise((resolve) => process.stdout.write('', resolve));
  await Promise.race([written, new Promise((resolve) => setTimeout(resolve, 5000).unref())]);
  await logger.flush();
  process.exit(code);
}

function complain(text: string): void {
  process.stderr.write(`${secrets.scrubText(`alloy-mcp: ${text}`)}\n`);
}

// Nobody reads on (`alloy-mcp tools | head`): there is nothing left to do.
process.stdout.on('error', () => process.exit(0));

// After it nothing can be relied on. Node's own report would quote values.
process.on('uncaughtException', (error) => {
  complain(`failed by a defect: ${describeDefect(error)}`);
  process.exit(1);
});

main(process.argv.slice(2)).catch((error: unknown) => {
  // The simulator knows nothing of this program, so its own error is told by its name.
  const unusable = error instanceof Error && ['SimulatorOptionError', 'StateError'].includes(error.name);
  if (error instanceof ConfigurationError || unusable) {
    complain(error.message);
    process.exit(2);
  }
  complain(`failed by a defect: ${describeDefect(error)}`);
  process.exit(1);
});
