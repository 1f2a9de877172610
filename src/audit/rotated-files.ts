/** Names of the files that a trail has filled: `audit.jsonl` goes on as `audit-<first line>-<last line>.jsonl`. */
import { readdir } from 'node:fs/promises';
import path from 'node:path';

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
