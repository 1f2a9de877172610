/** Anthropic's SDK: mcpTools with its tool runner. */
import Anthropic from '@anthropic-ai/sdk';
import { mcpTools } from '@anthropic-ai/sdk/helpers/beta/mcp';
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
const { tools } = await client.listTools();
await new Anthropic({ apiKey: 'none', baseURL: model, maxRetries: 0 }).beta.messages.toolRunner({
  model: 'claude-sonnet-4-5',
  max_tokens: 1000,
  max_iterations: 20,
  messages: [{ role: 'user', content: prompt }],
  tools: mcpTools(tools, client),
});
await client.close();
