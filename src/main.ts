/**
 * The program: the only file that reads the environment and the command line, and that ends the process. What a start
 * does not need is loaded when it is first used.
 */
import { readFileSync } from 'node:fs';
import { ConfigurationError } from './base/errors.ts';
import { createLogger, describeDefect } from './base/logger.ts';
import { createSecrets } from './base/secrets.ts';
import { version } from './base/version.ts';
import { catalog } from './catalog.ts';
import { formatHelp, parseCommandLine } from './cli/command-line.ts';
import { complain, print } from './cli/process.ts';
import { serveHttp, serveStdio } from './cli/serve.ts';
import { checkFolder, checkStandIns } from './cli/start-checks.ts';
import { parseConfig } from './config/config.ts';
import { createMemoryState } from './state/memory.ts';

// Node would open its inspector on a port, to any user of the machine and all that is in memory. A listener keeps it from
// that; before this line the flag --disable-sigusr1 does, in Node 22.14 and later.
process.on('SIGUSR1', () => undefined);

/** Known to all that writes or answers anything, so that none of them is in it. */
const secrets = createSecrets();
const readText = (path: string) => readFileSync(path, 'utf8');

async function main(argv: readonly string[]): Promise<void> {
  const line = parseCommandLine(argv);
  if (line.help) return print(formatHelp());
  if (line.version) return print(`${version}\n`);
  if (line.command === 'tools') {
    const { formatTools } = await import('./cli/tools-command.ts');
    return print(formatTools(catalog, line.operands[0]));
  }
  if (line.command === 'audit') {
    const { runAuditCommand } = await import('./cli/audit-command.ts');
    const remark = (text: string) => complain(text, secrets);
    const { env } = process;
    const argv = line.operands;
    process.exitCode = await runAuditCommand({ argv, env, readText, print, remark, now: Date.now });
    return;
  }
  const config = parseConfig(process.env, line.flags, readText, {
    secrets,
    onFault: (message) => logger.warn({ reason: message }, 'a secret was replaced by one that is no use'),
  });
  const logger = createLogger(config.logLevel, secrets.scrubText);
  checkFolder(config.filesDir);
  await checkStandIns(config);
  process.on('unhandledRejection', (error) =>
    logger.error({ err: describeDefect(error) }, 'unhandled rejection'),
  );
  const started = { config, logger, secrets, state: createMemoryState(), env: process.env };
  switch (line.command) {
    case 'stdio':
      return serveStdio(started);
    case 'http':
      return serveHttp(started);
    case 'simulator':
      return (await import('./cli/simulator-command.ts')).runSimulator(line, started);
    case 'call':
      return (await import('./cli/call-command.ts')).runCall(line, started);
    default:
      return line.command satisfies never;
  }
}

// What a reader that has gone away means is up to each command; without a listener it would end every one as a defect.
process.stdout.on('error', () => undefined);

// After it nothing can be relied on. Node's own report would quote values.
process.on('uncaughtException', (error) => {
  complain(`failed by a defect: ${describeDefect(error)}`, secrets);
  process.exit(1);
});

main(process.argv.slice(2)).catch((error: unknown) => {
  if (error instanceof ConfigurationError) {
    complain(error.message, secrets);
    process.exit(2);
  }
  complain(`failed by a defect: ${describeDefect(error)}`, secrets);
  process.exit(1);
});
