/**
 * HTTP answers that are JSON-RPC errors of the transport, not of a call. Where JSON-RPC or MCP has a code for what is
 * wrong, it is that; else the code is the HTTP status, because what lies between -32768 and -32000 belongs to the
 * protocols (https://www.jsonrpc.org/specification#error_object).
 */
import { readMembers } from '../../base/values.ts';

export function rpcError(status: number, message: string, code = status): Response {
  return Response.json(buildRpcError(message, code), { status });
}

export const buildRpcError = (message: string, code: number) => ({
  jsonrpc: '2.0',
  error: { code, message },
  id: null,
});

/** What the SDK answers in place of a call has codes out of that range. */
export async function renumber(response: Response): Promise<Response> {
  if (response.ok || response.headers.get('content-type')?.startsWith('application/json') !== true)
    return response;
  const body: unknown = await response.json();
  const error = readMembers(readMembers(body)['error']);
  const isTheirs = error['code'] === -32000 || error['code'] === -32001;
  const { status, headers } = response;
  const given = isTheirs ? { ...readMembers(body), error: { ...error, code: status } } : body;
  headers.delete('content-length');
  return Response.json(given, { status, headers });
}
