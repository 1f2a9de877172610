/** What the walks have seen of each tool: the count at their end rests on it. */
import { toolsets } from '../../tools/index.ts';

type Toolsets = typeof toolsets;
export type ToolName = { [Name in keyof Toolsets]: keyof Toolsets[Name] & string }[keyof Toolsets];

export const toolNames: readonly ToolName[] = Object.values(toolsets)
  .flatMap((toolset) => Object.keys(toolset))
  .filter(isToolName);

function isToolName(name: string): name is ToolName {
  return Object.values(toolsets).some((toolset) => name in toolset);
}

/** How Alloy refused a call. Its events, for one, have errors without a minor code. */
export interface Refusal {
  readonly status: number;
  readonly minor_code?: number;
}

export interface Ledger {
  /** HTTP statuses of the calls that succeeded. */
  readonly successes: Map<ToolName, number[]>;
  readonly refusals: Map<ToolName, Refusal[]>;
}

export function createLedger(): Ledger {
  return { successes: new Map(), refusals: new Map() };
}

export function note<Entry>(entries: Map<ToolName, Entry[]>, tool: ToolName, entry: Entry): void {
  entries.set(tool, [...(entries.get(tool) ?? []), entry]);
}
