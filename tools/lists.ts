/**
 * Lists: the allow and deny lists of applicants. Sources: https://developer.alloy.com/public/reference/lists and,
 * for bodies and answers, Alloy's OpenAPI of April 2024. A list acts only where a workflow uses its List service.
 */
import * as z from 'zod';
import { listed } from '../src/registry/argument-listing.ts';
import { type Arguments, defineAlias, defineTool, type Issue } from '../src/registry/tool.ts';
import { tokenOf } from './references.ts';
import { flag, listToken, omitDescription, text } from './schemas.ts';

/** All are text, all optional; Alloy's example has bare numbers, which lose leading zeros. */
const entryFields = {
  name_first: text('First name').optional(),
  name_last: text('Last name').optional(),
  birth_date: text('YYYY-MM-DD').optional(),
  document_ssn: omitDescription(text('US SSN, digits only')).optional(),
  address_line_1: omitDescription(text('Street and number')).optional(),
  address_line_2: omitDescription(text('Apartment, floor')).optional(),
  address_city: text('City').optional(),
  address_state: omitDescription(text('State or region, e.g. ME')).optional(),
  address_postal_code: text('Postal code').optional(),
  address_country_code: text('ISO alpha-2').optional(),
  ip_address_v4: omitDescription(text('IPv4')).optional(),
  ip_address_v6: omitDescription(text('IPv6')).optional(),
  email_address: text('Email').optional(),
  phone_number: text('Phone number').optional(),
  acm_party_id: omitDescription(text('Party id in an ACM system')).optional(),
  customer_id: text('Your customer id').optional(),
  system: omitDescription(text('System the entry comes from')).optional(),
  secret_question: omitDescription(text('Security question')).optional(),
  secret_answer: omitDescription(text('Its answer')).optional(),
  comment: omitDescription(text('Free comment')).optional(),
  group: text('Your label, e.g. fraud').optional(),
  device_alias: text('Device alias').optional(),
  digital_profile_uuid: text('Digital profile id').optional(),
  smart_uuid: text('Smart id').optional(),
  session_uuid: text('Session id').optional(),
  fingerprint_uuid: text('Fingerprint id').optional(),
  expires_at: listed(text('The entry stops counting then; ISO 8601'), {
    description: 'The entry stops counting then',
  }).optional(),
};

const fieldNames = Object.keys(entryFields);
const listEntry = z.strictObject(entryFields).describe('One person, with at least one field');

/** Alloy requires no field, but an entry without any matches nobody and cannot be removed by itself. */
const hasField = (entry: Arguments) =>
  fieldNames.some((name) => entry[name] !== undefined && entry[name] !== '');

function checkEntry(args: Arguments): readonly Issue[] {
  if (hasField(args)) return [];
  const message = 'The entry is empty; give at least one field to match by, e.g. email_address.';
  return [{ argument: 'email_address', message }];
}

function checkEntries(args: Arguments): readonly Issue[] {
  const entries = z.array(z.record(z.string(), z.unknown())).safeParse(args['entries']);
  if (!entries.success) return [];
  return entries.data.flatMap((entry, index) =>
    hasField(entry)
      ? []
      : [
          {
            argument: `entries.${index}`,
            message: 'The entry is empty; give it at least one field, or leave it out.',
          },
        ],
  );
}

export const list_all_alloy_lists = defineTool({
  name: 'list_all_alloy_lists',
  title: 'List allow/deny lists',
  description:
    'All lists of people: token, name, kind (is_blacklist deny, is_whitelist allow), number of entries.',
  method: 'GET',
  path: '/lists',
  effect: 'read',
  asked: 'which blocklists, denylists, allowlists, whitelists exist, all our lists',
});

// A list without a name is hardly meant, but neither the seed nor Alloy requires one.
export const create_a_alloy_list = defineTool({
  name: 'create_a_alloy_list',
  title: 'Create allow/deny list',
  description:
    'Creates an empty list of people and returns list_token. Its kind is final; without a flag it is neither deny nor allow. Taken name: 409; too many of a kind: 403.',
  method: 'POST',
  path: '/lists',
  body: {
    kind: 'json',
    fields: {
      listName: text('Unique; always give one').optional(),
      isBlacklist: omitDescription(flag('Deny list')).optional(),
      isWhitelist: omitDescription(flag('Allow list')).optional(),
      description: text('What the list is for').optional(),
    },
  },
  example: { listName: 'Known mule accounts', isBlacklist: true },
  effect: 'write',
  asked: 'new blocklist, denylist, blacklist, allowlist, whitelist, watchlist of our own',
  nextSteps: [
    {
      tool: 'create_a_alloy_list_entity',
      arguments: { list_token: tokenOf('list_token', 'result.list_token') },
      needs: ['email_address'],
      why: 'The list is empty: add entries, by email_address or any other field.',
    },
  ],
});

// The seed says an empty 204; Alloy answers 200 with counts.
export const create_a_alloy_list_entity = defineTool({
  name: 'create_a_alloy_list_entity',
  title: 'Add list entry',
  description:
    'Adds one entry to a list; returns counts. On an allow or deny list it changes later decisions, and the API can neither change nor remove one entry: set expires_at if it should end. Every call adds one more.',
  method: 'POST',
  path: '/lists/{list_token}',
  params: { list_token: listToken },
  body: { kind: 'json', fields: entryFields },
  example: { email_address: 'ada@example.com' },
  effect: 'decide',
  check: checkEntry,
  asked:
    'block, ban, deny, blacklist a person, SSN, email, phone, device or IP; put or add somebody on the blocklist, denylist, allowlist, whitelist; trust or exempt somebody',
});

export const update_a_alloy_list_by_id = defineTool({
  name: 'update_a_alloy_list_by_id',
  title: 'Replace list entries',
  description:
    'Replaces ALL entries of a list; those not sent are lost for good. Read every page first (get_single_alloy_list_by_id) and leave out null fields; masked values (***6789) are refused, stand-ins (pii:...) may be sent back. To add one: create_a_alloy_list_entity. Returns counts.',
  method: 'PUT',
  path: '/lists/{list_token}',
  params: { list_token: { id: listToken } },
  body: {
    kind: 'array',
    items: {
      entries: listed(z.array(listEntry).describe('All entries the list shall have; [] empties it.'), {
        omitMembers: true,
        description:
          'All entries, each with the arguments of create_a_alloy_list_entity; [] empties the list',
      }),
    },
  },
  example: { entries: [{ email_address: 'ada@example.com' }] },
  effect: 'destroy',
  idempotent: true,
  check: checkEntries,
  asked:
    'swap, wipe, overwrite, empty and reload everybody on the blocklist, denylist or allowlist, load a whole new file or set',
});

// The seed lets one of the two names return the list's metadata; Alloy's one GET returns its entries.
export const get_single_alloy_list_by_id = defineTool({
  name: 'get_single_alloy_list_by_id',
  title: 'Get list entries',
  description:
    'Name and entries of a list. Personal data. Entries have no id. Kind and description: list_all_alloy_lists.',
  method: 'GET',
  path: '/lists/{list_token}',
  params: { list_token: { id: listToken } },
  query: {
    records: omitDescription(z.int().min(1).optional().describe('Entries to return')),
    offset: omitDescription(z.int().min(0).optional().describe('Entries to skip')),
  },
  effect: 'read',
  paging: {
    style: 'offset',
    offset: 'offset',
    size: 'records',
    // Not documented: what the example of its page has.
    defaultSize: 20,
    items: 'data',
    totalItems: 'paging.total_records',
  },
  asked:
    'who or what is on, in or contained in the blocklist, denylist, allowlist, whitelist; is somebody listed, blocked or trusted',
});

export const alloy_lists_list_2 = defineAlias(get_single_alloy_list_by_id, {
  name: 'alloy_lists_list_2',
  title: 'Get list entries (by list_token)',
  description: 'Entries of one list.',
  params: { list_token: listToken },
});

export const update_a_alloy_list_meta_by_id = defineTool({
  name: 'update_a_alloy_list_meta_by_id',
  title: 'Rename list',
  description: 'Changes name or description of a list; entries and kind stay. Taken name: 409.',
  method: 'PUT',
  path: '/lists/{list_token}/meta',
  params: { list_token: listToken },
  body: {
    kind: 'json',
    fields: {
      listName: text('Unique').optional(),
      description: text('New description').optional(),
    },
  },
  example: { listName: 'Known mule accounts' },
  effect: 'write',
  idempotent: true,
  asked: 'rename the blocklist, denylist, allowlist; other name or description of the list',
});
