/** Mastra, with a person who is asked. */
import { createAnthropic } from '@ai-sdk/anthropic';
import { Agent } from '@mastra/core/agent';
import { MCPClient } from '@mastra/mcp';
import { args, command, headers, isHttp, model, prompt, provider, url } from '../play.mjs';

const client = new MCPClient({
  servers: {
    alloy: {
      ...(isHttp ? { url: new URL(url), requestInit: { headers } } : { command, args: [...args] }),
      inputRequests: async () => ({ action: 'accept', content: { confirm: true } }),
    },
  },
});
try {
  const agent = new Agent({
    id: 'interop',
    name: 'interop',
    instructions: prompt,
    model:
      provider === 'anthropic'
        ? createAnthropic({ baseURL: `${model}/v1`, apiKey: 'none' })('claude-sonnet-4-5')
        : { id: 'openai/gpt-4.1', url: `${model}/v1`, apiKey: 'none' },
    tools: await client.listTools(),
    maxRetries: 0,
  });
  await agent.generate(prompt, { maxSteps: 20 });
} finally {
  await client.disconnect();
}
