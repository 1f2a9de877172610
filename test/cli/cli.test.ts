/** The commands of the built program: what they print, where, and the code they end with. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { formatFlag, settingList } from '../../src/config/settings.ts';
import { buildCatalog } from '../../src/registry/listing.ts';
import { toolsets } from '../../tools/index.ts';
import { startLoopbackAlloy } from '../helpers/alloys/loopback-alloy.ts';
import { runCommand } from '../helpers/clients/run-command.ts';
import { startProcess, stopProcesses, type Variables } from '../helpers/clients/start-process.ts';
import { inFull } from '../helpers/extent.ts';
import { readMember } from '../helpers/read-member.ts';

afterEach(stopProcesses);
const folder = mkdtempSync(path.join(tmpdir(), 'alloy-mcp-cli-'));
afterAll(() => rmSync(folder, { recursive: true }));

const catalog = buildCatalog(toolsets);

describe('--help', () => {
  it.each(['--help', '-h'])('%s shows every command', async (flag) => {
    const { code, output, log } = await runCommand([flag]);
    expect({ code, log }).toEqual({ code: 0, log: '' });
    for (const command of ['http', 'simulator', 'tools [NAME]', 'call NAME --json'])
      expect(output).toContain(`  alloy-mcp ${command}`);
    for (const own of ['--help', '--version']) expect(output).toContain(own);
  });

  let output = '';
  beforeAll(async () => {
    ({ output } = await runCommand(['--help']));
  });
  it.each(settingList)('shows $variable with its flag, default and meaning', (setting) => {
    const name = `\n  ${formatFlag(setting) ?? setting.variable}\n`;
    const at = output.indexOf(name);
    expect(at).toBeGreaterThan(0);
    const [meaning = '', notes = ''] = output.slice(at + name.length).split('\n');
    expect(meaning).toContain(setting.meaning);
    expect(notes).toContain(setting.variable);
    if (setting.default !== undefined) expect(notes).toContain(`default ${setting.default}`);
    if (setting.secret === true) expect(notes).toContain(`${setting.variable}_FILE`);
  });

  it('has no flag for a secret', () => {
    for (const { secret, flag } of settingList) if (secret === true) expect(flag).toBeUndefined();
  });
});

describe('--version', () => {
  it.each(['--version', '-v'])('%s prints that of the package', async (flag) => {
    const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8'));
    expect(await runCommand([flag])).toMatchObject({ code: 0, output: `${version}\n`, log: '' });
  });
});

const credentials = { ALLOY_TOKEN: 'a-token', ALLOY_SECRET: 'a-secret' };

/** What was typed, the environment, and what the one line has to name. */
const faults: readonly (readonly [string, Variables, RegExp])[] = [
  ['--bogus', {}, /--bogus.*--help/],
  ['--environmnt sandbox', {}, /--environmnt.*did you mean --environment\?/],
  ['--token abc', {}, /--token/],
  ['--port', {}, /--port.*--help/],
  ['--port --help', {}, /--port.*--help/],
  ['http --max-retries -1', {}, /--max-retries/],
  ['htpp', {}, /htpp.*did you mean http\?/],
  ['serve', {}, /serve is not a command.*stdio, http, simulator, tools, call/],
  ['http extra', {}, /extra.*http/],
  ['tools one two', {}, /two.*tools/],
  ['http --port abc', {}, /ALLOY_MCP_PORT \(--port\)/],
  ['http --port 65536', {}, /ALLOY_MCP_PORT \(--port\)/],
  ['--timeout 0', {}, /ALLOY_TIMEOUT_MS \(--timeout\)/],
  ['--timeout 1.5', {}, /ALLOY_TIMEOUT_MS \(--timeout\)/],
  ['--max-retries 11', {}, /ALLOY_MAX_RETRIES \(--max-retries\)/],
  ['--log-level loud', {}, /LOG_LEVEL \(--log-level\).*"silent"/],
  ['--auth digest', {}, /ALLOY_AUTH \(--auth\).*basic\|oauth/],
  ['--environment moon', {}, /ALLOY_ENVIRONMENT \(--environment\).*embedded\|sandbox\|production/],
  ['--workflow-token a/b', {}, /ALLOY_WORKFLOW_TOKEN \(--workflow-token\)/],
  ['', { ALLOY_TIMEOUT_MS: 'soon' }, /ALLOY_TIMEOUT_MS/],
  ['', { ALLOY_TOKEN: 'a-token' }, /ALLOY_SECRET is not/],
  ['', { ALLOY_SECRET: 'a-secret' }, /ALLOY_TOKEN is not/],
  ['--environment sandbox', {}, /ALLOY_TOKEN and ALLOY_SECRET/],
  ['--environment production', {}, /ALLOY_TOKEN and ALLOY_SECRET/],
  ['--base-url https://alloy.example', {}, /ALLOY_BASE_URL.*ALLOY_TOKEN and ALLOY_SECRET/],
  ['--base-url alloy.example', credentials, /ALLOY_BASE_URL is not a URL/],
  ['--base-url ftp://alloy.example', credentials, /ALLOY_BASE_URL is not a URL/],
  ['--base-url http://alloy.example', credentials, /ALLOY_BASE_URL is http.*https/],
  ['--base-url https://alloy.example/v1?a=b', credentials, /ALLOY_BASE_URL has a query/],
  ['--base-url https://api.alloy.co/v1', credentials, /production host.*ALLOY_ENVIRONMENT=production/],
  ['--base-url https://sandbox.alloy.co --environment production', credentials, /sandbox host/],
  ['--environment embedded --base-url https://alloy.example', credentials, /ALLOY_BASE_URL/],
  ['', { ...credentials, ALLOY_TOKEN_FILE: '/tmp/x' }, /ALLOY_TOKEN and ALLOY_TOKEN_FILE/],
  ['', { ALLOY_SECRET: 'x', ALLOY_TOKEN_FILE: `${folder}/none` }, /ALLOY_TOKEN_FILE.*cannot be read/],
  ['--files-dir /no/such/folder', {}, /ALLOY_FILES_DIR \(--files-dir\).*\/no\/such\/folder/],
  ['http', { ALLOY_MCP_TOKEN: 'short' }, /ALLOY_MCP_TOKEN.*16/],
  ['simulator --host 0.0.0.0', {}, /ALLOY_MCP_HOST.*loopback/],
  ['call', {}, /call NAME --json/],
  ['call get_single_alloy_evaluation', {}, /did you mean get_single_alloy_evaluation_by_id\?/],
  ['call xyz', {}, /xyz is not a tool[;.,:] /],
  ['tools get_single_alloy_evaluation', {}, /did you mean get_single_alloy_evaluation_by_id\?/],
  ['tools xyz', {}, /xyz is not a tool[;.,:] /],
  ['call list_all_alloy_parameters --json {', {}, /--json is not JSON/],
];

describe('what cannot be', () => {
  // How each is told is a matter of test/config and test/cli/command-line.test.ts too; here it is told by the program.
  const everySixth = inFull(faults, (_, index) => index % 6 === 0);
  it.each(everySixth)('ends "%s" with %o in one line and code 2', async (typed, variables, naming) => {
    const run = await runCommand(typed.split(' ').filter(Boolean), { variables });
    expect(run).toMatchObject({ code: 2, output: '' });
    expect(run.log).toMatch(/^alloy-mcp: [^\n]+\n$/);
    expect(run.log).toMatch(naming);
    expect(run.log).not.toMatch(/NaN|undefined|\[object|Error:| {4}at /);
  });

  it('ends an empty secret file in one line and code 2', async () => {
    writeFileSync(path.join(folder, 'empty'), '\n');
    const variables = { ALLOY_TOKEN: 'x', ALLOY_SECRET_FILE: path.join(folder, 'empty') };
    const { code, log } = await runCommand([], { variables });
    expect(code).toBe(2);
    expect(log).toMatch(/^alloy-mcp: ALLOY_SECRET_FILE [^\n]*empty[^\n]*\n$/);
  });
});

describe('tools', () => {
  it('lists each tool in a line, with what it does to data', async () => {
    const { code, output, log } = await runCommand(['tools']);
    expect({ code, log }).toEqual({ code: 0, log: '' });
    const lines = output.trimEnd().split('\n');
    expect(lines).toHaveLength(138);
    const printed = lines.map((line) => line.split(/\s+/).slice(0, 3).join(' '));
    const expected = catalog.map(({ listing, effect, toolset }) => `${listing.name} ${effect} ${toolset}`);
    expect(printed.toSorted()).toEqual(expected.toSorted());
  });

  it('describes one: operation, arguments, and an example that works', async () => {
    const { code, output } = await runCommand(['tools', 'get_single_alloy_entity_group_by_id']);
    expect(code).toBe(0);
    expect(output).toContain('GET /entity-groups/{entity_token_or_external_id}');
    const example = /^Example: alloy-mcp call (\w+) --json '(.*)'$/m.exec(output);
    expect(example?.[1]).toBe('get_single_alloy_entity_group_by_id');
    expect(Object.keys(JSON.parse(example?.[2] ?? ''))).toEqual(['id']);
    const schema: unknown = JSON.parse(output.slice(output.indexOf('\n{')));
    expect(schema).toMatchObject({ type: 'object', required: ['id'], additionalProperties: false });
  });

  it('needs no configuration, not even a right one', async () => {
    const { code } = await runCommand(['tools'], { variables: { ALLOY_TOKEN: 'without its secret' } });
    expect(code).toBe(0);
  });

  it('ends quietly when nobody reads on', async () => {
    const command = startProcess(['tools']);
    command.stdout.destroy();
    await command.ended;
    expect(command.log()).toBe('');
  });
});

describe('call', () => {
  it('prints the envelope of a success and ends with code 0', async () => {
    const { code, output, log } = await runCommand(['call', 'list_all_alloy_parameters']);
    expect({ code, log }).toEqual({ code: 0, log: '' });
    expect(JSON.parse(output)).toMatchObject({ status: 200, environment: 'embedded' });
  });

  it.each([
    [{}, 'invalid_arguments'],
    [[], 'invalid_arguments'],
    [{ id: 'S-00000000000000000000' }, 'unknown_object'],
  ])('prints the envelope of an error for %j and ends with code 1', async (input, kind) => {
    const flags = ['call', 'get_single_alloy_evaluation_by_id', '--json', JSON.stringify(input)];
    const { code, output } = await runCommand(flags);
    expect(code).toBe(1);
    expect(JSON.parse(output)).toMatchObject({ error: { kind, hint: expect.any(String) } });
  });

  it('reads its arguments from stdin for --json -', async () => {
    const { code, output } = await runCommand(
      ['call', 'get_single_alloy_person_entity_by_id', '--json', '-'],
      { input: '{"id": "P-ewaa6ImCcpv7FM2XhpNe"}' },
    );
    expect(code).toBe(0);
    expect(readMember(JSON.parse(output), 'result.name_first')).toBe('Lucy');
  });

  it('prints a long result whole', async () => {
    const text = 'x'.repeat(1024 * 1024);
    const alloy = await startLoopbackAlloy(({ path: asked }) =>
      asked === '/v1/evaluations/S-1' ? { body: { evaluation_token: 'S-1', text } } : undefined,
    );
    const { code, output } = await runCommand(
      ['call', 'get_single_alloy_evaluation_by_id', '--json', '{"id":"S-1"}', '--base-url', alloy.baseUrl],
      { variables: { ...credentials, ALLOY_MAX_RESULT_CHARS: '10000000' } },
    );
    await alloy.stop();
    expect(code).toBe(0);
    expect(readMember(JSON.parse(output), 'result.text')).toBe(text);
  });
});

describe('simulator', () => {
  it('serves an Alloy at the printed base URL to whoever has the printed credentials', async () => {
    const simulator = startProcess(['simulator', '--port', '0']);
    const [, settings = ''] = await simulator.waitFor('output', /^(ALLOY_BASE_URL=.*)$/m);
    const variables = Object.fromEntries(settings.split(' ').map((pair) => pair.split(/=(.*)/s).slice(0, 2)));
    expect(Object.keys(variables)).toEqual(['ALLOY_BASE_URL', 'ALLOY_TOKEN', 'ALLOY_SECRET']);
    const { ALLOY_BASE_URL: base, ALLOY_TOKEN: token, ALLOY_SECRET: secret } = variables;
    expect(base).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/v1$/);
    expect(simulator.output()).toContain(`listens at ${base}`);

    const read = (authorization: string) =>
      fetch(`${base}/entities/persons/P-ewaa6ImCcpv7FM2XhpNe`, { headers: { authorization } });
    const right = await read(`Basic ${btoa(`${token}:${secret}`)}`);
    expect(right.status).toBe(200);
    expect(await right.json()).toMatchObject({ name_first: 'Lucy' });
    expect((await read(`Basic ${btoa(`${token}:wrong`)}`)).status).toBe(401);

    // What one client wrote another reads: it is one Alloy.
    const person = { name_first: 'Ada', name_last: 'Moss', external_entity_id: 'cli-1' };
    for (const auth of ['basic', 'oauth']) {
      const call = ['call', '--auth', auth];
      const tool = auth === 'basic' ? 'create_a_alloy_person_entity' : 'get_single_alloy_person_entity_by_id';
      const input = auth === 'basic' ? person : { id: 'cli-1' };
      const run = await runCommand([...call, tool, '--json', JSON.stringify(input)], { variables });
      expect(run.code, run.output).toBe(0);
      expect(JSON.parse(run.output)).toMatchObject({ result: person, environment: 'sandbox' });
    }

    simulator.kill('SIGTERM');
    expect(await simulator.ended).toEqual({ code: 0, signal: null });
  });
});
