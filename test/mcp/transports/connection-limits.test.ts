/** Connections that hold more than they should are ended; those that only wait, or read slowly, are not. */
import { createServer, type Server } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, describe, expect, it } from 'vitest';
import { type ConnectionLimits, limitConnections } from '../../../src/mcp/transports/connection-limits.ts';

const open: (Server | Socket)[] = [];
afterEach(() => {
  for (const one of open.splice(0)) 'destroy' in one ? one.destroy() : one.closeAllConnections();
});

/** Of more than the buffers of the system hold between both ends. */
const large = Buffer.alloc(32 * 1024 * 1024, 'x');
const limits = { stalledMs: 400, slowestBytesPerSecond: 1e12 };

async function start(given: Partial<ConnectionLimits>) {
  const server = createServer((request, outgoing) => {
    if (request.url === '/waits') setTimeout(() => outgoing.end('late'), 1500);
    else outgoing.end(large);
  });
  limitConnections(server, given);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  open.push(server);
  const { port } = server.address() as AddressInfo;
  const ask = (path: string, connection = 'close') => {
    const socket = connect(port, '127.0.0.1').on('error', () => undefined);
    socket.write(`GET ${path} HTTP/1.1\r\nHost: localhost\r\nConnection: ${connection}\r\n\r\n`);
    open.push(socket);
    return socket;
  };
  return { server, ask };
}

const count = (server: Server) =>
  new Promise<number>((resolve) => server.getConnections((_, number) => resolve(number)));

async function read(socket: Socket): Promise<number> {
  let length = 0;
  for await (const chunk of socket) length += chunk.length;
  return length;
}

describe('a client', () => {
  it('that does not read its answer loses its connection, though it goes on to ask', async () => {
    const { server, ask } = await start(limits);
    const begun = performance.now();
    const socket = ask('/large', 'keep-alive').pause();
    // More of a next request comes all the time.
    socket.write('GET /large HTTP/1.1\r\n');
    const sending = setInterval(() => socket.write('X-More: 1\r\n'), 50);
    await expect.poll(() => count(server), { timeout: 5000 }).toBe(1);
    await expect.poll(() => count(server), { timeout: 5000 }).toBe(0);
    clearInterval(sending);
    expect(performance.now() - begun).toBeGreaterThan(limits.stalledMs);
  });

  it('is not cut off while its answer may take its time at the slowest rate', async () => {
    const { server, ask } = await start({ stalledMs: 100, slowestBytesPerSecond: 1024 });
    ask('/large').pause();
    await sleep(1000);
    expect(await count(server)).toBe(1);
  });

  it('that reads gets all of it', async () => {
    const { ask } = await start({ ...limits, slowestBytesPerSecond: 4 * 1024 * 1024 });
    expect(await read(ask('/large'))).toBeGreaterThan(large.length);
  });

  it('that waits for its answer keeps its connection', async () => {
    const { ask } = await start(limits);
    expect(await read(ask('/waits'))).toBeGreaterThan(0);
  });
});

it('no more connections are taken than the limit, and others again when some have gone', async () => {
  const { server, ask } = await start({ connections: 5 });
  const sockets = Array.from({ length: 5 }, () => ask('/large').pause());
  await expect.poll(() => count(server)).toBe(5);
  expect(await read(ask('/waits'))).toBe(0);
  for (const socket of sockets) socket.destroy();
  await expect.poll(() => count(server)).toBe(0);
  expect(await read(ask('/waits'))).toBeGreaterThan(0);
});
