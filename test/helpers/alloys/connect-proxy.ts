/** An HTTP proxy of the test, which gives the way to one server whatever name is asked for, or does what it is told. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import { connect, type Socket } from 'node:net';
import { onTestFinished } from 'vitest';

export interface ConnectProxy {
  readonly port: number;
  /** What was asked for, and with which credentials. */
  readonly asked: readonly { readonly target: string; readonly authorization: string | undefined }[];
}

/** Writes what it answers, and closes the socket or keeps it. */
export type ProxyBehaviour = (socket: Socket) => void;

/** Without a behaviour it gives the way to `port`. */
export async function startConnectProxy(port: number, behaviour?: ProxyBehaviour): Promise<ConnectProxy> {
  const asked: { target: string; authorization: string | undefined }[] = [];
  const sockets = new Set<Socket>();
  const server = createServer((_, response) => response.writeHead(400).end());
  server.on('connection', (socket) => sockets.add(socket));
  server.on('connect', ({ url = '', headers, socket }) => {
    asked.push({ target: url, authorization: headers['proxy-authorization'] });
    socket.on('error', () => undefined);
    if (behaviour !== undefined) return behaviour(socket);
    const upstream = connect(port, '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
      upstream.pipe(socket).pipe(upstream);
    });
    upstream.on('error', () => socket.destroy());
    return undefined;
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  onTestFinished(() => {
    for (const socket of sockets) socket.destroy();
    server.close();
  });
  const address = server.address();
  if (address === null || typeof address === 'string') throw new TypeError('The proxy has no port');
  return { port: address.port, asked };
}

export const answerStatus =
  (status: string): ProxyBehaviour =>
  (socket) =>
    void socket.end(`HTTP/1.1 ${status}\r\ncontent-length: 0\r\n\r\n`);

export const hangUp: ProxyBehaviour = (socket) => void socket.destroy();

/** A way that ends as soon as it is there. */
export const establishAndHangUp: ProxyBehaviour = (socket) =>
  void socket.end('HTTP/1.1 200 Connection established\r\n\r\n');

export const saySilence: ProxyBehaviour = () => undefined;
