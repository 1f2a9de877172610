/** OpenAI's Agents SDK. */
import {
  Agent,
  MCPServerStdio,
  MCPServerStreamableHttp,
  OpenAIProvider,
  Runner,
  setTracingDisabled,
} from '@openai/agents';
import { args, command, headers, isHttp, model, prompt, provider, url } from '../play.mjs';

setTracingDisabled(true);
// A busy machine needs more than the five seconds that are the default.
const clientSessionTimeoutSeconds = 60;
const server = isHttp
  ? new MCPServerStreamableHttp({ url, requestInit: { headers }, name: 'alloy', clientSessionTimeoutSeconds })
  : new MCPServerStdio({ command, args: [...args], name: 'alloy', clientSessionTimeoutSeconds });
await server.connect();
try {
  const agent = new Agent({ name: 'interop', model: 'gpt-5', mcpServers: [server] });
  const modelProvider = new OpenAIProvider({
    apiKey: 'none',
    baseURL: `${model}/v1`,
    useResponses: provider === 'openai',
  });
  await new Runner({ modelProvider, tracingDisabled: true }).run(agent, prompt, { maxTurns: 20 });
} finally {
  await server.close();
}
