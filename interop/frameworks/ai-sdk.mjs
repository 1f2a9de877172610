/** Vercel's AI SDK. */
import { createAnthropic } from '@ai-sdk/anthropic';
import { createGoogle, createGoogleGenerativeAI } from '@ai-sdk/google';
import { createMCPClient } from '@ai-sdk/mcp';
import { Experimental_StdioMCPTransport } from '@ai-sdk/mcp/mcp-stdio';
import { createOpenAI } from '@ai-sdk/openai';
import { generateText, isStepCount } from 'ai';
import { args, command, headers, isHttp, model, prompt, provider, url } from '../play.mjs';

const models = {
  openai: () => createOpenAI({ baseURL: `${model}/v1`, apiKey: 'none' }).responses('gpt-5'),
  anthropic: () => createAnthropic({ baseURL: `${model}/v1`, apiKey: 'none' })('claude-sonnet-4-5'),
  gemini: () =>
    (createGoogle ?? createGoogleGenerativeAI)({ baseURL: `${model}/v1beta`, apiKey: 'none' })(
      'gemini-2.5-pro',
    ),
};
const client = await createMCPClient({
  transport: isHttp
    ? { type: 'http', url, headers }
    : new Experimental_StdioMCPTransport({ command, args: [...args] }),
});
try {
  const tools = await client.tools();
  await generateText({ model: models[provider](), tools, prompt, stopWhen: isStepCount(20), maxRetries: 0 });
} finally {
  await client.close();
}
