/** How flags of the command line are declared and read. Those of settings stand in config/settings.ts. */
import { parseArgs } from 'node:util';
import { ConfigurationError } from '../base/errors.ts';
import { findNearest } from '../base/nearest.ts';
import type { SimulatorFlags } from '../simulator/flags.ts';

export interface Flag {
  readonly flag: string;
  /** One letter that stands for it. */
  readonly short?: string;
  /** What stands behind the flag; none for a switch. */
  readonly value?: string;
  readonly meaning?: string;
  readonly multiple?: true;
}

/** What was given, by flag; a switch that was given is true. */
export type FlagValues<Row extends Flag> = {
  readonly [Each in Row as Each['flag']]?: Each extends { readonly multiple: true }
    ? readonly string[]
    : Each extends { readonly value: string }
      ? string
      : true;
};

export interface ReadOptions {
  /** How to ask for help. */
  readonly help: string;
  /** What may have been meant by an unknown flag. */
  readonly suggestions?: readonly string[];
}

/** Throws a ConfigurationError of one line. */
export function readFlags<const Row extends Flag>(
  argv: readonly string[],
  rows: readonly Row[],
  { help, suggestions = [] }: ReadOptions,
): { readonly values: FlagValues<Row>; readonly positionals: readonly string[] } {
  try {
    const { values, positionals } = parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: Object.fromEntries(rows.map(buildOption)),
    });
    // The options were made from the rows, whose types the parser cannot tell.
    return { values: { ...values } as FlagValues<Row>, positionals };
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    const flag = /--([\w-]+)/.exec(reason)?.[1];
    const near = flag === undefined ? undefined : findNearest(flag, suggestions);
    const advice = near === undefined || near === flag ? `see ${help}` : `did you mean --${near}?`;
    throw new ConfigurationError(`${reason.split(/\.? ?\n|\. /)[0]}; ${advice}`, { cause });
  }
}

function buildOption({ flag, short, value, multiple }: Flag) {
  const type = value === undefined ? ('boolean' as const) : ('string' as const);
  return [flag, { type, multiple: multiple === true, ...(short === undefined ? {} : { short }) }] as const;
}

export function formatFlagHelp({ flag, value, meaning = '' }: Flag): string {
  return `  --${flag}${value === undefined ? '' : ` ${value}`}\n      ${meaning}`;
}

/** Those of `alloy-mcp simulator` alone; they have no variables, as what they describe is one run. */
export const simulatorFlags = [
  {
    flag: 'describe',
    meaning: 'Print what the demo account holds (tokens, workflows, personas, ...) and end',
  },
  {
    flag: 'fault',
    value: "'POST /events:503:0.2'",
    meaning:
      'Fail so many calls: METHOD PATH:STATUS (or reset, stall, html, cut):PROBABILITY; may be given several times',
    multiple: true,
  },
  { flag: 'latency', value: 'MS|MS-MS', meaning: 'Answer that much later' },
  { flag: 'rate-limit', value: 'N/s|N/m|N/h', meaning: 'Answer 429 above that' },
  { flag: 'token-ttl', value: 'SECONDS', meaning: 'Life of bearer tokens, in place of an hour' },
  { flag: 'now', value: 'TIME', meaning: 'Fix the clock, e.g. 2026-01-31T12:00:00Z' },
  { flag: 'clock-step', value: 'MS', meaning: 'Move the fixed clock on with each request' },
  {
    flag: 'seed',
    value: 'TEXT',
    meaning: 'The same seed and calls give the same tokens, answers and faults',
  },
  { flag: 'state', value: 'FILE', meaning: 'Keep the records there between runs' },
  { flag: 'reset', meaning: 'Start anew; the old state is kept beside as FILE.bak' },
] as const satisfies readonly (Flag & { readonly flag: keyof SimulatorFlags | 'describe' })[];

export type SimulatorValues = FlagValues<(typeof simulatorFlags)[number]>;
