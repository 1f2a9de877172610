/** Investigation types, known by name. Source: https://developer.alloy.com/public/reference/investigations */
import * as z from 'zod';
import { listed } from '../../src/registry/argument-listing.ts';
import { defineTool } from '../../src/registry/tool.ts';
import { additionalFields, flag, omitDescription, oneOf, page, segment, text } from '../schemas.ts';

/** One name, in spite of the plural of Alloy's field. */
const investigationTypes = listed(z.string().min(1).describe('Name of one investigation type'), {
  description: 'ONE name',
});

// Alloy's page hides the names of the paging arguments (taken from GET /investigations) and of two booleans (not
// offered); the form of the answer is not shown either, so `items` and `totalPages` follow GET /investigations.
export const list_all_alloy_investigation_types = defineTool({
  name: 'list_all_alloy_investigation_types',
  title: 'List investigation types',
  description: 'Investigation types with their use cases; other tools take the name of one.',
  method: 'GET',
  path: '/investigations/types',
  query: {
    q: omitDescription(
      z
        .strictObject({ archived: flag('Only archived types').optional() })
        .optional()
        .describe('Filters'),
    ),
    pageNum: page,
    numRowsPerPage: z.int().min(1).max(100).optional().describe('Default 20'),
    sortColumn: omitDescription(
      oneOf(['investigation_type_id', 'name', 'use_case', 'journeys_count'], 'Default investigation_type_id'),
    ).optional(),
    sortOrder: omitDescription(oneOf(['DESC', 'ASC'], 'Default DESC')).optional(),
  },
  paging: {
    style: 'page',
    page: 'pageNum',
    size: 'numRowsPerPage',
    defaultSize: 20,
    items: 'investigation_types',
    totalPages: '_embedded.pagination.total_pages',
  },
  effect: 'read',
  asked: 'which kinds, sorts and categories of investigations exist or can be chosen',
});

export const create_a_alloy_investigation_type = defineTool({
  name: 'create_a_alloy_investigation_type',
  title: 'Create investigation type',
  description: 'Creates an investigation type under a use case.',
  method: 'POST',
  path: '/investigations/types',
  body: {
    kind: 'json',
    fields: {
      name: z.string().min(1).describe('Unique, e.g. Fraud'),
      use_case: z.string().min(1).describe('One of list_all_alloy_investigation_use_cases'),
      // Named by the seed among what is returned; unconfirmed as something to send.
      description: text('What the type is for').optional(),
    },
    rest: { additional_fields: additionalFields },
  },
  example: { name: 'Synthetic identity', use_case: 'Fraud' },
  effect: 'write',
  asked: 'new kind, sort or category of investigation',
  hints: [
    {
      kind: 'conflict',
      hint: 'The name is taken, maybe by an archived type: list_all_alloy_investigation_types (q.archived) shows it; update_a_alloy_investigation_type_unarchive_by_id brings it back, or choose another name.',
    },
  ],
});

// The seed calls it an id and expects 204; Alloy wants the NAME in the path and answers 200.
export const delete_a_alloy_investigation_type_by_id = defineTool({
  name: 'delete_a_alloy_investigation_type_by_id',
  title: 'Delete investigation type',
  description:
    'Deletes an investigation type for good; 409 where not allowed. Archiving is safer: it can be undone.',
  method: 'DELETE',
  path: '/investigations/types/delete/{investigation_type}',
  params: { investigation_type: { id: segment('Its NAME, e.g. Fraud') } },
  effect: 'destroy',
  asked: 'remove, drop or get rid of a kind or category of investigation permanently',
});

export const update_a_alloy_investigation_type_archive_by_id = defineTool({
  name: 'update_a_alloy_investigation_type_archive_by_id',
  title: 'Archive investigation type',
  description: 'Takes an investigation type out of use; unarchiving reverses it. 409 where not allowed.',
  method: 'PATCH',
  path: '/investigations/types/archive',
  body: { kind: 'json', fields: { investigation_types: investigationTypes } },
  effect: 'write',
  asked: 'retire a kind or category of investigation, no longer needed or used, hide it',
});

export const update_a_alloy_investigation_type_unarchive_by_id = defineTool({
  name: 'update_a_alloy_investigation_type_unarchive_by_id',
  title: 'Unarchive investigation type',
  description: 'Puts an archived investigation type back into use.',
  method: 'PATCH',
  path: '/investigations/types/unarchive',
  body: { kind: 'json', fields: { investigation_types: investigationTypes } },
  effect: 'write',
  idempotent: true,
  asked: 'bring back, restore, reuse a retired kind or category of investigation',
});

export const list_all_alloy_investigation_use_cases = defineTool({
  name: 'list_all_alloy_investigation_use_cases',
  title: 'List investigation use cases',
  description: 'Use cases that an investigation type can be created under.',
  method: 'GET',
  path: '/investigations/use-cases',
  effect: 'read',
  asked: 'which purposes, areas or business lines (AML, fraud, credit, compliance) investigations are for',
});
