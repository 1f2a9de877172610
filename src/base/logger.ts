/**
 * Logs go to stderr as JSON lines: stdout belongs to the protocol. pino is loaded with the first line that is written,
 * because most starts write none and it would be a twentieth of their time.
 */

/** An exception nobody expected -> where it happened and why, without what it happened with: its message may quote values. */
export function describeDefect(error: unknown): string {
  if (!(error instanceof Error)) return typeof error;
  // The stack begins with the message, whose lines may look like frames.
  const head = String(error);
  const stack = error.stack ?? '';
  const frames = (stack.startsWith(head) ? stack.slice(head.length) : stack)
    .split('\n')
    .filter((line) => /^ +at /.test(line));
  const code = 'code' in error && typeof error.code === 'string' ? ` (${error.code})` : '';
  return [`${error.name}${code}`, ...frames].join('\n');
}

async function createLines(level: string, scrub: (line: string) => string) {
  // Its one export: in the bundle, other names of a CommonJS module are not known to a dynamic import.
  const { default: pino } = await import('pino');
  const stderr = pino.destination({ fd: 2, sync: true });
  return pino(
    // The audit trail's form of a time; one in milliseconds also has nine digits that a search takes for an SSN.
    { level, base: null, timestamp: pino.stdTimeFunctions.isoTime },
    {
      // Each line ends with a line feed, which is no part of its JSON.
      write: (line) => stderr.write(`${scrub(line.trimEnd())}\n`),
    },
  );
}

type Level = 'debug' | 'info' | 'warn' | 'error';
type Log = (fields: Readonly<Record<string, unknown>>, message: string) => void;

export interface Logger extends Readonly<Record<Level, Log>> {
  /** Resolves when every line so far is written. */
  flush(): Promise<void>;
}

/** From the least that is written to the most. */
export const logLevels = ['silent', 'fatal', 'error', 'warn', 'info', 'debug', 'trace'] as const;
export type LogLevel = (typeof logLevels)[number];

/** `scrub` is the last step before a line is written: it takes secrets out of it. */
export function createLogger(level: LogLevel, scrub: (line: string) => string = (line) => line): Logger {
  const most = logLevels.indexOf(level);
  let lines: ReturnType<typeof createLines> | undefined;
  let broken = false;
  const log =
    (name: Level): Log =>
    (fields, message) => {
      if (logLevels.indexOf(name) > most) return;
      if (broken) return;
      lines = (lines ?? createLines(level, scrub)).then((logger) => {
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
