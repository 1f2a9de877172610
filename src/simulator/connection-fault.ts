/** Faults below HTTP: the connection breaks, before an answer or within it. */

/** What there is of an answer that breaks off. */
export interface PartialAnswer {
  readonly status: number;
  readonly headers: Headers;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** Rejects a call as a broken connection does; the server breaks the real one. */
export class ConnectionFault extends Error {
  override readonly name = 'ConnectionFault';
  /** Clients tell faults of the network by it. */
  readonly code = 'ECONNRESET';
  readonly partial: PartialAnswer | undefined;

  constructor(partial?: PartialAnswer) {
    super('The connection was broken by a fault that was asked for');
    this.partial = partial;
  }
}

/** The first half of an answer, under headers that promise the whole. */
export async function cutAnswer(response: Response): Promise<ConnectionFault> {
  const bytes = new Uint8Array(await response.arrayBuffer());
  if (bytes.length === 0) return new ConnectionFault();
  const headers = new Headers(response.headers);
  headers.delete('transfer-encoding');
  headers.set('content-length', String(bytes.length));
  const half = bytes.slice(0, Math.floor(bytes.length / 2));
  return new ConnectionFault({ status: response.status, headers, bytes: half });
}

/** For a caller that takes a Response: one whose body fails in the middle. */
export function buildPartialResponse(fault: ConnectionFault, partial: PartialAnswer): Response {
  let sent = false;
  const body = new ReadableStream<Uint8Array>({
    pull(controller) {
      if (sent) return controller.error(fault);
      sent = true;
      controller.enqueue(partial.bytes);
    },
  });
  return new Response(body, { status: partial.status, headers: partial.headers });
}
