/**
 * The alloy-* headers of an evaluation. A value that is not understood is 400 / 4001.
 * Sources: https://developer.alloy.com/public/reference/post_evaluations and https://developer.alloy.com/public/docs/_other
 */
import type { Context } from 'hono';
import type { Account } from '../account.ts';
import { AlloyError, headerError, unknownObject } from '../errors.ts';
import type { Env } from '../http/env.ts';
import type { Workflow } from '../settings/workflows.ts';

export interface EvaluationHeaders {
  readonly entityToken: string | undefined;
  readonly externalEntityId: string | undefined;
  readonly parentEntityToken: string | undefined;
  readonly externalGroupId: string | undefined;
  readonly entityType: 'person' | 'business';
  readonly applicationVersion: number | undefined;
  readonly refreshCache: boolean;
  readonly bypassFormatter: boolean;
  readonly hydrateEntity: boolean;
  readonly hydrateCounterparty: boolean;
}

export function parseEvaluationHeaders(context: Context<Env>): EvaluationHeaders {
  return {
    entityToken: readText(context, 'alloy-entity-token'),
    externalEntityId: readText(context, 'alloy-external-entity-id'),
    parentEntityToken: readText(context, 'alloy-parent-entity-token'),
    externalGroupId: readText(context, 'alloy-external-group-id'),
    entityType: readEntityType(context),
    applicationVersion: readVersion(context),
    refreshCache: readFlag(context, 'alloy-refresh-cache'),
    bypassFormatter: readFlag(context, 'alloy-bypass-formatter'),
    hydrateEntity: readFlag(context, 'alloy-hydrate-entity-data'),
    hydrateCounterparty: readFlag(context, 'alloy-hydrate-counterparty-data'),
  };
}

/**
 * The workflow of the call. Which error a wrong `alloy-workflow-token` gets is not public. Ours: 4001 when it is missing
 * or cannot be one, with the demo account's workflows in the details, as no operation lists them; 4013, Alloy's answer
 * for objects that are unknown, when there is no such workflow.
 */
export function requireWorkflow(context: Context<Env>, account: Account): Workflow {
  const workflow = context.get('workflow');
  if (workflow?.active) return workflow;
  const named = context.req.header('alloy-workflow-token');
  if (named !== undefined && /^[A-Za-z0-9]{32}$/.test(named)) throw unknownObject('workflow_token', named);
  const { status, minorCode, type, message } = headerError(
    named === undefined
      ? 'alloy-workflow-token is needed with an account-level API key'
      : 'alloy-workflow-token must be 32 letters and digits',
  );
  throw new AlloyError(status, minorCode, type, message, {
    details: {
      header: 'alloy-workflow-token',
      workflows: account.workflows.filter(({ active }) => active).map(({ token, name }) => ({ token, name })),
    },
  });
}

export function readText(context: Context<Env>, name: string): string | undefined {
  const value = context.req.header(name)?.trim();
  return value === '' ? undefined : value;
}

export function readFlag(context: Context<Env>, name: string): boolean {
  const value = readText(context, name)?.toLowerCase();
  if (value === undefined || value === 'false') return false;
  if (value === 'true') return true;
  throw headerError(`${name} must be true or false`);
}

function readEntityType(context: Context<Env>): 'person' | 'business' {
  const value = readText(context, 'alloy-entity-type') ?? 'person';
  if (value === 'person' || value === 'business') return value;
  throw headerError('alloy-entity-type must be person or business');
}

function readVersion(context: Context<Env>): number | undefined {
  const value = readText(context, 'alloy-application-version');
  if (value === undefined) return undefined;
  if (/^[1-9]\d*$/.test(value)) return Number(value);
  throw headerError('alloy-application-version must be a positive whole number');
}
