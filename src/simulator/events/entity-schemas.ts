/**
 * `data` of the events about persons, businesses and entity groups.
 * Source: https://developer.alloy.com/public/reference/events
 */

import * as z from 'zod';
import { accountHolderType } from '../records/bank-accounts.ts';
import { groupTypes } from '../records/groups.ts';
import { optionalText } from '../values.ts';
import {
  commonFields,
  entityFields,
  entityReference,
  ownershipPercentage,
  requireEntity,
  requireOneOf,
  roles,
} from './fields.ts';

/** Beyond the documented ones `name_middle`: answers have it. */
const personFields = {
  gender: optionalText,
  birth_date: optionalText,
  document_ssn: optionalText,
  name_first: optionalText,
  name_middle: optionalText,
  name_last: optionalText,
  document_id_card: optionalText,
  document_license: optionalText,
  document_passport: optionalText,
};

const businessFields = {
  business_alternate_name: optionalText,
  business_registry_id: optionalText,
  business_federal_ein: optionalText,
};

export const personCreated = z.looseObject({
  external_entity_id: z.string().min(1),
  ...personFields,
  ...entityFields,
});

export const personUpdated = z
  .looseObject({ ...entityReference, ...personFields, ...entityFields })
  .superRefine(requireEntity);

export const businessCreated = z.looseObject({
  external_entity_id: z.string().min(1),
  business_name: z.string(),
  ...businessFields,
  ...entityFields,
});

export const businessUpdated = z
  .looseObject({ ...entityReference, business_name: optionalText, ...businessFields, ...entityFields })
  .superRefine(requireEntity);

const memberBankAccount = z
  .looseObject({
    external_account_id: optionalText,
    account_token: optionalText,
    role: accountHolderType.nullish(),
    remove_bank_account: z.boolean().nullish(),
  })
  .superRefine((value, context) => requireOneOf(value, ['external_account_id', 'account_token'], context));

const member = z
  .looseObject({
    ...entityReference,
    roles,
    title: optionalText,
    ownership_percentage: ownershipPercentage,
    remove_entity: z.boolean().nullish(),
    bank_accounts: z.array(memberBankAccount).nullish(),
  })
  .superRefine(requireEntity);
export type MemberData = z.output<typeof member>;

const groupId = z.looseObject({
  /** The id of the group, in spite of its name. */
  external_entity_id: z.string(),
  type: optionalText,
  designation: z.literal('primary').nullish(),
});

const groupFields = {
  name: optionalText,
  type: z.enum(groupTypes).nullish(),
  ...commonFields,
};

export const entityGroupCreated = z.looseObject({
  ...groupFields,
  entities: z.array(member).min(1),
  external_entity_group_ids: z.array(groupId).min(1),
});

export const entityGroupUpdated = z
  .looseObject({
    ...groupFields,
    entity_group_token: optionalText,
    archive_entity_group: z.boolean().nullish(),
    entities: z.array(member).nullish(),
    external_entity_group_ids: z.array(groupId).nullish(),
  })
  .superRefine((value, context) =>
    requireOneOf(value, ['external_entity_group_ids', 'entity_group_token'], context),
  );
