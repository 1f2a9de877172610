/**
 * Clients over both transports that cost as little as one can: what is measured is the server. They look into its
 * messages as far as they must.
 */
import type { ChildProcess } from 'node:child_process';
import { Agent, request as sendRequest } from 'node:http';

export interface Answer {
  readonly id?: unknown;
  readonly error?: unknown;
  readonly result?: Readonly<Record<string, unknown>>;
}

export type Call = () => Promise<Answer>;

/** The servers are measured, not checked: their messages are taken to be what the protocol says. */
function parseAnswer(text: string): Answer {
  return JSON.parse(text) as Answer;
}

/** A server that fails fast must not look like one that is fast. */
export function readResult(answer: Answer): Readonly<Record<string, unknown>> {
  const { error, result } = answer;
  if (error !== undefined || result === undefined || result['isError'] === true)
    throw new Error(JSON.stringify(answer).slice(0, 400));
  return result;
}

interface StdioClient {
  call(method: string, params?: object): Promise<Answer>;
}

export async function connectStdio(child: ChildProcess): Promise<StdioClient> {
  const { stdin, stdout } = child;
  if (stdin === null || stdout === null) throw new TypeError('The process was started without pipes');
  const waiting = new Map<unknown, (answer: Answer) => void>();
  const parts: string[] = [];
  stdout.setEncoding('utf8').on('data', (data: string) => {
    const [first = '', ...lines] = data.split('\n');
    parts.push(first);
    for (const line of lines) {
      const answer = parseAnswer(parts.splice(0).join(''));
      parts.push(line);
      waiting.get(answer.id)?.(answer);
      waiting.delete(answer.id);
    }
  });
  let next = 0;
  const send = (message: object) => stdin.write(`${JSON.stringify({ jsonrpc: '2.0', ...message })}\n`);
  const call: StdioClient['call'] = (method, params) =>
    new Promise((resolve) => {
      next += 1;
      waiting.set(next, resolve);
      send({ id: next, method, params });
    });
  await call('initialize', {
    protocolVersion: '2025-06-18',
    capabilities: {},
    clientInfo: { name: 'bench', version: '1' },
  });
  send({ method: 'notifications/initialized' });
  return { call };
}

type Revision = '2025-06-18' | '2026-07-28';

/** Clients of 2026-07-28 introduce themselves with each request. */
const envelope = {
  'io.modelcontextprotocol/protocolVersion': '2026-07-28',
  'io.modelcontextprotocol/clientInfo': { name: 'bench', version: '1' },
  'io.modelcontextprotocol/clientCapabilities': {},
};

/** Calls a tool; each call stands alone, there is no session. */
export function connectHttp(
  url: string,
  tool: string,
  revision: Revision,
): (input: object) => Promise<Answer> {
  const agent = new Agent({ keepAlive: true, maxSockets: 32 });
  const isModern = revision === '2026-07-28';
  const headers = {
    'content-type': 'application/json',
    accept: 'application/json, text/event-stream',
    'mcp-protocol-version': revision,
    ...(isModern ? { 'mcp-method': 'tools/call', 'mcp-name': tool } : {}),
  };
  let next = 0;
  const send = (body: string): Promise<Answer> =>
    new Promise((resolve, reject) => {
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
      // While others had their turn, the server closed a connection that was not in use.
      request.on('error', (error) => {
        if (request.reusedSocket) resolve(send(body));
        else reject(error);
      });
      request.end(body);
    });
  return (input) => {
    next += 1;
    const params = { name: tool, arguments: input, ...(isModern ? { _meta: envelope } : {}) };
    return send(JSON.stringify({ jsonrpc: '2.0', id: next, method: 'tools/call', params }));
  };
}
