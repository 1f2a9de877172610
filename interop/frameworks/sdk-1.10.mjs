/** A client of spring 2025: protocol 2024-11-05 or 2025-03-26, which many have not left. */
import { Client } from 'sdk-1.10/client/index.js';
import { StdioClientTransport } from 'sdk-1.10/client/stdio.js';
import { args, command, play } from '../play.mjs';

const client = new Client({ name: 'interop', version: '1' });
await client.connect(new StdioClientTransport({ command, args }));
await client.listTools();
await play((name, given) => client.callTool({ name, arguments: given }));
await client.close();
