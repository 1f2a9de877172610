import { describe, expect, it } from 'vitest';
import { read, readEach } from '../helpers/account-client.ts';
import { createFrontDoor, type FrontDoor } from '../helpers/front-door.ts';
import {
  close,
  createTickingDoor,
  dana,
  demoInvestigation,
  johnDoe,
  lucySchoen,
  open,
  ravi,
} from '../helpers/investigation-client.ts';

const start = Date.parse('2027-01-15T08:00:00Z') / 1000;

async function list(door: FrontDoor, query: Record<string, string> = {}) {
  const reply = await door.send('GET', `/investigations?${new URLSearchParams(query)}`);
  expect(reply.status, JSON.stringify(reply.body)).toBe(200);
  return reply.body;
}

async function tokens(door: FrontDoor, query: Record<string, string> = {}) {
  return readEach(await list(door, query), 'investigations', 'investigation_token');
}

describe('the list', () => {
  it('shows open investigations, the newest first, in the documented form', async () => {
    const door = createTickingDoor();
    const token = await open(door);
    const body = await list(door);
    expect(body).toMatchObject({
      _embedded: {
        pagination: { total_investigations: 2, total_pages: 1, page: 1, per_page: 20 },
        sorting: { column: 'created_at', order: 'DESC' },
      },
      error: null,
    });
    expect(readEach(body, 'investigations', 'investigation_token')).toEqual([token, demoInvestigation]);
    expect(read(body, 'investigations.1')).toEqual({
      investigation_token: demoInvestigation,
      name: 'Mara Lindqvist',
      total_alerts: 1,
      type: 'Account takeover',
      state: 'alert_review',
      source: 'alert',
      outcome: null,
      created_at: expect.stringMatching(/^2027-01-15T08:/),
      updated_at: expect.stringMatching(/^2027-01-15T08:/),
      closed_at: null,
      archived_at: null,
      _embedded: {
        entities: {
          'P-Dm7MaraLindqvist0007': {
            entity_name: 'Mara Lindqvist',
            entity_type: 'person',
            entity_token: 'P-Dm7MaraLindqvist0007',
            risk_score: 0.02,
          },
        },
        assigned_agent: { first_name: 'Dana', last_name: 'Whitlock', email: expect.any(String), token: dana },
      },
      device_ids: ['dev-7719'],
      program_names: ['Account protection'],
      alert_assignees: [],
    });
  });

  it('pages through all of them once', async () => {
    const door = createTickingDoor();
    for (let count = 0; count < 6; count += 1) await open(door);
    const pages = [];
    for (const pageNum of ['1', '2', '3', '4'])
      pages.push(await tokens(door, { pageNum, numRowsPerPage: '3' }));
    expect(pages.map((page) => page.length)).toEqual([3, 3, 1, 0]);
    expect(pages.flat()).toEqual(await tokens(door));
    const body = await list(door, { pageNum: '2', numRowsPerPage: '3' });
    expect(read(body, '_embedded.pagination')).toEqual({
      total_investigations: 7,
      total_pages: 3,
      page: 2,
      per_page: 3,
    });
  });

  it('counts more than 100 rows a page as 100', async () => {
    const body = await list(createFrontDoor(), { numRowsPerPage: '1000' });
    expect(read(body, '_embedded.pagination.per_page')).toBe(100);
  });

  it.each([
    ['created_at', 'ASC', 'demo, first, second'],
    ['created_at', 'DESC', 'second, first, demo'],
    ['updated_at', 'DESC', 'first, second, demo'],
    ['total_alerts', 'DESC', 'demo, first, second'],
    // The other two have no score: they come last in either order.
    ['risk_score', 'ASC', 'demo, first, second'],
    ['risk_score', 'DESC', 'demo, first, second'],
  ])('sorts by %s %s', async (sortColumn, sortOrder, expected) => {
    const door = createTickingDoor();
    const names = new Map([[demoInvestigation, 'demo']]);
    names.set(await open(door), 'first');
    names.set(await open(door, { entity_tokens: [lucySchoen] }), 'second');
    const [, first] = names.keys();
    await door.send('PATCH', `/investigations/${first}/evidences`, { body: { note: 'x' } });
    const found = await tokens(door, { sortColumn, sortOrder });
    expect(found.map((token) => names.get(String(token))).join(', ')).toBe(expected);
  });
});

describe('q', () => {
  async function fill() {
    const door = createTickingDoor();
    const fraud = await open(door, { investigation_assignee_token: ravi });
    const lucy = await open(door, { investigation_type: 'Watchlist match', entity_tokens: [lucySchoen] });
    const closed = await open(door);
    await close(door, closed);
    const archived = await open(door, { investigation_state: 'case_review' });
    await close(door, archived);
    await door.send('PUT', '/investigations/archive', { body: { investigation_tokens: [archived] } });
    const names = new Map([
      [demoInvestigation, 'demo'],
      [fraud, 'fraud'],
      [lucy, 'lucy'],
      [closed, 'closed'],
      [archived, 'archived'],
    ]);
    return { door, fraud, names };
  }

  it.each<[filter: Record<string, unknown>, expected: string[]]>([
    [{}, ['lucy', 'fraud', 'demo']],
    [{ statuses: [] }, ['lucy', 'fraud', 'demo']],
    [{ statuses: ['alert_review_closed'] }, ['closed']],
    [{ statuses: ['alert_review', 'open'] }, ['lucy', 'fraud', 'demo']],
    [{ types: ['Watchlist match', 'Account takeover'] }, ['lucy', 'demo']],
    [{ assignedAgents: [dana] }, ['demo']],
    [{ assignedAgents: [ravi], types: ['Account takeover'] }, []],
    [{ entityTokens: [johnDoe] }, ['fraud']],
    [{ entityTokens: [johnDoe], includeClosed: true }, ['closed', 'fraud']],
    [{ includeClosed: false }, ['lucy', 'fraud', 'demo']],
    [{ investigationTokens: [demoInvestigation, 'INV-unknown'] }, ['demo']],
    [{ externalEntityIds: ['demo-customer-07'] }, ['demo']],
    [{ deviceIds: ['dev-7719'] }, ['demo']],
    [{ programNames: ['Account protection'] }, ['demo']],
    [{ programNames: ['Transaction monitoring'] }, []],
    [{ archived: true }, ['archived']],
    [{ archived: true, types: ['Watchlist match'] }, []],
    [{ createdAtTo: start - 1 }, []],
    [{ createdAtFrom: start, createdAtTo: start + 3600 }, ['lucy', 'fraud', 'demo']],
    [{ createdAtFrom: start + 3600 }, []],
    [{ updatedAtFrom: start + 3600 }, []],
    [{ updatedAtTo: start + 3600 }, ['lucy', 'fraud', 'demo']],
  ])('%j finds %j in every wire form', async (filter, expected) => {
    const { door, names } = await fill();
    const texts = Object.entries(filter).map(([name, value]): [string, string] => [
      name,
      Array.isArray(value) ? JSON.stringify(value) : String(value),
    ]);
    const forms = [
      Object.fromEntries(texts.map(([name, text]) => [`q[${name}]`, text])),
      Object.fromEntries(texts),
      { q: JSON.stringify(Object.fromEntries(texts)) },
      { q: JSON.stringify(filter) },
    ];
    for (const form of forms)
      expect((await tokens(door, form)).map((token) => names.get(String(token)))).toEqual(expected);
  });

  it('takes its bounds to the second, both inclusive', async () => {
    const { door, fraud } = await fill();
    const { body } = await door.send('GET', `/investigations/${fraud}`);
    const created = Date.parse(String(read(body, 'created_at'))) / 1000;
    const at = { 'q[createdAtFrom]': String(created), 'q[createdAtTo]': String(created) };
    expect(await tokens(door, at)).toEqual([fraud]);
    const updated = Date.parse(String(read(body, 'updated_at'))) / 1000;
    const changed = { 'q[updatedAtFrom]': String(updated), 'q[updatedAtTo]': String(updated) };
    expect(await tokens(door, changed)).toEqual([fraud]);
  });

  it.each([
    'q[statuses]=alert_review',
    'q[statuses]=[1]',
    'q[statuses]={}',
    'q[status]=["open"]',
    'q[includeClosed]=yes',
    'q[createdAtFrom]=yesterday',
    'q[createdAtFrom]=-1',
    'q=open',
    'q=[]',
    'q=null',
    'q={"statuses":5}',
    'statuses=open',
    'pageNum=0',
    'pageNum=x',
    'numRowsPerPage=0',
    'numRowsPerPage=1.5',
    'sortColumn=name',
    'sortOrder=up',
  ])('refuses %s', async (query) => {
    const { status, body } = await createFrontDoor().send('GET', `/investigations?${query}`);
    expect([status, read(body, 'error.minor_code')]).toEqual([400, 4002]);
  });
});

describe('what the list can be filtered by', () => {
  it('follows from the investigations', async () => {
    const door = createFrontDoor();
    await open(door, { investigation_type: 'Watchlist match' });
    const { body } = await door.send('GET', '/investigations/filters');
    expect(body).toMatchObject({
      statuses: ['alert_review', 'alert_review_closed', 'case_review', 'case_review_closed', 'open'],
      types: ['Account takeover', 'Watchlist match'],
      assignedAgents: [{ token: dana, email: 'dana.whitlock@example.com' }],
      programNames: ['Account protection'],
    });
    const agents = await door.send('GET', '/investigations/assignable-agents');
    expect(readEach(agents.body, 'agents', 'token')).toContain(ravi);
  });
});

describe('several at once', () => {
  const act = (door: FrontDoor, verb: string, investigation_tokens: string[], more = {}) =>
    door.send('PUT', `/investigations/${verb}`, { body: { ...more, investigation_tokens } });

  it('are assigned and unassigned, and it shows in the history once', async () => {
    const door = createFrontDoor();
    const both = [await open(door), await open(door)];
    for (let count = 0; count < 2; count += 1) {
      const { status, body } = await act(door, 'assign', both, { agent_token: ravi });
      expect(status).toBe(200);
      expect(readEach(body, 'investigations', 'investigation_token')).toEqual(both);
    }
    expect(await tokens(door, { 'q[assignedAgents]': JSON.stringify([ravi]) })).toHaveLength(2);
    expect((await act(door, 'unassign', both)).status).toBe(200);
    const { body } = await door.send('GET', `/investigations/${both[0]}`);
    expect(read(body, '_embedded.assigned_agent')).toEqual({
      first_name: null,
      last_name: null,
      email: null,
      token: null,
    });
    expect(readEach(body, '_embedded.events', 'event')).toEqual(['created', 'assigned', 'unassigned']);
  });

  it('are archived when closed, and brought back', async () => {
    const door = createFrontDoor();
    const token = await open(door);
    expect((await act(door, 'archive', [token])).status).toBe(409);
    await close(door, token);
    const archived = await act(door, 'archive', [token]);
    expect([archived.status, read(archived.body, 'investigations.0.archived_at')]).toEqual([
      202,
      '2027-01-15T08:00:00.000Z',
    ]);
    expect((await act(door, 'archive', [token])).status).toBe(409);
    // Put away: it changes no more.
    expect((await act(door, 'assign', [token], { agent_token: ravi })).status).toBe(409);
    const note = { body: { note: 'x' } };
    expect((await door.send('PATCH', `/investigations/${token}/evidences`, note)).status).toBe(409);
    const back = await act(door, 'unarchive', [token]);
    expect([back.status, read(back.body, 'investigations.0.archived_at')]).toEqual([202, null]);
    expect((await act(door, 'unarchive', [token])).status).toBe(409);
    expect((await door.send('PATCH', `/investigations/${token}/evidences`, note)).status).toBe(200);
  });

  it('all change or none does', async () => {
    const door = createFrontDoor();
    const token = await open(door);
    await close(door, token);
    const still = await open(door);
    expect((await act(door, 'archive', [token, still])).status).toBe(409);
    const unknown = await act(door, 'archive', [token, 'INV-unknown']);
    expect(unknown).toMatchObject({
      status: 404,
      body: { error: { minor_code: 4041, details: { investigation_tokens: ['INV-unknown'] } } },
    });
    const { body } = await door.send('GET', `/investigations/${token}`);
    expect(read(body, 'archived_at')).toBeNull();
  });

  it.each([
    ['assign', { agent_token: 'AG-nobody' }, 400, 4013],
    ['assign', {}, 400, 4002],
    ['archive', { because: 'x' }, 400, 4002],
    ['unassign', { agent_token: dana }, 400, 4002],
  ])('%s with %j is refused', async (verb, more, status, code) => {
    const reply = await act(createFrontDoor(), verb, [demoInvestigation], more);
    expect([reply.status, read(reply.body, 'error.minor_code')]).toEqual([status, code]);
  });

  it.each(['archive', 'unarchive', 'assign', 'unassign'])('%s wants someone', async (verb) => {
    const door = createFrontDoor();
    expect((await act(door, verb, [], { agent_token: dana })).status).toBe(400);
    expect(
      (await act(door, verb, ['INV-unknown'], verb === 'assign' ? { agent_token: dana } : {})).status,
    ).toBe(404);
  });
});
