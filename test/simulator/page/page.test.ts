/** The page at /: what a person sees of the simulator, and what stays out of it. */
import { createHash } from 'node:crypto';
import { connect } from 'node:net';
import { describe, expect, it } from 'vitest';
import { operations } from '../../../src/simulator/http/operations.ts';
import { html } from '../../../src/simulator/page/page.ts';
import { type SimulatorService, startSimulator } from '../../../src/simulator/serve.ts';
import { findJourneyPersona, findPersona, personaGuide } from '../../../src/simulator/settings/personas.ts';
import { demoWorkflows } from '../../../src/simulator/settings/workflows.ts';
import { createSimulator, type Simulator, type SimulatorOptions } from '../../../src/simulator/simulator.ts';
import { testTime } from '../helpers/front-door.ts';
import { sendCall } from '../helpers/mixed-calls.ts';

const create = (options: SimulatorOptions = {}) => createSimulator({ now: () => testTime, ...options });
const view = (simulator: Simulator) => simulator.fetch(new Request('http://127.0.0.1:4010/'));
const read = async (simulator: Simulator) => (await view(simulator)).text();
/** The rows of the table below a heading, as text. */
const rowsBelow = (page: string, heading: string) => {
  const section = page.split(/<h2[^>]*>/).find((each) => each.startsWith(heading)) ?? '';
  return [...section.matchAll(/<tr>(<td>.*?)<\/tr>/gs)].map(([, row = '']) =>
    row
      .split('</td>')
      .map((cell) => cell.replaceAll(/<[^>]+>/g, '').trim())
      .slice(0, -1),
  );
};

describe('the page', () => {
  it('comes with headers that let it load and run nothing', async () => {
    const response = await view(create());
    expect(response.status).toBe(200);
    expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8');
    expect(response.headers.get('x-content-type-options')).toBe('nosniff');
    expect(response.headers.get('cache-control')).toBe('no-store');
    const policy = response.headers.get('content-security-policy') ?? '';
    expect(policy).toContain("default-src 'none'");
    const page = await response.text();
    const [, style = ''] = /<style>(.*?)<\/style>/s.exec(page) ?? [];
    expect(policy).toContain(`style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'`);
    expect(style).toContain('prefers-color-scheme: dark');
    expect(page).not.toMatch(/<script|<iframe|<form|\son\w+=|style=|(src|href)="(?!\/"|#|data:,")/);
  });

  it('lists all operations with their calls', async () => {
    const simulator = create();
    await sendCall(simulator, { method: 'POST', path: '/entities/persons', body: { name_last: 'Ng' } });
    await sendCall(simulator, { method: 'POST', path: '/entities/persons/', body: {} });
    await sendCall(simulator, { method: 'POST', path: '/entities/persons', body: '{' });
    const rows = rowsBelow(await read(simulator), 'Operations');
    expect(rows.map(([method, path]) => `${method} ${path}`)).toEqual(
      operations.map(({ method, path }) => `${method} ${path}`),
    );
    expect(rows.find(([method, path]) => method === 'POST' && path === '/entities/persons')).toEqual([
      'POST',
      '/entities/persons',
      '3',
      '2',
    ]);
  });

  it('shows the key of the demo account, but none of your own', async () => {
    expect(await read(create())).toContain('Ks0DemoAccountKeyOfEmbeddedAlloy');
    for (const credentials of [
      { token: 'mine', secret: 'hidden' },
      { token: 'Kt0DemoAccountKeyOfEmbeddedAlloy', secret: 'hidden' },
    ]) {
      const page = await read(create({ credentials }));
      expect(page).not.toContain('hidden');
      expect(page).not.toContain('Ks0DemoAccountKeyOfEmbeddedAlloy');
    }
  });

  it('lists workflows, without their secrets', async () => {
    const page = await read(create());
    for (const { token, secret, name } of demoWorkflows) {
      expect(page).toContain(token);
      expect(page).toContain(name);
      expect(page).not.toContain(secret);
    }
  });

  it('counts records by kind', async () => {
    const simulator = create();
    const count = async () =>
      Number(rowsBelow(await read(simulator), 'Records').find(([kind]) => kind === 'entities')?.[1]);
    const before = await count();
    await sendCall(simulator, { method: 'POST', path: '/entities/persons', body: { name_last: 'Ng' } });
    expect(await count()).toBe(before + 1);
    expect(rowsBelow(await read(simulator), 'Records').map(([kind]) => kind)).toContain('bank accounts');
  });

  it('lists the last 50 calls, newest first, without bodies, queries and credentials', async () => {
    const simulator = create({ clockStep: 1000, faults: ['GET /entities/persons/*:reset:1'] });
    for (let call = 0; call < 60; call += 1)
      await sendCall(simulator, {
        method: 'POST',
        path: `/entities/X-${call}/notes?secret=query-text`,
        body: { note: 'body-text' },
      });
    await sendCall(simulator, { method: 'GET', path: '/entities/persons/P-1' }).catch(() => undefined);
    const page = await read(simulator);
    expect(page).not.toMatch(/query-text|body-text|Basic [A-Za-z0-9+/]{15}/);
    const rows = rowsBelow(page, 'Last calls');
    expect(rows).toHaveLength(50);
    expect(rows[0]).toEqual([
      '2027-01-15 08:01:00.000',
      'GET',
      '/v1/entities/persons/P-1',
      'no answer',
      expect.stringMatching(/^\d+\.\d$/),
    ]);
    expect(rows[1]?.slice(1, 4)).toEqual(['POST', '/v1/entities/X-59/notes', '400']);
    expect(rows[49]?.[2]).toBe('/v1/entities/X-11/notes');
    expect(page).toContain('61 calls so far');
  });

  it('escapes what callers send, and cuts what is long', async () => {
    const simulator = create({ faults: ['GET /entities/<b>:503:1'] });
    for (const path of ['/<script>alert(1)</script>', '/entities/\'"&<i>', `/${'x'.repeat(3000)}`])
      await sendCall(simulator, { method: 'GET', path });
    const page = await read(simulator);
    expect(page).not.toMatch(/<script|<i>|<b>|x{300}/);
    expect(page).toContain('GET /entities/&lt;b&gt;:503:1');
  });

  it('shows what was asked for, and how often faults were met', async () => {
    const fault = 'GET /parameters:503:1';
    const simulator = create({
      faults: [fault],
      latency: '1-2',
      rateLimit: '100/s',
      tokenTtlSeconds: 5,
      clockStep: 10,
    });
    await sendCall(simulator, { method: 'GET', path: '/parameters' });
    expect(rowsBelow(await read(simulator), 'Settings')).toEqual([
      ['Fault', `${fault} (met 1 times)`],
      ['Latency', '1-2 ms'],
      ['Rate limit', '100/s'],
      ['Bearer tokens', 'expire after 5 s'],
      ['Clock', 'moves by 10 ms a request'],
    ]);
  });

  it('names the personas that there are', async () => {
    const names = rowsBelow(await read(create()), 'Personas').map(([name]) => name);
    expect(names).toEqual(Object.keys(personaGuide));
    for (const name of names) {
      const data = { name_last: name };
      expect(findJourneyPersona(data) ?? findPersona(data).name).toBe(name);
    }
  });

  it('is at / only, and for GET', async () => {
    const simulator = create();
    const send = (method: string, path: string) =>
      simulator.fetch(new Request(`http://127.0.0.1:4010${path}`, { method }));
    expect((await send('POST', '/')).status).toBe(404);
    expect((await send('GET', '/index.html')).status).toBe(404);
    expect((await send('GET', '/v1')).status).toBe(401);
    expect((await send('GET', '/v1/')).status).toBe(401);
  });
});

describe('html', () => {
  it('escapes all but itself', () => {
    const inner = html`<b>${'<&"\'>'}</b>`;
    expect(html`<p title="${'"'}">${[inner, 7, ['<']]}</p>`.text).toBe(
      '<p title="&quot;"><b>&lt;&amp;&quot;&#39;&gt;</b>7&lt;</p>',
    );
  });
});

describe('the Host header', () => {
  const serve = async (work: (service: SimulatorService) => Promise<void>, host = '127.0.0.1') => {
    const service = await startSimulator(createSimulator(), host, 0);
    await work(service).finally(() => service.stop());
  };
  const ask = (service: SimulatorService, headers: string, path = '/') =>
    new Promise<string>((resolve, reject) => {
      const socket = connect(Number(new URL(service.url).port), '127.0.0.1', () =>
        socket.end(`GET ${path} HTTP/1.0\r\n${headers}\r\n`),
      );
      let answer = '';
      socket.setEncoding('utf8').on('data', (text: string) => {
        answer += text;
      });
      socket.on('end', () => resolve(answer)).on('error', reject);
    });

  it.each(['localhost', 'LOCALHOST:4010', '127.0.0.1:80', '127.8.0.1', '[::1]:4010'])('may be %s', (host) =>
    serve(async (service) => {
      expect(await ask(service, `Host: ${host}\r\n`)).toContain('<h1>The embedded Alloy</h1>');
    }),
  );

  it.each([
    'Host: evil.example\r\n',
    'Host: localhost.evil.example:4010\r\n',
    'Host: 127.0.0.1.evil.example\r\n',
    'Host: 192.168.1.5\r\n',
    'Host: 0.0.0.0\r\n',
    '',
  ])('may not be %j', (headers) =>
    serve(async (service) => {
      for (const path of ['/', '/v1/parameters']) {
        const answer = await ask(service, headers, path);
        expect(answer).toMatch(/^HTTP\/1\.1 403 /);
        expect(answer).toContain('localhost, 127.0.0.1 or [::1]');
        expect(answer).not.toContain('Kt0Demo');
      }
    }),
  );
});
