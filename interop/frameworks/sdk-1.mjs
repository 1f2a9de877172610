/** The client of the MCP SDK 1.x, which most desktop clients are built on. */
import { Client } from '@modelcontextprotocol/sdk/client/index.js';
import { StdioClientTransport } from '@modelcontextprotocol/sdk/client/stdio.js';
import { StreamableHTTPClientTransport } from '@modelcontextprotocol/sdk/client/streamableHttp.js';
import { ElicitRequestSchema } from '@modelcontextprotocol/sdk/types.js';
import { args, command, headers, isHttp, play, url } from '../play.mjs';

const client = new Client({ name: 'interop', version: '1' }, { capabilities: { elicitation: { form: {} } } });
client.setRequestHandler(ElicitRequestSchema, () => ({ action: 'accept', content: { confirm: true } }));
await client.connect(
  isHttp
    ? new StreamableHTTPClientTransport(new URL(url), { requestInit: { headers } })
    : new StdioClientTransport({ command, args }),
);
await client.listTools();
await play((name, given) => client.callTool({ name, arguments: given }));
await client.close();
