/** pino, set up; a module of its own so that it can be loaded late. */
import { destination, type Logger, pino } from 'pino';

export function createLines(level: string): Logger {
  return pino({ level, base: null }, destination({ fd: 2, sync: true }));
}
