/**
 * SSN, EIN, birth dates, moments, e-mail addresses and phone numbers: one rule for every tool, found by a walk over all
 * arguments, and known by name where a body is open.
 */
import * as fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest';
import * as z from 'zod';
import { readMembers } from '../../src/base/values.ts';
import { localCall } from '../../src/calls/call-context.ts';
import { buildExample, buildSchemaExample } from '../../src/registry/example.ts';
import { findIdentityForm } from '../../src/registry/identity-forms.ts';
import { fullSchema, type JsonSchema } from '../../src/registry/schema.ts';
import type { Arguments } from '../../src/registry/tool.ts';
import { eventTypeNames, findEventSchema } from '../../tools/events/types.ts';
import { answerJson } from '../helpers/alloys/behaviours.ts';
import { startAlloyOfTest } from '../helpers/alloys/loopback-alloy.ts';
import { configureApp } from '../helpers/assemble.ts';
import { createToolCaller, type ToolCaller } from '../helpers/clients/tool-caller.ts';
import { buildFullCalls } from '../helpers/contract/contract-calls.ts';
import { expectNone } from '../helpers/expect-none.ts';
import { findTool } from '../helpers/find-tool.ts';
import { readMember } from '../helpers/read-member.ts';
import { readSuccess } from '../helpers/tool-results.ts';
import { tools } from '../helpers/tools.ts';

let caller: ToolCaller;
beforeAll(async () => {
  caller = await createToolCaller();
});
afterAll(() => caller.close());

const tomorrow = new Date(Date.now() + 86_400_000).toISOString().slice(0, 10);
const dates = ['1990-01-31', '2024-02-29', '1899-12-31', ' 1990-01-31 ', '1990\u201101\u201131'];
const noDates = [
  '2026-02-30',
  '2025-02-29',
  '1985-13-45',
  '0000-00-00',
  '0000-01-01',
  '0001-01-01',
  '01/23/1985',
  '04/12/1990',
  '1985-1-3',
];
const moreNoDates = ['19850123', '1990-01-31T00:00:00Z', '31.01.1990', 'January 31, 1990', '1990', tomorrow];

/** Values that are taken, with what Alloy gets of them, and values that are not. */
const kinds = {
  ssn: {
    taken: [
      '666010203',
      '666-01-0203',
      '666 01 0203',
      ' 666.01.0203',
      '987-65-4320',
      '666\u201101\u20130203',
      '６６６010203',
    ],
    sent: (text: string) => text.normalize('NFKC').replace(/\D/g, ''),
    refused: [
      '12-34',
      '66601020',
      '6660102034',
      '666-010-203',
      '66-6010203',
      '*66010203',
      'unknown',
      '666O10203',
      ' ',
    ],
  },
  ein: {
    taken: ['981234567', '98-1234567', '98 1234567', '98\u20111234567', '666-01-0203'],
    sent: (text: string) => text.replace(/\D/g, ''),
    refused: ['98-123456', '9-81234567', '9812345678', 'DE123456789', 'none'],
  },
  birth: {
    taken: dates,
    sent: (text: string) => text.trim().replaceAll('\u2011', '-'),
    refused: [...noDates, ...moreNoDates],
  },
  moment: {
    taken: [
      ...['2026-01-31T12:00:00Z', '2026-01-31T12:00:00.123456+02:00', '2026-01-31', '2026-01-31T12:00'],
      ...[
        '2021-10-24 18:02:00+00',
        '2022-11-11 20:11:22',
        '2031-01-31T23:59:60Z',
        '2026-01-31T12:00:00-0500',
      ],
    ],
    sent: (text: string) => text,
    refused: [
      ...['2026-02-30T12:00:00Z', '2026-02-30', '2026-01-31T24:00:00Z', '2026-01-31T12:60:00Z', 'yesterday'],
      ...['04/12/1990', '1769860800', '2026-01-31T12', '20260131T120000Z', 'Sat, 31 Jan 2026 12:00:00 GMT'],
    ],
  },
  email: {
    taken: [
      'ada@example.com',
      ' ada@example.com ',
      'a.b+c@mail.example.co',
      "o'brien@example.org",
      'zoë@exämple.de',
    ],
    sent: (text: string) => text.trim(),
    refused: [
      'not an email',
      'ada',
      'ada@',
      '@example.com',
      'ada@example',
      'a@b@example.com',
      'Ada <ada@example.com>',
      'mailto:ada@example.com',
      'ada@example..com',
      'ada@-example.com',
      'ada@example.com?subject=x',
    ],
  },
  phone: {
    taken: [
      ...['+12025550123', '18042562188', '555-000-1234', '(202) 555-0123', '8443825569', '111222333'],
      ...['+44 20 7946 0958', '202.555.0123 ext. 12', '0049 30 901820', '+1\u202f202\u2011555\u20110123'],
    ],
    sent: (text: string) => text.replaceAll('\u202f', ' ').replaceAll('\u2011', '-'),
    refused: [
      'call me',
      '12-34',
      '555',
      '1234567890123456',
      '202-555-01x3',
      'ada@example.com',
      '+',
      '1990-01-31',
      '--5551234',
      '(((5555555))))',
      '202) 555-0123',
    ],
  },
} as const;

const kindOf: readonly (readonly [RegExp, keyof typeof kinds])[] = [
  [/ssn/, 'ssn'],
  [/_ein$/, 'ein'],
  [/birth_date/, 'birth'],
  [/email/, 'email'],
  [/phone/, 'phone'],
  [/(?:timestamp|_date|_at)$|^date_/, 'moment'],
];

/** Of a card: cards have a month and a year, in a notation that Alloy does not tell. */
const others = /^expiration_date$/;

interface Member {
  readonly path: string;
  readonly kind: keyof typeof kinds;
}

/** The members of that kind below a schema: `entities.0.data.birth_date`. */
function listMembers(schema: JsonSchema, path = ''): readonly Member[] {
  const options = Array.isArray(schema['anyOf']) ? schema['anyOf'].map(readMembers) : [];
  if (options.length > 0) return options.flatMap((option) => listMembers(option, path));
  if (schema['type'] === 'array') return listMembers(readMembers(schema['items']), `${path}.0`);
  const name = path.split('.').findLast((step) => step !== '0') ?? '';
  if (schema['type'] === 'string' && schema['enum'] === undefined && !path.endsWith('.0')) {
    const kind = kindOf.find(([pattern]) => pattern.test(name))?.[1];
    return kind === undefined || others.test(name) ? [] : [{ path, kind }];
  }
  return Object.entries(readMembers(schema['properties'])).flatMap(([member, inner]) =>
    listMembers(readMembers(inner), path === '' ? member : `${path}.${member}`),
  );
}

/** Arguments with another value at the path, which need not be there yet. */
function put(args: unknown, [step, ...rest]: readonly string[], value: unknown): unknown {
  if (step === undefined) return value;
  if (step === '0') return [put(Array.isArray(args) ? args[0] : undefined, rest, value)];
  const members = readMembers(args);
  return { ...members, [step]: put(members[step], rest, value) };
}

interface Place extends Member {
  readonly tool: string;
  readonly args: Arguments;
}

const anEvent = 'create_a_alloy_event';
const places: readonly Place[] = [
  // The data of an event is open in the tool's schema, and described by type.
  ...tools.flatMap((tool) => {
    if (tool.name === anEvent) return [];
    // Where members exclude each other there are several calls.
    const calls = buildFullCalls(tool);
    return listMembers(fullSchema(tool)).map((member) => {
      const args = calls.find((call) => readMember(call, member.path) !== undefined) ?? {};
      return { ...member, tool: tool.name, args };
    });
  }),
  ...eventTypeNames.flatMap((event_type) => {
    const schema = findEventSchema(event_type) ?? z.looseObject({});
    const args = { event_type, data: buildSchemaExample(schema) };
    return listMembers(z.toJSONSchema(schema, { io: 'input' }), 'data').map((member) => ({
      ...member,
      tool: anEvent,
      args,
    }));
  }),
  // Where bodies are open, by name.
  ...(['ssn', 'ein', 'birth', 'email', 'phone', 'moment'] as const).flatMap((kind): Place[] => {
    const names = { ssn: 'document_ssn', ein: 'business_federal_ein', birth: 'birth_date' };
    const name = {
      ...names,
      email: 'email_address',
      phone: 'business_phone_number',
      moment: 'transaction_settled_date',
    }[kind];
    const evaluation = { name_first: 'Ada' };
    const journey = buildExample(findTool('create_a_alloy_journey_application'), 'required');
    const event = { event_type: 'person_updated', data: { timestamp: '2026-01-31', entity_token: 'P-1' } };
    return [
      { kind, tool: 'create_a_alloy_evaluation', args: evaluation, path: `additional_fields.owner.${name}` },
      {
        kind,
        tool: 'create_a_alloy_evaluation',
        args: evaluation,
        path: `additional_fields.owners.0.${name}`,
      },
      {
        kind,
        tool: 'create_a_alloy_journey_application',
        args: journey,
        path: `additional_fields.persons.0.${name}`,
      },
      {
        kind,
        tool: 'create_a_alloy_journey_application',
        args: journey,
        path: `entities.0.data.device.${name}`,
      },
      { kind, tool: anEvent, args: event, path: `data.supplemental_data.${name}` },
    ];
  }),
];

const byTool = [...new Set(places.map(({ tool }) => tool))].map(
  (name) => [name, places.filter(({ tool }) => tool === name)] as const,
);

test('the walk finds every kind, in many tools', () => {
  for (const kind of Object.keys(kinds))
    expect(places.filter((place) => place.kind === kind).length).toBeGreaterThan(5);
  expect(byTool.length).toBeGreaterThan(25);
});

test.each(byTool)('%s takes each in one form, and refuses what has none', async (name, members) => {
  const tool = findTool(name);
  const faults = [];
  const call = async (args: unknown) => caller.call(tool, readMembers(args));
  for (const { path, kind, args } of members) {
    const steps = path.split('.');
    const { taken, refused, sent } = kinds[kind];
    // One of each is enough for a place; which one is drawn.
    const [good, bad] =
      fc.sample(fc.tuple(fc.constantFrom(...taken), fc.constantFrom(...refused)), 1)[0] ?? [];
    const accepted = await call(put(args, steps, good));
    const body = accepted.requests[0]?.body.toString() ?? '';
    if (!body.includes(JSON.stringify(sent(String(good)))))
      faults.push(`${path} = ${good}: ${body || accepted.text}`);
    const denied = await call(put(args, steps, bad));
    if (denied.requests.length > 0 || !denied.text.includes(`${path} must be`)) {
      faults.push(`${path} = ${bad}: ${denied.requests[0]?.body.toString() ?? denied.text}`);
    }
  }
  expectNone(faults);
});

/** Any name of the kind will do: the walk above shows that the rule reaches all of them. */
const nameOf = {
  ssn: 'document_ssn',
  ein: 'business_federal_ein',
  birth: 'birth_date',
  email: 'email_address',
  phone: 'phone_number',
  moment: 'timestamp',
} as const;

describe.each(Object.entries(kinds))('a value of kind %s', (kind, { taken, refused, sent }) => {
  const form = findIdentityForm(Object.entries(nameOf).find(([each]) => each === kind)?.[1] ?? '');

  test.each(taken)('is taken as %j', (text) => {
    expect(form?.read(text)).toBe(sent(text));
  });

  test.each(refused)('is not %j', (text) => {
    expect(form?.read(text)).toBeUndefined();
  });

  test('stays as it is once it is in its form', () => {
    for (const text of taken) expect(form?.read(sent(text))).toBe(sent(text));
  });
});

test('a birth date may be today anywhere on earth, and no later', () => {
  const form = findIdentityForm('birth_date');
  const day = (hours: number) => new Date(Date.now() + hours * 3_600_000).toISOString().slice(0, 10);
  expect(form?.read(day(0))).toBe(day(0));
  expect(form?.read(day(13))).toBe(day(13));
  expect(form?.read(day(40))).toBeUndefined();
});

describe('what only looks like one is sent as it is', () => {
  it.each([
    ['create_a_alloy_evaluation', { additional_fields: { ssn_last4: '6789', document_ssn_type: 'itin' } }],
    [
      'create_a_alloy_evaluation',
      { additional_fields: { document_national_id: '12-34', date_of_hire: '04/12/1990' } },
    ],
    ['create_a_alloy_evaluation', { additional_fields: { phone_numbers: 'call me', email_opt_in: 'yes' } }],
    ['create_a_alloy_journey_application', { application_meta: { document_ssn: '12-34', email: 'none' } }],
    [
      'create_a_alloy_account',
      { account_number: '1', meta: { birth_date: '04/12/1990' }, expiration_date: '12/27' },
    ],
    [
      'create_a_alloy_evaluation',
      { additional_fields: { document_ssn_hash: 'x', timestamp: 1_769_860_800 } },
    ],
    [
      'create_a_alloy_custom_list_version',
      {
        columns: [{ name: 'phone_number' }],
        data: [{ phone_number: '+49*', email: '@example.com', ssn: '12-34' }],
      },
    ],
  ])('%s %j', async (name, given) => {
    const tool = findTool(name);
    const { requests, text } = await caller.call(tool, { ...buildExample(tool, 'required'), ...given });
    const [value] = Object.values(given).slice(-1);
    expect(requests[0]?.body.toString() ?? text).toContain(
      JSON.stringify(value).replace(/^[[{]|[\]}]$/g, ''),
    );
  });
});

test('is told together with what else is wrong', async () => {
  const args = { name_first: 7, document_ssn: 12, birth_date: '2026-02-30' };
  const { text } = await caller.call(findTool('create_a_alloy_evaluation'), args);
  expect(text).toMatch(/name_first expected string.*document_ssn expected string.*birth_date must be a day/);
  expect(text.match(/document_ssn (?:must|expected)/g)).toHaveLength(1);
});

test('a sample of a guide, with the address that the page hides, is taken', async () => {
  const { requests } = await caller.call(findTool('create_a_alloy_evaluation'), {
    email_address: '[email protected]',
  });
  expect(requests).toHaveLength(1);
});

test('what a stand-in was opened to is not shown in its other form', async () => {
  const alloy = await startAlloyOfTest(answerJson(200, { supplied: { document_ssn: '666-01-0203' } }));
  const app = await configureApp(alloy, {
    ALLOY_AUTH: 'basic',
    ALLOY_PII: 'token',
    ALLOY_PII_KEY: 'a-key-of-the-tests-0123456789abcdefghij',
  });
  const read = readSuccess(await app.execute('get_single_alloy_evaluation_by_id', { id: 'S-1' }));
  const document_ssn = String(readMember(read.result, 'supplied.document_ssn'));
  expect(document_ssn).toMatch(/^pii:ssn:/);
  const entry = { list_token: 'I-1', document_ssn };
  const asked: unknown = await app
    .execute('create_a_alloy_list_entity', entry, { ...localCall, canAsk: true })
    .catch((error: unknown) => error);
  const { message } = z.instanceof(Error).parse(asked);
  expect(message).toContain(document_ssn.slice(0, 20));
  expect(message).not.toMatch(/666-?01-?0203/);
  await app.execute('create_a_alloy_list_entity', entry);
  expect(alloy.requests.at(-1)?.body.toString()).toBe('{"document_ssn":"666010203"}');
});
