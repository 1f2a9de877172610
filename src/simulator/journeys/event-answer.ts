/** One of `_embedded.events`. Source: https://developer.alloy.com/public/docs/journey-events */

import { findWorkflow } from '../account.ts';
import type { JourneyNode } from '../records/journey.ts';
import type { JourneyEvent } from '../records/journeys.ts';
import { dropNulls, type Json } from '../values.ts';
import type { EvaluationDetail } from './headers.ts';
import { buildApplicationHref, getNode, type JourneyRun } from './run.ts';

/** Members that an event has no value for are absent, but for the entity's token, as in Alloy's examples. */
export function buildJourneyEvent(run: JourneyRun, event: JourneyEvent, detail: EvaluationDetail): Json {
  const { account, application, journey } = run;
  const { evaluationToken, caseToken, manualReviewToken } = event;
  const href = buildApplicationHref(application);
  const evaluation =
    detail.full && event.type === 'completed_evaluation' && evaluationToken !== null
      ? account.evaluations.find(evaluationToken)
      : undefined;
  return {
    journey_application_event_token: event.token,
    journey_application_token: application.token,
    journey_type: journey.type,
    type: event.type,
    timestamp: event.timestamp,
    entity_token: event.entityToken,
    ...dropNulls({
      external_partner_id: application.externalPartnerId,
      external_product_id: application.externalProductId,
      external_group_id: application.externalGroupId,
      entity_application_token: event.entityApplicationToken,
      evaluation_token: evaluationToken,
      outcome: event.outcome,
      reason: event.reasons[0] ?? null,
      reasons: event.reasons.length > 0 ? event.reasons : null,
      rerun_journey_application_token: event.rerunToken,
      error_data: event.errorData,
    }),
    _embedded: {
      ...(event.nodeId === null ? {} : { node: buildNode(run, getNode(run, event.nodeId)) }),
      // Under which name the whole evaluation stands is not public.
      ...(evaluation === undefined ? {} : { evaluation: hideFields(evaluation.answer, detail.hidden) }),
    },
    _links: dropNulls({
      evaluation: evaluationToken === null ? null : { href: `/v1/evaluations/${evaluationToken}` },
      // It ends with the case's token; Alloy's own form of it is not public.
      case: caseToken === null ? null : { href: `${href}/cases/${caseToken}` },
      // Ours: Alloy does not say where the token of a manual review is found.
      manual_review: manualReviewToken === null ? null : { href: `${href}/review/${manualReviewToken}` },
    }),
  };
}

/** `config` is open in Alloy's description; a review's and an action's show what may be answered. */
function buildNode({ account }: JourneyRun, node: JourneyNode): Json {
  const workflow = findWorkflow(account, node.workflowToken);
  return {
    name: node.name,
    id: node.id,
    type: node.type,
    config: {
      ...(workflow === undefined
        ? {}
        : { workflow_token: workflow.token, workflow_version_id: workflow.version }),
      ...(node.outcome === undefined ? {} : { outcome: node.outcome }),
      ...(node.outcomes === undefined
        ? {}
        : {
            outcomes: node.outcomes.map(({ name, reasons }) =>
              reasons.length === 0 ? { name } : { name, reasons },
            ),
          }),
    },
    ...(workflow === undefined ? {} : { workflow_name: workflow.name }),
    ...(node.type === 'docv'
      ? { sdk_config: { documents: node.documents ?? [], selfie: node.selfie ?? false } }
      : {}),
  };
}

/** Values of those names become asterisks in `supplied`, `formatted` and `meta`, nested ones too. */
function hideFields(answer: Json, hidden: ReadonlySet<string>): Json {
  if (hidden.size === 0) return { ...answer };
  const masked = Object.entries(answer).map(([key, value]): [string, unknown] =>
    key === 'supplied' || key === 'formatted' || key === 'meta'
      ? [key, maskFields(value, hidden)]
      : [key, value],
  );
  return Object.fromEntries(masked);
}

function maskFields(value: unknown, hidden: ReadonlySet<string>): unknown {
  if (Array.isArray(value)) return value.map((each) => maskFields(each, hidden));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [
      key,
      hidden.has(key) ? maskAll(inner) : maskFields(inner, hidden),
    ]),
  );
}

function maskAll(value: unknown): unknown {
  if (value === null) return null;
  if (Array.isArray(value)) return value.map(maskAll);
  if (typeof value === 'object')
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, maskAll(inner)]));
  return '*'.repeat(String(value).length);
}
