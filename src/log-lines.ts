/** pino, set up; a module of its own so that it can be loaded late. */
import { destination, type Logger, pino } from 'pino';

export function createLines(level: string, scrub: (line: string) => string): Logger {
  const stderr = destination({ fd: 2, sync: true });
  return pino(
    { level, base: null },
    {
      // Each line ends with a line feed, which is no part of its JSON.
      write: (line) => stderr.write(`${scrub(line.trimEnd())}\n`),
    },
  );
}
