/** `create_a_alloy_event` against what is known of each event type: members, choices, values, and what is refused. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { catalog } from '../../../src/catalog.ts';
import { argumentSchemas } from '../../../src/registry/schema.ts';
import type { Arguments } from '../../../src/registry/tool.ts';
import { createToolCaller, type ToolCaller } from '../../helpers/clients/tool-caller.ts';
import { checkCall } from '../../helpers/contract/contract.ts';
import { without, withValue } from '../../helpers/contract/contract-calls.ts';
import { openEventEnums } from '../../helpers/contract/contract-exceptions.ts';
import { listDocumentedValues, listMissingFields } from '../../helpers/contract/contract-facts.ts';
import { buildObject } from '../../helpers/contract/fact-examples.ts';
import { type Fields, readToolFacts } from '../../helpers/contract/operation-facts.ts';
import { expectNone } from '../../helpers/expect-none.ts';
import { findTool } from '../../helpers/find-tool.ts';
import { readMember } from '../../helpers/read-member.ts';

const tool = findTool('create_a_alloy_event');
const facts = readToolFacts().get(tool.name);
if (facts === undefined) throw new TypeError('There are no facts of events');
const { variants = {}, fields: envelope } = facts.operation;
const envelopeOnly = {
  external_event_id: 'own-7',
  event_status: 'successful',
  event_lifecycle_id: 'x'.repeat(128),
};

let caller: ToolCaller;
beforeAll(async () => {
  caller = await createToolCaller();
});
afterAll(() => caller.close());

test('knows the event types that Alloy documents', () => {
  expect(Object.keys(variants)).toHaveLength(17);
  expect(envelope['body.event_type']?.enum).toEqual(Object.keys(variants));
});

test('refuses an event type that Alloy does not document', async () => {
  const args = {
    event_type: 'person_deleted',
    data: { timestamp: '2026-01-31T12:00:00Z', external_entity_id: 'e' },
  };
  const { result, text, requests } = await caller.call(tool, args);
  expect(requests).toEqual([]);
  expect(result.isError).toBe(true);
  expect(text).toContain('event_type');
});

describe.each(Object.entries(variants))('%s', (event_type, { fields: own, oneOf }) => {
  const fields: Fields = { ...envelope, ...own };
  const build = (extent: 'required' | 'all', choice = 0): Arguments => ({
    event_type,
    data: buildObject(own, 'body.data', extent, oneOf, choice),
  });
  // Members of every type that the fixtures list once, with the envelope.
  const common = { supplemental_data: { own_input: 'ü' }, meta: { own: [1, { deep: null }] } };
  const all: Arguments = { ...build('all'), ...envelopeOnly };

  test('is sent with all documented members, and those of the caller', async () => {
    const data = { ...buildObject(own, 'body.data', 'all', oneOf), ...common };
    const { differences, sent } = await checkCall(caller, tool, facts, { ...all, data }, { fields });
    expectNone(differences);
    expectNone(listMissingFields(fields, sent));
  });

  test('is sent with the required members alone, whichever of its ids are given', async () => {
    const choices = Math.max(2, oneOf?.length ?? 0);
    for (let choice = 0; choice < choices; choice += 1) {
      const { differences } = await checkCall(caller, tool, facts, build('required', choice), { fields });
      expectNone(differences);
    }
  });

  test('passes members on that Alloy does not document', async () => {
    const args = withValue(build('required'), 'data', {
      ...buildObject(own, 'body.data', 'required', oneOf),
      own: { a: 1 },
    });
    const { result, requests } = await caller.call(tool, args);
    expect(result.isError).toBeUndefined();
    expect(JSON.parse(String(requests[0]?.body))).toEqual(args);
  });

  test('is refused without any one of the required members, which is named', async () => {
    const required = Object.keys(own).filter((path) => own[path]?.required === true);
    expect(required).toContain('body.data.timestamp');
    const faults = [];
    for (const path of required) {
      const { result, text, requests } = await caller.call(tool, without(all, path.slice('body.'.length)));
      const isNamed = text.includes(path.split('.').at(-1) ?? path);
      if (result.isError !== true || requests.length > 0 || !isNamed) faults.push(`without ${path}: ${text}`);
    }
    expectNone(faults);
  });

  test('is refused when none of the ids is given of which one is needed', async () => {
    const choices = [
      ...(oneOf === undefined ? [] : [['data', oneOf] as const]),
      ...Object.entries(own).flatMap(([path, { type, oneOf: sets }]) =>
        sets === undefined
          ? []
          : [[path.slice('body.'.length) + (type === 'object[]' ? '[]' : ''), sets] as const],
      ),
    ];
    const faults = [];
    for (const [path, sets] of choices) {
      // The guide's name of account_token counts as well.
      const names = [...new Set(sets.flat()), 'bank_account_token'];
      const args = names.reduce((reduced, name) => without(reduced, `${path}.${name}`), all);
      const { result, text, requests } = await caller.call(tool, args);
      const isNamed = sets.flat().every((name) => text.includes(name));
      if (result.isError !== true || requests.length > 0 || !isNamed)
        faults.push(`without ${names} in ${path}: ${text}`);
    }
    expectNone(faults);
  });

  test('is sent with every documented value, null where Alloy takes it, and texts of the greatest length', async () => {
    const faults = [];
    for (const [path, field] of Object.entries(own)) {
      for (const value of listDocumentedValues(path, field)) {
        const args = withValue(all, path.slice('body.'.length), value);
        const { differences } = await checkCall(caller, tool, facts, args, { fields });
        faults.push(...differences.map((difference) => `${path} = ${JSON.stringify(value)}: ${difference}`));
      }
    }
    expectNone(faults);
  });

  test('is refused with a word that is not in a closed set', async () => {
    const faults = [];
    for (const [path, { enum: values, itemEnum }] of Object.entries(own)) {
      if (values === undefined && itemEnum === undefined) continue;
      const word = 'a word of my own';
      const args = withValue(all, path.slice('body.'.length), values === undefined ? [word] : word);
      const { result, requests } = await caller.call(tool, args);
      const isRefused = result.isError === true && requests.length === 0;
      const isOpen = Object.hasOwn(openEventEnums, path);
      if (isRefused === isOpen) faults.push(`${path} is ${isRefused ? 'closed' : 'open'}`);
    }
    expectNone(faults);
  });

  test('is described to the model with the name of every member', () => {
    const words = new Set(readTypeText(event_type).match(/\w+/g));
    const names = Object.keys(own).flatMap((path) => path.replaceAll('[]', '').split('.').slice(2));
    expectNone([...new Set(names)].filter((name) => !words.has(name)));
  });
});

/** Of types that Alloy describes, its own answer has the rest. */
const undescribed = ['modify_notification', 'card_created', 'card_updated'];
const listedText = (name: string, argument: string) => {
  const schema = catalog.find(({ listing }) => listing.name === name)?.listing.inputSchema;
  return String(readMember(schema, `properties.${argument}.description`));
};

test.each(Object.entries(variants))(
  'the list tells of %s what an event cannot be sent without',
  (type, { fields }) => {
    const lines = listedText(tool.name, 'data').split('\n');
    const own = lines.filter((line) => line.split(':')[0]?.split(', ').includes(type)).join('\n');
    const parts = lines.filter((line) => line.startsWith('+') && own.includes(line.split(':')[0] ?? line));
    const words = new Set([lines[0], own, ...parts, ...lines.slice(-2)].join('\n').match(/\w+/g));
    const required = Object.keys(fields).filter((path) => fields[path]?.required === true);
    const namesOf = (paths: readonly string[]) =>
      paths
        .flatMap((path) => path.replaceAll('[]', '').split('.').slice(2))
        .filter((name) => !words.has(name));
    // Members of optional objects are told by the refusal of what lacks them.
    expectNone(namesOf(required.filter((path) => path.split('.').length === 3)));
    if (!undescribed.includes(type)) return;
    const told = new Set(listedText('list_all_alloy_event_schemas', 'type').match(/\w+/g));
    const all = Object.keys(fields).filter(
      (path) => path.startsWith('body.data.') && path.split('.').length === 3,
    );
    const left = all.map((path) => path.replaceAll('[]', '').split('.')[2] ?? path);
    expectNone(left.filter((name) => !told.has(name) && !words.has(name)));
  },
);

/** What the description of `data` says of one type: its own line, the parts that the line adds, and their pieces. */
function readTypeText(eventType: string): string {
  const [common = '', ...lines] = (argumentSchemas(tool).get('data')?.description ?? '').split('\n');
  const own = lines.filter((line) => line.split(':')[0]?.split(', ').includes(eventType)).join('\n');
  const parts = lines.filter((line) => line.startsWith('+') && own.includes(line.split(':')[0] ?? line));
  const text = [common, own, ...parts].join('\n');
  const pieces = lines.filter(
    (line) => /^\w+: /.test(line) && new RegExp(`:\\[?${line.split(':')[0]}\\b`).test(text),
  );
  return [text, ...pieces].join('\n');
}
