/**
 * Sandbox personas: the last name (a business's last word) decides what the workflows' mocked vendors report. They are
 * a rule of the demo account's workflows, not of the API. Letters decide, not case or punctuation.
 *
 * | last name | outcome |
 * | --- | --- |
 * | Review | Manual Review |
 * | Deny | Denied, tag "High Risk" |
 * | DenyFraud, denied_fraud_... | Denied, tags "Fraud Warning" and "Denied Fraud" |
 * | Watchlist (ours) | Manual Review with a watchlist match |
 * | MissingData (ours) | waits for a driving licence beside what the workflow asks of anyone |
 * | Quiz (ours) | waits for the answers to five questions; see quiz.ts for the right ones |
 * | Partial (ours) | 206: a vendor fails; any PATCH asks it again and it answers |
 * | anyone else | Approved |
 *
 * Alloy publishes no list. The first two come from public projects that were built on its sandbox
 * (https://github.com/csun17/alloy), DenyFraud from https://developer.alloy.com/public/reference/evaluations
 */
import type { Json } from '../values.ts';

export type PersonaName =
  | 'Review'
  | 'Deny'
  | 'DenyFraud'
  | 'Watchlist'
  | 'MissingData'
  | 'Quiz'
  | 'Partial'
  | 'Approve';

export interface Persona {
  readonly name: PersonaName;
  readonly outcome: 'Approved' | 'Manual Review' | 'Denied';
  readonly tags: readonly string[];
  readonly reasons: readonly string[];
  /** What the mocked fraud vendor reports, 0 to 1. Scores of matching stay good, as in recorded sandbox answers. */
  readonly fraudScore: number;
  readonly fraudFlags: readonly string[];
}

const approve: Persona = {
  name: 'Approve',
  outcome: 'Approved',
  tags: [],
  reasons: [],
  fraudScore: 0.02,
  fraudFlags: [],
};

const personas: Readonly<Record<string, Persona>> = {
  review: {
    name: 'Review',
    outcome: 'Manual Review',
    tags: ['Needs Review'],
    reasons: ['Fraud score in the review band'],
    fraudScore: 0.52,
    fraudFlags: [],
  },
  deny: {
    name: 'Deny',
    outcome: 'Denied',
    tags: ['High Risk'],
    reasons: ['Fraud score above the limit'],
    fraudScore: 0.79,
    fraudFlags: ['High Risk'],
  },
  denyfraud: {
    name: 'DenyFraud',
    outcome: 'Denied',
    tags: ['Fraud Warning', 'Denied Fraud'],
    reasons: ['Fraud signals'],
    fraudScore: 0.97,
    fraudFlags: ['Fraud Warning', 'Denied Fraud'],
  },
  watchlist: {
    ...approve,
    name: 'Watchlist',
    outcome: 'Manual Review',
    tags: ['Watchlist Hit'],
    reasons: ['Possible match on a watchlist'],
  },
  missingdata: { ...approve, name: 'MissingData' },
  quiz: { ...approve, name: 'Quiz' },
  partial: { ...approve, name: 'Partial' },
};

/** By the last name, else by the last word of the business's name. */
export function findPersona(data: Json): Persona {
  const letters = readPersonaLetters(data);
  if (letters.startsWith('deniedfraud')) return personas['denyfraud'] ?? approve;
  return Object.hasOwn(personas, letters) ? (personas[letters] ?? approve) : approve;
}

/** The last name, or a business's last word, in lower case and without all but letters. */
export function readPersonaLetters(data: Json): string {
  const { name_last, business_name } = data;
  const name = typeof name_last === 'string' ? name_last : business_name;
  if (typeof name !== 'string') return '';
  const word = typeof name_last === 'string' ? name : (name.trim().split(/\s+/).at(-1) ?? '');
  return word.toLowerCase().replaceAll(/[^a-z]/g, '');
}

// Sandbox personas of journeys: the last name (a business's last word) decides where an application comes to a stop.
// They are a rule of the demo account; letters decide, not case or punctuation. Alloy forces statuses by personas too,
// but publishes no list of them.
//
// | last name | the entity application |
// | --- | --- |
// | Deny, DenyFraud | completed, denied |
// | Review, Watchlist | waiting_review |
// | MissingData | data_request for a driving licence |
// | Quiz | data_request for answers (right ones: 4, 1, 3, 2, 5) |
// | Partial | a vendor fails (206 in the workflow), hence waiting_review |
// | StepUp | pending_step_up: documents are wanted |
// | Action | pending_action: the outcome of an action node is wanted |
// | Async | pending_workflow_service, until it was read three times or 30 seconds have passed |
// | Expired | expired: nobody reported an action's outcome in time |
// | Error | error; a rerun runs through |
// | AppReview | its branch ends approved, the application waits in pending_journey_application_review |
// | anyone else | completed, approved |
//
// The first five lines are personas of the workflows; see personas.ts. StepUp, Action and Expired need a journey that
// has the way: the older version 2 of the persons' journey decides them like anyone else.

export type JourneyPersonaName = 'StepUp' | 'Action' | 'Async' | 'Expired' | 'Error' | 'AppReview';

const names: Readonly<Record<string, JourneyPersonaName>> = {
  stepup: 'StepUp',
  action: 'Action',
  async: 'Async',
  expired: 'Expired',
  error: 'Error',
  appreview: 'AppReview',
};

export function findJourneyPersona(data: Json): JourneyPersonaName | undefined {
  const letters = readPersonaLetters(data);
  return Object.hasOwn(names, letters) ? names[letters] : undefined;
}

/** For `sandbox_persona_name`; null for those that nothing is special about. */
export function findPersonaName(data: Json): string | null {
  const { name } = findPersona(data);
  return findJourneyPersona(data) ?? (name === 'Approve' ? null : name);
}

// What the personas do, for people. The rules are in personas.ts and journey-personas.ts.

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
