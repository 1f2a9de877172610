/**
 * Finds what was changed, removed, added or put elsewhere in the lines of a trail. Takes them one by one, in the order
 * of the files, and does no I/O.
 */

import { basename } from 'node:path';
import { cleanText } from '../base/visible-text.ts';
import { noEnd } from './call.ts';
import type { AuditKey } from './key.ts';
import { type Fields, type Head, noHead, parseFields, parseSignedLine, type SignedLine } from './line.ts';
import { findTrailFiles, readLines } from './trail-files.ts';

interface Finding {
  readonly file: string;
  /** Of the file, from 1. */
  readonly line: number;
  readonly message: string;
  /** A last line that was not written whole: what a crash leaves, too. */
  readonly torn?: true;
}

/** A call that was about to be sent, and nothing more is known of it. */
export interface Unfinished {
  readonly seq: number;
  readonly time: string;
  readonly tool: string;
}

export interface Verification {
  /** Each one is damage. */
  readonly problems: readonly Finding[];
  /** What a reader should know, and what the lines cannot show. */
  readonly warnings: readonly string[];
  readonly unfinished: readonly Unfinished[];
  readonly lines: number;
  readonly first?: Head;
  readonly head: Head;
  readonly chain?: string;
  /** Whether the last line is the checkpoint of a program that ended in order. */
  readonly closed: boolean;
}

export interface Verifier {
  startFile(name: string): void;
  /** The line when all is well with it. */
  push(bytes: Buffer, whole: boolean): SignedLine | undefined;
  finish(): Verification;
}

/** `expected` was written down earlier: the lines have to hold it still. */
export function createVerifier(key: AuditKey, expected?: Head): Verifier {
  const problems: Finding[] = [];
  const warnings: string[] = [];
  const unfinished = new Map<string, Unfinished>();
  let file = { name: '', line: 0, foreign: false };
  let lines = 0;
  let first: Head | undefined;
  let chain: string | undefined;
  let last: SignedLine | undefined;
  let head = noHead;
  /** After damage the next line can only be held to its number. */
  let headIsSure = true;
  let expectedSeen = expected === undefined;

  const complain = (message: string, torn?: true) => {
    problems.push({ file: file.name, line: file.line, message, ...(torn === undefined ? {} : { torn }) });
  };
  const warn = (message: string) => warnings.push(`${file.name} line ${file.line}: ${message}`);

  function checkPlace(line: SignedLine): void {
    const { seq, prev, type, fields } = line;
    const due = head.seq + 1;
    const isHeader = type === 'file';
    if (file.line === 1 && !isHeader) {
      complain('the first line of the file is not its header: lines before it were removed');
      if (first === undefined) return;
    }
    if (isHeader && seq === 1 && (first === undefined || isStream(fields))) {
      if (first !== undefined) warn('another run begins; whether runs between were removed cannot be shown');
      if (first !== undefined && !isClosing(last))
        warn('the run before it ended without a closing checkpoint; its last lines may be missing');
      return;
    }
    if (first === undefined) {
      warn(`the lines begin with number ${seq}; those before are in files that were not given`);
      return;
    }
    if (isHeader && file.line > 1) complain('a header stands within the file');
    if (seq > due) complain(`${formatRange(due, seq - 1)} missing before number ${seq}`);
    else if (seq < due) complain(`number ${seq} stands after number ${head.seq}: repeated or out of order`);
    else if (headIsSure && prev !== head.mac) complain(`number ${seq} does not follow the line before it`);
  }

  function note({ type, seq, fields }: SignedLine): void {
    const { time, tool, intent, after, lost } = fields;
    if (type === 'file') chain = String(fields['chain']);
    const isUnknown = fields['outcome'] === noEnd && fields['effect'] !== 'read';
    if (type === 'intent' || isUnknown)
      unfinished.set(`${chain}:${seq}`, { seq, time: String(time), tool: String(tool) });
    if (typeof intent === 'number') unfinished.delete(`${chain}:${intent}`);
    if (type === 'gap') warn(`${String(lost)} records could not be written and are lost`);
    if (type === 'recovered')
      warn(`an unfinished line of ${String(fields['bytes'])} bytes, found at a start, is kept in this one`);
    if (type === 'start' && after === 'crash')
      warn(
        `the program before it ended without a closing checkpoint; lines between may be missing, and ${String(time)} is when the next one started`,
      );
  }

  return {
    startFile(name) {
      file = { name, line: 0, foreign: false };
    },
    push(bytes, whole) {
      file.line += 1;
      lines += 1;
      if (file.foreign) return undefined;
      const line = parseSignedLine(key, bytes);
      if (!whole || line === undefined) {
        const said = parseFields(bytes);
        file.foreign = file.line === 1 && isForeign(key, said);
        if (file.foreign)
          complain(
            `it was written under another key (${String(said?.['key'])}; this one is ${key.id}), or its first line was changed`,
          );
        else if (whole) complain('the line was changed, or was not written by this server');
        else complain(`the last line breaks off after ${bytes.length} bytes`, true);
        head = { seq: head.seq + 1, mac: '' };
        headIsSure = false;
        return undefined;
      }
      const before = problems.length;
      checkPlace(line);
      const { seq, mac } = line;
      first ??= { seq, mac };
      if (seq === expected?.seq) {
        expectedSeen = true;
        if (mac !== expected.mac) complain(`number ${seq} is not the line that was written down as the head`);
      }
      note(line);
      head = { seq, mac };
      headIsSure = true;
      last = line;
      return problems.length === before ? line : undefined;
    },
    finish() {
      if (lines === 0) complain('there is nothing in it, not even a header');
      if (!expectedSeen)
        complain(
          `number ${expected?.seq}, written down as the head, is missing: lines were removed at the end`,
        );
      const closed = isClosing(last);
      if (last?.type === 'checkpoint' && last.fields['reason'] === 'rotate')
        warn('the trail goes on in a next file, which was not given');
      else if (lines > 0 && !closed)
        warn(
          'there is no closing checkpoint: the server still runs, or it crashed, or the lines after this one were removed',
        );
      return {
        problems,
        warnings,
        unfinished: [...unfinished.values()],
        lines,
        ...(first === undefined ? {} : { first }),
        head,
        ...(chain === undefined ? {} : { chain }),
        closed,
      };
    },
  };
}

const isClosing = (line: SignedLine | undefined) =>
  line?.type === 'checkpoint' && line.fields['reason'] === 'close';

const isStream = (fields: Fields) => fields['target'] === 'stream';

const isForeign = (key: AuditKey, said: Fields | undefined) =>
  said?.['type'] === 'file' && typeof said['key'] === 'string' && said['key'] !== key.id;

const formatRange = (from: number, to: number) =>
  from === to ? `number ${from} is` : `numbers ${from} to ${to} are`;

// `alloy-mcp audit verify`: what the verifier finds in files, as text.

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
