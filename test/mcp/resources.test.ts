/** Resources: every address read by every client against the embedded Alloy, and not where its tool is hidden. */
import { afterAll, describe, expect, it, test } from 'vitest';
import { catalog } from '../../src/catalog.ts';
import { references } from '../../src/mcp/resources/references.ts';
import { parseUri, templates } from '../../src/mcp/resources/templates.ts';
import { fullSchema } from '../../src/registry/schema.ts';
import { errorCodes } from '../../tools/reference/error-codes.ts';
import { eventTypes } from '../../tools/reference/event-types.ts';
import { statusGroups } from '../../tools/reference/statuses.ts';
import { startHttpService } from '../helpers/clients/http-service.ts';
import type { McpSession } from '../helpers/clients/mcp-session.ts';
import { fewRoutes } from '../helpers/clients/routes.ts';
import { parseRpcReply, postRpc } from '../helpers/clients/send-http.ts';
import { stopProcesses } from '../helpers/clients/start-process.ts';
import { findTool } from '../helpers/find-tool.ts';
import { readMember } from '../helpers/read-member.ts';

afterAll(stopProcesses);

const all = catalog.map(({ listing }) => listing.name);
const journey_token = 'J-PersonOnboardDemo001';

/** Calls a tool that has to succeed; resolves with its result. */
async function call(session: McpSession, name: string, args: Readonly<Record<string, unknown>>) {
  const { isError, envelope } = await session.callTool(name, args);
  expect(isError, `${name}: ${JSON.stringify(envelope)}`).not.toBe(true);
  return readMember(envelope, 'result');
}

async function read(session: McpSession, uri: string) {
  const answer = await session.ask('resources/read', { uri });
  const contents = readMember(answer, 'contents');
  expect(contents).toHaveLength(1);
  expect(readMember(contents, '0.uri')).toBe(uri);
  return readMember(contents, '0');
}

const readJson = (content: unknown): unknown => JSON.parse(String(readMember(content, 'text')));
const readEach = (value: unknown, list: string, member: string) => {
  const items = readMember(value, list);
  return Array.isArray(items) ? items.map((item) => readMember(item, member)) : [];
};

describe.each(fewRoutes)('$client', ({ open }) => {
  it('lists what there is and reads it, with tokens of its own calls', async () => {
    const session = await open({}, { shared: true });
    try {
      expect(readEach(await session.ask('resources/list', {}), 'resources', 'uri')).toEqual([
        'alloy://reference/statuses',
        'alloy://reference/personas',
        'alloy://reference/errors',
        'alloy://reference/event-types',
      ]);
      for (const { uri, format } of references) {
        expect(await read(session, uri)).toEqual({
          uri,
          mimeType: 'text/markdown',
          text: format(() => true),
        });
      }
      const listed = await session.ask('resources/templates/list', {});
      expect(readEach(listed, 'resourceTemplates', 'uriTemplate')).toEqual(
        templates.map(({ uriTemplate }) => uriTemplate),
      );
      expect(JSON.stringify(listed)).not.toMatch(/"(variables|reads)"/);

      const person = { name_first: 'Maya', name_last: 'Okafor' };
      const evaluation = await call(session, 'create_a_alloy_evaluation', person);
      const entity = String(readMember(evaluation, 'entity_token'));
      const evaluation_token = String(readMember(evaluation, 'evaluation_token'));
      const expectRecord = async (uri: string, tool: string, args: Readonly<Record<string, unknown>>) => {
        const content = await read(session, uri);
        expect(content).toMatchObject({
          mimeType: 'application/json',
          _meta: { 'alloy-mcp/environment': 'embedded' },
        });
        expect(readJson(content)).toEqual(await call(session, tool, args));
      };
      await expectRecord(`alloy://entities/${entity}`, 'get_single_alloy_entity_by_id', { id: entity });
      await expectRecord(`alloy://evaluations/${evaluation_token}`, 'get_single_alloy_evaluation_by_id', {
        id: evaluation_token,
      });
      const application = await call(session, 'create_a_alloy_journey_application', {
        journey_token,
        entities: [{ data: { ...person, birth_date: '1988-02-11', document_ssn: '666200001' } }],
      });
      const id = String(readMember(application, 'journey_application_token'));
      await expectRecord(
        `alloy://journeys/${journey_token}/applications/${id}`,
        'get_single_alloy_journey_application_by_id',
        { journey_token, id },
      );
      const list = await call(session, 'list_all_alloy_investigations', {});
      const [investigation] = readEach(list, 'investigations', 'investigation_token');
      await expectRecord(`alloy://investigations/${investigation}`, 'get_single_alloy_investigation_by_id', {
        id: investigation,
      });
      await expectRecord('alloy://event-schemas/login', 'list_all_alloy_event_schemas', { type: 'login' });

      const record = { name: 'scan', extension: 'pdf', type: 'license' };
      const document = await call(session, 'create_a_alloy_entity_document', {
        entity_token: entity,
        ...record,
      });
      const document_token = String(readMember(document, 'document_token'));
      await call(session, 'update_a_alloy_entity_document_by_id', {
        entity_token: entity,
        id: document_token,
        content_base64: Buffer.from('%PDF-1.7 scan').toString('base64'),
      });
      expect(await read(session, `alloy://entities/${entity}/documents/${document_token}`)).toMatchObject({
        mimeType: 'application/pdf',
        blob: Buffer.from('%PDF-1.7 scan').toString('base64'),
      });

      const tool = await read(session, 'alloy://tools/create_a_alloy_journey_application');
      expect(readJson(tool)).toMatchObject({
        name: 'create_a_alloy_journey_application',
        effect: 'write',
        path: '/journeys/{journey_token}/applications',
        example: { entities: expect.any(Array) },
      });
      // Whole: the members of an entity are there, which the list only signs.
      const schema = fullSchema(findTool('create_a_alloy_journey_application'));
      const members = 'properties.entities.items.properties.data.properties.name_first.type';
      expect(readMember(readJson(tool), `inputSchema.${members}`)).toBe(readMember(schema, members));
      expect(readMember(schema, members)).toBe('string');
    } finally {
      await session.close();
    }
  });
});

let shared: ReturnType<typeof startHttpService> | undefined;

/** One request to a service of the embedded Alloy. */
async function ask(method: string, params: object, query = '') {
  shared ??= startHttpService();
  const { url } = await shared;
  return parseRpcReply(await postRpc(url + query, method, params));
}

describe('an address that nothing is at', () => {
  it.each([
    'alloy://people/P-1',
    'alloy://entities',
    'alloy://entities/',
    'alloy://entities//documents/D-1',
    'alloy://entities/P-1/',
    'alloy://entities/P-1?full=true',
    'alloy://entities/%zz',
    'alloy://reference/nothing',
    'alloy://tools/create_a_alloy_robot',
    'alloy://tools/constructor',
    'https://entities/P-1',
    'file:///etc/passwd',
    // Known to nobody at Alloy.
    'alloy://entities/P-00000000000000000000',
    'alloy://journeys/J-PersonOnboardDemo001/applications/JA-00000000000000000000',
  ])('is an unknown resource: %s', async (uri) => {
    const { error } = await ask('resources/read', { uri });
    expect(error).toMatchObject({ code: -32602, data: { uri } });
  });

  it.each([
    ['alloy://entities/..', 'id'],
    ['alloy://entities/P-1%2F..%2F..%2Flists', 'id'],
    ['alloy://event-schemas/earthquake', 'type'],
  ])('leads nowhere else: %s', async (uri, argument) => {
    const { error } = await ask('resources/read', { uri });
    expect(error).toMatchObject({ code: -32602, message: expect.stringContaining(argument) });
    expect(error?.message).toContain('Nothing was sent.');
  });
});

describe('where tools are hidden', () => {
  test.each(templates.filter(({ reads }) => 'tool' in reads))(
    '$uriTemplate is not there without its tool',
    async ({ uriTemplate, reads }) => {
      const tool = 'tool' in reads ? reads.tool : '';
      const query = `?exclude-tools=${tool}`;
      const listed = await ask('resources/templates/list', {}, query);
      expect(readEach(listed, 'result.resourceTemplates', 'uriTemplate')).toEqual(
        templates.map((each) => each.uriTemplate).filter((each) => each !== uriTemplate),
      );
      const uri = uriTemplate
        .replace('{entity_token}', 'P-TfkFe6lCPkElc9Xktd3V')
        .replace('{event_type}', 'login')
        .replaceAll(/\{(\w+)\}/g, 'X-1');
      const [visible, hidden] = await Promise.all(
        ['', query].map((each) => ask('resources/read', { uri }, each)),
      );
      expect(hidden?.error?.message).toContain(`Unknown resource: ${uri}`);
      expect(visible?.error?.message ?? '').not.toContain('Unknown resource');
      const described = await ask('resources/read', { uri: `alloy://tools/${tool}` }, query);
      expect(described.error?.message).toContain('Unknown resource');
    },
  );

  test('references name only those that are there', async () => {
    const uri = 'alloy://reference/statuses';
    const namesIn = (answer: unknown) =>
      all.filter((name) => new RegExp(`\\b${name}\\b`).test(JSON.stringify(answer)));
    const readable = namesIn(await ask('resources/read', { uri }, '?read-only=on'));
    expect(readable).toEqual(
      namesIn(references[0]?.format(() => true)).filter((name) => findTool(name).effect === 'read'),
    );
    expect(readable.length).toBeGreaterThan(3);
  });
});

test('a dry run sends nothing for a resource either', async () => {
  const uri = 'alloy://entities/P-00000000000000000000';
  const { url } = await startHttpService({ ALLOY_DRY_RUN: 'true' });
  const answer = parseRpcReply(await postRpc(url, 'resources/read', { uri }));
  expect(readJson(readMember(answer, 'result.contents.0'))).toMatchObject({ method: 'GET' });
});

describe('the references', () => {
  it('name tools that there are', () => {
    const named = statusGroups.flatMap(({ statuses }) => statuses.flatMap(({ tools = [] }) => tools));
    expect(named.filter((name) => !all.includes(name))).toEqual([]);
  });

  it('know every event type that is taken', () => {
    const entry = catalog.find(({ listing }) => listing.name === 'create_a_alloy_event');
    expect(eventTypes.map(({ type }) => type)).toEqual(
      readMember(entry?.listing.inputSchema, 'properties.event_type.enum'),
    );
  });

  it('tell codes apart by status and minor code', () => {
    const keys = errorCodes.map(({ status, minorCode }) => `${status} ${minorCode}`);
    expect(new Set(keys).size).toBe(keys.length);
  });

  it('have each template read an argument of its tool from each variable', () => {
    for (const { uriTemplate, variables, reads } of templates) {
      // Of a whole answer nothing but the address that a result gave can be read.
      if (reads.kind === 'answer') continue;
      const names = [...uriTemplate.matchAll(/\{(\w+)\}/g)].map(([, name]) => name);
      expect(Object.keys(variables)).toEqual(names);
      if (reads.kind === 'record') expect(Object.keys(reads.arguments)).toEqual(names);
    }
    const [entity] = templates;
    expect(entity && parseUri(entity, 'alloy://entities/a%20b')).toEqual({ entity_token: 'a b' });
  });
});
