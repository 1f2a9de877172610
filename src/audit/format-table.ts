/** Calls as lines with columns. Pure. */
import type { Fields } from './audit-line.ts';
import { cleanText } from './clean-text.ts';

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
  confirmed: ({ confirmation }) =>
    [readMember(confirmation, 'how'), readMember(confirmation, 'who')].filter(Boolean).join(' by '),
  error_token: (fields) => fields['error_token'],
};

export function formatTable(calls: readonly Fields[]): string {
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

const readMember = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null
    ? Object.entries(value).find(([key]) => key === name)?.[1]
    : undefined;
