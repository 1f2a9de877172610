/** What evaluations, events, investigations and cases wait for. */
import type { NextStepRule } from '../../src/registry/next-step-rule.ts';
import { patchedPerson } from '../evaluations/schemas.ts';
import {
  applicationOf,
  caseOf,
  entityOf,
  evaluationOf,
  given,
  investigationOf,
  journeyOf,
  orNothing,
  workflowOf,
} from '../references.ts';

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
const readCase = 'get_single_alloy_case_by_id';
const theCase = caseOf('result.case_token', 'args.case_token', 'args.id');

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
    after: ['create_a_alloy_group_evaluation'],
    when: isManualReview,
    tool: 'create_a_alloy_group_review',
    arguments: { group_token: given('group_token') },
    needs: ['agent.email', 'reasons', 'outcome'],
    why: 'Manual Review: a person decides the group.',
  },
  {
    after: ['get_single_alloy_entity_by_id'],
    when: { 'result.evaluations.outcome': ['Manual Review'] },
    tool: readEvaluation,
    arguments: {
      id: evaluationOf({
        list: 'result.evaluations',
        where: { outcome: 'Manual Review' },
        member: 'evaluation_token',
      }),
    },
    why: 'An evaluation ended in Manual Review; this reads why. Compare with reviews before deciding it.',
  },

  // What an event set off.
  {
    after: ['create_a_alloy_event'],
    each: 'result.event.journey_applications.investigations',
    tool: readInvestigation,
    arguments: { id: investigationOf('item.investigation_token') },
    why: 'The event raised an alert in this investigation.',
  },
  {
    after: ['create_a_alloy_event'],
    each: 'result.event.journey_applications',
    when: { 'item.investigations': 'absent' },
    tool: 'get_single_alloy_journey_application_by_id',
    arguments: {
      journey_token: journeyOf('item.journey_token'),
      id: applicationOf('item.journey_application_token'),
    },
    why: 'The event started this alert.',
  },
  {
    after: ['create_a_alloy_event'],
    each: 'result.event.evaluations',
    when: { 'result.event.journey_applications': 'absent' },
    tool: readEvaluation,
    arguments: { id: evaluationOf('item.evaluation_token') },
    why: 'The event was evaluated; this reads the decision in full.',
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

  {
    after: [readCase],
    when: { 'result.closed': [false], 'result.assigned_agent_email': 'absent' },
    tool: 'create_a_alloy_case_work',
    arguments: { case_token: theCase, type: 'assignment_created' },
    needs: ['assigned_agent'],
    why: 'Nobody works on the case yet: assign an agent by email.',
  },
  {
    after: [readCase],
    when: { 'result.closed': [false] },
    tool: 'list_all_alloy_case_evidences',
    arguments: { case_token: theCase },
    why: 'Shows what the case rests on.',
  },
  {
    after: [readCase],
    when: { 'result.closed': [false], 'result.assigned_agent_email': 'present' },
    tool: 'create_a_alloy_case_work',
    arguments: { case_token: theCase, type: 'closure' },
    needs: ['reasons'],
    why: 'A person closes the case once it is decided.',
  },
  {
    after: ['create_a_alloy_case_work'],
    tool: readCase,
    arguments: { id: given('case_token') },
    why: 'The body of a work is not documented by Alloy: see that it took effect.',
  },
  {
    after: ['create_a_alloy_case_evidence'],
    tool: 'list_all_alloy_case_evidences',
    arguments: { case_token: given('case_token') },
    why: 'Shows which evidence was added; do not send it again before.',
  },
];
