/** Google's Gen AI SDK: mcpToTool with automatic function calling. */
import { GoogleGenAI, mcpToTool } from '@google/genai';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { args, command, headers, isHttp, model, prompt, url } from '../play.mjs';

const client = new Client({ name: 'interop', version: '1' });
await client.connect(
  isHttp
    ? new StreamableHTTPClientTransport(new URL(url), { requestInit: { headers } })
    : new StdioClientTransport({ command, args }),
);
const ai = new GoogleGenAI({ apiKey: 'none', httpOptions: { baseUrl: model } });
await ai.models.generateContent({
  model: 'gemini-2.5-pro',
  contents: prompt,
  config: { tools: [mcpToTool(client)], automaticFunctionCalling: { maximumRemoteCalls: 20 } },
});
await client.close();
