/**
 * Sandbox personas of journeys: the last name (a business's last word) decides where an application comes to a stop.
 * They are a rule of the demo account; letters decide, not case or punctuation. Alloy forces statuses by personas too,
 * but publishes no list of them.
 *
 * | last name | the entity application |
 * | --- | --- |
 * | Deny, DenyFraud | completed, denied |
 * | Review, Watchlist | waiting_review |
 * | MissingData | data_request for a driving licence |
 * | Quiz | data_request for answers (right ones: 4, 1, 3, 2, 5) |
 * | Partial | a vendor fails (206 in the workflow), hence waiting_review |
 * | StepUp | pending_step_up: documents are wanted |
 * | Action | pending_action: the outcome of an action node is wanted |
 * | Async | pending_workflow_service, until it was read three times or 30 seconds have passed |
 * | Expired | expired: nobody reported an action's outcome in time |
 * | Error | error; a rerun runs through |
 * | AppReview | its branch ends approved, the application waits in pending_journey_application_review |
 * | anyone else | completed, approved |
 *
 * The first five lines are personas of the workflows; see personas.ts. StepUp, Action and Expired need a journey that
 * has the way: the older version 2 of the persons' journey decides them like anyone else.
 */
import { findPersona, readPersonaLetters } from './personas.ts';

export type JourneyPersonaName = 'StepUp' | 'Action' | 'Async' | 'Expired' | 'Error' | 'AppReview';

const names: Readonly<Record<string, JourneyPersonaName>> = {
  stepup: 'StepUp',
  action: 'Action',
  async: 'Async',
  expired: 'Expired',
  error: 'Error',
  appreview: 'AppReview',
};

export function findJourneyPersona(data: Readonly<Record<string, unknown>>): JourneyPersonaName | undefined {
  const letters = readPersonaLetters(data);
  return Object.hasOwn(names, letters) ? names[letters] : undefined;
}

/** For `sandbox_persona_name`; null for those that nothing is special about. */
export function findPersonaName(data: Readonly<Record<string, unknown>>): string | null {
  const { name } = findPersona(data);
  return findJourneyPersona(data) ?? (name === 'Approve' ? null : name);
}
