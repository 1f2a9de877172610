/** Where the values come from that a client can be offered for an argument of a prompt or a part of an address. */
import { readMember } from '../base/values.ts';
import type { Surface } from '../registry/surface.ts';
import type { TokenPlace } from '../registry/token-kinds.ts';
import type { SeenTokens } from './completion/seen-tokens.ts';

export type Values =
  /** Tokens of earlier answers that may stand at this place. */
  | { readonly seen: TokenPlace }
  /** What the schema of a tool's argument allows. */
  | { readonly tool: string; readonly argument: string }
  /** The tools the client sees. */
  | 'tools'
  /** Usual ones; others may be right as well. */
  | readonly string[];

/** All values there are now, the likeliest first. */
export async function listValues(
  values: Values,
  { entries }: Surface,
  seen: SeenTokens,
  principal: string,
): Promise<readonly string[]> {
  if (values === 'tools') return entries.map(({ listing }) => listing.name);
  if ('seen' in values) return seen.list(principal, values.seen);
  if (!('tool' in values)) return values;
  const entry = entries.find(({ listing }) => listing.name === values.tool);
  const allowed = readMember(entry?.listing.inputSchema['properties'], `${values.argument}.enum`);
  return Array.isArray(allowed) ? allowed.filter((value) => typeof value === 'string') : [];
}
