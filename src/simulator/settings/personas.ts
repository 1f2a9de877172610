/**
 * Sandbox personas: the last name (a business's last word) decides what the workflows' mocked vendors report, and where an
 * application comes to a stop in a journey. They are a rule of the demo account, not of the API. Letters decide, not case
 * or punctuation.
 *
 * Alloy publishes no list. Review and Deny come from public projects that were built on its sandbox
 * (https://github.com/csun17/alloy), DenyFraud, which is also spelled denied_fraud_..., from
 * https://developer.alloy.com/public/reference/evaluations; the others are ours.
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

/**
 * StepUp, Action and Expired need a journey that has the way: the older version 2 of the persons' journey decides them like
 * anyone else.
 */
export type JourneyPersonaName = 'StepUp' | 'Action' | 'Async' | 'Expired' | 'Error' | 'AppReview';

export interface PersonaGuide {
  /** The outcome of POST /evaluations, or what it waits for. */
  readonly workflow: string;
  /** The status of the application in a journey. */
  readonly journey: string;
}

const approved = 'Approved';

/** What each does, for people. */
export const personaGuide: Readonly<Record<PersonaName | JourneyPersonaName, PersonaGuide>> = {
  Approve: { workflow: `${approved}, as anyone who is not named here`, journey: 'completed, approved' },
  Review: { workflow: 'Manual Review', journey: 'waiting_review' },
  Deny: { workflow: 'Denied', journey: 'completed, denied' },
  DenyFraud: { workflow: 'Denied, with fraud tags', journey: 'completed, denied' },
  Watchlist: { workflow: 'Manual Review with a watchlist match', journey: 'waiting_review' },
  /** Beside what the workflow asks of anyone. */
  MissingData: { workflow: 'waits for a driving licence', journey: 'data_request' },
  /** The right ones are 4, 1, 3, 2, 5. */
  Quiz: { workflow: 'waits for the answers to five questions', journey: 'data_request' },
  /** In a workflow any PATCH asks it again. */
  Partial: { workflow: '206: a vendor fails, and answers when asked again', journey: 'waiting_review' },
  StepUp: { workflow: approved, journey: 'pending_step_up: documents are wanted' },
  Action: { workflow: approved, journey: 'pending_action: the outcome of an action is wanted' },
  /** Until it was read three times or 30 seconds have passed. */
  Async: { workflow: approved, journey: 'pending_workflow_service for a while' },
  /** Nobody reported an action's outcome in time. */
  Expired: { workflow: approved, journey: 'expired' },
  Error: { workflow: approved, journey: 'error; a rerun runs through' },
  AppReview: { workflow: approved, journey: 'pending_journey_application_review' },
};

export interface Persona {
  readonly name: PersonaName;
  readonly outcome: 'Approved' | 'Manual Review' | 'Denied';
  readonly tags: readonly string[];
  readonly reasons: readonly string[];
  /** What the mocked fraud vendor reports, 0 to 1. Scores of matching stay good, as in recorded sandbox answers. */
  readonly fraudScore: number;
  readonly fraudFlags: readonly string[];
}

/** By the last name, else by the last word of the business's name. */
export function findPersona(data: Json): Persona {
  const letters = readPersonaLetters(data);
  if (letters.startsWith('deniedfraud')) return personas['denyfraud'] ?? approve;
  return Object.hasOwn(personas, letters) ? (personas[letters] ?? approve) : approve;
}

/** Of the personas that are known in journeys only. */
export function findJourneyPersona(data: Json): JourneyPersonaName | undefined {
  const letters = readPersonaLetters(data);
  return Object.hasOwn(names, letters) ? names[letters] : undefined;
}

/** For `sandbox_persona_name`; null for those that nothing is special about. */
export function findPersonaName(data: Json): string | null {
  const { name } = findPersona(data);
  return findJourneyPersona(data) ?? (name === 'Approve' ? null : name);
}

/** In lower case and without all but letters. */
function readPersonaLetters(data: Json): string {
  const { name_last, business_name } = data;
  const name = typeof name_last === 'string' ? name_last : business_name;
  if (typeof name !== 'string') return '';
  const word = typeof name_last === 'string' ? name : (name.trim().split(/\s+/).at(-1) ?? '');
  return word.toLowerCase().replaceAll(/[^a-z]/g, '');
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

const names: Readonly<Record<string, JourneyPersonaName>> = {
  stepup: 'StepUp',
  action: 'Action',
  async: 'Async',
  expired: 'Expired',
  error: 'Error',
  appreview: 'AppReview',
};
