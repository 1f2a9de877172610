/** The client of the MCP SDK 2.x, which speaks the newest protocol where the server does. */
import { Client, StreamableHTTPClientTransport } from '@modelcontextprotocol/client';
import { StdioClientTransport } from '@modelcontextprotocol/client/stdio';
import { args, command, headers, isHttp, play, url } from '../play.mjs';

const client = new Client(
  { name: 'interop', version: '1' },
  { capabilities: { elicitation: { form: {} } }, versionNegotiation: { mode: 'auto' } },
);
client.setRequestHandler('elicitation/create', () => ({ action: 'accept', content: { confirm: true } }));
await client.connect(
  isHttp
    ? new StreamableHTTPClientTransport(new URL(url), { requestInit: { headers } })
    : new StdioClientTransport({ command, args }),
);
await client.listTools();
await play((name, given) => client.callTool({ name, arguments: given }));
await client.close();
