/** LlamaIndex TS. */
import { OpenAI } from '@llamaindex/openai';
import { mcp } from '@llamaindex/tools';
import { agent } from '@llamaindex/workflow';
import { args, command, headers, isHttp, model, prompt, url } from '../play.mjs';

const server = mcp(isHttp ? { url, requestInit: { headers } } : { command, args: [...args] });
try {
  const llm = new OpenAI({ apiKey: 'none', baseURL: `${model}/v1`, model: 'gpt-4.1', maxRetries: 0 });
  await agent({ tools: await server.tools(), llm }).run(prompt);
} finally {
  await server.cleanup();
}
