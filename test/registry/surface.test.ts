import { afterAll, beforeAll, describe, expect, it, test } from 'vitest';
import { catalog } from '../../src/catalog.ts';
import { chooseSurface, type SurfaceChoice } from '../../src/registry/surface.ts';
import { startHttpService } from '../helpers/clients/http-service.ts';
import { fewRoutes } from '../helpers/clients/routes.ts';
import { runCommand } from '../helpers/clients/run-command.ts';
import { parseRpcReply, postRpc } from '../helpers/clients/send-http.ts';
import { stopProcesses } from '../helpers/clients/start-process.ts';

const choose = (choice: SurfaceChoice, within?: ReturnType<typeof chooseSurface>) =>
  chooseSurface(catalog, choice, (key) => key, within);
const namesOf = (choice: SurfaceChoice) => choose(choice).entries.map(({ listing }) => listing.name);
const all = catalog.map(({ listing }) => listing.name);

afterAll(stopProcesses);

describe('a choice of the operator', () => {
  it('of nothing is everything, in the order of the catalog', () => {
    expect(namesOf({})).toEqual(all);
  });

  it('of toolsets and tools is those toolsets and those tools', () => {
    expect(namesOf({ toolsets: ['oauth'] })).toEqual(
      catalog.filter(({ toolset }) => toolset === 'oauth').map(({ listing }) => listing.name),
    );
    expect(namesOf({ tools: ['list_all_alloy_lists'] })).toEqual(['list_all_alloy_lists']);
    expect(namesOf({ toolsets: ['oauth'], tools: ['list_all_alloy_lists'] })).toHaveLength(
      namesOf({ toolsets: ['oauth'] }).length + 1,
    );
  });

  it('to exclude a tool wins over its toolset', () => {
    const names = namesOf({ toolsets: ['lists'], excludeTools: ['list_all_alloy_lists'] });
    expect(names).not.toContain('list_all_alloy_lists');
    expect(names.length).toBe(namesOf({ toolsets: ['lists'] }).length - 1);
  });

  it('of effects leaves the tools that have them', () => {
    for (const effect of ['read', 'write', 'decide', 'destroy'] as const) {
      const { entries } = choose({ effects: [effect] });
      expect(entries.every((entry) => entry.effect === effect)).toBe(true);
      expect(entries.length).toBeGreaterThan(0);
    }
    expect(namesOf({ readOnly: true })).toEqual(namesOf({ effects: ['read'] }));
  });

  it('without aliases has one tool for each of the 118 operations', () => {
    expect(namesOf({ aliases: false })).toHaveLength(118);
  });
});

describe('a choice that cannot be is refused with what to do', () => {
  it.each<[SurfaceChoice, RegExp]>([
    [{ toolsets: ['jurneys'] }, /^toolsets names jurneys, which is not a toolset; did you mean journeys\?$/],
    [{ toolsets: ['zzzzzzzzzzz'] }, /which is not a toolset; there are accounts, /],
    [{ tools: ['list_all_alloy_list'] }, /is not a tool; did you mean list_all_alloy_lists\?$/],
    [
      { excludeTools: ['nonsense_beyond_repair'] },
      /excludeTools names .* is not a tool; alloy-mcp tools lists all/,
    ],
    [{ readOnly: true, effects: ['write'] }, /readOnly leaves only reads, which effects leaves out/],
    [
      { tools: ['create_a_alloy_entity_note'], readOnly: true },
      /create_a_alloy_entity_note \(effect write\), which readOnly rules out; keep one of them$/,
    ],
    [{ tools: ['create_a_alloy_entity_note'], effects: ['read'] }, /which effects rules out/],
    [
      { tools: ['list_all_alloy_lists'], excludeTools: ['list_all_alloy_lists'] },
      /which excludeTools rules out/,
    ],
    [
      { tools: ['list_all_alloy_journey_applications'], aliases: false },
      /which aliases rules out; did you mean get_single_alloy_journey_application_by_id\?$/,
    ],
    [
      { toolsets: ['portfolio_evaluations'], readOnly: true },
      /^No tool is left by .*readOnly.*; choose less strictly$/,
    ],
  ])('%j', (choice, message) => {
    expect(() => choose(choice)).toThrow(message);
  });

  it('at the start, with variable and flag, before anything is served', async () => {
    expect(await runCommand(['--toolsets', 'jurneys'])).toMatchObject({
      code: 2,
      output: '',
      log: 'alloy-mcp: ALLOY_TOOLSETS (--toolsets) names jurneys, which is not a toolset; did you mean journeys?\n',
    });
    expect(await runCommand(['http', '--read-only', '--effects', 'decide'])).toMatchObject({ code: 2 });
    expect(await runCommand(['--effects', 'reed'])).toMatchObject({ code: 2 });
  });
});

/** Every client, over both transports: the list is what was chosen, and nothing else can be called. */
describe.each(fewRoutes)('$client', ({ open }) => {
  it('sees and calls only what the operator chose', async () => {
    const settings = {
      ALLOY_TOOLSETS: 'entities,evaluations',
      ALLOY_READ_ONLY: 'true',
      ALLOY_ALIASES: 'off',
      ALLOY_EXCLUDE_TOOLS: 'list_all_alloy_parameters',
    };
    const session = await open(settings, { shared: true });
    try {
      const chosen: SurfaceChoice = {
        toolsets: ['entities', 'evaluations'],
        readOnly: true,
        aliases: false,
        excludeTools: ['list_all_alloy_parameters'],
      };
      const listed = await session.listTools();
      expect(listed.map((tool) => (tool as { name: string }).name)).toEqual(namesOf(chosen));
      expect(await session.listTools()).toEqual(listed);
      for (const hidden of [
        'create_a_alloy_evaluation',
        'list_all_alloy_parameters',
        'list_all_alloy_lists',
        'alloy_find_tools',
      ]) {
        await expect(session.callTool(hidden, {})).rejects.toMatchObject({
          code: -32602,
          message: expect.stringContaining(`Unknown tool: ${hidden}`),
        });
      }
    } finally {
      await session.close();
    }
  });
});

describe('over HTTP a client', () => {
  let url: string;
  beforeAll(async () => {
    ({ url } = await startHttpService({ ALLOY_TOOLSETS: 'lists,entities', ALLOY_EFFECTS: 'read,write' }));
  });
  const list = async (url: string, headers: Readonly<Record<string, string>> = {}) => {
    const reply = await postRpc(url, 'tools/list', {}, { modern: false, headers });
    return { reply, names: () => readNames(parseRpcReply(reply)) };
  };
  const readNames = ({ result }: { readonly result?: unknown }) =>
    (result as { tools: { name: string }[] }).tools.map(({ name }) => name);

  test('narrows by query or header, both together, and never widens', async () => {
    const operator = { toolsets: ['lists', 'entities'], effects: ['read', 'write'] } as const;
    const expectNames = async (
      query: string,
      headers: Readonly<Record<string, string>>,
      choice: SurfaceChoice,
    ) =>
      expect((await list(url + query, headers)).names()).toEqual(
        choose(choice, choose(operator)).entries.map(({ listing }) => listing.name),
      );
    await expectNames('', {}, {});
    await expectNames('?toolsets=lists', {}, { toolsets: ['lists'] });
    await expectNames('?toolsets=lists,journeys', {}, { toolsets: ['lists'] });
    await expectNames('', { 'alloy-mcp-toolsets': 'lists' }, { toolsets: ['lists'] });
    await expectNames(
      '?toolsets=lists',
      { 'alloy-mcp-read-only': 'true' },
      { toolsets: ['lists'], readOnly: true },
    );
    await expectNames('?effects=read,write,decide,destroy&read-only=off&aliases=on', {}, {});
    await expectNames('?aliases=off', {}, { aliases: false });
    for (const on of ['enabled', 'ON', 'y', '1', ''])
      await expectNames(`?read-only=${on}`, {}, { readOnly: true });
    await expectNames('?read-only=disabled', { 'alloy-mcp-aliases': 'N' }, { aliases: false });
    // A narrowed client cannot call what it does not see, an other client still can.
    const call = (query: string) =>
      postRpc(url + query, 'tools/call', { name: 'list_all_alloy_lists', arguments: {} }, { modern: false });
    expect((await call('?toolsets=entities')).body).toContain('Unknown tool: list_all_alloy_lists');
    expect((await call('')).body).toContain('"status\\":200');
  });

  test.each([
    ['?toolsets=jurneys', {}, 'toolsets names jurneys, which is not a toolset; did you mean journeys?'],
    ['?toolset=lists', {}, 'toolset is not a parameter of this address; did you mean toolsets?'],
    ['?read-only=maybe', {}, 'read-only is neither on nor off; write read-only=on'],
    ['?effects=reed', {}, 'effects names reed; did you mean read?'],
    ['?toolsets=journeys', {}, 'No tool is left by toolsets within what this server offers'],
    [
      '',
      { 'alloy-mcp-tools': 'nothing_like_it_at_all' },
      'tools names nothing_like_it_at_all, which is not a tool',
    ],
  ])('is told what is wrong with %s %j', async (query, headers, message) => {
    const { reply } = await list(url + query, headers);
    expect(reply.status).toBe(400);
    expect(reply.body).toContain(JSON.stringify(message).slice(1, -1));
  });
});
