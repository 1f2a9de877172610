/** What is unknown, in the wrong state or malformed: Alloy's 4xx, whatever is sent. */
import { describe, expect, it } from 'vitest';
import { alertJourney } from '../../../src/simulator/settings/journeys.ts';
import { type Reply, read } from '../helpers/account-client.ts';
import { createJourneyClient, findEvent, pathOf, persons } from '../helpers/journey-client.ts';

const unknownOne = `${persons}/applications/JA-nobody`;

describe('unknown', () => {
  it.each([
    ['GET', '/journeys/J-nobody/schema'],
    ['GET', '/journeys/J-nobody/parameters'],
    ['POST', '/journeys/J-nobody/applications'],
    ['POST', '/journeys/J-nobody/batches'],
    ['GET', `${persons}/batches/JB-nobody`],
    ['GET', `${persons}/batches/JB-nobody/applications`],
    ['GET', unknownOne],
    ['PUT', unknownOne],
    ['POST', `${unknownOne}/rerun`],
    ['POST', `${unknownOne}/review`],
    ['GET', `${unknownOne}/review/R-nobody`],
    ['POST', `${unknownOne}/cases/C-nobody/review`],
    ['PUT', `${unknownOne}/nodes/1`],
    ['GET', `${unknownOne}/notes`],
    ['POST', `${unknownOne}/notes`],
    ['PATCH', `${unknownOne}/auditaccess`],
    ['GET', '/journeys/applications/ext/nobody/latest'],
    ['PUT', '/journeys/applications/ext/nobody/latest'],
    ['POST', '/journeys/applications/ext/nobody/latest/rerun'],
    ['GET', '/journeys/entities/nobody/applications'],
  ])('%s %s: 404 / 4041 with what was sent', async (method, path) => {
    const { status, body } = await createJourneyClient().door.send(method, path);
    expect(status).toBe(404);
    expect(read(body, 'error.minor_code')).toBe(4041);
    expect(JSON.stringify(read(body, 'error.details'))).toContain('nobody');
  });

  it('an application of another journey', async () => {
    const client = createJourneyClient();
    const started = await client.startPerson('Okafor');
    const token = String(read(started.body, 'journey_application_token'));
    const { status, body } = await client.door.send(
      'GET',
      `/journeys/${alertJourney.token}/applications/${token}`,
    );
    expect(status).toBe(404);
    expect(read(body, 'error.details')).toEqual({
      journey_token: alertJourney.token,
      journey_application_token: token,
    });
  });

  it('a review, case or node within an application', async () => {
    const client = createJourneyClient();
    const started = await client.startPerson('Review');
    const approved = { outcome: 'Approved', reason: 'Other' };
    expect((await client.send('GET', started, '/review/R-nobody')).status).toBe(404);
    expect((await client.send('POST', started, '/cases/C-nobody/review', approved)).status).toBe(404);
    expect((await client.send('PUT', started, '/nodes/17', approved)).status).toBe(400);
    expect((await client.send('PUT', started, '/nodes/17', { outcome: 'Approved' })).status).toBe(404);
  });
});

describe('wrong state', () => {
  it.each(['Okafor', 'Review', 'Quiz', 'Action', 'Expired', 'Error', 'Async', 'StepUp'])(
    '%s: what does not fit is 409 / 4091',
    async (lastName) => {
      const client = createJourneyClient();
      const started = await client.startPerson(lastName);
      const expectConflict = async (method: string, path: string, body: unknown) => {
        const reply = await client.send(method, started, path, body);
        expect(reply.status).toBe(409);
        expect(read(reply.body, 'error.minor_code')).toBe(4091);
      };
      await expectConflict('POST', '/review', { outcome: 'Approved', reason: 'Other' });
      if (lastName !== 'Action') {
        const node = read(
          findEvent(await client.startPerson('Action'), 'pending_action'),
          '_embedded.node.id',
        );
        await expectConflict('PUT', `/nodes/${String(node)}`, { outcome: 'Approved' });
      }
      if (lastName !== 'Quiz' && lastName !== 'StepUp')
        await expectConflict('PUT', '', { entities: [{ data: { gender: 'x' } }] });
    },
  );

  it('an alert journey takes no applications', async () => {
    const client = createJourneyClient();
    const journey = `/journeys/${alertJourney.token}`;
    const reply = await client.start({ entities: [{ data: { name_last: 'A' } }] }, { journey });
    expect(read(reply.body, 'error.minor_code')).toBe(4000);
    expect((await client.door.send('POST', `${journey}/batches`, { body: {} })).status).toBe(400);
  });
});

/** Values that do not belong where they are put. */
const strangers: readonly unknown[] = [null, true, -1.5, '', 'text', [], [null], {}, { constructor: 1 }];

/** Every member of a fitting body replaced by every stranger, one at a time, at every depth. */
function* mutate(value: unknown): Generator<unknown> {
  for (const stranger of strangers) yield stranger;
  if (typeof value !== 'object' || value === null) return;
  for (const [key, inner] of Object.entries(value)) {
    for (const changed of mutate(inner))
      yield Array.isArray(value) ? value.with(Number(key), changed) : { ...value, [key]: changed };
  }
}

describe('malformed bodies', () => {
  const data = {
    name_first: 'Maya',
    name_last: 'Action',
    document_ssn: '666120417',
    addresses: [{ type: 'primary', line_1: '1 Main St', state: 'NY' }],
    meta: { a: { b: 1 } },
  };
  const entity = { entity_type: 'person', branch_name: 'persons', external_entity_id: 'x', data };
  const answers = [{ question_id: 1, answer_id: 1 }];
  const bodies: readonly (readonly [string, string, string, unknown])[] = [
    [
      'Okafor',
      'POST',
      'create',
      {
        entities: [entity],
        external_group_id: 'g',
        external_application_id: 'a',
        application_meta: { a: 1 },
        entity_group_name: 'n',
        entity_group_type: 'business',
        do_await_additional_entities: true,
      },
    ],
    ['MissingData', 'PUT', '', { entities: [{ data, entity_application_token: 'EA-x' }] }],
    [
      'Quiz',
      'PUT',
      '',
      { entities: [{ answers, data: {} }], has_finished_sending_additional_entities: false },
    ],
    ['StepUp', 'PUT', '', { entities: [{ data: { document_token_front: 'D-1', document_step: 'final' } }] }],
    ['Review', 'POST', '/review', { outcome: 'Approved', reasons: ['Other'], note: 'n' }],
    ['AppReview', 'POST', '/review', { outcome: 'Approved', reason: 'x', note: 'n' }],
    ['Action', 'PUT', '/nodes/1', { outcome: 'Approved', data: { meta: {} } }],
    ['Error', 'POST', '/rerun', { exclude_entity_tokens: ['P-1'], entities: [entity], application_meta: {} }],
    ['Okafor', 'POST', '/notes', { note: 'n', note_author_agent_email: 'dana.whitlock@example.com' }],
    ['Okafor', 'POST', 'batch', { entities: [{ ...entity, auto_decision_node_outcomes: { a: 'b' } }] }],
  ];

  it.each(bodies)('%s %s %s: never a 5xx', async (lastName, method, path, fitting) => {
    const client = createJourneyClient({
      onUnexpectedError: (error) => {
        throw error;
      },
    });
    const started = await client.startPerson(lastName);
    const target =
      path === 'create'
        ? `${persons}/applications`
        : path === 'batch'
          ? `${persons}/batches`
          : `${pathOf(started)}${path}`;
    for (const body of mutate(fitting)) {
      const reply: Reply = await client.door.send(method, target, { body });
      expect(reply.status, JSON.stringify(body)).toBeLessThan(500);
      if (reply.status >= 400) expect(read(reply.body, 'error.minor_code')).toEqual(expect.any(Number));
    }
    for (const text of ['{', 'null', '[]', '"x"', ' ']) {
      const { status } = await client.door.send(method, target, { body: text });
      expect(status, text).toBeLessThan(500);
    }
  });
});
