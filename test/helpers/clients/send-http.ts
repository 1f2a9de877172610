/** One HTTP request with any headers, Host and Origin too, which `fetch` keeps to itself. */
import { type IncomingHttpHeaders, request } from 'node:http';
import { legacyVersion, modernMeta, parseRpcMessage, type RpcMessage } from './json-rpc.ts';

export interface HttpReply {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export interface HttpSending {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  readonly signal?: AbortSignal;
}

export function sendHttp(url: string, { method = 'GET', headers = {}, body, signal }: HttpSending = {}) {
  return new Promise<HttpReply>((resolve, reject) => {
    const sent = request(url, { method, headers, agent: false, ...(signal && { signal }) }, (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', reject);
      response.on('end', () => {
        const text = Buffer.concat(chunks).toString('utf8');
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body: text });
      });
    });
    sent.on('error', reject);
    sent.end(body);
  });
}

export const rpcHeaders = {
  'content-type': 'application/json',
  accept: 'application/json, text/event-stream',
} as const;

export interface RpcSending {
  readonly modern?: boolean;
  readonly id?: string | number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal?: AbortSignal;
  /** What a client of 2026-07-28 says that it can do. */
  readonly capabilities?: object;
  /** Beside what the protocol wants. */
  readonly meta?: object;
  /** Without an Accept header. */
  readonly bare?: boolean;
}

/** POSTs one JSON-RPC request, of protocol 2025 or 2026-07-28. */
export function postRpc(url: string, method: string, params: object, sending: RpcSending = {}) {
  const { modern = false, id = 1, headers = {}, signal, capabilities = {}, meta, bare } = sending;
  const named = 'uri' in params ? params.uri : 'name' in params ? params.name : undefined;
  const name = named === undefined ? undefined : String(named);
  const era = modern
    ? { 'mcp-protocol-version': '2026-07-28', 'mcp-method': method, ...(name && { 'mcp-name': name }) }
    : { ...(method === 'initialize' ? {} : { 'mcp-protocol-version': legacyVersion }) };
  return sendHttp(url, {
    method: 'POST',
    headers: { ...(bare === true ? { 'content-type': 'application/json' } : rpcHeaders), ...era, ...headers },
    body: JSON.stringify({
      jsonrpc: '2.0',
      id,
      method,
      params: modern
        ? {
            ...params,
            _meta: { ...modernMeta, 'io.modelcontextprotocol/clientCapabilities': capabilities, ...meta },
          }
        : { ...params, ...(meta && { _meta: meta }) },
    }),
    ...(signal && { signal }),
  });
}

/** The messages that an HTTP answer holds, as JSON or as events of a stream: progress, and the answer last. */
export function parseRpcMessages({ headers, body }: HttpReply): readonly RpcMessage[] {
  if (headers['content-type']?.startsWith('text/event-stream') !== true) return [parseRpcMessage(body)];
  return body
    .split('\n')
    .flatMap((line) => (line.startsWith('data: {') ? [parseRpcMessage(line.slice(6))] : []));
}

/** The same where there is nothing but the answer. */
export function parseRpcReply(reply: HttpReply): RpcMessage {
  const [message, ...more] = parseRpcMessages(reply);
  if (message === undefined || more.length > 0) throw new Error(`not one event: ${reply.body}`);
  return message;
}
