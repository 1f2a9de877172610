/**
 * Evaluations: runs of a workflow outside journeys, their inputs, batches and audit access.
 * Sources: https://developer.alloy.com/public/reference/post_evaluations, .../patch_evaluations-evaluation-token,
 * .../get_parameters, .../patch_evaluations-evaluation-token-auditaccess; batches: Alloy's OpenAPI of 2024 only.
 */
import * as z from 'zod';
import type { Reference } from '../../src/registry/reference.ts';
import { defineAlias, defineTool } from '../../src/registry/tool.ts';
import { auditAccountSlugs, entityToken, evaluationToken, segment, workflowToken } from '../schemas.ts';
import { evaluationWait } from '../waits.ts';
import {
  checkTransaction,
  evaluatedTransaction,
  patchedPerson,
  runHeaders,
  suppliedPerson,
  workflowFields,
} from './schemas.ts';

export const list_all_alloy_parameters = defineTool({
  name: 'list_all_alloy_parameters',
  title: 'Get workflow inputs',
  description:
    'Inputs of a workflow for create_a_alloy_evaluation: required, optional, and or (alternatives). Call it before evaluating. For journeys: list_all_alloy_journey_parameters.',
  method: 'GET',
  path: '/parameters',
  headers: { 'alloy-workflow-token': workflowToken },
  effect: 'read',
  asked:
    'which fields, data or inputs a workflow or evaluation needs, what to ask or collect from a customer before the check, mandatory inputs',
});

// The body depends on the workflow. Either-or of Alloy's two body forms is checked, not listed: see checkTransaction.
export const create_a_alloy_evaluation = defineTool({
  name: 'create_a_alloy_evaluation',
  title: 'Run evaluation',
  description:
    'Runs a workflow on a person, business or transaction and returns the decision (summary.outcome); makes the entity unless one is named. Inputs: list_all_alloy_parameters; those without an argument (e.g. business_name) go in additional_fields. transaction_id to account_snapshot: transaction workflows only; the first six go together. status_code 201: done; 200: waits for what required[] names, 206: vendors or data missing (both: update_a_alloy_evaluation_by_id); 202: vendor pending, read it later. Each call is a new run and may cost vendor fees: never repeat one to look at its result.',
  method: 'POST',
  path: '/evaluations',
  headers: runHeaders,
  body: {
    kind: 'json',
    fields: { ...suppliedPerson, ...evaluatedTransaction },
    rest: { additional_fields: workflowFields },
  },
  example: {
    name_first: 'Ada',
    name_last: 'Okafor',
    email_address: 'ada@example.com',
    birth_date: '1990-01-31',
    document_ssn: '666010203',
  },
  effect: 'write',
  wait: evaluationWait,
  check: checkTransaction,
  rawResponses: { readBack: 'get_single_alloy_evaluation_by_id' },
  asked:
    'KYC check, KYB check, verify identity, sanctions, OFAC, PEP or watchlist screening, fraud score, risk score, due diligence, AML screening, run workflow on a person or company, evaluate an applicant',
  hints: [
    {
      kind: 'invalid_request',
      minorCode: 4000,
      hint: 'The workflow does not fit what was sent: list_all_alloy_parameters tells its inputs. Give another alloy_workflow_token, or for groups use create_a_alloy_group_evaluation, for portfolios create_a_alloy_portfolio_evaluation.',
    },
  ],
  readBack: 'get_single_alloy_entity_by_id (with your external entity id), which lists its evaluations',
});

const answers = z
  .looseObject({
    answers: z
      .array(
        z.strictObject({
          question_id: z.int().optional().describe('prompts.answers.questions[].id'),
          answer_id: z.int().optional().describe('Id of the chosen answer'),
        }),
      )
      .optional()
      .describe('One per question'),
  })
  .nullish()
  .describe('Quiz, as required[].template says');

export const update_a_alloy_evaluation_by_id = defineTool({
  name: 'update_a_alloy_evaluation_by_id',
  title: 'Complete evaluation',
  description:
    'Goes on with an unfinished evaluation (status_code 200 or 206). Send the inputs it names (200: required[], optional[]; 206: warnings.blocked_actions); they are merged in, null keeps a value. Returns the evaluation, or 200 again if more is needed.',
  method: 'PATCH',
  path: '/evaluations/{evaluation_token}',
  params: { evaluation_token: { id: evaluationToken } },
  body: {
    kind: 'json',
    fields: { answers, ...patchedPerson },
    rest: { additional_fields: workflowFields },
  },
  example: { birth_date: '1990-01-31' },
  effect: 'write',
  wait: evaluationWait,
  rawResponses: { readBack: 'get_single_alloy_evaluation_by_id' },
  asked:
    'answer quiz, OTP, one time passcode or out of wallet questions; supply missing data to a waiting evaluation or check, resume after vendor failure',
  hints: [
    {
      kind: 'invalid_request',
      field: /answers|question_id|answer_id/,
      hint: 'Answer every question of prompts in get_single_alloy_evaluation_by_id once: answers.answers is a list of {question_id, answer_id}.',
    },
    {
      kind: 'invalid_request',
      minorCode: 4000,
      hint: 'Only an evaluation that waits for data (200) or is partial (206) takes more: get_single_alloy_evaluation_by_id shows how it stands. For changed data run create_a_alloy_evaluation again, which may cost vendor calls.',
    },
  ],
});

export const get_single_alloy_evaluation_by_id = defineTool({
  name: 'get_single_alloy_evaluation_by_id',
  title: 'Get evaluation',
  description:
    'All of it: outcome, score, tags, inputs, matching, watchlist and fraud findings, vendor responses. Long, and personal data.',
  method: 'GET',
  path: '/evaluations/{evaluation_token}',
  params: { evaluation_token: { id: evaluationToken } },
  effect: 'read',
  wait: evaluationWait,
  rawResponses: {},
  asked:
    'why was an applicant denied, declined, turned down or approved; check result, score, tags, reasons, watchlist hits, vendor answers, what the KYC check said',
});

// The seed calls this a list; Alloy has no operation that lists evaluations.
export const list_all_alloy_evaluations = defineAlias(get_single_alloy_evaluation_by_id, {
  name: 'list_all_alloy_evaluations',
  title: 'Get evaluation (by evaluation_token)',
  description: "One evaluation; to list an entity's use get_single_alloy_entity_by_id.",
  params: { evaluation_token: evaluationToken },
});

export const get_single_alloy_entity_evaluation_by_id = defineTool({
  name: 'get_single_alloy_entity_evaluation_by_id',
  title: "Get entity's evaluation",
  description: 'An evaluation as the run answered it. get_single_alloy_evaluation_by_id needs no entity.',
  method: 'GET',
  path: '/entities/{entity_token}/evaluations/{evaluation_token}',
  params: { entity_token: entityToken, evaluation_token: { id: evaluationToken } },
  effect: 'read',
  wait: evaluationWait,
  rawResponses: {},
  asked: 'result of a check of a customer, with both the customer token and the evaluation token',
});

// The seed names the token only; Alloy asks for the header, and its page shows no body.
export const update_a_alloy_evaluation_audit_access_by_id = defineTool({
  name: 'update_a_alloy_evaluation_audit_access_by_id',
  title: 'Set evaluation audit access',
  description:
    'Replaces the parent organizations (partial_audit) that may see an evaluation, its entity and bank accounts. Embedded Finance child accounts only.',
  method: 'PATCH',
  path: '/evaluations/{evaluation_token}/auditaccess',
  params: { evaluation_token: evaluationToken },
  headers: { 'alloy-audit-account-slugs': auditAccountSlugs },
  effect: 'decide',
  idempotent: true,
  asked:
    'share an evaluation with, let or stop a partner bank, sponsor bank, auditor, parent institution  see it; revoke or grant visibility',
});

const batchToken = segment('Batch token');
const theBatch: Reference = { at: ['args.id', 'args.batch_token'] };

export const get_single_alloy_batch_by_id = defineTool({
  name: 'get_single_alloy_batch_by_id',
  title: 'Get evaluation batch',
  description:
    'State of a batch of evaluations: batch_status, times and counts of rows by status, result and row state. Journey batches: get_single_alloy_journey_batch_by_id.',
  method: 'GET',
  path: '/batches/{batch_token}',
  params: { batch_token: { id: batchToken } },
  effect: 'read',
  // Alloy lists no states of these batches; completed_at is filled once they have ended.
  wait: {
    tool: 'get_single_alloy_batch_by_id',
    arguments: { id: theBatch },
    state: ['result.batch_status'],
    busy: ['pending', 'running', 'queued', 'processing'],
    ended: 'result.completed_at',
    what: 'batch',
    left: 'result.summary.row_status.pending',
    total: 'result.summary.total_records',
  },
  asked:
    'progress of a bulk evaluation upload, did the evaluations file finish, is the batch job done, failed rows',
  nextSteps: [
    {
      when: { 'result.batch_token': 'present', 'result.completed_at': 'absent' },
      tool: 'get_single_alloy_batch_by_id',
      arguments: { id: theBatch },
      why: 'The batch is still running; read it again later.',
    },
  ],
});

// The seed calls this a list; Alloy has no operation that lists batches.
export const list_all_alloy_batches = defineAlias(get_single_alloy_batch_by_id, {
  name: 'list_all_alloy_batches',
  title: 'Get evaluation batch (by batch_token)',
  description: 'One batch; not a list.',
  params: { batch_token: batchToken },
});
