/** Claude Code, without a person: `claude -p`. */
import { args, command, headers, isHttp, model, prompt, url } from '../play.mjs';
import { runCommand, writeConfig } from '../run-command.mjs';

const server = isHttp ? { type: 'http', url, headers } : { type: 'stdio', command, args };
const config = writeConfig('mcp.json', { mcpServers: { alloy: server } });
const flags = ['--mcp-config', config, '--strict-mcp-config', '--allowedTools', 'mcp__alloy'];
const out = await runCommand(
  `@anthropic-ai/claude-code-${process.platform}-${process.arch}/claude`,
  ['-p', prompt, ...flags],
  {
    ANTHROPIC_BASE_URL: model,
    ANTHROPIC_API_KEY: 'none',
    CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: '1',
    DISABLE_AUTOUPDATER: '1',
    // By default it shows a model none of the tools but a search for them.
    ENABLE_TOOL_SEARCH: 'false',
  },
);
process.stderr.write(out);
