/** The Claude Agent SDK, whose host answers questions in place of a person. */
import { query } from '@anthropic-ai/claude-agent-sdk';
import { programFile, variables } from '../claude.mjs';
import { args, command, headers, isHttp, prompt, url } from '../play.mjs';

const server = isHttp ? { type: 'http', url, headers } : { type: 'stdio', command, args: [...args] };
const messages = query({
  prompt,
  options: {
    mcpServers: { alloy: server },
    strictMcpConfig: true,
    settingSources: [],
    allowedTools: ['mcp__alloy'],
    onElicitation: async () => ({ action: 'accept', content: { confirm: true } }),
    pathToClaudeCodeExecutable: programFile,
    env: { ...process.env, ...variables },
  },
});
for await (const { type, subtype } of messages) process.stderr.write(`${type} ${subtype ?? ''}\n`);
