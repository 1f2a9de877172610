/** The embedded Alloy on a loopback port, as a drop-in base URL for any Alloy client. */
import { createServer, type OutgoingHttpHeaders, ServerResponse } from 'node:http';
import { getRequestListener } from '@hono/node-server';
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import type { Answer } from './http/answer.ts';
import { ConnectionFault, type PartialAnswer } from './http/answer.ts';

export interface SimulatorService {
  /** Base URL for clients, e.g. `http://127.0.0.1:4010/v1`. */
  readonly url: string;
  /** Ends open connections; then writes the state, where it is kept in a file. */
  stop(): Promise<void>;
}

export interface ServedSimulator {
  answer(request: Request): Promise<Answer>;
  close?(): Promise<void>;
}

export function startSimulator(
  simulator: ServedSimulator,
  host: string,
  port: number,
): Promise<SimulatorService> {
  const listener = getRequestListener(
    async (request, { outgoing }) => {
      if (!(outgoing instanceof ServerResponse)) throw new TypeError('The server speaks HTTP/1.1 only');
      try {
        sendAnswer(outgoing, await simulator.answer(request));
      } catch (error) {
        if (error instanceof ConnectionFault) breakConnection(outgoing, error.partial);
        // Nobody is there to be told of anything.
        else if (request.signal.aborted) outgoing.destroy();
        else throw error;
      }
      return RESPONSE_ALREADY_SENT;
    },
    { overrideGlobalObjects: false },
  );
  const server = createServer((incoming, outgoing) => {
    if (isLoopbackName(incoming.headers.host)) return void listener(incoming, outgoing);
    refuseHost(outgoing);
  });
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      const address = server.address();
      const bound = typeof address === 'object' && address !== null ? address.port : port;
      resolve({
        url: `http://${host.includes(':') ? `[${host}]` : host}:${bound}/v1`,
        async stop() {
          await new Promise<void>((stopped) => {
            server.close(() => stopped());
            server.closeAllConnections();
          });
          await simulator.close?.();
        },
      });
    });
  });
}

function sendAnswer(outgoing: ServerResponse, { status, headers, body }: Answer): void {
  const sent: OutgoingHttpHeaders = { ...headers };
  // Without a body there may be no length to tell: 204, or the answer to HEAD.
  if (body.length > 0) sent['content-length'] = Buffer.byteLength(body);
  outgoing.writeHead(status, sent).end(body);
}

function breakConnection(outgoing: ServerResponse, partial: PartialAnswer | undefined): void {
  if (partial === undefined) return void outgoing.socket?.resetAndDestroy();
  outgoing.writeHead(partial.status, Object.fromEntries(partial.headers));
  outgoing.write(partial.bytes, () => outgoing.destroy());
}

/**
 * Its page asks for no authentication and its key is public: a site that points a name of its own at this machine
 * must not get to them from a visitor's browser.
 */
function isLoopbackName(host: string | undefined): boolean {
  const name = host?.replace(/:\d+$/, '').toLowerCase() ?? '';
  return name === 'localhost' || name === '[::1]' || /^127(\.\d{1,3}){3}$/.test(name);
}

function refuseHost(outgoing: ServerResponse): void {
  outgoing.writeHead(403, { 'content-type': 'text/plain; charset=utf-8', connection: 'close' });
  outgoing.end(
    'The embedded Alloy answers under names of this machine only: localhost, 127.0.0.1 or [::1].\n',
  );
}
