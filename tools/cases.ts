/** Cases of the legacy Case Management. Source: https://developer.alloy.com/public/reference/cases */
import * as z from 'zod';
import { defineAlias, defineTool } from '../src/tool.ts';
import { additionalFields, caseToken, evaluationToken, integer, oneOf, text } from './schemas.ts';

const investigation = 'get_single_alloy_investigation_by_id';

/**
 * Alloy names no body field of the three POSTs. Ours are the members that evidences and works are read back with, all
 * of them optional; additional_fields takes whatever else an account has learned to send.
 */
const rest = { additional_fields: additionalFields };
const workFields = {
  note: text('Note kept with the action').optional(),
  status: text('For status: the new one, as configured (e.g. Under Review)').optional(),
  reasons: z.array(z.string()).describe('Why, as configured in the account').optional(),
  assigned_agent: text('For assignment_created: email of the agent').optional(),
};

/** Alloy's answer counts page and per_page but documents no query: that these ask for a page is our inference. */
const caseQuery = {
  page: z.int().min(1).describe('Page, from 1').optional(),
  per_page: z.int().min(1).describe('Cases per page (20)').optional(),
};

export const list_all_alloy_cases = defineTool({
  name: 'list_all_alloy_cases',
  title: 'List cases',
  description:
    'Cases of the account: entity, status, assignee and the names of the tags behind them (alerts).',
  method: 'GET',
  path: '/cases',
  query: caseQuery,
  effect: 'read',
  deprecated: 'list_all_alloy_investigations',
  paging: {
    style: 'page',
    page: 'page',
    size: 'per_page',
    defaultSize: 20,
    items: '_embedded',
    totalPages: 'pages',
    totalItems: 'total',
  },
});

export const get_single_alloy_case_by_id = defineTool({
  name: 'get_single_alloy_case_by_id',
  title: 'Get case',
  description: 'One case: its entity, type, status, assignee, escalation and alerts.',
  method: 'GET',
  path: '/cases/{case_token}',
  params: { case_token: { id: caseToken } },
  effect: 'read',
  deprecated: investigation,
});

export const alloy_cases_list_2 = defineAlias(get_single_alloy_case_by_id, {
  name: 'alloy_cases_list_2',
  title: 'Get case (by case_token)',
  description: 'One case; not a list.',
  params: { case_token: caseToken },
});

/** The seed's id and updated_at are not in Alloy's answers: evidences and works have no id. */
export const list_all_alloy_case_evidences = defineTool({
  name: 'list_all_alloy_case_evidences',
  title: 'List case evidences',
  description: 'What a case rests on: each tag or transaction with its evaluation and time.',
  method: 'GET',
  path: '/cases/{case_token}/evidences',
  params: { case_token: caseToken },
  effect: 'read',
  deprecated: investigation,
});

export const create_a_alloy_case_evidence = defineTool({
  name: 'create_a_alloy_case_evidence',
  title: 'Add case evidence',
  description:
    'Adds a tag, a transaction or both to a case by hand; each call adds more. Alloy documents no body: these fields mirror how evidence is read back. After status 206 (only part added) list the evidences before trying again.',
  method: 'POST',
  path: '/cases/{case_token}/evidences',
  params: { case_token: caseToken },
  body: {
    kind: 'json',
    fields: {
      alerts: z.array(z.string()).describe('Tag names').optional(),
      transaction_id: text('Transaction to add').optional(),
      occurred_at: integer('When it happened, epoch milliseconds').optional(),
    },
    rest,
  },
  effect: 'write',
  deprecated: 'update_a_alloy_investigation_evidence_by_id',
});

export const list_all_alloy_case_works = defineTool({
  name: 'list_all_alloy_case_works',
  title: 'List case works',
  description: 'What agents did on a case: assignments, status changes, notes, closure; who, when and why.',
  method: 'GET',
  path: '/cases/{case_token}/works',
  params: { case_token: caseToken },
  effect: 'read',
  deprecated: investigation,
});

export const create_a_alloy_case_work = defineTool({
  name: 'create_a_alloy_case_work',
  title: 'Act on case',
  description:
    'Takes one agent action on a case; closure closes it, status moves it. Alloy documents no body: these fields mirror how works are read back, so read the case afterwards to see that it took effect.',
  method: 'POST',
  path: '/cases/{case_token}/works',
  params: { case_token: caseToken },
  body: {
    kind: 'json',
    fields: {
      type: oneOf(
        [
          'assignment_created',
          'assignment_removed',
          'status',
          'closure',
          'note',
          'read',
          'manual_evidence_added',
          'case_escalation_created',
          'case_escalation_removed',
        ],
        'The action',
      ).optional(),
      ...workFields,
      tag_name: text('For manual_evidence_added: the tag').optional(),
    },
    rest,
  },
  effect: 'decide',
  // The newer product has one tool for each action (assign, note, review, ...); this is the weightiest.
  deprecated: 'update_a_alloy_investigation_review_by_id',
});

/** `multi` stands in the path as it is; even the name of the list of cases is our choice. */
export const alloy_case_works_bulk_create = defineTool({
  name: 'alloy_case_works_bulk_create',
  title: 'Act on several cases',
  description:
    'Takes one agent action on several cases; closure closes them all. Alloy documents no body: these fields are the likeliest. Compare updated-cases in the answer with the cases you named.',
  method: 'POST',
  path: '/cases/multi/works',
  body: {
    kind: 'json',
    fields: {
      case_tokens: z.array(z.string().min(1)).min(1).describe('Cases to act on (C-)').optional(),
      type: oneOf(['assignment_created', 'assignment_removed', 'status', 'closure'], 'The action').optional(),
      ...workFields,
    },
    rest,
  },
  effect: 'decide',
  deprecated: 'update_a_alloy_investigation_assign_by_id',
});

export const list_all_alloy_evidence_alerts = defineTool({
  name: 'list_all_alloy_evidence_alerts',
  title: 'Get case alert data',
  description:
    'The data behind a tag that opened a case: the transactions, changes of personal data, accounts or sanctions hits that met its criteria in one evaluation.',
  method: 'GET',
  path: '/cases/{case_token}/evidences/{evaluation_token}/alerts',
  params: { case_token: caseToken, evaluation_token: evaluationToken },
  effect: 'read',
  deprecated: 'get_single_alloy_investigation_alert_by_id',
});

/** Older pages and the 2024 OpenAPI have the singular path only, the newest page the plural one only. */
export const get_single_alloy_case_evidence_alert_by_id = defineTool({
  name: 'get_single_alloy_case_evidence_alert_by_id',
  title: 'Get case alert data (older path)',
  description:
    'The data behind a tag that opened a case, from the older path; after a 404 use list_all_alloy_evidence_alerts.',
  method: 'GET',
  path: '/cases/{case_token}/evidences/{evaluation_token}/alert',
  params: { case_token: caseToken, evaluation_token: { id: evaluationToken } },
  effect: 'read',
  deprecated: 'get_single_alloy_investigation_alert_by_id',
});
