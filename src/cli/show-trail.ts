/** `alloy-mcp audit show`: the calls of a trail that somebody asks for, as a table or as the lines they are. */

import { basename } from 'node:path';
import { noEnd } from '../audit/call.ts';
import type { AuditKey } from '../audit/key.ts';
import { type Fields, parseFields } from '../audit/line.ts';
import { findTrailFiles, readLines } from '../audit/trail-files.ts';
import { createVerifier } from '../audit/verifier.ts';
import { ConfigurationError } from '../base/errors.ts';
import { isContainer, readMember } from '../base/values.ts';
import { cleanText } from '../base/visible-text.ts';

// Calls as lines with columns. Pure.

const columns: Readonly<Record<string, (fields: Fields) => unknown>> = {
  time: ({ time }) => time,
  principal: ({ principal }) => principal,
  client: ({ client }) => readMember(client, 'name'),
  tool: ({ tool }) => tool,
  effect: ({ effect }) => effect,
  environment: ({ environment }) => environment,
  outcome: ({ outcome }) => outcome,
  status: ({ status }) => status,
  ms: ({ ms }) => ms,
  confirmed: ({ confirmation }) => readMember(confirmation, 'how'),
  error_token: (fields) => fields['error_token'],
};

function formatTable(calls: readonly Fields[]): string {
  if (calls.length === 0) return 'no calls\n';
  const names = Object.keys(columns);
  // The file may have been written by anybody: nothing of it reaches a terminal unchecked.
  const rows = calls.map((fields) =>
    Object.values(columns).map((read) => cleanText(String(read(fields) ?? ''), 70)),
  );
  const table = [names, ...rows];
  const widths = names.map((_, column) =>
    table.reduce((width, row) => Math.max(width, row[column]?.length ?? 0), 0),
  );
  return table
    .map(
      (row) =>
        `${row
          .map((cell, column) => cell.padEnd(widths[column] ?? 0))
          .join('  ')
          .trimEnd()}\n`,
    )
    .join('');
}

export interface ShowFilter {
  readonly json: boolean;
  readonly since?: number;
  readonly until?: number;
  readonly tool?: readonly string[];
  readonly effect?: readonly string[];
  readonly principal?: readonly string[];
  readonly outcome?: readonly string[];
  /** Of an argument, as it was sent. */
  readonly value?: string;
}

export interface ShowTrailOptions {
  readonly files: readonly string[];
  readonly key?: AuditKey;
  readonly filter: ShowFilter;
  readonly print: (text: string) => Promise<void>;
  readonly remark: (text: string) => void;
}

interface Row {
  readonly seq: number;
  readonly raw: string;
  readonly fields: Fields;
}

/** Returns 1 when the trail is damaged, else 0. */
export async function showTrail({ files, key, filter, print, remark }: ShowTrailOptions): Promise<number> {
  const matches = createMatcher(filter, key);
  const verifier = key === undefined ? undefined : createVerifier(key);
  const rows: Row[] = [];
  /** Intents whose call has not come yet, by run and number. */
  const open = new Map<string, Row>();
  let chain = '';
  for (const path of await findTrailFiles(files)) {
    verifier?.startFile(basename(path));
    for await (const { bytes, whole } of readLines(path)) {
      verifier?.push(bytes, whole);
      const fields = parseFields(bytes);
      if (fields === undefined) continue;
      const row = { seq: Number(fields['seq']), raw: bytes.toString(), fields };
      if (fields['type'] === 'file') chain = String(fields['chain']);
      if (fields['type'] === 'intent') open.set(`${chain}:${row.seq}`, row);
      if (fields['type'] !== 'call') continue;
      if (fields['intent'] !== undefined) open.delete(`${chain}:${String(fields['intent'])}`);
      if (matches(fields)) rows.push(row);
    }
  }
  const unended: readonly Row[] = [...open.values()].map((row) => ({
    ...row,
    fields: { ...row.fields, outcome: noEnd },
  }));
  const all = [...rows, ...unended.filter(({ fields }) => matches(fields))];
  // By the time of the call: the lines stand in the order in which calls ended.
  all.sort((a, b) => compare(String(a.fields['time']), String(b.fields['time'])) || a.seq - b.seq);
  await print(
    filter.json ? all.map(({ raw }) => `${raw}\n`).join('') : formatTable(all.map(({ fields }) => fields)),
  );
  return report(verifier, remark);
}

function report(
  verifier: ReturnType<typeof createVerifier> | undefined,
  remark: (text: string) => void,
): number {
  if (verifier === undefined) {
    remark('not verified: there is no key (--key-file, ALLOY_AUDIT_KEY)');
    return 0;
  }
  const { problems } = verifier.finish();
  if (problems.length === 0) return 0;
  remark(`the trail is damaged (${problems.length} findings); alloy-mcp audit verify tells where`);
  return 1;
}

function createMatcher(filter: ShowFilter, key: AuditKey | undefined): (fields: Fields) => boolean {
  const { since = Number.NEGATIVE_INFINITY, until = Number.POSITIVE_INFINITY, value } = filter;
  const hashes = value === undefined ? undefined : hashForms(value, key);
  return (fields) => {
    const time = Date.parse(String(fields['time']));
    const args = fields['args'];
    return (
      (Number.isNaN(time) || (time >= since && time <= until)) &&
      (['tool', 'effect', 'principal', 'outcome'] as const).every(
        (name) => filter[name]?.includes(String(fields[name])) !== false,
      ) &&
      (hashes === undefined || (isContainer(args) && Object.values(args).some((hash) => hashes.has(hash))))
    );
  };
}

/** `5` and `["a"]` may have been sent as JSON or as a text. */
function hashForms(value: string, key: AuditKey | undefined): ReadonlySet<unknown> {
  if (key === undefined)
    throw new ConfigurationError('--value needs the key; set ALLOY_AUDIT_KEY or give --key-file');
  const forms: unknown[] = [value];
  try {
    forms.push(JSON.parse(value));
  } catch {
    // It is a text only.
  }
  return new Set(forms.map((form) => key.hashValue(form)));
}

const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

const units: Readonly<Record<string, number>> = { m: 60_000, h: 3_600_000, d: 86_400_000 };

/** A time, or how long ago. */
export function parseTime(flag: string, text: string, now: number): number {
  const ago = /^(\d{1,6})([mhd])$/.exec(text);
  const time = ago === null ? Date.parse(text) : now - Number(ago[1]) * (units[ago[2] ?? ''] ?? 0);
  if ((ago !== null || /^\d{4}-\d\d-\d\d/.test(text)) && !Number.isNaN(time)) return time;
  throw new ConfigurationError(`--${flag} is not a time; write 2026-01-31T12:00:00Z, or 90m, 24h, 7d`);
}
