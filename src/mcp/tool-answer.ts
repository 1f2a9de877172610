/**
 * A tool result -> what of it goes to a client: its content as the operator or the client chose it, without what the
 * session's revision of the protocol does not know. Structured content and links of resources came with 2025-06-18.
 * https://modelcontextprotocol.io/specification/2025-06-18/changelog
 */
import type { ToolResult } from '../calls/result.ts';
import type { ResultContent } from '../registry/surface.ts';

const firstWithLinks = '2025-06-18';

/** `revision` is absent where a client of 2025 over HTTP does not say which it agreed on, as those before did not. */
export function buildToolAnswer(
  { content, structuredContent, isError }: ToolResult,
  chosen: readonly ResultContent[],
  revision: string | undefined,
): ToolResult {
  const isNew = revision !== undefined && revision >= firstWithLinks;
  const blocks = content.filter(({ type }) => {
    if (type === 'image') return chosen.includes('images');
    return type !== 'resource_link' || (isNew && chosen.includes('links'));
  });
  return {
    content: blocks,
    ...(isNew && chosen.includes('structured') && structuredContent !== undefined
      ? { structuredContent }
      : {}),
    ...(isError === undefined ? {} : { isError }),
  };
}
