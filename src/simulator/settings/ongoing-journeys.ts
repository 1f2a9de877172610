/**
 * Source workflows that are attached to an ongoing journey: which of their outcomes raise an alert, and what kind of
 * investigation it belongs to. In Alloy it is set up in the dashboard.
 * Source: https://developer.alloy.com/public/docs/ongoing-terminology
 */
import { alertJourney } from './journeys.ts';
import { accessMonitoring, transactionMonitoring } from './workflows.ts';

export interface OngoingJourney {
  readonly sourceWorkflowToken: string;
  /** Of type alert. */
  readonly journeyToken: string;
  readonly alertOutcomes: readonly string[];
  /** Name of an investigation type. */
  readonly investigationType: string;
  readonly programName: string;
}

/** Person monitoring has none: its events are evaluated and go no further, as in Alloy's guide on entity groups. */
export const demoOngoingJourneys: readonly OngoingJourney[] = [
  {
    sourceWorkflowToken: transactionMonitoring.token,
    journeyToken: alertJourney.token,
    alertOutcomes: ['Manual Review', 'Denied'],
    investigationType: 'Suspicious activity',
    programName: 'Transaction monitoring',
  },
  {
    sourceWorkflowToken: accessMonitoring.token,
    journeyToken: alertJourney.token,
    alertOutcomes: ['Manual Review', 'Denied'],
    investigationType: 'Account takeover',
    programName: 'Account protection',
  },
];
