/** Node's inspector, which shows all that is in memory, is not opened by the signal that would open it. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { type AddressInfo, connect, createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, describe, expect, it, onTestFinished } from 'vitest';
import { startHttpService } from '../helpers/clients/http-service.ts';
import { sendHttp } from '../helpers/clients/send-http.ts';
import { startProcess, stopProcesses } from '../helpers/clients/start-process.ts';

afterAll(stopProcesses);

async function findFreePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

const isOpen = (port: number) =>
  new Promise<boolean>((resolve) => {
    const socket = connect(port, '127.0.0.1', () => resolve(true)).on('error', () => resolve(false));
    onTestFinished(() => void socket.destroy());
  });

/** In place of 9229, which may be anybody's. */
const inspectAt = (port: number) => ({ NODE_OPTIONS: `--inspect-port=127.0.0.1:${port}` });

describe.skipIf(process.platform === 'win32')('SIGUSR1', () => {
  it('opens the inspector of a program that does nothing about it', async () => {
    const port = await findFreePort();
    const script = 'setInterval(() => {}, 1000); process.stdout.write(".")';
    const child = spawn(process.execPath, ['-e', script], { env: { ...process.env, ...inspectAt(port) } });
    onTestFinished(() => void child.kill('SIGKILL'));
    await once(child.stdout, 'data');
    child.kill('SIGUSR1');
    await expect.poll(() => isOpen(port), { timeout: 5000 }).toBe(true);
  });

  it('opens none of the HTTP service, which serves on', async () => {
    const port = await findFreePort();
    const { url, server } = await startHttpService(inspectAt(port));
    server.kill('SIGUSR1');
    await sleep(500);
    server.kill('SIGUSR1');
    await sleep(500);
    expect(await isOpen(port)).toBe(false);
    expect(server.log()).not.toContain('Debugger');
    expect((await sendHttp(new URL('/healthz', url).href)).status).toBe(200);
  });

  it('opens none of the server over stdio, which serves on', async () => {
    const port = await findFreePort();
    const server = startProcess([], inspectAt(port));
    const ping = (id: number) => server.stdin.write(`{"jsonrpc":"2.0","id":${id},"method":"ping"}\n`);
    ping(1);
    await server.waitFor('output', /"id":1/);
    server.kill('SIGUSR1');
    await sleep(500);
    expect(await isOpen(port)).toBe(false);
    ping(2);
    await server.waitFor('output', /"id":2/);
  });
});
