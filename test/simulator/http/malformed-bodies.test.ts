/** Whatever the body, of every operation that changes something: Alloy's 4xx form, never a 5xx. */
import { describe, expect, it } from 'vitest';
import { operations } from '../../../src/simulator/http/operations.ts';
import { eventTypes } from '../../../src/simulator/records/event-types.ts';
import { createSimulator } from '../../../src/simulator/simulator.ts';
import { isLong } from '../../helpers/extent.ts';
import { findFormFault } from '../helpers/answer-form.ts';
import { buildEvent } from '../helpers/event-examples.ts';
import { formatBasic, openFrontDoor, testTime } from '../helpers/front-door.ts';
import { spoil, wrongTexts } from '../helpers/malformed-values.ts';
import type { WritingCall, WritingOperation } from '../helpers/writing-operation.ts';
import { writingOperations } from '../helpers/writing-operations.ts';

type Sent = (
  body: string | Uint8Array<ArrayBuffer> | undefined,
  headers?: Readonly<Record<string, string>>,
) => Promise<number>;

interface Target {
  /** Sends that body to it and checks the answer's form. */
  readonly send: Sent;
  readonly call: WritingCall;
  readonly faults: readonly string[];
}

/** A fresh embedded Alloy takes the place of one that has taken a body. */
async function open(method: string, operation: WritingOperation): Promise<Target> {
  const faults: string[] = [];
  const start = async () => {
    const simulator = createSimulator({ now: () => testTime });
    return { simulator, call: await operation.prepare(openFrontDoor(simulator)) };
  };
  let { simulator, call } = await start();
  const { token, secret } = simulator.credentials;
  const send: Sent = async (body, headers = {}) => {
    const { path } = call;
    const request = new Request(`http://alloy.embedded/v1${path}`, {
      method,
      headers: {
        authorization: formatBasic(token, secret),
        'content-type': 'application/json',
        ...call.headers,
        ...headers,
      },
      ...(body === undefined ? {} : { body }),
    });
    const response = await simulator.fetch(request);
    const reply = { status: response.status, text: await response.text() };
    const fault = findFormFault({ method, path }, reply);
    if (fault !== undefined) faults.push(`${String(body).slice(0, 200)} > ${fault}`);
    if (reply.status < 300 && operation.repeats !== true) ({ simulator, call } = await start());
    return reply.status;
  };
  return { send, call, faults };
}

const table = Object.entries(writingOperations).map(
  ([name, operation]) => [name, name.split(' ')[0] ?? '', operation] as const,
);
const withBody = table.filter(([, , { takes }]) => takes === 'object' || takes === 'list');

/** In the quick suite every fifth: of 19 wrong values another one at each place. */
function* chooseBodies(body: unknown): Generator<unknown> {
  let count = 0;
  for (const spoilt of spoil(body)) if (isLong || count++ % 12 === 0) yield spoilt;
}

describe('malformed bodies', { timeout: 60_000 }, () => {
  it('are tried on every operation that changes something', () => {
    const writing = operations.filter(({ method }) => method !== 'GET');
    expect(table.map(([name]) => name).sort()).toEqual(
      writing.map(({ method, path }) => `${method} ${path}`).sort(),
    );
  });

  it.each(table)('%s: succeeds as the table has it', async (_, method, operation) => {
    const { send, call, faults } = await open(method, operation);
    expect(await send(formatBody(call.body))).toBeLessThan(300);
    expect(faults).toEqual([]);
  });

  it.each(withBody)('%s: refuses text that is not its JSON', async (_, method, operation) => {
    const { send, faults } = await open(method, operation);
    const bodies = [...wrongTexts, operation.takes === 'object' ? '[]' : '{}'];
    for (const body of bodies) expect(await send(body), body.slice(0, 100)).toBe(400);
    expect(await send(new Uint8Array([0xff, 0xfe, 0x7b, 0xc3, 0x28]))).toBe(400);
    expect(faults).toEqual([]);
  });

  it.each(withBody)('%s: bears wrong values anywhere', async (_, method, operation) => {
    const { send, call, faults } = await open(method, operation);
    let refused = 0;
    for (const body of chooseBodies(call.body)) {
      if ((await send(formatBody(body))) >= 400) refused += 1;
    }
    expect(faults.slice(0, 5)).toEqual([]);
    expect(refused).toBeGreaterThan(0);
  });

  it.each(eventTypes)('an event of kind %s bears wrong values anywhere', async (eventType) => {
    const event = buildEvent(eventType);
    const { send, faults } = await open('POST', {
      takes: 'object',
      ...(eventType.endsWith('_created') ? {} : { repeats: true }),
      async prepare(door) {
        if (eventType === 'card_updated')
          await door.send('POST', '/events/', { body: buildEvent('card_created') });
        return { path: '/events/', body: event };
      },
    });
    expect(await send(JSON.stringify(event))).toBe(201);
    for (const body of chooseBodies(event)) await send(formatBody(body));
    expect(faults.slice(0, 5)).toEqual([]);
  });

  it.each(table)('%s: bears any content type, and no body', async (_, method, operation) => {
    const { send, call, faults } = await open(method, operation);
    for (const type of [
      'text/plain',
      'multipart/form-data',
      'multipart/form-data; boundary=x',
      '',
      'a/b; charset=x',
    ]) {
      await send(formatBody(call.body), { 'content-type': type });
      await send('{', { 'content-type': type });
    }
    await send(undefined);
    await send('');
    await send(' \n');
    expect(faults).toEqual([]);
  });
});

function formatBody(body: unknown): string | undefined {
  return body === undefined || typeof body === 'string' ? body : JSON.stringify(body);
}
