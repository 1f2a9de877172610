/**
 * The event types of POST /events/ and the data each takes. Sources: https://developer.alloy.com/public/docs/api-request
 * and https://developer.alloy.com/public/docs/event-types-transaction (one page a type).
 *
 * Where Alloy's guides and schema differ, what either documents is taken; the comments say where.
 */
import * as z from 'zod';
import { listed } from '../../src/registry/argument-listing.ts';
import type { Issue } from '../../src/registry/tool.ts';
import { flag, oneOf, text } from '../schemas.ts';
import {
  dataIssues,
  formatBriefly,
  formatMembers,
  formatSchema,
  groupNeedsEntities,
  type Members,
  type OneOf,
  openObject,
  type Rule,
} from './describe.ts';
import {
  account,
  accountEntities,
  accountId,
  accountIds,
  accountNumber,
  accountOrToken,
  accountUpdate,
  business,
  businessName,
  card,
  common,
  device,
  entityId,
  entityIds,
  entityOrToken,
  groupExternalId,
  groupToken,
  holder,
  linked,
  loginDeviceMembers,
  type Part,
  person,
  pieces,
  profile,
  roles,
  share,
  title,
  transaction,
  unlinked,
} from './parts.ts';

export const eventTypeNames = [
  'person_created',
  'person_updated',
  'business_created',
  'business_updated',
  'bank_account_created',
  'bank_account_updated',
  'external_account_created',
  'external_account_updated',
  'transaction',
  'login',
  'credentials_updated',
  'embedded_authentication',
  'modify_notification',
  'entity_group_created',
  'entity_group_updated',
  'card_created',
  'card_updated',
] as const;

const groupBankAccount = { ...accountIds, role: holder.nullish() };
const groupMember = {
  ...entityIds,
  title,
  ownership_percentage: share,
};
const groupKind = oneOf(['business', 'joint_account', 'membership', 'merchant'], 'Kind of group').nullish();
const groupName = text('Name of the group; an update sets it only while it is empty').nullish();

/** `own` is written out at the type, `parts` by name. */
interface EventType {
  readonly own: Members;
  readonly parts?: readonly Part[];
  readonly oneOf?: OneOf;
  readonly rules?: readonly Rule[];
}

const types: Readonly<Record<(typeof eventTypeNames)[number], EventType>> = {
  person_created: { own: { external_entity_id: entityId }, parts: [person, profile] },
  person_updated: { own: entityIds, oneOf: entityOrToken, parts: [person, profile] },
  business_created: {
    own: { external_entity_id: entityId, business_name: businessName },
    parts: [business, profile],
  },
  business_updated: {
    own: { ...entityIds, business_name: businessName.nullish() },
    oneOf: entityOrToken,
    parts: [business, profile],
  },
  // The guide does not ask for account_number, Alloy's schema does; that one holder is needed, the guide says.
  bank_account_created: {
    own: { external_account_id: accountId, account_number: accountNumber, entities: accountEntities.min(1) },
    parts: [account],
  },
  bank_account_updated: {
    own: accountUpdate,
    oneOf: accountOrToken,
    parts: [account],
    rules: [groupNeedsEntities],
  },
  external_account_created: {
    own: {
      external_account_id: accountId,
      entities: accountEntities.min(1),
      account_number: accountNumber.nullish(),
      link_timestamp: linked,
    },
    parts: [account],
  },
  // The guide wants one of the two times for linking and unlinking; the schema neither, so other updates pass.
  external_account_updated: {
    own: { ...accountUpdate, link_timestamp: linked, unlink_timestamp: unlinked },
    oneOf: accountOrToken,
    parts: [account],
    rules: [groupNeedsEntities],
  },
  transaction: {
    own: transaction,
    // The last is the guide's name for account_token.
    oneOf: [
      ['external_entity_id', 'external_account_id'],
      ['entity_token', 'account_token'],
      ['entity_token', 'bank_account_token'],
    ],
  },
  // The guide also wants username, the schema does not.
  login: {
    own: {
      ...entityIds,
      login_method: oneOf(['biometric', 'password', 'sso', 'passwordless'], 'Way of signing in'),
      sso: oneOf(['okta', 'google', 'apple'], 'Provider of a single sign-on').nullish(),
      status: oneOf(['attempted', 'failed', 'mfa', 'rejected', 'successful'], 'Result').nullish(),
      username: text('User name').nullish(),
      external_login_id: text('Your id of the login').nullish(),
      device: openObject(loginDeviceMembers).nullish().describe('Device used'),
    },
    oneOf: entityOrToken,
  },
  credentials_updated: {
    own: {
      ...entityIds,
      target: oneOf(['2fa', 'username', 'password', 'passkey'], 'What was changed'),
      operation: oneOf(['create', 'delete', 'update'], 'Kind of change').nullish(),
      status: oneOf(['pending', 'successful', 'failed'], 'Result').nullish(),
      channel: oneOf(['contact_center', 'online_banking', 'in_branch'], 'Where').nullish(),
      authenticated_user: flag('The user had signed in').nullish(),
      '2fa': openObject({
        methods: z.array(
          openObject({
            method: oneOf(['email', 'voice', 'sms'], 'Way the code is sent'),
            value: z.string().min(1).max(65_535).describe('Address or number'),
          }),
        ),
        required: flag('Second factor is mandatory; default false').nullish(),
      })
        .nullish()
        .describe('Second factor'),
      external_credentials_updated_event_identifier: text('Your id of the change').nullish(),
      device: device.nullish(),
    },
    oneOf: entityOrToken,
  },
  embedded_authentication: {
    own: {
      external_entity_id: entityId,
      embedded_application: oneOf(['zelle', 'billpay'], 'Application opened'),
      external_embedded_authentication_id: text('Your id of the authentication').nullish(),
      device: device.nullish(),
    },
  },
  modify_notification: {
    own: {
      ...entityIds,
      notification: openObject({
        type: oneOf(['account', 'general', 'security', 'transaction'], 'Kind of notification'),
        subtype: z.string().min(1).describe('Which one'),
      })
        .nullish()
        .describe('Notification changed'),
      notification_target: z
        .array(
          openObject({
            method: oneOf(['email', 'voice', 'sms', 'message_center', 'push_notification'], 'Channel'),
            value: z.string().min(1).describe('Address or number'),
          }),
        )
        .nullish()
        .describe('Where it goes'),
      enabled: flag('On or off').nullish(),
      operator: oneOf(['less_than', 'greater_than', 'equals'], 'Threshold, with amount').nullish(),
      amount: listed(z.int().nullish().describe('Threshold in cents'), { memberNote: 'cents' }),
      external_account_id: accountId.nullish(),
      external_modify_notification_event_identifier: text('Your id of the change').nullish(),
      device: device.nullish(),
    },
    oneOf: entityOrToken,
  },
  entity_group_created: {
    own: {
      external_entity_group_ids: z.array(groupExternalId).describe('Your ids of the group'),
      entities: listed(
        z
          .array(
            openObject(
              {
                ...groupMember,
                roles,
                bank_accounts: z.array(openObject(groupBankAccount, accountOrToken)).nullish(),
              },
              entityOrToken,
            ),
          )
          .describe('Members, one of them with the role primary'),
        { memberNote: 'one is primary' },
      ),
      name: groupName,
      type: groupKind,
    },
  },
  entity_group_updated: {
    own: {
      external_entity_group_ids: z.array(groupExternalId).nullish().describe('Your ids of the group'),
      entity_group_token: groupToken.nullish(),
      entities: z
        .array(
          openObject(
            {
              ...groupMember,
              // One role in Alloy's schema, an array in its guide: both pass.
              roles: z.preprocess((value) => (typeof value === 'string' ? [value] : value), roles),
              remove_entity: flag('Takes the entity out of the group').nullish(),
              bank_accounts: z
                .array(
                  openObject(
                    {
                      ...groupBankAccount,
                      remove_bank_account: flag('Takes the account off the entity').nullish(),
                    },
                    accountOrToken,
                  ),
                )
                .nullish(),
            },
            entityOrToken,
          ),
        )
        .nullish()
        .describe('Members to add, change or remove'),
      name: groupName,
      type: groupKind,
      archive_entity_group: flag('Archives the group').nullish(),
    },
    oneOf: [['external_entity_group_ids'], ['entity_group_token']],
  },
  card_created: { own: {}, parts: [card] },
  card_updated: { own: {}, parts: [card] },
};

const schemas = new Map<string, z.ZodType>(
  Object.entries(types).map(([name, { own, parts = [], oneOf, rules }]) => [
    name,
    openObject(
      { ...Object.assign({}, ...parts.map((part) => part.members)), ...own, ...common },
      oneOf,
      rules,
    ),
  ]),
);

/** The faults in the data of an event; none for a type that is not known. */
export function eventDataIssues(eventType: unknown, data: unknown): readonly Issue[] {
  const schema = findEventSchema(String(eventType));
  return schema === undefined ? [] : dataIssues(String(eventType), schema, data);
}

/** The data that an event of this type takes; undefined for a type that is not known. */
export const findEventSchema = (eventType: string): z.ZodType | undefined => schemas.get(eventType);

const legend =
  'By event_type (*: required; a|b+c*: a, or b with c; no type: text; times ISO 8601; +name: its members, listed below).';

/** All that there is to know of the types, written from their schemas. */
export const eventDataDescription = [
  `${legend} All: ${formatMembers(openObject(common))}; own members pass.`,
  ...describeTypes(formatMembers),
  ...uniqueParts().map(({ name, members }) => `+${name}: ${formatMembers(openObject(members))}`),
  ...pieces.map(([name, piece]) => `${name}: ${formatSchema(piece)}`),
].join('\n');

/** Optional, and sent nearly always. */
const contact = ['addresses', 'emails', 'phones'];

/** Optional, and named to a model at once. */
const usual = [
  ...contact,
  ...['name_first', 'name_last', 'birth_date', 'document_ssn', 'business_federal_ein'],
  ...['account_number', 'account_class', 'routing_number', 'entities', 'status'],
  ...['business_name', 'link_timestamp', 'unlink_timestamp', 'category', 'process_method'],
  ...['username', 'device', 'name', 'type', 'archive_entity_group'],
];

/**
 * What a model needs in order to send what is required, and the names of the usual rest. The list of tools has no room
 * for more: some clients drop every description of a tool whose schema is longer than 4,000 bytes.
 */
export const eventDataBrief = [
  `By event_type (a|b+c*: a, or b with c; +name: its members, listed below; ...: more, optional, told by list_all_alloy_event_schemas and resource alloy://tools/create_a_alloy_event). All: ${formatMembers(openObject(common))}; own members pass.`,
  ...describeTypes((schema) => formatBriefly(schema, { named: usual })),
  ...uniqueParts().map(
    ({ name, members }) =>
      `+${name}: ${formatBriefly(openObject(members), { whole: contact, named: usual })}`,
  ),
  ...formatPieces(['account_entity', 'group_id']),
].join('\n');

/** Types that Alloy takes and does not describe. */
const undescribed = ['modify_notification', 'card_created', 'card_updated'] as const;
export const describedTypes = z.enum(eventTypeNames).exclude(undescribed);

/** The members of those types, which nobody else tells; a refusal tells what they take. */
export const undescribedTypes = [
  `Not ${undescribed.join(', ')}; they take, written as in create_a_alloy_event:`,
  `modify_notification: ${formatBriefly(openObject(types.modify_notification.own, entityOrToken))}`,
  `card_*: ${formatBriefly(openObject(card.members))}`,
].join('\n');

function formatPieces(names: readonly string[]): readonly string[] {
  return pieces
    .filter(([name]) => names.includes(name))
    .map(([name, piece]) => `${name}: ${formatSchema(piece)}`);
}

/** Types that take the same members share a line. */
function describeTypes(format: (schema: z.ZodType) => string): readonly string[] {
  const names = new Map<string, string[]>();
  for (const [name, { own, parts = [], oneOf }] of Object.entries(types)) {
    const written = Object.keys(own).length === 0 ? [] : [format(openObject(own, oneOf))];
    const members = [...written, ...parts.map((part) => `+${part.name}`)].join(', ');
    names.set(members, [...(names.get(members) ?? []), name]);
  }
  return [...names].map(([members, sharing]) => `${sharing.join(', ')}: ${members}`);
}

function uniqueParts(): readonly Part[] {
  return [...new Set(Object.values(types).flatMap(({ parts = [] }) => parts))];
}
