/** Evaluations that wait for data: what they ask for, and PATCH /evaluations/{evaluation_token}. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { personOnboarding } from '../../../src/simulator/settings/workflows.ts';
import { read, readEach } from '../helpers/account-client.ts';
import { createFrontDoor } from '../helpers/front-door.ts';
import { membersOf } from '../helpers/members-of.ts';

const person = personOnboarding.token;
const customer = { name_first: 'Maya', name_last: 'Okafor', document_ssn: '666120417' };
const named = (name_last: string) => ({ ...customer, name_last });

interface Guide {
  readonly waiting: Record<string, unknown>;
}
const guide: Guide = JSON.parse(
  readFileSync(new URL('../../fixtures/seeds/onboard-person.json', import.meta.url), 'utf8'),
);

describe('waiting for data', () => {
  it('asks for what is missing, takes it by PATCH and then decides', async () => {
    const door = createFrontDoor();
    const first = await door.evaluate(person, { name_first: 'Maya', email_address: 'maya@example.com' });
    expect(first.status).toBe(200);
    expect(first.body).toMatchObject({ status_code: 200, error: null, application_token: person });
    expect(readEach(first.body, 'required', 'key')).toEqual(['name_last', 'document_ssn']);
    expect(readEach(first.body, 'optional', 'key')).not.toContain('email_address');
    expect(read(first.body, 'or')).toHaveLength(2);
    expect(first.body).not.toHaveProperty('summary');
    const path = `/evaluations/${String(read(first.body, 'evaluation_token'))}`;

    const second = await door.send('PATCH', path, { body: { name_last: 'Okafor', name_first: null } });
    expect(second.status).toBe(200);
    expect(readEach(second.body, 'required', 'key')).toEqual(['document_ssn']);

    // Either alternative will do.
    const third = await door.send('PATCH', path, {
      body: { document_license: 'D123-4567', document_license_state: 'ny' },
    });
    expect(third.status).toBe(201);
    expect(read(third.body, 'supplied')).toMatchObject({ name_first: 'Maya', name_last: 'Okafor' });
    expect(read(third.body, 'formatted.document_license_state')).toBe('NY');
    const entity = await door.send('GET', `/entities/persons/${String(read(third.body, 'entity_token'))}`);
    expect(entity.body).toMatchObject({ name_last: 'Okafor', document_license: 'D123-4567' });
  });

  it('MissingData: asks for a licence beside the rest', async () => {
    const door = createFrontDoor();
    const { status, body } = await door.evaluate(person, named('MissingData'));
    expect(status).toBe(200);
    expect(readEach(body, 'required', 'key')).toEqual(['document_license', 'document_license_state']);
    const licence = { document_license: 'D1', document_license_state: 'NY' };
    const done = await door.send('PATCH', `/evaluations/${String(read(body, 'evaluation_token'))}`, {
      body: licence,
    });
    expect(read(done.body, 'summary.outcome')).toBe('Approved');
  });

  const answer = (ids: readonly number[]) =>
    ids.map((answer_id, index) => ({ question_id: index + 1, answer_id }));

  it('Quiz: prompts in the printed form', async () => {
    const { status, body } = await createFrontDoor().evaluate(person, named('Quiz'));
    expect(status).toBe(200);
    expect(membersOf(body)).toEqual({ status_code: 'number', ...Object(membersOf(guide.waiting)) });
    expect(read(body, 'required.0.template')).toEqual(read(guide.waiting, 'required.0.template'));
    expect(read(body, 'prompts.answers.questions')).toHaveLength(5);
  });

  it.each([
    ['all right', { answers: answer([4, 1, 3, 2, 5]) }, 'Approved', 1],
    ['four right, bare list', answer([4, 1, 3, 2, 1]), 'Approved', 0.8],
    ['three right', { answers: answer([4, 1, 3, 1, 1]) }, 'Manual Review', 0.6],
  ])('Quiz: %s', async (_, answers, outcome, score) => {
    const door = createFrontDoor();
    const asked = await door.evaluate(person, named('Quiz'));
    const path = `/evaluations/${String(read(asked.body, 'evaluation_token'))}`;
    const { status, body } = await door.send('PATCH', path, { body: { answers } });
    expect(status).toBe(201);
    expect(read(body, 'summary.outcome')).toBe(outcome);
    expect(read(body, 'diligence.identity_questions.score')).toBe(score);
    expect(read(body, 'supplied')).not.toHaveProperty('answers');
  });

  it.each([[{ answers: answer([4, 1]) }], [{ answers: answer([4, 1, 3, 2, 9]) }], ['4']])(
    'Quiz: refuses incomplete answers and goes on waiting (%#)',
    async (answers) => {
      const door = createFrontDoor();
      const asked = await door.evaluate(person, named('Quiz'));
      const path = `/evaluations/${String(read(asked.body, 'evaluation_token'))}`;
      const refused = await door.send('PATCH', path, { body: { answers } });
      expect(refused.status).toBe(400);
      expect(read(refused.body, 'error.details.0.path')).toBe('answers');
      expect((await door.send('GET', path)).status).toBe(200);
    },
  );

  it('takes nothing more once it is finished', async () => {
    const door = createFrontDoor();
    const { body } = await door.evaluate(person, customer);
    const path = `/evaluations/${String(read(body, 'evaluation_token'))}`;
    const late = await door.send('PATCH', path, { body: { name_last: 'Deny' } });
    expect(late.status).toBe(400);
    expect(read(late.body, 'error.minor_code')).toBe(4000);
    expect((await door.send('GET', path)).body).toEqual(body);
  });
});
