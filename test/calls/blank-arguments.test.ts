/**
 * Clients of strict function calling fill in every argument, with null or with an empty text. An optional argument that
 * says nothing was left out, a required one is missing, and what lies inside of arguments is the caller's own.
 */
import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest';
import { buildExample } from '../../src/registry/example.ts';
import { argumentSchemas } from '../../src/registry/schema.ts';
import type { Tool } from '../../src/registry/tool.ts';
import { createToolCaller, type ToolCaller } from '../helpers/clients/tool-caller.ts';
import { expectNone } from '../helpers/expect-none.ts';
import { findTool } from '../helpers/find-tool.ts';
import { describeSent } from '../helpers/sent-request.ts';
import { tools } from '../helpers/tools.ts';

let caller: ToolCaller;
beforeAll(async () => {
  caller = await createToolCaller();
});
afterAll(() => caller.close());

/** Where Alloy documents what it does: a value that never expires, a default that is an empty text. */
const ownValues: Readonly<Record<string, null | ''>> = { value_expires_in: null, default_value: '' };

const isOptional = (tool: Tool, name: string) =>
  argumentSchemas(tool).get(name)?.safeParse(undefined).success === true;

/** Optional arguments that the example does without. */
function listOptional(tool: Tool): readonly string[] {
  const example = buildExample(tool, 'required');
  return [...argumentSchemas(tool).keys()].filter((name) => isOptional(tool, name) && !(name in example));
}

test.each(tools.map((tool) => [tool.name, tool] as const))(
  '%s takes optional arguments without a value as left out',
  async (_name, tool) => {
    const example = buildExample(tool, 'required');
    const names = listOptional(tool);
    const plain = await describeSent(caller, tool, example);
    const fillAll = (blank: null | '') =>
      Object.fromEntries(names.filter((name) => ownValues[name] !== blank).map((name) => [name, blank]));
    for (const blank of [null, ''] as const)
      expect(await describeSent(caller, tool, { ...example, ...fillAll(blank) })).toBe(plain);
    const blanks = fc.dictionary(fc.constantFrom(...names, 'fields'), fc.constantFrom(null, ''));
    await fc.assert(
      fc.asyncProperty(blanks, async (filled) => {
        const given = Object.entries(filled).filter(
          ([name, value]) => names.includes(name) && ownValues[name] !== value,
        );
        expect(await describeSent(caller, tool, { ...Object.fromEntries(given), ...example })).toBe(plain);
      }),
      { numRuns: 3 },
    );
  },
);

it('required arguments without a value are told as missing', async () => {
  const faults = [];
  for (const tool of tools) {
    const example = buildExample(tool, 'required');
    for (const name of Object.keys(example)) {
      for (const blank of [null, ''] as const) {
        if (isOptional(tool, name) || ownValues[name] === blank) continue;
        const { text, requests } = await caller.call(tool, { ...example, [name]: blank });
        const isTold = text.includes(`${name} is missing`) || text.includes('one of these is needed');
        if (requests.length > 0 || !isTold) faults.push(`${tool.name} ${name} = ${blank}: ${text}`);
      }
    }
  }
  expectNone(faults);
});

describe('a value of its own', () => {
  const attribute = { id: 'PA-1', description: 'x' };
  it.each([
    ['null that ends an expiry', { value_expires_in: null }, { value_expires_in: null }],
    ['an empty text by default', { default_value: '' }, { default_value: '' }],
    ['null by default', { default_value: null }, {}],
    ['an empty text for an expiry', { value_expires_in: '' }, {}],
  ])('arrives: %s', async (_, given, sent) => {
    const tool = findTool('update_a_alloy_published_attribute_by_id');
    const { requests } = await caller.call(tool, { ...attribute, ...given });
    expect(JSON.parse(requests[0]?.body.toString() ?? '')).toEqual({ description: 'x', ...sent });
  });
});

describe('inside of arguments', () => {
  it.each([
    [
      'a rerun, where null removes an attribute',
      'create_a_alloy_journey_application_rerun',
      { journey_token: 'J-1', journey_application_token: 'JA-1' },
      { entities: [{ entity_token: 'P-1', data: { name_middle: null, document_ssn: null, gender: '' } }] },
    ],
    [
      'attributes of a workflow',
      'create_a_alloy_evaluation',
      { name_first: 'Ada' },
      { additional_fields: { note: '', income: null, list: [null, ''] } },
    ],
    [
      'members of an event',
      'create_a_alloy_event',
      { event_type: 'person_created' },
      { data: { timestamp: '2026-01-31', external_entity_id: 'c-1', gender: null, document_ssn: null } },
    ],
  ])('nothing is left out: %s', async (_, name, args, inner) => {
    const { requests, text } = await caller.call(findTool(name), { ...args, ...inner });
    const [value] = Object.values(inner);
    const sent = requests[0]?.body.toString() ?? text;
    expect(JSON.stringify(JSON.parse(sent))).toContain(JSON.stringify(value).replace(/^\{|\}$/g, ''));
  });
});

it.each([
  ['update_a_alloy_person_entity_by_id', { id: 'P-1' }, { name_middle: null, name_first: '' }],
  ['update_a_alloy_list_meta_by_id', { list_token: 'L-1' }, { description: '' }],
])('a write of which nothing is left says so: %s', async (name, args, blanks) => {
  const names = Object.keys(blanks);
  const told = await caller.call(findTool(name), { ...args, ...blanks });
  for (const each of names) expect(told.text).toMatch(new RegExp(`Sent without [^:]*${each}`));
  expect((await caller.call(findTool(name), args)).text).not.toContain('Sent without');
});

describe('sets of which one has to be complete', () => {
  it('count no argument without a value', async () => {
    const tool = findTool('create_a_alloy_entity_merge');
    const args = {
      primary_entity_token: 'P-1',
      secondary_entity_token: '',
      secondary_external_entity_id: null,
    };
    expect((await caller.call(tool, args)).text).toContain('one of these is needed');
  });

  it('are complete without the other way of naming a thing', async () => {
    const tool = findTool('update_a_alloy_entity_document_by_id');
    const args = { entity_token: 'P-1', id: 'D-1', content_base64: 'AAAA', file_path: '' };
    expect((await caller.call(tool, args)).requests).toHaveLength(1);
    const alloys = { list_token: 'I-1', id: null };
    const list = await caller.call(findTool('get_single_alloy_list_by_id'), alloys);
    expect(list.requests[0]?.path).toBe('/v1/lists/I-1');
  });
});
