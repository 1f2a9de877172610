/** pino, set up; a module of its own so that it can be loaded late. */
import { destination, type Logger, pino, stdTimeFunctions } from 'pino';

export function createLines(level: string, scrub: (line: string) => string): Logger {
  const stderr = destination({ fd: 2, sync: true });
  return pino(
    // The audit trail's form of a time; one in milliseconds also has nine digits that a search takes for an SSN.
    { level, base: null, timestamp: stdTimeFunctions.isoTime },
    {
      // Each line ends with a line feed, which is no part of its JSON.
      write: (line) => stderr.write(`${scrub(line.trimEnd())}\n`),
    },
  );
}
