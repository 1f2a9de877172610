/**
 * Members that several kinds of event share. Alloy's description calls few of them nullable, but its samples send null
 * for others too (`line_2`), so null counts as absent wherever a member may be left out.
 * Source: https://developer.alloy.com/public/docs/event-types
 */
import * as z from 'zod';
import { groupRoles, groupTypes } from '../records/groups.ts';
import { dateTime, openObject, optionalFilledText, optionalText } from '../values.ts';

export const statusFraud = z.enum(['fraud', 'not fraud']).nullish();
/** In every event's `data`. */
export const commonFields = {
  timestamp: dateTime,
  meta: openObject.nullish(),
  supplemental_data: openObject.nullish(),
  /** Source: https://developer.alloy.com/public/docs/sessions */
  external_session_id: z.string().max(256).nullish(),
};

/** Names the entity; `requireEntity` checks that one of the two is there. */
export const entityReference = { external_entity_id: optionalText, entity_token: optionalText };

interface EntityReference {
  readonly external_entity_id?: string | null | undefined;
  readonly entity_token?: string | null | undefined;
}

export function requireEntity(data: EntityReference, context: z.RefinementCtx): void {
  requireOneOf(data, ['external_entity_id', 'entity_token'], context);
}

/** Reported as the absence of the first one, as zod reports Alloy's own alternatives. */
export function requireOneOf<Name extends string>(
  data: { readonly [Member in Name]?: unknown },
  names: readonly Name[],
  context: z.RefinementCtx,
): void {
  if (names.some((name) => data[name] !== undefined && data[name] !== null)) return;
  const [first = 'data'] = names;
  context.addIssue({ code: 'custom', path: [first], message: `Required: one of ${names.join(', ')}` });
}

const address = z
  .looseObject({
    type: z.string(),
    line_1: z.string(),
    line_2: optionalText,
    city: z.string(),
    state: optionalText,
    postal_code: z.string(),
    country_code: z.string(),
  })
  .superRefine((value, context) => {
    if (value.country_code !== 'US' || typeof value.state === 'string') return;
    context.addIssue({
      code: 'custom',
      path: ['state'],
      message: 'Required when country_code is US',
    });
  });

const phone = z.looseObject({
  phone_number: z.string(),
  type: z.enum(['home', 'cell', 'fax', 'work']).nullish(),
});

/** Whole per cent: the guide's table calls it a string, its samples send a number. */
export const ownershipPercentage = z
  .union([z.int().min(0).max(100), z.string().regex(/^(100|[1-9]?\d)$/)])
  .nullish()
  .transform((value) => (typeof value === 'string' ? Number(value) : value));

const role = z.enum(groupRoles);

/** An array; for entity_group_updated the description has a single role, the guide's sample an array. */
export const roles = z.union([z.array(role), role.transform((only) => [only])]).nullish();

const membership = z
  .looseObject({
    entity_group_token: optionalText,
    external_entity_group_id: optionalText,
    entity_group_name: optionalText,
    entity_group_type: z.enum(groupTypes).nullish(),
    roles,
    ownership_percentage: ownershipPercentage,
    title: optionalText,
    remove_entity: z.boolean().nullish(),
  })
  .superRefine((value, context) =>
    requireOneOf(value, ['external_entity_group_id', 'entity_group_token'], context),
  );
export type MembershipData = z.output<typeof membership>;

const externalEntityId = z.looseObject({
  external_entity_id: z.string().max(65_535),
  external_entity_id_type: optionalText,
  designation: z.literal('primary').nullish(),
});

/** What persons and businesses have in common. */
export const entityFields = {
  addresses: z.array(address).nullish(),
  emails: z.array(z.looseObject({ email_address: optionalText })).nullish(),
  phones: z.array(phone).nullish(),
  status: z.enum(['active', 'inactive']).nullish(),
  status_detail: optionalFilledText,
  status_fraud: statusFraud,
  external_entity_ids: z.array(externalEntityId).nullish(),
  entity_groups: z.array(membership).nullish(),
  ...commonFields,
};

/** Where a login and the like came from; `device_type` is in the guides' samples only. */
export const device = z.looseObject({
  external_device_id: optionalText,
  ip_address_v4: optionalText,
  ip_address_v6: optionalText,
  registered_device: z.boolean().nullish(),
  device_type: optionalText,
});
