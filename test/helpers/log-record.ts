/** A logger that keeps its lines, so that tests can look for what must or must not be logged. */
import type { Logger } from '../../src/base/logger.ts';

interface LogLine {
  readonly level: string;
  readonly message: string;
  readonly fields: Readonly<Record<string, unknown>>;
}

export interface LogRecord {
  readonly logger: Logger;
  readonly lines: readonly LogLine[];
}

export function createLogRecord(onLog: (message: string) => void = () => undefined): LogRecord {
  const lines: LogLine[] = [];
  const log = (level: string) => (fields: Readonly<Record<string, unknown>>, message: string) => {
    lines.push({ level, fields, message });
    onLog(message);
  };
  return {
    lines,
    logger: {
      debug: log('debug'),
      info: log('info'),
      warn: log('warn'),
      error: log('error'),
      flush: async () => undefined,
    },
  };
}
