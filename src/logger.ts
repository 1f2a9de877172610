/**
 * Logs go to stderr as JSON lines: stdout belongs to the protocol. pino is loaded with the first line that is written,
 * because most starts write none and it would be a twentieth of their time.
 */
import type { Config } from './config.ts';
import type { createLines } from './log-lines.ts';

type Level = 'debug' | 'info' | 'warn' | 'error';
type Log = (fields: Readonly<Record<string, unknown>>, message: string) => void;

export interface Logger extends Readonly<Record<Level, Log>> {
  /** Resolves when every line so far is written. */
  flush(): Promise<void>;
}

const ranks = { trace: 0, debug: 1, info: 2, warn: 3, error: 4, fatal: 5, silent: 6 } as const;

/** `scrub` is the last step before a line is written: it takes secrets out of it. */
export function createLogger(
  level: Config['logLevel'],
  scrub: (line: string) => string = (line) => line,
): Logger {
  let lines: Promise<ReturnType<typeof createLines>> | undefined;
  let broken = false;
  const load = async () => (await import('./log-lines.ts')).createLines(level, scrub);
  const log =
    (name: Level): Log =>
    (fields, message) => {
      if (ranks[name] < ranks[level]) return;
      if (broken) return;
      lines = (lines ?? load()).then((logger) => {
        logger[name](fields, message);
        return logger;
      });
      // A log that cannot be written must not end the calls, nor be reported to the log.
      lines.catch(() => {
        broken = true;
      });
    };
  return {
    debug: log('debug'),
    info: log('info'),
    warn: log('warn'),
    error: log('error'),
    flush: async () => {
      await lines?.catch(() => undefined);
    },
  };
}
