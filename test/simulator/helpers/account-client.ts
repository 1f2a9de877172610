/** A client of one embedded Alloy: JSON in and out through the front door, with the demo account's key. */
import { createSimulator, type SimulatorOptions } from '../../../src/simulator/simulator.ts';

export interface Reply {
  readonly status: number;
  readonly body: unknown;
}

/** A value deep inside an answer: `read(body, 'event.evaluations.0.evaluation_token')`. */
export function read(value: unknown, path: string): unknown {
  let inner = value;
  for (const step of path === '' ? [] : path.split('.')) {
    if (typeof inner !== 'object' || inner === null) return undefined;
    inner = Object.entries(inner).find(([key]) => key === step)?.[1];
  }
  return inner;
}

/** One member of every item of a list. */
export function readEach(value: unknown, path: string, member: string): unknown[] {
  const list = read(value, path);
  if (!Array.isArray(list)) throw new Error(`${path} is not a list`);
  return list.map((item) => read(item, member));
}

export interface AccountClient {
  get(path: string): Promise<Reply>;
  post(path: string, body: unknown, headers?: Record<string, string>): Promise<Reply>;
  patch(path: string, body: unknown): Promise<Reply>;
  /** Posts an event; `data` gets a timestamp when it has none. */
  event(eventType: string, data: Record<string, unknown>, envelope?: Record<string, unknown>): Promise<Reply>;
}

/** 2026-01-06T19:16:22.254Z, when Alloy's guide on entity groups was made. */
export const guideTime = 1_767_726_982_254;

export function createAccountClient(options: SimulatorOptions = {}): AccountClient {
  const simulator = createSimulator({ now: () => guideTime, ...options });
  const { token, secret } = simulator.credentials;
  const authorization = `Basic ${Buffer.from(`${token}:${secret}`).toString('base64')}`;
  const send = async (
    method: string,
    path: string,
    body?: unknown,
    headers: Record<string, string> = {},
  ): Promise<Reply> => {
    const request = new Request(`http://alloy.embedded/v1${path}`, {
      method,
      headers: { authorization, 'content-type': 'application/json', ...headers },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    });
    const response = await simulator.fetch(request);
    const text = await response.text();
    return { status: response.status, body: text === '' ? undefined : JSON.parse(text) };
  };
  return {
    get: (path) => send('GET', path),
    post: (path, body, headers) => send('POST', path, body, headers),
    patch: (path, body) => send('PATCH', path, body),
    event: (event_type, data, envelope = {}) =>
      send('POST', '/events/', {
        event_type,
        ...envelope,
        data: { timestamp: '2026-01-05T10:00:00Z', ...data },
      }),
  };
}
