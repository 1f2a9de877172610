/** Writes the trail to a descriptor that whoever started the program has opened. */
import { fdatasync, fstatSync, write } from 'node:fs';
import { promisify } from 'node:util';
import { ConfigurationError } from '../base/errors.ts';
import { readErrorCode } from '../base/system.ts';
import type { AuditSink } from './file-sink.ts';

const send = promisify(write);
const sync = promisify(fdatasync);
/** Until a full pipe may have been read from. */
const pauseMs = 5;

export function createStreamSink(descriptor: number): AuditSink {
  const reason = findFault(descriptor);
  if (reason !== undefined) {
    throw new ConfigurationError(
      `ALLOY_AUDIT (--audit) names fd:${descriptor}, which is not open (${reason}); open it when you start the program, e.g. ${descriptor}>>audit.jsonl`,
    );
  }
  /** What a failed write left behind is ended, so that the next line stands on its own. */
  let torn = false;
  return {
    async write(lines) {
      let rest: Buffer = torn ? Buffer.concat([Buffer.from('\n'), lines]) : lines;
      while (rest.length > 0) {
        try {
          const { bytesWritten } = await send(descriptor, rest);
          torn = rest[bytesWritten - 1] !== 10;
          rest = rest.subarray(bytesWritten);
        } catch (error) {
          if (readErrorCode(error) !== 'EAGAIN') throw error;
          await new Promise((resolve) => setTimeout(resolve, pauseMs));
        }
      }
    },
    // Pipes cannot be synced; a redirected file can.
    sync: () =>
      sync(descriptor).catch((error: unknown) => {
        if (!['EINVAL', 'ENOTSUP', 'EROFS', 'EPERM'].includes(readErrorCode(error))) throw error;
      }),
    isFull: () => false,
    rotate: async () => undefined,
    close: async () => undefined,
  };
}

function findFault(descriptor: number): string | undefined {
  try {
    const facts = fstatSync(descriptor);
    // The runtime has descriptors of its own for other things, which nobody has opened for us.
    const usable = facts.isFile() || facts.isFIFO() || facts.isSocket() || facts.isCharacterDevice();
    return usable ? undefined : 'it is none of file, pipe, socket and device';
  } catch (error) {
    return readErrorCode(error);
  }
}
