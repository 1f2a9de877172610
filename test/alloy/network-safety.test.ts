/** Where the connection to Alloy may lead, and what may come back over it. */
import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { findAddressFault, type Lookup } from '../../src/alloy/address-guard.ts';
import { createNetworkSend } from '../../src/alloy/network.ts';
import { uncertainWriteHint } from '../../src/base/errors.ts';
import { parseConfig } from '../../src/config/config.ts';
import { answerBytes } from '../helpers/alloys/behaviours.ts';
import type { Reply } from '../helpers/alloys/loopback-alloy.ts';
import { startAlloyOfTest } from '../helpers/alloys/loopback-alloy.ts';
import { assembleApi, createCaller } from '../helpers/assemble.ts';
import { anyEntry } from '../helpers/no-ops.ts';
import { readFailure } from '../helpers/tool-results.ts';

/** What a request to that host comes to when its name has these addresses. */
async function request(host: string, addresses: readonly string[], port: string | number) {
  const asked: string[] = [];
  const lookup: Lookup = (name, options, callback) => {
    asked.push(name);
    const found = addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }));
    if (options.all === true) callback(null, found);
    else callback(null, found[0]?.address ?? '', found[0]?.family);
  };
  const origin = `http://${host}:${port}`;
  const send = createNetworkSend(origin, { lookup });
  const api = assembleApi({ baseUrl: `${origin}/v1`, send, timeoutMs: 2000 });
  const template = '/lists';
  const sent = api.send(
    {
      method: 'POST',
      template,
      path: template,
      query: '',
      headers: {},
      repeatable: false,
      changes: true,
    },
    anyEntry,
  );
  return { outcome: await sent.catch((error: unknown) => error), asked };
}

describe('a public name', () => {
  it.each([
    ['127.0.0.1', 'loopback'],
    ['127.8.9.10', 'loopback'],
    ['::1', 'loopback'],
    ['::ffff:127.0.0.1', 'loopback'],
    ['169.254.169.254', 'link-local'],
    ['fe80::1', 'link-local'],
    ['::ffff:169.254.169.254', 'link-local'],
    ['0.0.0.0', 'unspecified'],
    ['::', 'unspecified'],
    ['::ffff:0.0.0.0', 'unspecified'],
  ])('that resolves to %s is not connected to', async (address, kind) => {
    const alloy = await startAlloyOfTest([]);
    const { outcome, asked } = await request('api.alloy.example', [address], new URL(alloy.origin).port);
    expect(asked).toEqual(['api.alloy.example']);
    expect(outcome).toMatchObject({ kind: 'unreachable', details: { sent: 'no' } });
    expect(String(outcome)).toContain(`resolves to ${address}, a ${kind} address`);
    expect(String(outcome)).toContain('ALLOY_BASE_URL');
    expect(alloy.requests).toHaveLength(0);
  });

  it('is not connected to when only one of its addresses is such', async () => {
    const alloy = await startAlloyOfTest([]);
    const addresses = ['203.0.113.9', '127.0.0.1'];
    const { outcome } = await request('api.alloy.example', addresses, new URL(alloy.origin).port);
    expect(outcome).toMatchObject({ kind: 'unreachable', details: { sent: 'no' } });
  });

  it.each(['10.1.2.3', '172.16.0.1', '192.168.1.1', '203.0.113.9', 'fd00::1', '2001:db8::1'])(
    '%s is no address to refuse: Alloy may be reached over private links',
    (address) => {
      expect(findAddressFault(address)).toBeUndefined();
    },
  );

  it('names of this machine are not looked at: who configures them means it', async () => {
    const alloy = await startAlloyOfTest([answerBytes(200, '{}')]);
    const { port } = new URL(alloy.origin);
    expect((await request('127.0.0.1', [], port)).outcome).toMatchObject({ status: 200 });
  });
});

it.each([
  ['https://169.254.169.254/v1', 'link-local'],
  ['https://[fe80::1]/v1', 'link-local'],
  ['https://0.0.0.0/v1', 'unspecified'],
  ['https://[::]/v1', 'unspecified'],
  ['https://[::ffff:127.0.0.1]/v1', 'loopback'],
  // The same address, as URLs may also write it.
  ['https://2852039166/v1', 'link-local'],
  ['https://0xa9.0xfe.0xa9.0xfe/v1', 'link-local'],
])('the base URL %s is refused', (url, kind) => {
  const variables = { ALLOY_TOKEN: 'a-token', ALLOY_SECRET: 'a-secret', ALLOY_BASE_URL: url };
  expect(() => parseConfig(variables, {}, () => '')).toThrow(`a ${kind} address`);
});

describe('a compressed answer', () => {
  it('is not asked for', async () => {
    const alloy = await startAlloyOfTest([answerBytes(200, '{}')]);
    await createCaller(alloy).call('list_all_alloy_lists', {});
    expect(alloy.requests[0]?.headers['accept-encoding']).toBe('identity');
  });

  // 200 MB of zeros in 200 kB.
  const bomb = gzipSync(Buffer.alloc(200 * 1024 * 1024), { level: 1 });

  it.each([
    'gzip',
    'x-gzip',
    'br',
    'deflate',
    'zstd',
    'compress',
    'X-Compress',
    'GZIP, identity',
    'utf-8,br',
  ])('in %s is never unpacked', async (encoding) => {
    const headers = { 'content-type': 'application/json', 'content-encoding': encoding };
    const alloy = await startAlloyOfTest([answerBytes(200, bomb, headers)]);
    const error = readFailure(await createCaller(alloy).call('create_a_alloy_list', { listName: 'W' }));
    expect(error).toMatchObject({
      kind: 'bad_answer',
      message: "Alloy's answer is compressed, which was not asked for; it was not unpacked",
      hint: expect.stringContaining(uncertainWriteHint),
    });
  });

  it.each(['identity', 'Identity', 'utf-8', 'UTF8', 'none', 'binary', 'aws-chunked', '', ' '])(
    'that says %j is none',
    async (encoding) => {
      const alloy = await startAlloyOfTest([answerBytes(200, '{}', { 'content-encoding': encoding })]);
      const result = await createCaller(alloy).call('create_a_alloy_list', { listName: 'W' });
      expect(result.isError).toBeUndefined();
    },
  );
});

it('headers without measure are a bad answer', async () => {
  const alloy = await startAlloyOfTest([answerBytes(200, '{}', { 'x-much': 'a'.repeat(100_000) })]);
  const error = readFailure(await createCaller(alloy).call('create_a_alloy_list', { listName: 'W' }));
  expect(error).toMatchObject({ kind: 'bad_answer', message: expect.stringContaining('headers') });
});

it('an answer without end is cut off, and said to be too large', async () => {
  const chunk = Buffer.alloc(1024 * 1024, 0x20);
  const alloy = await startAlloyOfTest([
    async ({ response, socket }): Promise<Reply> => {
      response.writeHead(200, { 'content-type': 'application/json' });
      const closed = new Promise((resolve) => socket.once('close', resolve));
      while (!socket.destroyed) {
        if (!response.write(chunk)) {
          await Promise.race([new Promise((resolve) => response.once('drain', resolve)), closed]);
        }
      }
      return 'handled';
    },
  ]);
  const error = readFailure(await createCaller(alloy).call('list_all_alloy_lists', {}));
  expect(error).toMatchObject({ kind: 'bad_answer', message: expect.stringContaining('larger') });
});
