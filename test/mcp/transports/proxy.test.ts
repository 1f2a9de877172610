/** The service behind a real load balancer, HAProxy as Debian has it: probes, names, streams, and connections that were idle. */
import { execFileSync, spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, describe, expect, it } from 'vitest';
import { startHttpService } from '../../helpers/clients/http-service.ts';
import { parseRpcReply, postRpc, sendHttp } from '../../helpers/clients/send-http.ts';
import { stopProcesses } from '../../helpers/clients/start-process.ts';
import { isLong } from '../../helpers/extent.ts';
import { createTemporaryFolder } from '../../helpers/temporary-folder.ts';

/** Of the machine, not of this package. */
const program = 'haproxy';

function isInstalled(): boolean {
  try {
    execFileSync(program, ['-v'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
const skipped = !isLong ? 'in the long suite only' : isInstalled() ? undefined : 'haproxy is not installed';

const findPort = () =>
  new Promise<number>((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });

const ends: (() => void)[] = [];
afterAll(async () => {
  for (const end of ends) end();
  await stopProcesses();
});

/** Returns its address. It probes as its documentation begins: GET by HTTP/1.0, without a Host. */
async function startProxy(service: string): Promise<string> {
  const port = await findPort();
  const file = path.join(createTemporaryFolder(), 'haproxy.cfg');
  writeFileSync(
    file,
    `defaults
  mode http
  timeout connect 5s
  timeout client 90s
  timeout server 90s
  timeout http-keep-alive 60s
frontend door
  bind 127.0.0.1:${port}
  stats enable
  stats uri /stats
  default_backend services
backend services
  option httpchk GET /healthz
  http-reuse always
  server one ${new URL(service).host} check inter 200 pool-purge-delay 60s
`,
  );
  const proxy = spawn(program, ['-db', '-f', file], { stdio: 'ignore' });
  ends.push(() => proxy.kill('SIGKILL'));
  return `http://127.0.0.1:${port}`;
}

describe.skipIf(skipped !== undefined)(
  `behind HAProxy${skipped === undefined ? '' : ` (${skipped})`}`,
  () => {
    it('is found alive, is called by its name, and answers over a connection that was idle', async () => {
      const service = await startHttpService({
        ALLOY_MCP_TOKEN: 'bearer-canary-20260728',
        ALLOY_MCP_ALLOWED_HOSTS: 'https://mcp.example',
      });
      const proxy = await startProxy(service.url);
      /** One column of what the proxy counts for the service. */
      const count = async (column: string) => {
        const { body } = await sendHttp(`${proxy}/stats;csv`);
        const [names = '', ...rows] = body.split('\n');
        const row = rows.find((each) => each.startsWith('services,one,'));
        return row?.split(',')[names.replace('# ', '').split(',').indexOf(column)];
      };
      await expect.poll(() => count('check_status').catch(() => ''), { timeout: 20_000 }).toBe('L7OK');
      const headers = { host: 'mcp.example', authorization: 'Bearer bearer-canary-20260728' };
      const call = async (modern: boolean) => {
        const params = { name: 'list_all_alloy_parameters', arguments: {} };
        const reply = await postRpc(`${proxy}/mcp`, 'tools/call', params, { modern, headers });
        expect(reply.status, reply.body).toBe(200);
        expect(parseRpcReply(reply).result).toHaveProperty('content');
      };
      await call(false);
      const connected = await count('connect');
      // Longer than the five seconds of Node's own, and one more in which it looks.
      await sleep(8000);
      for (const modern of [true, false]) await call(modern);
      expect(await count('connect')).toBe(connected);
      expect(Number(await count('reuse'))).toBeGreaterThanOrEqual(2);
      expect((await sendHttp(`${proxy}/healthz`, { headers: { host: 'mcp.example' } })).body).toBe(
        '{"status":"ok"}',
      );
    }, 60_000);
  },
);
