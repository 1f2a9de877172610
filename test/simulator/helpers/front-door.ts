/** Sends requests to one embedded Alloy as any client would: with headers and credentials of one's own choice. */
import { createSimulator, type Simulator, type SimulatorOptions } from '../../../src/simulator/simulator.ts';
import type { Reply } from './account-client.ts';

interface Sending {
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  /** The whole Authorization header; null sends none. The account's Basic header when absent. */
  readonly authorization?: string | null;
}

export interface FrontDoor {
  send(method: string, path: string, sending?: Sending): Promise<Reply>;
  /** POST /evaluations with that workflow. */
  evaluate(workflowToken: string, body: unknown, headers?: Readonly<Record<string, string>>): Promise<Reply>;
}

/** 2027-01-15T08:00:00Z */
export const testTime = 1_800_000_000_000;

export function formatBasic(token: string, secret: string): string {
  return `Basic ${Buffer.from(`${token}:${secret}`).toString('base64')}`;
}

export function createFrontDoor(options: SimulatorOptions = {}): FrontDoor {
  return openFrontDoor(createSimulator({ now: () => testTime, ...options }));
}

export function openFrontDoor(simulator: Simulator): FrontDoor {
  const basic = formatBasic(simulator.credentials.token, simulator.credentials.secret);
  const send: FrontDoor['send'] = async (method, path, { body, headers, authorization = basic } = {}) => {
    const response = await simulator.fetch(
      new Request(`http://alloy.embedded/v1${path}`, {
        method,
        headers: {
          'content-type': 'application/json',
          ...(authorization === null ? {} : { authorization }),
          ...headers,
        },
        ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      }),
    );
    const text = await response.text();
    return { status: response.status, body: text === '' ? undefined : JSON.parse(text) };
  };
  return {
    send,
    evaluate: (workflowToken, body, headers = {}) =>
      send('POST', '/evaluations', {
        body,
        headers: { 'alloy-workflow-token': workflowToken, ...headers },
      }),
  };
}
