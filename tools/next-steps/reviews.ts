/** What evaluations and investigations wait for. */
import type { NextStepRule } from '../../src/registry/next-step-rule.ts';
import { patchedPerson } from '../evaluations/schemas.ts';
import { entityOf, evaluationOf, given, investigationOf, orNothing, workflowOf } from '../references.ts';

const readEvaluation = 'get_single_alloy_evaluation_by_id';
const resume = 'update_a_alloy_evaluation_by_id';
const runs = ['create_a_alloy_evaluation', resume, 'create_a_alloy_group_evaluation'];
const evaluations = [...runs, readEvaluation, 'get_single_alloy_entity_evaluation_by_id'];
const evaluation = evaluationOf('result.evaluation_token');
const isManualReview = { 'result.summary.outcome': ['Manual Review'] };
const itsWorkflow = orNothing(workflowOf('result.application_token'));

const readInvestigation = 'get_single_alloy_investigation_by_id';
const investigations = [
  readInvestigation,
  'create_a_alloy_investigation',
  'create_a_alloy_investigation_note',
  'update_a_alloy_investigation_promote_by_id',
  'update_a_alloy_investigation_review_by_id',
];
const investigation = investigationOf('result.investigation_token');
const inReview = { 'result.archived_at': 'absent' } as const;

export const reviewNextSteps: readonly NextStepRule[] = [
  {
    after: evaluations,
    when: { 'result.required': 'present', 'result.summary.outcome': 'absent' },
    tool: resume,
    arguments: { id: evaluation },
    needs: {
      asked: 'result.required.key',
      among: ['answers', ...Object.keys(patchedPerson)],
      otherwise: 'additional_fields',
    },
    why: 'Not decided yet: send what required names.',
  },
  ...([{ status: [206] }, { when: { 'result.status_code': [206] } }] as const).map(
    (partial, index): NextStepRule => ({
      after: index === 0 ? runs : evaluations.filter((name) => !runs.includes(name)),
      ...partial,
      tool: resume,
      arguments: { id: evaluation },
      why: 'Partial: a vendor failed or data is missing. This resumes the run; add data where warnings name an attribute.',
    }),
  ),
  ...([{ status: [202] }, { when: { 'result.status_code': [202] } }] as const).map(
    (pending, index): NextStepRule => ({
      after: index === 0 ? runs : evaluations.filter((name) => !runs.includes(name)),
      ...pending,
      tool: readEvaluation,
      arguments: { id: evaluation },
      why: 'A vendor has not answered yet; read it again later.',
    }),
  ),
  {
    after: evaluations.filter((name) => !runs.includes(name)),
    when: isManualReview,
    tool: 'list_all_alloy_entity_reviews',
    arguments: { entity_token: entityOf('result.entity_token') },
    why: 'Manual Review: this tells whether somebody has decided it.',
  },
  {
    after: evaluations.filter((name) => name !== 'create_a_alloy_group_evaluation'),
    // A partial run is resumed first.
    when: { ...isManualReview, 'result.warnings': 'absent' },
    tool: 'create_a_alloy_entity_review',
    arguments: { entity_token: entityOf('result.entity_token'), alloy_workflow_token: itsWorkflow },
    needs: ['agent.email', 'reasons', 'outcome'],
    why: 'Manual Review: a person decides it here, unless it belongs to a journey application, which has reviews of its own.',
  },

  {
    after: investigations,
    when: {
      ...inReview,
      'result.state': ['alert_review', 'case_review', 'open'],
      'result._embedded.assigned_agent.token': 'absent',
    },
    tool: 'update_a_alloy_investigation_assign_by_id',
    arguments: { investigation_token: investigation },
    needs: ['investigation_assignee_token'],
    why: 'Nobody works on it yet: assign an agent, see list_all_alloy_investigation_agents.',
  },
  {
    after: investigations,
    when: {
      ...inReview,
      'result.state': ['alert_review', 'case_review', 'open'],
      'result._embedded.assigned_agent.token': 'present',
    },
    tool: 'update_a_alloy_investigation_evidence_by_id',
    arguments: { investigation_token: investigation },
    needs: ['note'],
    why: 'Keep what was found, as a note, tags or alerts, before it is decided.',
  },
  {
    after: investigations,
    when: { ...inReview, 'result.state': ['alert_review', 'open'] },
    tool: 'update_a_alloy_investigation_promote_by_id',
    arguments: { investigation_token: investigation },
    why: 'Suspicion confirmed: promote it to case review. It cannot be taken back.',
  },
  {
    after: investigations,
    when: { ...inReview, 'result.state': ['alert_review', 'case_review', 'open'] },
    tool: 'update_a_alloy_investigation_review_by_id',
    arguments: { investigation_token: investigation },
    needs: ['outcome', 'reason'],
    why: 'A person decides and closes it. It cannot be reopened.',
  },
  {
    after: investigations,
    when: { ...inReview, 'result.state': ['alert_review_closed', 'case_review_closed'] },
    tool: 'update_a_alloy_investigation_archive_by_id',
    arguments: { investigation_token: investigation },
    why: 'It is closed; archiving takes it out of the lists.',
  },
  {
    after: investigations,
    when: { 'result.archived_at': 'present' },
    tool: 'update_a_alloy_investigation_unarchive_by_id',
    arguments: { investigation_token: investigation },
    why: 'It is archived and takes no changes; this brings it back.',
  },
  {
    after: [
      'update_a_alloy_investigation_assign_by_id',
      'update_a_alloy_investigation_unassign_by_id',
      'update_a_alloy_investigation_archive_by_id',
      'update_a_alloy_investigation_unarchive_by_id',
      'update_a_alloy_investigation_evidence_by_id',
      'update_a_alloy_investigation_alert_assign_by_id',
      'update_a_alloy_investigation_alert_unassign_by_id',
    ],
    tool: readInvestigation,
    arguments: { id: given('investigation_token') },
    why: 'Reads the investigation as it is now.',
  },
];
