/** What fails before a request has left: nothing was sent, whatever the request is, and the answer says so. */
import { once } from 'node:events';
import { createServer, type Server, type Socket } from 'node:net';
import { describe, expect, it, onTestFinished } from 'vitest';
import { uncertainWriteHint } from '../../src/base/errors.ts';
import { createAuthority } from '../helpers/alloys/certificates.ts';
import { startTlsAlloy } from '../helpers/alloys/tls-alloy.ts';
import { createCaller } from '../helpers/assemble.ts';
import { runCommand } from '../helpers/clients/run-command.ts';
import { readFailure } from '../helpers/tool-results.ts';

const write = ['create_a_alloy_list', { listName: 'Watch' }] as const;
const destroy = ['delete_a_alloy_investigation_type_by_id', { id: 'Fraud' }] as const;

/** A server that does to each connection what it is told, and how many came. */
async function startServer(treat: (socket: Socket) => void): Promise<{ port: number; count(): number }> {
  let count = 0;
  const server: Server = createServer((socket) => {
    count += 1;
    socket.on('error', () => undefined);
    onTestFinished(() => void socket.destroy());
    treat(socket);
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  onTestFinished(() => void server.close());
  const address = server.address();
  if (address === null || typeof address === 'string') throw new TypeError('The server has no port');
  return { port: address.port, count: () => count };
}

const caller = (port: number, host = '127.0.0.1', timeoutMs = 20_000) =>
  createCaller({ baseUrl: `https://${host}:${port}/v1`, maxRetries: 1, timeoutMs });

describe('a certificate', () => {
  it.each([
    ['a write', write],
    ['a loss', destroy],
  ])('of an authority that Node does not know: %s was not sent, and is not tried again', async (_, call) => {
    const server = await startTlsAlloy(createAuthority().issue('IP:127.0.0.1'));
    const client = caller(server.port);
    const error = readFailure(await client.call(call[0], call[1]));
    expect(error).toMatchObject({
      kind: 'unreachable',
      message: `The certificate of 127.0.0.1:${server.port} is not trusted here (UNABLE_TO_VERIFY_LEAF_SIGNATURE); nothing was sent`,
      hint: expect.stringContaining('NODE_EXTRA_CA_CERTS'),
    });
    expect(error.hint).not.toContain(uncertainWriteHint);
    expect(server.requests).toEqual([]);
    expect(client.log.lines.filter(({ message }) => message === 'trying again')).toEqual([]);
  });

  it.each([
    [
      'of another name',
      'DNS:other.example',
      30,
      /of another name \(ERR_TLS_CERT_ALTNAME_INVALID\)/,
      /ALLOY_BASE_URL/,
    ],
    ['that has ended', 'IP:127.0.0.1', -1, /not valid at this time \(CERT_HAS_EXPIRED\)/, /clock/],
  ])('%s, of an authority that is known', async (_, names, days, message, hint) => {
    const authority = createAuthority();
    const server = await startTlsAlloy(authority.issue(names, days));
    const run = await runCommand(['call', write[0], '--json', JSON.stringify(write[1])], {
      variables: {
        ALLOY_TOKEN: 'a-token',
        ALLOY_SECRET: 'a-secret',
        ALLOY_BASE_URL: `https://127.0.0.1:${server.port}/v1`,
        NODE_EXTRA_CA_CERTS: authority.file,
      },
    });
    expect(JSON.parse(run.output)).toMatchObject({
      error: { message: expect.stringMatching(message), hint: expect.stringMatching(hint) },
    });
    expect(server.requests).toEqual([]);
  });
});

describe('a handshake', () => {
  it.each<[string, (socket: Socket) => void, RegExp, number]>([
    [
      'with what does not speak TLS',
      (socket) => socket.once('data', () => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n')),
      /^The TLS handshake with 127\.0\.0\.1:\d+ failed \(ERR_SSL_\w+\); nothing was sent$/,
      1,
    ],
    [
      'that is refused',
      // handshake_failure: https://www.rfc-editor.org/rfc/rfc8446#section-6.2
      (socket) => socket.once('data', () => socket.end(Buffer.from([21, 3, 3, 0, 2, 2, 40]))),
      /^The TLS handshake with .* failed \(ERR_SSL_\w+\); nothing was sent$/,
      1,
    ],
    [
      'in which the connection ends',
      (socket) => socket.once('data', () => socket.destroy()),
      /^No connection to Alloy at 127\.0\.0\.1:\d+ \(ECONNRESET\); nothing was sent$/,
      2,
    ],
  ])('%s: nothing was sent', async (_, treat, message, tries) => {
    const server = await startServer(treat);
    const error = readFailure(await caller(server.port).call(...write));
    expect(error).toMatchObject({ kind: 'unreachable', message: expect.stringMatching(message) });
    expect(error.hint).not.toContain(uncertainWriteHint);
    expect(server.count()).toBe(tries);
  });

  it('without end: the time runs out, and nothing was sent', async () => {
    const server = await startServer(() => undefined);
    const error = readFailure(await caller(server.port, '127.0.0.1', 800).call(...write));
    expect(error).toMatchObject({
      kind: 'timeout',
      message: 'There was no connection to Alloy in time; nothing was sent',
    });
    expect(error.hint).not.toContain(uncertainWriteHint);
  });

  it('during which the call is cancelled: it ends there, and nothing was sent', async () => {
    const controller = new AbortController();
    const server = await startServer((socket) => socket.once('data', () => controller.abort()));
    const error = readFailure(await caller(server.port).call(...write, controller.signal));
    expect(error).toMatchObject({ kind: 'cancelled', message: 'The call was cancelled before it was sent' });
    expect(error.hint).not.toContain(uncertainWriteHint);
  });
});

it('a name that nobody knows: nothing was sent, and a proxy may be missing', async () => {
  const client = createCaller({ baseUrl: 'https://alloy.corp.invalid/v1', maxRetries: 0 });
  const error = readFailure(await client.call(...write));
  expect(error.message).toMatch(
    /^No connection to Alloy at alloy\.corp\.invalid \(E[A-Z_]+\); nothing was sent$/,
  );
  expect(error.hint).toContain('HTTPS_PROXY');
  expect(error.hint).not.toContain(uncertainWriteHint);
});
