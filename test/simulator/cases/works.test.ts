/** What agents do on cases, one by one and in bulk. */
import { describe, expect, it } from 'vitest';
import { read, readEach } from '../helpers/account-client.ts';
import { createFrontDoor, type FrontDoor, testTime } from '../helpers/front-door.ts';

const token = 'C-Dm8WatchlistCase0008';
const other = 'C-Dm3LargeTransfer0003';
const dana = 'dana.whitlock@example.com';
const ravi = 'ravi.menon@example.com';

const act = (door: FrontDoor, body: unknown) => door.send('POST', `/cases/${token}/works`, { body });
const actOnAll = (door: FrontDoor, body: unknown) => door.send('POST', '/cases/multi/works', { body });
const readCase = async (door: FrontDoor, of = token) => (await door.send('GET', `/cases/${of}`)).body;

describe('POST /cases/{case_token}/works', () => {
  it('answers the work and keeps it, newest first', async () => {
    const door = createFrontDoor();
    await act(door, { type: 'note', note: 'First call' });
    const agent = { email: ravi };
    const { status, body } = await act(door, { type: 'status', status: 'Under Review', note: 'Mine', agent });
    expect(status).toBe(201);
    const work = {
      type: 'status',
      note: 'Mine',
      status: 'Under Review',
      closed: null,
      reasons: [],
      assigned_agent: null,
      tag_name: null,
      created_at: testTime,
      _embedded: { created_by: { name: 'Ravi Menon', email: ravi } },
    };
    expect(body).toEqual({
      ...work,
      id: expect.stringMatching(/^\d+$/),
      case_token: token,
      updated_at: testTime,
    });
    const works = await door.send('GET', `/cases/${token}/works`);
    expect(works.body).toMatchObject({
      status_code: 200,
      error: null,
      _embedded: { works: [work, { type: 'note', _embedded: { created_by: { name: 'API', email: null } } }] },
      _links: { case: { href: `/v1/cases/${token}` } },
    });
  });

  it('assigns by email, token or name, and takes it back', async () => {
    const door = createFrontDoor();
    for (const [named, email] of [
      [dana, dana],
      ['AG-Ravi0Menon1DemoAgt33', ravi],
      ['Dana Whitlock', dana],
    ] as const) {
      const { body } = await act(door, { type: 'assignment_created', assigned_agent: named });
      expect(read(body, 'assigned_agent')).toBe(email);
      expect(read(await readCase(door), 'assigned_agent_email')).toBe(email);
    }
    expect(read(await readCase(door), 'assigned_agent_name')).toBe('Dana Whitlock');
    await act(door, { type: 'assignment_removed' });
    expect(read(await readCase(door), 'assigned_agent_email')).toBeNull();
    expect((await act(door, { type: 'assignment_removed' })).status).toBe(409);
  });

  it('escalates until another agent is chosen', async () => {
    const door = createFrontDoor();
    const isEscalated = async () => read(await readCase(door), 'is_escalated');
    await act(door, { type: 'case_escalation_created' });
    await act(door, { type: 'assignment_created', assigned_agent: dana });
    expect(await isEscalated()).toBe(true);
    expect((await act(door, { type: 'case_escalation_created' })).status).toBe(409);
    await act(door, { type: 'assignment_created', assigned_agent: dana });
    expect(await isEscalated()).toBe(true);
    await act(door, { type: 'assignment_created', assigned_agent: ravi });
    expect(await isEscalated()).toBe(false);
    expect((await act(door, { type: 'case_escalation_removed' })).status).toBe(409);
    await act(door, { type: 'case_escalation_created' });
    await act(door, { type: 'case_escalation_removed' });
    expect(await isEscalated()).toBe(false);
  });

  it('marks as read until evidence comes', async () => {
    let now = testTime;
    const door = createFrontDoor({ now: () => now });
    now += 1000;
    await act(door, { type: 'read' });
    expect(await readCase(door)).toMatchObject({ unread: false, updated_at: testTime });
    const { body } = await act(door, {
      type: 'manual_evidence_added',
      tag_name: 'Adverse Media',
      note: 'News',
    });
    expect(body).toMatchObject({ type: 'manual_evidence_added', tag_name: 'Adverse Media', note: 'News' });
    expect(await readCase(door)).toMatchObject({
      unread: true,
      updated_at: now,
      alerts: ['Watchlist Hit', 'Adverse Media'],
    });
    expect((await act(door, { type: 'manual_evidence_added', tag_name: 'Large Amount' })).status).toBe(400);
  });

  it.each([
    [
      { type: 'closure', reasons: ['No fraud found'] },
      { closed: true, reasons: ['No fraud found'], status: null },
    ],
    [
      { type: 'status', status: 'Close' },
      { closed: null, status: 'Close' },
    ],
  ])('closes for good with %j', async (body, work) => {
    const door = createFrontDoor();
    expect((await act(door, body)).body).toMatchObject(work);
    expect(await readCase(door)).toMatchObject({ status: 'Close', closed: true, closed_at: testTime });
    expect((await act(door, { type: 'status', status: 'Under Review' })).status).toBe(409);
    expect((await act(door, { type: 'closure' })).status).toBe(409);
    expect((await act(door, { type: 'note', note: 'Filed' })).status).toBe(201);
    expect((await act(door, { type: 'read' })).status).toBe(201);
  });

  it.each([
    ['type', {}],
    ['type', { type: 'reopen' }],
    ['note', { type: 'note' }],
    ['note', { type: 'note', note: '' }],
    ['status', { type: 'status' }],
    ['status', { type: 'status', status: 'Done' }],
    ['assigned_agent', { type: 'assignment_created' }],
    ['assigned_agent', { type: 'assignment_created', assigned_agent: 'stranger@example.com' }],
    ['tag_name', { type: 'manual_evidence_added' }],
    ['reasons', { type: 'closure', reasons: 'none' }],
    ['agent.email', { type: 'read', agent: { email: 'stranger@example.com' } }],
    ['value', []],
    ['value', 'text'],
  ])('refuses a bad %s: %j', async (path, body) => {
    const door = createFrontDoor();
    const before = await readCase(door);
    const reply = await act(door, JSON.stringify(body));
    expect([reply.status, read(reply.body, 'error.minor_code')]).toEqual([400, 4002]);
    expect(readEach(reply.body, 'error.details', 'path')).toEqual([path]);
    expect(await readCase(door)).toEqual(before);
  });
});

describe('POST /cases/multi/works', () => {
  it('tells which cases it could act on', async () => {
    const door = createFrontDoor();
    const removed = await actOnAll(door, {
      case_tokens: [token, other, 'C-nothing', other],
      type: 'assignment_removed',
    });
    // Nobody was assigned to the first one.
    expect(removed).toEqual({ status: 201, body: { message: expect.any(String), 'updated-cases': [other] } });
    const closed = await actOnAll(door, {
      case_tokens: [token, other],
      type: 'closure',
      note: 'Quarter end',
    });
    expect(read(closed.body, 'updated-cases')).toEqual([token, other]);
    expect(await readCase(door, other)).toMatchObject({ closed: true, assigned_agent_email: null });
    const again = await actOnAll(door, { case_tokens: [token], type: 'closure' });
    expect(again).toMatchObject({ status: 201, body: { 'updated-cases': [] } });
  });

  it.each([
    ['case_tokens', { type: 'closure' }],
    ['case_tokens', { type: 'closure', case_tokens: [] }],
    ['case_tokens', { type: 'closure', case_tokens: token }],
    ['type', { type: 'note', note: 'x', case_tokens: [token] }],
    ['status', { type: 'status', case_tokens: [token] }],
  ])('refuses a bad %s: %j', async (path, body) => {
    const reply = await actOnAll(createFrontDoor(), body);
    expect([reply.status, read(reply.body, 'error.minor_code')]).toEqual([400, 4002]);
    expect(readEach(reply.body, 'error.details', 'path')).toEqual([path]);
  });
});
