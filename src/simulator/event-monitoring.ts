/**
 * Monitored events: the workflows that the account maps to the kind of event evaluate it at once.
 * Source: https://developer.alloy.com/public/docs/monitoring-events
 */
import type { Account, RequestMode } from './account.ts';
import { openCases } from './case-opening.ts';
import type { Entity } from './entity-store.ts';
import { createEvaluation } from './evaluate.ts';
import type { Evaluation } from './evaluation-store.ts';
import { isMapped } from './event-mappings.ts';

export interface MonitoredEvent {
  readonly eventType: string;
  /** The envelope's; null when it has none. */
  readonly eventStatus: string | null;
  readonly entity: Entity;
  readonly data: Readonly<Record<string, unknown>>;
  readonly mode: RequestMode;
}

/** One evaluation for each workflow that the event is mapped to; none for an event that only stores data. */
export function evaluateEvent(account: Account, event: MonitoredEvent): Evaluation[] {
  const { entity, mode, eventType, eventStatus } = event;
  const mapped = account.eventMappings.filter((mapping) => isMapped(mapping, eventType, eventStatus));
  // Explicit values come before what is on file, the workflow's own inputs before the event's.
  const supplied = { ...event.data, ...readObject(event.data['supplemental_data']) };
  return account.workflows
    .filter(({ active, token }) => active && mapped.some(({ workflowToken }) => workflowToken === token))
    .map((workflow) => {
      const evaluation = createEvaluation(account, { workflow, entity, supplied, mode });
      // What an ongoing journey watches becomes an alert and an investigation instead of a case.
      const isOngoing = account.ongoingJourneys.some((each) => each.sourceWorkflowToken === workflow.token);
      if (!isOngoing) openCases(account, evaluation);
      return evaluation;
    });
}

/** One of `event.evaluations[]`. `prefiltered` means that a workflow's filter spared it: the demo account has none. */
export function buildEventEvaluation({ token, answer, workflowToken }: Evaluation): Record<string, unknown> {
  const { result, outcome, outcome_reasons, tags } = readObject(answer['summary']);
  return {
    error: null,
    evaluation_token: token,
    workflow_token: workflowToken,
    workflow_version_id: answer['application_version_id'],
    prefiltered: false,
    summary: { result, outcome, outcome_reasons: outcome_reasons ?? [], tags },
    _links: { self: { href: `/v1/evaluations/${token}` } },
  };
}

function readObject(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}
