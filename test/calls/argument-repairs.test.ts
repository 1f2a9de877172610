/** Numbers and switches that come as texts: the exact forms are read where one is due, and nothing is ever guessed. */
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest';
import { isContainer } from '../../src/base/values.ts';
import { buildExample } from '../../src/registry/example.ts';
import type { Arguments } from '../../src/registry/tool.ts';
import { createToolCaller, type ToolCaller } from '../helpers/clients/tool-caller.ts';
import { buildFullCalls } from '../helpers/contract/contract-calls.ts';
import { findTool } from '../helpers/find-tool.ts';
import { describeSent } from '../helpers/sent-request.ts';
import { tools } from '../helpers/tools.ts';

let caller: ToolCaller;
beforeAll(async () => {
  caller = await createToolCaller();
});
afterAll(() => caller.close());

/** The same with every number and switch as a text. */
function writeAsTexts(value: unknown): unknown {
  if (typeof value === 'number' || typeof value === 'boolean') return String(value);
  if (Array.isArray(value)) return value.map(writeAsTexts);
  return isContainer(value) ? writeMembers(value) : value;
}
const writeMembers = (value: object): Arguments =>
  Object.fromEntries(Object.entries(value).map(([name, member]) => [name, writeAsTexts(member)]));

test.each(tools.map((tool) => [tool.name, tool] as const))(
  '%s takes them at every depth',
  async (_, tool) => {
    for (const args of [...buildFullCalls(tool), buildExample(tool, 'required')]) {
      // A default value is a text as it stands.
      const { default_value: _default, values: _values, ...rest } = args;
      const plain = await describeSent(caller, tool, rest);
      expect(await describeSent(caller, tool, writeMembers(rest))).toBe(plain);
    }
  },
);

const searchTool = 'list_all_alloy_investigations';
const accountTool = 'create_a_alloy_account';
const cardPayment = {
  timestamp: '2026-01-31T12:00:00Z',
  external_transaction_id: 't-1',
  external_entity_id: 'c-1',
  external_account_id: 'a-1',
  currency: 'USD',
  counterparty: { account_number: '007' },
  transaction_created_date: '2026-01-31',
};

describe('in the data of an event', () => {
  it('they are read by the type of the event', async () => {
    const data = { ...cardPayment, amount: '-1250', is_approved: 'true', response_code: '0.5' };
    const { requests, text } = await caller.call(findTool('create_a_alloy_event'), {
      event_type: 'transaction',
      data: JSON.stringify(data),
    });
    expect(requests, text).toHaveLength(1);
    expect(JSON.parse(requests[0]?.body.toString() ?? '')).toMatchObject({
      data: { ...data, amount: -1250, is_approved: true, response_code: 0.5 },
    });
  });

  it.each(['12e2', '1.5', 'many'])('and refused otherwise: %s', async (amount) => {
    const { requests, text } = await caller.call(findTool('create_a_alloy_event'), {
      event_type: 'transaction',
      data: { ...cardPayment, amount },
    });
    expect(requests).toHaveLength(0);
    expect(text).toContain('amount must be integer');
  });
});

describe('what is no exact form is refused', () => {
  it.each([
    '1e3',
    ' 1',
    '1 ',
    '0x1',
    '01',
    '+1',
    '1.0',
    '1.',
    '.5',
    '1,5',
    '-0',
    '1_000',
    '٣',
    'NaN',
    'Infinity',
    '9007199254740993',
    'one',
  ])('for a number: %j', async (pageNum) => {
    const { requests, text } = await caller.call(findTool(searchTool), { pageNum });
    expect(requests).toHaveLength(0);
    expect(text).toContain('pageNum expected number, got string');
  });

  it.each(['True', 'TRUE', 'yes', '1', ' true', 'on'])('for a switch: %j', async (is_linked_account) => {
    const args = { account_number: '1', is_linked_account };
    const { requests, text } = await caller.call(findTool(accountTool), args);
    expect(requests).toHaveLength(0);
    expect(text).toContain('is_linked_account expected boolean, got string');
  });
});

describe('a text stays a text', () => {
  it.each([
    ['an external id', 'create_a_alloy_journey_application', { external_application_id: '0012' }, '"0012"'],
    ['a postal code', 'create_a_alloy_evaluation', { address_postal_code: '01234' }, '"01234"'],
    ['an attribute', 'create_a_alloy_evaluation', { additional_fields: { income: '5' } }, '"income":"5"'],
  ])('where one is due: %s', async (_, name, given, sent) => {
    const tool = findTool(name);
    const { requests } = await caller.call(tool, { ...buildExample(tool, 'required'), ...given });
    expect(requests[0]?.body.toString()).toContain(sent);
  });

  it.each([
    ['create_a_alloy_evaluation', { document_ssn: 12_345_678 }, 'document_ssn'],
    ['create_a_alloy_evaluation', { address_postal_code: 1234 }, 'address_postal_code'],
    ['create_a_alloy_evaluation', { phone_number: 18_042_562_188 }, 'phone_number'],
    ['create_a_alloy_evaluation', { alloy_external_entity_id: 12 }, 'alloy_external_entity_id'],
    [
      'create_a_alloy_evaluation',
      { additional_fields: { business_federal_ein: 12 } },
      'business_federal_ein',
    ],
    ['create_a_alloy_evaluation', { additional_fields: { bank_account_number: 12 } }, 'bank_account_number'],
    ['create_a_alloy_account', { account_number: 12 }, 'account_number'],
    ['create_a_alloy_list_entity', { list_token: 'I-1', document_ssn: 1 }, 'document_ssn'],
  ])('a number is refused where zeros in front count: %s %j', async (name, args, member) => {
    const { requests, text } = await caller.call(findTool(name), args);
    expect(requests).toHaveLength(0);
    expect(text).toContain(member);
    expect(text).toContain('loses zeros in front');
  });
});
