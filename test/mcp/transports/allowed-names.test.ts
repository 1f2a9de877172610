/** Hosts and origins as people write them in settings, met by the headers that clients send; and what the log says of refusals. */
import { networkInterfaces } from 'node:os';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseConfig } from '../../../src/config/config.ts';
import { startHttpService } from '../../helpers/clients/http-service.ts';
import { runCommand } from '../../helpers/clients/run-command.ts';
import { postRpc, sendHttp } from '../../helpers/clients/send-http.ts';
import { stopProcesses } from '../../helpers/clients/start-process.ts';
import { inFull } from '../../helpers/extent.ts';

afterAll(stopProcesses);

const hosts = [
  'plain.example',
  'with-port.example:8443',
  'https://scheme.example',
  'https://scheme-port.example:443/',
  'http://whole.example:80/mcp',
  'UPPER.Example',
  'dotted.example.',
  'bücher.example',
  'xn--mnchen-3ya.example',
  'my_service',
  '192.0.2.7',
  '2001:db8::1',
  '[2001:DB8::2]:3000',
  ' spaced.example ',
];
const origins = [
  'any.example',
  'port.example:8080',
  'https://exact.example',
  'HTTPS://Exact-Port.example:8443/',
  'http://[2001:db8::3]:5173',
  'https://zürich.example',
  'chrome-extension://abcdefghijklmnop',
];

let url: string;
let log: () => string;
beforeAll(async () => {
  const service = await startHttpService({
    ALLOY_MCP_ALLOWED_HOSTS: hosts.join(','),
    ALLOY_MCP_ALLOWED_ORIGINS: origins.join(','),
  });
  url = service.url;
  log = service.server.log;
});

const visit = async (headers: Readonly<Record<string, string>>) =>
  (await postRpc(url, 'tools/list', {}, { headers })).status;

it.each([
  'plain.example',
  'PLAIN.example:3000',
  'plain.example.',
  'with-port.example:8443',
  'with-port.example',
  'scheme.example',
  'scheme-port.example',
  'scheme-port.example:443',
  'whole.example',
  'upper.example',
  'dotted.example',
  'xn--bcher-kva.example',
  'xn--mnchen-3ya.example:1',
  'my_service:3000',
  '192.0.2.7:3000',
  '[2001:db8::1]',
  '[2001:0DB8:0:0::1]:3000',
  '[2001:db8::2]',
  'spaced.example',
])('a request to the host %s is served', async (host) => {
  expect(await visit({ host })).toBe(200);
});

it.each([
  'http://any.example',
  'https://any.example:9',
  'http://port.example:8080',
  'https://port.example:8080',
  'https://exact.example',
  'https://exact-port.example:8443',
  'http://[2001:db8::3]:5173',
  'https://xn--zrich-kva.example',
  'chrome-extension://abcdefghijklmnop',
])('a page of %s is served', async (origin) => {
  expect(await visit({ origin })).toBe(200);
});

it.each([
  'http://exact.example',
  'https://exact.example:444',
  'https://exact-port.example',
  'http://exact-port.example:8443',
  'https://port.example',
  'https://sub.any.example',
  'http://[2001:db8::3]',
  'moz-extension://abcdefghijklmnop',
])('a page of %s is not, as its scheme or port is another one', async (origin) => {
  expect(await visit({ origin })).toBe(403);
});

describe('a refusal', () => {
  const count = (word: string) =>
    log()
      .split('\n')
      .filter((line) => line.includes(word)).length;

  it('by its host names the host and the setting, to the caller and once in the log', async () => {
    for (let time = 0; time < 3; time += 1) {
      const headers = { host: 'Other.example:3000' };
      const reply = await postRpc(url, 'tools/list', {}, { headers });
      expect(reply.status).toBe(403);
      expect(JSON.parse(reply.body).error.message).toMatch(/other\.example .*ALLOY_MCP_ALLOWED_HOSTS/);
    }
    expect(log()).toMatch(
      /"level":40.*"host":"other\.example","setting":"ALLOY_MCP_ALLOWED_HOSTS \(--allowed-hosts\)"/,
    );
    expect(count('other.example')).toBe(1);
  });

  it('by its origin names the origin and the setting, to the caller and once in the log', async () => {
    for (let time = 0; time < 3; time += 1) {
      const reply = await postRpc(
        url,
        'tools/list',
        {},
        { headers: { origin: 'https://page.example:8443' } },
      );
      expect(JSON.parse(reply.body).error.message).toMatch(/page\.example:8443 .*ALLOY_MCP_ALLOWED_ORIGINS/);
    }
    expect(log()).toMatch(/"origin":"https:\/\/page\.example:8443","setting":"ALLOY_MCP_ALLOWED_ORIGINS/);
    expect(count('page.example')).toBe(1);
  });

  it.each([
    ['origin', 'null', 'null'],
    ['origin', 'file://', 'file://'],
    ['origin', 'app', 'app'],
    ['origin', `x${'y'.repeat(5000)}`, 'yyyy…'],
    ['host', 'a b', 'a b'],
    ['host', 'mcp.example.com, localhost', 'mcp.example.com, localhost'],
    ['host', 'me:s3cr3t@mcp.example.com', '...@mcp.example.com'],
    ['host', 'mcp.example.com:abc', 'mcp.example.com:abc'],
  ])('of what cannot be allowed is logged once too, as that: %s %s', async (header, value, shown) => {
    for (let time = 0; time < 2; time += 1) expect([400, 403]).toContain(await visit({ [header]: value }));
    const lines = log()
      .split('\n')
      .filter((line) => line.includes(`${shown}"`) && line.includes('cannot be allowed'));
    expect(lines).toHaveLength(1);
    expect(lines[0]).toMatch(/"level":40/);
    expect(lines[0]?.length).toBeLessThan(600);
    expect(log()).not.toContain('s3cr3t');
  });

  it('does not fill the log, however many names are tried', async () => {
    await Promise.all(Array.from({ length: 80 }, (_, each) => visit({ host: `try-${each}.example` })));
    expect(count('try-')).toBeLessThanOrEqual(50);
    expect(count('try-')).toBeGreaterThan(10);
  });
});

function refuse(variable: string, text: string): string {
  try {
    parseConfig({ [variable]: text }, {}, () => '');
  } catch (error) {
    return error instanceof Error ? error.message : '';
  }
  return 'taken';
}

describe('an entry that could never match', () => {
  const garbage = [
    '*',
    '*.example.com',
    'host:*',
    'https://*.example.com',
    'a b',
    'host:99999',
    'host:',
    ':443',
    '//host',
    'https:/host',
    'https://',
    'ho$t',
    'a..b',
    '-x.example',
    '443',
    'host?x',
    'host#x',
    '[::1',
    '::g',
    'user@host',
    '10.0.0.0/8',
    '10.1.0.0/255.255.0.0',
    'http://192.168.0.0/16',
    '2001:db8::/32',
    '[2001:db8::]/32',
    'fe80::/10',
  ];
  it.each(garbage)('of hosts or origins is refused with its reason: %s', (entry) => {
    for (const variable of ['ALLOY_MCP_ALLOWED_HOSTS', 'ALLOY_MCP_ALLOWED_ORIGINS']) {
      const said = refuse(variable, `good.example,${entry}`);
      expect(said).toMatch(new RegExp(`^${variable} \\(--allowed-\\w+\\) holds `));
      if (/\*|\d\/\d|::\]?\//.test(entry)) expect(said).toContain('name each');
    }
  });

  it('ends the program with one line', async () => {
    const { code, log } = await runCommand(['http', '--port', '0', '--allowed-hosts', '*.example.com']);
    expect(code).toBe(2);
    expect(log).toMatch(
      /^alloy-mcp: ALLOY_MCP_ALLOWED_HOSTS \(--allowed-hosts\) holds \*\.example\.com: [^\n]*\n$/,
    );
  });

  it.each([
    '0.0.0.0',
    '0.0.0.0:3000',
    'http://0.0.0.0/mcp',
    '::',
    '[::]:3000',
    '0:0:0:0:0:0:0:0',
    '::ffff:0.0.0.0',
  ])('of hosts is refused when it means every address: %s', (entry) => {
    expect(refuse('ALLOY_MCP_ALLOWED_HOSTS', entry)).toContain('name what clients call the server by');
  });

  it.each([
    'wss://app.example.com',
    'WS://app.example.com:3000',
    'ftp://app.example.com',
    'file://host/x.html',
  ])('of origins is refused when no page comes by its scheme: %s', (entry) => {
    expect(refuse('ALLOY_MCP_ALLOWED_ORIGINS', entry)).toContain('no page comes by');
  });

  it.each([
    'chrome-extension://abcdefghijklmnop',
    'vscode-webview://1a2b',
    'capacitor://localhost',
    'https://a.example/8',
  ])('of origins is none that has the scheme of an application, or a path: %s', (entry) => {
    expect(refuse('ALLOY_MCP_ALLOWED_ORIGINS', entry)).toBe('taken');
  });

  it('of hosts may have no other scheme, of origins there is no null; a password is not shown', () => {
    expect(refuse('ALLOY_MCP_ALLOWED_HOSTS', 'ftp://host.example')).toContain('http');
    expect(refuse('ALLOY_MCP_ALLOWED_ORIGINS', 'null')).toContain('cannot be told apart');
    expect(refuse('ALLOY_MCP_ALLOWED_HOSTS', 'https://me:s3cr3t@host.example')).not.toContain('s3cr3t');
  });

  it.each(['http://127.0.0.1', '127.0.0.1:3000', '[::1]:3000', 'a b', '0', '*', '127.0.0.1/mcp'])(
    'of the address to listen on is refused: %s',
    (host) => {
      expect(refuse('ALLOY_MCP_HOST', host)).toMatch(/^ALLOY_MCP_HOST \(--host\) holds /);
    },
  );
});

describe('the address that is printed', () => {
  const hasIpv6 = Object.values(networkInterfaces()).some((all) =>
    all?.some(({ address }) => address === '::1'),
  );
  const token = 'bearer-canary-20260728';
  const addresses = [
    ['127.0.0.1', false],
    ['127.8.8.8', false],
    ['localhost', false],
    ['LOCALHOST', false],
    ['0.0.0.0', false],
    ['::1', true],
    ['[::1]', true],
    ['0:0:0:0:0:0:0:1', true],
    ['::ffff:127.0.0.1', true],
    ['::', true],
    ['[::]', true],
  ] as const;
  it.each(inFull(addresses, (_, index) => index % 4 === 0))(
    'is served when it is used: %s',
    async (host, isIpv6) => {
      if (isIpv6 && !hasIpv6) return;
      const isOpen = /^0\.|^\[?::\]?$/.test(host);
      const { url } = await startHttpService(
        isOpen ? { ALLOY_MCP_TOKEN: token, ALLOY_MCP_ALLOWED_HOSTS: 'mcp.example' } : {},
        ['--host', host],
      );
      const headers = { authorization: `Bearer ${token}` };
      expect((await postRpc(url, 'tools/list', {}, { headers })).status).toBe(200);
      expect(JSON.parse((await sendHttp(new URL('/healthz', url).href)).body)).toHaveProperty('version');
    },
  );
});
