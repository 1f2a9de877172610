/** opencode, without a person. */
import { args, command, headers, isHttp, model, prompt, url } from '../play.mjs';
import { runCommand, writeConfig } from '../run-command.mjs';

const config = writeConfig('opencode.json', {
  model: 'scripted/model',
  small_model: 'scripted/model',
  share: 'disabled',
  autoupdate: false,
  enabled_providers: ['scripted'],
  permission: { '*': 'allow' },
  provider: {
    scripted: {
      npm: '@ai-sdk/openai-compatible',
      name: 'scripted',
      options: { baseURL: `${model}/v1`, apiKey: 'none' },
      models: {
        model: {
          name: 'model',
          attachment: true,
          tool_call: true,
          modalities: { input: ['text', 'image'], output: ['text'] },
        },
      },
    },
  },
  mcp: {
    alloy: isHttp
      ? { type: 'remote', url, headers, oauth: false }
      : { type: 'local', command: [command, ...args] },
  },
});
const out = await runCommand(`opencode-${process.platform}-${process.arch}/bin/opencode`, ['run', prompt], {
  OPENCODE_CONFIG: config,
  OPENCODE_DISABLE_AUTOUPDATE: '1',
  OPENCODE_DISABLE_MODELS_FETCH: '1',
  OPENCODE_DISABLE_LSP_DOWNLOAD: '1',
});
process.stderr.write(out);
