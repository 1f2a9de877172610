/** Claude Code, without a person: `claude -p`. */
import { program, variables } from '../claude.mjs';
import { args, command, headers, isHttp, prompt, url } from '../play.mjs';
import { runCommand, writeConfig } from '../run-command.mjs';

const server = isHttp ? { type: 'http', url, headers } : { type: 'stdio', command, args };
const config = writeConfig('mcp.json', { mcpServers: { alloy: server } });
const flags = ['--mcp-config', config, '--strict-mcp-config', '--allowedTools', 'mcp__alloy'];
process.stderr.write(await runCommand(program, ['-p', prompt, ...flags], variables));
