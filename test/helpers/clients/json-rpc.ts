/** JSON-RPC as it is on the wire, for clients that no SDK helps. */

export interface RpcMessage {
  readonly jsonrpc: '2.0';
  readonly id?: string | number | null;
  readonly method?: string;
  readonly params?: unknown;
  readonly result?: Readonly<Record<string, unknown>>;
  readonly error?: { readonly code: number; readonly message: string };
}

/** An answer that is a JSON-RPC error, as SDK clients throw it: with its code. */
export class RpcFailure extends Error {
  readonly code: number;

  constructor({ code, message }: { readonly code: number; readonly message: string }) {
    super(message);
    this.code = code;
  }
}

/** Throws unless `text` is one JSON-RPC message. */
export function parseRpcMessage(text: string): RpcMessage {
  const value: unknown = JSON.parse(text);
  if (typeof value !== 'object' || value === null || !('jsonrpc' in value) || value.jsonrpc !== '2.0') {
    throw new Error(`not JSON-RPC: ${text}`);
  }
  // A message is either a call or an answer; its members are what the tests look at.
  if (!('method' in value || 'result' in value || 'error' in value)) {
    throw new Error(`neither call nor answer: ${text}`);
  }
  return value as RpcMessage;
}

export function readResult(message: RpcMessage): Readonly<Record<string, unknown>> {
  if (message.error !== undefined) throw new RpcFailure(message.error);
  if (message.result === undefined) throw new Error(`no result in ${JSON.stringify(message)}`);
  return message.result;
}

/** What protocol 2026-07-28 wants with every request. */
export const modernMeta = {
  'io.modelcontextprotocol/protocolVersion': '2026-07-28',
  'io.modelcontextprotocol/clientInfo': { name: 'raw', version: '1' },
  'io.modelcontextprotocol/clientCapabilities': {},
} as const;

export const legacyVersion = '2025-06-18';

export const initializeParams = {
  protocolVersion: legacyVersion,
  capabilities: {},
  clientInfo: { name: 'raw', version: '1' },
} as const;
