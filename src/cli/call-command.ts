/** `alloy-mcp call NAME --json '{...}'`: one call, whose envelope is printed. */
import { readFileSync } from 'node:fs';
import { createApp } from '../app.ts';
import { ConfigurationError } from '../base/errors.ts';
import { formatNearest } from '../base/nearest.ts';
import { localCall } from '../calls/call-context.ts';
import { catalog } from '../catalog.ts';
import { shortenName } from '../registry/short-names.ts';
import type { CommandLine } from './command-line.ts';
import { leave, onSignal, print } from './process.ts';
import { chooseTools, createApprover, openAudit, type Started } from './serve.ts';

export async function runCall(line: CommandLine, started: Started): Promise<void> {
  const { config, logger } = started;
  const [name] = line.operands;
  if (name === undefined)
    throw new ConfigurationError("call needs the name of a tool: alloy-mcp call NAME --json '{...}'");
  const names = catalog.map(({ listing }) => listing.name);
  const tool = names.find((each) => each === name || shortenName(each) === name);
  if (tool === undefined) {
    throw new ConfigurationError(
      `${name} is not a tool${formatNearest(name, names)}alloy-mcp tools lists all`,
    );
  }
  const input = parseInput(line.json === '-' ? readFileSync(0, 'utf8') : (line.json ?? '{}'));
  if (chooseTools(config).find(tool) === undefined)
    throw new ConfigurationError(`${name} is not offered: the settings that choose the tools rule it out`);
  const audit = await openAudit(config, logger);
  const app = await createApp({ ...started, audit, approver: createApprover(started) });
  const controller = new AbortController();
  onSignal(() => controller.abort());
  const result = await app.execute(tool, input, {
    ...localCall,
    signal: controller.signal,
    // A person waits as long as was asked for, and can see to it.
    report: (progress, total, message) => logger.debug({ progress, total }, message),
  });
  await app.settled();
  // First, because printing may end the process.
  await audit.close();
  await print(`${JSON.stringify(result.structuredContent, null, 2)}\n`);
  await leave(result.isError === true ? 1 : 0, logger);
}

function parseInput(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new ConfigurationError('--json is not JSON; write it like --json \'{"id": "P-..."}\'', { cause });
  }
}
