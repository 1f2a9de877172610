/** A POST whose answer is read message by message, as it comes. */
import { parseRpcMessage, type RpcMessage } from './json-rpc.ts';
import { rpcHeaders } from './send-http.ts';

export interface RpcStream {
  readonly status: number;
  readonly headers: Headers;
  /** The next message of the answer; undefined when the answer has ended. */
  next(): Promise<RpcMessage | undefined>;
  /** Goes away. */
  leave(): void;
}

export async function openRpcStream(
  url: string,
  message: object,
  headers: Readonly<Record<string, string>> = {},
): Promise<RpcStream> {
  const controller = new AbortController();
  const response = await fetch(url, {
    method: 'POST',
    headers: { ...rpcHeaders, ...headers },
    body: JSON.stringify({ jsonrpc: '2.0', ...message }),
    signal: controller.signal,
  });
  const messages = readMessages(response);
  return {
    status: response.status,
    headers: response.headers,
    next: async () => (await messages.next()).value ?? undefined,
    leave: () => controller.abort(),
  };
}

async function* readMessages({ body }: Response): AsyncGenerator<RpcMessage, undefined> {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const chunk of body ?? []) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) if (line.startsWith('data: {')) yield parseRpcMessage(line.slice(6));
  }
  return undefined;
}
