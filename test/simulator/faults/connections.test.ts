/** Faults below HTTP: connections that break or stay silent, in this process and on a socket. */
import { describe, expect, it } from 'vitest';
import { type SimulatorService, startSimulator } from '../../../src/simulator/serve.ts';
import { createSimulator } from '../../../src/simulator/simulator.ts';
import { formatBasic } from '../helpers/front-door.ts';

const person = { name_first: 'Maya', name_last: 'Okafor', external_entity_id: 'maya-1' };

describe('the connection', () => {
  const basic = formatBasic('Kt0DemoAccountKeyOfEmbeddedAlloy', 'Ks0DemoAccountKeyOfEmbeddedAlloy');
  const post = (base: string, signal?: AbortSignal) =>
    new Request(`${base}/entities/persons`, {
      method: 'POST',
      headers: { authorization: basic, 'content-type': 'application/json' },
      body: JSON.stringify(person),
      ...(signal === undefined ? {} : { signal }),
    });
  const inProcess = 'http://alloy.embedded/v1';
  const isThere = async (fetch: (request: Request) => Promise<Response>, base: string) => {
    const response = await fetch(
      new Request(`${base}/entities/maya-1`, { headers: { authorization: basic } }),
    );
    await response.arrayBuffer();
    return response.status === 200;
  };

  it('breaks before the call has an effect', async () => {
    const simulator = createSimulator({ faults: ['POST /*:reset:1'] });
    await expect(simulator.fetch(post(inProcess))).rejects.toMatchObject({ code: 'ECONNRESET' });
    expect(await isThere(simulator.fetch, inProcess)).toBe(false);
  });

  it('stays silent until the caller gives up', async () => {
    const simulator = createSimulator({ faults: ['POST /*:stall:1'] });
    await expect(simulator.fetch(post(inProcess, AbortSignal.timeout(30)))).rejects.toThrow(/timeout/);
    await expect(simulator.fetch(post(inProcess, AbortSignal.abort()))).rejects.toThrow(/abort/);
    expect(await isThere(simulator.fetch, inProcess)).toBe(false);
  });

  it('breaks within the answer to a call that had its effect', async () => {
    const simulator = createSimulator({ faults: ['POST /*:cut:1'] });
    const response = await simulator.fetch(post(inProcess));
    expect(response.status).toBe(201);
    await expect(response.text()).rejects.toMatchObject({ code: 'ECONNRESET' });
    expect(await isThere(simulator.fetch, inProcess)).toBe(true);
  });

  const serve = async (fault: string, work: (service: SimulatorService) => Promise<void>) => {
    const service = await startSimulator(createSimulator({ faults: [fault] }), '127.0.0.1', 0);
    await work(service).finally(() => service.stop());
  };

  it('breaks on a socket', () =>
    serve('POST /*:reset:1', async ({ url }) => {
      await expect(fetch(post(url))).rejects.toMatchObject({ cause: { code: 'ECONNRESET' } });
      expect(await isThere(fetch, url)).toBe(false);
    }));

  it('stays silent on a socket', () =>
    serve('POST /*:stall:1', async ({ url }) => {
      await expect(fetch(post(url, AbortSignal.timeout(100)))).rejects.toThrow(/timeout/);
      expect(await isThere(fetch, url)).toBe(false);
    }));

  it('ends the server while a call is kept waiting', () =>
    serve('POST /*:stall:1', async ({ url, stop }) => {
      const waiting = fetch(post(url)).then(
        () => 'answered',
        () => 'broken',
      );
      await new Promise((resolve) => setTimeout(resolve, 50));
      await stop();
      expect(await waiting).toBe('broken');
    }));

  it('breaks within an answer on a socket', () =>
    serve('POST /*:cut:1', async ({ url }) => {
      const response = await fetch(post(url));
      expect(response.status).toBe(201);
      const chunks: Uint8Array[] = [];
      const reading = (async () => {
        for await (const chunk of response.body ?? []) chunks.push(chunk);
      })();
      await expect(reading).rejects.toThrow();
      const length = Buffer.concat(chunks).length;
      expect(length).toBe(Math.floor(Number(response.headers.get('content-length')) / 2));
      expect(await isThere(fetch, url)).toBe(true);
    }));
});
