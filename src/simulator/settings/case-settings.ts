/**
 * Case management of the demo account: which tags of a workflow open a case, and of which type. Alloy's accounts set
 * this up tag by tag; a case has one type, and all its alerts are tags of that type.
 * Source: https://developer.alloy.com/public/docs/cases
 */

export interface CaseType {
  readonly name: string;
  readonly description: string | null;
  /** Case-generating tags, as workflows set them. */
  readonly tags: readonly string[];
}

export const caseTypes: readonly CaseType[] = [
  {
    name: 'Sanctions Screening',
    description: 'Possible matches on watchlists',
    tags: ['Watchlist Hit', 'Adverse Media'],
  },
  {
    name: 'Fraud',
    description: 'Signs of fraud by or against a customer',
    tags: ['Fraud Warning', 'Denied Fraud', 'New Device'],
  },
  {
    name: 'Transaction Monitoring',
    description: null,
    tags: ['Large Amount', 'Rapid Withdrawals'],
  },
];

export function findCaseType(tag: string): CaseType | undefined {
  return caseTypes.find(({ tags }) => tags.includes(tag));
}
