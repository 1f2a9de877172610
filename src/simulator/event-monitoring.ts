/**
 * Monitored events: the workflows that the account maps to the kind of event evaluate it at once.
 * Source: https://developer.alloy.com/public/docs/monitoring-events
 */
import type { Account, RequestMode } from './account.ts';
import type { Entity } from './entity-store.ts';
import { createEvaluation } from './evaluate.ts';
import type { Evaluation } from './evaluation-store.ts';

export interface MonitoredEvent {
  readonly eventType: string;
  readonly entity: Entity;
  readonly data: Readonly<Record<string, unknown>>;
  readonly mode: RequestMode;
}

/** The demo account maps by kind only; Alloy can map by `event_status` too. */
export function evaluateEvent(account: Account, event: MonitoredEvent): Evaluation[] {
  const { entity, mode } = event;
  // Explicit values come before what is on file, the workflow's own inputs before the event's.
  const supplied = { ...event.data, ...readObject(event.data['supplemental_data']) };
  return account.workflows
    .filter(({ active, eventTypes }) => active && eventTypes.includes(event.eventType))
    .map((workflow) => createEvaluation(account, { workflow, entity, supplied, mode }));
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
