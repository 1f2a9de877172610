/** Starts and looks at journey applications, as a client of the embedded Alloy would. */
import { businessJourney, personJourney } from '../../../src/simulator/settings/journeys.ts';
import type { SimulatorOptions } from '../../../src/simulator/simulator.ts';
import { type Reply, read, readEach } from './account-client.ts';
import { createFrontDoor, type FrontDoor, testTime } from './front-door.ts';

export const persons = `/journeys/${personJourney.token}`;
export const businesses = `/journeys/${businessJourney.token}`;

type Headers = Readonly<Record<string, string>>;

export interface JourneyClient {
  readonly door: FrontDoor;
  /** POST of an application; of the person journey unless another path is given. */
  start(body: unknown, options?: { readonly journey?: string; readonly headers?: Headers }): Promise<Reply>;
  /** One person of that last name. */
  startPerson(lastName: string, more?: Readonly<Record<string, unknown>>, headers?: Headers): Promise<Reply>;
  /** By the application's own link. */
  refresh(application: Reply): Promise<Reply>;
  send(method: string, application: Reply, path: string, body?: unknown, headers?: Headers): Promise<Reply>;
  /** Moves the clock. */
  wait(milliseconds: number): void;
}

export function createJourneyClient(options: SimulatorOptions = {}): JourneyClient {
  let time = testTime;
  const door = createFrontDoor({ now: () => time, ...options });
  const start: JourneyClient['start'] = (body, { journey = persons, headers = {} } = {}) =>
    door.send('POST', `${journey}/applications`, { body, headers });
  return {
    door,
    start,
    startPerson: (lastName, more = {}, headers = {}) =>
      start({ entities: [person(lastName)], ...more }, { headers }),
    refresh: (application) => door.send('GET', pathOf(application)),
    send: (method, application, path, body, headers = {}) =>
      door.send(method, `${pathOf(application)}${path}`, {
        ...(body === undefined ? {} : { body }),
        headers,
      }),
    wait: (milliseconds) => {
      time += milliseconds;
    },
  };
}

export function person(name_last: string, item: Readonly<Record<string, unknown>> = {}) {
  return { ...item, data: { name_first: 'Maya', name_last, document_ssn: '666120417' } };
}

export function business(business_name: string, item: Readonly<Record<string, unknown>> = {}) {
  return { ...item, data: { business_name } };
}

export function pathOf({ body }: Reply): string {
  return String(read(body, '_links.self.href')).replace('/v1', '');
}

export function eventsOf({ body }: Reply): unknown[] {
  return readEach(body, '_embedded.events', 'type');
}

/** The last event of that type. */
export function findEvent({ body }: Reply, type: string): unknown {
  const events = read(body, '_embedded.events');
  return Array.isArray(events) ? events.findLast((event) => read(event, 'type') === type) : undefined;
}

/** From the link of its pending_review event. */
export function caseOf(application: Reply): string {
  const href = read(findEvent(application, 'pending_review'), '_links.case.href');
  return String(href).split('/').at(-1) ?? '';
}
