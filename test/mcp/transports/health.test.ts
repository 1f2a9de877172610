/** The health check: an answer for every probe, and no more than that for strangers. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { askRaw } from '../../helpers/clients/ask-raw.ts';
import { type HttpService, startHttpService } from '../../helpers/clients/http-service.ts';
import { sendHttp } from '../../helpers/clients/send-http.ts';
import { stopProcesses } from '../../helpers/clients/start-process.ts';

afterAll(stopProcesses);

const token = 'bearer-canary-20260728';
const bearer = { authorization: `Bearer ${token}` };
const full = { status: 'ok', version: expect.any(String), environment: 'embedded' };

describe.each([
  ['with a token', { ALLOY_MCP_TOKEN: token }],
  ['without one', {}],
])('a service %s', (_, variables) => {
  const hasToken = Object.keys(variables).length > 0;
  let service: HttpService;
  let health: string;
  beforeAll(async () => {
    service = await startHttpService(variables);
    health = new URL('/healthz', service.url).href;
  });
  const ask = async (headers: Readonly<Record<string, string>>, at = health) => {
    const { status, body } = await sendHttp(at, { headers });
    return { status, body: JSON.parse(body) as unknown };
  };

  it.each([
    '10.1.2.3:3000',
    'pod.svc.cluster.local',
    '[2001:db8::7]:3000',
    'evil.example',
    '127.0.0.1.evil.example',
  ])('answers a probe that calls it %s, with its state alone', async (host) => {
    expect(await ask({ host })).toEqual({ status: 200, body: { status: 'ok' } });
    const wrong = { host, authorization: 'Bearer another-token-20260728' };
    expect(await ask(wrong)).toEqual({ status: 200, body: { status: 'ok' } });
  });

  it('answers a probe of HTTP/1.0, which names no host', async () => {
    const reply = await askRaw(health, 'GET /healthz HTTP/1.0\r\n\r\n');
    expect(reply).toMatch(/^HTTP\/1\.1 200 /);
    expect(reply).toMatch(/\{"status":"ok"\}$/);
  });

  it.each([
    ['no host in HTTP/1.1', 'GET /healthz HTTP/1.1\r\n'],
    ['an empty host', 'GET /healthz HTTP/1.1\r\nHost:\r\n'],
    [
      'an address that is not served, in the request line',
      'GET http://10.1.1.1:3000/healthz HTTP/1.1\r\nHost: 10.1.1.1:3000\r\n',
    ],
    [
      'another in the request line than in Host',
      'GET http://10.1.1.1/healthz HTTP/1.1\r\nHost: localhost\r\n',
    ],
    [
      'a page that is not served',
      'GET /healthz HTTP/1.1\r\nHost: localhost\r\nOrigin: https://evil.example\r\n',
    ],
    ['a page without an origin', 'HEAD /healthz HTTP/1.1\r\nHost: localhost\r\nOrigin: null\r\n'],
  ])('answers a probe that names %s, with its state alone', async (_, head) => {
    const reply = await askRaw(health, `${head}Connection: close\r\n\r\n`);
    expect(reply).toMatch(/^HTTP\/1\.1 200 /);
    expect(reply).not.toContain('access-control-allow');
    if (head.startsWith('GET')) expect(reply).toMatch(/\r\n\{"status":"ok"\}\r\n/);
  });

  it('answers HEAD, a slash at the end and a query; nothing else', async () => {
    const head = await sendHttp(health, { method: 'HEAD' });
    expect(head).toMatchObject({ status: 200, body: '' });
    for (const tail of ['/', '?probe=1', '/?x']) expect((await ask({}, health + tail)).status).toBe(200);
    for (const method of ['POST', 'PUT', 'DELETE']) {
      const reply = await sendHttp(health, { method });
      expect(reply).toMatchObject({ status: 405, headers: { allow: 'GET, HEAD' } });
      expect(JSON.parse(reply.body)).toHaveProperty('error');
    }
  });

  it('says more to this machine, by its own names', async () => {
    for (const host of ['127.0.0.1:3000', 'localhost', '[::1]:3000'])
      expect(await ask({ host })).toEqual({ status: 200, body: full });
  });

  it.each(['x-forwarded-for', 'forwarded', 'via', 'x-real-ip'])(
    'says no more to a proxy on this machine: %s',
    async (name) => {
      expect((await ask({ [name]: '203.0.113.7' })).body).toEqual({ status: 'ok' });
    },
  );

  it('says more to whoever has the token', async () => {
    const body = hasToken ? full : { status: 'ok' };
    expect((await ask({ host: '10.1.2.3', ...bearer })).body).toEqual(body);
  });

  it('logs no probe as a refusal', () => {
    expect(service.server.log()).not.toContain('refused');
  });
});
