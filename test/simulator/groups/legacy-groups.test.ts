/** Legacy groups: formed by evaluations, read in the form of an entity. */
import { describe, expect, it } from 'vitest';
import { personOnboarding } from '../../../src/simulator/settings/workflows.ts';
import {
  type AccountClient,
  createAccountClient,
  guideTime,
  read,
  readEach,
} from '../helpers/account-client.ts';

async function evaluate(client: AccountClient, name_first: string) {
  const body = { name_first, name_last: 'Okafor', document_ssn: '666120417' };
  const reply = await client.post('/evaluations', body, {
    'alloy-workflow-token': personOnboarding.token,
    'alloy-external-group-id': 'joint-118',
  });
  expect(reply.status, JSON.stringify(reply.body)).toBe(201);
  return reply.body;
}

describe('legacy groups', () => {
  it('show the entities whose evaluations named the group', async () => {
    const client = createAccountClient();
    const first = await evaluate(client, 'Maya');
    await evaluate(client, 'Tomas');
    const token = read(first, 'group_token');
    expect(token).toMatch(/^G-/);
    const { status, body } = await client.get('/groups/joint-118');
    expect(status).toBe(200);
    expect(body).toMatchObject({
      name: 'Maya Okafor and Tomas Okafor',
      type: 'group',
      entity_token: token,
      archived: false,
      external_entity_id: 'joint-118',
      created: guideTime,
      evaluations: [],
      documents: [],
      reviews: [],
    });
    expect(readEach(body, 'child_entities', 'name')).toEqual(['Maya Okafor', 'Tomas Okafor']);
    expect(read(body, 'child_entities.0')).toMatchObject({
      type: 'person',
      entity_token: read(first, 'entity_token'),
      evaluations: [{ evaluation_token: read(first, 'evaluation_token'), outcome: 'Approved' }],
    });
    expect((await client.get(`/groups/${token}`)).body).toEqual(body);
  });

  it('keep notes by agents of the account', async () => {
    const client = createAccountClient();
    await evaluate(client, 'Maya');
    const note = { note: 'Address confirmed by phone', note_author_agent_email: 'dana.whitlock@example.com' };
    const added = await client.post('/groups/joint-118/notes', note);
    expect(added).toEqual({ status: 200, body: { ...note, created_at: guideTime, updated_at: guideTime } });
    const { body } = await client.get('/groups/joint-118');
    expect(read(body, 'notes')).toMatchObject([{ text: note.note, name: 'Dana Whitlock' }]);
    const stranger = { ...note, note_author_agent_email: 'stranger@example.com' };
    for (const bad of [stranger, { note: '' }, {}])
      expect(await client.post('/groups/joint-118/notes', bad)).toMatchObject({
        status: 400,
        body: { error: { minor_code: 4002 } },
      });
  });

  it('refuse an unknown group', async () => {
    const client = createAccountClient();
    for (const reply of [
      await client.get('/groups/none'),
      await client.post('/groups/none/notes', { note: 'x' }),
    ])
      expect(reply).toMatchObject({ status: 400, body: { error: { minor_code: 4013 } } });
  });
});
