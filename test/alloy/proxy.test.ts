/** The way to Alloy through a proxy: which one is taken, what it is told, and what is said when there is no way. */
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { networkInterfaces } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, describe, expect, it, onTestFinished } from 'vitest';
import { chooseProxy } from '../../src/alloy/proxy.ts';
import { uncertainWriteHint } from '../../src/base/errors.ts';
import { createSecrets } from '../../src/base/secrets.ts';
import { parseConfig } from '../../src/config/config.ts';
import { createAuthority } from '../helpers/alloys/certificates.ts';
import {
  answerStatus,
  establishAndHangUp,
  hangUp,
  type ProxyBehaviour,
  saySilence,
  startConnectProxy,
} from '../helpers/alloys/connect-proxy.ts';
import { findClosedPort, startAlloyOfTest } from '../helpers/alloys/loopback-alloy.ts';
import { startTlsAlloy } from '../helpers/alloys/tls-alloy.ts';
import { configureApp } from '../helpers/assemble.ts';
import { type CommandRun, runCommand } from '../helpers/clients/run-command.ts';
import { stopProcesses, type Variables } from '../helpers/clients/start-process.ts';
import { readFailure, readSuccess } from '../helpers/tool-results.ts';

afterAll(stopProcesses);

const alloy = 'https://alloy.corp.test/v1';
const write = ['create_a_alloy_list', { listName: 'Watch' }] as const;

describe('the proxy', () => {
  it.each<[string, Variables, string, string | undefined]>([
    ['none without a variable', {}, alloy, undefined],
    ['HTTPS_PROXY', { HTTPS_PROXY: 'http://a:1' }, alloy, 'http://a:1'],
    ['https_proxy', { https_proxy: 'http://a:1' }, alloy, 'http://a:1'],
    [
      'lower case before upper case',
      { HTTPS_PROXY: 'http://a:1', https_proxy: 'http://b:2' },
      alloy,
      'http://b:2',
    ],
    ['ALL_PROXY', { ALL_PROXY: 'http://a:1' }, alloy, 'http://a:1'],
    ['all_proxy', { all_proxy: 'http://a:1' }, alloy, 'http://a:1'],
    ['HTTP_PROXY alone', { HTTP_PROXY: 'http://a:1' }, alloy, 'http://a:1'],
    ['http_proxy alone', { http_proxy: 'http://a:1' }, alloy, 'http://a:1'],
    [
      'HTTPS_PROXY before ALL_PROXY and HTTP_PROXY',
      { HTTP_PROXY: 'http://c:3', ALL_PROXY: 'socks5://b:2', HTTPS_PROXY: 'http://a:1' },
      alloy,
      'http://a:1',
    ],
    [
      'the next one where one is of another kind',
      { ALL_PROXY: 'socks5://b:2', HTTP_PROXY: 'http://a:1' },
      alloy,
      'http://a:1',
    ],
    ['the same in lower case', { https_proxy: 'socks://b', HTTPS_PROXY: 'http://a:1' }, alloy, 'http://a:1'],
    ['quotes around', { HTTPS_PROXY: '"http://a:1"', NO_PROXY: "'other.test'" }, alloy, 'http://a:1'],
    ['empty is unset', { https_proxy: '', HTTPS_PROXY: ' ', ALL_PROXY: 'http://a:1' }, alloy, 'http://a:1'],
    ['spaces around', { HTTPS_PROXY: ' http://a:1\n' }, alloy, 'http://a:1'],
    ['no scheme', { HTTPS_PROXY: 'a.example:3128' }, alloy, 'http://a.example:3128'],
    ['https', { HTTPS_PROXY: 'https://a.example' }, alloy, 'https://a.example'],
    ['a slash at the end', { HTTPS_PROXY: 'http://a:1/' }, alloy, 'http://a:1'],
    ['this machine by name', { HTTPS_PROXY: 'http://a:1' }, 'https://localhost:8443/v1', undefined],
    ['this machine by address', { ALL_PROXY: 'http://a:1' }, 'http://127.0.0.1:4010/v1', undefined],
    ['this machine by IPv6', { HTTP_PROXY: 'http://a:1' }, 'http://[::1]:4010/v1', undefined],
  ])('is taken from the variables: %s', (_, variables, baseUrl, origin) => {
    expect(chooseProxy(variables, baseUrl)?.origin).toBe(origin);
  });

  it.each<[string, string, boolean]>([
    ['*', alloy, true],
    ['other.test, *', alloy, true],
    ['alloy.corp.test', alloy, true],
    ['ALLOY.Corp.Test', alloy, true],
    ['corp.test', alloy, true],
    ['.corp.test', alloy, true],
    ['*.corp.test', alloy, true],
    ['alloy.corp.test.', alloy, true],
    ['localhost;10.0.0.1 alloy.corp.test', alloy, true],
    ['alloy.corp.test:443', alloy, true],
    ['alloy.corp.test:8443', alloy, false],
    ['alloy.corp.test:8443', 'https://alloy.corp.test:8443/v1', true],
    ['orp.test', alloy, false],
    ['y.corp.test', alloy, false],
    ['alloy.corp', alloy, false],
    ['.', alloy, false],
    ['', alloy, false],
    ['10.1.2.3', 'https://10.1.2.3/v1', true],
    ['10.1.2.4', 'https://10.1.2.3/v1', false],
    ['10.1.2.3:443', 'https://10.1.2.3/v1', true],
    ['10.0.0.0/8', 'https://10.1.2.3/v1', true],
    ['10.2.0.0/16', 'https://10.1.2.3/v1', false],
    ['10.0.0.0/99', 'https://10.1.2.3/v1', false],
    ['10.0.0.0/8', alloy, false],
    ['fd00::/8', 'https://[fd12::1]/v1', true],
    ['fd12:0::1', 'https://[fd12::1]/v1', true],
    ['[fd12::1]', 'https://[fd12::1]/v1', true],
    ['[fd12::1]:443', 'https://[fd12::1]/v1', true],
    ['[fd12::1]:8443', 'https://[fd12::1]/v1', false],
    ['2.3', 'https://10.1.2.3/v1', false],
    ['https://alloy.corp.test', alloy, true],
    ['http://corp.test:443/v1', alloy, true],
    ['https://alloy.corp.test:8443', alloy, false],
    ['https://other.test', alloy, false],
    ['alloy.corp.test/', alloy, true],
    ['"other.test, corp.test"', alloy, true],
    [`'corp.test'`, alloy, true],
    [`"other.test",'corp.test'`, alloy, true],
    ['alloy.corp.test:*', alloy, true],
    ['*.corp.test:*', 'https://alloy.corp.test:8443/v1', true],
    ['other.test:*', alloy, false],
    ['alloy.*', alloy, true],
    ['alloy.*.test', alloy, true],
    ['corp.*', alloy, false],
    ['10.*', 'https://10.1.2.3/v1', true],
    ['10.1.*.*', 'https://10.1.2.3/v1', true],
    ['10.2.*', 'https://10.1.2.3/v1', false],
    ['1.*', 'https://10.1.2.3/v1', false],
    ['10.0.0.0/0', 'https://172.16.2.3/v1', true],
    ['10.0.0.0/', 'https://172.16.2.3/v1', false],
    ['10.0.0.0/ ', 'https://10.1.2.3/v1', false],
    ['10.0.0.0/x', 'https://10.1.2.3/v1', false],
    ['10.0.0.0//8', 'https://10.1.2.3/v1', false],
    ['fd00::/', 'https://[fd12::1]/v1', false],
  ])('is left aside by NO_PROXY=%s for %s: %s', (noProxy, baseUrl, isExcepted) => {
    for (const name of ['NO_PROXY', 'no_proxy']) {
      const proxy = chooseProxy({ HTTPS_PROXY: 'http://a:1', [name]: noProxy }, baseUrl);
      expect(proxy === undefined).toBe(isExcepted);
    }
  });

  it.each([
    'socks5://user:pa55-word@proxy.example:1080',
    'socks://user:pa55-word@proxy.example',
    'ftp://user:pa55-word@proxy.example',
    'http://user:pa55-word@',
    'http://user:pa55-word@proxy.example:99999',
    'proxy example with pa55-word',
    // The URL parser takes what is before these signs for the host.
    'http://joe:pa55@Hunter22/x@proxy.example:3128',
    'http://joe:2024#pa55@proxy.example:3128',
    'http://joe:12/pa55@proxy.example:3128',
    'joe:80?pa55@proxy.example:3128',
    'joe:pa55://word@proxy.example:3128',
    'http://CORP\\joe:pa55-word@proxy.example:3128',
    'http://proxy.example\\@pa55',
    'http://proxy.example:3128/pa55',
    'http://proxy.example:3128?pa55',
    'http://proxy.example:3128/#pa55',
    'http:/joe:pa55@proxy.example:3128',
  ])('that cannot be used ends the start, and is not repeated: %s', (value) => {
    const variables = { ALLOY_TOKEN: 'a-token', ALLOY_SECRET: 'a-secret', all_proxy: value };
    const start = () => parseConfig(variables, {}, () => '');
    expect(start).toThrow(/^all_proxy is not the address of an HTTP proxy .*percent-encode .*NO_PROXY$/);
    expect(start).not.toThrow(/pa55|:1080|joe|hunter22/i);
  });

  it.each([
    '$' + '{PROXY}',
    'http://joe:$' + '{PROXY_PASSWORD}@proxy.example:3128',
    'http://joe:$PROXY_PASSWORD@proxy.example:3128',
    'http://%PROXY_USER%:pa55-word@proxy.example:3128',
    '"http://{{user}}:pa55-word@proxy.example:3128"',
    'http://joe:<password>@proxy.example:3128',
    'http://joe:pa55-word@$' + '{PROXY_HOST}:3128',
  ])('that nobody filled in ends the start, and is not repeated: %s', (value) => {
    const start = () => chooseProxy({ HTTPS_PROXY: value }, alloy);
    expect(start).toThrow(/^HTTPS_PROXY holds a placeholder/);
    expect(start).not.toThrow(/pa55|joe|PROXY_PASSWORD/);
  });

  it('is not looked at where nothing goes over the network', () => {
    const variables = { HTTPS_PROXY: 'socks5://proxy.example' };
    expect(parseConfig(variables, {}, () => '').proxy).toBeUndefined();
    const loopback = {
      ...variables,
      ALLOY_TOKEN: 't',
      ALLOY_SECRET: 's',
      ALLOY_BASE_URL: 'http://127.0.0.1:1',
    };
    expect(parseConfig(loopback, {}, () => '').proxy).toBeUndefined();
  });

  it.each([
    ['user:pass-word', 'user:pass-word', 'pass-word'],
    ['us%40er:p%3Aass%2Fword', 'us@er:p:ass/word', 'p%3Aass%2Fword'],
    ['user:100%', 'user:100%', ''],
    ['a-token-alone', 'a-token-alone:', 'a-token-alone'],
    [':pass-word', ':pass-word', 'pass-word'],
    ['CORP%5Cjoe:p@ss%23word', 'CORP\\joe:p@ss#word', 'p@ss#word'],
  ])('gets its credentials, which are secrets: %s', (given, pair, secret) => {
    const secrets = createSecrets();
    const proxy = chooseProxy({ HTTPS_PROXY: `http://${given}@proxy.example:3128` }, alloy, secrets);
    const encoded = Buffer.from(pair).toString('base64');
    expect(proxy).toEqual({
      variable: 'HTTPS_PROXY',
      origin: 'http://proxy.example:3128',
      host: 'proxy.example:3128',
      authorization: `Basic ${encoded}`,
    });
    expect(secrets.scrubText(`<${encoded}> <${secret}>`)).not.toContain(secret === '' ? encoded : secret);
    expect(secrets.holds('user')).toBe(false);
  });
});

/** A call of the built program to an Alloy of another name than this machine's. */
const call = (variables: Variables): Promise<CommandRun> =>
  runCommand(['call', write[0], '--json', JSON.stringify(write[1])], {
    variables: { ALLOY_TOKEN: 'a-token', ALLOY_SECRET: 'a-secret', LOG_LEVEL: 'debug', ...variables },
  });

describe('a call', () => {
  it('goes through the proxy, which looks the name up and gets the credentials', async () => {
    const authority = createAuthority();
    const server = await startTlsAlloy(authority.issue('DNS:alloy.corp.test'));
    const proxy = await startConnectProxy(server.port);
    const run = await call({
      ALLOY_BASE_URL: alloy,
      HTTPS_PROXY: `http://proxy-user:pa55-word@127.0.0.1:${proxy.port}`,
      NODE_EXTRA_CA_CERTS: authority.file,
    });
    expect(JSON.parse(run.output)).toMatchObject({ result: { list_token: 'I-1' }, status: 201 });
    expect(server.requests).toEqual([{ method: 'POST', host: 'alloy.corp.test' }]);
    const authorization = `Basic ${Buffer.from('proxy-user:pa55-word').toString('base64')}`;
    expect(proxy.asked).toEqual([{ target: 'alloy.corp.test:443', authorization }]);
    expect(run.log + run.output).not.toMatch(/pa55|proxy-user/);
  });

  it('passes the proxy by where NO_PROXY names the host, and says what else could be wrong', async () => {
    const proxy = await startConnectProxy(0);
    const run = await call({
      ALLOY_BASE_URL: alloy,
      ALLOY_MAX_RETRIES: '0',
      HTTPS_PROXY: `http://127.0.0.1:${proxy.port}`,
      NO_PROXY: 'corp.test',
    });
    expect(proxy.asked).toEqual([]);
    expect(JSON.parse(run.output)).toMatchObject({
      error: {
        kind: 'unreachable',
        message: expect.stringMatching(
          /^No connection to Alloy at alloy\.corp\.test \(E[A-Z_]+\); nothing was sent$/,
        ),
        hint: expect.stringMatching(/HTTPS_PROXY.*NO_PROXY/),
      },
    });
  });

  interface NoWay {
    readonly behaviour: ProxyBehaviour;
    readonly message: RegExp;
    readonly hint: RegExp;
    readonly tries: number;
    readonly kind?: string;
  }
  const unreachable = /HTTPS_PROXY.*NO_PROXY/;
  const noWays: Readonly<Record<string, NoWay>> = {
    'does not take its credentials': {
      behaviour: answerStatus('407 Proxy Authentication Required'),
      message: /does not take its credentials \(HTTP 407\)/,
      hint: /HTTPS_PROXY=http:\/\/user:password@host:port/,
      tries: 1,
    },
    'forbids the way': {
      behaviour: answerStatus('403 Filtered'),
      message: /refuses alloy\.corp\.test \(HTTP 403\)/,
      hint: /alloy\.corp\.test allowed at the proxy/,
      tries: 1,
    },
    'has no way for the moment': {
      behaviour: answerStatus('502 Bad Gateway'),
      message: /\) did not reach alloy\.corp\.test \(HTTP 502\)/,
      hint: /^Try again later.*whoever runs the proxy/,
      tries: 2,
    },
    'speaks another protocol': {
      behaviour: (socket) => void socket.end('SSH-2.0-foo\r\n'),
      message: /^What answers as the proxy \S+ \(HTTPS_PROXY\) speaks no HTTP/,
      hint: /port in HTTPS_PROXY/,
      tries: 1,
    },
    'answers half of HTTP': {
      behaviour: (socket) => void socket.end('HTTP/1.1 2zz\r\n\r\n'),
      message: /^What answers as the proxy .* speaks no HTTP/,
      hint: /port in HTTPS_PROXY/,
      tries: 1,
    },
    'speaks another protocol behind the way': {
      behaviour: (socket) => {
        socket.write('HTTP/1.1 200 OK\r\n\r\n');
        socket.once('data', () => socket.end('SSH-2.0-foo\r\n'));
      },
      message: /^The TLS handshake with alloy\.corp\.test failed/,
      hint: /ALLOY_BASE_URL/,
      tries: 1,
    },
    'hangs up when it is asked': {
      behaviour: hangUp,
      message: /^No connection to the proxy/,
      hint: unreachable,
      tries: 2,
    },
    'hangs up when the way is there': {
      behaviour: establishAndHangUp,
      message: /^No connection to Alloy at alloy\.corp\.test \(ECONNRESET\), through the proxy/,
      hint: unreachable,
      tries: 2,
    },
    'says nothing': {
      behaviour: saySilence,
      message: /^There was no connection to Alloy in time, through the proxy \S+ \(HTTPS_PROXY\); nothing/,
      hint: /^Whoever runs this server should check the proxy.*ALLOY_TIMEOUT_MS/,
      tries: 1,
      kind: 'timeout',
    },
    'speaks no TLS behind the way': {
      behaviour: (socket) => {
        socket.write('HTTP/1.1 200 OK\r\n\r\n');
        socket.once('data', () => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'));
      },
      message: /^The TLS handshake with alloy\.corp\.test failed \(E\w+\), through the proxy/,
      hint: /proxy or firewall/,
      tries: 1,
    },
  };
  it.each(Object.entries(noWays))(
    'is not sent when the proxy %s',
    async (_, { behaviour, message, hint, tries, kind = 'unreachable' }) => {
      const proxy = await startConnectProxy(0, behaviour);
      const { execute, log } = await configureApp(
        { baseUrl: alloy },
        {
          HTTPS_PROXY: `http://u:pa55-word@127.0.0.1:${proxy.port}`,
          ALLOY_AUTH: 'basic',
          ALLOY_MAX_RETRIES: '1',
          ALLOY_TIMEOUT_MS: '2000',
        },
      );
      const result = await execute(...write);
      const error = readFailure(result);
      expect(error).toMatchObject({
        kind,
        message: expect.stringMatching(message),
        hint: expect.stringMatching(hint),
      });
      expect(error.message).toMatch(/; nothing was sent$/);
      expect(JSON.stringify(error)).not.toMatch(/certificate|undefined|smaller pages/);
      expect(error.hint).not.toContain(uncertainWriteHint);
      expect(proxy.asked).toHaveLength(tries);
      expect(JSON.stringify([result, log.lines])).not.toContain('pa55-word');
    },
  );

  it('is not sent when there is no proxy', async () => {
    const port = await findClosedPort();
    const { execute } = await configureApp(
      { baseUrl: alloy },
      { ALL_PROXY: `http://127.0.0.1:${port}`, ALLOY_MAX_RETRIES: '0', ALLOY_AUTH: 'basic' },
    );
    expect(readFailure(await execute(...write))).toMatchObject({
      kind: 'unreachable',
      message: `No connection to the proxy 127.0.0.1:${port} (ALL_PROXY) (ECONNREFUSED); nothing was sent`,
      hint: expect.stringContaining('ALL_PROXY'),
    });
  });

  it('to this machine needs no proxy', async () => {
    const { baseUrl } = await startAlloyOfTest([() => ({ body: { done: true } })]);
    const proxies = {
      HTTPS_PROXY: 'http://127.0.0.1:9',
      HTTP_PROXY: 'http://127.0.0.1:9',
      ALL_PROXY: 'x',
      ALLOY_AUTH: 'basic',
    };
    const { execute } = await configureApp({ baseUrl }, proxies);
    expect(readSuccess(await execute(...write)).result).toEqual({ done: true });
  });
});

const isThere = (() => {
  try {
    execFileSync('tinyproxy', ['-v']);
    return true;
  } catch {
    return false;
  }
})();
/** An address of this machine that is not loopback, so that the way to it may lead through a proxy. */
const ownAddress = Object.values(networkInterfaces())
  .flat()
  .find((each) => each?.family === 'IPv4' && !each.internal)?.address;
// The checks of the project install it; elsewhere they may do without.
const mustRun = process.env['TEST_SKIP'] === 'off';

describe.skipIf(ownAddress === undefined || !(isThere || mustRun))(
  'tinyproxy (apt-get install tinyproxy)',
  () => {
    it.each([
      ['lets whoever has its password through', 'user:pa55-word@', { status: 201 }],
      [
        'refuses others',
        'user:wrong-word@',
        { error: { kind: 'unreachable', message: expect.stringContaining('credentials (HTTP 401)') } },
      ],
      [
        'refuses who brings none',
        '',
        { error: { kind: 'unreachable', hint: expect.stringContaining('user:password@') } },
      ],
    ])('%s', async (_, credentials, answer) => {
      const authority = createAuthority();
      const server = await startTlsAlloy(authority.issue(`IP:${ownAddress}`), '0.0.0.0');
      const port = await startTinyproxy(path.dirname(authority.file));
      const run = await call({
        ALLOY_BASE_URL: `https://${ownAddress}:${server.port}/v1`,
        ALLOY_MAX_RETRIES: '0',
        https_proxy: `http://${credentials}127.0.0.1:${port}`,
        NODE_EXTRA_CA_CERTS: authority.file,
      });
      expect(JSON.parse(run.output)).toMatchObject(answer);
      expect(server.requests).toHaveLength('status' in answer ? 1 : 0);
      expect(run.log + run.output).not.toMatch(/pa55|wrong-word/);
    });
  },
);

async function startTinyproxy(folder: string): Promise<number> {
  const port = await findClosedPort();
  const file = path.join(folder, 'tinyproxy.conf');
  writeFileSync(
    file,
    `Port ${port}\nListen 127.0.0.1\nTimeout 60\nMaxClients 10\nAllow 127.0.0.1\nBasicAuth user pa55-word\n`,
  );
  const proxy = spawn('tinyproxy', ['-d', '-c', file], { stdio: 'ignore' });
  onTestFinished(async () => {
    proxy.kill();
    if (proxy.exitCode === null) await once(proxy, 'exit');
  });
  for (;;) {
    const socket = connect(port, '127.0.0.1');
    const isUp = await once(socket, 'connect').then(
      () => true,
      () => false,
    );
    socket.destroy();
    if (isUp) return port;
    await sleep(20);
  }
}
