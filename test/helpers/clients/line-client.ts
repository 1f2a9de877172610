/** JSON-RPC lines to and from a process: the least that a stdio client can be. Every line has to be a message. */
import { initializeParams, parseRpcMessage, type RpcMessage, readResult } from './json-rpc.ts';
import type { RunningProcess } from './start-process.ts';

export interface LineClient {
  /** Sends a request and resolves with the message that answers it. */
  ask(method: string, params?: unknown, id?: string | number): Promise<RpcMessage>;
  /** The same, for its result. */
  request(method: string, params?: unknown): Promise<Readonly<Record<string, unknown>>>;
  send(message: Readonly<Record<string, unknown>>): void;
  /** Sends a message of this id as it is, and resolves with the message that answers it. */
  exchange(id: string | number, message: Readonly<Record<string, unknown>>): Promise<RpcMessage>;
  /** Writes a line as it is. */
  write(line: string): void;
  /** The handshake of protocol 2025. */
  initialize(): Promise<Readonly<Record<string, unknown>>>;
  callTool(name: string, args: unknown, id?: string | number): Promise<RpcMessage>;
  readonly messages: readonly RpcMessage[];
}

export function createLineClient(server: RunningProcess): LineClient {
  const messages: RpcMessage[] = [];
  const waiting = new Map<string | number, (outcome: RpcMessage | Error) => void>();
  let rest = '';
  let nextId = 0;
  const fail = (error: Error) => {
    for (const settle of waiting.values()) settle(error);
    waiting.clear();
  };
  server.stdout.on('data', (text: string) => {
    const lines = (rest + text).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) {
      let message: RpcMessage;
      try {
        message = parseRpcMessage(line);
      } catch (error) {
        return fail(error instanceof Error ? error : new Error(String(error)));
      }
      messages.push(message);
      if (message.id === undefined || message.id === null) continue;
      waiting.get(message.id)?.(message);
      waiting.delete(message.id);
    }
  });
  void server.ended.then(({ code, signal }) => {
    fail(new Error(`the server ended (${code ?? signal}) with calls unanswered: ${server.log()}`));
  });

  const write = (line: string) => server.stdin.write(`${line}\n`);
  const send: LineClient['send'] = (message) => write(JSON.stringify({ jsonrpc: '2.0', ...message }));
  const exchange: LineClient['exchange'] = (id, message) =>
    new Promise((resolve, reject) => {
      waiting.set(id, (outcome) => (outcome instanceof Error ? reject(outcome) : resolve(outcome)));
      send({ id, ...message });
    });
  const ask: LineClient['ask'] = (method, params = {}, id = `call-${++nextId}`) =>
    exchange(id, { method, params });
  const request: LineClient['request'] = async (method, params) => readResult(await ask(method, params));
  return {
    ask,
    request,
    send,
    exchange,
    write,
    messages,
    initialize: async () => {
      const result = await request('initialize', initializeParams);
      send({ method: 'notifications/initialized' });
      return result;
    },
    callTool: (name, args, id) => ask('tools/call', { name, arguments: args }, id),
  };
}
