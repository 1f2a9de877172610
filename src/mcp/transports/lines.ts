/** Bytes -> lines, each of them short enough to be kept; a longer one is skipped, and costs no more memory than that. */
import type { Members } from '../../base/values.ts';
import { createOutliner } from './message-outline.ts';

export interface LineReaderOptions {
  readonly maxBytes: number;
  readonly onLine: (line: string) => void;
  /** A line of more bytes has ended. Of its message only what tells whose it is was kept, if it is one. */
  readonly onLongLine: (outline: Members | undefined) => void;
}

export interface LineReader {
  push(chunk: Buffer): void;
  /** What has come of a last line is a line too. */
  end(): void;
}

const lineFeed = 10;

export function createLineReader({ maxBytes, onLine, onLongLine }: LineReaderOptions): LineReader {
  /** What has come of a line that is not whole yet; it doubles, so that each byte is copied a few times at most. */
  let kept = Buffer.alloc(0);
  let length = 0;
  /** Of a line that is too long. */
  let outliner: ReturnType<typeof createOutliner> | undefined;

  function keep(part: Buffer): void {
    if (outliner === undefined && length + part.length > maxBytes) {
      outliner = createOutliner();
      outliner.push(kept.subarray(0, length));
      kept = Buffer.alloc(0);
      length = 0;
    }
    if (outliner !== undefined) {
      outliner.push(part);
      return;
    }
    if (length + part.length > kept.length) {
      const larger = Buffer.allocUnsafe(Math.min(maxBytes, 2 * (length + part.length)));
      kept.copy(larger, 0, 0, length);
      kept = larger;
    }
    part.copy(kept, length);
    length += part.length;
  }

  function finish(): void {
    const [line, skipped] = [kept.toString('utf8', 0, length), outliner];
    kept = Buffer.alloc(0);
    length = 0;
    outliner = undefined;
    if (skipped === undefined) onLine(line);
    else onLongLine(skipped.finish());
  }

  return {
    push(chunk) {
      let start = 0;
      for (let end = chunk.indexOf(lineFeed); end !== -1; end = chunk.indexOf(lineFeed, start)) {
        // Most lines come in one piece.
        if (length === 0 && outliner === undefined && end - start <= maxBytes) {
          onLine(chunk.toString('utf8', start, end));
        } else {
          keep(chunk.subarray(start, end));
          finish();
        }
        start = end + 1;
      }
      if (start < chunk.length) keep(chunk.subarray(start));
    },
    end() {
      if (length > 0 || outliner !== undefined) finish();
    },
  };
}
