/**
 * Under which names tools are listed and called: second names of operations, and short names for clients that put a
 * name of their own in front.
 */
import { afterAll, describe, expect, it, test } from 'vitest';
import { catalog } from '../../src/catalog.ts';
import { shortenName, shortestLimit } from '../../src/registry/short-names.ts';
import { chooseSurface, type SurfaceChoice } from '../../src/registry/surface.ts';
import { startHttpService } from '../helpers/clients/http-service.ts';
import { fewRoutes } from '../helpers/clients/routes.ts';
import { runCommand } from '../helpers/clients/run-command.ts';
import { parseRpcReply, postRpc } from '../helpers/clients/send-http.ts';
import { startProcess, stopProcesses, type Variables } from '../helpers/clients/start-process.ts';
import { readEnvelope } from '../helpers/read-envelope.ts';
import { readList, readMember } from '../helpers/read-member.ts';

afterAll(stopProcesses);

const names = catalog.map(({ listing }) => listing.name);
const aliases = catalog.flatMap(({ listing, aliasOf }) =>
  aliasOf === undefined ? [] : [{ alias: listing.name, primary: aliasOf }],
);
const choose = (choice: SurfaceChoice, within?: ReturnType<typeof chooseSurface>) =>
  chooseSurface(catalog, choice, (key) => key, within);
const find = (choice: SurfaceChoice, name: string, within?: SurfaceChoice) =>
  choose(choice, within && choose(within)).find(name)?.listing.name;

describe('a short name', () => {
  it('is one of a kind, among the long ones too, and below the least limit', () => {
    const all = [...names, ...names.map(shortenName)];
    expect(new Set(all).size).toBe(all.length);
    expect(names.filter((name) => !/^[a-z][a-z0-9_]*$/.test(shortenName(name)))).toEqual([]);
    expect(names.filter((name) => shortenName(name).length > shortestLimit)).toEqual([]);
  });

  it('is what a text names where the long one is over the limit, and nowhere else', () => {
    const long = 'update_a_alloy_journey_application_by_id';
    const longer = 'update_a_alloy_journey_application_node_by_id';
    const { rename } = choose({ maxNameLength: long.length });
    expect(rename(`${long}, "${longer}", x_${longer}, ${longer}_x`)).toBe(
      `${long}, "${shortenName(longer)}", x_${longer}, ${longer}_x`,
    );
    expect(choose({}).rename(longer)).toBe(longer);
  });

  it('of the shorter limit counts where operator and client have one each', () => {
    const lengthsOf = (choice: SurfaceChoice, within: SurfaceChoice) => {
      const { entries, rename } = choose(choice, choose(within));
      return Math.max(...entries.map(({ listing }) => rename(listing.name).length));
    };
    expect(lengthsOf({ maxNameLength: 52 }, { maxNameLength: 40 })).toBeLessThanOrEqual(40);
    expect(lengthsOf({ maxNameLength: 40 }, { maxNameLength: 52 })).toBeLessThanOrEqual(40);
    expect(lengthsOf({}, { maxNameLength: 40 })).toBeLessThanOrEqual(40);
  });

  it('stands for a tool in calls even where it is not listed, and only for one that is offered', () => {
    for (const name of names) {
      expect(find({}, shortenName(name))).toBe(name);
      expect(find({ excludeTools: [name] }, shortenName(name))).toBeUndefined();
    }
  });

  it.each(['35', '65', 'many', '40.5'])('of %j characters at most is refused', async (limit) => {
    const run = await runCommand(['--max-name-length', limit]);
    expect(run).toMatchObject({ code: 2, output: '' });
    expect(run.log).toMatch(/^alloy-mcp: ALLOY_MAX_NAME_LENGTH \(--max-name-length\) is not usable: /);
  });
});

describe.each(aliases)('$alias, another name of $primary,', ({ alias, primary }) => {
  const entry = catalog.find(({ listing }) => listing.name === alias);
  const isRead = entry?.effect === 'read';

  it('is called though it is not listed, by either of its names', () => {
    const { entries, isVisible } = choose({ aliases: false });
    expect(entries.some(({ listing }) => listing.name === alias) || isVisible(alias)).toBe(false);
    expect(find({ aliases: false }, alias)).toBe(alias);
    expect(find({ aliases: false }, shortenName(alias))).toBe(alias);
    expect(find({ aliases: false }, alias, {})).toBe(alias);
    expect(find({}, alias, { aliases: false })).toBe(alias);
  });

  it.each<[string, SurfaceChoice]>([
    ['it is excluded', { excludeTools: [alias] }],
    ['its operation is excluded', { excludeTools: [primary] }],
    ['its toolset is not chosen', { toolsets: [entry?.toolset === 'oauth' ? 'lists' : 'oauth'] }],
    ['only another tool is chosen', { tools: ['create_a_alloy_oauth_validation'] }],
    ['its effect is not chosen', isRead ? { effects: ['write', 'decide'] } : { readOnly: true }],
  ])('is not when %s, by the operator or the client', (_, choice) => {
    expect(find({ aliases: false, ...choice }, alias)).toBeUndefined();
    expect(find({ aliases: false }, alias, choice)).toBeUndefined();
    expect(find(choice, alias, { aliases: false })).toBeUndefined();
  });
});

const application = {
  journey_token: 'J-PersonOnboardDemo001',
  entities: [
    {
      entity_type: 'person',
      data: { name_first: 'Jo', name_last: 'Review', birth_date: '1990-01-31', document_ssn: '666010203' },
    },
  ],
};
const read = 'get_single_alloy_journey_application_by_id';

describe.each(fewRoutes)('$client', ({ open }) => {
  const settings: Variables = { ALLOY_MAX_NAME_LENGTH: '36', ALLOY_ALIASES: 'off' };

  it('is told of tools by the names of its list, and calls them by all that they have', async () => {
    const session = await open(settings, { shared: true });
    try {
      const tools = await session.listTools();
      const listed = tools.map((tool) => String(readMember(tool, 'name')));
      expect(listed.filter((name) => name.length > 36)).toEqual([]);
      expect(listed).toContain(shortenName(read));
      expect(listed).not.toContain(read);
      const long = names.filter((name) => name.length > 36);
      const namesLong = (text: string) => long.filter((name) => new RegExp(`\\b${name}\\b`).test(text));
      expect(namesLong(JSON.stringify(tools))).toEqual([]);

      const started = await session.callTool('create_a_alloy_journey_application', application);
      const steps = readList(readEnvelope(started), 'next_steps').map((step) =>
        String(readMember(step, 'tool')),
      );
      expect(steps.length).toBeGreaterThan(0);
      expect(steps.filter((step) => !listed.includes(step))).toEqual([]);
      expect(steps.filter((step) => names.includes(step) && step.length > 36)).toEqual([]);

      for (const name of [
        read,
        shortenName(read),
        'list_all_alloy_journey_applications',
        'list_applications',
      ]) {
        const refused = await session.callTool(name, { own: 1 });
        expect(refused.isError, name).toBe(true);
        expect(namesLong(JSON.stringify(refused)), name).toEqual([]);
        expect(JSON.stringify(refused)).toContain('own is not an argument of');
      }
      const described = await session.ask('resources/read', { uri: `alloy://tools/${shortenName(read)}` });
      expect(JSON.stringify(described)).toContain(read);
      const statuses = await session.ask('resources/read', { uri: 'alloy://reference/statuses' });
      expect(namesLong(JSON.stringify(statuses))).toEqual([]);
      const guide = await session.ask('prompts/get', {
        name: 'onboard_person_in_journey',
        arguments: { journey_token: 'J-1', person: 'Jo' },
      });
      expect(namesLong(JSON.stringify(guide))).toEqual([]);
      expect(JSON.stringify(guide)).toContain(shortenName(read));
      await expect(session.callTool('get_applications', {})).rejects.toMatchObject({ code: -32602 });
    } finally {
      await session.close();
    }
  });
});

test('over HTTP a client has its names shortened and second names left out by its URL', async () => {
  const { url } = await startHttpService();
  const listFor = async (query: string) =>
    readList(parseRpcReply(await postRpc(url + query, 'tools/list', {})).result, 'tools').map((tool) =>
      String(readMember(tool, 'name')),
    );
  expect(await listFor('?max-name-length=52')).toEqual(
    names.map((name) => (name.length > 52 ? shortenName(name) : name)),
  );
  expect(await listFor('?aliases=off')).toHaveLength(118);
  const [{ alias = '' } = {}] = aliases;
  const call = (query: string) => postRpc(url + query, 'tools/call', { name: alias, arguments: {} });
  expect((await call('?aliases=off')).body).toContain('invalid_arguments');
  expect((await call('?aliases=off&toolsets=oauth')).body).toContain('Unknown tool');
  const wrong = await postRpc(`${url}?max-name-length=20`, 'tools/list', {});
  expect(wrong).toMatchObject({ status: 400 });
  expect(wrong.body).toContain('max-name-length is not usable');
});

test('in discovery mode tools are found by their own names and called by all that they have', async () => {
  const { url } = await startHttpService({ ALLOY_DISCOVERY: 'on', ALLOY_MAX_NAME_LENGTH: '36' });
  const ask = async (tool: string, args: object) =>
    (await postRpc(url, 'tools/call', { name: tool, arguments: args })).body;
  expect(await ask('alloy_find_tools', { query: read, limit: 1 })).toContain(read);
  for (const name of [read, shortenName(read)])
    expect(await ask('alloy_call_read_tool', { name, arguments: {} })).toContain('journey_token is missing');
});

describe('at the start the log', () => {
  const waitForLog = async (command: readonly string[], variables: Variables, wanted: RegExp) => {
    const process = startProcess(command, { ...variables, LOG_LEVEL: 'debug' });
    const [, text = ''] = await process.waitFor('log', wanted);
    return { text, log: process.log };
  };
  const http = ['http', '--port', '0'];

  it.each([
    ['over stdio', []],
    ['over HTTP', http],
  ])('%s names the limit of 128 tools and what is below it', async (_, command) => {
    const { text } = await waitForLog(command, {}, /"msg":"(\d+ tools are listed[^"]*)"/);
    expect(text).toBe("138 tools are listed; OpenAI's API takes 128: --aliases=off lists 118");
  });

  it.each<Variables>([{ ALLOY_ALIASES: 'off' }, { ALLOY_DISCOVERY: 'on' }])(
    'does not with %j',
    async (variables) => {
      const { log } = await waitForLog(http, variables, /"url":"([^"]+)"/);
      expect(log()).not.toContain('tools are listed');
    },
  );
});
