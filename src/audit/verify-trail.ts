/** `alloy-mcp audit verify`: what the verifier finds in files, as text. */
import { basename } from 'node:path';
import type { AuditKey } from './audit-key.ts';
import type { Head } from './audit-line.ts';
import { cleanText } from './clean-text.ts';
import { readLines } from './read-lines.ts';
import { findTrailFiles } from './trail-files.ts';
import { createVerifier, type Verification } from './verifier.ts';

export interface VerifyTrailOptions {
  readonly files: readonly string[];
  readonly key: AuditKey;
  readonly expected?: Head;
  readonly print: (text: string) => Promise<void>;
}

/** Returns 1 when there is damage, else 0. */
export async function verifyTrail({ files, key, expected, print }: VerifyTrailOptions): Promise<number> {
  const paths = await findTrailFiles(files);
  const verifier = createVerifier(key, expected);
  for (const path of paths) {
    verifier.startFile(basename(path));
    for await (const { bytes, whole } of readLines(path)) verifier.push(bytes, whole);
  }
  const found = verifier.finish();
  await print(formatVerification(found, paths.length));
  return found.problems.length === 0 ? 0 : 1;
}

/** The first ones tell where to look; thousands would hide them. */
const shown = 50;

function formatVerification(found: Verification, files: number): string {
  const { problems, warnings, unfinished, lines, first, head } = found;
  const problemLines = problems.map(
    ({ file, line, message }) => `DAMAGED  ${file}${line === 0 ? '' : ` line ${line}`}: ${message}`,
  );
  const unfinishedLines = unfinished.map(
    ({ seq, time, tool }) =>
      `UNKNOWN  number ${seq}: ${tool} at ${time} was about to be sent; its end is not recorded`,
  );
  const count = `${lines} lines in ${files} ${files === 1 ? 'file' : 'files'}`;
  const verdict =
    problems.length > 0
      ? `damaged: ${problems.length} findings in ${count}`
      : `intact: ${count}, numbers ${first?.seq} to ${head.seq}\nhead ${head.seq}:${head.mac}`;
  return [
    ...limit(problemLines),
    ...limit(warnings.map((warning) => `NOTE     ${warning}`)),
    ...limit(unfinishedLines),
    verdict,
    '',
  ]
    .map((line) => cleanLines(line))
    .join('\n');
}

/** What stands in a damaged file may be anything. */
const cleanLines = (text: string) =>
  text
    .split('\n')
    .map((line) => cleanText(line, 500))
    .join('\n');

const limit = (lines: readonly string[]) =>
  lines.length <= shown
    ? lines
    : [...lines.slice(0, shown), `         and ${lines.length - shown} more like it`];
