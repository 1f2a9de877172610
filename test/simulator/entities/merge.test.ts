/** POST /entities/merge: what the survivor holds, and that nothing is left of the other. */
import { describe, expect, it } from 'vitest';
import { personOnboarding } from '../../../src/simulator/settings/workflows.ts';
import { createSimulator } from '../../../src/simulator/simulator.ts';
import { read, readEach } from '../helpers/account-client.ts';
import { createFrontDoor, type FrontDoor, formatBasic, testTime } from '../helpers/front-door.ts';

const johnDoe = { token: 'P-TfkFe6lCPkElc9Xktd3V', id: '9e82d5e7-ada0-4957-a8fd-4d937c99bae8' };
const lucy = { token: 'P-ewaa6ImCcpv7FM2XhpNe', id: '55fe8955-7e7b-4785-b9fa-60dac5e89fc8' };
const jazmyn = { token: 'P-g2g3YTOecIpAiZtFbhNi' };
const theo = { token: 'P-Dm9TheoReview0000009', id: 'demo-customer-09' };
const ines = { token: 'P-Dm8InesWatchlist0008', id: 'demo-customer-08' };
const trustCo = { token: 'B-uiTne2ewkES7fLHN6UuD' };

const merge = (door: FrontDoor, body: unknown) => door.send('POST', '/entities/merge', { body });

async function mergeInto(door: FrontDoor, primary: string, secondary: string) {
  const reply = await merge(door, { primary_entity_token: primary, secondary_entity_token: secondary });
  expect(reply).toEqual({ status: 201, body: undefined });
}

describe('a merge', () => {
  it('keeps the token, the primary id and single values, and joins ids and lists', async () => {
    const door = createFrontDoor();
    const person = async (id: string) => (await door.send('GET', `/entities/persons/${id}`)).body;
    await door.send('PATCH', `/entities/persons/${lucy.token}`, { body: { name_middle: 'Ann' } });
    const [kept, gone] = [await person(johnDoe.token), await person(lucy.token)];
    const reply = await merge(door, {
      primary_external_entity_id: johnDoe.id,
      secondary_external_entity_id: lucy.id,
    });
    expect(reply.status).toBe(201);
    const merged = await person(johnDoe.token);
    expect(merged).toMatchObject({
      entity_token: johnDoe.token,
      external_entity_id: johnDoe.id,
      name_first: 'John',
      name_middle: 'Ann',
      name_last: 'Doe',
      birth_date: read(kept, 'birth_date'),
      document_ssn: read(kept, 'document_ssn'),
    });
    expect(readEach(merged, '_embedded.external_entity_ids', 'external_entity_id')).toEqual([
      johnDoe.id,
      lucy.id,
    ]);
    expect(readEach(merged, 'emails', 'email_address').sort()).toEqual([
      read(kept, 'emails.0.email_address'),
      read(gone, 'emails.0.email_address'),
    ]);
    for (const list of ['phones', 'addresses']) expect(readEach(merged, list, 'type')).toHaveLength(2);
    expect(readEach(merged, '_embedded.document_ssns', 'document_ssn')).toEqual([
      read(gone, 'document_ssn'),
      read(kept, 'document_ssn'),
    ]);
    expect(read(merged, 'addresses.0')).toEqual(read(kept, 'addresses.0'));
    // The secondary's id is the survivor's now, its token nobody's.
    expect(read(await person(lucy.id), 'entity_token')).toBe(johnDoe.token);
    const unknown = await door.send('GET', `/entities/${lucy.token}`);
    expect([unknown.status, read(unknown.body, 'error.minor_code')]).toEqual([400, 4013]);
  });

  it('moves evaluations, documents, reviews, notes, transactions and feedback', async () => {
    const door = createFrontDoor();
    const note = { note: 'Called', note_author_agent_email: 'dana.whitlock@example.com' };
    await door.send('POST', `/entities/${theo.token}/notes`, { body: note });
    const labels = [{ entity_token: theo.token, loss_amount: 5 }];
    await door.send('POST', '/entity-feedback', { body: labels });
    await mergeInto(door, ines.token, theo.token);
    const { body } = await door.send('GET', `/entities/${ines.token}`);
    expect(readEach(body, 'evaluations', 'evaluation_token').sort()).toEqual([
      'S-Dm3LargeTransfer0003',
      'S-Dm8WatchlistReview08',
      'S-Dm9NeedsReview000009',
    ]);
    expect(readEach(body, 'documents', 'document_token')).toHaveLength(2);
    expect(readEach(body, 'reviews', 'entity_token')).toEqual([ines.token]);
    expect(readEach(body, 'notes', 'text')).toEqual(['Called']);
    const evaluation = await door.send('GET', `/entities/${theo.id}/evaluations/S-Dm9NeedsReview000009`);
    expect(read(evaluation.body, 'entity_token')).toBe(ines.token);
    const file = await door.send('POST', `/entities/${ines.id}/documents/D-Dm9TheoPassport00009/notes`, {
      body: note,
    });
    expect(file.status).toBe(200);
    const feedback = await door.send('GET', `/entity-feedback?entity_token=${ines.token}`);
    expect(readEach(feedback.body, 'data.inserted_entity_feedback', 'loss_amount')).toEqual([5]);
    const cases = await door.send('GET', '/cases');
    expect(readEach(cases.body, '_embedded', 'entity_token')).toEqual([ines.token, ines.token]);
    const evidence = { transaction_id: 'demo-transaction-02' };
    const added = await door.send('POST', '/cases/C-Dm8WatchlistCase0008/evidences', { body: evidence });
    expect(added.status).toBe(201);
  });

  it('leaves one open case of a type', async () => {
    const door = createFrontDoor();
    const vera = await door.evaluate(personOnboarding.token, {
      name_first: 'Vera',
      name_last: 'Watchlist',
      birth_date: '1990-01-02',
      document_ssn: '666120417',
      email_address: 'vera@example.com',
      phone_number: '2025550143',
      address_line_1: '18 Juniper Row',
      address_city: 'Albany',
      address_state: 'NY',
      address_postal_code: '12207',
      address_country_code: 'US',
    });
    const second = String(read((await door.send('GET', '/cases')).body, '_embedded.0.case_token'));
    await mergeInto(door, ines.token, String(read(vera.body, 'entity_token')));
    const closed = await door.send('GET', `/cases/${second}`);
    expect(closed.body).toMatchObject({ entity_token: ines.token, status: 'Close', closed: true });
    const { body } = await door.send('GET', '/cases/C-Dm8WatchlistCase0008/evidences');
    expect(readEach(body, '_embedded.evidences', 'evaluation_token')).toEqual([
      read(vera.body, 'evaluation_token'),
      'S-Dm8WatchlistReview08',
    ]);
  });

  it('moves accounts and memberships of groups, joining those of the same group', async () => {
    const door = createFrontDoor();
    const group = '/entity-groups/5216d25f-fe44-483d-ab22-6ba0ae25bbcc';
    await mergeInto(door, johnDoe.token, lucy.token);
    const renamed = await door.send('GET', group);
    expect(readEach(renamed.body, 'entity_group_relationships', 'entity_token')).toContain(johnDoe.token);
    await mergeInto(door, jazmyn.token, johnDoe.token);
    const { body } = await door.send('GET', group);
    const members = read(body, 'entity_group_relationships');
    expect(members).toHaveLength(3);
    expect(members).toContainEqual(
      expect.objectContaining({
        entity_token: jazmyn.token,
        roles: ['shareholder', 'director', 'authorized_signer'],
        title: 'Executive Director',
      }),
    );
    const bankAccount = await door.send('GET', '/bank-accounts/demo-checking-01');
    expect(JSON.stringify(bankAccount.body)).toContain(jazmyn.token);
    const transaction = await door.send('GET', '/transactions/demo-transaction-01');
    expect(JSON.stringify(transaction.body)).not.toContain(johnDoe.token);
  });

  it('moves members of legacy groups, once', async () => {
    const door = createFrontDoor();
    await mergeInto(door, ines.token, theo.token);
    const { body } = await door.send('GET', '/groups/demo-joint-01');
    expect(readEach(body, 'child_entities', 'entity_token')).toEqual([ines.token]);
  });
});

it('leaves nothing of the other behind, but in what was sent and answered', async () => {
  const simulator = createSimulator({ now: () => testTime });
  const { token, secret } = simulator.credentials;
  const send = async (method: string, path: string, body?: unknown) => {
    const request = {
      method,
      headers: { authorization: formatBasic(token, secret) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    };
    return (await simulator.fetch(new Request(`http://alloy.embedded/v1${path}`, request))).status;
  };
  // In an event, its evaluation, an alert and an investigation with a note; then in a published value.
  const mara = 'P-Dm7MaraLindqvist0007';
  for (const secondary of [mara, theo.token, lucy.token]) {
    const body = { primary_entity_token: johnDoe.token, secondary_entity_token: secondary };
    expect(await send('POST', '/entities/merge', body)).toBe(201);
    const kept = JSON.stringify(JSON.parse(simulator.formatState().text), (key, value: unknown) =>
      ['body', 'supplied', 'data', 'answer'].includes(key) ? undefined : value,
    );
    expect(kept.includes(secondary), secondary).toBe(false);
  }
  expect(await send('GET', `/entities/${johnDoe.token}`)).toBe(200);
});

describe('is refused', () => {
  it.each([
    [4002, {}],
    [4002, { primary_entity_token: johnDoe.token }],
    [4002, { primary_entity_token: 5, secondary_entity_token: lucy.token }],
    [4002, { primary_entity_token: johnDoe.token, secondary_entity_token: lucy.token, data: {} }],
    [4002, [johnDoe.token, lucy.token]],
    [4013, { primary_entity_token: 'P-nobody', secondary_entity_token: lucy.token }],
    [4013, { primary_entity_token: johnDoe.token, secondary_external_entity_id: 'nobody' }],
    [4000, { primary_entity_token: johnDoe.token, secondary_external_entity_id: johnDoe.id }],
    [4000, { primary_entity_token: johnDoe.token, secondary_entity_token: trustCo.token }],
    [
      4000,
      {
        primary_entity_token: johnDoe.token,
        primary_external_entity_id: lucy.id,
        secondary_entity_token: jazmyn.token,
      },
    ],
  ])('with %i: %j', async (code, body) => {
    const reply = await merge(createFrontDoor(), body);
    expect([reply.status, read(reply.body, 'error.minor_code')]).toEqual([400, code]);
  });
});
