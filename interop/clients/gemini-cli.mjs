/** Gemini CLI, without a person. */
import { args, command, headers, isHttp, model, prompt, url } from '../play.mjs';
import { runCommand, writeConfig } from '../run-command.mjs';

const server = isHttp ? { httpUrl: url, headers } : { command, args };
writeConfig('.gemini/settings.json', {
  mcpServers: { alloy: { ...server, trust: true } },
  security: { auth: { selectedType: 'gemini-api-key' } },
  privacy: { usageStatisticsEnabled: false },
  telemetry: { enabled: false },
  general: { disableAutoUpdate: true, enableAutoUpdate: false },
});
const out = await runCommand(
  '@google/gemini-cli/bundle/gemini.js',
  ['-m', 'gemini-2.5-pro', '--approval-mode', 'yolo', '-p', prompt],
  {
    GEMINI_API_KEY: 'none',
    GOOGLE_GEMINI_BASE_URL: model,
    GEMINI_CLI_TRUST_WORKSPACE: 'true',
  },
);
process.stderr.write(out);
