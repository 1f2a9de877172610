/** Examples teach: each is a call that is taken, of the kind that the caller meant, with values that look like the real ones. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { isObject, readMember, readMembers } from '../../src/base/values.ts';
import { createArgumentsParser } from '../../src/calls/arguments.ts';
import { buildExample } from '../../src/registry/example.ts';
import { type Arguments, sourceArguments, type Tool } from '../../src/registry/tool.ts';
import { eventTypeNames } from '../../tools/events/types.ts';
import { type ConfiguredApp, configureEmbeddedApp } from '../helpers/assemble.ts';
import { findTool } from '../helpers/find-tool.ts';
import { tools } from '../helpers/tools.ts';

const event = findTool('create_a_alloy_event');
const examples: readonly (readonly [name: string, tool: Tool, given: Arguments])[] = [
  ...tools.map((tool) => [tool.name, tool, {}] as const),
  ...eventTypeNames.map((event_type) => [`an event ${event_type}`, event, { event_type }] as const),
  ...tools.flatMap((tool) =>
    (tool.anyOf ?? []).map((set) => {
      const given = Object.fromEntries(set.map((name) => [name, 'what the caller gave']));
      return [`${tool.name} with ${set.join(' and ')}`, tool, given] as const;
    }),
  ),
];

/** Places of texts and numbers, each with its nearest name. */
function listLeaves(value: unknown, name: string): readonly (readonly [name: string, value: unknown])[] {
  if (Array.isArray(value)) return value.flatMap((item) => listLeaves(item, name));
  if (!isObject(value)) return [[name, value]];
  return Object.entries(value).flatMap(([member, inner]) => listLeaves(inner, member));
}

const folder = mkdtempSync(path.join(tmpdir(), 'alloy-mcp-example-'));
let app: ConfiguredApp;
let masking: ConfiguredApp;
beforeAll(async () => {
  writeFileSync(path.join(folder, 'passport.pdf'), '%PDF-1.4');
  app = await configureEmbeddedApp({ ALLOY_CONFIRM: 'off', ALLOY_FILES_DIR: folder });
  masking = await configureEmbeddedApp({ ALLOY_PII: 'mask,contact=mask,names=mask' });
});
afterAll(() => rmSync(folder, { recursive: true }));

describe.each(examples)('%s', (_, tool, given) => {
  const example = buildExample(tool, 'required', given);

  it('is taken by the check of arguments', () => {
    expect(createArgumentsParser(tool)(example)).toMatchObject({ ok: true });
  });

  it('is never refused by Alloy for its form', async () => {
    const { structuredContent } = await app.execute(tool.name, example);
    const error = readMembers(readMember(structuredContent, 'error'));
    // Ids are made up, and so is the bearer token; what was made by an example before is there already.
    const isFine =
      error['kind'] === undefined ||
      ['unknown_object', 'conflict'].includes(String(error['kind'])) ||
      [401, 404].includes(Number(error['status']));
    expect({ isFine, example, error }).toMatchObject({ isFine: true });
  });

  it('is in the refusal as it is, whatever is masked', async () => {
    for (const each of [app, masking]) {
      const { structuredContent } = await each.execute(tool.name, { ...given, zz_unknown: 'x' });
      const message = String(readMember(structuredContent, 'error.message'));
      expect(JSON.parse(/Example: (\{.*\})$/s.exec(message)?.[1] ?? 'null')).toEqual(example);
    }
  });

  it('has values, not names of values, and none that is masked, a stand-in or what the caller gave', () => {
    for (const [name, value] of listLeaves(example, '')) {
      expect(value, name).not.toBe(name);
      expect(String(value), name).not.toMatch(/^\*\*\*|^pii:|what the caller gave|^undefined$|^$/);
    }
  });
});

describe('an example', () => {
  it('is of the event type that was given, or nearly', () => {
    for (const event_type of eventTypeNames) {
      expect(buildExample(event, 'required', { event_type })).toMatchObject({ event_type });
      expect(buildExample(event, 'required', { event_type: `${event_type}s` })).toMatchObject({ event_type });
    }
    for (const event_type of [
      undefined,
      null,
      5,
      '__proto__',
      'something else',
      { toString: 1, valueOf: 2 },
      [],
    ])
      expect(buildExample(event, 'required', { event_type })).toMatchObject({ event_type: 'person_created' });
    const data = eventTypeNames.map((event_type) => buildExample(event, 'required', { event_type })['data']);
    expect(new Set(data.map((each) => JSON.stringify(each))).size).toBe(eventTypeNames.length);
  });

  it('has the set of arguments that the caller began with', () => {
    const upload = findTool('update_a_alloy_entity_document_by_id');
    expect(buildExample(upload, 'required', { file_path: '../x' })).toMatchObject({
      file_path: 'passport.pdf',
    });
    expect(buildExample(upload, 'required', { file_path: '../x' })).not.toHaveProperty('content_base64');
    expect(buildExample(upload, 'required')).toHaveProperty('content_base64');
  });

  it('names in `id` the token of the field that it stands for', () => {
    const ids = Object.fromEntries(
      tools.map((tool) => [tool.name, String(buildExample(tool, 'required')['id'])]),
    );
    expect(ids).toMatchObject({
      get_single_alloy_person_entity_by_id: expect.stringMatching(/^P-/),
      get_single_alloy_business_entity_by_id: expect.stringMatching(/^B-/),
      get_single_alloy_journey_application_by_id: expect.stringMatching(/^JA-/),
      get_single_alloy_entity_group_by_id: expect.stringMatching(/^EG-/),
    });
  });

  it('shows what a writing tool is for, where it has a body to fill in', () => {
    const bare = tools.filter((tool) => {
      if (tool.effect === 'read' || tool.body?.kind !== 'json') return false;
      const filled = Object.entries(tool.body.fields).flatMap(([field, source]) =>
        sourceArguments(field, source).map(([name]) => name),
      );
      return !Object.keys(buildExample(tool, 'required')).some((name) => filled.includes(name));
    });
    // Nothing but the record is needed for them.
    expect(bare.map(({ name }) => name).sort()).toEqual([
      'create_a_alloy_journey_application_external_rerun',
      'create_a_alloy_journey_application_rerun',
      'update_a_alloy_investigation_alert_unassign_by_id',
      'update_a_alloy_investigation_promote_by_id',
    ]);
  });

  it('in a refusal is a call that is taken when it is sent', async () => {
    for (const given of [
      { event_type: 'transaction', data: {} },
      { event_type: 'entity_group_created', data: {} },
    ]) {
      const refused = await app.execute(event.name, given);
      const message = String(readMember(refused.structuredContent, 'error.message'));
      const example: unknown = JSON.parse(message.slice(message.indexOf('Example: ') + 9));
      expect(example).toMatchObject({ event_type: given.event_type });
      expect(createArgumentsParser(event)(example)).toMatchObject({ ok: true });
    }
  });
});
