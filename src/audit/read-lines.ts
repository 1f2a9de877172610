/** A file of any size as its lines, byte for byte. */
import { createReadStream } from 'node:fs';

export interface RawLine {
  /** Without the line feed. */
  readonly bytes: Buffer;
  /** Where the next line begins. */
  readonly end: number;
  /** A last line without a line feed was not written whole. */
  readonly whole: boolean;
}

export async function* readLines(path: string): AsyncGenerator<RawLine> {
  let pieces: Buffer[] = [];
  let end = 0;
  for await (const chunk of createReadStream(path, { highWaterMark: 1 << 20 })) {
    let rest: Buffer = Buffer.from(chunk);
    for (let at = rest.indexOf(10); at !== -1; at = rest.indexOf(10)) {
      const bytes = Buffer.concat([...pieces, rest.subarray(0, at)]);
      pieces = [];
      end += bytes.length + 1;
      yield { bytes, end, whole: true };
      rest = rest.subarray(at + 1);
    }
    if (rest.length > 0) pieces.push(rest);
  }
  const bytes = Buffer.concat(pieces);
  if (bytes.length > 0) yield { bytes, end: end + bytes.length, whole: false };
}
