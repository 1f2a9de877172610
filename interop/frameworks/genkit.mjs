/** Genkit with its MCP host. */
import { googleAI } from '@genkit-ai/google-genai';
import { createMcpHost } from '@genkit-ai/mcp';
import { genkit } from 'genkit';
import { args, command, headers, isHttp, model, prompt, url } from '../play.mjs';

const ai = genkit({ plugins: [googleAI({ apiKey: 'none', baseUrl: model })] });
const host = createMcpHost({
  name: 'interop',
  mcpServers: { alloy: isHttp ? { url, requestInit: { headers } } : { command, args: [...args] } },
});
try {
  const tools = await host.getActiveTools(ai);
  await ai.generate({ model: googleAI.model('gemini-2.5-pro'), prompt, tools, maxTurns: 20 });
} finally {
  await host.close();
}
