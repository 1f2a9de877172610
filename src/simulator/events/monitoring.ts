/**
 * Monitored events: the workflows that the account maps to the kind of event evaluate it at once. In an ongoing journey
 * an outcome that calls for it opens an alert, and the alert an investigation.
 * Sources: https://developer.alloy.com/public/docs/monitoring-events and
 * https://developer.alloy.com/public/docs/example-ongoing-scenarios
 */

import type { Account, RequestMode } from '../account.ts';
import { openCases } from '../cases/opening.ts';
import { createEvaluation } from '../evaluations/evaluate.ts';
import { investigateAlert } from '../investigations/alerts.ts';
import { openAlert } from '../journeys/alerts.ts';
import { buildApplicationHref } from '../journeys/run.ts';
import type { Entity } from '../records/entities.ts';
import type { Evaluation } from '../records/evaluations.ts';
import type { JourneyApplication } from '../records/journeys.ts';
import { isMapped } from '../settings/event-mappings.ts';
import { type Json, readObject } from '../values.ts';

export interface MonitoredEvent {
  readonly eventType: string;
  /** The envelope's; null when it has none. */
  readonly eventStatus: string | null;
  readonly entity: Entity;
  readonly data: Json;
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
export function buildEventEvaluation({ token, answer, workflowToken }: Evaluation): Json {
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

export interface RaisedAlert {
  readonly alert: JourneyApplication;
  readonly evaluation: Evaluation;
}

/** An alert each for the evaluations that call for one. `eventToken` is that of the stored event they come from. */
export function raiseAlerts(
  account: Account,
  eventToken: string,
  evaluations: readonly Evaluation[],
): RaisedAlert[] {
  return evaluations.flatMap((evaluation) =>
    account.ongoingJourneys
      .filter(
        ({ sourceWorkflowToken, alertOutcomes }) =>
          sourceWorkflowToken === evaluation.workflowToken &&
          alertOutcomes.includes(evaluation.outcome ?? ''),
      )
      .flatMap((ongoing) => {
        const journey = account.journeys.findJourney(ongoing.journeyToken);
        const entity = account.entities.find(evaluation.entityToken);
        if (journey === undefined || entity === undefined) return [];
        const alert = openAlert(account, { journey, entity, evaluation, event: eventToken });
        investigateAlert(account, alert, ongoing);
        return [{ alert, evaluation }];
      }),
  );
}

/** One of `event.journey_applications[]`. */
export function buildEventAlert(account: Account, { alert, evaluation }: RaisedAlert): Json {
  const { token, journeyToken, journeyVersion, status, completeOutcome, investigationTokens } = alert;
  return {
    error: null,
    journey_application_token: token,
    journey_application_status: completeOutcome ?? status,
    journey_token: journeyToken,
    journey_version_id: journeyVersion,
    source_evaluation_tokens: [evaluation.token],
    investigations: investigationTokens.map((investigationToken) => ({
      investigation_token: investigationToken,
      investigation_state: account.investigations.find(investigationToken)?.state ?? null,
    })),
    _links: { self: { href: buildApplicationHref(alert) } },
  };
}
