/** Codex, without a person: `codex exec`. */
import { args, command, isHttp, model, prompt, token, url } from '../play.mjs';
import { runCommand, writeConfig } from '../run-command.mjs';

const toml = (value) => JSON.stringify(value);
const server = isHttp
  ? `url = ${toml(url)}\nbearer_token_env_var = "ALLOY_MCP_TOKEN"`
  : `command = ${toml(command)}\nargs = ${toml(args)}`;
writeConfig(
  '.codex/config.toml',
  `model = "gpt-5"
model_provider = "scripted"
approval_policy = "never"
[model_providers.scripted]
name = "scripted"
base_url = "${model}/v1"
wire_api = "responses"
[analytics]
enabled = false
[mcp_servers.alloy]
${server}
required = true
startup_timeout_sec = 60
default_tools_approval_mode = "approve"
`,
);
const platform = `${process.platform}-${process.arch}`;
const triple = { 'linux-x64': 'x86_64-unknown-linux-musl', 'linux-arm64': 'aarch64-unknown-linux-musl' }[
  platform
];
const out = await runCommand(
  `@openai/codex-${platform}/vendor/${triple}/bin/codex`,
  ['exec', '--skip-git-repo-check', prompt],
  { ALLOY_MCP_TOKEN: token },
);
process.stderr.write(out);
