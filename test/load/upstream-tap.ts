/**
 * Stands between the server and the embedded Alloy and notes how often each marked write was sent and what became of
 * it. Answers, broken connections and silence are passed on as they come.
 */
import {
  Agent,
  createServer,
  request as httpRequest,
  type IncomingMessage,
  type ServerResponse,
} from 'node:http';
import { pipeline } from 'node:stream';
import { findMarkers } from './marker.ts';

/** The status that was answered, or that no whole answer was: broken off, or the server gave up waiting. */
export type Sending = number | 'broken' | 'abandoned';

export interface UpstreamTap {
  readonly baseUrl: string;
  /** Of each marked write, in order. */
  readonly sendings: ReadonlyMap<string, readonly Sending[]>;
  /** Of all requests, reads too. */
  readonly endings: ReadonlyMap<Sending, number>;
  stop(): Promise<void>;
}

export async function startUpstreamTap(alloy: string): Promise<UpstreamTap> {
  const { hostname, port, pathname } = new URL(alloy);
  const agent = new Agent({ keepAlive: true });
  const sendings = new Map<string, Sending[]>();
  const endings = new Map<Sending, number>();

  function forward(incoming: IncomingMessage, body: Buffer, outgoing: ServerResponse): void {
    const { method = '', url = '', headers } = incoming;
    let noted = false;
    const markers = new Set(method === 'GET' ? [] : findMarkers(body.toString('utf8')));
    const note = (sending: Sending) => {
      if (noted) return;
      noted = true;
      endings.set(sending, (endings.get(sending) ?? 0) + 1);
      for (const marker of markers) sendings.set(marker, [...(sendings.get(marker) ?? []), sending]);
    };
    const sent = httpRequest({ hostname, port, path: url, method, headers, agent }, (answer) => {
      const { statusCode = 0 } = answer;
      outgoing.writeHead(statusCode, answer.headers);
      pipeline(answer, outgoing, (error) => note(error == null ? statusCode : 'broken'));
    });
    sent.on('error', () => {
      note('broken');
      if (!outgoing.headersSent) incoming.socket.resetAndDestroy();
    });
    outgoing.once('close', () => {
      if (outgoing.writableFinished) return;
      note('abandoned');
      sent.destroy();
    });
    sent.end(body);
  }

  const server = createServer((incoming, outgoing) => {
    const chunks: Buffer[] = [];
    incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
    incoming.on('end', () => forward(incoming, Buffer.concat(chunks), outgoing));
  });
  server.keepAliveTimeout = 60_000;
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (typeof address !== 'object' || address === null) throw new Error('the tap does not listen');
  return {
    baseUrl: `http://127.0.0.1:${address.port}${pathname}`,
    sendings,
    endings,
    stop: async () => {
      const closed = new Promise((resolve) => server.close(resolve));
      server.closeAllConnections();
      agent.destroy();
      await closed;
    },
  };
}
