// @ts-check
/**
 * What we measure against: a server of the MCP SDK alone, as good as a careful user makes it. It has 138 tools of one
 * text field, each a plain fetch of the upstream. `node bench/bare.mjs` speaks stdio, `node bench/bare.mjs http`
 * prints the port it listens on.
 *
 * Made once and shared by all requests: the tools with their zod schemas, the list with its JSON Schema, the handlers
 * of both methods, the server's options, and the validator for answers to elicitations, which each server would make
 * for itself.
 *
 * What the SDK asks for with each HTTP request is a server of its own, because a server belongs to one connection
 * (`createMcpHandler` refuses one that serves already). `McpServer` cannot take over what another one has registered:
 * 138 registrations a request would be most of its cost. The `Server` below it takes prepared handlers; what is left
 * for each request is that object, its transport, and the SDK's own handlers (initialize, ping, server/discover).
 */
import { createServer } from 'node:http';
import { toNodeHandler } from '@modelcontextprotocol/node';
import { createMcpHandler, ProtocolError, ProtocolErrorCode, Server } from '@modelcontextprotocol/server';
import { serveStdio } from '@modelcontextprotocol/server/stdio';
import { AjvJsonSchemaValidator } from '@modelcontextprotocol/server/validators/ajv';
import * as z from 'zod';

/** @import { CallToolResult, ListToolsResult } from '@modelcontextprotocol/server' */

const base = process.env['BENCH_UPSTREAM'];

const tools = new Map(
  Array.from({ length: 138 }, (_, index) => {
    const name = `tool_${index}`;
    const schema = z.object({ id: z.string().describe('Token') });
    /** @param {z.infer<typeof schema>} input @returns {Promise<CallToolResult>} */
    const run = async ({ id }) => {
      const response = await fetch(`${base}/evaluations/${encodeURIComponent(id)}`, {
        headers: { authorization: 'Basic eDp5' },
      });
      return { content: [{ type: 'text', text: await response.text() }] };
    };
    return [name, { name, description: `Tool number ${index}`, schema, run }];
  }),
);

/** @type {ListToolsResult} */
const list = {
  tools: [...tools.values()].map(({ name, description, schema }) => ({
    name,
    description,
    // Through text, because zod's type of a JSON Schema knows more than the SDK's.
    inputSchema: JSON.parse(JSON.stringify(z.toJSONSchema(schema, { io: 'input' }))),
  })),
};

const identity = { name: 'bare', version: '1.0.0' };
const options = { capabilities: { tools: {} }, jsonSchemaValidator: new AjvJsonSchemaValidator() };
const listTools = () => list;

/** @param {{ params: { name: string, arguments?: unknown } }} request */
async function callTool({ params }) {
  const tool = tools.get(params.name);
  if (tool === undefined)
    throw new ProtocolError(ProtocolErrorCode.InvalidParams, `Tool ${params.name} not found`);
  const input = tool.schema.safeParse(params.arguments ?? {});
  if (!input.success)
    throw new ProtocolError(ProtocolErrorCode.InvalidParams, `Invalid arguments: ${input.error.message}`);
  return tool.run(input.data);
}

function createBareServer() {
  const server = new Server(identity, options);
  server.setRequestHandler('tools/list', listTools);
  server.setRequestHandler('tools/call', callTool);
  return server;
}

if (process.argv[2] === 'http') {
  /** @type {unknown} The SDK's type of a request is stricter than Node's about members that are undefined. */
  const handler = toNodeHandler(createMcpHandler(createBareServer));
  const server = createServer(/** @type {import('node:http').RequestListener} */ (handler));
  server.listen(0, '127.0.0.1', () => {
    const address = server.address();
    console.log(typeof address === 'object' ? address?.port : address);
  });
} else {
  serveStdio(createBareServer);
}
