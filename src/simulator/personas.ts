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
export function findPersona(data: Readonly<Record<string, unknown>>): Persona {
  const letters = readPersonaLetters(data);
  if (letters.startsWith('deniedfraud')) return personas['denyfraud'] ?? approve;
  return Object.hasOwn(personas, letters) ? (personas[letters] ?? approve) : approve;
}

/** The last name, or a business's last word, in lower case and without all but letters. */
export function readPersonaLetters(data: Readonly<Record<string, unknown>>): string {
  const { name_last, business_name } = data;
  const name = typeof name_last === 'string' ? name_last : business_name;
  if (typeof name !== 'string') return '';
  const word = typeof name_last === 'string' ? name : (name.trim().split(/\s+/).at(-1) ?? '');
  return word.toLowerCase().replaceAll(/[^a-z]/g, '');
}
