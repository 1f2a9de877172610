/** Every client that is about, over both transports, against the built server: one body of tests for all of them. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { buildCatalog } from '../../src/registry/listing.ts';
import { argumentSchemas } from '../../src/registry/schema.ts';
import type { Tool } from '../../src/registry/tool.ts';
import { toolsets } from '../../tools/index.ts';
import { type LoopbackAlloy, startLoopbackAlloy } from '../helpers/alloys/loopback-alloy.ts';
import type { McpSession, ToolAnswer } from '../helpers/clients/mcp-session.ts';
import { rawClients } from '../helpers/clients/raw-clients.ts';
import { routes } from '../helpers/clients/routes.ts';
import { stopProcesses } from '../helpers/clients/start-process.ts';
import { inFull } from '../helpers/extent.ts';
import { readMember } from '../helpers/read-member.ts';
import { readPersonSeed } from '../helpers/seed.ts';

const person = readPersonSeed();
/** The embedded Alloy's workflow for persons. */
const workflow = 'Wf1PersonOnboardingDemoAccount01';

/** A module lists what it exports by name, which is the order that clients get; vitest's modules do not. */
const listings = Object.entries(toolsets).flatMap(([toolset, tools]) =>
  buildCatalog({ [toolset]: tools })
    .map(({ listing }) => listing)
    .sort((left, right) => (left.name < right.name ? -1 : 1)),
);

/** The envelope of an answer, which is all that there is of it. */
function readEnvelope({ content, envelope, structuredContent }: ToolAnswer): unknown {
  expect(content).toEqual([{ type: 'text', text: expect.any(String) }]);
  expect(structuredContent).toBeUndefined();
  return envelope;
}

/** A result, not a protocol error, that names the arguments and shows a call that would do. */
function expectRefusal(answer: ToolAnswer, ...names: readonly string[]) {
  expect(answer.isError).toBe(true);
  expect(readEnvelope(answer)).toMatchObject({
    error: {
      kind: 'invalid_arguments',
      message: expect.stringMatching(/Example: \{.*\}$/),
      hint: expect.stringContaining('Nothing was sent'),
    },
    environment: 'sandbox',
  });
  const message = String(readMember(answer.envelope, 'error.message'));
  for (const name of names) expect(message).toMatch(new RegExp(`(^|; )${name} `));
}

afterAll(stopProcesses);

// In the quick suite an SDK's client of each era, and one that is ours.
describe.each(inFull(routes, (_, index) => [0, 1, 4].includes(index)))('$client', ({ kind, open }) => {
  describe('with the embedded Alloy', () => {
    let session: McpSession;
    beforeAll(async () => {
      session = await open({}, { shared: true });
    });
    afterAll(() => session.close());

    it('agrees on the protocol and is told how to use the tools', () => {
      expect(session.protocolVersion).toBe(kind.protocolVersion);
      expect(session.instructions).toMatch(/Alloy.*\{result, status, environment\}.*next_cursor/s);
    });

    it('is told what the list of tools leaves out, as it holds for all of them', () => {
      const descriptions = Object.values(toolsets)
        .flatMap((tools) => Object.values<Tool>(tools))
        .flatMap((tool) => [...argumentSchemas(tool).values()].map((schema) => schema.description ?? ''));
      const prefixes = descriptions.flatMap((text) =>
        [...text.matchAll(/\((?:[A-Z]+-(?:, )?)+\)/g)].flatMap(([all]) => all.match(/[A-Z]+-/g) ?? []),
      );
      expect(prefixes.length).toBeGreaterThan(50);
      const told = [
        'fields',
        'additional_fields',
        'cursor',
        'YYYY-MM-DD',
        'ISO 8601',
        'ISO 4217',
        'two letters',
      ];
      for (const word of new Set([...prefixes, ...told])) expect(session.instructions).toContain(word);
    });

    it('gets the 138 tools of the registry, whole and in its order', async () => {
      const tools = await session.listTools();
      expect(tools).toHaveLength(138);
      expect(tools).toEqual(listings);
      expect(await session.listTools()).toEqual(tools);
    });

    it('reads', async () => {
      const answer = await session.callTool('get_single_alloy_person_entity_by_id', {
        id: '55fe8955-7e7b-4785-b9fa-60dac5e89fc8',
      });
      expect(answer.isError ?? false).toBe(false);
      expect(readEnvelope(answer)).toMatchObject({
        result: { entity_token: 'P-ewaa6ImCcpv7FM2XhpNe', name_first: 'Lucy', name_last: 'Schoen' },
        status: 200,
        environment: 'embedded',
      });
    });

    it('writes', async () => {
      const answer = await session.callTool('create_a_alloy_evaluation', person.request);
      expect(answer.isError ?? false).toBe(false);
      expect(readEnvelope(answer)).toMatchObject({
        result: {
          status_code: 201,
          application_token: workflow,
          summary: { outcome: 'Approved' },
          // As the operator who sets nothing gets it: see docs/personal-data.md.
          supplied: { ...person.request, birth_date: '***1985', document_ssn: '***6789' },
          formatted: { phone_number: '+18042562188' },
        },
        status: 201,
        environment: 'embedded',
      });
    });

    it("gets Alloy's refusal as a result that says what to do", async () => {
      const answer = await session.callTool('get_single_alloy_evaluation_by_id', {
        id: 'S-00000000000000000000',
      });
      expect(answer.isError).toBe(true);
      expect(readEnvelope(answer)).toEqual({
        error: expect.objectContaining({
          kind: 'unknown_object',
          status: 400,
          minor_code: 4013,
          message: expect.any(String),
          hint: expect.stringContaining('Check id'),
        }),
        environment: 'embedded',
      });
    });

    it('gets a protocol error for a tool that is not there', async () => {
      const refusal = { code: -32602, message: expect.stringContaining('alloy_nonsense') };
      await expect(session.callTool('alloy_nonsense', {})).rejects.toMatchObject(refusal);
      // Members that every object has are no tools.
      await expect(session.callTool('toString', {})).rejects.toMatchObject({ code: -32602 });
    });

    it('may send an object or array as JSON text, also inside another', async () => {
      const address = { address_line_1: '8 Wharf Road', address_city: 'Troy', type: 'primary' };
      const answer = await session.callTool('create_a_alloy_person_entity', {
        name_first: 'Ada',
        name_last: 'Moss',
        emails: JSON.stringify([{ email_address: 'ada.moss@example.com' }]),
        addresses: JSON.stringify([JSON.stringify(address)]),
      });
      expect(readEnvelope(answer)).toMatchObject({
        result: {
          name_first: 'Ada',
          emails: [{ email_address: 'ada.moss@example.com' }],
          addresses: [{ address_line_1: '8 Wharf Road', type: 'primary' }],
        },
        status: 201,
      });
    });
  });

  describe('with an Alloy over the network', () => {
    const credentials = { ALLOY_TOKEN: 'token-canary-4417', ALLOY_SECRET: 'secret-canary-9026' };
    const basic = Buffer.from(`${credentials.ALLOY_TOKEN}:${credentials.ALLOY_SECRET}`).toString('base64');
    let alloy: LoopbackAlloy;
    let session: McpSession;
    beforeAll(async () => {
      alloy = await startLoopbackAlloy(async ({ method, path, abandoned }) => {
        if (path === '/v1/evaluations/S-slow') await abandoned;
        const token = /^\/v1\/evaluations\/(S-\w+)$/.exec(path)?.[1];
        return method === 'GET' && token !== undefined
          ? { body: { evaluation_token: token, summary: { outcome: 'Approved' } } }
          : undefined;
      });
      session = await open({ ...credentials, ALLOY_BASE_URL: alloy.baseUrl });
    });
    afterAll(async () => {
      await session.close();
      await alloy.stop();
    });

    it('is refused, by the name of the argument and before anything is sent, what a tool does not take', async () => {
      const sent = alloy.requests.length;
      const evaluation = 'get_single_alloy_evaluation_by_id';
      expectRefusal(await session.callTool(evaluation, {}), 'id');
      expectRefusal(await session.callTool(evaluation, { id: 17 }), 'id');
      expect(await session.callTool(evaluation, { id: '../../oauth/bearer' })).toMatchObject({
        isError: true,
        envelope: {
          error: { kind: 'invalid_arguments', message: expect.stringMatching(/^id holds/) },
        },
      });
      expectRefusal(await session.callTool(evaluation, { id: 'S-1', colour: 'red' }), 'colour');
      expectRefusal(await session.callTool(evaluation, { colour: 'red' }), 'id', 'colour');
      const event = { event_type: 'person_created', data: 'no JSON' };
      expectRefusal(await session.callTool('create_a_alloy_event', event), 'data');
      const unheardOf = { event_type: 'person_promoted', data: { timestamp: '2026-01-03T22:23:07.712Z' } };
      expectRefusal(await session.callTool('create_a_alloy_event', unheardOf), 'event_type');
      expect(alloy.requests).toHaveLength(sent);
    });

    it('reaches it with the credentials, which show nowhere', async () => {
      const sent = alloy.requests.length;
      const answer = await session.callTool('get_single_alloy_evaluation_by_id', { id: 'S-1' });
      expect(readEnvelope(answer)).toEqual({
        result: { evaluation_token: 'S-1', summary: { outcome: 'Approved' } },
        status: 200,
        environment: 'sandbox',
      });
      expect(alloy.requests.slice(sent).map(({ headers }) => headers.authorization)).toEqual([
        `Basic ${basic}`,
      ]);
      const seen = JSON.stringify(answer) + session.log();
      for (const secret of [...Object.values(credentials), basic]) expect(seen).not.toContain(secret);
    });

    it('cancels a call, which ends the request to Alloy and leaves the server up', async () => {
      const controller = new AbortController();
      const sent = alloy.requests.length;
      const call = session.callTool(
        'get_single_alloy_evaluation_by_id',
        { id: 'S-slow' },
        { signal: controller.signal },
      );
      const outcome = expect(call).rejects.toThrow();
      const request = await alloy.received(sent);
      controller.abort();
      await outcome;
      await request.abandoned;
      const next = await session.callTool('get_single_alloy_evaluation_by_id', { id: 'S-2' });
      expect(readEnvelope(next)).toMatchObject({ result: { evaluation_token: 'S-2' } });
      await session.close();
    });
  });
});

it('parses JSON text inside the data of an event too, whose members depend on its type', async () => {
  const [kind] = rawClients;
  if (kind === undefined) throw new Error('no client');
  const session = await kind.overStdio({});
  const { envelope } = await session.callTool('create_a_alloy_event', {
    event_type: 'person_created',
    data: JSON.stringify({
      external_entity_id: 'json-text-1',
      timestamp: '2026-01-03T22:23:07.712Z',
      name_first: 'Ada',
      name_last: 'Moss',
      emails: JSON.stringify([{ email_address: 'ada.moss@example.com' }]),
    }),
  });
  await session.close();
  expect(envelope).toMatchObject({
    result: { event: { data: { emails: [{ email_address: 'ada.moss@example.com' }] } } },
    status: 201,
  });
});
