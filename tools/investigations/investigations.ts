/**
 * Investigations: reviewable bundles of alerts, entities, notes and tags. The tools of single alerts and of
 * investigation types are in files of their own. Source: https://developer.alloy.com/public/reference/investigations
 */
import * as z from 'zod';
import { listed } from '../../src/registry/argument-listing.ts';
import { defineAlias, defineTool, type Source } from '../../src/registry/tool.ts';
import {
  additionalFields,
  agentToken,
  alertToken,
  flag,
  integer,
  investigationToken,
  note,
  omitDescription,
  oneOf,
  page,
  text,
} from '../schemas.ts';

const names = (description: string) => z.array(z.string()).optional().describe(description);
const seconds = (description: string) => integer(`${description}, epoch seconds`).optional();

/**
 * Alloy's batch operations take an array and no path token; the seed's tools take one token. Either is accepted,
 * and both together become one array.
 */
const batch: Source = {
  investigation_token: investigationToken.optional(),
  investigation_tokens: z.array(z.string().min(1)).min(1).optional().describe('Or several'),
};
const readOne = 'get_single_alloy_investigation_by_id';
const oneOrSeveral = [['investigation_token'], ['investigation_tokens']];

export const list_all_alloy_investigations = defineTool({
  name: 'list_all_alloy_investigations',
  title: 'List investigations',
  description:
    'State, type, assignee, entities and risk scores of investigations. Closed ones need q.includeClosed, archived ones q.archived. Values for q: list_all_alloy_investigation_filters.',
  method: 'GET',
  path: '/investigations',
  query: {
    // Alloy types the array filters as strings that hold JSON; callers give plain arrays, src/request.ts writes them.
    q: z
      .strictObject({
        statuses: names('Investigation states, e.g. alert_review, case_review'),
        types: names('Names of investigation types'),
        assignedAgents: names('Agent tokens (AG-)'),
        entityTokens: names('Entity tokens (P-, B-)'),
        investigationTokens: names('Investigation tokens (INV-)'),
        externalEntityIds: names('Your external entity ids'),
        deviceIds: names("The device vendor's device identifiers"),
        programNames: names('Program names'),
        includeClosed: flag('Also closed investigations').optional(),
        archived: flag('Archived investigations').optional(),
        createdAtFrom: seconds('Created at or after'),
        createdAtTo: seconds('Created at or before'),
        updatedAtFrom: seconds('Updated at or after'),
        updatedAtTo: seconds('Updated at or before'),
      })
      .optional()
      .describe('Times in epoch seconds:'),
    pageNum: page,
    numRowsPerPage: z.int().min(1).max(100).optional().describe('Default 20'),
    sortColumn: omitDescription(
      oneOf(['updated_at', 'created_at', 'total_alerts', 'risk_score'], 'Default created_at'),
    ).optional(),
    sortOrder: omitDescription(oneOf(['DESC', 'ASC'], 'Default DESC')).optional(),
  },
  paging: {
    style: 'page',
    page: 'pageNum',
    size: 'numRowsPerPage',
    defaultSize: 20,
    items: 'investigations',
    totalPages: '_embedded.pagination.total_pages',
    totalItems: '_embedded.pagination.total_investigations',
  },
  effect: 'read',
  asked:
    'my queue, work list, backlog, open alerts, open, unassigned, pending, overdue, escalated or closed investigations, search and find investigations',
});

export const create_a_alloy_investigation = defineTool({
  name: 'create_a_alloy_investigation',
  title: 'Open investigation',
  description:
    'Opens an investigation over entities and alerts and returns it; a repeat opens another. Most are opened by Alloy itself from alerts.',
  method: 'POST',
  path: '/investigations',
  body: {
    kind: 'json',
    fields: {
      // Alloy refers to the filters operation for the values, so the known ones are not an enum here.
      investigation_state: text(
        'alert_review, case_review or open (also alert_review_closed, case_review_closed)',
      ),
      investigation_type: text('Name, see list_all_alloy_investigation_types'),
      entity_tokens: z.array(z.string()).describe('Entity tokens (P-, B-)'),
      journey_alerts: z
        .array(
          z.strictObject({
            agent_token: agentToken,
            journey_alert_token: alertToken,
            outcome: text('Outcome to record on the alert, e.g. Dismissed').optional(),
            reason: text('Reason of that outcome').optional(),
            note: text('Note on the alert').optional(),
          }),
        )
        .describe('Alerts to attach, each with an agent:'),
      investigation_assignee_token: agentToken.describe('Agent (AG-)').optional(),
      should_aggregate_alerts: flag('Later automatic alerts may join (default true)').optional(),
      investigation_name: omitDescription(text('Display name')).optional(),
      note: omitDescription(text('Opening note')).optional(),
      tags: z
        .array(
          z.strictObject({
            tag_name: text('Label'),
            is_outcome_reason: flag('The tag stands for the reason of an outcome'),
          }),
        )
        .optional()
        .describe('Tags:'),
    },
  },
  effect: 'write',
  asked:
    'start, open or create an AML case, inquiry or investigation on a suspicious customer or activity by hand',
});

export const get_single_alloy_investigation_by_id = defineTool({
  name: 'get_single_alloy_investigation_by_id',
  title: 'Get investigation',
  description:
    'State, assignee, entities, alerts and tags (_embedded.evidences), notes, documents, past reviews, history.',
  method: 'GET',
  path: '/investigations/{investigation_token}',
  params: { investigation_token: { id: investigationToken } },
  effect: 'read',
  asked:
    'everything on, details, stage, status, history, timeline of an investigation; read, open or show it; who is working it, its entities and evidence',
});

export const alloy_investigations_list_2 = defineAlias(get_single_alloy_investigation_by_id, {
  name: 'alloy_investigations_list_2',
  title: 'Get investigation (by investigation_token)',
  description: 'One investigation; not a list.',
  params: { investigation_token: investigationToken },
});

// The seed speaks of "notes"; Alloy's field is `note`. What tags hold is documented for creation only.
export const update_a_alloy_investigation_evidence_by_id = defineTool({
  name: 'update_a_alloy_investigation_evidence_by_id',
  title: 'Update investigation evidence',
  description:
    'Adds a note, alerts or tags. Whether alerts and tags replace those there is undocumented: read the investigation before and after.',
  method: 'PATCH',
  path: '/investigations/{investigation_token}/evidences',
  params: { investigation_token: investigationToken },
  body: {
    kind: 'json',
    fields: {
      note: note.optional(),
      journey_alerts: z.array(z.string()).optional().describe('Alert tokens (JA-)'),
      tags: z
        .array(
          z.looseObject({
            tag_name: text('Label').optional(),
            is_outcome_reason: flag('The tag stands for the reason of an outcome').optional(),
          }),
        )
        .optional()
        .describe('Tags:'),
    },
    rest: { additional_fields: additionalFields },
  },
  example: { note: 'Spoke to the applicant; the address is confirmed.' },
  effect: 'write',
  asked:
    'attach, link or add more alerts, transactions, payments, tags or proof to an investigation that is open or running',
});

export const update_a_alloy_investigation_promote_by_id = defineTool({
  name: 'update_a_alloy_investigation_promote_by_id',
  title: 'Promote investigation to case',
  description:
    'Moves an investigation from alert review to case review. A compliance decision the API cannot take back. Assign it to an agent first.',
  method: 'PUT',
  path: '/investigations/{investigation_token}/promote',
  params: { investigation_token: investigationToken },
  body: { kind: 'json', fields: {}, rest: { additional_fields: additionalFields } },
  effect: 'decide',
  asked:
    'escalate, raise, elevate, take to the next stage, from alert triage to case, serious, needs a full case',
  hints: [
    {
      kind: 'conflict',
      hint: `Only alert_review is promoted, and nothing archived: ${readOne} shows state and archived_at. In case_review decide with update_a_alloy_investigation_review_by_id.`,
    },
  ],
});

export const create_a_alloy_investigation_note = defineTool({
  name: 'create_a_alloy_investigation_note',
  title: 'Add investigation note',
  description: 'Adds a note on an entity of an investigation; each call adds one more.',
  method: 'POST',
  path: '/investigations/{investigation_token}/notes',
  params: { investigation_token: investigationToken },
  body: {
    kind: 'json',
    fields: { note, entity_token: omitDescription(text('Entity the note is about (P-, B-)')) },
  },
  effect: 'write',
  asked: 'comment, remark, memo, findings or narrative in an investigation, write down what was found',
});

// The seed asks for the token only; Alloy refuses a review without reason and outcome.
export const update_a_alloy_investigation_review_by_id = defineTool({
  name: 'update_a_alloy_investigation_review_by_id',
  title: 'Review and close investigation',
  description:
    'Decides and closes an investigation, in alert or case review. A compliance decision; the API cannot reopen it. To pass it to case review, promote it; for one alert use create_a_alloy_investigation_alert_review.',
  method: 'PUT',
  path: '/investigations/{investigation_token}/review',
  params: { investigation_token: investigationToken },
  body: {
    kind: 'json',
    fields: {
      reason: omitDescription(z.string().min(1).describe('Reason, as configured in the account')),
      outcome: listed(
        z.string().min(1).describe('As configured in the account, e.g. Dismissed, Confirmed Risk'),
        { description: 'As configured, e.g. Dismissed' },
      ),
      note: note.optional(),
    },
  },
  effect: 'decide',
  asked:
    'finish, close, wrap up, conclude or resolve an investigation with an outcome, confirmed suspicious, file SAR, no SAR, nothing found, dismissed',
  hints: [
    {
      kind: 'conflict',
      hint: `It is closed already, or archived: ${readOne} shows state, outcome and reviews. A closed one stays closed; an archived one comes back by update_a_alloy_investigation_unarchive_by_id.`,
    },
  ],
});

export const update_a_alloy_investigation_archive_by_id = defineTool({
  name: 'update_a_alloy_investigation_archive_by_id',
  title: 'Archive investigations',
  description:
    'Archives investigations: lists leave them out; unarchiving reverses it. May take effect later; 409 where the state forbids it.',
  method: 'PUT',
  path: '/investigations/archive',
  body: { kind: 'json', fields: { investigation_tokens: batch } },
  anyOf: oneOrSeveral,
  effect: 'decide',
  asked: 'put away, hide, clean up, tidy old, finished or closed investigations out of the queue',
  hints: [
    {
      kind: 'conflict',
      hint: `Only closed investigations are archived, once: ${readOne} shows the state; close it with update_a_alloy_investigation_review_by_id first.`,
    },
  ],
});

export const update_a_alloy_investigation_unarchive_by_id = defineTool({
  name: 'update_a_alloy_investigation_unarchive_by_id',
  title: 'Unarchive investigations',
  description: 'Brings archived investigations back. May take effect later.',
  method: 'PUT',
  path: '/investigations/unarchive',
  body: {
    kind: 'json',
    fields: { investigation_tokens: batch },
    rest: { additional_fields: additionalFields },
  },
  anyOf: oneOrSeveral,
  effect: 'decide',
  asked: 'restore, recover, bring back investigations put away by mistake',
  hints: [
    {
      kind: 'conflict',
      hint: 'It is not archived; list_all_alloy_investigations with q.archived lists those that are.',
    },
  ],
});

export const update_a_alloy_investigation_assign_by_id = defineTool({
  name: 'update_a_alloy_investigation_assign_by_id',
  title: 'Assign investigations',
  description: 'Assigns investigations to an agent, in place of whoever had them.',
  method: 'PUT',
  path: '/investigations/assign',
  body: {
    kind: 'json',
    fields: {
      investigation_tokens: batch,
      agent_token: {
        investigation_assignee_token: agentToken.describe('See list_all_alloy_investigation_agents (AG-)'),
      },
    },
    rest: { additional_fields: additionalFields },
  },
  anyOf: oneOrSeveral,
  effect: 'write',
  idempotent: true,
  asked:
    'give, hand over, pass, route, move or reassign an investigation to another analyst or to me, take over an investigation',
});

export const update_a_alloy_investigation_unassign_by_id = defineTool({
  name: 'update_a_alloy_investigation_unassign_by_id',
  title: 'Unassign investigations',
  description: 'Takes the agent off investigations.',
  method: 'PUT',
  path: '/investigations/unassign',
  body: { kind: 'json', fields: { investigation_tokens: batch } },
  anyOf: oneOrSeveral,
  effect: 'write',
  idempotent: true,
  asked: 'take somebody off investigations, release, free up, nobody owns or works the investigation',
});

export const list_all_alloy_investigation_filters = defineTool({
  name: 'list_all_alloy_investigation_filters',
  title: 'List investigation filters',
  description:
    'States, types and agents in use: values for q of list_all_alloy_investigations and for investigation_state.',
  method: 'GET',
  path: '/investigations/filters',
  effect: 'read',
  asked:
    'how can I filter, search or narrow the investigation queue, possible search criteria, states and tags to filter by',
});

export const list_all_alloy_investigation_agents = defineTool({
  name: 'list_all_alloy_investigation_agents',
  title: 'List assignable agents',
  description: 'Agents, with tokens, that investigations and alerts can be assigned to.',
  method: 'GET',
  path: '/investigations/assignable-agents',
  effect: 'read',
  asked:
    'which analysts, investigators, reviewers, colleagues or team members can take, get or be given an investigation or alert, who on the team',
});
