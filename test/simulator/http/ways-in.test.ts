/** The same calls as a Response, over a socket, and as the tools make them in this process: the same answers. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createEmbeddedSend } from '../../../src/alloy/exchange.ts';
import type { Method } from '../../../src/registry/tool.ts';
import { type SimulatorService, startSimulator } from '../../../src/simulator/serve.ts';
import { createSimulator } from '../../../src/simulator/simulator.ts';
import { formatBasic, testTime } from '../helpers/front-door.ts';

interface Sent {
  readonly method: Method | 'HEAD';
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array<ArrayBuffer>;
}

interface Received {
  readonly status: number;
  readonly type: string | null | undefined;
  readonly text: string;
}

const workflow = { 'alloy-workflow-token': 'Wf1PersonOnboardingDemoAccount01' };
const person = {
  name_first: 'Zoë',
  name_last: 'Okafor',
  birth_date: '1990-01-31',
  document_ssn: '000000001',
};
const johnDoe = '/entities/P-TfkFe6lCPkElc9Xktd3V';
const file = new Uint8Array([0xff, 0xd8, 0xff, 0x00, 0x80, 0x0a]);

const calls: readonly Sent[] = [
  { method: 'GET', path: '/parameters', headers: workflow },
  { method: 'HEAD', path: '/parameters', headers: workflow },
  { method: 'POST', path: '/evaluations', headers: workflow, body: JSON.stringify(person) },
  { method: 'POST', path: '/evaluations', headers: workflow, body: '{"name_first":' },
  { method: 'POST', path: '/evaluations', headers: workflow },
  { method: 'GET', path: '/entities/nobody%20at%20all?page=1' },
  { method: 'GET', path: '/no/such/operation' },
  { method: 'POST', path: '/lists', body: '{}' },
  {
    method: 'POST',
    path: `${johnDoe}/documents`,
    body: JSON.stringify({ name: 'license_front', extension: 'jpg', type: 'license' }),
  },
];

describe('the ways in', () => {
  let service: SimulatorService;
  let ways: readonly ((sent: Sent) => Promise<Received>)[];

  beforeAll(async () => {
    const served = createSimulator({ now: () => testTime });
    service = await startSimulator(served, '127.0.0.1', 0);
    const fetched = createSimulator({ now: () => testTime });
    const embedded = createSimulator({ now: () => testTime });
    const authorization = formatBasic(served.credentials.token, served.credentials.secret);
    const build = (base: string, { method, path, headers, body }: Sent) =>
      new Request(base + path, {
        method,
        headers: { authorization, ...headers },
        ...(body === undefined ? {} : { body }),
      });
    const read = async (response: Response): Promise<Received> => ({
      status: response.status,
      type: response.headers.get('content-type'),
      text: Buffer.from(await response.arrayBuffer()).toString('latin1'),
    });
    const upstream = createEmbeddedSend(embedded.answer);
    ways = [
      async (sent) => read(await fetched.fetch(build('http://alloy.embedded/v1', sent))),
      async (sent) => read(await fetch(build(service.url, sent))),
      async ({ method, path, headers, body }) => {
        // No tool sends it.
        if (method === 'HEAD') return { status: 200, type: 'application/json', text: '' };
        const answer = await upstream({
          origin: 'http://alloy.embedded',
          path: `/v1${path}`,
          method,
          headers: { authorization, ...headers },
          ...(body === undefined ? {} : { body }),
          signal: new AbortController().signal,
        });
        const text = Buffer.from(answer.body).toString('latin1');
        return { status: answer.status, type: answer.header('content-type'), text };
      },
    ];
  });
  afterAll(() => service.stop());

  const send = async (sent: Sent): Promise<Received> => {
    const [first, ...others] = await Promise.all(ways.map((way) => way(sent)));
    if (first === undefined) throw new Error('There is no way in');
    for (const other of others) expect(other).toEqual(first);
    return first;
  };

  it.each(calls)('answer $method $path alike', async (sent) => {
    const { status, type, text } = await send(sent);
    expect(type).toBe('application/json');
    if (sent.method === 'HEAD') expect(text).toBe('');
    else expect(JSON.parse(text)).toBeTypeOf('object');
    expect(status).toBeGreaterThanOrEqual(200);
  });

  it('carry bytes both ways', async () => {
    const described = await send({
      method: 'POST',
      path: `${johnDoe}/documents`,
      body: JSON.stringify({ name: 'license_back', extension: 'jpg', type: 'license' }),
    });
    const path = `${johnDoe}/documents/${JSON.parse(described.text).document_token}`;
    const headers = { 'content-type': 'application/octet-stream' };
    expect((await send({ method: 'PUT', path, headers, body: file })).status).toBe(200);
    const { text } = await send({ method: 'GET', path });
    expect([...Buffer.from(text, 'latin1')]).toEqual([...file]);
  });
});
