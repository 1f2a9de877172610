/** /entity-feedback: labels on how applicants turned out. */
import { describe, expect, it } from 'vitest';
import { read, readEach } from '../helpers/account-client.ts';
import { createFrontDoor, type FrontDoor, testTime } from '../helpers/front-door.ts';

const confirmed = {
  entity_token: 'P-Dm8InesWatchlist0008',
  evaluation_token: 'S-Dm8WatchlistReview08',
  feedback_case_status: 'closed',
  feedback_case_reason: 'confirm_fraud',
  loss_amount: 1250,
};
const add = (door: FrontDoor, body: unknown) =>
  door.send('POST', '/entity-feedback', { body: JSON.stringify(body) });
const list = async (door: FrontDoor, query = '') => (await door.send('GET', `/entity-feedback${query}`)).body;

describe('POST', () => {
  it('numbers what it stores', async () => {
    const door = createFrontDoor();
    const { status, body } = await add(door, [confirmed, { external_entity_identifier: 'demo-customer-08' }]);
    expect(status).toBe(200);
    const ids = readEach(body, 'data.inserted_entity_feedback', 'entity_feedback_id').map(Number);
    expect(ids[1]).toBe(Number(ids[0]) + 1);
    const inserted = {
      created_at: new Date(testTime).toISOString(),
      entity_feedback_id: ids[0],
      entity_id: expect.any(Number),
      feedback_case_status_id: 2,
      feedback_case_reason_id: 2,
      feedback_fraud_type_id: null,
      feedback_fraud_channel_id: null,
      feedback_entity_status_id: null,
      loss_amount: 1250,
      exposure_amount: null,
    };
    expect(body).toMatchObject({
      status_code: 201,
      error: null,
      timestamp: testTime,
      name: 'EntityFeedback',
      data: { inserted_entity_feedback: [inserted, {}], invalid_entity_feedback: [] },
    });
    const entityIds = readEach(body, 'data.inserted_entity_feedback', 'entity_id');
    expect(entityIds[0]).toBe(entityIds[1]);
  });

  it.each([
    [{ ...confirmed, entity_token: undefined }],
    [{ ...confirmed, entity_token: 'nobody' }],
    [{ ...confirmed, external_entity_identifier: 'demo-customer-09' }],
    // Of another entity.
    [{ ...confirmed, evaluation_token: 'S-Dm9NeedsReview000009' }],
    [{ ...confirmed, feedback_case_status: 'done' }],
    [{ ...confirmed, loss_amount: -1 }],
    [{ ...confirmed, exposure_amount: '5' }],
    [{ ...confirmed, colour: 'red' }],
    [null],
    ['text'],
    [[]],
  ])('sets %j aside and stores the rest', async (bad) => {
    const door = createFrontDoor();
    const { status, body } = await add(door, [bad, confirmed]);
    expect(status).toBe(200);
    expect(readEach(body, 'data.inserted_entity_feedback', 'loss_amount')).toEqual([1250]);
    expect(readEach(body, 'data.invalid_entity_feedback', 'error')).toEqual([
      { message: expect.any(String), details: expect.anything() },
    ]);
    expect(readEach(await list(door), 'data.inserted_entity_feedback', 'loss_amount')).toEqual([1250]);
  });

  it.each([{}, [], confirmed, 'text', 5, null])('refuses %j', async (body) => {
    const reply = await add(createFrontDoor(), body);
    expect([reply.status, read(reply.body, 'error.minor_code')]).toEqual([400, 4002]);
  });
});

describe('GET', () => {
  it('lists all of it, or that of one entity', async () => {
    const door = createFrontDoor();
    await add(door, [confirmed, { entity_token: 'P-Dm9TheoReview0000009', loss_amount: 3 }]);
    const amounts = async (query = '') =>
      readEach(await list(door, query), 'data.inserted_entity_feedback', 'loss_amount');
    expect(await amounts()).toEqual([1250, 3]);
    expect(await amounts('?entity_token=P-Dm9TheoReview0000009')).toEqual([3]);
    expect(await amounts('?external_entity_identifier=demo-customer-08')).toEqual([1250]);
    const unknown = await door.send('GET', '/entity-feedback?entity_token=nobody');
    expect([unknown.status, read(unknown.body, 'error.minor_code')]).toEqual([400, 4013]);
  });
});
