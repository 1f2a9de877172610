/** An HTTP answer that is a JSON-RPC error of the transport, not of a call. */
export function rpcError(status: number, code: number, message: string): Response {
  return Response.json({ jsonrpc: '2.0', error: { code, message }, id: null }, { status });
}
