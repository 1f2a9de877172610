/** What commands do with the process: write, wait for signals, end. Told of secrets, so that nothing shows one. */
import type { Logger } from '../base/logger.ts';
import type { Secrets } from '../base/secrets.ts';

export interface Stoppable {
  stop(): Promise<void>;
}

/** The first signal ends in order, the second at once. */
export function onSignal(stop: () => void): void {
  let asked = false;
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
    process.on(signal, () => {
      if (asked) process.exit(130);
      asked = true;
      stop();
    });
  }
}

/**
 * Resolves when the text has left: a pipe takes no more at a time than its reader reads. Where nobody reads on
 * (`alloy-mcp tools | head`) the process ends: what it prints is all that such a command is for.
 */
export function print(text: string): Promise<void> {
  const end = () => process.exit(0);
  process.stdout.once('error', end);
  return new Promise((resolve) =>
    process.stdout.write(text, (error) => {
      if (error) return;
      process.stdout.off('error', end);
      resolve();
    }),
  );
}

export function complain(text: string, secrets: Secrets): void {
  process.stderr.write(`${secrets.scrubText(`alloy-mcp: ${text}`)}\n`);
}

/** Lets what has been written to stdout and the log go out, for a moment. */
export async function leave(code: number, logger: Logger): Promise<never> {
  const written = new Promise((resolve) => process.stdout.write('', resolve));
  await Promise.race([written, new Promise((resolve) => setTimeout(resolve, 5000).unref())]);
  await logger.flush();
  process.exit(code);
}
