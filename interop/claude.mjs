/** Claude Code's program, for itself and for the Claude Agent SDK, which brings along the same one a second time. */
import { fileURLToPath } from 'node:url';
import { model } from './play.mjs';

/** Below node_modules. */
export const program = `@anthropic-ai/claude-code-${process.platform}-${process.arch}/claude`;
export const programFile = fileURLToPath(new URL(`node_modules/${program}`, import.meta.url));
export const variables = {
  ANTHROPIC_BASE_URL: model,
  ANTHROPIC_API_KEY: 'none',
  CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: '1',
  DISABLE_AUTOUPDATER: '1',
  // By default it shows a model none of the tools but a search for them.
  ENABLE_TOOL_SEARCH: 'false',
};
