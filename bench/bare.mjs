/**
 * What we measure against: a plain server of the SDK, 138 tools of one text field, each a plain fetch of the upstream.
 * `node bench/bare.mjs` speaks stdio, `node bench/bare.mjs http` prints the port it listens on.
 */
import { createServer } from 'node:http';
import { toNodeHandler } from '@modelcontextprotocol/node';
import { createMcpHandler, McpServer } from '@modelcontextprotocol/server';
import { serveStdio } from '@modelcontextprotocol/server/stdio';
import * as z from 'zod';

const base = process.env.BENCH_UPSTREAM;

function createBareServer() {
  const server = new McpServer({ name: 'bare', version: '1.0.0' });
  for (let index = 0; index < 138; index += 1) {
    server.registerTool(
      `tool_${index}`,
      { description: `Tool number ${index}`, inputSchema: z.object({ id: z.string().describe('Token') }) },
      async ({ id }) => {
        const response = await fetch(`${base}/evaluations/${encodeURIComponent(id)}`, {
          headers: { authorization: 'Basic eDp5' },
        });
        return { content: [{ type: 'text', text: await response.text() }] };
      },
    );
  }
  return server;
}

if (process.argv[2] === 'http') {
  const server = createServer(toNodeHandler(createMcpHandler(createBareServer)));
  server.listen(0, '127.0.0.1', () => console.log(server.address().port));
} else {
  serveStdio(createBareServer);
}
