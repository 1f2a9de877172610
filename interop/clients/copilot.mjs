/** GitHub Copilot CLI, without a person, with a model of one's own. */
import { args, command, headers, isHttp, model, prompt, url } from '../play.mjs';
import { runCommand, writeConfig } from '../run-command.mjs';

const server = isHttp ? { type: 'http', url, headers } : { type: 'local', command, args };
const config = writeConfig('mcp.json', { mcpServers: { alloy: { ...server, tools: ['*'] } } });
const flags = ['--allow-all-tools', '--additional-mcp-config', `@${config}`, '--no-auto-update'];
const out = await runCommand(
  `@github/copilot-${process.platform}-${process.arch}/copilot`,
  ['-p', prompt, ...flags],
  {
    COPILOT_OFFLINE: 'true',
    COPILOT_PROVIDER_BASE_URL: `${model}/v1`,
    COPILOT_PROVIDER_TYPE: 'openai',
    COPILOT_PROVIDER_API_KEY: 'none',
    COPILOT_MODEL: 'gpt-4.1',
  },
);
process.stderr.write(out);
