/** An Alloy that speaks https on this machine, and counts the requests that arrive. */
import { once } from 'node:events';
import { createServer } from 'node:https';
import { onTestFinished } from 'vitest';
import type { Certificate } from './certificates.ts';

export interface TlsAlloy {
  readonly port: number;
  readonly requests: readonly { readonly method: string; readonly host: string | undefined }[];
}

export async function startTlsAlloy(certificate: Certificate, address = '127.0.0.1'): Promise<TlsAlloy> {
  const requests: { method: string; host: string | undefined }[] = [];
  const server = createServer({ ...certificate }, ({ method = '', headers }, response) => {
    requests.push({ method, host: headers.host });
    response.writeHead(201, { 'content-type': 'application/json' }).end('{"list_token":"I-1"}');
  });
  await once(server.listen(0, address), 'listening');
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const bound = server.address();
  if (bound === null || typeof bound === 'string') throw new TypeError('The server has no port');
  return { port: bound.port, requests };
}
