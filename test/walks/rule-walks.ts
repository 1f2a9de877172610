/** What the account's own data changes: lists, custom lists and published attributes, and runs that come after. */
import { expect } from 'vitest';
import { readMember } from '../helpers/read-member.ts';
import type { Agent, Walks } from './agent.ts';
import {
  badBody,
  badHeader,
  badRequest,
  buildPerson,
  conflict,
  notFound,
  personJourney,
  readEach,
  unknown,
} from './demo-account.ts';

const unknownList = { status: 404, minor_code: 4042 };
const sync = { alloy_journey_application_sync: true };

async function decide({ call }: Agent, person: object) {
  return (await call('create_a_alloy_evaluation', { ...person })).read('summary.outcome');
}

async function startApplication({ call }: Agent, person: object) {
  const application = await call('create_a_alloy_journey_application', {
    journey_token: personJourney,
    entities: [{ data: person }],
  });
  return {
    outcome: application.read('complete_outcome'),
    entity_token: application.text('_embedded.child_entities.0.token'),
    path: {
      journey_token: personJourney,
      journey_application_token: application.text('journey_application_token'),
    },
  };
}

export const ruleWalks: Walks = {
  'a deny list denies whom it names, until it is emptied': async (agent) => {
    const { call, refused } = agent;
    const create = 'create_a_alloy_list';
    const created = await call(create, { listName: 'Walk mules', isBlacklist: true });
    expect(created.status).toBe(201);
    await refused(create, { listName: 'Walk mules', isBlacklist: true }, conflict);
    const list_token = created.text('list_token');
    const mule = buildPerson('Xavier', 'Grant');
    expect(await decide(agent, mule)).toBe('Approved');

    const entry = { document_ssn: mule.document_ssn, comment: 'Mule ring', group: 'fraud' };
    const add = 'create_a_alloy_list_entity';
    expect((await call(add, { list_token, ...entry })).result).toMatchObject({
      records_added: 1,
      total_records: 1,
    });
    await refused(add, { list_token: unknown('I'), ...entry }, unknownList);
    expect(await decide(agent, mule)).toBe('Denied');
    const [cleared, other] = [buildPerson('Xenia', 'Grant'), buildPerson('Xander', 'Grant')];
    const replace = 'update_a_alloy_list_by_id';
    const names = [cleared, other].map(({ document_ssn }) => ({ document_ssn }));
    expect((await call(replace, { id: list_token, entries: names })).read('total_records')).toBe(2);
    await refused(replace, { id: unknown('I'), entries: names }, unknownList);
    expect(await decide(agent, mule)).toBe('Approved');
    expect(await decide(agent, other)).toBe('Denied');

    for (const [tool, argument] of [
      ['get_single_alloy_list_by_id', 'id'],
      ['alloy_lists_list_2', 'list_token'],
    ] as const) {
      const first = await call(tool, { [argument]: list_token, records: 1 });
      expect(first.read('paging')).toMatchObject({ total_records: 2, page_records: 1, offset: 0 });
      const second = await call(tool, {
        [argument]: list_token,
        records: 1,
        cursor: first.next_cursor,
      });
      expect(second.next_cursor).toBeUndefined();
      expect(
        [first, second].flatMap((page) => readEach(page.list('data'), 'document_ssn')).toSorted(),
      ).toEqual(names.map(({ document_ssn }) => document_ssn).toSorted());
      await refused(tool, { [argument]: unknown('I') }, unknownList);
    }
    const meta = 'update_a_alloy_list_meta_by_id';
    await call(meta, { list_token, listName: 'Walk mules, closed' });
    await refused(meta, { list_token, listName: 'Known Mules' }, conflict);
    await refused(meta, { list_token: unknown('I'), listName: 'Other' }, unknownList);
    const lists = await call('list_all_alloy_lists');
    expect(readEach(lists.list('data'), 'name')).toContain('Walk mules, closed');
    await call(replace, { id: list_token, entries: [] });
  },

  'an allow list sets aside what vendors make of a person': async (agent) => {
    const { call } = agent;
    const known = buildPerson('Yara', 'Review');
    expect(await decide(agent, known)).toBe('Manual Review');
    await call('create_a_alloy_list_entity', {
      list_token: 'I-Dm2EmployeesAllow002',
      email_address: known.email_address,
    });
    expect(await decide(agent, known)).toBe('Approved');
  },

  'a custom list works once its version is activated': async (agent) => {
    const { call, refused } = agent;
    const create = 'create_a_alloy_custom_list';
    const made = await call(create, { name: 'Walk branches', description: 'For a while' });
    expect(made.status).toBe(201);
    await refused(create, { name: 'Walk branches' }, conflict);
    const own = made.text('custom_list_token');
    const update = 'update_a_alloy_custom_list_by_id';
    expect((await call(update, { id: own, name: 'Walk offices' })).read('name')).toBe('Walk offices');
    await refused(update, { id: own, name: 'Risky Email Domains' }, conflict);
    const all = await call('list_all_alloy_custom_lists');
    expect(readEach(all.list(''), 'name')).toContain('Walk offices');

    // The list that the persons' workflow looks e-mail domains up in.
    const custom_list_token = 'CI-Dm1RiskyEmailDomain1';
    const person = { ...buildPerson('Zelda', 'Marsh'), email_address: 'zelda@walk.example' };
    expect(await decide(agent, person)).toBe('Approved');
    const version = {
      custom_list_token,
      columns: [{ name: 'email_domain' }, { name: 'reason' }],
      data: [{ email_domain: 'walk.example', reason: 'throwaway' }],
      notes: 'Found on a walk',
    };
    const publish = 'create_a_alloy_custom_list_version';
    const third = await call(publish, version);
    expect(third.result).toMatchObject({ version: '3.0', data: version.data });
    await refused(publish, { ...version, custom_list_token: `CI-${'0'.repeat(20)}` }, notFound);
    expect(await decide(agent, person)).toBe('Approved');
    const activate = 'create_a_alloy_custom_list_activation';
    await refused(activate, { custom_list_token, major_version: '9' }, notFound);
    await call(activate, { custom_list_token, major_version: '3' });
    expect(await decide(agent, person)).toBe('Manual Review');
    for (const [tool, list, number] of [
      ['list_all_alloy_custom_list_versions', 'custom_list_token', 'version'],
      ['get_single_alloy_custom_list_version_by_id', 'custom_list_token', 'id'],
    ] as const) {
      expect((await call(tool, { [list]: custom_list_token, [number]: '3.0' })).result).toEqual(third.result);
      await refused(tool, { [list]: custom_list_token, [number]: '3' }, badRequest);
      await refused(tool, { [list]: custom_list_token, [number]: '3.7' }, notFound);
    }
    for (const [tool, argument] of [
      ['get_single_alloy_custom_list_by_id', 'id'],
      ['alloy_custom_lists_list_2', 'custom_list_token'],
    ] as const) {
      const versions = (await call(tool, { [argument]: custom_list_token })).list('versions');
      expect(readEach(versions, 'version')).toEqual(['1.0', '1.1', '2.0', '3.0']);
      await refused(tool, { [argument]: `CI-${'0'.repeat(20)}` }, notFound);
    }
    await call(activate, { custom_list_token, major_version: '1' });
    expect(await decide(agent, person)).toBe('Approved');
  },

  'an attribute is defined, given values, corrected and retired': async ({ call, refused }) => {
    const definition = {
      published_attribute_name: 'walk_score',
      data_type: 'integer',
      default_value: -1,
      contains_pii: false,
      object_type: 'entity',
    };
    const create = 'create_a_alloy_published_attribute';
    const made = await call(create, definition);
    expect(made.status).toBe(201);
    const token = made.text('published_attribute_token');
    await refused(
      create,
      { ...definition, published_attribute_name: 'other', default_value: 'much' },
      badBody,
    );
    const person = await call('create_a_alloy_person_entity', {
      external_entity_id: 'walk-scored',
      name_first: 'Abel',
      name_last: 'Stone',
    });
    const entity_token = person.text('entity_token');
    const publish = 'create_a_alloy_published_attribute_value';
    const all = await call(publish, {
      published_attribute_token: token,
      values: [
        { entity_token, value: 41, timestamp: '2026-01-05T10:00:00Z' },
        { external_entity_id: 'walk-scored', value: 42, timestamp: '2026-01-06T10:00:00Z' },
      ],
    });
    expect(all.status).toBe(201);
    expect(readEach(all.list(''), 'status')).toEqual(['inserted', 'inserted']);
    const some = await call(publish, {
      published_attribute_token: token,
      values: [
        { entity_token, value: 40, timestamp: '2026-01-04T10:00:00Z' },
        { entity_token: unknown('P'), value: 1 },
      ],
    });
    expect(some.status).toBe(206);
    expect(readEach(some.list(''), 'status')).toEqual(['inserted', 'errored']);
    await refused(
      publish,
      { published_attribute_token: unknown('PA'), values: [{ entity_token, value: 1 }] },
      notFound,
    );

    const read = 'list_all_alloy_published_attribute_values';
    const values: unknown[] = [];
    let cursor: unknown;
    do {
      const page = await call(read, {
        published_attribute_token: token,
        alloy_external_entity_id: 'walk-scored',
        per_page: 2,
        ...(cursor === undefined ? {} : { cursor }),
      });
      values.push(...readEach(page.list('values'), 'value'));
      cursor = page.next_cursor;
    } while (cursor !== undefined);
    expect(values).toEqual([42, 41, 40]);
    await refused(
      read,
      { published_attribute_token: unknown('PA'), alloy_entity_token: entity_token },
      notFound,
    );

    const update = 'update_a_alloy_published_attribute_by_id';
    await call(update, { id: token, description: 'Retired on a walk', archived: true });
    await refused(update, { id: token, published_attribute_name: 'internal_risk_tier' }, conflict);
    for (const [tool, argument] of [
      ['get_single_alloy_published_attribute_by_id', 'id'],
      ['alloy_published_attributes_list_2', 'published_attribute_token'],
    ] as const) {
      const one = await call(tool, { [argument]: token });
      expect(one.read('published_attributes')).toMatchObject([
        { ...definition, description: 'Retired on a walk', archived: true },
      ]);
      await refused(tool, { [argument]: unknown('PA') }, notFound);
    }
    const list = await call('list_all_alloy_published_attributes');
    const names = readEach(list.list('published_attributes'), 'published_attribute_name');
    expect(names).toContain('walk_score');
  },

  'values that are taken in part are not said to be resumed by PATCH': async ({ call }) => {
    const some = await call('create_a_alloy_published_attribute_value', {
      published_attribute_token: 'PA-Dm2MonthlyIncomeDm02',
      values: [
        { entity_token: 'P-ewaa6ImCcpv7FM2XhpNe', value: 4200 },
        { entity_token: unknown('P'), value: 1 },
      ],
    });
    expect(some.status).toBe(206);
    expect(String(some.notice)).not.toContain('PATCH');
  },

  'a rerun goes by the rules as they are now': async (agent) => {
    const { call } = agent;
    const first = await startApplication(agent, buildPerson('Bruno', 'Vale'));
    expect(first.outcome).toBe('Approved');
    await call('create_a_alloy_published_attribute_value', {
      published_attribute_token: 'PA-Dm1InternalRiskTier1',
      values: [{ entity_token: first.entity_token, value: 'high' }],
    });
    const tool = 'create_a_alloy_journey_application_rerun';
    const tiered = await call(tool, { ...first.path, ...sync });
    expect(tiered.result).toMatchObject({ status: 'waiting_review', is_rerun: true });
    expect(readMember(tiered.result, '_embedded.entity_applications.0.output.tags')).toContain(
      'Published Attribute',
    );

    // Another version of the journey, an older one: whoever needs a look is denied by it.
    const strict = await call(tool, { ...first.path, ...sync, alloy_journey_version: 2 });
    expect(strict.result).toMatchObject({ status: 'completed', complete_outcome: 'Denied' });
    await agent.refused(tool, { ...first.path, alloy_journey_version: 99 }, badHeader);
    const unchanged = await call('get_single_alloy_journey_application_by_id', {
      journey_token: personJourney,
      id: first.path.journey_application_token,
    });
    expect(unchanged.read('complete_outcome')).toBe('Approved');
  },
};
