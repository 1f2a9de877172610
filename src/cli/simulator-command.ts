/** `alloy-mcp simulator`: the embedded Alloy on a port of its own. */
import { isLoopback } from '../alloy/base-url.ts';
import { ConfigurationError } from '../base/errors.ts';
import { parseSimulatorFlags } from '../simulator/flags.ts';
import { openSimulator } from '../simulator/open-simulator.ts';
import { SimulatorOptionError } from '../simulator/option-error.ts';
import { startSimulator } from '../simulator/serve.ts';
import type { CommandLine } from './command-line.ts';
import type { SimulatorValues } from './flags.ts';
import { leave, onSignal, print } from './process.ts';
import { end, type Started } from './serve.ts';
import { failToListen } from './start-checks.ts';

export async function runSimulator({ simulator: given }: CommandLine, started: Started): Promise<void> {
  const { config, logger } = started;
  const { host, port = 4010 } = config.http;
  if (!isLoopback(host)) {
    throw new ConfigurationError(
      `ALLOY_MCP_HOST is ${host}; the simulator's credentials are public, so it listens on loopback only`,
    );
  }
  const simulator = await openSimulator({
    ...parse(given),
    onUnexpectedError: (error) => logger.error({ reason: String(error) }, 'the embedded Alloy failed'),
    onStateError: (error) => logger.error({ reason: String(error) }, 'the state could not be written'),
  }).catch(refuse);
  if (given.describe === true) {
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
  onSignal(() => void end(service, started));
}

function parse(given: SimulatorValues) {
  try {
    return parseSimulatorFlags(given);
  } catch (error) {
    return refuse(error);
  }
}

/** The embedded Alloy knows nothing of this program, so it has errors of its own for options that it cannot use. */
function refuse(error: unknown): never {
  if (error instanceof SimulatorOptionError) throw new ConfigurationError(error.message, { cause: error });
  throw error;
}
