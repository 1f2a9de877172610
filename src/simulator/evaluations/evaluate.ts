/**
 * Runs a workflow: makes an evaluation, or takes up one that waits or is partial. The entity is the caller's to make
 * and to keep up to date. Source: https://developer.alloy.com/public/reference/evaluations
 */

import { type Account, findWorkflow, type RequestMode } from '../account.ts';
import { formatSupplied } from '../entities/body.ts';
import type { Entity } from '../records/entities.ts';
import type { Evaluation, EvaluationOptions } from '../records/evaluations.ts';
import type { Workflow } from '../settings/workflows.ts';
import { dropNulls, type Json } from '../values.ts';
import { findAccountFindings } from './account-findings.ts';
import { buildDecidedAnswer, buildWaitingAnswer } from './answer.ts';
import { decide } from './decide.ts';

export interface EvaluationRequest<Subject = Entity> {
  readonly workflow: Workflow;
  readonly entity: Subject;
  /** The body of POST /evaluations, or the `data` of an event. */
  readonly supplied: Json;
  readonly mode: RequestMode;
  /** Without them it is an event's evaluation: nothing is asked for, and what is on file counts. */
  readonly options?: Partial<EvaluationOptions>;
}

export function createEvaluation(account: Account, request: EvaluationRequest): Evaluation {
  const evaluation = openEvaluation(account, request);
  account.evaluations.add(evaluation);
  run(account, evaluation, request.workflow, request.entity);
  return evaluation;
}

/** Not run yet, and not on file. */
export function openEvaluation(
  account: Account,
  { workflow, entity, supplied, mode, options }: EvaluationRequest<Pick<Entity, 'token'>>,
): Evaluation {
  return {
    token: account.newToken(mode.sandbox ? 'S-' : 'L-'),
    entityToken: entity.token,
    workflowToken: workflow.token,
    createdAt: account.now(),
    options: {
      ...defaultOptions,
      ...options,
      sandbox: mode.sandbox,
      workflowVersion: options?.workflowVersion ?? workflow.version,
    },
    supplied: { ...supplied },
    answers: null,
    attempt: 1,
    status: 200,
    answer: {},
    outcome: null,
  };
}

/** Null means unchanged, as Alloy says of PATCH; what is named replaces what was supplied. */
export function resumeEvaluation(account: Account, evaluation: Evaluation, patch: Json): void {
  const workflow = findWorkflow(account, evaluation.workflowToken);
  const entity = account.entities.find(evaluation.entityToken);
  if (workflow === undefined || entity === undefined)
    throw new Error(`evaluation ${evaluation.token} has lost its workflow or entity`);
  const { answers, ...values } = dropNulls(patch);
  // On a copy first: a refused quiz answer leaves the evaluation as it was.
  const resumed: Evaluation = {
    ...evaluation,
    supplied: { ...evaluation.supplied, ...values },
    answers: answers ?? evaluation.answers,
    attempt: evaluation.attempt + 1,
  };
  run(account, resumed, workflow, entity);
  Object.assign(evaluation, resumed);
}

const defaultOptions: EvaluationOptions = {
  sandbox: true,
  workflowVersion: 1,
  bypassFormatter: false,
  refreshCache: false,
  externalEntityId: null,
  parentEntityToken: null,
  groupToken: null,
  fromEvent: true,
  hydrateEntity: true,
  hydrateCounterparty: true,
};

function run(account: Account, evaluation: Evaluation, workflow: Workflow, entity: Entity): void {
  const { options, supplied } = evaluation;
  const onFile = options.hydrateEntity ? buildOnFile(entity) : {};
  const decision = decide({
    workflow,
    supplied,
    onFile,
    accountFindings: findAccountFindings(account, workflow, entity.token, { ...onFile, ...supplied }),
    counterparty: options.hydrateCounterparty ? readCounterparty(supplied) : undefined,
    screens: workflow.kind !== 'transaction' || options.hydrateEntity || options.hydrateCounterparty,
    fromEvent: options.fromEvent,
    answers: evaluation.answers,
    attempt: evaluation.attempt,
    vendorCalls: account.vendorCalls,
    refreshCache: options.refreshCache,
    now: account.now(),
  });
  if (decision.kind === 'waiting') {
    evaluation.status = 200;
    evaluation.answer = buildWaitingAnswer(evaluation, account.now(), decision);
    return;
  }
  evaluation.status = decision.runs.some(({ state }) => state === 'failed') ? 206 : 201;
  evaluation.outcome = decision.outcome;
  const formatted = options.bypassFormatter ? { ...supplied } : formatSupplied(supplied);
  evaluation.answer = buildDecidedAnswer(evaluation, account.now(), decision, formatted);
}

/** What is on file of an entity, under the names that POST /evaluations uses. */
function buildOnFile(entity: Entity): Json {
  const address = entity.addresses[0];
  return dropNulls({
    ...entity.attributes,
    birth_date: entity.birthDates.at(-1)?.birth_date ?? null,
    document_ssn: entity.ssns.at(-1)?.document_ssn ?? null,
    email_address: entity.emails.at(-1)?.email_address ?? null,
    phone_number: entity.phones.at(-1)?.phone_number ?? null,
    address_line_1: address?.line_1 ?? null,
    address_line_2: address?.line_2 ?? null,
    address_city: address?.city ?? null,
    address_state: address?.state ?? null,
    address_postal_code: address?.postal_code ?? null,
    address_country_code: address?.country_code ?? null,
  });
}

/** `counterparty` in an event's transaction, `destination` in a transaction's evaluation. */
function readCounterparty(supplied: Json): Json | undefined {
  const side = supplied['counterparty'] ?? supplied['destination'];
  return typeof side === 'object' && side !== null ? { ...side } : undefined;
}
