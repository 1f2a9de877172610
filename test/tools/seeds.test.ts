/**
 * Every payload that Alloy's guides print goes through MCP, as printed, to the embedded Alloy without credentials or
 * settings, and comes back in the printed form with the values that follow from it.
 */
import { afterEach, describe, expect, it } from 'vitest';
import type { McpSession } from '../helpers/clients/mcp-session.ts';
import { sdkRoutes } from '../helpers/clients/routes.ts';
import { stopProcesses } from '../helpers/clients/start-process.ts';
import { inFull } from '../helpers/extent.ts';
import { readList, readMember, readNames } from '../helpers/read-member.ts';
import { buildShape, normalizeShape, readEventSeed, readPersonSeed } from '../helpers/seed.ts';

/** The printed answers hold their personal data in clear. */
const clear = { ALLOY_PII: 'off' };

// In the quick suite one: which client it is makes no difference to what Alloy answers.
const connections = inFull(sdkRoutes, (_, index) => index === 1);

describe.each(connections)('$client', (route) => {
  const open = () => route.open(clear);
  let session: McpSession;
  afterEach(async () => {
    await session.close();
    await stopProcesses();
  });

  /** The answer of Alloy that is in the envelope. */
  async function call(tool: string, args: Readonly<Record<string, unknown>>, status = 201): Promise<unknown> {
    const { isError, envelope, content } = await session.callTool(tool, args);
    expect(isError ?? false, JSON.stringify(content)).toBe(false);
    expect(envelope).toMatchObject({ status, environment: 'embedded' });
    return readMember(envelope, 'result');
  }

  async function sendEvent(name: string): Promise<unknown> {
    const { request, answerShape } = readEventSeed(name);
    const answer = await call('create_a_alloy_event', request);
    expect(buildShape(answer), name).toEqual(normalizeShape(answerShape));
    expect(answer).toMatchObject({
      status_code: 201,
      event_request_token: expect.stringMatching(/^EV-[A-Za-z0-9]{20}$/),
      _links: { self: { href: `/v1/events/${readMember(answer, 'event_request_token')}` } },
      event: { event_type: request['event_type'], event_status: 'PROCESSED' },
    });
    return readMember(answer, 'event.data');
  }

  it('onboards a person', async () => {
    session = await open();
    const { request, answer } = readPersonSeed();
    const evaluation = await call('create_a_alloy_evaluation', { ...request, include_raw_responses: true });
    const { raw_responses: _raw, formatted_responses: _formatted, related_data, ...printed } = answer;
    expect(evaluation).toMatchObject({
      ...printed,
      timestamp: expect.any(Number),
      evaluation_token: expect.stringMatching(/^S-[A-Za-z0-9]{20}$/),
      entity_token: expect.stringMatching(/^P-[A-Za-z0-9]{20}$/),
      application_token: expect.any(String),
      supplied: request,
      formatted: { ...request, phone_number: '+18042562188' },
    });
    expect(readNames(evaluation)).toEqual(readNames(answer));
    for (const responses of ['raw_responses', 'formatted_responses']) {
      expect(readNames(evaluation, responses)).toEqual(readNames(answer, responses));
    }
    // Of the three printed profiles two are of another handle, as a vendor found it.
    expect(readList(evaluation, 'related_data.social')).toEqual([readMember(related_data, 'social.2')]);

    const id = readMember(evaluation, 'evaluation_token');
    const entity = readMember(evaluation, 'entity_token');
    // 201 for this read too, as Alloy documents it.
    expect(await call('get_single_alloy_evaluation_by_id', { id }, 201)).toMatchObject({ supplied: request });
    expect(await call('get_single_alloy_person_entity_by_id', { id: entity }, 200)).toMatchObject({
      name_first: 'John',
      name_last: 'Doe',
    });
  });

  it('asks for more information and goes on with it', async () => {
    session = await open();
    const { request, waiting } = readPersonSeed();
    const quiz = { ...request, name_last: 'Quiz' };
    const asked = await call('create_a_alloy_evaluation', quiz, 200);
    expect(readNames(asked)).toEqual([...readNames(waiting), 'status_code'].sort());
    const questions = 'prompts.answers.questions';
    expect(buildShape(readMember(asked, questions))).toEqual(buildShape(readMember(waiting, questions)));
    const template = 'required.0.template';
    expect(readMember(asked, template)).toEqual(readMember(waiting, template));
    expect(asked).toMatchObject({
      error: null,
      required: [{ key: 'answers', type: 'object' }],
      optional: [],
    });

    const filled = readList(asked, `${template}.answers`).map((answer) => ({
      question_id: readMember(answer, 'question_id'),
      answer_id: 1,
    }));
    const id = readMember(asked, 'evaluation_token');
    const answered = await call('update_a_alloy_evaluation_by_id', { id, answers: { answers: filled } });
    expect(answered).toMatchObject({
      evaluation_token: id,
      entity_token: readMember(asked, 'entity_token'),
      summary: { result: 'success', outcome: expect.any(String) },
      supplied: quiz,
    });
  });

  it('creates entities and an account', async () => {
    session = await open();
    const person = await sendEvent('person-created');
    expect(person).toMatchObject({
      external_entity_id: 'cf88a0a1-34d6-492d-b617-c8b43785e7b7',
      name_first: 'John',
      name_last: 'Doe',
      birth_date: '*********',
      document_ssn: '*********',
      addresses: [{ line_1: '41 E. 11th', line_2: null, city: 'New York', postal_code: '10003' }],
      phones: [{ phone_number: '+19344281891' }],
    });
    const business = await sendEvent('business-created');
    expect(business).toMatchObject({
      external_entity_id: 'e3065d04-95aa-47a1-915c-84b575ff3855',
      business_name: 'Operative Inc.',
      business_federal_ein: '586179405',
      addresses: [{ line_1: '123 Allen St', line_2: 'Suite 1', type: 'business_primary' }],
    });
    const account = await sendEvent('bank-account-created');
    expect(account).toMatchObject({
      external_account_id: '8b75f5e2-b671-450c-9fb2-5aa05c286309',
      external_entity_id: 'e3065d04-95aa-47a1-915c-84b575ff3855',
      account_number: '76396628',
      routing_number: '000123456789',
      account_balance: '500000.00',
      opening_date: '2023-03-22T00:00:00.000Z',
      as_of_date: '2024-03-25T00:00:00.000Z',
      meta: { somedata: 'string' },
    });
    expect(readMember(account, 'entities')).toEqual(
      expect.arrayContaining([
        {
          entity_token: readMember(business, 'entity_token'),
          external_entity_id: 'e3065d04-95aa-47a1-915c-84b575ff3855',
          account_holder_type: 'primary',
        },
        {
          entity_token: 'P-TfkFe6lCPkElc9Xktd3V',
          external_entity_id: '9e82d5e7-ada0-4957-a8fd-4d937c99bae8',
          account_holder_type: 'secondary',
        },
      ]),
    );
  });

  it('monitors with entity groups', async () => {
    session = await open();
    const created = await sendEvent('entity-group-created');
    expect(created).toMatchObject({
      entity_group_name: 'Trust Co',
      entity_group_type: 'business',
      archived_at: null,
      entity_group_external_identifiers: ['ccd37a77-9089-452d-ac55-c0ca7d7ffdff'],
      entity_group_relationships: [
        { entity_token: 'B-uiTne2ewkES7fLHN6UuD', roles: ['primary', 'shareholder'] },
        { name: 'Lucy Schoen', title: 'Executive Director', roles: ['shareholder', 'director'] },
      ],
      timestamp: '2025-12-04T23:29:20.839Z',
    });
    const person = await sendEvent('group-person-created');
    expect(person).toMatchObject({
      birth_date: '1990-01-01',
      document_ssn: '111111111',
      phones: [{ phone_number: '+15747945102', type: 'home' }],
      entity_groups: [
        {
          external_entity_group_ids: ['5216d25f-fe44-483d-ab22-6ba0ae25bbcc'],
          entity_group_token: 'EG-VuyHal5GhTORaNfi0eG8',
          title: 'Finance Director',
          ownership_percentage: null,
        },
      ],
    });
    const business = await sendEvent('group-business-created');
    // In the order of the printed dates, which is not the order of the page.
    const group = await sendEvent('entity-group-updated');
    const members = readList(group, 'entity_group_relationships').map((member) => readMember(member, 'name'));
    expect(members).toContain('Leif Schaefer');
    expect(members).toContain('Greenholt, Wilkinson and Romaguera');
    expect(members).not.toContain('Lucy Schoen');
    const changed = await sendEvent('group-person-updated');
    expect(changed).toMatchObject({
      entity_token: readMember(person, 'entity_token'),
      addresses: [{ line_1: '41 Broadway' }, { line_1: '41 E. 11th' }],
      phones: [{ phone_number: '+15747945102' }, { phone_number: '+12372439169' }],
    });
    const renamed = await sendEvent('group-business-updated');
    expect(renamed).toMatchObject({
      entity_token: readMember(business, 'entity_token'),
      business_name: 'GWR Inc',
      business_registry_id: '13145201',
      addresses: [{ line_1: '123 Main Street' }, { line_1: '565 Weissnat Lakes' }],
    });
  });
});
