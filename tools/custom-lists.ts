/**
 * Custom lists: tables with columns of the account's own, in versions major.minor; evaluations match against the
 * latest minor version of the active major one. Source: https://developer.alloy.com/public/reference/custom-lists
 */
import * as z from 'zod';
import { listed } from '../src/registry/argument-listing.ts';
import { defineAlias, defineTool } from '../src/registry/tool.ts';
import { given, tokenOf } from './references.ts';
import { additionalFields, customListToken, json, omitDescription, segment, text } from './schemas.ts';

const version = segment('major.minor, e.g. 1.1');
const rows = z.array(omitDescription(json('Column name -> value')));
/** Alloy does not show the type of the two numbers of a version. */
const versionNumber = (description: string) => z.union([z.string(), z.int()]).describe(description);

export const list_all_alloy_custom_lists = defineTool({
  name: 'list_all_alloy_custom_lists',
  title: 'List custom lists',
  description:
    'Custom lists (tables of values to match against): token, name, description. Allow/deny lists of people: list_all_alloy_lists.',
  method: 'GET',
  path: '/custom-lists',
  effect: 'read',
  asked: 'which lookup tables or custom lists exist, all tables we have',
});

export const create_a_alloy_custom_list = defineTool({
  name: 'create_a_alloy_custom_list',
  title: 'Create custom list',
  description:
    'Creates a custom list without rows; add them with create_a_alloy_custom_list_version. Returns its token. Taken name: 409.',
  method: 'POST',
  path: '/custom-lists',
  body: {
    kind: 'json',
    fields: { name: text('Unique'), description: text('What the list is for').optional() },
  },
  example: { name: 'Throwaway mail domains' },
  effect: 'write',
  asked:
    'new lookup table, set up a table or reference data to match against: countries, BINs, merchant codes, devices, IP addresses, email domains; make a custom list',
  nextSteps: [
    {
      tool: 'create_a_alloy_custom_list_version',
      arguments: { custom_list_token: tokenOf('custom_list_token', 'result.custom_list_token') },
      needs: ['columns', 'data'],
      why: 'The list has no version yet: give it columns and rows.',
    },
  ],
});

// The seed describes one list; Alloy calls the answer the versions of the list.
export const get_single_alloy_custom_list_by_id = defineTool({
  name: 'get_single_alloy_custom_list_by_id',
  title: 'Get custom list versions',
  description: 'A custom list and its versions; rows: get_single_alloy_custom_list_version_by_id.',
  method: 'GET',
  path: '/custom-lists/{customListToken}',
  params: { customListToken: { id: customListToken } },
  effect: 'read',
  asked:
    'versions of a lookup table, version history, which version is active or live, one custom list in detail',
});

export const alloy_custom_lists_list_2 = defineAlias(get_single_alloy_custom_list_by_id, {
  name: 'alloy_custom_lists_list_2',
  title: 'Get custom list versions (by custom_list_token)',
  description: 'All versions of one custom list.',
  params: { customListToken: { custom_list_token: customListToken } },
});

// Alloy answers 400 when there is nothing to change.
export const update_a_alloy_custom_list_by_id = defineTool({
  name: 'update_a_alloy_custom_list_by_id',
  title: 'Rename custom list',
  description: 'Changes name or description of a custom list (at least one); columns and rows stay.',
  method: 'PATCH',
  path: '/custom-lists/{customListToken}',
  params: { customListToken: { id: customListToken } },
  body: {
    kind: 'json',
    fields: {
      name: text('Unique').optional(),
      description: text('New description').optional(),
    },
  },
  example: { name: 'Throwaway mail domains' },
  effect: 'write',
  idempotent: true,
  anyOf: [['name'], ['description']],
  asked: 'rename a lookup table or custom list, other name',
});

/*
 * Alloy asks for columns and data for a new major version; a minor one takes base_version with data or added. Its page
 * names neither the members of a column (name is a guess that may be left out) nor how a version is restored: hence
 * the open objects and additional_fields. `decide`, because a new minor version of the active major one is live at once.
 */
export const create_a_alloy_custom_list_version = defineTool({
  name: 'create_a_alloy_custom_list_version',
  title: 'Create custom list version',
  description:
    'Makes a version of a custom list. Major: from columns and data; live only after create_a_alloy_custom_list_activation. Minor: from base_version with data or added; of the active major version it is live at once and changes later decisions. Every call makes one more.',
  method: 'POST',
  path: '/custom-lists/{customListToken}/versions',
  params: { customListToken: { custom_list_token: customListToken } },
  body: {
    kind: 'json',
    fields: {
      columns: z
        .array(z.looseObject({ name: text('Column name').optional() }))
        .optional()
        .describe('Definitions; copy the form of an existing version'),
      data: rows.optional().describe('All rows: column name -> value'),
      added: rows.optional().describe('Rows to add'),
      base_version: z
        .strictObject({
          major_version: versionNumber('Major version'),
          minor_version: versionNumber('Minor version').optional(),
        })
        .optional()
        .describe('Where a minor version starts'),
      notes: omitDescription(text('Notes on the version')).optional(),
    },
    rest: { additional_fields: additionalFields },
  },
  example: { columns: [{ name: 'email_domain' }], data: [{ email_domain: 'mailbox.example' }] },
  effect: 'decide',
  anyOf: [['columns', 'data'], ['data', 'base_version'], ['added', 'base_version'], ['additional_fields']],
  asked:
    'upload, add, append, change or remove rows or columns of a lookup table or custom list, new content, import CSV values into the custom list',
  nextSteps: [
    {
      when: { 'args.columns': 'present' },
      tool: 'create_a_alloy_custom_list_activation',
      arguments: {
        custom_list_token: given('custom_list_token'),
        major_version: { at: ['result.version'], form: /^(\d{1,9})\.\d{1,9}$/ },
      },
      why: 'A new major version is used only once it is activated; later decisions change with it.',
    },
  ],
  hints: [
    {
      kind: 'invalid_request',
      hint: 'Rows may use the columns of the list only, and columns go with data, base_version with data or added: get_single_alloy_custom_list_version_by_id shows the columns.',
    },
  ],
});

export const get_single_alloy_custom_list_version_by_id = defineTool({
  name: 'get_single_alloy_custom_list_version_by_id',
  title: 'Get custom list version',
  description: 'Columns, rows, notes and changelog of one version.',
  method: 'GET',
  path: '/custom-lists/{customListToken}/versions/{version}',
  params: { customListToken: { custom_list_token: customListToken }, version: { id: version } },
  effect: 'read',
  asked: 'rows, columns, values, entries and content of a lookup table version, what changed in a version',
});

export const list_all_alloy_custom_list_versions = defineAlias(get_single_alloy_custom_list_version_by_id, {
  name: 'list_all_alloy_custom_list_versions',
  title: 'Get custom list version (by version)',
  description: 'One version, not all; for all use get_single_alloy_custom_list_by_id.',
  params: { version },
});

export const create_a_alloy_custom_list_activation = defineTool({
  name: 'create_a_alloy_custom_list_activation',
  title: 'Activate custom list version',
  description: 'Makes a major version live: evaluations then match against its latest minor version.',
  method: 'POST',
  path: '/custom-lists/{customListToken}/activate/{major_version}',
  params: {
    customListToken: { custom_list_token: customListToken },
    major_version: listed(segment('Major version, e.g. 2'), { description: 'E.g. 2' }),
  },
  effect: 'decide',
  idempotent: true,
  asked:
    'go live with, switch to, roll out, deploy or publish a version of the lookup table, make a version current',
});
