/** What the personas do, for people. The rules are in personas.ts and journey-personas.ts. */
import type { JourneyPersonaName } from './journey-personas.ts';
import type { PersonaName } from './personas.ts';

export interface PersonaGuide {
  /** The outcome of POST /evaluations, or what it waits for. */
  readonly workflow: string;
  /** The status of the application in a journey. */
  readonly journey: string;
}

const approved = 'Approved';

export const personaGuide: Readonly<Record<PersonaName | JourneyPersonaName, PersonaGuide>> = {
  Approve: { workflow: `${approved}, as anyone who is not named here`, journey: 'completed, approved' },
  Review: { workflow: 'Manual Review', journey: 'waiting_review' },
  Deny: { workflow: 'Denied', journey: 'completed, denied' },
  DenyFraud: { workflow: 'Denied, with fraud tags', journey: 'completed, denied' },
  Watchlist: { workflow: 'Manual Review with a watchlist match', journey: 'waiting_review' },
  MissingData: { workflow: 'waits for a driving licence', journey: 'data_request' },
  Quiz: { workflow: 'waits for the answers to five questions', journey: 'data_request' },
  Partial: { workflow: '206: a vendor fails, and answers when asked again', journey: 'waiting_review' },
  StepUp: { workflow: approved, journey: 'pending_step_up: documents are wanted' },
  Action: { workflow: approved, journey: 'pending_action: the outcome of an action is wanted' },
  Async: { workflow: approved, journey: 'pending_workflow_service for a while' },
  Expired: { workflow: approved, journey: 'expired' },
  Error: { workflow: approved, journey: 'error; a rerun runs through' },
  AppReview: { workflow: approved, journey: 'pending_journey_application_review' },
};
