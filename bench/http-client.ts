/** A client over Streamable HTTP that costs as little as one can. Each call stands alone: there is no session. */
import { Agent, request as sendRequest } from 'node:http';
import { type Answer, parseAnswer } from './rpc.ts';

export type Revision = '2025-06-18' | '2026-07-28';

/** Clients of 2026-07-28 introduce themselves with each request. */
const envelope = {
  'io.modelcontextprotocol/protocolVersion': '2026-07-28',
  'io.modelcontextprotocol/clientInfo': { name: 'bench', version: '1' },
  'io.modelcontextprotocol/clientCapabilities': {},
};

export type CallTool = (input: object) => Promise<Answer>;

export function connectHttp(url: string, tool: string, revision: Revision): CallTool {
  const agent = new Agent({ keepAlive: true, maxSockets: 32 });
  const isModern = revision === '2026-07-28';
  const headers = {
    'content-type': 'application/json',
    accept: 'application/json, text/event-stream',
    'mcp-protocol-version': revision,
    ...(isModern ? { 'mcp-method': 'tools/call', 'mcp-name': tool } : {}),
  };
  let next = 0;
  return (input) => {
    next += 1;
    const params = { name: tool, arguments: input, ...(isModern ? { _meta: envelope } : {}) };
    const body = JSON.stringify({ jsonrpc: '2.0', id: next, method: 'tools/call', params });
    return new Promise((resolve, reject) => {
      const options = {
        method: 'POST',
        agent,
        headers: { ...headers, 'content-length': Buffer.byteLength(body) },
      };
      const request = sendRequest(url, options, (response) => {
        const chunks: string[] = [];
        response.setEncoding('utf8').on('data', (data: string) => chunks.push(data));
        response.on('error', reject).on('end', () => {
          const text = chunks.join('');
          try {
            // Answers of 2025 come as an event stream of one event.
            resolve(parseAnswer(text.startsWith('{') ? text : text.slice(text.indexOf('data: {') + 6)));
          } catch (error) {
            reject(error);
          }
        });
      });
      request.on('error', reject).end(body);
    });
  };
}
