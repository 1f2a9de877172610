/**
 * Moves an entity's application through the nodes of its branch, until it waits or has ended.
 * Source: https://developer.alloy.com/public/docs/application-statuses
 */
import { findWorkflow } from '../account.ts';
import { createEvaluation, resumeEvaluation } from '../evaluations/evaluate.ts';
import { findExternalId } from '../records/entities.ts';
import type { Evaluation } from '../records/evaluations.ts';
import type { JourneyNode } from '../records/journey.ts';
import type { EntityApplication } from '../records/journeys.ts';
import { findJourneyPersona } from '../settings/personas.ts';
import { buildPayloadChange, buildSupplied } from './payload.ts';
import { addEntityEvent, addReview, getNode, type JourneyRun } from './run.ts';

/** Reads, or milliseconds, after which the persona Async's vendor has answered. */
const serviceReads = 3;
const serviceTime = 30_000;

export function enterNode(run: JourneyRun, entityApplication: EntityApplication, nodeId: string): void {
  const node = getNode(run, nodeId);
  entityApplication.nodeId = nodeId;
  entityApplication.waitingSince = run.account.now();
  entityApplication.status = 'running';
  const fixed = findAutoDecision(run, node);
  if (fixed !== undefined) {
    addEntityEvent(run, 'reached_auto_decision_node', entityApplication, { outcome: fixed });
    followOutcome(run, entityApplication, fixed);
    return;
  }
  switch (node.type) {
    case 'start':
      followOutcome(run, entityApplication, '*');
      break;
    case 'workflow':
      enterWorkflow(run, entityApplication, node);
      break;
    case 'docv':
      wait(run, entityApplication, 'pending_step_up');
      break;
    case 'action':
      wait(run, entityApplication, 'pending_action');
      if (findJourneyPersona(entityApplication.data) === 'Expired') expire(run, entityApplication);
      break;
    case 'review':
      openReview(run, entityApplication);
      break;
    case 'outcome':
      entityApplication.status = 'completed';
      entityApplication.outcome = (node.outcome ?? '').toLowerCase();
      addEntityEvent(run, 'completed_branch', entityApplication, { outcome: node.outcome ?? null });
      break;
  }
}

/** An outcome that the node does not know takes the way of any other; without one the branch cannot go on. */
export function followOutcome(run: JourneyRun, entityApplication: EntityApplication, outcome: string): void {
  const { next } = getNode(run, entityApplication.nodeId);
  const key = outcome.toLowerCase();
  const target = Object.hasOwn(next, key) ? next[key] : next['*'];
  if (target === undefined) fail(run, entityApplication, `No way leads on from the outcome ${outcome}`);
  else enterNode(run, entityApplication, target);
}

/** Data or answers for an application in data_request. Throws 400 / 4002 when the answers do not fit the questions. */
export function supplyData(
  run: JourneyRun,
  entityApplication: EntityApplication,
  data: Record<string, unknown>,
  answers: unknown,
): void {
  const evaluation = run.account.evaluations.find(entityApplication.evaluationTokens.at(-1) ?? '');
  if (evaluation === undefined) throw new Error(`${entityApplication.token} waits without an evaluation`);
  resumeEvaluation(run.account, evaluation, {
    ...buildSupplied(data),
    ...(answers === undefined ? {} : { answers }),
  });
  entityApplication.data = data;
  takeEvaluation(run, entityApplication, evaluation);
}

/** The documents of a step-up are there: the node's workflow looks at them. */
export function verifyDocuments(run: JourneyRun, entityApplication: EntityApplication): void {
  evaluate(run, entityApplication, getNode(run, entityApplication.nodeId));
}

/** Time and reads move what waits for a vendor or has a time limit; true when something moved. */
export function touchEntityApplication(run: JourneyRun, entityApplication: EntityApplication): boolean {
  const waited = run.account.now() - entityApplication.waitingSince;
  if (entityApplication.status === 'pending_workflow_service') {
    entityApplication.serviceReads -= 1;
    if (entityApplication.serviceReads > 0 && waited < serviceTime) return false;
    evaluate(run, entityApplication, getNode(run, entityApplication.nodeId));
    return true;
  }
  return expireIfLate(run, entityApplication);
}

/** Alloy checks the time limit twelve-hourly and when an outcome is reported; here at every read, too. */
export function expireIfLate(run: JourneyRun, entityApplication: EntityApplication): boolean {
  const { status, waitingSince } = entityApplication;
  if (status !== 'pending_action' && status !== 'pending_step_up') return false;
  const { timeLimit = Number.POSITIVE_INFINITY } = getNode(run, entityApplication.nodeId);
  if (run.account.now() - waitingSince <= timeLimit) return false;
  expire(run, entityApplication);
  return true;
}

/** The expired path of the demo journeys ends the branch. */
function expire(run: JourneyRun, entityApplication: EntityApplication): void {
  const kind = entityApplication.status === 'pending_action' ? 'pending_action' : 'pending_step_up';
  addEntityEvent(run, `${kind}_expired`, entityApplication);
  if (Object.hasOwn(getNode(run, entityApplication.nodeId).next, 'expired'))
    followOutcome(run, entityApplication, 'expired');
  else entityApplication.status = 'expired';
}

function enterWorkflow(run: JourneyRun, entityApplication: EntityApplication, node: JourneyNode): void {
  const persona = findJourneyPersona(entityApplication.data);
  if (persona === 'Error' && run.application.rerun === null) {
    saveEntity(run, entityApplication);
    addEntityEvent(run, 'started_evaluation', entityApplication);
    fail(run, entityApplication, 'The workflow could not be run');
  } else if (persona === 'Async') {
    saveEntity(run, entityApplication);
    entityApplication.serviceReads = serviceReads;
    addEntityEvent(run, 'started_evaluation', entityApplication);
    wait(run, entityApplication, 'pending_workflow_service');
  } else evaluate(run, entityApplication, node);
}

function evaluate(run: JourneyRun, entityApplication: EntityApplication, node: JourneyNode): void {
  const { account, application } = run;
  const workflow = findWorkflow(account, node.workflowToken);
  const entity = account.entities.find(entityApplication.entityToken);
  if (workflow === undefined || entity === undefined)
    throw new Error(`node ${node.id} has lost its workflow or entity`);
  if (entityApplication.status !== 'pending_workflow_service')
    addEntityEvent(run, 'started_evaluation', entityApplication);
  const evaluation = createEvaluation(account, {
    workflow,
    entity,
    supplied: buildSupplied(entityApplication.data),
    mode: { sandbox: application.sandbox },
    options: {
      fromEvent: false,
      hydrateEntity: false,
      hydrateCounterparty: false,
      refreshCache: application.refreshCache,
      externalEntityId: findExternalId(entity),
    },
  });
  entityApplication.evaluationTokens.push(evaluation.token);
  takeEvaluation(run, entityApplication, evaluation);
}

function takeEvaluation(run: JourneyRun, entityApplication: EntityApplication, evaluation: Evaluation): void {
  const { account } = run;
  saveEntity(run, entityApplication, evaluation.token);
  if (evaluation.outcome === null) {
    entityApplication.waitingSince = account.now();
    wait(run, entityApplication, 'data_request', evaluation.token);
    return;
  }
  const { outcome } = evaluation;
  addEntityEvent(run, 'completed_evaluation', entityApplication, {
    outcome,
    evaluationToken: evaluation.token,
  });
  followOutcome(run, entityApplication, findDetour(run, entityApplication) ?? outcome);
}

function saveEntity(
  { account, application }: JourneyRun,
  { entityToken, data }: EntityApplication,
  evaluationToken?: string,
): void {
  const entity = account.entities.find(entityToken);
  if (entity === undefined) return;
  account.entities.update(
    entity,
    buildPayloadChange(entity, data, application.applicationMeta, evaluationToken),
  );
}

/** The personas StepUp, Action and Expired leave the workflow by a way of their own, where the journey has one. */
function findDetour(run: JourneyRun, entityApplication: EntityApplication): string | undefined {
  const persona = findJourneyPersona(entityApplication.data);
  const detours: Readonly<Record<string, string>> = {
    StepUp: 'step up',
    Action: 'action',
    Expired: 'action',
  };
  const detour = detours[persona ?? ''];
  const { next, type } = getNode(run, entityApplication.nodeId);
  return type === 'workflow' && detour !== undefined && Object.hasOwn(next, detour) ? detour : undefined;
}

const waitingEvents = {
  data_request: 'data_request_evaluation',
  pending_step_up: 'pending_step_up',
  pending_action: 'pending_action',
  pending_workflow_service: 'pending_workflow_service',
} as const;

function wait(
  run: JourneyRun,
  entityApplication: EntityApplication,
  status: keyof typeof waitingEvents,
  evaluationToken: string | null = null,
): void {
  entityApplication.status = status;
  addEntityEvent(run, waitingEvents[status], entityApplication, { evaluationToken });
}

function openReview(run: JourneyRun, entityApplication: EntityApplication): void {
  const review = addReview(run, entityApplication);
  entityApplication.status = 'waiting_review';
  addEntityEvent(run, 'pending_review', entityApplication, {
    caseToken: review.caseToken,
    manualReviewToken: review.token,
  });
}

function fail(run: JourneyRun, entityApplication: EntityApplication, message: string): void {
  const { account } = run;
  const node = getNode(run, entityApplication.nodeId);
  const errorToken = account.newToken('', 10);
  entityApplication.status = 'error';
  addEntityEvent(run, 'error', entityApplication, {
    errorData: {
      status_code: 500,
      error: { type: 'Unhandled Error', details: {}, message, minor_code: 5000, error_token: errorToken },
      timestamp: account.now(),
      entity_token: entityApplication.entityToken,
      evaluation_token: null,
      application_token: node.workflowToken ?? null,
      application_version_id: null,
    },
  });
}

/** By the node's name (exactly), its id, or `Manual Review` for any review. */
function findAutoDecision({ application }: JourneyRun, node: JourneyNode): string | undefined {
  const { autoDecisions } = application;
  if (node.type === 'start' || node.type === 'outcome') return undefined;
  const keys = [node.id, ...(node.name === null ? [] : [node.name])];
  if (node.type === 'review') keys.push('Manual Review');
  for (const key of keys) if (Object.hasOwn(autoDecisions, key)) return autoDecisions[key];
  return undefined;
}
