/** /parameters, /evaluations and their kin. Source: https://developer.alloy.com/public/reference/evaluations */

import type { Context, Hono } from 'hono';
import { type Account, findWorkflow, getEntity } from '../account.ts';
import { openCases } from '../cases/opening.ts';
import { badRequest, bodyError, headerError, unknownObject } from '../errors.ts';
import { parseBody } from '../http/body.ts';
import type { Env } from '../http/env.ts';
import { findAttributeFaults, publishSupplied } from '../lists/attribute-values.ts';
import type { Evaluation } from '../records/evaluations.ts';
import type { Workflow } from '../settings/workflows.ts';
import { dropNulls, type Json, openObject } from '../values.ts';
import { findBodyFaults } from './decide.ts';
import { buildEvaluatedChange, findOrCreateEntity, readExternalEntityId } from './entity.ts';
import { createEvaluation, resumeEvaluation } from './evaluate.ts';
import { createGroupEvaluation } from './groups.ts';
import { type EvaluationHeaders, parseEvaluationHeaders, requireWorkflow } from './headers.ts';
import { findHolder, parseTransaction, saveTransaction } from './transaction.ts';

export function registerEvaluationRoutes(app: Hono<Env>, account: Account): void {
  // Public clients call it with a slash at the end, too.
  app.on('GET', ['/parameters', '/parameters/'], (context) => {
    const { required, optional, or } = requireWorkflow(context, account).inputs;
    return context.json({ required, optional, or });
  });

  app.post('/evaluations', async (context) => {
    const workflow = requireWorkflow(context, account);
    const headers = parseEvaluationHeaders(context);
    const supplied = await parseBody(context, openObject);
    const evaluation = evaluate(account, workflow, headers, supplied, context.get('mode'));
    openCases(account, evaluation);
    return context.json(evaluation.answer, evaluation.status);
  });

  app.get('/evaluations/:evaluation_token', (context) => {
    const evaluation = findEvaluation(account, context.req.param('evaluation_token'));
    // Alloy's description lists 201 for this read; one that waits or is partial keeps the status of its answer.
    return context.json(evaluation.answer, evaluation.status);
  });

  app.patch('/evaluations/:evaluation_token', async (context) => {
    const evaluation = findEvaluation(account, context.req.param('evaluation_token'));
    const patch = await parseBody(context, openObject);
    resume(account, evaluation, patch);
    openCases(account, evaluation);
    return context.json(evaluation.answer, evaluation.status);
  });

  app.get('/entities/:entity_token/evaluations/:evaluation_token', (context) => {
    const { entity_token: entityToken, evaluation_token: evaluationToken } = context.req.param();
    const entity = getEntity(account, entityToken);
    const evaluation = findEvaluation(account, evaluationToken);
    if (evaluation.entityToken !== entity.token) throw unknownObject('evaluation_token', evaluationToken);
    return context.json(evaluation.answer);
  });

  app.post('/groups/:group_token/evaluations', (context) => {
    const groupToken = context.req.param('group_token');
    const workflow = findGroupWorkflow(context, account) ?? requireWorkflow(context, account);
    const group = account.groups.findLegacy(groupToken);
    if (group === undefined) throw unknownObject('group_token', groupToken);
    if (workflow.kind !== 'group') throw badRequest('The workflow holds no Group service');
    const evaluation = createGroupEvaluation(account, group, workflow, context.get('mode'));
    // Typed 200 by Alloy here; the same evaluation reads as any other afterwards.
    return context.json({ ...evaluation.answer, status_code: 200 });
  });
}

/**
 * Alloy documents no workflow header here: the group workflow's own key pair says which one. An account's key names none,
 * so the only group workflow there is does; that is our choice.
 */
function findGroupWorkflow(context: Context<Env>, account: Account): Workflow | undefined {
  if (context.get('caller').kind !== 'account' || context.get('workflow') !== undefined) return undefined;
  const [workflow, ...others] = account.workflows.filter(({ kind, active }) => kind === 'group' && active);
  return others.length === 0 ? workflow : undefined;
}

function evaluate(
  account: Account,
  workflow: Workflow,
  headers: EvaluationHeaders,
  supplied: Json,
  mode: { readonly sandbox: boolean },
): Evaluation {
  if (workflow.kind === 'group')
    throw badRequest('The workflow decides groups: POST /groups/{groupToken}/evaluations runs it');
  if (workflow.portfolio)
    throw badRequest('The workflow covers a portfolio: POST /portfolio-evaluations runs it');
  const version = headers.applicationVersion ?? workflow.version;
  if (version > workflow.version) throw headerError(`The workflow has no version ${version}`);
  const transaction = workflow.kind === 'transaction' ? parseTransaction(account, supplied) : undefined;
  const faults = [...findBodyFaults(workflow, supplied), ...findAttributeFaults(account, supplied)];
  if (faults.length > 0) throw bodyError(faults);
  const externalEntityId = readExternalEntityId(headers, supplied);
  const parent = headers.parentEntityToken;
  const parentEntity = parent === undefined ? undefined : getEntity(account, parent);

  const holder = transaction === undefined ? undefined : findHolder(account, transaction);
  const entity = findOrCreateEntity(account, workflow, headers, externalEntityId, holder);
  const group =
    headers.externalGroupId === undefined
      ? undefined
      : account.groups.addToLegacyGroup(headers.externalGroupId, entity);
  const evaluation = createEvaluation(account, {
    workflow,
    entity,
    supplied,
    mode,
    options: {
      workflowVersion: version,
      bypassFormatter: headers.bypassFormatter,
      refreshCache: headers.refreshCache,
      externalEntityId: externalEntityId ?? null,
      parentEntityToken: parentEntity?.token ?? null,
      groupToken: group?.token ?? null,
      fromEvent: false,
      hydrateEntity: headers.hydrateEntity,
      hydrateCounterparty: headers.hydrateCounterparty,
    },
  });
  publishSupplied(account, entity.token, supplied);
  if (transaction === undefined)
    account.entities.update(entity, buildEvaluatedChange(supplied, evaluation.token));
  else saveTransaction(account, transaction, entity);
  return evaluation;
}

/**
 * For evaluations that wait or are partial. What Alloy answers for a finished one is not public; 400 / 4000 is our
 * choice, as it lists no other fitting status for this call.
 */
function resume(account: Account, evaluation: Evaluation, patch: Json): void {
  if (evaluation.status === 201)
    throw badRequest('The evaluation is finished: only one that waits for data or is partial takes more', {
      evaluation_token: evaluation.token,
    });
  const workflow = findWorkflow(account, evaluation.workflowToken);
  const entity = account.entities.find(evaluation.entityToken);
  if (workflow === undefined || entity === undefined)
    throw unknownObject('evaluation_token', evaluation.token);
  const said = dropNulls(patch);
  const faults = [
    ...findBodyFaults(workflow, { ...evaluation.supplied, ...said }),
    ...findAttributeFaults(account, said),
  ];
  if (faults.length > 0) throw bodyError(faults);
  resumeEvaluation(account, evaluation, patch);
  publishSupplied(account, entity.token, said);
  if (workflow.kind !== 'transaction')
    account.entities.update(entity, buildEvaluatedChange(evaluation.supplied, evaluation.token));
}

/** No 404 is documented for evaluations: an unknown one gets the answer that unknown entities get. */
export function findEvaluation(account: Account, token: string): Evaluation {
  const evaluation = account.evaluations.find(token);
  if (evaluation === undefined) throw unknownObject('evaluation_token', token);
  return evaluation;
}
