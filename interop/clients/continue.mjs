/** Continue's command line, without a person. */
import { args, command, headers, isHttp, model, prompt, url } from '../play.mjs';
import { runCommand, writeConfig } from '../run-command.mjs';

const server = isHttp
  ? { type: 'streamable-http', url, requestOptions: { headers } }
  : { type: 'stdio', command, args };
// YAML is a superset of JSON.
const config = writeConfig('config.yaml', {
  name: 'interop',
  version: '1.0.0',
  schema: 'v1',
  models: [
    {
      name: 'scripted',
      provider: 'openai',
      model: 'gpt-4.1',
      apiBase: `${model}/v1`,
      apiKey: 'none',
      roles: ['chat'],
    },
  ],
  mcpServers: [{ name: 'alloy', ...server }],
});
const out = await runCommand('@continuedev/cli/dist/cn.js', ['-p', prompt, '--config', config, '--auto'], {
  CONTINUE_CLI_ENABLE_TELEMETRY: '0',
  CONTINUE_TELEMETRY_ENABLED: '0',
});
process.stderr.write(out);
