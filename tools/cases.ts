/** Cases of the legacy Case Management. Source: https://developer.alloy.com/public/reference/cases */
import * as z from 'zod';
import { defineAlias, defineTool } from '../src/registry/tool.ts';
import { caseOf, given } from './references.ts';
import {
  additionalFields,
  caseToken,
  evaluationToken,
  integer,
  omitDescription,
  oneOf,
  page,
  text,
} from './schemas.ts';

const investigation = 'get_single_alloy_investigation_by_id';
const theCase = caseOf('result.case_token', 'args.case_token', 'args.id');

/**
 * Alloy names no body field of the three POSTs. Ours are the members that evidences and works are read back with, all
 * of them optional; additional_fields takes whatever else an account has learned to send.
 */
const rest = { additional_fields: additionalFields };
const workFields = {
  note: omitDescription(text('Note kept with the action')).optional(),
  status: text('For status: the new one, e.g. Under Review').optional(),
  reasons: omitDescription(z.array(z.string()).describe('Why, as configured in the account')).optional(),
  assigned_agent: text('For assignment_created: email').optional(),
};

/** Alloy's answer counts page and per_page but documents no query: that these ask for a page is our inference. */
const caseQuery = {
  page: page,
  per_page: z.int().min(1).describe('Default 20').optional(),
};

export const list_all_alloy_cases = defineTool({
  name: 'list_all_alloy_cases',
  title: 'List cases',
  description: 'Entity, status, assignee and tags (alerts) of each case.',
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
  asked: 'case queue, my cases, open cases, unresolved cases, all cases, caseload, overview of cases',
});

export const get_single_alloy_case_by_id = defineTool({
  name: 'get_single_alloy_case_by_id',
  title: 'Get case',
  description: 'Entity, type, status, assignee, escalation and alerts of a case.',
  method: 'GET',
  path: '/cases/{case_token}',
  params: { case_token: { id: caseToken } },
  effect: 'read',
  deprecated: investigation,
  asked:
    'open, read or show one case, what a case is about, who it is assigned to, its status, is the case escalated or closed',
  nextSteps: [
    {
      when: { 'result.closed': [false], 'result.assigned_agent_email': 'absent' },
      tool: 'create_a_alloy_case_work',
      arguments: { case_token: theCase, type: 'assignment_created' },
      needs: ['assigned_agent'],
      why: 'Nobody works on the case yet: assign an agent by email.',
    },
    {
      when: { 'result.closed': [false] },
      tool: 'list_all_alloy_case_evidences',
      arguments: { case_token: theCase },
      why: 'Shows what the case rests on.',
    },
    {
      when: { 'result.closed': [false], 'result.assigned_agent_email': 'present' },
      tool: 'create_a_alloy_case_work',
      arguments: { case_token: theCase, type: 'closure' },
      needs: ['reasons'],
      why: 'A person closes the case once it is decided.',
    },
  ],
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
  description: 'Tags and transactions a case rests on, each with evaluation and time.',
  method: 'GET',
  path: '/cases/{case_token}/evidences',
  params: { case_token: caseToken },
  effect: 'read',
  deprecated: investigation,
  asked: 'evidence, proof, reasons and suspicious activity collected in a case, why the case was opened',
});

export const create_a_alloy_case_evidence = defineTool({
  name: 'create_a_alloy_case_evidence',
  title: 'Add case evidence',
  description:
    'Adds a tag, a transaction or both to a case; each call adds more. Alloy documents no body: the fields are those read back. After status 206 (part added) list the evidences before a retry.',
  method: 'POST',
  path: '/cases/{case_token}/evidences',
  params: { case_token: caseToken },
  body: {
    kind: 'json',
    fields: {
      alerts: z.array(z.string()).describe('Tag names').optional(),
      transaction_id: omitDescription(text('Transaction to add')).optional(),
      occurred_at: integer('Epoch milliseconds').optional(),
    },
    rest,
  },
  example: { transaction_id: 'payment-1' },
  effect: 'write',
  deprecated: 'update_a_alloy_investigation_evidence_by_id',
  asked: 'attach a transaction or tag to an existing case, add red flag or proof to case by hand',
  nextSteps: [
    {
      tool: 'list_all_alloy_case_evidences',
      arguments: { case_token: given('case_token') },
      why: 'Shows which evidence was added; do not send it again before.',
    },
  ],
});

export const list_all_alloy_case_works = defineTool({
  name: 'list_all_alloy_case_works',
  title: 'List case works',
  description: 'Assignments, status changes, notes and closure of a case: who, when, why.',
  method: 'GET',
  path: '/cases/{case_token}/works',
  params: { case_token: caseToken },
  effect: 'read',
  deprecated: investigation,
  asked:
    'case history, audit trail of a case, who worked on the case and what they did, comments made on the case',
});

export const create_a_alloy_case_work = defineTool({
  name: 'create_a_alloy_case_work',
  title: 'Act on case',
  description:
    'One agent action on a case; closure closes it, status moves it. Alloy documents no body: the fields are those read back, so check the case afterwards.',
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
        'Action',
      ).optional(),
      ...workFields,
      tag_name: text('For manual_evidence_added').optional(),
    },
    rest,
  },
  example: { type: 'note', note: 'Spoke to the applicant; the address is confirmed.' },
  effect: 'decide',
  // The newer product has one tool for each action (assign, note, review, ...); this is the weightiest.
  deprecated: 'update_a_alloy_investigation_review_by_id',
  asked:
    'work a case: close it, reopen it, assign it, take it over, unassign it, escalate the case, change the status of a case, comment on a case, note on case, mark case as read',
  nextSteps: [
    {
      tool: 'get_single_alloy_case_by_id',
      arguments: { id: given('case_token') },
      why: 'The body of a work is not documented by Alloy: see that it took effect.',
    },
  ],
});

/** `multi` stands in the path as it is; even the name of the list of cases is our choice. */
export const alloy_case_works_bulk_create = defineTool({
  name: 'alloy_case_works_bulk_create',
  title: 'Act on several cases',
  description:
    'One agent action on several cases; closure closes all. Alloy documents no body: the fields are the likeliest. Compare updated-cases in the answer with the cases named.',
  method: 'POST',
  path: '/cases/multi/works',
  body: {
    kind: 'json',
    fields: {
      case_tokens: omitDescription(
        z.array(z.string().min(1)).min(1).describe('Cases to act on (C-)'),
      ).optional(),
      type: omitDescription(
        oneOf(['assignment_created', 'assignment_removed', 'status', 'closure'], 'Action'),
      ).optional(),
      ...workFields,
    },
    rest,
  },
  example: { case_tokens: ['C-2WU9staJ5pVCQ6xgn3KV'], type: 'status', status: 'Under Review' },
  effect: 'decide',
  deprecated: 'update_a_alloy_investigation_assign_by_id',
  asked:
    'bulk action: close, reassign or move many cases together, all these cases, set several cases to a status, clean up case backlog',
});

export const list_all_alloy_evidence_alerts = defineTool({
  name: 'list_all_alloy_evidence_alerts',
  title: 'Get case alert data',
  description:
    'Data behind a tag that opened a case: transactions, changes of personal data, accounts or sanctions hits that met its criteria.',
  method: 'GET',
  path: '/cases/{case_token}/evidences/{evaluation_token}/alerts',
  params: { case_token: caseToken, evaluation_token: evaluationToken },
  effect: 'read',
  deprecated: 'get_single_alloy_investigation_alert_by_id',
  asked:
    'what triggered, fired, set off or caused the alert or flag of a case evidence, underlying transactions, hits',
});

/** Older pages and the 2024 OpenAPI have the singular path only, the newest page the plural one only. */
export const get_single_alloy_case_evidence_alert_by_id = defineTool({
  name: 'get_single_alloy_case_evidence_alert_by_id',
  title: 'Get case alert data (older path)',
  description:
    'Data behind a tag that opened a case, by the older path; on 404 use list_all_alloy_evidence_alerts.',
  method: 'GET',
  path: '/cases/{case_token}/evidences/{evaluation_token}/alert',
  params: { case_token: caseToken, evaluation_token: { id: evaluationToken } },
  effect: 'read',
  deprecated: 'get_single_alloy_investigation_alert_by_id',
  asked:
    'what triggered, fired, set off or caused the alert or flag of a case evidence, underlying transactions, hits',
});
