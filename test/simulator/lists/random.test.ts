/** Random calls to lists, custom lists and published attributes: what was sent is what can be paged through. */
import { describe, expect, it } from 'vitest';
import { createSimulator, type Simulator } from '../../../src/simulator/simulator.ts';
import { createRandom } from '../../../src/simulator/state/tokens.ts';
import { type Reply, read, readEach } from '../helpers/account-client.ts';
import { formatBasic, testTime } from '../helpers/front-door.ts';

const people = ['P-TfkFe6lCPkElc9Xktd3V', 'P-ewaa6ImCcpv7FM2XhpNe', 'P-g2g3YTOecIpAiZtFbhNi'];

async function send(
  simulator: Simulator,
  method: string,
  path: string,
  body?: unknown,
  headers: Record<string, string> = {},
): Promise<Reply> {
  const { token, secret } = simulator.credentials;
  const response = await simulator.fetch(
    new Request(`http://alloy.embedded/v1${path}`, {
      method,
      headers: {
        authorization: formatBasic(token, secret),
        'content-type': 'application/json',
        ...headers,
      },
      ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    }),
  );
  const reply = { status: response.status, body: await response.json() };
  expect(reply.status, `${method} ${path} ${JSON.stringify(body)}`).toBeLessThan(500);
  return reply;
}

async function pageList(simulator: Simulator, token: string, records: number): Promise<unknown[]> {
  const seen: unknown[] = [];
  for (;;) {
    const { body } = await send(simulator, 'GET', `/lists/${token}?records=${records}&offset=${seen.length}`);
    const ids = readEach(body, 'data', 'customer_id');
    seen.push(...ids);
    if (read(body, 'paging.next') === null) {
      expect(read(body, 'paging.total_records')).toBe(seen.length);
      return seen;
    }
    expect(ids).toHaveLength(records);
  }
}

async function pageValues(simulator: Simulator, path: string, entity: string, perPage: number) {
  const seen: unknown[] = [];
  for (let page = 1; ; page += 1) {
    const query = `page=${page}&per_page=${perPage}`;
    const headers = { 'alloy-entity-token': entity };
    const { body } = await send(simulator, 'GET', `${path}/values?${query}`, undefined, headers);
    const values = readEach(body, 'values', 'value');
    const moments = readEach(body, 'values', 'timestamp').map(String);
    expect(moments).toEqual([...moments].sort().reverse());
    seen.push(...values);
    if (values.length < perPage) return seen;
  }
}

describe.each(['one', 'two', 'three'])('random calls, seed %s', (seed) => {
  it('lose nothing, over a save and a load', async () => {
    const random = createRandom(seed);
    const below = (limit: number) => random.next() % limit;
    let simulator = createSimulator({ now: () => testTime, seed });
    const lists = new Map<string, string[]>();
    const customLists = new Map<string, Map<string, number>>();
    const attributes = new Map<string, Map<string, number[]>>();
    const pick = <Value>(map: ReadonlyMap<string, Value>) => [...map].at(below(Math.max(map.size, 1)));

    const steps: readonly ((count: number) => Promise<void>)[] = [
      async (count) => {
        const kinds = [{ isBlacklist: true }, { isWhitelist: true }, {}];
        const body = { listName: `List ${below(30)}`, ...kinds[count % 3] };
        const created = await send(simulator, 'POST', '/lists', body);
        expect([201, 403, 409]).toContain(created.status);
        if (created.status === 201) lists.set(String(read(created.body, 'list_token')), []);
      },
      async (count) => {
        const [token, rows] = pick(lists) ?? [];
        if (token === undefined || rows === undefined) return;
        rows.push(`c${count}`);
        const added = await send(simulator, 'POST', `/lists/${token}`, { customer_id: `c${count}` });
        expect(added.body).toMatchObject({ records_added: 1, total_records: rows.length });
      },
      async (count) => {
        const [token, rows] = pick(lists) ?? [];
        if (token === undefined || rows === undefined || below(3) > 0) return;
        rows.splice(0, rows.length, ...Array.from({ length: below(9) }, (_, index) => `r${count}-${index}`));
        const body = rows.map((customer_id) => ({ customer_id }));
        expect((await send(simulator, 'PUT', `/lists/${token}`, body)).status).toBe(200);
      },
      async () => {
        const created = await send(simulator, 'POST', '/custom-lists', { name: `Custom ${below(30)}` });
        expect([201, 409]).toContain(created.status);
        if (created.status === 201)
          customLists.set(String(read(created.body, 'custom_list_token')), new Map());
      },
      async (count) => {
        const [token, versions] = pick(customLists) ?? [];
        if (token === undefined || versions === undefined) return;
        const [base, rows = 0] = pick(versions) ?? [];
        const [major_version, minor_version] = (base ?? '').split('.');
        const added = Array.from({ length: 1 + below(4) }, () => ({ a: count }));
        const bodies: [Record<string, unknown>, number][] = [
          [{ columns: [{ name: 'a' }], data: added }, added.length],
          [{ base_version: { major_version, minor_version }, added }, rows + added.length],
          [{ base_version: { major_version, minor_version }, data: added }, added.length],
          [{ base_version: { major_version, minor_version } }, rows],
        ];
        const [body, expected = 0] = bodies[base === undefined ? 0 : below(4)] ?? [];
        const made = await send(simulator, 'POST', `/custom-lists/${token}/versions`, body);
        expect(made.status).toBe(201);
        const version = String(read(made.body, 'version'));
        expect(versions.has(version)).toBe(false);
        versions.set(version, expected);
        const activated = await send(
          simulator,
          'POST',
          `/custom-lists/${token}/activate/${version.split('.')[0]}`,
        );
        expect(activated.status).toBe(201);
      },
      async () => {
        const created = await send(simulator, 'POST', '/published-attributes', {
          published_attribute_name: `attribute_${below(20)}`,
          data_type: 'integer',
          default_value: 0,
          contains_pii: false,
          object_type: 'entity',
        });
        expect([201, 409]).toContain(created.status);
        if (created.status === 201)
          attributes.set(String(read(created.body, 'published_attribute_token')), new Map());
      },
      async (count) => {
        const [token, values] = pick(attributes) ?? [];
        if (token === undefined || values === undefined) return;
        const items = Array.from({ length: 1 + below(5) }, (_, index) => ({
          entity_token: people[below(people.length)] ?? '',
          value: below(4) === 0 ? 'wrong' : count * 10 + index,
          timestamp: new Date(testTime - below(1000) * 1000).toISOString(),
        }));
        const good = items.filter(({ value }) => typeof value === 'number');
        const { status } = await send(simulator, 'POST', `/published-attributes/${token}/values`, items);
        expect(status).toBe(good.length === 0 ? 400 : good.length === items.length ? 201 : 206);
        for (const { entity_token, value } of good)
          values.set(entity_token, [...(values.get(entity_token) ?? []), Number(value)]);
      },
    ];

    const check = async () => {
      for (const [token, rows] of lists) expect(await pageList(simulator, token, 1 + below(6))).toEqual(rows);
      const overview = await send(simulator, 'GET', '/lists');
      expect(readEach(overview.body, 'data', 'list_token')).toEqual(
        expect.arrayContaining([...lists.keys()]),
      );
      for (const [token, versions] of customLists) {
        const { body } = await send(simulator, 'GET', `/custom-lists/${token}`);
        const counts = readEach(body, 'versions', 'row_count');
        expect(
          readEach(body, 'versions', 'version').map((version, index) => [version, counts[index]]),
        ).toEqual([...versions]);
        const live = readEach(body, 'versions', 'live').filter(Boolean);
        expect(live).toHaveLength(versions.size > 0 ? 1 : 0);
      }
      for (const [token, byEntity] of attributes) {
        for (const entity of people) {
          const values = await pageValues(simulator, `/published-attributes/${token}`, entity, 1 + below(6));
          expect(values.map(Number).sort()).toEqual([...(byEntity.get(entity) ?? [])].sort());
        }
      }
    };

    for (let count = 1; count <= 120; count += 1) {
      await steps[below(steps.length)]?.(count);
      if (count % 60 !== 0) continue;
      await check();
      const state: unknown = JSON.parse(simulator.formatState().text);
      simulator = createSimulator({ now: () => testTime, seed, state });
      await check();
    }
  });
});

describe('malformed bodies', () => {
  const odd: unknown[] = [
    null,
    true,
    0,
    -1,
    1e308,
    '',
    'text',
    '\u0000',
    [],
    [[]],
    [null],
    {},
    { a: {} },
    JSON.parse('{"__proto__":{"a":1},"constructor":[]}'),
    'x'.repeat(10_000),
  ];
  const names = [
    ...['listName', 'isBlacklist', 'description', 'name_first', 'expires_at', 'name', 'columns', 'data'],
    ...['added', 'base_version', 'notes', 'published_attribute_name', 'data_type', 'default_value'],
    ...['value_expires_in', 'jq_filter', 'archived', 'entity_token', 'value', 'timestamp', '__proto__'],
  ];
  const list = '/lists/I-Dm1KnownMulesDeny001';
  const customList = '/custom-lists/CI-Dm1RiskyEmailDomain1';
  const attribute = '/published-attributes/PA-Dm2MonthlyIncomeDm02';
  it.each([
    ['POST', '/lists'],
    ['POST', list],
    ['PUT', list],
    ['PUT', `${list}/meta`],
    ['POST', '/custom-lists'],
    ['PATCH', customList],
    ['POST', `${customList}/versions`],
    ['POST', `${customList}/activate/1`],
    ['POST', '/published-attributes'],
    ['PATCH', attribute],
    ['POST', `${attribute}/values`],
  ])('never break %s %s', async (method, path) => {
    const simulator = createSimulator({ now: () => testTime });
    const random = createRandom(`${method} ${path}`);
    const pick = <Item>(items: readonly Item[]) => items[random.next() % items.length];
    for (const body of [...odd.map((each) => JSON.stringify(each)), '{', '{"a":1', '[,]', 'nul', '\u0000'])
      await send(simulator, method, path, body);
    for (let count = 0; count < 60; count += 1) {
      const members = Array.from({ length: 1 + (random.next() % 4) }, () => [pick(names), pick(odd)]);
      const body: unknown = Object.fromEntries(members);
      await send(simulator, method, path, random.next() % 3 === 0 ? [body] : body);
    }
  });
});
