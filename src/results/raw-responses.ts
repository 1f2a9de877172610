/**
 * What is left out of answers unless a call asks for it: vendors' raw responses. They make up most of an evaluation,
 * say nothing that `formatted_responses`, `matching` and `summary` do not say shorter, and hold personal data.
 */
import { isContainer } from '../base/values.ts';

export interface WithoutRaw {
  readonly value: unknown;
  /** How many places raw responses were left out at. */
  readonly omitted: number;
}

const rawName = 'raw_responses';

/** Copies only the objects on the way to a raw response. */
export function leaveOutRaw(value: unknown): WithoutRaw {
  const tally = { omitted: 0 };
  return { value: isContainer(value) ? copyWithout(value, tally, 0) : value, omitted: tally.omitted };
}

/** Far below what answers come to, which are read to a hundred levels; deeper ones stay as they are. */
const deepest = 1000;

function copyWithout(value: object, tally: { omitted: number }, depth: number): object {
  if (depth > deepest) return value;
  if (Array.isArray(value)) {
    let items: unknown[] | undefined;
    for (let index = 0; index < value.length; index += 1) {
      const item: unknown = value[index];
      if (!isContainer(item)) continue;
      const other = copyWithout(item, tally, depth + 1);
      if (other === item) continue;
      items ??= value.slice();
      items[index] = other;
    }
    return items ?? value;
  }
  // The answer is JSON: own enumerable members are all there are. A copied one stays the copy's own, even __proto__.
  const members = value as Record<string, unknown>;
  let copy: Record<string, unknown> | undefined;
  for (const name in members) {
    const member = members[name];
    if (!isContainer(member)) continue;
    const isRaw = name === rawName && hasContent(member);
    if (isRaw) tally.omitted += 1;
    const other = isRaw ? buildMarker(member) : copyWithout(member, tally, depth + 1);
    if (other === member) continue;
    copy ??= { ...members };
    copy[name] = other;
  }
  return copy ?? value;
}

/** Says whose answers there are, so that an agent can ask for one. */
function buildMarker(raw: object): { readonly left_out: string } {
  const vendors = Array.isArray(raw) ? [] : Object.keys(raw);
  const named = vendors.slice(0, 8).map((name) => name.slice(0, 40));
  const more = vendors.length > named.length ? ` and ${vendors.length - named.length} more` : '';
  return { left_out: named.length === 0 ? 'raw responses' : `raw responses of ${named.join(', ')}${more}` };
}

function hasContent(value: object): boolean {
  return Object.keys(value).length > 0;
}
