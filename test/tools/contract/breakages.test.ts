/** The contract check itself: a definition that is wrong in one way is reported, and for that reason. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import * as z from 'zod';
import { buildExample } from '../../../src/registry/example.ts';
import type { Sources, Tool } from '../../../src/registry/tool.ts';
import { createToolCaller, type ToolCaller } from '../../helpers/clients/tool-caller.ts';
import { checkCall } from '../../helpers/contract/contract.ts';
import { buildFullCalls } from '../../helpers/contract/contract-calls.ts';
import { listMissingFields } from '../../helpers/contract/contract-facts.ts';
import { readToolFacts } from '../../helpers/contract/operation-facts.ts';
import { findTool } from '../../helpers/find-tool.ts';

const facts = readToolFacts();
let caller: ToolCaller;
beforeAll(async () => {
  caller = await createToolCaller();
});
afterAll(() => caller.close());

/** What contract.test.ts asks of every tool. */
async function check(tool: Tool): Promise<string> {
  const known = facts.get(tool.name);
  if (known === undefined) throw new TypeError(`There are no facts of ${tool.name}`);
  const results = [];
  for (const args of [buildExample(tool, 'required'), ...buildFullCalls(tool)]) {
    results.push(await checkCall(caller, tool, known, args));
  }
  const sent = new Set(results.flatMap((result) => [...result.sent]));
  const missing = listMissingFields(known.operation.fields, sent);
  return [...results.flatMap(({ differences }) => differences), ...missing].join('\n');
}

function bodyFields(tool: Tool): Sources {
  if (tool.body?.kind !== 'json') throw new TypeError(`${tool.name} has no JSON body`);
  return tool.body.fields;
}

const withBody = (tool: Tool, fields: Sources): Tool => ({ ...tool, body: { kind: 'json', fields } });

function omit(sources: Sources, name: string): Sources {
  if (!Object.hasOwn(sources, name)) throw new TypeError(`There is no ${name}`);
  return Object.fromEntries(Object.entries(sources).filter(([each]) => each !== name));
}

const account = findTool('update_a_alloy_account_by_id');
const note = findTool('create_a_alloy_entity_note');
const application = findTool('get_single_alloy_journey_application_by_id');
const evaluation = findTool('create_a_alloy_evaluation');
const investigation = findTool('create_a_alloy_investigation');
const document = findTool('create_a_alloy_document_note');
const assign = findTool('update_a_alloy_investigation_assign_by_id');
const list = findTool('update_a_alloy_list_by_id');
const accounts = findTool('get_single_alloy_bank_account_by_id');
const upload = findTool('update_a_alloy_entity_document_by_id');

const alert = {
  agent_token: z.string(),
  journey_alert_token: z.string(),
  outcome: z.string().optional(),
  reason: z.string().optional(),
  note: z.string().optional(),
};
const withAlert = (members: z.ZodRawShape) =>
  withBody(investigation, { ...bodyFields(investigation), journey_alerts: z.array(z.strictObject(members)) });
const { reason: _, ...alertWithoutReason } = alert;

const breakages: readonly (readonly [string, Tool, RegExp])[] = [
  ['another method', { ...account, method: 'PUT' }, /^method is "PUT", not "PATCH"$/m],
  [
    'another path',
    { ...account, path: '/account/{bank_account_token}' },
    /^path is "\/v1\/account\/[^"]+", not "\/v1\/accounts\//m,
  ],
  ['a further segment', { ...note, path: '/entities/{entity_token}/notes/' }, /^path is /m],
  [
    'two path arguments that changed places',
    {
      ...document,
      params: { entity_token: { document_token: z.string() }, document_token: { entity_token: z.string() } },
    },
    /^path is "\/v1\/entities\/document_token\/documents\/entity_token\/notes"/m,
  ],
  [
    'a path argument under another name',
    { ...accounts, params: { account_identifier_or_token: { token: z.string() } } },
    /^argument token has no place in the facts$/m,
  ],
  [
    'a query parameter in the body',
    {
      ...application,
      query: omit(application.query, 'fullData'),
      body: { kind: 'json', fields: { fullData: z.enum(['true', 'false']) } },
    },
    /^query is .*\n(.*\n)*query\.fullData is never sent$/m,
  ],
  [
    'a body field in the query',
    { ...withBody(note, omit(bodyFields(note), 'note')), query: { note: z.string() } },
    /^body\.note is undefined, not "note"$/m,
  ],
  [
    'a body field under another name',
    withBody(note, { ...omit(bodyFields(note), 'note'), notes: z.string() }),
    /^argument notes has no place in the facts$/m,
  ],
  [
    "a body field under the tool's name in place of Alloy's",
    withBody(assign, {
      ...omit(bodyFields(assign), 'agent_token'),
      investigation_assignee_token: z.string(),
    }),
    /^body\.agent_token is undefined, not "investigation_assignee_token"$/m,
  ],
  [
    'a header under another name',
    {
      ...evaluation,
      headers: {
        ...omit(evaluation.headers, 'alloy-workflow-token'),
        'alloy-workflow': z.string().optional(),
      },
    },
    /^headers\.alloy-workflow is not in the facts$/m,
  ],
  [
    'a missing header',
    { ...evaluation, headers: omit(evaluation.headers, 'alloy-sandbox') },
    /^headers\.alloy-sandbox is never sent$/m,
  ],
  [
    'a missing query parameter',
    { ...accounts, query: omit(accounts.query, 'per_page') },
    /^query\.per_page is never sent$/m,
  ],
  ['a missing member', withAlert(alertWithoutReason), /^body\.journey_alerts\[\]\.reason is never sent$/m],
  [
    'a member under another name',
    withAlert({ ...alertWithoutReason, reasons: z.string().optional() }),
    /^body\.journey_alerts\[\]\.reasons is not in the facts$/m,
  ],
  [
    'a member of another type',
    withAlert({ ...alert, reason: z.int().optional() }),
    /^body\.journey_alerts\[\]\.reason is no string: 1$/m,
  ],
  [
    'an object in place of an array',
    withBody(investigation, { ...bodyFields(investigation), journey_alerts: z.strictObject(alert) }),
    /^body\.journey_alerts is no object\[\]/m,
  ],
  [
    'a value that Alloy does not document',
    { ...evaluation, headers: { ...evaluation.headers, 'alloy-entity-type': z.enum(['human']).optional() } },
    /^headers\.alloy-entity-type is none of business, person/m,
  ],
  [
    'an array that is wrapped into an object',
    {
      ...list,
      body: { kind: 'json', fields: { entries: z.array(z.strictObject({ name_first: z.string() })) } },
    },
    /^body is \{"entries"/m,
  ],
  [
    'a body that is left out',
    { ...list, body: { kind: 'json', fields: {} } },
    /^body is \{\}, not undefined$/m,
  ],
  [
    'a file sent as JSON',
    { ...upload, body: { kind: 'json', fields: { content_base64: z.string() } } },
    /^body is \{"content_base64"/m,
  ],
  [
    'a read-only field',
    withBody(account, { ...bodyFields(account), bank_account_token: z.string().optional() }),
    /^body\.bank_account_token is read-only/m,
  ],
  [
    'a field of our own invention',
    withBody(note, { ...bodyFields(note), priority: z.string().optional() }),
    /^argument priority has no place in the facts$/m,
  ],
];

test.each(breakages)('%s is reported', async (_what, broken, expected) => {
  expect(await check(findTool(broken.name))).not.toMatch(expected);
  expect(await check(broken)).toMatch(expected);
});
