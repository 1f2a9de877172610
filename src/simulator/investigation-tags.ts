/** Tags on investigations. Source: https://developer.alloy.com/public/reference/post_investigations */
import type { Investigation } from './investigation-store.ts';

interface SaidTag {
  readonly tag_name: string;
  readonly is_outcome_reason?: boolean | null | undefined;
}

/** RRGGBB without a #, as in Alloy's example. Who picks the color is not public: here it follows from the name. */
const colors = ['FB923C', '2DD4BF', '60A5FA', 'F472B6', 'A3E635', 'FACC15', 'C084FC', 'F87171'];

/** A tag that is on it already stays as it is. */
export function addTags(investigation: Investigation, tags: readonly SaidTag[]): void {
  for (const { tag_name: name, is_outcome_reason } of tags) {
    if (investigation.tags.some((tag) => tag.name === name)) continue;
    investigation.tags.push({
      name,
      color: pickColor(name),
      isOutcomeReason: is_outcome_reason ?? false,
      agentToken: null,
    });
  }
}

function pickColor(name: string): string {
  let sum = 0;
  for (const character of name) sum += character.codePointAt(0) ?? 0;
  return colors[sum % colors.length] ?? '';
}
