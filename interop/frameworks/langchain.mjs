/** LangChain.js with its MCP adapters. */
import { ChatAnthropic } from '@langchain/anthropic';
import { ChatGoogleGenerativeAI } from '@langchain/google-genai';
import { MultiServerMCPClient } from '@langchain/mcp-adapters';
import { ChatOpenAI } from '@langchain/openai';
import { createAgent } from 'langchain';
import { args, command, headers, isHttp, model, prompt, provider, url } from '../play.mjs';

const common = { apiKey: 'none', maxRetries: 0 };
const models = {
  'openai-chat': () =>
    new ChatOpenAI({ ...common, model: 'gpt-4.1', configuration: { baseURL: `${model}/v1` } }),
  openai: () =>
    new ChatOpenAI({
      ...common,
      model: 'gpt-5',
      useResponsesApi: true,
      configuration: { baseURL: `${model}/v1` },
    }),
  anthropic: () => new ChatAnthropic({ ...common, model: 'claude-sonnet-4-5', anthropicApiUrl: model }),
  gemini: () => new ChatGoogleGenerativeAI({ ...common, model: 'gemini-2.5-pro', baseUrl: model }),
};
const client = new MultiServerMCPClient({
  mcpServers: {
    alloy: isHttp
      ? { transport: 'http', url, headers, automaticSSEFallback: false }
      : { transport: 'stdio', command, args: [...args] },
  },
});
try {
  const agent = createAgent({ model: models[provider](), tools: await client.getTools() });
  await agent.invoke({ messages: [{ role: 'user', content: prompt }] }, { recursionLimit: 60 });
} finally {
  await client.close();
}
