/** Arguments are checked before anything is sent, and what is wrong with them is said so that it can be put right. */
import { afterAll, describe, expect, it } from 'vitest';
import { answerJson } from '../helpers/alloys/behaviours.ts';
import { startAlloyOfTest } from '../helpers/alloys/loopback-alloy.ts';
import { createCaller } from '../helpers/assemble.ts';
import { readFailure, readSuccess } from '../helpers/tool-results.ts';

/** What is said of a call that must not reach Alloy, without the example at its end. */
async function refuse(tool: string, input: unknown) {
  const alloy = await startAlloyOfTest([]);
  const error = readFailure(await createCaller(alloy).call(tool, input));
  expect(error.kind).toBe('invalid_arguments');
  expect(error.hint).toMatch(/^Nothing was sent/);
  expect(alloy.requests).toHaveLength(0);
  return error.message.split('. Example: ')[0] ?? '';
}

/** The one request of a call that must reach Alloy. */
async function send(tool: string, input: unknown) {
  const alloy = await startAlloyOfTest([answerJson(200, {})]);
  readSuccess(await createCaller(alloy).call(tool, input));
  const [request] = alloy.requests;
  if (request === undefined) throw new Error('Nothing was sent');
  const text = request.body.toString();
  const body: unknown = text === '' ? undefined : JSON.parse(text);
  return { url: request.path, headers: request.headers, body };
}

const note = { entity_token: 'P-1', note: 'hello', note_author_agent_email: 'ada@example.com' };
const noteTool = 'create_a_alloy_entity_note';
const listTool = 'update_a_alloy_list_by_id';
const searchTool = 'list_all_alloy_investigations';
const accountTool = 'create_a_alloy_account';
const evaluationTool = 'create_a_alloy_evaluation';

describe('not an object', () => {
  it.each([null, [], 'text', 7, true])('%j is refused', async (input) => {
    expect(await refuse(noteTool, input)).toContain('arguments must be a JSON object');
  });

  it('no arguments at all are none', async () => {
    expect((await send('list_all_alloy_lists', undefined)).url).toBe('/v1/lists');
  });
});

describe('what is said', () => {
  it('of everything that is missing, at once, with what belongs there', async () => {
    expect(await refuse(noteTool, {})).toMatch(
      /^entity_token is missing; expected string \(.+\); note is missing; expected string \(.+\); note_author_agent_email is missing/,
    );
  });

  it.each([
    [
      'a number for a text',
      noteTool,
      { ...note, note: 5 },
      /^note expected string, got number .*loses zeros/,
    ],
    ['nothing for a text', noteTool, { ...note, note: null }, /^note is missing; expected string/],
    [
      'null inside',
      accountTool,
      { account_number: '1', entities: [null] },
      /^entities\.0 expected object, got null/,
    ],
    ['a list for a text', noteTool, { ...note, note: ['x'] }, /^note expected string, got array/],
    ['a text for a number', searchTool, { pageNum: 'two' }, /^pageNum expected number, got string/],
    ['a fraction', searchTool, { pageNum: 1.5 }, /^pageNum expected int/],
    ['a number below its limit', searchTool, { pageNum: 0 }, /^pageNum\b.*>=1/],
    ['a number above its limit', searchTool, { numRowsPerPage: 101 }, /^numRowsPerPage\b.*<=100/],
    ['an empty text', noteTool, { ...note, note: '' }, /^note is missing; expected string/],
    [
      'a text that is too long',
      accountTool,
      { external_account_id: 'x'.repeat(61) },
      /^external_account_id\b.*<=60 characters/,
    ],
    [
      'a text for a switch',
      accountTool,
      { account_number: '1', is_linked_account: 'yes' },
      /^is_linked_account expected boolean, got string/,
    ],
    ['another word', searchTool, { sortOrder: 'UP' }, /^sortOrder expected one of DESC, ASC/],
    [
      'a word inside',
      accountTool,
      { account_number: '1', entities: [{ entity_token: 'P-1', account_holder_type: 'boss' }] },
      /^entities\.0\.account_holder_type expected one of primary, secondary/,
    ],
    [
      'an element of a list',
      searchTool,
      { q: { statuses: ['a', 3] } },
      /^q\.statuses\.1 expected string, got number/,
    ],
    [
      'a member two levels down',
      evaluationTool,
      { source: { account_snapshot: { timestamp: 1 } } },
      /source\.account_snapshot\.timestamp expected string, got number/,
    ],
    [
      'a missing member',
      accountTool,
      { account_number: '1', entities: [{ entity_token: 'P-1' }] },
      /^entities\.0\.account_holder_type .*expected one of primary/,
    ],
    [
      'an unknown member',
      listTool,
      { id: 'I-1', entries: [{ email_adress: 'a@example.com' }] },
      /^entries\.0\.email_adress is not an argument/,
    ],
    [
      'an unknown member beside a mistyped one',
      searchTool,
      { q: { nope: 1, includeClosed: 1 } },
      /q\.includeClosed expected boolean.*q\.nope is not an argument/,
    ],
    [
      'neither text nor number',
      'create_a_alloy_custom_list_version',
      { custom_list_token: 'CI-1', data: [], base_version: { major_version: true } },
      /^base_version\.major_version .*(string|number)/,
    ],
  ])('of %s', async (_, tool, input, message) => {
    expect(await refuse(tool, input)).toMatch(message);
  });

  it('of an unknown argument: the nearest known one, or all of them', async () => {
    const message = await refuse(noteTool, { ...note, entity_tokn: 'P-1', zzz: 1 });
    expect(message).toContain(
      'entity_tokn is not an argument of create_a_alloy_entity_note; did you mean entity_token?',
    );
    expect(message).toContain(
      'zzz is not an argument of create_a_alloy_entity_note; it takes entity_token, note,',
    );
  });

  it('of several faults: each by its path', async () => {
    const message = await refuse(searchTool, { pageNum: 0, q: { types: 'x', nope: 1 } });
    const faults = message.split('; ');
    for (const path of ['q.types expected array', 'q.nope is not', 'pageNum\\b']) {
      expect(faults).toContainEqual(expect.stringMatching(new RegExp(`^${path}`)));
    }
  });
});

describe('JSON as text where an object or a list is due', () => {
  const entry = { email_address: 'ada@example.com' };

  it.each([
    ['a list', JSON.stringify([entry])],
    ['the objects in a list', [JSON.stringify(entry)]],
    ['both', JSON.stringify([JSON.stringify(entry)])],
    ['with space around', `  ${JSON.stringify([entry])}\n`],
  ])('is read: %s', async (_, entries) => {
    expect((await send(listTool, { id: 'I-1', entries })).body).toEqual([entry]);
  });

  it('is read at every depth', async () => {
    const details = JSON.stringify({ status: 'Active' });
    const account_snapshot = JSON.stringify({ timestamp: '2026-01-01T00:00:00Z', details });
    const { body } = await send(accountTool, { account_number: '1', account_snapshot, meta: '{"a":"{}"}' });
    expect(body).toEqual({
      account_number: '1',
      account_snapshot: { timestamp: '2026-01-01T00:00:00Z', details: { status: 'Active' } },
      // What stands in a free object is the caller's own: text stays text.
      meta: { a: '{}' },
    });
  });

  it('is checked as if it had been sent as JSON', async () => {
    const message = await refuse(searchTool, { q: '{"statuses":"[1]","nope":true}' });
    expect(message).toContain('q.statuses.0 expected string, got number');
    expect(message).toContain('q.nope is not an argument');
  });

  it.each([
    ['cut off', '{"statuses":', /^q expected object, got string/],
    ['of the other kind', '[1]', /^q expected object, got array/],
    ['text alone', 'open', /^q expected object, got string/],
    ['JSON in JSON', '"{}"', /^q expected object, got string/],
  ])('is refused when it is %s', async (_, q, message) => {
    expect(await refuse(searchTool, { q })).toMatch(message);
  });

  it('is left alone where text is due', async () => {
    const { body } = await send(noteTool, { ...note, note: '{"not":"parsed"}' });
    expect(body).toMatchObject({ note: '{"not":"parsed"}' });
  });
});

describe("Alloy's own names beside ours", () => {
  it.each([
    ['a path argument', listTool, { list_token: 'I-1', entries: [] }, '/v1/lists/I-1'],
    [
      'a path argument with hyphens',
      'update_a_alloy_published_attribute_by_id',
      { 'published-attribute-token': 'PA-1', archived: true },
      '/v1/published-attributes/PA-1',
    ],
    [
      'the same in snake case',
      'update_a_alloy_published_attribute_by_id',
      { published_attribute_token: 'PA-1', archived: true },
      '/v1/published-attributes/PA-1',
    ],
  ])('are taken: %s', async (_, tool, input, url) => {
    expect((await send(tool, input)).url).toBe(url);
  });

  it.each(['alloy-workflow-token', 'Alloy-Workflow-Token'])('are taken: the header %s', async (name) => {
    const { headers } = await send('list_all_alloy_parameters', { [name]: 'w1' });
    expect(headers['alloy-workflow-token']).toBe('w1');
  });

  it('are taken: a body field', async () => {
    const input = { investigation_token: 'INV-1', agent_token: 'AG-1' };
    const { body } = await send('update_a_alloy_investigation_assign_by_id', input);
    expect(body).toEqual({ investigation_tokens: ['INV-1'], agent_token: 'AG-1' });
  });

  it('may repeat the same value, but not contradict it', async () => {
    expect((await send(listTool, { id: 'I-1', list_token: 'I-1', entries: [] })).url).toBe('/v1/lists/I-1');
    for (const input of [
      { id: 'I-1', list_token: 'I-2', entries: [] },
      { list_token: 'I-2', id: 'I-1', entries: [] },
    ]) {
      const message = await refuse(listTool, input);
      expect(message).toContain('means the same as');
      expect(message).toMatch(/\bid\b/);
      expect(message).toMatch(/\blist_token\b/);
    }
  });

  it('several arguments that feed one field are put together, each value once', async () => {
    const { body } = await send('update_a_alloy_investigation_unassign_by_id', {
      investigation_token: 'INV-1',
      investigation_tokens: ['INV-2', 'INV-1'],
    });
    expect(body).toEqual({ investigation_tokens: ['INV-1', 'INV-2'] });
  });
});

describe('names that mean something to JavaScript', () => {
  // JSON.parse makes a member of its own of __proto__, as the SDK does with a message.
  const parse = (text: string): unknown => JSON.parse(text);

  it.each(['constructor', 'prototype', 'toString', 'hasOwnProperty'])(
    '%s is refused as any other',
    async (name) => {
      const message = await refuse(noteTool, parse(`{"${name}":{"note":"x"},"entity_token":"P-1"}`));
      expect(message).toContain(`${name} is not an argument of`);
      expect(message).toContain('note is missing');
    },
  );

  it('constructor in a nested object is refused by its path', async () => {
    const message = await refuse(searchTool, parse('{"q":{"constructor":{"archived":true}}}'));
    expect(message).toContain('q.constructor is not an argument of');
  });

  it.each([
    [noteTool, '{"__proto__":{"note":"x"},"entity_token":"P-1"}', '__proto__'],
    [searchTool, '{"q":{"__proto__":{"archived":true}}}', 'q.__proto__'],
    [evaluationTool, '{"additional_fields":{"a":[{"__proto__":1}]}}', 'additional_fields.a.0.__proto__'],
    [evaluationTool, '{"additional_fields":"{\\"__proto__\\":1}"}', 'additional_fields.__proto__'],
  ])('__proto__ is refused wherever it stands: %s %s', async (tool, text, path) => {
    expect(await refuse(tool, parse(text))).toContain(`${path} is not a name that Alloy has`);
  });

  it.each(['', '"'])('others are sent as they are, also in JSON as text (%s)', async (quote) => {
    const fields = '{"constructor":{"prototype":{"polluted":1}},"toString":1,"kept":2}';
    const text = quote === '' ? fields : JSON.stringify(fields);
    const { body } = await send(evaluationTool, parse(`{"additional_fields":${text}}`));
    expect(JSON.stringify(body)).toBe(fields);
    expect(Reflect.get({}, 'polluted')).toBeUndefined();
  });
});

describe('values that are damaged already', () => {
  const parse = (text: string): unknown => JSON.parse(text);
  const nest = (levels: number) => `${'['.repeat(levels)}${']'.repeat(levels)}`;

  it.each([
    ['{"additional_fields":{"amount":9007199254740993}}', 'additional_fields.amount is a number beyond 2^53'],
    ['{"additional_fields":{"a":[1,-9007199254740993]}}', 'additional_fields.a.1 is a number beyond 2^53'],
    ['{"additional_fields":{"amount":1e400}}', 'additional_fields.amount is a number beyond 2^53'],
    ['{"additional_fields":"{\\"n\\":12345678901234567890}"}', 'additional_fields.n is a number beyond 2^53'],
    ['{"name_first":"Zo\ufffd"}', 'name_first holds U+FFFD'],
    ['{"name_first":"Zo\\ud83d"}', 'name_first holds half a character'],
    [`{"additional_fields":{"a":${nest(100)}}}`, 'is nested deeper than 100 levels'],
    [`{"additional_fields":{"a":${nest(10_000)}}}`, 'is nested deeper than 100 levels'],
    [`{"additional_fields":{"a":${nest(100_000)}}}`, 'is nested deeper than 100 levels'],
    [`{"additional_fields":"{\\"a\\":${nest(10_000)}}"}`, 'is nested deeper than 100 levels'],
  ])('are refused by name: %.60s', async (text, message) => {
    expect(await refuse(evaluationTool, parse(text))).toContain(message);
  });

  it('their neighbours that are whole are taken', async () => {
    const fields = '{"total":9007199254740991,"text":"9007199254740993","ratio":0.1,"emoji":"\ud83d\ude00"}';
    const { body } = await send(evaluationTool, parse(`{"additional_fields":${fields}}`));
    expect(body).toEqual(JSON.parse(fields));
  });
});

describe('sets of which one has to be complete', () => {
  it.each([
    ['none', accountTool, {}, /external_account_id, or account_number/],
    [
      'only what two sets share',
      'create_a_alloy_custom_list_version',
      { custom_list_token: 'CI-1', data: [] },
      /columns with data, or data with base_version/,
    ],
    [
      'half of one',
      'create_a_alloy_entity_merge',
      { primary_entity_token: 'P-1' },
      /primary_entity_token with secondary_external_entity_id/,
    ],
    [
      'one path token or several',
      'update_a_alloy_investigation_archive_by_id',
      {},
      /investigation_token, or investigation_tokens/,
    ],
    [
      'one header or the other',
      'list_all_alloy_published_attribute_values',
      { published_attribute_token: 'PA-1' },
      /alloy_entity_token, or alloy_external_entity_id/,
    ],
  ])('are named when there is %s', async (_, tool, input, message) => {
    const refusal = await refuse(tool, input);
    expect(refusal).toContain('one of these is needed');
    expect(refusal).toMatch(message);
  });

  it.each([
    { primary_entity_token: 'P-1', secondary_entity_token: 'P-2' },
    { primary_entity_token: 'P-1', secondary_external_entity_id: 'x' },
    { primary_external_entity_id: 'y', secondary_entity_token: 'P-2' },
    { primary_external_entity_id: 'y', secondary_external_entity_id: 'x' },
  ])('are each enough: %j', async (input) => {
    expect((await send('create_a_alloy_entity_merge', input)).body).toEqual(input);
  });

  it('do not replace the rules between arguments', async () => {
    const same = { primary_entity_token: 'P-1', secondary_entity_token: 'P-1' };
    expect(await refuse('create_a_alloy_entity_merge', same)).toMatch(/^secondary_entity_token is the same/);
  });
});

describe('arguments that are sent as headers', () => {
  const faulty = [
    'w1\r\nx-injected: 1',
    'w1\nx',
    'w1\rx',
    'w1\u0000',
    'w1\u2028x',
    'wörkflow',
    'w1\t2',
    ' w1',
    'w1 ',
    'w1\u007f',
    '\ud83d\ude00',
    // Latin letters that become line breaks when cut to one byte.
    'w1\u560d\u560ax-injected: 1',
  ];

  it.each(faulty)('are refused by name when they are not plain text: %j', async (value) => {
    expect(await refuse('list_all_alloy_parameters', { alloy_workflow_token: value })).toMatch(
      /^alloy_workflow_token is sent as a header/,
    );
  });

  it.each(faulty.filter((value) => value === value.trim()))(
    'are refused in a list too: %j',
    async (value) => {
      const input = { evaluation_token: 'S-1', alloy_audit_account_slugs: ['good', value, 'good'] };
      expect(await refuse('update_a_alloy_evaluation_audit_access_by_id', input)).toMatch(
        /^alloy_audit_account_slugs is sent as a header/,
      );
    },
  );

  it('arrive as they are, lists with commas, switches and numbers as text', async () => {
    const slugs = { evaluation_token: 'S-1', alloy_audit_account_slugs: ['one', 'two'] };
    const audit = await send('update_a_alloy_evaluation_audit_access_by_id', slugs);
    expect(audit.headers['alloy-audit-account-slugs']).toBe('one,two');
    const run = await send(evaluationTool, {
      name_first: 'Ada',
      alloy_sandbox: true,
      alloy_external_entity_id: 'cust 7/a',
    });
    expect(run.headers).toMatchObject({ 'alloy-sandbox': 'true', 'alloy-external-entity-id': 'cust 7/a' });
  });
});

describe('further fields', () => {
  it('are merged into the body beside the documented ones', async () => {
    const input = {
      name_first: 'Ada',
      additional_fields: { business_name: 'Engine Ltd', nested: { a: [1] } },
    };
    expect((await send(evaluationTool, input)).body).toEqual({
      name_first: 'Ada',
      business_name: 'Engine Ltd',
      nested: { a: [1] },
    });
  });

  it.each([
    [
      'that was given too',
      evaluationTool,
      { name_first: 'Ada', additional_fields: { name_first: 'Eve' } },
      /^additional_fields\.name_first .*name_first$/,
    ],
    [
      'that was left out',
      evaluationTool,
      { additional_fields: { name_first: 'Eve' } },
      /^additional_fields\.name_first /,
    ],
    [
      'that has another name as an argument',
      'update_a_alloy_investigation_assign_by_id',
      {
        investigation_token: 'INV-1',
        investigation_assignee_token: 'AG-1',
        additional_fields: { agent_token: 'AG-2' },
      },
      /^additional_fields\.agent_token .*investigation_assignee_token$/,
    ],
  ])('may not stand for a documented one %s', async (_, tool, input, message) => {
    expect(await refuse(tool, input)).toMatch(message);
  });
});

afterAll(() => {
  expect(Object.keys(Object.prototype)).toEqual([]);
});

describe('a default value, which is listed as a text,', () => {
  const attribute = { published_attribute_name: 'tier', contains_pii: false, object_type: 'entity' };
  const define = async (data_type: string, default_value: unknown) =>
    (await send('create_a_alloy_published_attribute', { ...attribute, data_type, default_value })).body;
  const change = async (default_value: unknown) =>
    (await send('update_a_alloy_published_attribute_by_id', { id: 'PA-1', default_value })).body;

  it.each([
    ['integer', '12', 12],
    ['integer', '-1', -1],
    ['integer', 12, 12],
    ['decimal', '0.50', 0.5],
    ['boolean', 'true', true],
    ['boolean', 'false', false],
    // Anything else is as it was given: Alloy judges it.
    ['integer', 'twelve', 'twelve'],
    ['integer', '007', '007'],
    ['integer', '9007199254740993', '9007199254740993'],
    ['integer', 'true', 'true'],
    ['boolean', '1', '1'],
    ['string', '12', '12'],
    ['string', 'true', 'true'],
    ['string', '"12"', '"12"'],
    ['date', '20260131', '20260131'],
    ['timestamp', '1', '1'],
  ])('of the data type %s: %j is sent as %j', async (data_type, given, sent) => {
    expect(await define(data_type, given)).toMatchObject({ data_type, default_value: sent });
  });

  it.each([
    ['12', 12],
    ['0.5', 0.5],
    ['false', false],
    ['"12"', '12'],
    ['"true"', 'true'],
    ['none', 'none'],
    ['02139', '02139'],
    ['1e3', '1e3'],
    ['say "hi"', 'say "hi"'],
    ['9007199254740993', '9007199254740993'],
    [true, true],
  ])('of an attribute that is there: %j is sent as %j', async (given, sent) => {
    expect(await change(given)).toEqual({ default_value: sent });
  });

  it('is no business of another argument', async () => {
    const body = { description: '12', value_expires_in: null };
    const { body: sent } = await send('update_a_alloy_published_attribute_by_id', { id: 'PA-1', ...body });
    expect(sent).toEqual(body);
  });
});
