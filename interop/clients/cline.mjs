/** Cline's command line, without a person. */
import { args, command, headers, isHttp, model, prompt, url } from '../play.mjs';
import { runCommand, writeConfig } from '../run-command.mjs';

const program = `@cline/cli-${process.platform}-${process.arch}/bin/cline`;
const server = isHttp ? { type: 'streamableHttp', url, headers } : { command, args };
// By default it goes on without a server that has not answered after three seconds, which is little on a busy machine.
const settings = { mcpServers: { alloy: { ...server, timeout: 60 } } };
const variables = { CLINE_MCP_SETTINGS_PATH: writeConfig('cline_mcp_settings.json', settings) };
const account = [
  '--provider',
  'openai',
  '--apikey',
  'none',
  '--modelid',
  'gpt-4.1',
  '--baseurl',
  `${model}/v1`,
];
process.stderr.write(await runCommand(program, ['auth', ...account], variables));
process.stderr.write(await runCommand(program, ['--json', prompt], variables));
