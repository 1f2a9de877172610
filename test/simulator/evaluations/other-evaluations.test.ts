/** Evaluations that no POST /evaluations makes: of legacy groups, and of monitored events. */
import { describe, expect, it } from 'vitest';
import {
  groupDecision,
  personMonitoring,
  personOnboarding,
} from '../../../src/simulator/settings/workflows.ts';
import { read } from '../helpers/account-client.ts';
import { createFrontDoor } from '../helpers/front-door.ts';

const person = personOnboarding.token;
const customer = { name_first: 'Maya', name_last: 'Okafor', document_ssn: '666120417' };
const lucy = 'P-ewaa6ImCcpv7FM2XhpNe';
const named = (name_last: string) => ({ ...customer, name_last });

describe('groups', () => {
  const group = { 'alloy-external-group-id': 'joint-118' };
  const decide = { headers: { 'alloy-workflow-token': groupDecision.token } };

  it.each([
    [['Okafor', 'Lindqvist'], 'Approved'],
    [['Okafor', 'Review'], 'Manual Review'],
    [['Review', 'Deny'], 'Denied'],
    [['Okafor', 'Quiz'], 'Manual Review'],
  ])('of %j: %s', async (names, outcome) => {
    const door = createFrontDoor();
    const tokens: unknown[] = [];
    for (const name of names) {
      const { body } = await door.evaluate(person, named(name), group);
      tokens.push(read(body, 'group_token'));
    }
    expect(tokens[0]).toMatch(/^G-[A-Za-z0-9]{20}$/);
    expect(tokens[1]).toBe(tokens[0]);
    const { status, body } = await door.send('POST', '/groups/joint-118/evaluations', decide);
    expect(status).toBe(200);
    expect(body).toMatchObject({ status_code: 200, entity_token: tokens[0], summary: { outcome } });
    const shown = await door.send('GET', `/groups/${String(tokens[0])}`);
    expect(read(shown.body, 'evaluations.0')).toMatchObject({
      evaluation_token: read(body, 'evaluation_token'),
      outcome,
    });
    expect(read(shown.body, 'child_entities')).toHaveLength(2);
  });

  it('need a group workflow and a group', async () => {
    const door = createFrontDoor();
    await door.evaluate(person, customer, group);
    const wrongWorkflow = await door.send('POST', '/groups/joint-118/evaluations', {
      headers: { 'alloy-workflow-token': person },
    });
    expect([wrongWorkflow.status, read(wrongWorkflow.body, 'error.minor_code')]).toEqual([400, 4000]);
    const unknown = await door.send('POST', '/groups/joint-119/evaluations', decide);
    expect([unknown.status, read(unknown.body, 'error.minor_code')]).toEqual([400, 4013]);
  });
});

describe('a monitored event', () => {
  const event = (data: Record<string, unknown>) => ({
    event_type: 'person_updated',
    data: { timestamp: '2027-01-01T00:00:00Z', entity_token: lucy, ...data },
  });

  it('makes an evaluation that counts what is on file', async () => {
    const door = createFrontDoor();
    const outcomeOf = async (data: Record<string, unknown>) => {
      const { status, body } = await door.send('POST', '/events/', { body: event(data) });
      expect(status).toBe(201);
      const token = String(read(body, 'event.evaluations.0.evaluation_token'));
      const evaluation = await door.send('GET', `/evaluations/${token}`);
      expect(evaluation.status).toBe(201);
      expect(read(evaluation.body, 'application_token')).toBe(personMonitoring.token);
      return read(evaluation.body, 'summary.outcome');
    };
    const emails = [{ email_address: 'lucy.new@example.com' }];
    const phones = [{ phone_number: '2025550155' }];
    const addresses = [
      {
        type: 'primary',
        line_1: '5 Elm',
        city: 'Troy',
        state: 'NY',
        postal_code: '12180',
        country_code: 'US',
      },
    ];
    expect(await outcomeOf({ emails })).toBe('Approved');
    expect(await outcomeOf({ emails, phones, addresses })).toBe('Manual Review');
    expect(await outcomeOf({ name_last: 'Deny' })).toBe('Denied');
    // The name stays on file.
    expect(await outcomeOf({ gender: 'female' })).toBe('Denied');
  });
});
