/** A valid event of each type, as refusals and the docs show it. Made-up people, accounts and ids. */
import { findNearest } from '../../src/base/nearest.ts';
import { readMembers } from '../../src/base/values.ts';
import { buildSchemaExample } from '../../src/registry/example.ts';
import type { Arguments } from '../../src/registry/tool.ts';
import { eventTypeNames, findEventSchema } from './types.ts';

/** Beside the members that are required, or in place of them. */
const shown: Readonly<Partial<Record<(typeof eventTypeNames)[number], Arguments>>> = {
  person_created: { name_first: 'Ada', name_last: 'Okafor' },
  person_updated: { name_last: 'Okafor-Reed' },
  business_created: { external_entity_id: 'business-1' },
  business_updated: { external_entity_id: 'business-1', business_name: 'Okafor Trading LLC' },
  bank_account_updated: { status: 'Frozen' },
  external_account_created: { external_account_id: 'linked-account-1' },
  external_account_updated: {
    external_account_id: 'linked-account-1',
    unlink_timestamp: '2026-01-31T12:00:00Z',
  },
  login: { login_method: 'password', status: 'successful' },
  credentials_updated: { target: 'password', operation: 'update' },
  modify_notification: { notification: { type: 'security', subtype: 'new_device' }, enabled: false },
  entity_group_created: {
    external_entity_group_ids: [{ external_entity_id: 'group-1' }],
    entities: [{ external_entity_id: 'customer-1', roles: ['primary'] }],
  },
  entity_group_updated: {
    external_entity_group_ids: [{ external_entity_id: 'group-1' }],
    entities: [{ external_entity_id: 'customer-1', ownership_percentage: 60 }],
  },
  card_created: { card_type: 'debit', status: 'active' },
  card_updated: { is_locked: true },
};

/** Of the type that was given or nearly given, else of the first. */
export function buildEventExample(given: Arguments): Arguments {
  const { event_type: wanted } = given;
  // Whatever it is: nothing has checked it.
  const asked = typeof wanted === 'string' ? wanted : '';
  const near = eventTypeNames.some((name) => name === asked) ? asked : findNearest(asked, eventTypeNames);
  const type = eventTypeNames.find((name) => name === near) ?? eventTypeNames[0];
  const schema = findEventSchema(type);
  const data = schema === undefined ? {} : readMembers(buildSchemaExample(schema));
  return { event_type: type, data: { ...data, ...shown[type] } };
}
