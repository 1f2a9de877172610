/** The embedded Alloy on a loopback port, as a drop-in base URL for any Alloy client. */
import { createServer } from 'node:http';
import { getRequestListener } from '@hono/node-server';

export interface SimulatorService {
  /** Base URL for clients, e.g. `http://127.0.0.1:4010/v1`. */
  readonly url: string;
  stop(): Promise<void>;
}

export function startSimulator(
  simulator: { fetch(request: Request): Response | Promise<Response> },
  host: string,
  port: number,
): Promise<SimulatorService> {
  const server = createServer(
    getRequestListener((request) => simulator.fetch(request), { overrideGlobalObjects: false }),
  );
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      const address = server.address();
      const bound = typeof address === 'object' && address !== null ? address.port : port;
      resolve({
        url: `http://${host}:${bound}/v1`,
        stop: () =>
          new Promise((stopped) => {
            server.close(() => stopped());
            server.closeAllConnections();
          }),
      });
    });
  });
}
