/**
 * What becomes of monitored events in ongoing journeys: where an evaluation's outcome calls for it, the journey opens
 * an alert, and the alert an investigation. Source: https://developer.alloy.com/public/docs/example-ongoing-scenarios
 */
import type { Account } from './account.ts';
import type { Evaluation } from './evaluation-store.ts';
import { investigateAlert } from './investigation-alerts.ts';
import { openAlert } from './journey-alerts.ts';
import type { JourneyApplication } from './journey-store.ts';

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
export function buildEventAlert(
  account: Account,
  { alert, evaluation }: RaisedAlert,
): Record<string, unknown> {
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
    _links: { self: { href: `/v1/journeys/${journeyToken}/applications/${token}` } },
  };
}
