/** The last look at a tool result: known secrets are taken out, whatever put them in. */
import type { ToolResult } from './result.ts';
import type { Secrets } from './secrets.ts';

/** Costs one search when there are none: `structuredContent` says the same as the first text. */
export function scrubResult(result: ToolResult, secrets: Secrets): ToolResult {
  const found = result.content.some((block) => {
    if (block.type === 'text') return secrets.holds(block.text);
    // The bytes of a picture are Alloy's, and megabytes.
    return block.type !== 'image' && secrets.holds(JSON.stringify(block));
  });
  return found ? secrets.scrub(result) : result;
}
