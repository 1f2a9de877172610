/** mcp-remote: a client over stdio, its server over HTTP. */
import { fileURLToPath } from 'node:url';
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { ElicitRequestSchema } from '@modelcontextprotocol/sdk/types.js';
import { play, token, url } from '../play.mjs';

const program = fileURLToPath(new URL('../node_modules/mcp-remote/dist/proxy.js', import.meta.url));
const client = new Client({ name: 'interop', version: '1' }, { capabilities: { elicitation: { form: {} } } });
client.setRequestHandler(ElicitRequestSchema, () => ({ action: 'accept', content: { confirm: true } }));
await client.connect(
  new StdioClientTransport({
    command: process.execPath,
    args: [program, url, '--transport', 'http-only', '--header', `Authorization:Bearer ${token}`],
  }),
);
await client.listTools();
await play((name, given) => client.callTool({ name, arguments: given }));
await client.close();
