/** The files of a trail, oldest first, for reading. */

import { createReadStream } from 'node:fs';
import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { ConfigurationError } from '../base/errors.ts';
import { readErrorCode } from '../base/system.ts';

// A file of any size as its lines, byte for byte.

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

// Names of the files that a trail has filled: `audit.jsonl` goes on as `audit-<first line>-<last line>.jsonl`.

export interface RotatedFile {
  readonly path: string;
  readonly first: number;
  readonly last: number;
}

const pad = (seq: number) => String(seq).padStart(12, '0');

export function buildRotatedPath(file: string, first: number, last: number): string {
  const { dir, name, ext } = path.parse(file);
  return path.join(dir, `${name}-${pad(first)}-${pad(last)}${ext}`);
}

/** Those beside the file, oldest first. */
export async function findRotatedFiles(file: string): Promise<readonly RotatedFile[]> {
  const { dir, name, ext } = path.parse(file);
  return (await readdir(dir === '' ? '.' : dir))
    .flatMap((entry) => {
      const numbers = entry.startsWith(`${name}-`) ? entry.slice(name.length + 1) : '';
      const match = numbers.endsWith(ext) ? /^(\d{12,})-(\d{12,})$/.exec(cut(numbers, ext)) : null;
      return match === null
        ? []
        : [{ path: path.join(dir, entry), first: Number(match[1]), last: Number(match[2]) }];
    })
    .sort((a, b) => a.first - b.first);
}

const cut = (text: string, ending: string) => text.slice(0, text.length - ending.length);

/** One file stands for the full ones beside it; several are taken as they are given. */
export async function findTrailFiles(given: readonly string[]): Promise<readonly string[]> {
  for (const path of given) {
    const facts = await stat(path).catch((cause: unknown) => {
      throw new ConfigurationError(`${path} cannot be read (${readErrorCode(cause)})`, { cause });
    });
    if (facts.isDirectory()) throw new ConfigurationError(`${path} is a folder; name the files in it`);
  }
  const [only, ...more] = given;
  if (only === undefined || more.length > 0) return given;
  return [...(await findRotatedFiles(only)).map(({ path }) => path), only];
}
