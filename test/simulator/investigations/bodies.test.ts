/** Whatever the body, Alloy's 4xx form and never a 500. */
import { describe, expect, it } from 'vitest';
import { read } from '../helpers/account-client.ts';
import { createFrontDoor } from '../helpers/front-door.ts';
import {
  dana,
  demoAlert,
  demoInvestigation,
  johnDoe,
  newInvestigation,
} from '../helpers/investigation-client.ts';

const one = `/investigations/${demoInvestigation}`;
const alert = `${one}/alerts/${demoAlert}`;
const operations: readonly [method: string, path: string, body: Record<string, unknown>][] = [
  [
    'POST',
    '/investigations',
    {
      ...newInvestigation,
      journey_alerts: [{ agent_token: dana, journey_alert_token: demoAlert, outcome: 'Dismissed' }],
      investigation_assignee_token: dana,
      should_aggregate_alerts: false,
      investigation_name: 'x',
      note: 'x',
      tags: [{ tag_name: 'x', is_outcome_reason: false }],
    },
  ],
  ['PATCH', `${one}/evidences`, { note: 'x', journey_alerts: [demoAlert], tags: [{ tag_name: 'x' }] }],
  ['POST', `${one}/notes`, { note: 'x', entity_token: johnDoe }],
  ['PUT', `${one}/promote`, {}],
  ['PUT', `${one}/review`, { outcome: 'Dismissed', reason: 'x', note: 'x' }],
  ['PUT', '/investigations/archive', { investigation_tokens: [demoInvestigation] }],
  ['PUT', '/investigations/unarchive', { investigation_tokens: [demoInvestigation] }],
  ['PUT', '/investigations/assign', { agent_token: dana, investigation_tokens: [demoInvestigation] }],
  ['PUT', '/investigations/unassign', { investigation_tokens: [demoInvestigation] }],
  ['POST', '/investigations/types', { name: 'x', use_case: 'AML', description: 'x' }],
  ['PATCH', '/investigations/types/archive', { investigation_types: 'Fraud' }],
  ['PATCH', '/investigations/types/unarchive', { investigation_types: 'Fraud' }],
  ['PUT', `${alert}/assign`, { agent_token: dana, investigation_tokens: [demoInvestigation] }],
  ['PUT', `${alert}/unassign`, {}],
  ['PUT', `${alert}/review`, { outcome: 'Dismissed', reason: 'False positive', note: 'x' }],
  ['POST', `${alert}/review/R-1/review`, { outcome: 'Dismissed', reason: 'False positive' }],
];

const values = [
  null,
  true,
  0,
  -1.5,
  1e308,
  '',
  'x'.repeat(100_000),
  '\u0000\ud800',
  [],
  [null],
  [[]],
  {},
  { a: 1 },
  [{}],
];
const bodies = ['{', 'null', '[]', '"x"', '1', '{"__proto__":{"a":1}}', '[{}]', 'true'];

describe('malformed bodies', () => {
  it.each(operations)('of %s %s', async (method, path, body) => {
    const door = createFrontDoor();
    const attempts: unknown[] = [...bodies];
    for (const key of Object.keys(body)) {
      for (const value of values) attempts.push({ ...body, [key]: value });
      const { [key]: removed, ...rest } = body;
      attempts.push(rest);
    }
    for (const attempt of attempts) {
      const reply = await door.send(method, path, { body: attempt });
      expect(reply.status, JSON.stringify([attempt, reply.body]).slice(0, 500)).toBeLessThan(500);
      if (reply.status >= 400) expect(read(reply.body, 'error.minor_code')).toBeTypeOf('number');
    }
    const notJson = await door.send(method, path, { body: '{' });
    expect(notJson.status).toBeGreaterThanOrEqual(400);
  });

  it('of paths', async () => {
    const door = createFrontDoor();
    for (const token of ['%00', '%ff', '%2e%2e', '__proto__', 'constructor', 'x'.repeat(5000)]) {
      for (const [method, path] of [
        ['GET', `/investigations/${token}`],
        ['GET', `${one}/alerts/${token}`],
        ['DELETE', `/investigations/types/delete/${token}`],
      ] as const) {
        const { status } = await door.send(method, path);
        expect(status, path).toBe(404);
      }
    }
  });
});

describe('an unknown investigation', () => {
  it.each([
    ['GET', ''],
    ['PATCH', '/evidences'],
    ['POST', '/notes'],
    ['PUT', '/promote'],
    ['PUT', '/review'],
    ['GET', `/alerts/${demoAlert}`],
    ['PUT', `/alerts/${demoAlert}/assign`],
    ['PUT', `/alerts/${demoAlert}/unassign`],
    ['PUT', `/alerts/${demoAlert}/review`],
    ['POST', `/alerts/${demoAlert}/review/R-1/review`],
  ])('is 404 for %s %s', async (method, rest) => {
    const { status, body } = await createFrontDoor().send(method, `/investigations/INV-unknown${rest}`);
    expect(status).toBe(404);
    expect(read(body, 'error')).toMatchObject({
      minor_code: 4041,
      details: { investigation_token: 'INV-unknown' },
    });
  });
});
